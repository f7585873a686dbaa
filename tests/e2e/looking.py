"""What is wrong with a page in a real browser: what axe finds, and what does not fit the screen."""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (1200, 320)
# There is no sound and no film that rules would have to fetch first.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}


def faults_of(page: Page, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """What is wrong with the page that is open, at each width, in words; it is as wide as the first one afterwards."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"at {width} px: {fault}" for fault in _faults(page)]
    page.set_viewport_size({"width": widths[0], "height": 900})
    return found


def _faults(page: Page) -> Iterator[str]:
    ask = "options => axe.run(document, options).then(all => all.violations)"
    for violation in page.evaluate(ask, AXE_OPTIONS):
        where = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        yield f"{violation['id']}: {violation['help']}: {where}"
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if over > 0:
        yield f"{over} px too wide"
