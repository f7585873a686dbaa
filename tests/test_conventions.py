"""House rules that no linter knows. Each exception is written here with its reason."""

import ast
import inspect
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.template import engines
from django.urls import URLPattern, get_resolver

from riia.workflow import REGISTRY

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("riia", "regions", "datasets", "selfassessment", "peerchallenge")
# From top to bottom: no model points to one above its own app.
LAYERS = ("home", "peerchallenge", "selfassessment", "datasets", "regions", "accounts", "notifications", "audit", "ui")
LONGEST_MODULE, LONGEST_FUNCTION = 500, 40


@cache
def tracked() -> list[Path]:
    """The files of the repository that exist here."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    return [path for name in done.stdout.splitlines() if (path := ROOT / name).is_file()]


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path))


def modules(*under: str) -> list[Path]:
    """Our own modules, without migrations; below certain folders where some are named."""
    wanted = tuple(f"{one}/" for one in under or PACKAGES)
    return [
        path
        for path in tracked()
        if path.suffix == ".py" and name_of(path).startswith(wanted) and "migrations" not in path.parts
    ]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef))


# --- Size and shape ---------------------------------------------------------------------------------------------------


def test_modules_stay_short():
    assert {name_of(path) for path in modules() if len(text_of(path).splitlines()) > LONGEST_MODULE} == set()


# The one call that every list page makes, with all it can be told; most of it is its docstring.
LONG_FUNCTIONS = {"riia/ui/lists.py: list_page"}


def test_functions_stay_short():
    long = {
        f"{name_of(path)}: {one.name}"
        for path in modules()
        for one in functions(path)
        if one.end_lineno - one.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == LONG_FUNCTIONS


def test_every_app_begins_with_a_paragraph_in_the_clients_words():
    for name in (*PACKAGES, "riia.home", "riia.accounts", "riia.notifications", "riia.audit", "riia.ui"):
        module = import_module(name)
        said = inspect.getdoc(module) or ""
        assert said.endswith("."), name
        assert len(said.split()) > 10, name


def test_the_apps_to_come_hold_their_paragraph_and_nothing_else():
    for package in ("peerchallenge",):
        assert [name_of(path) for path in tracked() if name_of(path).startswith(f"{package}/")] == [
            f"{package}/__init__.py"
        ]
        (only,) = tree_of(ROOT / package / "__init__.py").body
        assert isinstance(only, ast.Expr)


def test_there_is_no_drawer_for_odds_and_ends():
    odd = {"utils.py", "helpers.py", "services.py", "constants.py", "misc.py", "common.py", "signals.py"}
    assert {name_of(path) for path in modules() if path.name in odd} == set()


@pytest.mark.parametrize(
    "word", [r"\bTODO\b", r"\bFIXME\b", r"\bXXX\b", r"(?i)coming soon", r"(?i)lorem ipsum", r"(?i)not implemented"]
)
def test_nothing_is_promised_or_left_undone(word):
    looked_at = [path for path in tracked() if path.suffix in (".py", ".html", ".js", ".scss", ".md", ".toml", ".txt")]
    found = {name_of(path) for path in looked_at if path != Path(__file__) and re.search(word, text_of(path))}
    assert found == set()


def test_nothing_names_the_machine_or_the_registry_it_was_made_with():
    # Put together here, so that this file doesn't hold what it looks for.
    places = [
        rf"(?<![\w.*}}/-])/{folder}/[a-zA-Z]"
        for folder in ("wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers", "t" + "mp")
    ]
    registries = [r"https?://[^\s\"']*(?:arti" + r"factory|ne" + r"xus|py" + r"pi-proxy|npm-proxy)"]
    resolved = [r"\"resolved\": \"(?!https://registry\.npmjs\.org/)"]
    pattern = re.compile("|".join(places + registries + resolved))
    found = {}
    for path in tracked():
        if path.suffix in (".png", ".woff2", ".ico", ".jpg"):
            continue
        if hit := pattern.search(text_of(path)):
            found[name_of(path)] = hit.group()
    assert found == {}


# --- Reading: begin every query with who is asking --------------------------------------------------------------------

ASKING = {"visible_to", "readable_by", "own", "standing_in_for"}
READING = ("regions/views", "regions/tables", "regions/filters", "regions/forms", "regions/exporting", "riia/home")
READING += ("datasets/views", "datasets/tables", "datasets/filters", "datasets/forms")
READING += ("selfassessment/views", "selfassessment/tables", "selfassessment/filters", "selfassessment/forms")
# Reads that are not for a reader, and those that narrow down rows which the reader is known to see.
UNASKED = {
    "regions/filters.py: GroupMember.objects.filter": "narrows rows down to a group among the reader's choices",
    "riia/home/search.py: Person.objects.filter": "people named on public pages, found through visible appointments",
    "riia/home/retention.py": "disposes of records in nobody's name",
    "riia/home/measuring_figures.py": "counts rows for whoever runs the command",
    "riia/home/demonstration.py": "loads and removes in nobody's name",
    "riia/home/management/commands/bench.py": "counts rows for whoever runs the command",
}


PUBLIC_ROWS = {"Region", "Authority", "Trust", "TrustService"}


def with_visibility() -> set[str]:
    """Models whose rows are not all public."""
    models = [one for app in ("regions", "datasets", "selfassessment") for one in apps.get_app_config(app).get_models()]
    return {one.__name__ for one in models if hasattr(one.objects, "visible_to")} - PUBLIC_ROWS


def test_what_pages_show_is_asked_for_in_the_readers_name():
    names = with_visibility()
    assert names == {
        "Addendum",
        "AgreedReader",
        "AgreedView",
        "Appointment",
        "Approval",
        "AreaValue",
        "Attachment",
        "Calibration",
        "Collection",
        "CollectionPeriod",
        "Conversation",
        "Cycle",
        "DataExport",
        "DatasetVersion",
        "Delegation",
        "DirectoryImport",
        "Edition",
        "Feedback",
        "FigureNote",
        "Finding",
        "Group",
        "GroupMember",
        "InYearValue",
        "Indicator",
        "InformationRequest",
        "Interest",
        "InvitedReader",
        "Judgement",
        "Memorandum",
        "NamedEditor",
        "Objection",
        "OfficeComment",
        "OfficeMember",
        "Panel",
        "PanelMember",
        "Party",
        "Pause",
        "Person",
        "Point",
        "Priority",
        "PublishedImport",
        "PublishedValue",
        "Reading",
        "RegionalReport",
        "Remark",
        "Reopening",
        "Return",
        "Revision",
        "Seat",
        "SectionSave",
        "SectionText",
        "SelfEvaluation",
        "Signature",
        "Template",
        "Unsaved",
        "Volunteer",
        "Waiver",
        "WorkbookMapping",
    }
    unasked = set()
    for path in tracked():
        name = name_of(path)
        if path.suffix != ".py" or not name.startswith(READING):
            continue
        for node in ast.walk(tree_of(path)):
            if not (isinstance(node, ast.Attribute) and _is_manager(node.value, names)) or node.attr in ASKING:
                continue
            unasked.add(name if name in UNASKED else f"{name}: {ast.unparse(node)}")
    assert unasked == set(UNASKED)


def test_views_ask_in_the_readers_name_for_public_places_too():
    """One habit, so that a row that stops being public is not forgotten."""
    unasked = {
        f"{name_of(path)}: {ast.unparse(node)}"
        for path in modules("regions/views", "datasets/views", "selfassessment/views")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and _is_manager(node.value, {"Region", "Authority", "Trust"})
        and node.attr not in ASKING
    }
    assert unasked == set()


def _is_manager(node: ast.expr, names: set[str]) -> bool:
    """Whether an expression is `Model.objects` (or `_base_manager`) of one of these models."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_base_manager", "_default_manager")
        and isinstance(node.value, ast.Name)
        and node.value.id in names
    )


# --- Access: everything needs sign-in unless it says that it is public (ACC-2) ----------------------------------------

PUBLIC = {
    "regions.views.accounts.invitation_accept",
    "regions.views.approvals.approval",
    "regions.views.authorities.authority_detail",
    "regions.views.authorities.authority_list",
    "regions.views.directors.director_changes",
    "regions.views.regions.region_detail",
    "regions.views.regions.region_list",
    "regions.views.trusts.trust_detail",
    "regions.views.trusts.trust_list",
    "riia.home.health.healthz",
    "riia.home.health.readyz",
    "riia.home.views.accessibility",
    "riia.home.views.cookies",
    "riia.home.views.help_page",
    "riia.home.views.home",
    "riia.home.views.privacy",
    "riia.home.views.robots",
    "riia.home.views.search_page",
    # Asks for sign-in itself, so that text sent after a session ended is not lost.
    "selfassessment.views.sections.section_edit",
}


def own_views(resolver=None) -> Iterator[tuple[str, object]]:
    """Our views by their full name."""
    for one in (resolver or get_resolver()).url_patterns:
        if not isinstance(one, URLPattern):
            yield from own_views(one)
        elif one.callback.__module__.startswith(PACKAGES) and "admin" not in one.callback.__module__:
            yield f"{one.callback.__module__}.{one.callback.__name__}", one.callback


def test_acc_2_public_views_are_those_listed():
    assert {name for name, view in own_views() if not getattr(view, "login_required", True)} == PUBLIC


def test_views_are_functions():
    assert {name for name, view in own_views() if hasattr(view, "view_class")} == set()


# --- Writing: one way -------------------------------------------------------------------------------------------------

# Where rows are made or changed without a person's act, and why.
WRITING = {
    "riia/workflow.py": "the one way to write",
    "riia/audit/trail.py": "the trail itself",
    "riia/notifications/outbox.py": "the outbox, whose statuses are the sender's own",
    "riia/notifications/bounces.py": "what mail servers say became of it",
    "riia/accounts/models.py": "the manager that makes accounts",
    "riia/home/preparing.py": "preparing a database",
    "riia/home/demonstration.py": "loading and removing the demonstration",
    "riia/home/retention.py": "disposing of what has had its time (ACC-16)",
    "regions/workflow/": "the named writes",
    "regions/importing/writing.py": "what the act of confirming an import writes, many rows a statement",
    "regions/loading/": "loading and removing what no person decides",
    "datasets/workflow/": "the named writes",
    "datasets/loading/": "loading what no person decides",
    "datasets/publishing.py": "published values and neighbours, from files that the operator supplies",
    "datasets/deriving.py": "values worked out from figures",
    "datasets/small_numbers.py": "which of them are hidden",
    "datasets/standing.py": "bands, ranks and trends worked out from values",
    "selfassessment/workflow/": "the named writes",
    "selfassessment/loading/": "loading what no person decides",
}
WRITES = {
    "bulk_create",
    "bulk_update",
    "create",
    "get_or_create",
    "update_or_create",
    "create_user",
    "create_superuser",
    "save",
    "delete",
}
# `save` and `create` of things that are not rows.
NOT_ROWS = {"book.save", "document.save", "super().save", "default_storage.save", "default_storage.delete"}


def test_rows_are_written_by_acts_alone():
    writing = set()
    for path in modules():
        if name_of(path).startswith(tuple(WRITING)):
            continue
        for call in calls(path):
            if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
                writing.add(f"{name_of(path)}: {ast.unparse(call.func)}")
    assert {one for one in writing if one.rpartition(": ")[2] not in NOT_ROWS} == set()


def test_querysets_are_updated_where_no_trail_is_kept_of_the_rows():
    """`.update(field=...)` passes by lock, rules and trail."""
    allowed = (
        "riia/notifications/outbox.py",
        "riia/home/retention.py",
        "regions/loading/",
        "datasets/loading/",
        "datasets/publishing.py",
        "datasets/deriving.py",
        "datasets/standing.py",
        "datasets/small_numbers.py",
        "selfassessment/loading/",
    )
    updating = {
        f"{name_of(path)}: {ast.unparse(call.func)}"
        for path in modules()
        if not name_of(path).startswith(allowed)
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "update" and call.keywords
    }
    assert updating == set()


def test_a_status_is_set_by_its_transition():
    setting = {
        name_of(path)
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and node.attr == "status"
    }
    allowed = {
        "riia/workflow.py",
        "riia/notifications/outbox.py",  # a notice's status is the sender's own
        "regions/workflow/appointments.py",  # an appointment that needs no second person begins confirmed
        "datasets/workflow/earlier.py",  # returns of quarters that are loaded back begin published
    }
    assert {
        name
        for name in setting
        if not name.startswith(("regions/loading/", "datasets/loading/", "selfassessment/loading/"))
    } == allowed


def test_there_are_no_signals_between_apps():
    listening = {name_of(path) for path in modules() if re.search(r"@receiver|\.connect\(", text_of(path))}
    # Sign-ins are told by the sign-in library's own signals; the adapter joins a sign-in to an account.
    assert listening <= {"riia/accounts/sign_ins.py", "riia/accounts/adapters.py"}


# --- Acts and rules ---------------------------------------------------------------------------------------------------


def test_every_act_says_what_it_does_and_stands_in_the_docs():
    written = "\n".join(text_of(path) for path in (ROOT / "docs").rglob("*.md"))
    for key, act in REGISTRY.items():
        assert act.doc.endswith("."), key
        assert act.label[0].isupper(), key
        assert act.label in written, key


def test_every_status_that_acts_change_has_a_drawing():
    drawn = {path.stem for path in (ROOT / "docs" / "workflows").glob("*.md")} - {"README"}
    assert drawn == {act.on._meta.model_name for act in REGISTRY.values() if act.is_transition}


# Rules of housekeeping that no numbered rule speaks of; their docstring says what they hold.
UNNUMBERED = {
    "regions.rules.accounts": {
        "may_accept",
        "may_manage_accounts",
        "may_withdraw_invitation",
        "reasons_not_to_accept",
        "reasons_not_to_close",
        "reasons_not_to_invite",
        "reasons_not_to_reopen",
    },
    "regions.rules.appointments": {
        "may_give_way",
        "may_withdraw_proposal",
        "overlapping",
        "reasons_not_to_refuse",
        "replaced_by",
    },
    "regions.rules.contacts": {"is_free_mail", "may_see_page"},
    "regions.rules.facts": {"may_add_person", "may_administer"},
    "regions.rules.keeping": {"place_of", "proposes_for"},
    "regions.rules.memoranda": {
        "reasons_not_to_bring_into_force",
        "reasons_not_to_draft",
        "reasons_not_to_withdraw_signature",
    },
}


def test_every_rule_names_its_number():
    unnumbered: dict[str, set[str]] = {}
    for path in modules("regions/rules", "datasets/rules", "selfassessment/rules"):
        for one in tree_of(path).body:
            if not isinstance(one, ast.FunctionDef) or one.name.startswith("_"):
                continue
            said = ast.get_docstring(one) or ""
            assert said.endswith("."), one.name
            if not re.search(r"\b[A-Z]{2,3}-\d+\b", said):
                unnumbered.setdefault(name_of(path).removesuffix(".py").replace("/", "."), set()).add(one.name)
    assert unnumbered == UNNUMBERED


def test_rules_decide_and_write_nothing():
    for path in modules("regions/rules", "datasets/rules", "selfassessment/rules"):
        written = {call.func.attr for call in calls(path) if isinstance(call.func, ast.Attribute)} & {*WRITES, "record"}
        assert written == set(), name_of(path)
        assert "request" not in {arg.arg for one in functions(path) for arg in one.args.args}, name_of(path)


# --- Models and migrations --------------------------------------------------------------------------------------------


def test_no_model_points_to_one_above_its_own_app():
    above = {layer: set(LAYERS[:place]) for place, layer in enumerate(LAYERS)}
    upwards = {
        f"{model._meta.label}.{field.name}"
        for label in LAYERS
        if apps.is_installed(f"riia.{label}") or apps.is_installed(label)
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model._meta.app_label in above[label]
    }
    assert upwards == set()


def test_nothing_goes_because_something_else_does():
    """DIR-13: rows are protected from being deleted along with others."""
    for label in ("regions", "accounts", "notifications", "audit"):
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.concrete_fields:
                if field.is_relation:
                    assert field.remote_field.on_delete.__name__ == "PROTECT", f"{model.__name__}.{field.name}"


def test_migrations_are_in_one_line_and_named():
    loader = MigrationLoader(None)
    for label in ("regions", "accounts", "notifications", "audit"):
        names = sorted(name for app, name in loader.disk_migrations if app == label)
        assert len(loader.graph.leaf_nodes(label)) == 1, label
        assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)], label
        assert not [name for name in names if "auto_" in name], label


# --- Templates --------------------------------------------------------------------------------------------------------


def templates() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".html" and "templates" in path.parts]


COMMENTS = re.compile(r"{#.*?#}|{% comment.*?endcomment %}|<!--.*?-->", re.DOTALL)


@pytest.mark.parametrize(
    ("inline", "words"),
    [
        ("a script", r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>"),
        ("a style", r"<style\b"),
        ("a style attribute", r"<[^>{]*\sstyle="),
        ("a handler", r"<[^>]*\son[a-z]+\s*="),
        ("an address that acts", r"(?:href|src|action)=[\"']javascript:"),
    ],
)
def test_templates_hold_nothing_inline(inline, words):
    found = {name_of(path) for path in templates() if re.search(words, COMMENTS.sub("", text_of(path)))}
    assert found == set(), inline


def test_every_template_extends_the_frame_or_is_a_part():
    """A part is included by others: its name begins with an underscore, or its folder is one of parts."""
    of_parts = {"components", "elements", "snippets", "widgets", "riia_forms", "django_tables2", "email", "includes"}
    whole = {"base.html"}
    loose = set()
    for path in templates():
        inside = path.relative_to(next(one for one in path.parents if one.name == "templates"))
        if path.name.startswith("_") or of_parts & set(inside.parts) or inside.as_posix() in whole:
            continue
        if not re.search(r"{% extends [\"']", text_of(path)) and "{% extends" not in text_of(path):
            loose.add(inside.as_posix())
    # What the sign-in library's names allow no underscore for, and the page for when nothing works.
    assert loose - {"500.html", "account/sections.html", "account/password_reset_help_text.html"} == set()


def test_every_template_can_be_read():
    engine = engines["django"].engine
    for path in templates():
        engine.from_string(text_of(path))


def test_templates_ask_no_queries_and_know_no_roles():
    asking = re.compile(r"\.objects\b|\.filter\b|\.visible_to\b|\bis_staff\b|\brole ==")
    allowed = {"templates/admin/"}
    found = {name_of(path) for path in templates() if asking.search(COMMENTS.sub("", text_of(path)))}
    assert {name for name in found if not name.startswith(tuple(allowed))} == set()
