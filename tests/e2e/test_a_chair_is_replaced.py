"""The journey that this floor ends with: a chair is replaced in the browser, and the rights go with the seat."""

from datetime import timedelta

from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect

from regions.querysets import today
from regions.reach import reach_of
from riia.accounts.models import User
from riia.audit import trail


def main(page: Page):
    return page.locator("main")


def h1(page: Page):
    return main(page).get_by_role("heading", level=1)


def test_the_directory_reads_true_today_and_on_a_day_long_gone(page, portal):
    page.goto(f"{portal.url}/regions/west-midlands/")
    expect(h1(page)).to_contain_text("West Midlands")
    for name in ("Jo Britton", "Neelam Bhardwaja", "Nigel Minns"):
        expect(main(page)).to_contain_text(name)
    expect(main(page).get_by_role("heading", name="14 authorities")).to_be_visible()

    page.goto(f"{portal.url}/regions/east-midlands/?on=2017-11-01")
    expect(main(page).get_by_role("heading", name="9 authorities")).to_be_visible()
    expect(main(page).get_by_role("link", name="Northamptonshire", exact=True).first).to_be_visible()
    expect(main(page)).not_to_contain_text("Colin Foster, Northamptonshire")


def test_a_chair_is_replaced_confirmed_by_a_second_person_and_the_rights_follow(page, portal, sign_in):
    old, new = "chair@demo.example", "successor@demo.example"
    seats_of(page, portal, sign_in, old, expected="Chair")
    assert (on_the_board(old), on_the_board(new)) == (True, False)
    propose_the_successor(page, portal, sign_in)
    with_rights_unchanged(page, portal, sign_in, old)
    confirm_as_the_second_person(page, portal, sign_in)

    seats_of(page, portal, sign_in, new, expected="Chair")
    sign_in(page, old)
    page.goto(f"{portal.url}/accounts/seats/")
    # The old chair goes on being a director, and keeps what that seat opens.
    expect(main(page)).to_contain_text("Director of children's services")
    expect(main(page)).not_to_contain_text("Chair")
    assert (on_the_board(old), on_the_board(new)) == (False, True)

    the_region_page_shows_both(page, portal)
    trail.seal()
    assert list(trail.faults()) == []


def on_the_board(email: str) -> bool:
    """Whether somebody's appointments of this moment put them on the demonstration's board."""
    return bool(reach_of(User.objects.get(email=email)).boards)


def seats_of(page, portal, sign_in, email: str, expected: str) -> None:
    sign_in(page, email)
    page.goto(f"{portal.url}/accounts/seats/")
    expect(main(page)).to_contain_text(expected)


def propose_the_successor(page, portal, sign_in) -> None:
    sign_in(page, "regional-team@demo.example")
    page.goto(f"{portal.url}/regions/demonstration/")
    main(page).get_by_role("link", name="Chair", exact=True).click()
    main(page).get_by_role("link", name="Appoint", exact=True).click()
    expect(main(page)).to_contain_text("Demonstration chair of the region")

    # An empty form says what is missing, beside the field and at the top, and the summary has the focus.
    main(page).get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")

    main(page).locator("[name=search]").fill("successor")
    main(page).get_by_role("button", name="Find the person").click()
    main(page).get_by_role("radio").first.check()
    day = today()
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        main(page).locator(f"[name=starts_{part}]").fill(str(value))
    main(page).get_by_label("Employed by").select_option(label="Midhaven")
    main(page).locator("[name=job_title]").fill("Director of children's services")
    main(page).get_by_role("button", name="Continue").click()
    expect(h1(page)).to_contain_text("Check before you propose")
    expect(main(page)).to_contain_text("Demonstration chair of the region")
    main(page).get_by_role("button", name="Propose this appointment").click()
    expect(main(page)).to_contain_text("waits for a second person")


def with_rights_unchanged(page, portal, sign_in, old: str) -> None:
    """Until the second person has confirmed, nothing has changed for anybody."""
    seats_of(page, portal, sign_in, old, expected="Chair")
    page.context.clear_cookies()
    page.goto(f"{portal.url}/regions/demonstration/")
    expect(main(page)).to_contain_text("Demonstration chair of the region")
    expect(main(page)).not_to_contain_text("successor")


def confirm_as_the_second_person(page, portal, sign_in) -> None:
    call_command("send_notices", verbosity=0)
    letters = [letter for letter in mail.outbox if letter.to == ["regional-team-2@demo.example"]]
    # One for this proposal and one for that of the demonstration itself; neither says whom it is about.
    assert [letter.subject for letter in letters] == ["An appointment waits for your confirmation"] * 2
    assert not any("successor" in letter.body.lower() for letter in letters)

    sign_in(page, "regional-team-2@demo.example")
    main(page).get_by_role("link", name="Confirm").first.click()
    page.get_by_role("link", name="Confirm the appointment").click()
    expect(main(page)).to_contain_text("Demonstration chair of the region")
    main(page).get_by_role("button", name="Confirm the appointment").click()
    expect(page.locator("body")).to_contain_text(last_day_in_words())


def last_day_in_words() -> str:
    """The old chair's last day, as the message says it."""
    return f"{today() - timedelta(days=1):%-d %B %Y}"


def the_region_page_shows_both(page, portal) -> None:
    page.context.clear_cookies()
    page.goto(f"{portal.url}/regions/demonstration/")
    expect(main(page)).to_contain_text("successor")
    expect(main(page)).not_to_contain_text("Demonstration chair of the region")
    yesterday = today() - timedelta(days=1)
    page.goto(f"{portal.url}/regions/demonstration/?on={yesterday.isoformat()}")
    expect(main(page)).to_contain_text("Demonstration chair of the region")
