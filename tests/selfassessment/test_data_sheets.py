"""Data sheets: figures with trend and comparators, annual and in-year apart, and hidden ones hidden (SE-8, DAT-11)."""

from datasets.models import InYearValue
from selfassessment.data_sheets import plain_sheets, sheet_for, sheet_from
from selfassessment.plans import Question
from selfassessment.statuses import QuestionKind
from tests.datasets import comparing
from tests.datasets import factories as figures
from tests.selfassessment import documenting, factories

ANNUAL = Question(
    "figures", QuestionKind.DATA_SHEET, "Figures?", indicators=("repeat-share", "care-rate", "grade", "unknown")
)
IN_YEAR = Question(
    "quarters", QuestionKind.DATA_SHEET, "Quarters?", indicators=("repeat-referrals-share", "looked-after-rate")
)


def evaluation(cast):
    return documenting.fresh(factories.evaluation(cast))


def plain(cast, question: Question):
    of = evaluation(cast)
    return plain_sheets(of, [question])[question]


def said(row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("period", "own", "place", "trend", "region", "england", "near", "notes"))


class TestAnnual:
    def test_a_figure_stands_beside_its_region_england_neighbours_and_past(self, cast):
        comparing.published(cast)
        others = comparing.more_authorities(cast, 6)
        comparing.neighbours(cast.north.first, others)
        for number, other in enumerate(others[:5]):
            comparing.value(other, comparing.share(), 20 + number)
        comparing.value(cast.north.first, comparing.share(), "24.1", year=2024)
        sheet = plain(cast, ANNUAL)
        assert sheet["in_year"] == []
        assert (sheet["authority"], sheet["region"], sheet["neighbours"]) == (
            "Aldermoor",
            "North",
            "Neighbours 2025-05",
        )
        share, rate = sheet["annual"]
        assert said(share) == (
            *("2025", "25.3%", "in the lowest quarter of authorities, rank 4 of 4", "increasing", "21.7%", "22.6%"),
            *("22.0% (5 of 6)", ""),
        )
        assert [one[:2] for one in share["past"]] == [["2024", "24.1%"], ["2025", "25.3%"]]
        assert said(rate) == (
            *("2025", "70 per 10,000", "", "", "not available", "not available"),
            *("no average: 0 of 6 have a figure", ""),
        )

    def test_of_fewer_than_five_neighbours_there_is_no_average(self, cast):
        comparing.published(cast)
        comparing.neighbours(cast.north.first, [cast.south.first])
        assert plain(cast, ANNUAL)["annual"][0]["near"] == "no average: 1 of 1 have a figure"

    def test_grades_are_never_pooled_or_averaged_and_an_indicator_without_figures_is_named(self, cast):
        comparing.value(cast.north.first, comparing.grade(), 2)
        comparing.share()
        sheet = plain(cast, ANNUAL)
        assert said(sheet["annual"][0]) == ("2025", "2", "", "", "not pooled", "not pooled", "never averaged", "")
        assert sheet["missing"] == ["Repeat share"]

    def test_a_year_that_only_england_has_reads_not_available(self, cast):
        comparing.area(comparing.share(), 20, year=2026)
        comparing.value(cast.north.first, comparing.share(), None, marker="c", is_first_year=True)
        row = plain(cast, ANNUAL)["annual"][0]
        assert (row["period"], row["own"], row["past"]) == (
            "2026",
            "not available",
            [["2025", "hidden (small number)", ""]],
        )

    def test_a_first_year_says_so(self, cast):
        comparing.value(cast.north.first, comparing.share(), 20, is_first_year=True)
        assert plain(cast, ANNUAL)["annual"][0]["notes"] == "first year of a new authority"


class TestInYear:
    def test_a_published_quarter_is_shown_and_never_in_the_table_of_years(self, cast):
        figures.published_return(cast)
        sheet = plain(cast, IN_YEAR)
        assert sheet["annual"] == []
        share, rate = sheet["in_year"]
        assert said(share)[1:] == ("22.5%", "", "", "not available", "not available", "none known", "")
        assert share["period"] == str(figures.quarter())
        # There is no population to work the rate out with.
        assert rate["own"] == "not available"

    def test_a_quarter_that_is_not_published_yet_is_not_shown(self, cast):
        figures.accepted(cast, figures.period(cast))
        assert plain(cast, IN_YEAR)["in_year"] == []

    def test_a_small_number_is_hidden_inside_the_region_and_more_outside(self, cast):
        figures.published_return(cast)
        of = evaluation(cast)
        values = InYearValue.objects.filter(indicator__code="repeat-referrals-share")
        values.update(hidden_inside=False, hidden_outside=True, unplaced_outside=True, band="B", rank=2, ranked=9)
        sheet = plain_sheets(of, [IN_YEAR])[IN_YEAR]
        inside, outside = (sheet_from(sheet, where).in_year[0] for where in (True, False))
        assert (inside["own"], inside["place"]) == ("22.5%", "in the second quarter of authorities, rank 2 of 9")
        assert (outside["own"], outside["place"], outside["region"], outside["near"]) == (
            *("hidden (small number)", ""),
            *("not shared with you", "not shared with you"),
        )
        assert "22.5" not in str(outside)
        values.update(hidden_inside=True)
        hidden = plain_sheets(of, [IN_YEAR])[IN_YEAR]
        assert "22.5" not in str(hidden)

    def test_each_reader_gets_the_sheet_of_where_they_stand(self, cast):
        figures.published_return(cast)
        InYearValue.objects.update(hidden_outside=True)
        of = evaluation(cast)
        shown = {
            name: sheet_for(of, IN_YEAR, cast[name]).in_year[0]["own"]
            for name in ("north.dcs", "north.regional_team", "north.lga_adviser", "south.dcs", "administrator")
        }
        assert shown == {
            "north.dcs": "22.5%",
            "north.regional_team": "22.5%",
            "north.lga_adviser": "22.5%",
            "south.dcs": "hidden (small number)",
            "administrator": "hidden (small number)",
        }

    def test_who_has_not_signed_has_no_in_year_comparators(self, cast):
        of = figures.period(cast)
        figures.given(cast, of, cast.north.second)
        figures.published(cast, of)
        cycle = factories.cycle(cast)
        unsigned = documenting.fresh(cycle.evaluations.get(authority=cast.north.second))
        row = plain_sheets(unsigned, [IN_YEAR])[IN_YEAR]["in_year"][0]
        assert (row["own"], row["region"], row["near"]) == (
            *("22.5%", "not open without a signature"),
            "not open without a signature",
        )

    def test_neighbours_of_the_same_collection_are_averaged_from_five_on(self, cast):
        of = figures.period(cast)
        figures.accepted(cast, of)
        figures.given(cast, of, cast.north.second)
        figures.published(cast, of)
        comparing.neighbours(cast.north.first, [cast.north.second, cast.south.first])
        row = plain(cast, IN_YEAR)["in_year"][0]
        assert row["near"] == "no average: 1 of 2 share a quarterly figure"

    def test_what_an_authority_says_of_a_figure_follows_it(self, cast):
        figures.published_return(cast)
        InYearValue.objects.update(caveat="not-comparable", caveat_words="A new system", is_revised=True)
        row = plain(cast, IN_YEAR)["in_year"][0]
        assert row["notes"] == "not comparable: A new system; revised after it was published"


def test_sheets_take_the_same_queries_however_many_there_are(cast, django_assert_num_queries):
    comparing.published(cast)
    comparing.neighbours(cast.north.first, [cast.south.first])
    figures.published_return(cast)
    of = evaluation(cast)
    several = [
        Question(f"q{number}", "data-sheet", "Q?", indicators=(*ANNUAL.indicators, *IN_YEAR.indicators))
        for number in range(20)
    ]
    for questions in (several[:1], several):
        with django_assert_num_queries(11):
            sheets = plain_sheets(of, questions)
    assert len(sheets) == 20


def test_no_question_no_sheet(cast, django_assert_num_queries):
    of = evaluation(cast)
    with django_assert_num_queries(0):
        assert plain_sheets(of, [Question("story", "narrative", "Tell?")]) == {}
    assert not sheet_from(None, inside=True)
