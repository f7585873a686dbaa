"""Take the pictures of docs/screenshots from a portal that runs with its demonstration: `make run`, then

    make screenshots

Nothing is changed in the portal: the form that appoints is filled in and looked at, not sent. Needs Chromium on PATH.
"""

import shutil
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
PASSWORD = "demonstration-only"  # noqa: S105 - published, of the demonstration
WIDTH = 1200
MOST_BYTES = 150_000
COLOURS = 96
# Browsers write dates into date fields as their own language does, and this Chromium may know American only.
DATES_AS_IN_BRITAIN = """
for (const field of document.querySelectorAll("input[type=date]")) {
  const written = field.value.split("-").reverse().join("/");
  field.type = "text";
  field.value = written;
}
"""


def main(base: str) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("There is no Chromium on PATH.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(base_url=base, locale="en-GB", viewport={"width": WIDTH, "height": 900}).new_page()
        take(page, "home", "/", 1760)
        take(page, "region", "/regions/west-midlands/", 1250)
        take(page, "region-2017", "/regions/east-midlands/?on=2017-11-01", 1250)
        take(page, "authority", "/authorities/oldbridge/", 1400)
        sign_in(page, "regional-team@demo.example")
        fill_in_appointment(page)
        take(page, "appoint", "", 1250)
        page.goto("/memoranda/?status=in-force&region=demonstration")
        page.click("main table tbody a")
        take(page, "memorandum", "", 1400)
        take(page, "rug", "/data/rug/", 1250)
        take(page, "indicator", "/data/indicators/rereferrals_12m_pct/?authority=midhaven", 1400)
        open_panel(page)
        take(page, "panel", "", 1500)
        open_section(page)
        take(page, "self-evaluation", "", 1500)
        browser.close()


def sign_in(page: Page, address: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/")


def fill_in_appointment(page: Page) -> None:
    """Go as far as the page that says what appointing a new chair will change."""
    page.goto("/regions/demonstration/")
    page.click("main a:text-is('Chair')")
    page.click("main a:text-is('Appoint')")
    page.fill("input[name=search]", "Indra Oxlip")
    page.click("button[value=find]")
    page.check("input[type=radio][name=person]")
    for part, value in (("day", "1"), ("month", "9"), ("year", "2027")):
        page.fill(f"input[name=starts_{part}]", value)
    page.fill("input[name=job_title]", "Director of children’s services")
    page.select_option("select[name=employer]", label="Oldbridge")
    page.click("button:text-is('Continue')")


def open_panel(page: Page) -> None:
    """The panel that discusses points with its authority, as its chair sees it."""
    leave_and_sign_in(page, "vice-chair@demo.example")
    page.goto("/moderation/")
    page.locator("main tr", has_text="Points being discussed").get_by_role("link").first.click()


def open_section(page: Page) -> None:
    """A section that Northtown is writing, with last year's answer open beside it."""
    leave_and_sign_in(page, "dcs.northtown@demo.example")
    page.goto("/self-evaluations/?status=draft")
    page.locator("main tr", has_text="Northtown").get_by_role("link").first.click()
    page.click("main a:text-is('Help and protection')")


def leave_and_sign_in(page: Page, address: str) -> None:
    page.context.clear_cookies()
    sign_in(page, address)


def take(page: Page, name: str, address: str, height: int) -> None:
    """Save the top of the page at an address, or of the one at hand, as docs/screenshots/<name>.png."""
    if address:
        page.goto(address)
    if page.locator("h1").count() != 1:
        raise SystemExit(f"{page.url} is not the page for {name}.png")
    if not page.evaluate("[...document.styleSheets].some(one => one.cssRules.length > 100)"):
        raise SystemExit("The styles are missing: they were collected again since the portal started.")
    page.evaluate(DATES_AS_IN_BRITAIN)
    page.set_viewport_size({"width": WIDTH, "height": height})
    file = FOLDER / f"{name}.png"
    file.write_bytes(with_few_colours(page.screenshot()))
    print(f"{file.name}: {file.stat().st_size // 1000} KB")
    if file.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{file.name} is larger than {MOST_BYTES // 1000} KB")


# --- Small files: pages have few colours, which PNG holds as numbers into a list of them ------------------------------


def with_few_colours(png: bytes) -> bytes:
    """The same picture (8 bits each of red, green and blue, as Chromium makes them) with its most frequent colours."""
    width, height, rows = read(png)
    counted = Counter(row[x : x + 3] for row in rows for x in range(0, len(row), 3))
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    number = {colour: min(range(len(palette)), key=lambda i: _distance(colour, palette[i])) for colour in counted}
    lines = (b"\0" + bytes(number[row[x : x + 3]] for x in range(0, len(row), 3)) for row in rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", b"".join(palette)),
        (b"IDAT", zlib.compress(b"".join(lines), 9)),
        (b"IEND", b""),
    )
    return png[:8] + b"".join(_chunk(kind, data) for kind, data in parts)


def read(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the rows of a picture, three bytes a point."""
    data = dict.fromkeys((b"IHDR", b"IDAT"), b"")
    for kind, content in _chunks(png):
        if kind in data:
            data[kind] += content
    width, height, bits, kind_of_colour = struct.unpack(">IIBB", data[b"IHDR"][:10])
    if (bits, kind_of_colour) != (8, 2):
        raise SystemExit("Chromium made a picture of another kind than expected.")
    raw, length = zlib.decompress(data[b"IDAT"]), width * 3
    rows, above = [], bytes(length)
    for start in range(0, len(raw), length + 1):
        above = _unfiltered(raw[start], raw[start + 1 : start + 1 + length], above)
        rows.append(above)
    return width, height, rows


def _unfiltered(method: int, line: bytes, above: bytes) -> bytes:
    """A row as it was before one of PNG's five ways to foretell a byte from those to the left and above."""
    if method == 0:
        return line
    if method == 2:
        return bytes((a + b) & 255 for a, b in zip(line, above, strict=True))
    row = bytearray(3) + bytearray(len(line))
    above = bytes(3) + above
    for i, value in enumerate(line, start=3):
        left, up, corner = row[i - 3], above[i], above[i - 3]
        if method == 1:
            guess = left
        elif method == 3:
            guess = (left + up) // 2
        else:
            guess = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
        row[i] = (value + guess) & 255
    return bytes(row[3:])


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 8
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        yield png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        position += length + 12


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
