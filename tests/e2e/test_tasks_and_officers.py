"""Leaving a task and keeping officers, in a browser: accessible and unbroken at both widths."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.e2e.looking import faults_of
from tests.people import signed_in

pytestmark = [pytest.mark.django_db(transaction=True)]


def looks_right(page: Page) -> None:
    assert faults_of(page) == [], page.url


def test_a_director_leaves_a_task_and_the_assistant_does_that_and_nothing_else(cast, live_server, page):
    assistant = factories.newcomer("Chris Vale").user
    signed_in(page, cast.north.dcs)
    page.goto("/accounts/seats/")
    page.get_by_role("link", name="Leave a task to somebody").click()
    looks_right(page)
    page.get_by_label("Confirm the authority’s facts").or_(page.get_by_label("Confirm the authority's facts")).check()
    page.get_by_role("button", name="Leave the task to them").click()
    looks_right(page)
    page.get_by_label("Who does it").fill(assistant.email)
    page.get_by_role("button", name="Leave the task to them").click()
    expect(page.get_by_role("main")).to_contain_text("Chris Vale for Director of children's services, Aldermoor")
    looks_right(page)
    signed_in(page, assistant)
    page.goto("/accounts/seats/")
    looks_right(page)
    page.locator("main").get_by_role("link", name="Aldermoor", exact=True).click()
    page.get_by_role("link", name="Confirm that this is still right").click()
    page.get_by_role("button", name="Confirm that this is still right").click()
    expect(page.get_by_role("main")).to_contain_text("You have confirmed")
    assert page.goto(f"/seats/{cast.appointment(cast.north.dass).seat_id}/appoint/").status == 403


def test_a_local_administrator_adds_an_officer(cast, live_server, page):
    signed_in(page, cast.north.local_administrator)
    page.goto("/authorities/aldermoor/")
    page.get_by_role("link", name="Officers").click()
    looks_right(page)
    page.get_by_role("link", name="Add an officer").click()
    looks_right(page)
    page.get_by_role("button", name="Add the officer").click()
    looks_right(page)
    page.get_by_label("Performance lead").check()
    page.get_by_label("Full name").fill("Chris Vale")
    page.get_by_label("E-mail address").fill("chris.vale@portal.example")
    page.get_by_role("button", name="Add the officer").click()
    expect(page.get_by_role("main")).to_contain_text("An invitation is on its way")
    looks_right(page)
