"""What a report says of figures (DAT-14, GEN-2)."""

import pytest

from datasets.narrative import draft
from datasets.prose import html_of, pieces_of

PERIODS = [
    {"slug": "2025-26-q1", "label": "April to June 2025"},
    {"slug": "2025-26-q2", "label": "July to September 2025"},
    {"slug": "2025-26-q3", "label": "October to December 2025"},
    {"slug": "2025-26-q4", "label": "January to March 2026"},
]
ALL_CAME = {"label": "January to March 2026", "asked": 3, "received": 3, "by_the_day": 3, "missing": []}


def value(text, used=3, expected=3, why_not=""):
    return {"value": text, "used": used, "expected": expected, "why_not": why_not}


def measure(*values, look=0, **changed):
    return {
        "code": "repeat-share",
        "name": "Repeat referrals",
        "theme": "early-help",
        "unit": "percent",
        "decimals": 1,
        "polarity": "lower_better",
        "look": look,
        "values": list(values),
    } | changed


def told(one, periods=PERIODS) -> str:
    """What is said of one measure."""
    figures = {"region": "North", "period": "2025-26-q4", "periods": periods, "returns": [ALL_CAME], "measures": [one]}
    return draft(figures)[1]["text"]


def test_a_measure_is_told_with_its_value_its_authorities_and_its_change_over_two_quarters():
    one = measure(value("24"), value("22.9"), value("22"), value("21.72", used=2))
    assert told(one) == (
        "- **Repeat referrals**: 21.7% in January to March 2026, from 2 of 3 authorities. "
        "That is 1.2 percentage points lower than two quarters before (22.9% in July to September 2025). "
        "It has fallen in each of the last 3 quarters."
    )


def test_what_reads_the_same_is_the_same():
    one = measure(value("22.04"), value("22.96"), value("22"), value("23.01"))
    assert "That is the same as two quarters before (23.0% in July to September 2025)." in told(one)


def test_a_rate_is_told_in_its_own_unit_and_authorities_to_look_at_are_counted():
    one = measure(None, value("60"), None, value("71"), unit="rate per 10,000", decimals=0, look=2)
    assert told(one) == (
        "- **Repeat referrals**: 71 per 10,000 in January to March 2026, from all 3 authorities. "
        "That is 11 per 10,000 higher than two quarters before (60 per 10,000 in July to September 2025). "
        "2 authorities have a figure to look at."
    )


def test_one_percentage_point_and_one_authority_are_single():
    one = measure(None, value("20"), value("20.5"), value("21"), look=1)
    assert "That is 1.0 percentage point higher" in told(one)
    assert "1 authority has a figure to look at." in told(one)


@pytest.mark.parametrize("values", [[value("21")], [value(None), value("20"), value("21")]])
def test_without_a_figure_of_two_quarters_before_that_is_said(values):
    assert "There is no figure of two quarters before to compare it with." in told(
        measure(*values), PERIODS[-len(values) :]
    )


def test_a_gap_or_a_turn_ends_a_run():
    assert "in each of the last" not in told(measure(value("20"), None, value("22"), value("23")))
    assert "in each of the last" not in told(measure(value("23"), value("22"), value("22"), value("23")))


def sections(returns, *measures):
    figures = {"region": "North", "period": "2025-26-q4", "periods": PERIODS, "returns": returns}
    return {one["heading"]: one["text"] for one in draft(figures | {"measures": list(measures)})}


def test_what_is_missing_is_named_and_never_judged():
    late = {"label": "January to March 2026", "asked": 3, "received": 2, "by_the_day": 1, "missing": ["Calderwick"]}
    gone = measure(None, None, None, value(None, used=2, why_not="2 of 3 authorities have counts."))
    found = sections([late], gone, measure(None, None, None, None, name="Plans"))
    assert found == {
        "How complete the figures are": (
            "2 of 3 authorities sent figures for January to March 2026, 1 by the day on which they were due and 1 "
            "after it.\n\n0 indicators of 2 could be pooled for North in January to March 2026."
        ),
        "What is missing": (
            "No figures for January to March 2026 came from Calderwick.\n\n"
            "**Repeat referrals** is not available. 2 of 3 authorities have counts.\n\n"
            "**Plans** is not available. No authority has a figure."
        ),
    }


def test_a_complete_quarter_is_told_in_short():
    found = sections([ALL_CAME], measure(None, value("20"), value("20"), value("21")))
    assert found["How complete the figures are"].startswith(
        "All 3 authorities sent their figures for January to March 2026, by the day on which they were due."
    )
    assert found["What is missing"] == (
        "Nothing is missing: every authority sent its figures and every indicator is pooled."
    )


def test_nothing_received_and_several_missing_are_said():
    none = {"label": "January to March 2026", "asked": 2, "received": 0, "by_the_day": 0, "missing": ["Alder", "Birch"]}
    found = sections([none])
    assert found["How complete the figures are"].startswith(
        "0 of 2 authorities sent figures for January to March 2026.\n"
    )
    assert "came from Alder and Birch." in found["What is missing"]


# --- Markdown ---------------------------------------------------------------------------------------------------------


def test_markdown_becomes_paragraphs_lists_emphasis_and_links():
    assert html_of("A **bold** *word*, [here](https://example.org).\n\n- one\n- two\n\n1. first") == (
        '<p class="govuk-body">A <strong>bold</strong> <em>word</em>, '
        '<a href="https://example.org" class="govuk-link" rel="noopener noreferrer">here</a>.</p>\n'
        '<ul class="govuk-list govuk-list--bullet">\n<li>one</li>\n<li>two</li>\n</ul>\n'
        '<ol class="govuk-list govuk-list--number">\n<li>first</li>\n</ol>\n'
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[here](javascript:alert(1))",
        "![picture](https://example.org/x.png)",
        '<p style="color:red">x</p>',
    ],
)
def test_nothing_in_a_text_runs_or_loads(text):
    made = html_of(text)
    assert not any(tag in made for tag in ("<script", "<img", "<p style", 'href="javascript'))


def test_markdown_becomes_pieces_of_a_word_file():
    found = pieces_of("A **bold** and *slanted* word\nin `code`\\\nover\n\n- one\n  1. inner")
    assert [(one.level, one.numbered) for one in found] == [(0, False), (1, False), (2, True)]
    assert [(words, bold, italic) for words, bold, italic in found[0].runs if bold or italic] == [
        ("bold", True, False),
        ("slanted", False, True),
    ]
    assert "".join(words for words, _, _ in found[0].runs) == "A bold and slanted word\nin code\nover"
