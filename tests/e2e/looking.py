"""What is wrong with a page in a real browser: what axe finds, and what does not fit the screen."""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDTHS = (1200, 320)
# There is no sound and no film that rules would have to fetch first.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False}
# Of a page that was looked at on a wide screen, what can be otherwise on a narrow one; `make soak` tries every rule.
ON_NARROW = ("color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block", "aria-hidden-focus")
NARROW_OPTIONS = AXE_OPTIONS | {"runOnly": {"type": "rule", "values": list(ON_NARROW)}}


def faults_of(page: Page, widths: tuple[int, ...] = WIDTHS, *, every_rule: bool = False) -> list[str]:
    """What is wrong with the page that is open, at each width, in words; it is as wide as the first one afterwards."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        options = AXE_OPTIONS if every_rule or width == widths[0] else NARROW_OPTIONS
        found += [f"at {width} px: {fault}" for fault in _faults(page, options)]
    page.set_viewport_size({"width": widths[0], "height": 900})
    return found


def _faults(page: Page, options: dict) -> Iterator[str]:
    ask = "options => axe.run(document, options).then(all => all.violations)"
    for violation in page.evaluate(ask, options):
        where = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        yield f"{violation['id']}: {violation['help']}: {where}"
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if over > 0:
        yield f"{over} px too wide"
