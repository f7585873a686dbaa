"""Every page that a reader reaches by links, and the awkward ones: accessible at two widths, valid, unbroken."""

import shutil
import subprocess
from collections import Counter
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from regions import merging, workflow
from regions.loading import invented
from regions.models import Person, Region
from regions.querysets import today
from riia.accounts.models import User
from riia.audit.models import Event
from riia.workflow import REGISTRY
from tests import factories
from tests.e2e.looking import WIDTHS, faults_of

TEAM = "regional-team@demo.example"
ROOT = Path(__file__).resolve().parents[2]
# Readers who walk one after the other: the later one follows links only to kinds of page that the earlier ones did not
# look at. `make soak` has each of them look at several of every kind.
CHIEF_EXECUTIVE, NOBODY = "chief-executive.northtown@demo.example", "no-appointment@demo.example"
# Pages on which one thing is done are made alike: so many of them are looked at in every test run.
ACTS, MOST_ACTS = {act.page for act in REGISTRY.values() if act.page}, 30
IN_TURN = {"in public": ("public", NOBODY), "signed in": (TEAM, CHIEF_EXECUTIVE)}
ELSEWHERE = (
    "/static/",
    "/admin/",
    "/accounts/logout/",
    "/accounts/2fa/webauthn/",
    "/accounts/oidc/",
    "/directory/import/template/",
)
AWKWARD = {
    "public": (
        "/authorities/?region=nowhere",
        "/authorities/?page=99",
        "/authorities/?sort=shoe-size",
        "/authorities/?status=ended",
        "/authorities/?name=zzz",
        "/authorities/cumbria/",
        "/authorities/surrey/?on=2027-05-01",
        "/regions/east-midlands/?on=2017-11-01",
        "/regions/east-midlands/?on=yesterday",
        "/regions/south-east/",
        "/regions/demonstration/",
        "/authorities/northtown/",
        "/directors/?from=soon",
        "/search/",
        "/search/?q=zzzz",
        "/search/?q=north",
        "/nowhere/",
    ),
    CHIEF_EXECUTIVE: ("/people/?name=zzz", "/regions/demonstration/", "/directory/"),
    NOBODY: ("/", "/people/", "/memoranda/"),
    TEAM: (
        "/directory/",
        "/regions/demonstration/",
        "/authorities/westvale/",
        "/directors/?region=demonstration&from=2017-04-01&to=2026-03-31",
    ),
}


class Walk:
    """A reader following links through the portal."""

    def __init__(self, page, base: str, folder: Path, kinds: Counter[str], of_a_kind: int):
        self.page, self.base, self.folder = page, base, folder
        self.kinds, self.of_a_kind = kinds, of_a_kind
        self.seen: set[str] = set()
        self.faults: list[str] = []
        page.on("console", lambda message: self._heard(message))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def _heard(self, message) -> None:
        # A page that is meant to be missing or closed is also reported on the console.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{self.page.url}: console: {message.text}")

    def from_(self, addresses) -> list[str]:
        """Look at these pages and at those they lead to; returns what is wrong."""
        addresses = tuple(addresses)
        queue = list(addresses)
        while queue:
            address = queue.pop(0)
            if address in self.seen or not self._wanted(address, address in addresses):
                continue
            self.seen.add(address)
            queue += self._look_at(address)
        return self.faults

    def _wanted(self, address: str, asked_for: bool) -> bool:
        path = urlsplit(address).path
        # What is downloaded is no page.
        if path.startswith(ELSEWHERE) or "export=" in address or "/template/" in path or path.endswith("/word/"):
            return False
        try:
            kind = resolve(path).view_name
        except Resolver404:
            if not asked_for:
                self.faults.append(f"A link leads nowhere: {address}")
            return asked_for
        self.kinds[kind] += 1
        if asked_for or self.kinds[kind] > self.of_a_kind:
            return asked_for
        if kind in ACTS and self.of_a_kind == 1:
            self.kinds["the page of an act"] += 1
            return self.kinds["the page of an act"] <= MOST_ACTS
        return True

    def _look_at(self, address: str) -> list[str]:
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        return self.look_at_answer(address, self.page.goto(urljoin(self.base, address)))

    def look_at_answer(self, address: str, response, *, validated: bool = True) -> list[str]:
        """Look at a page that has just been answered, under a name; returns where its links lead."""
        if response.status >= 500:
            self.faults.append(f"{address} answered {response.status}")
        name = "".join(letter if letter.isalnum() else "-" for letter in address)[:120]
        if validated:
            (self.folder / f"{name}.html").write_text(response.text())
        self.faults += [f"{address} {fault}" for fault in faults_of(self.page, every_rule=self.of_a_kind > 1)]
        links = self.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        self._check_fragments(address, links)
        return [self._local(link) for link in links if self._local(link)]

    def _check_fragments(self, address: str, links: list[str]) -> None:
        there = "links => links.filter(link => !document.getElementById(link.slice(1)))"
        missing = self.page.evaluate(there, sorted({one for one in links if one.startswith("#") and len(one) > 1}))
        self.faults += [f"{address}: no {one} on the page" for one in missing]

    def _local(self, link: str) -> str:
        """The path and query of a link within the portal, else nothing."""
        parts = urlsplit(urljoin(self.page.url, link))
        if not parts.geturl().startswith(self.base):
            return ""
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def waiting() -> tuple[str, ...]:
    """Pages of the regional team in the middle of something: an import with errors and a question, an entry that can
    be undone, two who may be one, and days of which nothing is known."""
    team = User.objects.get(email=TEAM)
    region = Region.objects.get(slug="demonstration")
    file = factories.sheet(
        "name,place_type,place,role,seat_number,from",
        "Ada Fern,authority,northtown,assistant-director,2,2026-13-01",
        "=1+1,authority,nowheretown,sailor,1,2026-12-01",
        "Kit Yarow,authority,northtown,named-reader,2,2026-11-01",
    )
    item = workflow.preview_import(region, by=team, sheet=file)
    corrected = Event.objects.filter(verb="undo").latest("pk")
    twice = Person.objects.get(name=invented.MISSPELT)
    kept = merging.suspects_for(twice, team)[0].other
    return (
        item.get_absolute_url(),
        f"{item.get_absolute_url()}?show=error",
        reverse("event_undo", args=[corrected.pk]),
        f"{reverse('person_merge', args=[twice.pk])}?into={kept.pk}",
        "/people/duplicates/",
        f"/authorities/ferrydale/?known={today() - timedelta(days=1)}",
        "/authorities/ferrydale/?known=soon",
    )


def known(walk: Walk, sign_in) -> None:
    """Pages as they were known two days earlier, on the first day of the history; by then, one signs in again."""
    twice, first = Person.objects.get(name=invented.MISSPELT), today()
    kept = walk.of_a_kind
    walk.of_a_kind = 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        sign_in(walk.page, TEAM)
        walk.from_(f"{one}?known={first}" for one in ("/authorities/ferrydale/", f"/people/{twice.pk}/"))
    walk.of_a_kind = kept


def in_steps(walk: Walk) -> None:
    """Pages that only answer what was typed: the second step of a reorganisation, and what a form says of mistakes."""
    page, region = walk.page, Region.objects.get(slug="demonstration")
    page.goto(urljoin(walk.base, reverse("region_reorganise", args=[region.pk])))
    for part, value in (("day", 1), ("month", 4), ("year", today().year + 1)):
        page.locator(f"main [name=on_{part}]").fill(str(value))
    for name in ("Stonemoor", "Westvale"):
        page.locator("main fieldset", has_text="Which authorities end").get_by_label(name, exact=True).check()
    page.locator("main [name=name_1]").fill("Stonevale")
    page.locator("main [name=official_1]").fill("Stonevale Council (demonstration)")
    page.locator("main [name=kind_1]").select_option("unitary")
    # It carries several choices of one name in hidden fields, which the validator takes for a slip.
    walk.look_at_answer("reorganisation, second step", _sent(page, "Continue"), validated=False)
    walk.look_at_answer("reorganisation, no reason", _sent(page, "Enter the reorganisation"), validated=False)
    page.goto(urljoin(walk.base, reverse("event_undo", args=[Event.objects.filter(verb="undo").latest("pk").pk])))
    walk.look_at_answer("undoing, without a reason", _sent(page, "Undo this"))


def _sent(page, button: str):
    with page.expect_response(lambda one: one.request.method == "POST") as answer:
        page.locator("main").get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()
    return answer.value


@pytest.mark.parametrize("readers", IN_TURN.values(), ids=IN_TURN)
def test_every_page_is_accessible_valid_and_unbroken(page, portal, sign_in, tmp_path, readers):
    kinds: Counter[str] = Counter()
    for reader in readers:
        assert _walked(page, portal, sign_in, tmp_path, reader, kinds, 1) == [], reader
    assert _invalid(tmp_path) == ""


@pytest.mark.soak
@pytest.mark.parametrize("reader", AWKWARD)
def test_three_pages_of_every_kind_are_accessible_valid_and_unbroken(page, portal, sign_in, tmp_path, reader):
    assert _walked(page, portal, sign_in, tmp_path, reader, Counter(), 3) == []
    assert _invalid(tmp_path) == ""


def _walked(page, portal, sign_in, folder: Path, reader: str, kinds: Counter[str], of_a_kind: int) -> list[str]:
    """What is wrong with the pages that a reader meets."""
    if reader != "public":
        sign_in(page, reader)
    (folder / reader).mkdir()
    walk = Walk(page, portal.url, folder / reader, kinds, of_a_kind)
    further = waiting() if reader == TEAM else ()
    walk.from_(("/", *AWKWARD[reader], *further))
    if reader == TEAM:
        in_steps(walk)
        known(walk, sign_in)
    assert len(walk.seen) >= len(AWKWARD[reader])
    return walk.faults


def _invalid(folder: Path) -> str:
    """What html-validate says of the pages in a folder; nothing when all are valid."""
    program = ROOT / "node_modules" / ".bin" / "html-validate"
    if not program.exists() or not shutil.which("node"):
        pytest.skip("needs html-validate: run `npm ci`")
    command = [program, "--config", ROOT / ".htmlvalidate.json", "--formatter", "text", *sorted(folder.rglob("*.html"))]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False).stdout  # noqa: S603
