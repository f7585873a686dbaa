"""A chief executive approves by link on a telephone, without signing in (ACC-7)."""

import pytest
from playwright.sync_api import Page, expect

from regions.models import Memorandum
from riia.audit.models import Event
from tests.approving import asked, draft
from tests.e2e.looking import faults_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("agreeing")]


def looks_right(page: Page, heading: str) -> None:
    """The page has this heading, fits the screen and is accessible."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert faults_of(page, (320,)) == []


def test_a_chief_executive_approves_by_link_on_a_telephone(cast, live_server, page):
    memorandum = draft(cast)
    _, address = asked(cast, memorandum)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    looks_right(page, "Agree the draft: Next version, version 2")
    page.get_by_role("button", name="Send the draft back").click()
    expect(page.get_by_role("alert")).to_contain_text("enter what has to change")
    looks_right(page, "Agree the draft: Next version, version 2")
    page.get_by_role("button", name="Agree the draft").click()
    looks_right(page, "Thank you: that is done")
    assert Memorandum.objects.get(pk=memorandum.pk).status == "in-force"
    assert Event.objects.get(verb="agree").acting_as == "Chief executive, Aldermoor"
    page.goto(address)
    looks_right(page, "This link can no longer be used")
    page.goto("/people/")
    expect(page).to_have_url(f"{live_server.url}/accounts/login/?next=/people/")
