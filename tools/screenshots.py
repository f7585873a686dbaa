"""Take the pictures of docs/screenshots from a portal that runs with its demonstration.

    .venv/bin/python tools/screenshots.py http://localhost:8000

Nothing is changed in the portal: what would be sent by a form is only filled in. Needs Chromium on PATH.
"""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
WIDTH, HEIGHT = 1200, 900
PASSWORD = "demonstration-only"  # noqa: S105 - the published password of the demonstration
MOST_BYTES = 150_000


def sign_in(page: Page, base: str, account: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", f"{account}@demo.example")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def take(page: Page, name: str, address: str = "", height: int = HEIGHT) -> None:
    """Save what stands at an address (or where the page is) as a picture of fixed size."""
    if address:
        answer = page.goto(address)
        if answer is None or not answer.ok:
            raise SystemExit(f"{address} gave no page")
    page.set_viewport_size({"width": WIDTH, "height": height})
    file = FOLDER / f"{name}.png"
    page.screenshot(path=file)
    print(f"{file.name}: {file.stat().st_size // 1000} KB")
    if file.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{file.name} is larger than {MOST_BYTES // 1000} KB")
