"""A regional team's work with the keyboard alone, in a browser that runs no script."""

import pytest
from playwright.sync_api import Page, expect

from regions.models import Appointment
from regions.querysets import today

MOST_STOPS = 150


@pytest.fixture
def page(browser, browser_context_args):
    """A page of a browser without script."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def reach(page: Page, selector: str, text: str = "") -> None:
    """Press Tab until what is asked for has the focus, and see that the focus is drawn."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        focused = page.locator(f"{selector}:focus")
        if focused.count() and (not text or focused.inner_text().strip() == text):
            drawn = focused.evaluate(
                "one => { const style = getComputedStyle(one);"
                " return style.outlineStyle !== 'none' || style.boxShadow !== 'none'"
                " || getComputedStyle(one.nextElementSibling || one, '::before').boxShadow !== 'none' }"
            )
            assert drawn, f"{selector} {text} has the focus and doesn't show it"
            return
    raise AssertionError(f"{MOST_STOPS} presses of Tab don't reach {selector} {text}")


def follow(page: Page, text: str) -> None:
    reach(page, "a", text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press_button(page: Page, text: str) -> None:
    reach(page, "button", text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_seat_is_filled_with_the_keyboard_alone_and_no_script(page, portal, settings):
    page.goto("/accounts/login/")
    reach(page, "[name=login]")
    page.keyboard.type("regional-team@demo.example")
    reach(page, "[name=password]")
    page.keyboard.type(settings.DEMO_PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    page.goto("/regions/demonstration/")
    reach(page, "a", "Skip to main content")
    page.keyboard.press("Enter")
    follow(page, "Chair")
    follow(page, "Appoint")

    press_button(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")

    reach(page, "main [name=search]")
    page.keyboard.type("successor")
    press_button(page, "Find the person")
    reach(page, "main [type=radio]")
    page.keyboard.press("Space")
    day = today()
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        reach(page, f"main [name=starts_{part}]")
        page.keyboard.press("Control+A")
        page.keyboard.type(str(value))
    reach(page, "main [name=employer]")
    page.keyboard.type("Midhaven")
    press_button(page, "Continue")
    expect(page.locator("main h1")).to_contain_text("Check before you propose")
    press_button(page, "Propose this appointment")
    expect(page.locator("main")).to_contain_text("waits for a second person")
    assert Appointment.objects.filter(status="proposed", seat__role="chair").count() == 1


def test_on_a_phone_a_page_begins_with_what_it_is_about_and_the_menu_opens_without_script(page, live_server):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/help/")
    begins = page.locator("h1").bounding_box()["y"]
    assert begins < 220
    menu = page.get_by_role("navigation", name="Menu")
    expect(menu).to_be_hidden()
    reach(page, "a", "Menu")
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    expect(page.get_by_role("searchbox", name="Search the portal")).to_be_visible()
    reach(page, "a", "Close the menu")
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    page.set_viewport_size({"width": 1200, "height": 800})
    expect(menu).to_be_visible()
    expect(page.locator("header").get_by_role("link", name="Menu")).to_be_hidden()
