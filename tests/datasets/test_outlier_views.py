"""Figures to look at: why each is listed, who may put a note to one, and who reads it."""

import io

import pytest
from openpyxl import load_workbook

from datasets.models import FigureNote
from datasets.rules.notes import LONGEST_NOTE, reasons_not_to_add_note
from datasets.workflow import add_note
from riia.audit.models import Event
from riia.workflow import NotPermitted, NotPossible
from tests.datasets import comparing
from tests.datasets.test_indicator_views import text_of
from tests.people import signed_in

ADDRESS = "/data/outliers/"
WORDS = "A new front door since May."


@pytest.fixture
def read(cast, client):
    comparing.published(cast)
    comparing.value(cast.south.second, comparing.share(), 40, flags=["outlier-high"])

    def answer(who, **asked) -> str:
        return text_of(signed_in(client, who).get(ADDRESS, asked))

    return answer


def test_each_figure_says_which_rule_flagged_it(read, cast):
    text = read(cast.north.dcs)
    assert "1 figure" in text
    row = "Aldermoor Repeat share 25.3% In the lowest quarter Five-point trend in the wrong direction Band D, 4 of 4"
    assert row in text
    assert "Eastcombe" not in text


def test_gen_2_nobody_is_called_worst_or_failing(read, cast):
    text = read(cast.north.dcs, region="england").lower()
    assert "figures to look at" in text
    assert not any(word in text for word in ("worst", "failing", "poor", "late "))


def test_lists_are_narrowed_by_region_theme_and_rule(read, cast):
    assert "2 figures" in read(cast.north.dcs, region="england")
    assert "Above the widened 99.8% limits" in read(cast.north.dcs, region="south")
    assert "No figures" in read(cast.north.dcs, theme="workforce")
    assert "1 figure" in read(cast.north.dcs, region="england", rule="outlier-high")
    assert "No figures" in read(cast.north.dcs, period="2025", rule="drift")


@pytest.mark.parametrize("asked", [{"rule": "x"}, {"region": "x"}, {"period": "x"}, {"theme": "x"}])
def test_an_unknown_word_is_an_error_and_no_rows(read, cast, asked):
    text = read(cast.north.dcs, **asked)
    assert "There is a problem" in text
    assert "25.3" not in text


def test_its_download(read, cast, client):
    cast.north.first.codes.create(scheme="gss", code="E99000001")
    signed_in(client, cast.north.dcs)
    file = b"".join(client.get(ADDRESS, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    assert "aldermoor,Aldermoor,E99000001,north,repeat-share,Repeat share,early-help,annual,2025" in file
    assert file.splitlines()[0].endswith("notes,interval_method,source,version,marking")
    assert ",Wilson,Test,," in file
    book = load_workbook(io.BytesIO(client.get(ADDRESS, {"export": "xlsx"}).content))
    about = dict(book["About"].iter_rows(values_only=True))
    assert about["Method"].startswith("Annual figures keep the rule of their publisher. Intervals are 95%")
    assert "lowest-quarter" in about["Rules"]
    assert about["Version"] == "none"


# --- Notes ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def figure(cast):
    return comparing.value(cast.north.first, comparing.share(), 25, flags=["trend"])


def test_a_note_is_read_by_the_authority_its_team_and_its_board_only(cast, figure):
    note = add_note(cast.north.first, by=cast.north.dcs, indicator=figure.indicator, period="2025", text=f" {WORDS} ")
    assert (note.text, note.by, note.authority) == (WORDS, cast.north.dcs, cast.north.first)
    readers = {
        name
        for name in (
            "north.dcs",
            "north.performance_lead",
            "north.regional_team",
            "north.board_chair",
            "north.unsigned_dcs",
            "north.dfe_adviser",
            "south.dcs",
            "administrator",
            "stranger",
        )
        if FigureNote.objects.visible_to(cast[name]).exists()
    }
    assert readers == {"north.dcs", "north.performance_lead", "north.regional_team", "north.board_chair"}
    assert WORDS not in str(Event.objects.latest("pk").after)


def test_who_is_not_of_the_authority_or_its_team_adds_none(cast, figure):
    for name in ("south.dcs", "north.unsigned_dcs", "north.board_chair", "administrator"):
        with pytest.raises(NotPermitted):
            add_note(cast.north.first, by=cast[name], indicator=figure.indicator, period="2025", text=WORDS)
    assert not FigureNote.objects.exists()


@pytest.mark.parametrize(
    ("period", "text", "reason"),
    [
        ("2025", " ", "Write the note."),
        ("2025", "x" * (LONGEST_NOTE + 1), "A note has at most 2,000 characters; this one has 2,001."),
        ("2024", WORDS, "You see no figure of Aldermoor for “Repeat share” in 2024."),
        ("2025-26-q1", WORDS, "You see no figure of Aldermoor for “Repeat share” in April to June 2025."),
        ("soon", WORDS, "“soon” is no period: write a year, such as 2025, or a quarter, such as 2025-26-q2."),
    ],
)
def test_a_note_is_about_a_figure_and_has_words(cast, figure, period, text, reason):
    with pytest.raises(NotPossible) as refusal:
        add_note(cast.north.first, by=cast.north.dcs, indicator=figure.indicator, period=period, text=text)
    assert refusal.value.reasons == [reason]
    assert reasons_not_to_add_note(cast.north.first, by=cast.north.dcs) == []


def test_a_note_is_added_from_the_list_and_stands_at_the_figure(cast, client, figure):
    signed_in(client, cast.north.performance_lead)
    assert "None. Add a note" in text_of(client.get(ADDRESS))
    address = f"/data/authorities/{cast.north.first.pk}/notes/add/"
    typed = {"indicator": "repeat-share", "period": "2025", "text": WORDS}
    response = client.post(address, typed)
    assert response["Location"] == "/data/indicators/repeat-share/?authority=aldermoor&period=2025"
    assert WORDS in text_of(client.get(response["Location"]))
    assert "1 note. Add a note" in text_of(client.get(ADDRESS))
    signed_in(client, cast.south.dcs)
    assert WORDS not in text_of(client.get(response["Location"]))
