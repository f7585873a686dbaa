"""A served portal with the real directory and the demonstration, and people who sign in to it by the form."""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from tests.kept import kept_since, put, rows_now


@pytest.fixture(scope="session")
def portal_rows(django_db_setup, django_db_blocker):
    """The rows of the reference directory and the demonstration: loaded once and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(ALLOW_DEMO=True):
        before = rows_now()
        call_command("load_reference", verbosity=0)
        call_command("load_demo", verbosity=0)
        kept = kept_since(before)
        transaction.set_rollback(True)
    return kept


@pytest.fixture
def portal(live_server, settings, portal_rows):
    """The reference directory and the demonstration, served; its accounts need no second factor."""
    settings.ALLOW_DEMO = True
    put(portal_rows)
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
