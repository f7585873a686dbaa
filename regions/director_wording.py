"""The figures of director changes as pages say them: sentences, rows and pictures, each with what it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from regions.director_changes import Figures, Window
from regions.statuses import ChangeKind, Precision
from regions.survival import Step, kaplan_meier, mean, median_time, middle
from riia.ui.charts import Curve, NumberBars, curve, number_bars
from riia.ui.dates import in_words

# DIR-15: below this, nothing is said of how long directors stay in England.
ENOUGH = 0.8
YEAR = Fraction(36525, 100)  # days
MOST_YEARS = 15
# Fewer ends than these, and the estimate says that it is shaky.
FEW = 10


def window_words(window: Window) -> str:
    return f"{in_words(window.first)} to {in_words(window.last)}"


def day_words(day: date, precision: str) -> str:
    """ "1 April 2024", "April 2024", "2024", or "by 1 April 2024" where no source says when."""
    return f"by {in_words(day)}" if precision == Precision.UNKNOWN else in_words(day, precision)


def counted(number: int, one: str, many: str) -> str:
    """ "1 change", "2 changes"."""
    return f"{number:,} {one if number == 1 else many}"


def coverage_words(figures: Figures) -> str:
    """What the figures stand on; printed with each of them (DIR-15)."""
    return (
        f"{figures.known:,} of {counted(figures.authorities, 'authority', 'authorities')} "
        f"{'is' if figures.known == 1 else 'are'} known for the whole window"
    )


def share_words(part: int, whole: int) -> str:
    """ "3 of 12 (25 %)"."""
    return f"{part:,} of {whole:,} ({part / whole:.0%})".replace("%", " %") if whole else "Not known"


def in_years(days: int | Fraction | None) -> float | None:
    return None if days is None else round(float(days / YEAR), 2)


def years_words(years: float | None) -> str:
    return "Not known" if years is None else f"{years:.1f} years"


@dataclass(frozen=True)
class YearsInPost:
    """How long directors stay, in years. `hidden` says why nothing is shown, where that is so."""

    mean_left: float | None = None
    median_left: float | None = None
    mean_in_post: float | None = None
    median_in_post: float | None = None
    estimate: float | None = None
    steps: tuple[Step, ...] = ()
    hidden: str = ""


def years_in_post(figures: Figures, *, england: bool) -> YearsInPost:
    """DIR-12, DIR-15: mean and median of those who left and of those in post, and the estimate over both."""
    if england and figures.coverage < ENOUGH:
        return YearsInPost(
            hidden=f"Not shown: {coverage_words(figures)}, and figures for England need {share_words_of(ENOUGH)}."
        )
    tenure = figures.tenure
    if not tenure.stays:
        return YearsInPost(hidden="Not known: no director with known dates was in post in this window.")
    steps = kaplan_meier(tenure.stays)
    return YearsInPost(
        in_years(mean(tenure.left)),
        in_years(middle(tenure.left)),
        in_years(mean(tenure.in_post)),
        in_years(middle(tenure.in_post)),
        in_years(median_time(steps)),
        steps,
    )


def share_words_of(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


# --- Rows of the summary ----------------------------------------------------------------------------------------------

Row = tuple[str, str, str]


def change_rows(figures: Figures) -> list[Row]:
    """How many changes there were and of what class; the identities of DIR-12 are printed where they can be checked."""
    if not (figures.known or figures.total):
        return [("Changes", "Not known", "No director in this window has been confirmed.")]
    changes = counted(figures.total, "change", "changes")
    changed = counted(figures.changed, "authority with a change", "authorities with a change")
    further = counted(figures.further, "second or further change", "second and further changes")
    vacant = counted(figures.vacant_authorities, "authority", "authorities")
    rows = [
        (
            "Changes",
            f"{figures.total:,}",
            f"{changes} = {changed} + {further}",
        ),
        ("Authorities with one change", f"{figures.changed_once:,}", ""),
        ("Authorities with two or more", f"{figures.changed_more:,}", ""),
        ("Changes to an interim", share_words(figures.to_interim, figures.total), ""),
        (
            "Days without a director",
            f"{figures.vacancy_days:,}",
            f"In {vacant}; days with acting cover are not among them." if figures.vacancy_days else "",
        ),
    ]
    if figures.approximate:
        crossing = (
            f" {figures.may_belong_elsewhere:,} of those near the ends of the window may lie outside it."
            if figures.may_belong_elsewhere
            else ""
        )
        rows.append(
            ("Dated to the month or the year", f"{figures.approximate:,}", f"Counted on the first day of it.{crossing}")
        )
    return rows


def class_rows(figures: Figures) -> list[tuple[str, int]]:
    """The classes, which add up to the number of changes."""
    return [(str(kind.label), figures.by_kind[kind]) for kind in ChangeKind.counted()]


def other_rows(figures: Figures) -> list[tuple[str, int]]:
    """What happened besides and is no change; only what there was."""
    others = [kind for kind in ChangeKind if kind not in ChangeKind.counted()]
    return [(str(kind.label), figures.by_kind[kind]) for kind in others if figures.by_kind[kind]]


def last_day_rows(figures: Figures) -> list[Row]:
    """The posts on the last day; shares are of the directors who are known."""
    day = figures.last_day
    shared = f"{counted(day.shared_people, 'person directs', 'people direct')} more than one authority."
    acting = f"Of them {day.acting:,} acting while there is no holder." if day.acting else ""
    return [
        ("Directors in charge", f"{day.held:,} of {day.posts:,}", f"{day.vacant:,} vacant, {day.unknown:,} not known."),
        ("Interim", share_words(day.interim, day.held), acting),
        ("Twin hat", share_words(day.twin_hats, day.held), "Director of adult social services as well."),
        ("Shared", share_words(day.shared_posts, day.held), shared if day.shared_posts else ""),
        ("Also chief executive of a trust", share_words(day.trust_chiefs, day.held), ""),
    ]


def tenure_rows(figures: Figures, years: YearsInPost) -> list[Row]:
    if years.hidden:
        return [("Time in post", years.hidden, "")]
    tenure = figures.tenure
    left = counted(len(tenure.left), "director", "directors")
    there = counted(len(tenure.in_post), "director", "directors")
    gone = sum(step.left for step in years.steps)
    estimate = f"Over {counted(len(tenure.stays), 'time', 'times')} in post, of which {gone:,} ended in the window"
    few = " So few ended that one more would change it much." if gone < FEW else ""
    rows = [
        ("Those who left, mean", years_words(years.mean_left), left),
        ("Those who left, median", years_words(years.median_left), ""),
        ("Those in post, mean so far", years_words(years.mean_in_post), f"{there}, up to the last day"),
        ("Those in post, median so far", years_words(years.median_in_post), ""),
        (
            "How long half of them stay, estimated",
            "Longer than is known" if years.estimate is None else years_words(years.estimate),
            f"{estimate}; those still there count as still there (Kaplan-Meier).{few}",
        ),
    ]
    if tenure.left_out:
        rows.append(("Left out", f"{tenure.left_out:,}", "A date is known to the year only, or not stated."))
    return rows


# --- Pictures ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class YearsPicture:
    """Changes in each year from 1 April to 31 March."""

    chart: NumberBars
    title: str


def years_picture(by_year: Sequence[tuple[Window, Figures]]) -> YearsPicture | None:
    """Bars of the years of which anything is known; None where that is none."""
    if not any(figures.known or figures.total for _, figures in by_year):
        return None
    rows = [(_year_words(window), figures.total, _bar_words(window, figures)) for window, figures in by_year]
    most = max(figures.total for _, figures in by_year)
    peak = next(window for window, figures in by_year if figures.total == most)
    title = f"Most changes, {most:,}, in the year from {in_words(peak.first)}"
    if not most:
        title = "No change of director is known in these years"
    return YearsPicture(number_bars(rows), title)


def _year_words(window: Window) -> str:
    return f"{window.first.year}/{(window.first.year + 1) % 100:02}"


def _bar_words(window: Window, figures: Figures) -> str:
    """ "4 changes (11 of 12 known)", "4 so far" in a year that today cuts short; where nothing is known, no 0."""
    known = f"({figures.known:,} of {figures.authorities:,} known)"
    if not (figures.known or figures.total):
        return f"not known {known}"
    if (window.last.month, window.last.day) != (3, 31):
        return f"{figures.total:,} so far {known}"
    return f"{counted(figures.total, 'change', 'changes')} {known}"


@dataclass(frozen=True)
class CurvePicture:
    """The share of directors still in post after so many years."""

    chart: Curve
    title: str
    rows: list[tuple[Any, ...]]
    header: tuple[str, ...] = ("Years in post", "There just before", "Left", "Stay longer")
    note: str = (
        "Of directors who take up the post, the share still there after so many years. "
        "Those still in post count for as long as they have stayed."
    )


def curve_picture(figures: Figures, years: YearsInPost) -> CurvePicture | None:
    """The curve; None where nobody left, and so nothing falls."""
    if not years.steps:
        return None
    steps = [(float(step.time / YEAR), float(step.share)) for step in years.steps]
    longest = float(max(stay.time for stay in figures.tenure.stays) / YEAR)
    rows = [
        (f"{float(step.time / YEAR):.2f}", step.at_risk, step.left, share_words_of(float(step.share)))
        for step in years.steps
    ]
    estimate = years.estimate
    title = (
        "More than half stay longer than can be said"
        if estimate is None
        else f"Half of the directors stay longer than {estimate:.1f} years"
    )
    return CurvePicture(curve(steps, longest), title, rows)
