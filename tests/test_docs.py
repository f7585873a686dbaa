"""The documents tell the truth: every rule, function, file, address, command and setting that they name exists."""

import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path

from django.core.management import get_commands
from django.urls import Resolver404, resolve

from regions.loading import invented
from riia.home.glossary import TERMS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PACKAGES = ("riia", "regions", "datasets", "selfassessment", "peerchallenge")
RULE = re.compile(r"\b(?:GEN|DIR|ACC|NOT|BRD|PC|DAT|SE|MOD)-\d+\b")
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
ENDINGS = (".py", ".md", ".csv", ".txt", ".in", ".toml", ".png", "/")


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def documents() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


def in_code(path: Path) -> list[str]:
    """What a document has between backticks, without its fenced blocks."""
    return CODE.findall(re.sub(r"^```.*?^```", "", text_of(path), flags=re.DOTALL | re.MULTILINE))


def everywhere() -> Iterator[tuple[Path, str]]:
    for document in documents():
        for found in in_code(document):
            yield document, found


def complaints(pairs) -> list[str]:
    """`README.md: what is wrong`, so that a failure says where to look."""
    return sorted({f"{path.relative_to(ROOT)}: {what}" for path, what in pairs})


# --- Rules ------------------------------------------------------------------------------------------------------------


def rules() -> dict[str, tuple[str, str]]:
    """Rule number to what its row says of (where it is enforced, what proves it)."""
    rows = re.findall(r"^\| ([A-Z]+-\d+) \|[^|]+\|([^|]+)\|([^|]+)\|$", text_of(DOCS / "rules.md"), re.MULTILINE)
    return {number: (where, proof) for number, where, proof in rows}


def rules_in_code() -> set[str]:
    packages = ("regions", "riia", "datasets", "selfassessment")
    files = [file for package in packages for file in (ROOT / package).rglob("*.py")]
    return {rule for file in files if "migrations" not in file.parts for rule in RULE.findall(text_of(file))}


def test_every_rule_that_code_names_is_listed_and_the_reverse():
    assert set(rules()) == rules_in_code()


def test_every_row_of_the_rules_is_read():
    assert len(rules()) == len(re.findall(r"^\| [A-Z]+-\d+ ", text_of(DOCS / "rules.md"), re.MULTILINE))


def test_every_rule_names_what_enforces_it_and_tests_that_speak_of_it():
    wrong = []
    for number, (where, proof) in rules().items():
        tests = CODE.findall(proof)
        wrong += [f"{number}: nothing enforces it"] * (not CODE.findall(where))
        wrong += [f"{number}: nothing proves it"] * (not tests)
        for name in tests:
            # "ACC-9" in a docstring or a heading, "acc_9" in the name of a test.
            mention = rf"\b{number}\b|_{number.lower().replace('-', '_')}_"
            spoken_of = (ROOT / name).is_file() and re.search(mention, text_of(ROOT / name))
            wrong += [] if spoken_of else [f"{number}: {name} does not speak of it"]
    assert wrong == []


# --- Names ------------------------------------------------------------------------------------------------------------


def exists(dotted: str) -> bool:
    """Whether a dotted name is a module or something in one."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


def test_every_function_that_is_named_exists():
    named = [(path, code) for path, code in everywhere() if re.fullmatch(rf"({'|'.join(PACKAGES)})(\.\w+)+", code)]
    assert named
    assert complaints((path, code) for path, code in named if not exists(code)) == []


def made_by_running(path: str) -> bool:
    """Whether it is something that a build or a run makes, as .gitignore lists it."""
    patterns = [line.strip("/") for line in text_of(ROOT / ".gitignore").splitlines() if line and line[0] != "#"]
    return any(fnmatch(part, pattern) for pattern in patterns for part in (path.strip("/"), path.split("/")[0]))


# Rooms that every app has, named without an app.
ROOMS = ("models/", "rules/", "workflow/", "views/", "urls/", "admin/")


def test_every_file_that_is_named_exists():
    named = [
        (path, code)
        for path, code in everywhere()
        if re.fullmatch(r"[\w.][\w./-]*", code) and "/" in code and code.endswith(ENDINGS) and code not in ROOMS
    ]
    assert named
    missing = ((path, code) for path, code in named if not (ROOT / code).exists() and not made_by_running(code))
    assert complaints(missing) == []


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = [(path, name) for path in documents() for name in re.findall(r"(?:`|^)make ([a-z]+)", text_of(path), re.M)]
    assert named
    assert complaints((path, f"make {name}") for path, name in named if name not in targets) == []


def test_every_command_that_is_named_exists():
    known = set(get_commands())
    named = [(path, name) for path in documents() for name in re.findall(r"manage\.py\s+([a-z_]+)", text_of(path))]
    assert named
    assert complaints((path, f"manage.py {name}") for path, name in named if name not in known) == []


# --- Addresses and links ----------------------------------------------------------------------------------------------


def answers(address: str) -> bool:
    path = re.sub(r"<slug>", "a-slug", re.sub(r"<pk>", "1", address.split("?")[0]))
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def test_every_address_that_is_named_resolves():
    named = [(path, code) for path, code in everywhere() if re.match(r"/[a-z<]*", code) and " " not in code]
    hosted = re.compile(r"(?:http://localhost:8000|https://portal\.example)(/[^\s`)]*)")
    named += [(path, address) for path in documents() for address in hosted.findall(text_of(path))]
    assert named
    assert complaints((path, address) for path, address in named if not answers(address)) == []


def links(document: Path) -> list[tuple[str, Path]]:
    """Links and pictures of a document that stay in the repository, with the files that they mean."""
    found = [link.partition("#")[0] for link in LINK.findall(text_of(document)) if "://" not in link]
    return [(link, (document.parent / link).resolve()) for link in found if link]


def test_every_link_leads_somewhere():
    found = [(document, link, target) for document in documents() for link, target in links(document)]
    assert found
    assert complaints((document, link) for document, link, target in found if not target.exists()) == []


def test_every_link_inside_a_page_has_its_heading():
    missing = []
    for document in documents():
        for file, _, anchor in (link.partition("#") for link in LINK.findall(text_of(document)) if "://" not in link):
            target = (document.parent / file).resolve() if file else document
            headings = re.findall(r"^#+ (.+)$", text_of(target), re.MULTILINE) if anchor else []
            anchors = {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
            if anchor and anchor not in anchors:
                missing.append((document, f"{file}#{anchor}"))
    assert complaints(missing) == []


def test_every_document_can_be_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        reached.add(document)
        linked = {target for _, target in links(document) if target.suffix == ".md" and target.exists()}
        waiting += linked - reached
    assert complaints((page, "no link leads here") for page in set(documents()) - reached) == []


def test_decisions_are_numbered_without_gaps():
    files = sorted(file.name for file in (DOCS / "adr").glob("0*.md"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))
    headings = ["Status", "## Context", "## Decision", "## Consequences"]
    for name in files:
        text = text_of(DOCS / "adr" / name)
        assert text.startswith(f"# {int(name[:4])}. ")
        assert [heading for heading in headings if f"\n{heading}" not in text] == []


# --- Words and accounts -----------------------------------------------------------------------------------------------


def glossary() -> list[list[str]]:
    """The words of docs/glossary.md, a list for each of its sections."""
    sections = text_of(DOCS / "glossary.md").split("|---|---|")[1:]
    return [
        re.findall(r"^\| ([^|]+?) \| [^|]+ \|$", section.partition("\n## ")[0], re.MULTILINE) for section in sections
    ]


def test_the_help_page_and_the_glossary_have_the_same_words():
    words = [word for section in glossary() for word in section]
    assert len(words) == len(set(words))
    # "Memorandum of understanding (MoU)" is the help page's "Memorandum of understanding".
    known = {re.sub(r" \(.*\)", "", word) for word in words}
    assert {term for term, _ in TERMS} - known == set()


def test_the_words_of_the_glossary_are_in_order():
    for words in glossary():
        assert words == sorted(words, key=str.lower)


def test_every_demonstration_account_that_is_named_exists():
    account = re.compile(r"[\w.-]+(?=@demo\.example)")
    named = [(path, name) for path in documents() for name in account.findall(text_of(path))]
    assert named
    assert complaints((path, name) for path, name in named if name not in invented.ACCOUNTS) == []


# --- Settings ---------------------------------------------------------------------------------------------------------


def test_every_setting_from_the_environment_is_documented_and_the_reverse():
    settings = re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", text_of(ROOT / "riia/settings.py"))
    server = re.findall(r"environ\.get\(\s*['\"]([A-Z_]+)['\"]", text_of(ROOT / "gunicorn.conf.py"))
    operations = text_of(DOCS / "operations.md")
    table = operations.partition("## Settings")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", table, re.MULTILINE)
    assert {name for row in rows for name in CODE.findall(row)} == {*settings, *server}
