"""Every address of the portal, asked for by everybody, with the answers written down.

`PAGES` are ours, `SIGN_IN` the sign-in library's, and the administration site has a table of its own. An address that
isn't listed fails. POST is tried by everybody who may not act, and must change nothing.
"""

import copy
import functools
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from unittest.mock import patch

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from regions import reach, workflow
from regions.models import Correction, Memorandum, Party, Signature
from regions.roles import Role
from riia.accounts.models import User
from riia.audit.models import Event
from riia.notifications.models import Notice
from tests import approving, factories
from tests.answers import (
    ACCOUNT,
    EVERY_MEMBER,
    FORBIDDEN,
    IN_THE_REGION,
    KEEPERS,
    LIST,
    MISSING,
    NOBODY_SPECIAL,
    PUBLIC,
    READERS,
    SIGN_IN_FIRST,
    WITH_DIRECTOR,
    WITHOUT_APPOINTMENT,
    WRONG_METHOD,
    Page,
    act_of,
    object_for,
)
from tests.datasets import pages as of_datasets
from tests.kept import kept_since, put, rows_now
from tests.people import SINCE, Cast, signed_in
from tests.selfassessment import pages as of_evaluations
from tests.test_who_may import everything

PAGES: dict[str, Page] = {
    "home": PUBLIC,
    "search": PUBLIC,
    "help": PUBLIC,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "cookies": PUBLIC,
    "robots": PUBLIC,
    "healthz": PUBLIC,
    "readyz": PUBLIC,
    "region_list": PUBLIC,
    "region_detail": PUBLIC,
    "authority_list": PUBLIC,
    "authority_detail": PUBLIC,
    "trust_list": PUBLIC,
    "trust_detail": PUBLIC,
    "director_changes": PUBLIC,
    "person_list": LIST,
    "person_detail": object_for(EVERY_MEMBER),
    "seat_detail": object_for(EVERY_MEMBER),
    "seat_detail of an officer": object_for(EVERY_MEMBER),
    "seat_appoint": act_of(WITH_DIRECTOR),
    "appointment_detail": object_for(EVERY_MEMBER),
    "appointment_detail of an officer": object_for(EVERY_MEMBER),
    "appointment_detail of a proposal": object_for(WITH_DIRECTOR),
    "appointment_confirm": act_of(WITH_DIRECTOR, seen_by=WITH_DIRECTOR),
    "appointment_refuse": act_of(WITH_DIRECTOR, seen_by=WITH_DIRECTOR),
    "appointment_withdraw": act_of({"north.regional_team"}, seen_by=WITH_DIRECTOR),
    "appointment_vouch": act_of(KEEPERS | {"trust_chief_executive"}),
    "appointment_end": act_of(KEEPERS),
    "appointment_delegate": act_of({"north.dcs"}),
    "delegation_end": act_of(WITH_DIRECTOR),
    "fact_confirm": act_of(WITH_DIRECTOR),
    "person_duplicates": Page(KEEPERS | {"south.regional_team"}, hidden_from=WITHOUT_APPOINTMENT),
    "person_merge": act_of(KEEPERS),
    "region_reorganise": act_of(KEEPERS),
    "person_unmerge": act_of(KEEPERS),
    "event_undo": act_of(KEEPERS, seen_by=KEEPERS),
    "fact_correct": act_of(KEEPERS),
    "fact_correct of a person": act_of(KEEPERS),
    "person_publish": act_of(KEEPERS | {"north.dass"}),
    "person_withhold": act_of(KEEPERS | {"north.dass"}),
    "seat_add": act_of(KEEPERS),
    "seat_vacate": act_of(KEEPERS),
    "seat_retire": act_of(KEEPERS),
    "group_list": LIST,
    "group_detail": object_for(EVERY_MEMBER),
    "group_add": Page(KEEPERS | {"south.regional_team"}, acts=True),
    "group_member_add": act_of(KEEPERS),
    "group_member_end": act_of(KEEPERS),
    "directory_work": Page(KEEPERS | {"south.regional_team"}, acts=True),
    "person_interests": Page(KEEPERS | {"north.dass"}, hidden_from=WITHOUT_APPOINTMENT),
    "interest_declare": act_of(KEEPERS | {"north.dass"}),
    "interest_end": act_of(KEEPERS | {"north.dass"}, seen_by=KEEPERS | {"north.dass"}),
    "conflict_waive": act_of(KEEPERS),
    "waiver_withdraw": act_of(KEEPERS, seen_by=KEEPERS | {"north.dass"}),
    "import_list": Page(KEEPERS | {"south.regional_team"}, acts=True),
    "import_template": Page(KEEPERS | {"south.regional_team"}),
    "import_detail": object_for(KEEPERS),
    "import_detail of a closed one": object_for(KEEPERS),
    "import_answer": act_of(KEEPERS, seen_by=KEEPERS),
    "import_confirm": act_of(KEEPERS, seen_by=KEEPERS),
    "import_discard": act_of(KEEPERS, seen_by=KEEPERS),
    "information_request_list": Page(
        KEEPERS | {"south.regional_team", "south.dcs", "north.dcs", "north.unsigned_dcs", "trust_chief_executive"}
    ),
    "information_request_detail": object_for(WITH_DIRECTOR),
    "information_request_register": act_of(KEEPERS),
    "information_request_close": act_of(KEEPERS, seen_by=WITH_DIRECTOR),
    "memorandum_list": LIST,
    "memorandum_detail": object_for(IN_THE_REGION),
    "memorandum_detail of a draft": object_for(KEEPERS),
    "memorandum_draft": act_of(KEEPERS),
    "memorandum_bring_into_force": act_of(KEEPERS, seen_by=KEEPERS),
    "memorandum_end": act_of(KEEPERS, seen_by=IN_THE_REGION),
    "party_sign": act_of(KEEPERS, seen_by=IN_THE_REGION),
    "signature_withdraw": act_of(KEEPERS, seen_by=IN_THE_REGION),
    "account_details": ACCOUNT,
    "account_seats": Page(set(READERS) - {"anonymous"}, acts=True),
    "invitation_accept": Page(acts=True),
    # Whoever is signed in as somebody else is told so.
    "approval": Page({"anonymous", "north.chief_executive"}, acts=True),
    "authority_officers": Page({"north.local_administrator"}),
    "officer_add": Page({"north.local_administrator"}, acts=True),
    "officer_invite": Page({"north.local_administrator"}, acts=True),
    **of_datasets.PAGES,
    **of_evaluations.PAGES,
}


@pytest.fixture(scope="session")
def northern(cast_rows, django_db_blocker) -> tuple[list, dict]:
    """Rows of North for the addresses of `PAGES`, beside the cast: made once and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), approving.declared():
        put(cast_rows)
        before = rows_now()
        filled_in = _make_rows(Cast())
        kept = kept_since(before)
        transaction.set_rollback(True)
    return kept, filled_in


@pytest.fixture
def rows(cast, agreeing, northern) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with: rows of North."""
    kept, filled_in = northern
    put(kept)
    return filled_in


def _make_rows(cast: Cast) -> dict[str, list]:
    approval = approving.asked(cast, cast.north.memorandum, cast.north.chief_executive)[1]
    north, team = cast.north, cast.north.regional_team
    proposal = factories.proposed(cast.seat(north.first, Role.LEAD_MEMBER), by=team)
    stated = factories.stated(cast.seat(north.third, Role.CHIEF_EXECUTIVE))
    draft = factories.memorandum_draft(north.region, by=team)
    in_force = Memorandum.objects.get(region=north.region, version=1)
    workflow.invite(User.objects.create_user("new@portal.example", name="New"), by=cast.administrator)
    workflow.correct(north.first, by=team, changes={"note": "Corrected"})
    corrected = Event.objects.latest("pk")
    asked = factories.information_request(north.region, by=team, authority=north.first)
    imported = factories.previewed(north.region, by=team)
    closed = workflow.discard_import(factories.previewed(north.region, by=team), by=team)
    twice = factories.person("Entered twice")
    workflow.merge_person(twice, by=cast.administrator, into=north.dass.person)
    public, officer = cast.appointment(north.dass), cast.appointment(north.performance_lead)
    group = workflow.add_group(north.region, by=team, name="Moors")
    member = workflow.add_group_member(group, by=team, authority=north.first, starts=SINCE)
    return (
        of_datasets.rows(cast)
        | of_evaluations.rows(cast)
        | {
            "region_detail": ["north"],
            "authority_detail": ["aldermoor"],
            "trust_detail": ["hills-trust"],
            "person_detail": [north.dass.person.pk],
            "person_interests": [north.dass.person.pk],
            "interest_declare": [north.dass.person.pk],
            "interest_end": [factories.interest(north.dass.person, north.second, by=team).pk],
            "conflict_waive": [north.dass.person.pk],
            "waiver_withdraw": [factories.waiver(north.dass.person, north.second, by=team).pk],
            "import_template": ["csv"],
            "import_detail": [imported.pk],
            "import_detail of a closed one": [closed.pk],
            "import_answer": [imported.pk],
            "import_confirm": [imported.pk],
            "import_discard": [imported.pk],
            "information_request_detail": [asked.pk],
            "information_request_register": [north.region.pk],
            "information_request_close": [asked.pk],
            "seat_detail": [public.seat_id],
            "seat_detail of an officer": [officer.seat_id],
            "seat_appoint": [public.seat_id],
            "appointment_detail": [public.pk],
            "appointment_detail of an officer": [officer.pk],
            "appointment_detail of a proposal": [proposal.pk],
            "appointment_confirm": [proposal.pk],
            "appointment_refuse": [proposal.pk],
            "appointment_withdraw": [proposal.pk],
            "appointment_vouch": [stated.pk],
            "appointment_end": [public.pk],
            "appointment_delegate": [cast.appointment(north.dcs).pk],
            "delegation_end": [factories.task_left(cast.appointment(north.dcs), by=north.dcs).pk],
            "fact_confirm": ["authority", north.first.pk],
            "fact_correct": ["authority", north.first.pk],
            "fact_correct of a person": ["person", north.dass.person.pk],
            "person_publish": [north.dass.person.pk],
            "person_withhold": [north.dass.person.pk],
            "seat_add": ["authority", north.first.pk],
            "seat_vacate": [public.seat_id],
            "seat_retire": [public.seat_id],
            "group_detail": ["moors"],
            "group_member_add": [group.pk],
            "group_member_end": [member.pk],
            "event_undo": [corrected.pk],
            "person_merge": [north.dass.person.pk],
            "region_reorganise": [north.region.pk],
            "person_unmerge": [twice.pk],
            "memorandum_detail": [in_force.pk],
            "memorandum_detail of a draft": [draft.pk],
            "memorandum_draft": [north.region.pk],
            "memorandum_bring_into_force": [draft.pk],
            "memorandum_end": [in_force.pk],
            "party_sign": [Party.objects.get(memorandum=in_force, authority=north.second).pk],
            "signature_withdraw": [Signature.objects.get(party__authority=north.first).pk],
            "approval": [approval.removeprefix("/approve/").strip("/")],
            "authority_officers": ["aldermoor"],
            "officer_add": [north.first.pk],
            "officer_invite": [officer.pk],
            "invitation_accept": [
                Notice.objects.get(secret=True, link__contains="invitation").link.strip("/").rpartition("/")[2]
            ],
        }
    )


# --- What the sign-in library answers: to the public, and to whoever is signed in ------------------------------------

HOME, LOGIN, FACTORS, AGAIN = "to /", "to /accounts/login/", "to /accounts/2fa/", "to /accounts/reauthenticate/"
FIRST = SIGN_IN_FIRST
# name: (arguments, GET by the public, GET signed in, empty POST by the public, empty POST signed in)
SIGN_IN: dict[str, tuple] = {
    "account_login": ([], 200, HOME, 200, HOME),
    "account_logout": ([], HOME, 200, HOME, HOME),
    "account_inactive": ([], 200, 200, 405, 405),
    "account_signup": ([], 200, HOME, 200, HOME),
    "account_reauthenticate": ([], FIRST, 200, FIRST, 200),
    "account_email": ([], FIRST, "to /accounts/details/", FIRST, "to /accounts/details/"),
    "account_email_verification_sent": ([], 200, 200, 405, 405),
    "account_change_password": ([], FIRST, 200, FIRST, 200),
    "account_set_password": ([], FIRST, "to /accounts/password/change/", FIRST, "to /accounts/password/change/"),
    "account_reset_password": ([], 200, 200, 200, 200),
    "account_reset_password_done": ([], 200, 200, 405, 405),
    "account_reset_password_from_key": (["1", "x"], 200, 200, 200, 200),
    "account_reset_password_from_key_done": ([], 200, 200, 405, 405),
    "account_confirm_email": (["x"], 200, 200, 404, 404),
    "account_confirm_login_code": ([], LOGIN, HOME, LOGIN, HOME),
    "mfa_index": ([], FIRST, 200, FIRST, 405),
    "mfa_authenticate": ([], LOGIN, HOME, LOGIN, HOME),
    "mfa_reauthenticate": ([], FIRST, AGAIN, FIRST, AGAIN),
    "mfa_activate_totp": ([], FIRST, AGAIN, FIRST, AGAIN),
    "mfa_deactivate_totp": ([], FIRST, 404, FIRST, 404),
    "mfa_view_recovery_codes": ([], FIRST, 404, FIRST, 405),
    "mfa_generate_recovery_codes": ([], FIRST, AGAIN, FIRST, AGAIN),
    "mfa_download_recovery_codes": ([], FIRST, 404, FIRST, 404),
    "mfa_list_webauthn": ([], FIRST, 200, FIRST, 405),
    "mfa_add_webauthn": ([], FIRST, AGAIN, FIRST, AGAIN),
    "mfa_reauthenticate_webauthn": ([], FIRST, AGAIN, FIRST, AGAIN),
    "mfa_remove_webauthn": ([1], FIRST, AGAIN, FIRST, AGAIN),
    "mfa_edit_webauthn": ([1], FIRST, AGAIN, FIRST, AGAIN),
    "mfa_login_webauthn": ([], LOGIN, HOME, LOGIN, HOME),
    "socialaccount_login_cancelled": ([], 200, 200, 405, 405),
    "socialaccount_login_error": ([], FIRST, 401, FIRST, 405),
    "socialaccount_signup": ([], LOGIN, LOGIN, LOGIN, LOGIN),
    "socialaccount_connections": ([], FIRST, 200, FIRST, 200),
    "openid_connect_login": (["entra"], 404, 404, 404, 404),
    "openid_connect_callback": (["entra"], 404, 404, 404, 404),
    "usersessions_list": ([], FIRST, 200, FIRST, "to /accounts/sessions/"),
}
# Addresses of the library that only lead on to those above.
LEADING_ON = {f"accounts/social/{way}/" for way in ("login/cancelled", "login/error", "signup", "connections")}


# --- What addresses there are -----------------------------------------------------------------------------------------


def addresses(resolver=None, before: str = "", space: str = "") -> Iterator[tuple[str, str, Callable]]:
    """Every address as (name with its namespace, route, view)."""
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield f"{space}{one.name or route}", route, one.callback
        else:
            yield from addresses(one, route, f"{one.namespace}:" if one.namespace else space)


def test_every_address_is_listed_and_every_listed_one_exists():
    listed = {name.split(" ")[0] for name in PAGES} | set(SIGN_IN) | LEADING_ON
    assert {name for name, _, _ in addresses() if not name.startswith("admin:")} == listed


def answer(response) -> int | str:
    """The status of an answer; for a redirect, where it leads."""
    if response.status_code != 302:
        return response.status_code
    path = response["Location"].split("?")[0]
    return SIGN_IN_FIRST if path == "/accounts/login/" and "next=" in response["Location"] else f"to {path}"


@pytest.fixture
def as_reader(cast, settings, monkeypatch, known: dict = {}) -> Callable[[str], Client]:  # noqa: B006
    """A client for everybody, signed in without leaving a trace and without asking the database who that is: sessions
    and accounts are made up once, and are the same at the start of each test."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    if not known:
        for name in READERS:
            client, account = signed_in(Client(), cast[name]), cast[name]
            _ = account.is_authenticated and account.has_second_factor
            known[name] = client, dict(client.session), account
    for client, held, _ in known.values():
        client.cookies.clear()
        session = client.session
        session.update(held)
        session.save()
    accounts = {str(account.pk): account for *_, account in known.values()}
    who = lambda request: copy.copy(accounts.get(request.session.get("_auth_user_id"), AnonymousUser()))  # noqa: E731
    monkeypatch.setattr("django.contrib.auth.middleware.auth.get_user", who)
    return lambda name: known[name][0]


@pytest.fixture
def known_reach(rows, monkeypatch, known: dict = {}) -> None:  # noqa: B006
    """What everybody's appointments open is the same in every test that begins with `rows`, and worked out once."""
    work_out = reach._work_out

    def worked_out(user, *conditions):
        if (user.pk, *conditions) not in known:
            known[user.pk, *conditions] = work_out(user, *conditions)
        return known[user.pk, *conditions]

    monkeypatch.setattr(reach, "_work_out", worked_out)


# For these the whole page is drawn; for those whose pages are like theirs, everything but its words.
DRAWN_FOR = {
    "anonymous",
    "stranger",
    "administrator",
    "trust_chief_executive",
    "north.chair",
    "north.dfe_adviser",
    "north.regional_team",
    "north.dcs",
    "north.performance_lead",
    "south.regional_team",
}


def undrawn():
    """Pages are put together as ever, but for their words."""
    return patch.object(Template, "render", lambda *_, **__: "")


def asked(client: Client, address: str, *, whole: bool):
    with nullcontext() if whole else undrawn():
        return client.get(address)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_answers_everybody_as_written_and_who_may_not_changes_nothing(rows, known_reach, as_reader, name):
    address, page = reverse(name.split(" ")[0], args=rows.get(name)), PAGES[name]
    readers = one_of_a_kind(list(PAGES).index(name))
    before = everything()
    got = {reader: answer(asked(as_reader(reader), address, whole=reader in DRAWN_FOR)) for reader in readers}
    trying = _trying(page) & DRAWN_FOR
    posted = {reader: answer(as_reader(reader).post(address, {"reason": "Tried"})) for reader in trying}
    assert got == {reader: page.get(reader) for reader in readers}
    assert posted == {reader: page.post(reader) for reader in trying}
    assert everything() == before


@pytest.mark.soak
@pytest.mark.parametrize("name", PAGES)
def test_each_page_answers_every_single_reader_as_written_whatever_they_send(rows, known_reach, as_reader, name):
    address, page = reverse(name.split(" ")[0], args=rows.get(name)), PAGES[name]
    before, trying = everything(), _trying(page)
    got = {reader: answer(as_reader(reader).get(address)) for reader in READERS}
    posted = {reader: answer(as_reader(reader).post(address, {"reason": "Tried"})) for reader in trying}
    assert got == {reader: page.get(reader) for reader in READERS}
    assert posted == {reader: page.post(reader) for reader in trying}
    assert everything() == before


@functools.cache
def kinds_of_reader() -> tuple[tuple[str, ...], ...]:
    """Readers whom every line of the table treats alike."""
    kinds: dict[tuple, list[str]] = {}
    for reader in READERS:
        kinds.setdefault(tuple((page.get(reader), page.post(reader)) for page in PAGES.values()), []).append(reader)
    return tuple(tuple(alike) for alike in kinds.values())


def one_of_a_kind(number: int) -> set[str]:
    """One reader of each kind, another for each page; and all for whom pages are drawn."""
    return {alike[number % len(alike)] for alike in kinds_of_reader()} | DRAWN_FOR


def _trying(page: Page) -> set[str]:
    """Whose POST is tried. Who may act is tried with each act's own page; one that takes no POST at all asks for
    nobody's appointments first."""
    return {reader for reader in (READERS if page.acts else NOBODY_SPECIAL) if page.post(reader) != 200}


def test_who_has_no_appointment_reads_the_same_pages_as_the_public(cast, rows, known_reach, client):
    """A person whose last appointment ended yesterday gets what the public gets."""
    pages = [name for name, page in PAGES.items() if page is PUBLIC]
    for name in pages:
        address = reverse(name, args=rows.get(name)) + ("?q=moor" if name == "search" else "")
        read = {}
        for reader in ("anonymous", "stranger", "leaver", "north.dass"):
            read[reader] = _content(signed_in(client, cast[reader]).get(address))
        assert read["leaver"] == read["stranger"], name
        # The front door invites the public to sign in.
        assert read["anonymous"] == read["stranger"] or name == "home", name
        if name in ("region_detail", "authority_detail", "search"):
            assert read["north.dass"] != read["anonymous"], "there is something more for members"


def test_who_has_no_appointment_is_told_so_at_lists_and_finds_no_objects(cast, rows, client):
    signed_in(client, cast.leaver)
    assert "hold no current appointment" in client.get("/people/").content.decode()
    assert client.get(reverse("person_detail", args=rows["person_detail"])).status_code == MISSING


@pytest.mark.parametrize("name", SIGN_IN)
def test_each_address_of_the_sign_in_library_answers_as_written(cast, client, name):
    arguments, *expected = SIGN_IN[name]
    address = reverse(name, args=arguments)
    found = {}
    for somebody in ("anonymous", "stranger", "leaver", "north.dass"):
        cache.clear()  # attempts are counted by address of the network
        signed_in(client, cast[somebody])
        before = everything()
        for method in ("get", "post"):
            found[method, somebody] = answer(getattr(client, method)(address))
        if name != "account_logout":
            assert everything() == before, somebody
    public_get, account_get, public_post, account_post = expected
    accounts = ("stranger", "leaver", "north.dass")
    assert found == {
        ("get", "anonymous"): public_get,
        ("post", "anonymous"): public_post,
        **{("get", one): account_get for one in accounts},
        **{("post", one): account_post for one in accounts},
    }


# --- The administration site ------------------------------------------------------------------------------------------

ADMIN = sorted({route for name, route, _ in addresses() if name.startswith("admin:")})
# Nothing is deleted (DIR-13); what comes from elsewhere is not added here, the rest through the portal's commands.
NOT_ADDED = {
    "invitation",
    "approvallink",
    "delegation",
    "source",
    "correction",
    "notice",
    "event",
    "interest",
    "waiver",
    "informationrequest",
    "directoryimport",
    *(one.partition(".")[2] for one in (*of_datasets.IN_ADMIN, *of_evaluations.IN_ADMIN)),
}


def admin_address(route: str) -> str:
    """A route filled in with a row that there is."""
    row = "1"
    if "<path:object_id>" in route and not route.startswith("admin/r/"):
        _, app, model = route.split("/")[:3]
        row = str(apps.get_model(app, model).objects.values_list("pk", flat=True).first())
    filled = {"<path:object_id>": row, "<path:content_type_id>": "0", "^(?P<app_label>": "", "(?P<url>.*)$": "nothing"}
    for placeholder, value in filled.items():
        route = route.replace(placeholder, value)
    return "/" + re.sub(r"\|.*\)/\$$", "/", route)


@pytest.mark.parametrize(
    "somebody", ["anonymous", "stranger", "leaver", "north.dcs", "north.regional_team", "north.board_chair"]
)
def test_the_administration_site_is_closed_to_everybody_else(cast, rows, known_reach, client, somebody):
    signed_in(client, cast[somebody])
    before = everything()
    closed = {SIGN_IN_FIRST, "to /admin/login/"} if somebody == "anonymous" else {FORBIDDEN}
    for method in (client.get, client.post) if somebody in NOBODY_SPECIAL else (client.get,):
        # The page that says so is the same for all addresses.
        assert answer(method(admin_address(ADMIN[0]))) in closed
        with undrawn():
            found = {route: answer(method(admin_address(route))) for route in ADMIN}
        assert {route: one for route, one in found.items() if one not in closed} == {}
    assert everything() == before


def test_administrators_find_every_page_of_the_administration_site(cast, rows, known_reach, client):
    """`rows` and the correction put something into every table."""
    Correction.objects.create(key="C1", place="north", as_stated="X", correction="Y", source=factories.source())
    signed_in(client, cast.administrator)
    found = {route: answer(client.get(admin_address(route))) for route in ADMIN}
    expected = {route: _for_administrators(route) for route in ADMIN}
    assert found == expected


def _for_administrators(route: str) -> int | str:
    special = {
        "admin/login/": "to /accounts/2fa/",
        "admin/logout/": "to /accounts/logout/",
        "admin/password_change/": "to /accounts/password/change/",
        "admin/autocomplete/": FORBIDDEN,
        "admin/r/<path:content_type_id>/<path:object_id>/": MISSING,
        "admin/(?P<url>.*)$": MISSING,
    }
    if route in special:
        return special[route]
    model, _, page = route.removeprefix("admin/").partition("/")[2].partition("/")
    if page == "<path:object_id>/":
        return f"to {admin_address(route)}change/"
    if page.endswith("history/") and model not in ("event", "notice"):
        return "to /admin/audit/event/"
    if page.endswith("delete/") or (page == "add/" and model in NOT_ADDED):
        return FORBIDDEN
    return 200


def _content(response) -> str:
    """What a page says, without the frame that names who is signed in."""
    text = response.content.decode()
    found = re.search(r"<main.*</main>", text, re.DOTALL)
    return found.group() if found else text


def test_a_reader_who_signs_in_comes_back_to_the_page_they_asked_for(cast, client):
    assert client.get("/people/?page=2")["Location"] == "/accounts/login/?next=/people/%3Fpage%3D2"


def test_nobody_is_shown_that_a_hidden_row_exists(cast, rows, client):
    """ACC-3: what one may not see answers as what isn't there."""
    signed_in(client, cast.south.dass)
    hidden = client.get(reverse("memorandum_detail", args=rows["memorandum_detail"]))
    missing = client.get(reverse("memorandum_detail", args=[Memorandum.objects.latest("pk").pk + 1000]))
    assert (hidden.status_code, _content(hidden)) == (missing.status_code, _content(missing))


def test_pages_that_only_show_take_no_other_method(client, db):
    for method in ("put", "patch", "delete"):
        assert getattr(Client(), method)("/regions/").status_code == WRONG_METHOD
