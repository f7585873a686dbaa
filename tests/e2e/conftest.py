"""A served portal with the real directory and the demonstration, and people who sign in to it by the form."""

import pytest

from tests.kept import put


@pytest.fixture
def portal(live_server, settings, demonstration_rows):
    """The reference directory and the demonstration, served; its accounts need no second factor."""
    settings.ALLOW_DEMO = True
    put(demonstration_rows)
    return live_server


@pytest.fixture
def sign_in(portal, settings):
    """`sign_in(page, "chair@demo.example")`: leave whatever is signed in and sign in by the form."""

    def by_the_form(page, email: str) -> None:
        page.context.clear_cookies()
        page.goto(f"{portal.url}/accounts/login/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password", exact=True).fill(settings.DEMO_PASSWORD)
        page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"{portal.url}/")

    return by_the_form
