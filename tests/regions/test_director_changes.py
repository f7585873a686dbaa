"""DIR-12: changes of director, against histories worked out by hand and a recount day by day."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regions.director_changes import Hats, Life, Term, Timeline, Window, figures, timelines
from regions.director_filters import last_year
from regions.director_reading import years
from regions.director_wording import change_rows, tenure_rows, years_in_post, years_picture
from regions.statuses import ChangeKind, Precision
from regions.survival import Stay, kaplan_meier, mean, median_time, middle

K = ChangeKind
A, B = 1, 2  # authorities
ANN, BEN, CAT, DAN = 11, 12, 13, 14  # people
YEAR = Window(date(2024, 4, 1), date(2025, 3, 31))


def term(person: int, starts: str, ends: str | None = None, *, authority: int = A, **details) -> Term:
    last = date.fromisoformat(ends) if ends else None
    return Term(authority, person, date.fromisoformat(starts), last, **details)


def of(*terms: Term, lives: tuple[Life, ...] = (Life(A),), window: Window = YEAR, hats: Hats | None = None):
    return figures(timelines(terms, lives), window, hats=hats)


def told(found) -> list[tuple[str, str, int | None, int | None]]:
    return [(one.day.isoformat(), str(one.kind), one.before, one.after) for one in found.changes]


# --- The estimate -----------------------------------------------------------------------------------------------------

# Weeks of remission of children with acute leukaemia: E. J. Freireich et al., "The effect of 6-mercaptopurine on the
# duration of steroid-induced remissions in acute leukemia", Blood 21 (1963), 699-716. The second list are those still
# in remission. The curve is that of D. R. Cox and D. Oakes, "Analysis of Survival Data" (1984).
TREATED = ((6, 6, 6, 7, 10, 13, 16, 22, 23), (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35))
PLACEBO = ((1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23), ())


def stays(data) -> list[Stay]:
    return [Stay(time, left) for times, left in zip(data, (True, False), strict=True) for time in times]


def test_the_estimate_is_that_of_the_literature():
    curve = kaplan_meier(stays(TREATED))
    assert [(step.time, step.at_risk, step.left, round(float(step.share), 3)) for step in curve] == [
        (6, 21, 3, 0.857),
        (7, 17, 1, 0.807),
        (10, 15, 1, 0.753),
        (13, 12, 1, 0.690),
        (16, 11, 1, 0.627),
        (22, 7, 1, 0.538),
        (23, 6, 1, 0.448),
    ]
    assert median_time(curve) == 23
    assert median_time(kaplan_meier(stays(PLACEBO))) == 8


def test_with_nobody_still_there_the_estimate_is_the_plain_share():
    curve = kaplan_meier(stays(PLACEBO))
    assert [step.share for step in curve] == [
        Fraction(sum(time > step.time for time in PLACEBO[0]), 21) for step in curve
    ]


def test_half_of_them_is_reached_exactly_and_not_by_rounding():
    assert median_time(kaplan_meier([Stay(time, True) for time in (1, 2, 3, 4, 5, 6)])) == 3


def test_where_more_than_half_stay_there_is_no_median():
    assert median_time(kaplan_meier([Stay(5, True), Stay(9, False), Stay(9, False)])) is None
    assert kaplan_meier([Stay(5, False)]) == ()
    assert median_time(()) is None


def test_who_is_first_watched_later_is_no_witness_of_the_time_before():
    """At 2, one of two watched leaves; the two who are watched from 3 on count only then."""
    curve = kaplan_meier([Stay(2, True), Stay(6, False), Stay(5, True, 3), Stay(7, False, 3), Stay(4, True, 4)])
    assert [(step.time, step.at_risk, step.left, step.share) for step in curve] == [
        (2, 2, 1, Fraction(1, 2)),
        (5, 3, 1, Fraction(1, 3)),
    ]


def test_mean_and_median_of_complete_times():
    assert (mean([1, 2, 6]), middle([6, 1, 2]), middle([4, 1, 2, 9])) == (3, 2, 3)
    assert (mean([]), middle([])) == (None, None)


# --- What is a change, and of which class -----------------------------------------------------------------------------


def test_the_four_handovers():
    found = of(
        term(ANN, "2020-01-01", "2024-05-01"),
        term(BEN, "2024-05-01", "2024-07-01"),
        term(CAT, "2024-07-01", "2024-09-01", interim=True),
        term(DAN, "2024-09-01", "2025-01-01", interim=True),
        term(ANN, "2025-01-01"),
    )
    assert told(found) == [
        ("2024-05-01", K.PERMANENT_TO_PERMANENT, ANN, BEN),
        ("2024-07-01", K.PERMANENT_TO_INTERIM, BEN, CAT),
        ("2024-09-01", K.INTERIM_TO_INTERIM, CAT, DAN),
        ("2025-01-01", K.INTERIM_TO_PERMANENT, DAN, ANN),
    ]
    assert (found.total, found.changed, found.changed_once, found.changed_more, found.further) == (4, 1, 0, 1, 3)
    assert (found.to_interim, found.known, found.authorities, found.vacancy_days) == (2, 1, 1, 0)


def test_the_same_person_first_interim_then_permanent_is_no_change():
    """DIR-6"""
    found = of(term(ANN, "2024-01-01", "2024-06-01", interim=True), term(ANN, "2024-06-01"))
    assert told(found) == [("2024-06-01", K.MADE_PERMANENT, ANN, ANN)]
    assert found.total == 0
    back = of(term(ANN, "2024-01-01", "2024-06-01"), term(ANN, "2024-06-01", interim=True))
    assert told(back) == [("2024-06-01", K.MADE_INTERIM, ANN, ANN)]
    assert told(of(term(ANN, "2024-01-01", "2024-06-01"), term(ANN, "2024-06-01"))) == []


def test_a_gap_is_one_change_on_the_day_when_somebody_takes_up_the_post():
    found = of(term(ANN, "2020-01-01", "2024-06-01"), term(BEN, "2024-06-11"))
    assert told(found) == [("2024-06-01", K.TO_VACANT, ANN, None), ("2024-06-11", K.FROM_VACANT, ANN, BEN)]
    assert (found.total, found.vacancy_days, found.vacant_authorities, found.known) == (1, 10, 1, 1)


def test_the_same_person_again_after_a_gap_is_no_change():
    found = of(term(ANN, "2020-01-01", "2024-06-01"), term(ANN, "2024-06-11"))
    assert [str(one.kind) for one in found.changes] == [K.TO_VACANT, K.RETURNED]
    assert (found.total, found.vacancy_days) == (0, 10)


def test_acting_beside_the_holder_is_shown_and_no_change():
    """DIR-14"""
    found = of(term(ANN, "2020-01-01"), term(BEN, "2024-06-01", "2024-08-01", acting=True))
    assert told(found) == [("2024-06-01", K.COVER, ANN, BEN)]
    assert (found.total, found.last_day.acting, found.last_day.interim) == (0, 0, 0)


def test_who_acts_while_there_is_no_holder_is_counted_as_an_interim():
    """DIR-14: exactly one person is in charge on any day."""
    found = of(
        term(ANN, "2020-01-01", "2024-06-01"),
        term(BEN, "2024-05-01", "2024-08-01", acting=True),
        term(CAT, "2024-07-01"),
        window=Window(date(2024, 4, 1), date(2024, 6, 30)),
    )
    assert told(found) == [
        ("2024-05-01", K.COVER, ANN, BEN),
        ("2024-06-01", K.PERMANENT_TO_INTERIM, ANN, BEN),
    ]
    assert (found.total, found.vacancy_days, found.last_day.interim, found.last_day.acting) == (1, 0, 1, 1)


def test_of_two_authorities_under_one_director_each_counts_and_both_are_shared():
    """DIR-6"""
    found = of(
        term(ANN, "2020-01-01", "2024-06-01"),
        term(BEN, "2024-06-01"),
        term(CAT, "2020-01-01", "2024-09-01", authority=B),
        term(BEN, "2024-09-01", authority=B),
        lives=(Life(A), Life(B)),
    )
    assert (found.total, found.changed, found.further) == (2, 2, 0)
    assert (found.last_day.shared_posts, found.last_day.shared_people, found.last_day.held) == (2, 1, 2)


def test_a_director_is_shared_with_an_authority_of_another_region_too():
    terms = (term(BEN, "2020-01-01"), term(BEN, "2020-01-01", authority=B))
    everybody = timelines(terms, (Life(A), Life(B)))
    found = figures(everybody[:1], YEAR, everybody)
    assert (found.authorities, found.last_day.shared_posts, found.last_day.shared_people) == (1, 1, 1)


def test_twin_hats_and_trust_chiefs_are_those_of_the_last_day_in_the_same_authority():
    hats = Hats(
        adults=[
            term(ANN, "2020-01-01", "2025-03-31"),  # the last day is the first without
            term(BEN, "2020-01-01", authority=B),
            term(CAT, "2020-01-01", authority=B),
            term(DAN, "2020-01-01", authority=3, status="stated"),
        ],
        trusts=[Term(None, ANN, date(2020, 1, 1)), Term(None, BEN, date(2020, 1, 1), date(2024, 6, 1))],
    )
    directors = (
        term(ANN, "2020-01-01"),
        term(BEN, "2020-01-01", authority=B),
        term(DAN, "2020-01-01", authority=3),
    )
    found = of(*directors, lives=(Life(A), Life(B), Life(3)), hats=hats)
    assert (found.last_day.twin_hats, found.last_day.trust_chiefs, found.last_day.held) == (1, 1, 3)


# --- Authorities that begin and end -----------------------------------------------------------------------------------


def test_the_first_director_of_a_new_authority_is_no_change_and_the_last_of_an_old_one_has_not_left():
    """Longwater County becomes Longwater: one person goes over, and then is followed."""
    found = of(
        term(ANN, "2020-01-01", "2024-10-01"),
        term(ANN, "2024-10-01", "2025-01-01", authority=B),
        term(BEN, "2025-01-01", authority=B),
        lives=(Life(A, ends=date(2024, 10, 1)), Life(B, starts=date(2024, 10, 1))),
    )
    assert told(found) == [
        ("2024-09-30", K.AUTHORITY_ENDED, ANN, None),
        ("2024-10-01", K.NEW_AUTHORITY, None, ANN),
        ("2025-01-01", K.PERMANENT_TO_PERMANENT, ANN, BEN),
    ]
    assert (found.authorities, found.known, found.total, found.last_day.posts, found.vacancy_days) == (2, 2, 1, 1, 0)
    # Ann left Longwater after 92 days; that her first post ended with its authority is no leaving.
    assert found.tenure.left == (92,)
    assert sorted(found.tenure.stays, key=lambda one: one.time) == [
        Stay(90, left=False, entered=0),
        Stay(92, left=True, entered=0),
        Stay(1735, left=False, entered=1551),
    ]


def test_nobody_is_in_charge_of_an_authority_before_or_after_its_life():
    found = of(term(ANN, "2020-01-01"), lives=(Life(A, date(2024, 6, 1), date(2024, 9, 1)),))
    assert told(found) == [("2024-06-01", K.NEW_AUTHORITY, None, ANN), ("2024-08-31", K.AUTHORITY_ENDED, ANN, None)]
    assert (found.last_day.posts, found.last_day.held) == (0, 0)


def test_an_authority_that_is_not_there_in_the_window_is_not_counted():
    found = of(term(ANN, "2010-01-01"), lives=(Life(A, ends=date(2023, 4, 1)),))
    assert (found.authorities, found.known, found.coverage, found.changes) == (0, 0, 0.0, ())


def test_in_a_group_only_the_time_of_membership_counts():
    """DIR-17"""
    line = Timeline(
        Life(A),
        [
            term(ANN, "2020-01-01", "2024-06-01"),
            term(BEN, "2024-06-01", "2024-10-01"),
            term(CAT, "2024-10-01", "2025-02-01"),
            term(DAN, "2025-02-01"),
        ],
    ).watched(((date(2024, 7, 1), date(2024, 12, 1)),))
    found = figures([line], YEAR)
    assert told(found) == [("2024-10-01", K.PERMANENT_TO_PERMANENT, BEN, CAT)]
    assert (found.authorities, found.known, found.last_day.posts) == (1, 1, 0)
    assert found.tenure.left == ((date(2024, 10, 1) - date(2024, 6, 1)).days,)


# --- What is not known ------------------------------------------------------------------------------------------------


def test_what_nobody_confirmed_stays_out_and_is_not_taken_for_a_vacancy():
    """DIR-15"""
    found = of(
        term(ANN, "2020-01-01", "2024-06-01"),
        term(BEN, "2024-06-01", "2024-09-01", status="stated"),
        term(CAT, "2024-09-11"),
    )
    assert told(found) == [("2024-09-11", K.FROM_VACANT, ANN, CAT)]
    assert (found.known, found.coverage, found.vacancy_days, found.stated) == (0, 0.0, 10, 1)
    only = of(term(BEN, "2020-01-01", status="stated"))
    assert (only.total, only.known, only.last_day.unknown, only.tenure.stays) == (0, 0, 1, ())


def test_a_confirmed_beginning_is_a_change_also_where_nobody_before_is_known():
    found = of(term(ANN, "2024-06-01"))
    assert told(found) == [("2024-06-01", K.FROM_NOT_KNOWN, None, ANN)]
    assert (found.total, found.known) == (1, 0)


def test_in_post_by_a_day_is_no_beginning():
    found = of(term(ANN, "2024-06-01", starts_precision=Precision.UNKNOWN))
    assert (found.changes, found.known, found.tenure.left_out) == ((), 0, 1)


def test_who_followed_on_a_day_that_nobody_states_is_shown_and_not_counted():
    found = of(term(ANN, "2020-01-01", "2024-06-01"), term(BEN, "2024-09-01", starts_precision=Precision.UNKNOWN))
    assert told(found) == [("2024-09-01", K.UNDATED, ANN, BEN)]
    assert (found.total, found.vacancy_days, found.known) == (0, 0, 0)


def test_nothing_later_known_is_no_vacancy():
    found = of(term(ANN, "2020-01-01", "2024-06-01", ends_precision=Precision.UNKNOWN), term(BEN, "2024-09-01"))
    assert told(found) == [("2024-09-01", K.FROM_NOT_KNOWN, ANN, BEN)]
    assert (found.total, found.vacancy_days, found.known, found.tenure.left) == (1, 0, 0, ())


def test_a_vacancy_that_a_person_confirmed_counts():
    found = of(lives=(Life(A, vacant_from=date(2025, 3, 2)),))
    assert (found.vacancy_days, found.last_day.vacant, found.known) == (30, 1, 0)


def test_a_date_known_to_the_month_or_year_counts_on_its_first_day_and_says_so():
    """DIR-5: a month or a year known covers the whole of it."""
    found = of(
        term(ANN, "2020-01-01", "2024-06-01"),
        term(BEN, "2024-06-01", "2025-01-01", starts_precision=Precision.MONTH),
        term(CAT, "2025-01-01", starts_precision=Precision.YEAR),
    )
    assert (found.total, found.approximate, found.may_belong_elsewhere) == (2, 2, 1)
    # Cat's beginning may be off by a year: her time in post is left out.
    assert (found.tenure.left_out, found.tenure.in_post) == (1, ())
    assert found.tenure.left == (1613, 214)


# --- Time in post -----------------------------------------------------------------------------------------------------


def test_time_in_post_runs_over_interim_and_permanent_and_to_the_last_day_of_the_window():
    found = of(
        term(ANN, "2023-04-01", "2024-04-01", interim=True),
        term(ANN, "2024-04-01", "2024-10-01"),
        term(BEN, "2024-10-01"),
    )
    assert found.tenure.left == (549,)
    assert found.tenure.in_post == (182,)
    assert set(found.tenure.stays) == {Stay(549, True, 365), Stay(182, False, 0)}


def test_who_left_on_the_first_day_of_the_window_is_counted_in_it():
    found = of(term(ANN, "2023-04-01", "2024-04-01"), term(BEN, "2024-04-01"))
    assert found.tenure.left == (366,)
    assert found.tenure.stays[0] == Stay(366, True, 365)
    assert kaplan_meier(found.tenure.stays)[0].at_risk == 1


def test_for_england_time_in_post_needs_four_of_five_authorities():
    """DIR-15"""
    lives = tuple(Life(number) for number in range(1, 6))
    four = [term(ANN, "2020-01-01", authority=number) for number in range(1, 5)]
    found = of(*four, lives=lives)
    assert found.coverage == 0.8
    assert years_in_post(found, england=True).mean_in_post == 5.25
    less = of(*four[:3], lives=lives)
    assert years_in_post(less, england=True).mean_in_post is None
    assert years_in_post(less, england=True).hidden == (
        "Not shown: 3 of 5 authorities are known for the whole window, and figures for England need 80 %."
    )
    assert years_in_post(less, england=False).mean_in_post == 5.25


def test_what_is_dated_roughly_or_left_out_is_said():
    found = of(
        term(ANN, "2020-01-01", "2024-06-01"),
        term(BEN, "2024-06-01", "2025-01-01", starts_precision=Precision.MONTH),
        term(CAT, "2025-01-01", starts_precision=Precision.YEAR),
    )
    assert change_rows(found)[-1] == (
        "Dated to the month or the year",
        "2",
        "Counted on the first day of it. 1 of those near the ends of the window may lie outside it.",
    )
    rows = {name: (value, note) for name, value, note in tenure_rows(found, years_in_post(found, england=False))}
    assert rows["Left out"] == ("1", "A date is known to the year only, or not stated.")
    assert rows["Those in post, mean so far"][0] == "Not known"
    month = of(term(ANN, "2020-01-01", "2024-06-01"), term(BEN, "2024-06-01", starts_precision=Precision.MONTH))
    assert change_rows(month)[-1][2] == "Counted on the first day of it."


def test_an_estimate_over_few_ends_says_so():
    found = of(term(ANN, "2020-01-01", "2024-06-01"), term(BEN, "2024-06-01"))
    (_, _, note) = tenure_rows(found, years_in_post(found, england=False))[-1]
    assert "of which 1 ended in the window" in note
    assert "So few ended that one more would change it much." in note


def test_a_year_without_a_change_is_told_from_one_of_which_nothing_is_known():
    quiet, unknown = of(term(ANN, "2020-01-01")), of()
    picture = years_picture([(YEAR, quiet), (YEAR, unknown)])
    assert picture.title == "No change of director is known in these years"
    assert [bar.words for bar in picture.chart.bars] == ["0 changes (1 of 1 known)", "not known (0 of 1 known)"]
    assert years_picture([(YEAR, unknown)]) is None


# --- Years ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first"),
    [("2026-11-22", 2025), ("2026-03-31", 2024), ("2026-04-01", 2025), ("2027-01-01", 2025)],
)
def test_the_last_whole_year_ends_on_31_march(day, first):
    assert last_year(date.fromisoformat(day)) == Window(date(first, 4, 1), date(first + 1, 3, 31))


def test_the_years_of_a_window_are_those_that_it_touches():
    found = years(Window(date(2023, 3, 31), date(2024, 4, 1)), 10)
    assert [one.first.year for one in found] == [2022, 2023, 2024]
    assert [one.first.year for one in years(Window(date(1990, 1, 1), date(2026, 3, 31)), 3)] == [2023, 2024, 2025]


# --- Against a recount, day by day ------------------------------------------------------------------------------------

START = date(2024, 1, 1)
DAYS = 80


@st.composite
def histories(draw):
    """Some authorities with holders and acting directors in any order, of any standing, over eighty days."""
    terms, lives = [], []
    for authority in (A, B, 3)[: draw(st.integers(1, 3))]:
        first = draw(st.none() | st.integers(0, 30))
        ends = draw(st.none() | st.integers(40, DAYS))
        lives.append(Life(authority, first if first is None else _day(first), ends if ends is None else _day(ends)))
        for acting in (False, True):
            at = draw(st.integers(0, 25))
            for _ in range(draw(st.integers(0, 2 if acting else 5))):
                until = at + draw(st.integers(1, 25))
                terms.append(_drawn(draw, authority, at, until, acting))
                at = until + draw(st.sampled_from((0, 0, 1, 7)))
    first = draw(st.integers(5, DAYS - 5))
    return terms, lives, Window(_day(first), _day(draw(st.integers(first, DAYS))))


def _drawn(draw, authority, at, until, acting) -> Term:
    open_end = until > DAYS and draw(st.booleans())
    return Term(
        authority,
        draw(st.sampled_from((ANN, BEN, CAT))),
        _day(at),
        None if open_end else _day(until),
        draw(st.sampled_from((Precision.DAY, Precision.DAY, Precision.MONTH, Precision.UNKNOWN))),
        draw(st.sampled_from((Precision.DAY, Precision.DAY, Precision.YEAR, Precision.UNKNOWN))),
        draw(st.booleans()),
        acting,
        draw(st.sampled_from(("confirmed", "confirmed", "confirmed", "stated"))),
    )


def _day(number: int) -> date:
    return START + timedelta(days=number)


class Recount:
    """One authority, day by day: slow, and written without a look at the module."""

    def __init__(self, life: Life, terms: list[Term]):
        self.life, self.terms = life, [one for one in terms if one.authority == life.authority]

    def alive(self, day):
        return (not self.life.starts or day >= self.life.starts) and (not self.life.ends or day < self.life.ends)

    def _there(self, day, status):
        there = [one for one in self.terms if one.starts <= day and (not one.ends or day < one.ends)]
        return [one for one in there if one.status == status] if self.alive(day) else []

    def who(self, day) -> Term | None:
        there = self._there(day, "confirmed")
        return next((one for one in there if not one.acting), None) or next(iter(there), None)

    def _nearest(self, day, step):
        while START - timedelta(days=1) < day < _day(3 * DAYS):
            day += step
            if found := self.who(day):
                return day, found
        return None, None

    def vacant(self, day) -> bool:
        if not self.alive(day) or self.who(day) or self._there(day, "stated"):
            return False
        last, before = self._nearest(day, timedelta(days=-1))
        first, after = self._nearest(day, timedelta(days=1))
        if not before or (before.ends == last + timedelta(days=1) and before.ends_precision == Precision.UNKNOWN):
            return False
        return not (after and after.starts == first and after.starts_precision == Precision.UNKNOWN)

    def change(self, day) -> ChangeKind | None:
        """The counted change of a day."""
        now, before = self.who(day), self.who(day - timedelta(days=1))
        if not now or (before and before.person == now.person) or day == self.life.starts:
            return None
        _, last = self._nearest(day, timedelta(days=-1))
        begins = now.starts == day
        if (last and last.person == now.person) or (begins and now.starts_precision == Precision.UNKNOWN):
            return None
        if before:
            capacities = ["interim" if one.interim or one.acting else "permanent" for one in (before, now)]
            return ChangeKind("-to-".join(capacities))
        return K.FROM_VACANT if self.vacant(day - timedelta(days=1)) else K.FROM_NOT_KNOWN


def agree(history) -> None:
    terms, lives, window = history
    found = figures(timelines(terms, lives), window)
    days = [window.first + timedelta(days=one) for one in range((window.last - window.first).days + 1)]
    kinds, per_authority = Counter(), Counter()
    vacant = known = authorities = 0
    held = interim = 0
    for life in lives:
        recount = Recount(life, terms)
        alive = [day for day in days if recount.alive(day)]
        authorities += bool(alive)
        known += bool(alive) and all(recount.who(day) or recount.vacant(day) for day in alive)
        vacant += sum(recount.vacant(day) for day in alive)
        changes = [kind for day in alive if (kind := recount.change(day))]
        kinds.update(changes)
        per_authority[life.authority] = len(changes)
        last = recount.who(window.last)
        held += bool(last)
        interim += bool(last and (last.interim or last.acting))
    assert {kind: found.by_kind[kind] for kind in K.counted() if found.by_kind[kind]} == dict(kinds)
    assert (found.authorities, found.known, found.vacancy_days) == (authorities, known, vacant)
    assert (found.last_day.held, found.last_day.interim) == (held, interim)
    assert +per_authority == found.per_authority
    _identities(found, terms, lives, window)


def _identities(found, terms, lives, window) -> None:
    assert found.total == found.changed + found.further == sum(found.by_kind[kind] for kind in K.counted())
    assert found.changed == found.changed_once + found.changed_more
    day = found.last_day
    assert day.posts == day.held + day.vacant + day.unknown
    assert len(found.tenure.left) == sum(stay.left for stay in found.tenure.stays)
    # Two windows that meet add up to the whole one.
    middle_day = window.first + (window.last - window.first) // 2
    if middle_day < window.last:
        parts = Window(window.first, middle_day), Window(middle_day + timedelta(days=1), window.last)
        halves = [figures(timelines(terms, lives), part) for part in parts]
        assert halves[0].by_kind + halves[1].by_kind == found.by_kind
        assert sum(half.vacancy_days for half in halves) == found.vacancy_days
        assert sorted(halves[0].tenure.left + halves[1].tenure.left) == sorted(found.tenure.left)


@settings(max_examples=50, deadline=None)
@given(histories())
def test_counts_agree_with_a_recount_and_the_identities_hold(history):
    agree(history)


@pytest.mark.soak
@settings(max_examples=10_000, deadline=None)
@given(histories())
def test_many_counts_agree_with_a_recount(history):
    agree(history)
