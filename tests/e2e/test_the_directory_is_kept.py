"""The journey of who keeps the directory: a file with mistakes, a correction undone, a person entered twice, next
year's reorganisation, a task left to an assistant, and the changes of directors counted."""

import csv
from datetime import date

from playwright.sync_api import Page, expect

from regions.models import Appointment, Authority, Person
from regions.querysets import today
from riia.audit import trail

TEAM, COLLEAGUE = "regional-team@demo.example", "regional-team-2@demo.example"
COLUMNS = ("name", "email", "place_type", "place", "role", "seat_number", "job_title", "from")
NEXT_YEAR = date(today().year + 1, 4, 1)


def main(page: Page):
    return page.locator("main")


def press(page: Page, words: str) -> None:
    main(page).get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str, exact: bool = True) -> None:
    main(page).get_by_role("link", name=words, exact=exact).first.click()


def write(page: Page, name: str, day: date) -> None:
    """Fill in a date of three fields."""
    for part in ("day", "month", "year"):
        main(page).locator(f"[name={name}_{part}]").fill(str(getattr(day, part)))


def upload(page: Page, folder, rows: list[dict[str, str]]) -> None:
    file = folder / "people.csv"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    page.goto("/directory/")
    follow(page, "Import people and seats")
    main(page).locator("[type=file]").set_input_files(file)
    press(page, "Show what it would change")


def row(name: str, role: str, place: str = "northtown", starts: str = "", number: str = "1") -> dict[str, str]:
    return {
        "name": name,
        "email": f"{name.lower().replace(' ', '.')}@{place}.example",
        "place_type": "authority",
        "place": place,
        "role": role,
        "seat_number": number,
        "from": starts or today().isoformat(),
    }


def changes_of_directors(page: Page) -> int:
    """How many changes the page of the last five years counts in the demonstration."""
    first = date(today().year - 5, today().month, 1)
    page.goto(f"/directors/?region=demonstration&from={first}&to={today()}")
    term = main(page).locator("dt", has_text="Changes").first
    return int(term.locator("xpath=following-sibling::dd").first.inner_text().split()[0])


def test_a_regional_officer_keeps_the_directory(page, portal, sign_in, tmp_path):
    sign_in(page, TEAM)
    counted = changes_of_directors(page)
    import_with_mistakes_and_then_without(page, tmp_path)
    undo_a_correction(page)
    merge_the_duplicate(page)
    confirm_the_new_director(page, sign_in)
    assert changes_of_directors(page) == counted + 1
    enter_the_reorganisation(page, sign_in)
    trail.seal()
    assert list(trail.faults()) == []


def import_with_mistakes_and_then_without(page: Page, folder) -> None:
    wrong = [
        row("Ada Fern", "assistant-director", starts="2026-13-01", number="2"),
        row("Bo Ash", "performance-lead", place="nowheretown"),
        row("Cy Elm", "sailor"),
        row("Kit Yarow", "named-reader", number="2"),
    ]
    upload(page, folder, wrong)
    for told in ("H2", "2026-13-01", "D3", "nowheretown", "E4", "sailor"):
        expect(main(page)).to_contain_text(told)
    expect(main(page).get_by_role("button", name="Confirm the import")).to_have_count(0)
    assert not Person.objects.filter(name__in=["Ada Fern", "Kit Yarow"]).exists()

    right = [
        row("Ada Fern", "assistant-director", number="2"),
        row("Bo Ash", "dcs", place="greycliff"),
        row("Cy Elm", "performance-lead", place="eastbrook"),
        row("Kit Yarow", "named-reader", number="2"),
    ]
    upload(page, folder, right)
    # A name that resembles somebody known is asked about, not guessed.
    expect(main(page)).to_contain_text("Kit Yarrow")
    main(page).get_by_label("Somebody new, who is not in the directory yet").check()
    press(page, "Keep these answers")
    press(page, "Confirm the import")
    expect(main(page)).to_contain_text("Confirmed")
    assert Person.objects.filter(name__in=[one["name"] for one in right]).count() == 4


def undo_a_correction(page: Page) -> None:
    page.goto("/authorities/northtown/")
    follow(page, "Correct")
    main(page).locator("[name=official_name]").fill("Northtown Borough (typed in the wrong window)")
    main(page).locator("[name=reason]").fill("New name")
    press(page, "Continue")
    press(page, "Save the correction")
    expect(main(page)).to_contain_text("typed in the wrong window")
    follow(page, "Undo", exact=False)
    expect(main(page)).to_contain_text("What undoing puts back")
    main(page).locator("[name=reason]").fill("Wrong window")
    press(page, "Undo this")
    assert Authority.objects.get(slug="northtown").official_name == "Northtown Council (demonstration)"


def merge_the_duplicate(page: Page) -> None:
    twice = Person.objects.get(name="Kit Yarow")
    page.goto(f"/people/{twice.pk}/")
    follow(page, "Merge", exact=False)
    main(page).get_by_role("radio").first.check()
    press(page, "Go on")
    main(page).locator("[name=reason]").fill("Misspelt in the file")
    main(page).get_by_role("button", name="Merge", exact=False).click()
    page.goto(f"/people/{twice.pk}/")
    expect(main(page).get_by_role("heading", level=1)).to_contain_text("Kit Yarrow")
    expect(main(page)).to_contain_text("Reader named by the director")


def confirm_the_new_director(page: Page, sign_in) -> None:
    proposal = Appointment.objects.get(person__name="Bo Ash")
    assert proposal.status == "proposed", "a file gives nobody access by itself"
    sign_in(page, COLLEAGUE)
    page.goto(f"/appointments/{proposal.pk}/confirm/")
    press(page, "Confirm the appointment")
    proposal.refresh_from_db()
    assert proposal.status == "confirmed"


def enter_the_reorganisation(page: Page, sign_in) -> None:
    sign_in(page, TEAM)
    page.goto("/regions/demonstration/")
    follow(page, "Enter a reorganisation")
    write(page, "on", NEXT_YEAR)
    for name in ("Stonemoor", "Westvale"):
        main(page).locator("fieldset", has_text="Which authorities end").get_by_label(name, exact=True).check()
    main(page).locator("[name=name_1]").fill("Stonevale")
    main(page).locator("[name=official_1]").fill("Stonevale Council (demonstration)")
    main(page).locator("[name=kind_1]").select_option("unitary")
    press(page, "Continue")
    for told in ("Stonemoor", "Westvale", "Stonevale"):
        expect(main(page)).to_contain_text(told)
    assert not Authority.objects.filter(name="Stonevale").exists()
    main(page).locator("[name=reason]").fill("The order of the year")
    press(page, "Enter the reorganisation")
    expect(page).to_have_url(f"/regions/demonstration/?on={NEXT_YEAR}")
    expect(main(page).get_by_role("heading", name="11 authorities")).to_be_visible()
    expect(main(page).get_by_role("link", name="Stonevale", exact=True).first).to_be_visible()
    page.goto("/regions/demonstration/")
    expect(main(page).get_by_role("heading", name="12 authorities")).to_be_visible()


def test_an_assistant_does_the_one_task_that_was_left_to_them_and_not_another(page, portal, sign_in):
    sign_in(page, "assistant.northtown@demo.example")
    page.goto("/authorities/northtown/")
    follow(page, "Confirm that this is still right")
    press(page, "Confirm that this is still right")
    assert Authority.objects.get(slug="northtown").confirmed_by.email == "assistant.northtown@demo.example"
    seat = Appointment.objects.get(person__user__email="lead-member.northtown@demo.example").seat
    assert page.goto(f"/seats/{seat.pk}/appoint/").status in (403, 404)
    page.goto(seat.get_absolute_url())
    expect(main(page).get_by_role("link", name="Appoint", exact=True)).to_have_count(0)
