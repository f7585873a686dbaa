"""Every page that a reader reaches by links, and the awkward ones: accessible at two widths, valid, unbroken."""

import shutil
import subprocess
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (1200, 320)
# Pages of one kind that a reader follows links to, each kind in whatever states the first ones met are in. Who sees
# the same pages as others do, or nearly so, looks at less.
OF_A_KIND = {
    "public": 1,
    "regional-team@demo.example": 1,
    "chief-executive.northtown@demo.example": 1,
    "no-appointment@demo.example": 0,
}
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
    "chief-executive.northtown@demo.example": ("/people/?name=zzz", "/regions/demonstration/", "/directory/"),
    "no-appointment@demo.example": ("/", "/people/", "/memoranda/"),
    "regional-team@demo.example": (
        "/directory/",
        "/regions/demonstration/",
        "/authorities/westvale/",
        "/directors/?region=demonstration&from=2017-04-01&to=2026-03-31",
    ),
}


class Walk:
    """A reader following links through the portal."""

    def __init__(self, page, base: str, folder: Path, of_a_kind: int):
        self.page, self.base, self.folder, self.of_a_kind = page, base, folder, of_a_kind
        self.seen: set[str] = set()
        self.kinds: Counter[str] = Counter()
        self.faults: list[str] = []
        self.axe = Axe()
        page.on("console", lambda message: self._heard(message))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))

    def _heard(self, message) -> None:
        # A page that is meant to be missing or closed is also reported on the console.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{self.page.url}: console: {message.text}")

    def from_(self, addresses) -> list[str]:
        """Look at these pages and at those they lead to; returns what is wrong."""
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
        if path.startswith(ELSEWHERE) or "export=" in address:
            return False
        try:
            kind = resolve(path).view_name
        except Resolver404:
            if not asked_for:
                self.faults.append(f"A link leads nowhere: {address}")
            return asked_for
        self.kinds[kind] += 1
        return asked_for or self.kinds[kind] <= self.of_a_kind

    def _look_at(self, address: str) -> list[str]:
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        response = self.page.goto(urljoin(self.base, address))
        if response.status >= 500:
            self.faults.append(f"{address} answered {response.status}")
        name = "".join(letter if letter.isalnum() else "-" for letter in address)[:120]
        (self.folder / f"{name}.html").write_text(response.text())
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self._measure(address, width)
        links = self.page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
        self._check_fragments(address, links)
        return [self._local(link) for link in links if self._local(link)]

    def _measure(self, address: str, width: int) -> None:
        results = self.axe.run(self.page, options={"resultTypes": ["violations"]})
        for violation in results.response["violations"]:
            where = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
            self.faults.append(f"{address} at {width} px: {violation['id']}: {violation['help']}: {where}")
        over = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            self.faults.append(f"{address} at {width} px is {over} px too wide")

    def _check_fragments(self, address: str, links: list[str]) -> None:
        for link in {link for link in links if link.startswith("#") and len(link) > 1}:
            if not self.page.locator(f'[id="{link[1:]}"]').count():
                self.faults.append(f"{address}: no {link} on the page")

    def _local(self, link: str) -> str:
        """The path and query of a link within the portal, else nothing."""
        parts = urlsplit(urljoin(self.page.url, link))
        if not parts.geturl().startswith(self.base):
            return ""
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


# Two at a time: what they read takes long to load, and there are two workers.
@pytest.mark.parametrize("readers", [tuple(AWKWARD)[:2], tuple(AWKWARD)[2:]], ids=["first", "second"])
def test_every_page_is_accessible_valid_and_unbroken(page, portal, sign_in, tmp_path, readers):
    for reader in readers:
        if reader != "public":
            sign_in(page, reader)
        folder = tmp_path / reader
        folder.mkdir()
        walk = Walk(page, portal.url, folder, OF_A_KIND[reader])
        faults = walk.from_(("/", *AWKWARD[reader]))
        assert len(walk.seen) >= len(AWKWARD[reader])
        assert faults == [], reader
    assert _invalid(tmp_path) == ""


def _invalid(folder: Path) -> str:
    """What html-validate says of the pages in a folder; nothing when all are valid."""
    program = ROOT / "node_modules" / ".bin" / "html-validate"
    if not program.exists() or not shutil.which("node"):
        pytest.skip("needs html-validate: run `npm ci`")
    command = [program, "--config", ROOT / ".htmlvalidate.json", "--formatter", "text", *sorted(folder.rglob("*.html"))]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False).stdout  # noqa: S603
