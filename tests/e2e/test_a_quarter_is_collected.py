"""The journey of a quarter: opened, uploaded with mistakes, corrected, signed off, accepted, looked at before others,
published and compared; and real published values on screen, with the band and rank that their publisher's rule gives.
"""

import csv
import io

from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from datasets.files.template import template_csv
from datasets.loading.invented_figures import figures_of
from datasets.models import Collection, CollectionPeriod, InYearValue, Return
from datasets.periods import period_of
from regions.querysets import today
from riia.audit import trail
from riia.ui.workdays import add_working_days
from tests.datasets.factories import on_day

TEAM, LEAD, DIRECTOR = (
    "regional-team@demo.example",
    "performance-lead.northtown@demo.example",
    "dcs.northtown@demo.example",
)
READER, NOT_SIGNED = "dcs.eastbrook@demo.example", "dcs.westvale@demo.example"


def main(page: Page):
    return page.locator("main")


def press(page: Page) -> None:
    """The button of a page that asks for one thing."""
    main(page).locator("form[method=post]").get_by_role("button").last.click()


def follow(page: Page, words: str) -> None:
    main(page).get_by_role("link", name=words, exact=True).first.click()


def test_a_quarter_is_opened_collected_signed_off_published_and_compared(page, portal, sign_in, tmp_path):
    sign_in(page, TEAM)
    period = open_a_quarter(page)
    made = period.returns.get(authority__slug="northtown")

    sign_in(page, LEAD)
    upload_with_mistakes_and_then_without(page, made, tmp_path)
    give_reasons_and_submit(page, made)

    sign_in(page, DIRECTOR)
    page.goto("/")
    expect(main(page)).to_contain_text("Sign off")
    page.goto(made.get_absolute_url())
    follow(page, "Sign off")
    press(page)
    expect(main(page)).to_contain_text("Signed off by the director")

    sign_in(page, TEAM)
    page.goto(made.get_absolute_url())
    follow(page, "Accept")
    press(page)
    page.goto(period.get_absolute_url())
    follow(page, "Begin the preview")
    press(page)
    look_before_others(page, sign_in, made)

    with on_day(add_working_days(today(), 6)):
        publish_and_compare(page, sign_in, period)
    trail.seal()
    assert list(trail.faults()) == []


def open_a_quarter(page: Page) -> CollectionPeriod:
    """A collection of its own, whose returns were due soon after the quarter."""
    page.goto("/data/")
    follow(page, "Start a collection for Demonstration region")
    main(page).get_by_label("Name", exact=True).fill("Trial collection")
    main(page).get_by_label("Version of the dataset").select_option(label="Core dataset, 2022 refresh")
    main(page).get_by_label("Working days until returns are due").fill("1")
    press(page)
    expect(main(page).get_by_role("heading", level=1)).to_have_text("Trial collection")
    follow(page, "Open a period")
    press(page)
    return Collection.objects.get(name="Trial collection").periods.get()


def upload_with_mistakes_and_then_without(page: Page, made: Return, folder) -> None:
    upload(page, made, folder, {"contacts": "many", "referrals": "-3", "cla": "12.5"})
    for told in ("many", "-3", "12.5"):
        expect(main(page)).to_contain_text(told)
    made.refresh_from_db()
    assert made.edition is None

    upload(page, made, folder, {})
    made.refresh_from_db()
    assert made.edition.figures.count() == 34


def upload(page: Page, made: Return, folder, wrong: dict[str, str]) -> None:
    """The return's own template, filled in."""
    quarter = period_of(made.collection_period.slug)
    figures = {code: f"{value:f}" for code, value in figures_of("northtown", 52_400, quarter).items()} | wrong
    rows = list(csv.DictReader(io.StringIO(template_csv(made).decode("utf-8-sig"))))
    file = folder / "northtown.csv"
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(row | {"figure": figures[row["code"]]} for row in rows)
    page.goto(reverse("return_upload", args=[made.pk]))
    main(page).locator("[type=file]").set_input_files(file)
    press(page)


def give_reasons_and_submit(page: Page, made: Return) -> None:
    if made.edition.warnings.exists():
        page.goto(reverse("return_warnings", args=[made.pk]))
        for field in main(page).locator("textarea, input[type=text]").all():
            field.fill("Checked against the case system: it is right.")
        press(page)
    page.goto(made.get_absolute_url())
    follow(page, "Submit to the director")
    press(page)
    expect(main(page)).to_contain_text("Submitted")


def look_before_others(page: Page, sign_in, made: Return) -> None:
    """The director sees the own figures and may comment; another authority's director sees none of them yet."""
    sign_in(page, DIRECTOR)
    page.goto(made.get_absolute_url())
    expect(main(page)).to_contain_text("Your figures before others see them")
    sign_in(page, READER)
    assert page.goto(made.get_absolute_url()).status == 404


def publish_and_compare(page: Page, sign_in, period: CollectionPeriod) -> None:
    sign_in(page, TEAM)
    page.goto(period.get_absolute_url())
    follow(page, "Publish")
    press(page)
    period.refresh_from_db()
    assert period.status == "published"

    northtowns = InYearValue.objects.current().get(
        collection_period=period, authority__slug="northtown", indicator__code="referrals_rate"
    )
    figure = f"{northtowns.value:.1f}"
    address = f"/data/rug/?region=demonstration&period={period.slug}&theme=all"
    sign_in(page, READER)
    page.goto(address)
    expect(main(page)).to_contain_text(figure)
    expect(main(page)).to_contain_text("not submitted")
    # Who has not signed the memorandum sees nobody else's (ACC-4).
    sign_in(page, NOT_SIGNED)
    page.goto(address)
    expect(main(page)).not_to_contain_text(figure)


def test_real_values_are_on_screen_with_the_band_and_rank_of_their_publisher(
    page, portal, sign_in, reference_dir, tmp_path
):
    """Barnsley's re-referrals of 2025: 25.5 %, band D, rank 135 of 153 (stat_oracles.csv, lait_quartiles)."""
    wanted = {"rereferrals_12m_pct", "referrals_rate", "pop_0_17"}
    file = tmp_path / "published.csv"
    with (reference_dir / "published_values.csv").open(newline="") as given, file.open("w", newline="") as out:
        rows = csv.DictReader(given)
        writer = csv.DictWriter(out, rows.fieldnames)
        writer.writeheader()
        writer.writerows(
            row for row in rows if row["indicator_code"] in wanted and row["period_end"][:4] in ("2024", "2025")
        )
    call_command("import_neighbours", reference_dir / "statistical_neighbours.csv", verbosity=0)
    call_command("import_published", file, verbosity=0)

    sign_in(page, READER)
    page.goto("/data/rug/?region=east-of-england&period=2025&theme=early-help")
    expect(main(page).get_by_role("heading", level=1)).to_contain_text("East of England")
    expect(main(page).get_by_role("link", name="Thurrock").first).to_be_visible()
    page.goto("/data/indicators/rereferrals_12m_pct/?authority=barnsley&period=2025")
    for told in ("25.5%", "Band D", "rank 135 of 153", "Mean 19.9%, median 18.6%", "21.7%", "22.6%"):
        expect(main(page)).to_contain_text(told)
