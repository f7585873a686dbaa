"""Earlier quarters loaded back from the regional workbook, all of a file or none of it (DAT-17)."""

import time
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from datasets import workflow
from datasets.figures import FigureInput
from datasets.files.earlier import COLUMNS, earlier_template, read_earlier
from datasets.models import CollectionPeriod, Edition, Figure, InYearValue, Return
from datasets.statuses import Origin, PeriodStatus, ReturnStatus
from regions.models import Authority
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.workflow import NotPossible
from tests.datasets import factories, filling
from tests.datasets.filling import told
from tests.people import signed_in

OLD, OLDER = factories.quarter().previous, factories.quarter().previous.previous
HEADER = "authority,period,item,value"


def text(*lines, header=HEADER) -> bytes:
    return "\n".join([header, *lines]).encode()


def whole(*quarters, authorities=("aldermoor", "birchester")) -> bytes:
    return text(
        *(
            f"{authority},{quarter.slug},{code},{value}"
            for quarter in quarters
            for authority in authorities
            for code, value in factories.FIGURES.items()
        )
    )


def read(cast, content, name="earlier.csv", collection=None):
    return read_earlier(collection or factories.collection(cast), name, content)


def loaded(cast, content, collection=None):
    collection = collection or factories.collection(cast)
    found = read(cast, content, collection=collection)
    assert told(found) == []
    workflow.load_quarters(
        collection,
        by=cast.north.regional_team,
        figures=found.figures,
        file_name=found.file_name,
        file_digest=found.file_digest,
    )
    return collection


# --- Loaded -----------------------------------------------------------------------------------------------------------


def test_dat_17_quarters_are_loaded_as_published_and_marked_not_signed_off(cast):
    collection = loaded(cast, whole(OLDER, OLD))
    assert list(collection.periods.order_by("last_day").values_list("slug", "status")) == [
        (OLDER.slug, PeriodStatus.PUBLISHED),
        (OLD.slug, PeriodStatus.PUBLISHED),
    ]
    rows = Return.objects.filter(collection_period__slug=OLD.slug).order_by("authority__name")
    assert list(rows.values_list("authority__name", "status", "signed", "edition__origin", "published__number")) == [
        ("Aldermoor", ReturnStatus.PUBLISHED, None, Origin.EARLIER, 1),
        ("Birchester", ReturnStatus.PUBLISHED, None, Origin.EARLIER, 1),
        ("Calderwick", ReturnStatus.EXPECTED, None, None, None),
    ]
    edition = rows[0].published
    assert edition.get_origin_display() == "From the regional workbook, not signed off"
    assert (edition.file_name, len(edition.file_digest)) == ("earlier.csv", 64)
    assert {one.item.code: FigureInput(one.value) for one in edition.figures.select_related("item")} == (
        factories.figures()
    )
    told_of = Event.objects.filter(target_model="datasets.edition", verb="make_edition")
    assert (told_of.count(), set(told_of.values_list("actor_id", flat=True))) == (4, {cast.north.regional_team.pk})
    assert Notice.objects.count() == 0


def test_dat_17_a_quarter_is_filled_up_by_another_file(cast):
    collection = loaded(cast, whole(OLD, authorities=["Aldermoor Council"]))
    loaded(cast, whole(OLD, authorities=["BIRCHESTER"]), collection)
    assert collection.periods.count() == 1
    assert Edition.objects.count() == 2
    found = read(cast, whole(OLD), collection=collection)
    assert {one.reason for one in found.errors} == {
        "It has figures for this quarter already. Restate them in its return."
    }
    assert (found.figures, len(found.errors)) == ({}, 8)


def test_dat_17_values_are_worked_out_for_quarters_loaded_back(cast, monkeypatch):
    worked_out = []
    monkeypatch.setattr("datasets.workflow.earlier.work_out", worked_out.append)
    loaded(cast, whole(OLD, OLDER))
    assert [one.slug for one in worked_out] == [OLDER.slug, OLD.slug]


def test_dat_17_however_things_are_called_they_are_known(cast):
    quarter = f"Q{OLD.number} {OLD.first}-{(OLD.first + 1) % 100:02d}"
    header = "Value,Local authority,ITEM,Quarter,Caveat,Caveat in words,Ours"
    found = read(
        cast,
        text(
            f'"1,234",Aldermoor Council,Referrals,{quarter},,,1',
            f"x,aldermoor,looked-after,{OLD},,,",
            f"61.505,ALDERMOOR,Social workers,{OLD.slug},Provisional,Not all in,",
            header=header,
        ),
    )
    assert (told(found), found.notes) == ([], ["Row 4: 61.505 is kept as 61.51."])
    assert found.figures == {
        (OLD.slug, cast.north.first.pk): {
            "referrals": FigureInput(Decimal(1234)),
            "looked-after": FigureInput(None, "x"),
            "social-workers": FigureInput(Decimal("61.51"), "", "provisional", "Not all in"),
        }
    }
    assert found.count == 3


def test_dat_17_a_workbook_with_one_sheet_is_read_like_csv(cast):
    book = Workbook()
    book.active.append(HEADER.split(","))
    book.active.append(["Aldermoor", OLD.slug, "referrals", 400])
    book.create_sheet("Empty")
    collection = factories.collection(cast)
    found = read(cast, filling.saved(book), "a.xlsx", collection)
    assert found.figures == {(OLD.slug, cast.north.first.pk): {"referrals": FigureInput(Decimal(400))}}
    book["Empty"]["A1"] = 1
    assert told(read(cast, filling.saved(book), "a.xlsx", collection)) == [
        "“”: The workbook must have one sheet with rows, and no other."
    ]
    book["Empty"].sheet_state = "hidden"
    assert told(read(cast, filling.saved(book), "a.xlsx", collection)) == [
        "“”: The workbook has a hidden sheet. Show it or delete it."
    ]
    book.remove(book["Empty"])
    book.active.merge_cells("C3:D3")
    book.active["A3"] = "=A2"
    assert read(cast, filling.saved(book), "a.xlsx", collection).errors[0].reason == (
        "The cells C3:D3 are merged. Unmerge all cells."
    )


# --- Refused ----------------------------------------------------------------------------------------------------------


def test_dat_17_every_bad_cell_is_listed_and_nothing_is_taken(cast):
    collection = factories.collection(cast)
    open_now = factories.period(cast, collection)
    now = factories.quarter().plus(2)
    found = read(
        cast,
        text(
            f"Aldermoor,{OLD.slug},referrals,400,,",
            f"Dunmouth,{OLD.slug},referrals,400,,",
            "Aldermoor,last summer,wizards,400,,",
            f"Aldermoor,{OLD.slug},referrals,401,,",
            f"Aldermoor,{OLD.slug},looked-after,,,",
            f"Aldermoor,{OLD.slug},repeat-referrals,few,soft,=1",
            f"Aldermoor,{OLD.slug},social-workers,5,Provisional,",
            f"Aldermoor,{open_now.slug},referrals,1,,",
            f"Aldermoor,{now.slug},referrals,1,,",
            header=",".join(COLUMNS),
        ),
        collection=collection,
    )
    assert (found.figures, told(found)) == (
        {},
        [
            "File A3 “Dunmouth”: No authority of this name was asked by this collection in that quarter.",
            "File B4 “last summer”: This is no quarter: write one such as 2025-26-q2, or Q2 2025-26.",
            "File C4 “wizards”: There is no item with this code or name in this version of the dataset.",
            "File C5 “referrals”: This figure is there twice: also in row 2.",
            "File D6 “”: There is no figure. Leave the row out, or write x (not available).",
            "File D7 “few”: This is not a number. Enter one such as 12.",
            "File E7 “soft”: This is not a caveat. Choose Provisional or Not comparable, or leave it empty.",
            "File F7 “=1”: This is a formula. Enter the value itself.",
            "File F8 “”: Say in words why it is provisional or not comparable: they follow the figure everywhere.",
            f"File B9 “{open_now.slug}”: {factories.quarter().label} is open: its figures are uploaded to the returns.",
            f"File B10 “{now.slug}”: {now.label} is not over yet.",
        ],
    )
    assert not Edition.objects.exists()


def test_dat_17_a_file_without_headings_rows_or_sense_is_refused(cast):
    collection = factories.collection(cast)
    for content, line in (
        (text(header="authority,period,value"), "File 1 “”: The first row must hold the headings; missing: “item”."),
        (text(header=f"{HEADER},code"), "File C1 “item”: The column “item” is there twice."),
        (text(), "File  “”: There are no rows with figures."),
        (b"", "“”: The file is empty."),
    ):
        assert told(read(cast, content, collection=collection)) == [line]


def test_dat_17_what_is_not_so_any_more_when_it_is_confirmed_is_refused_whole(cast):
    collection = factories.collection(cast)
    found = read(cast, whole(OLDER, OLD), collection=collection)
    loaded(cast, whole(OLD), collection)
    with pytest.raises(NotPossible) as refused:
        workflow.load_quarters(collection, by=cast.north.regional_team, figures=found.figures)
    assert refused.value.reasons == [f"{OLD.label}: an authority has figures already. Restate them in its return."]
    assert not CollectionPeriod.objects.filter(slug=OLDER.slug).exists()


def test_dat_17_figures_that_no_file_would_give_are_refused_with_reasons(cast):
    collection, first = factories.collection(cast), cast.north.first.pk
    figures = {
        ("2025", first): {"referrals": FigureInput(None)},
        (OLD.slug, cast.south.first.pk): {"wizards": FigureInput(Decimal(1))},
    }
    with pytest.raises(NotPossible) as refused:
        workflow.load_quarters(collection, by=cast.north.regional_team, figures=figures)
    assert refused.value.reasons == [
        "“2025” is no quarter: write one such as 2025-26-q2.",
        f"{OLD.label}: an authority was not asked then.",
        "Referrals: give either a number or the reason why there is none.",
        "“wizards” is no item of A small dataset.",
    ]
    with pytest.raises(NotPossible, match="There are no figures in the file"):
        workflow.load_quarters(collection, by=cast.north.regional_team, figures={})
    many = {(f"2025-26-q{n}x", first): {} for n in range(12)}
    with pytest.raises(NotPossible) as refused:
        workflow.load_quarters(collection, by=cast.north.regional_team, figures=many)
    assert refused.value.reasons[-1] == "And 2 more."


def test_dat_17_a_quarter_of_another_version_is_restated_where_it_is(cast):
    collection = loaded(cast, whole(OLD, authorities=["aldermoor"]))
    other = factories.dataset("other")
    workflow.change_collection(collection, by=cast.north.regional_team, version=other)
    found = read(cast, whole(OLD, authorities=["birchester"]), collection=collection)
    assert {one.reason for one in found.errors} == {f"{OLD.label} was collected by another version of the dataset."}


# --- The page ---------------------------------------------------------------------------------------------------------


def test_dat_17_the_team_looks_at_a_file_then_confirms_it(cast, client):
    collection = factories.collection(cast)
    address = f"/data/collections/{collection.pk}/earlier/"
    team = signed_in(client, cast.north.regional_team)
    page = team.get(f"{address}template/")
    assert page.content.decode("utf-8-sig").splitlines()[:2] == [
        ",".join(COLUMNS),
        f"aldermoor,{factories.quarter().next.slug},referrals,,,",
    ]
    assert "Load figures that your authorities gave" in team.get(address).text
    page = team.post(address, {"file": SimpleUploadedFile("old.csv", text("Aldermoor,never,referrals,1"))})
    assert (page.status_code, "This is no quarter" in page.text) == (422, True)
    page = team.post(address, {"file": SimpleUploadedFile("old.csv", whole(OLD))})
    assert "Load 8 figures" in page.text
    assert not Edition.objects.exists()
    confirmed = page.context["confirmed"]
    other = signed_in(client, cast.north.colleague).post(address, {"confirmed": confirmed}, follow=True)
    assert "The file was read too long ago, or by somebody else." in other.text
    team = signed_in(client, cast.north.regional_team)
    page = team.post(address, {"confirmed": confirmed}, follow=True)
    assert "1 earlier quarter is loaded, with 8 figures, marked “not signed off”." in page.text
    page = team.post(address, {"confirmed": confirmed}, follow=True)
    assert "an authority has figures already" in page.text
    assert Figure.objects.count() == 8


def test_the_columns_to_fill_in_are_read_once_filled_in(cast):
    collection = factories.collection(cast)
    content = earlier_template(collection, OLD.slug).replace(b",,,\r\n", b",5,,\r\n")
    assert read(cast, content, collection=collection).count == 12
    assert InYearValue.objects.count() == 0


@pytest.mark.soak
def test_dat_17_a_quarter_of_153_authorities_is_loaded_within_twenty_seconds(cast):
    region = cast.north.region
    Authority.objects.bulk_create(
        Authority(slug=f"a{n}", name=f"A{n}", official_name=f"A{n} Council", kind="unitary", region=region)
        for n in range(150)
    )
    names = list(region.authorities.values_list("slug", flat=True))
    begun = time.monotonic()
    loaded(cast, whole(OLD, authorities=names))
    assert time.monotonic() - begun < 20
    assert Edition.objects.count() == 153
