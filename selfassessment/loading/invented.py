"""The demonstration's self-evaluations as data: who stands where in which cycle, and who moderates whom. All invented.

Days are counted from today. Texts are in `reference/demonstration.json`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from riia.ui.workdays import next_working_day
from selfassessment.calendar import Calendar
from selfassessment.statuses import EvaluationStatus, PanelStatus

EXPECTED, DRAFT, SUBMITTED = EvaluationStatus.EXPECTED, EvaluationStatus.DRAFT, EvaluationStatus.SUBMITTED
RETURNED, APPROVED = EvaluationStatus.RETURNED, EvaluationStatus.APPROVED
RELEASED, WITHDRAWN = EvaluationStatus.RELEASED, EvaluationStatus.WITHDRAWN

# From the opening of this year's cycle, which began so many days ago: closing, release, judgements, feedback.
BEGAN: Final = 150
LENGTHS: Final = (0, 120, 125, 165, 190)
TRIAL, LAST, THIS, NEXT = 0, 1, 2, 3


def calendar_of(year: int, today: date) -> Calendar:
    """The days of the trial year, of last year, of this year or of the next."""
    opens = _years_earlier(today - timedelta(days=BEGAN), THIS - year)
    return Calendar(*(next_working_day(opens + timedelta(days=days)) for days in LENGTHS))


def name_of(calendar: Calendar) -> str:
    """The financial year in which a cycle opens: "2026-27"."""
    first = calendar.opens_on.year - (calendar.opens_on.month < 4)
    return f"{first}-{(first + 1) % 100:02}"


def _years_earlier(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28) if day.month == 2 else day.day)


# Where the self-evaluations of each cycle stand; those of whom nothing is said are not started.
STANDING: Final[tuple[dict[str, EvaluationStatus], ...]] = (
    # A trial: most wrote for themselves, and few shared it.
    {
        "northtown": APPROVED,
        "eastbrook": APPROVED,
        "highmarsh": RELEASED,
        "greycliff": RELEASED,
        "ferrydale": RELEASED,
        "midhaven": RELEASED,
    },
    {
        "northtown": RELEASED,
        "eastbrook": RELEASED,
        "highmarsh": RELEASED,
        "greycliff": RELEASED,
        "ferrydale": RELEASED,
        "midhaven": RELEASED,
        "oldbridge": RELEASED,
        "southmere": RELEASED,
        "stonemoor": WITHDRAWN,
        # Has not signed, so it can't be released.
        "smallholm": APPROVED,
    },
    {
        "oldbridge": RELEASED,
        "midhaven": RELEASED,
        "ferrydale": RELEASED,
        "greycliff": RELEASED,
        "highmarsh": RELEASED,
        "southmere": RELEASED,
        # Was released, opened again while its panel was at work, and then returned by its chief executive.
        "stonemoor": RETURNED,
        "smallholm": SUBMITTED,
    },
)
# Submitted so many days after the closing date, or (below nought) before it; most ten days before.
SUBMITTED_AFTER: Final = {
    (LAST, "ferrydale"): 4,
    (LAST, "oldbridge"): -25,
    (THIS, "ferrydale"): 2,
    (THIS, "midhaven"): -6,
    # While its signature was in its days of grace, and by an assistant director who had just come.
    (THIS, "southmere"): -49,
    (THIS, "smallholm"): 12,
}
ORDINARY: Final = -10


@dataclass(frozen=True)
class Seats:
    """A panel: whose directors moderate, whose chairs it; "northtown+" is its assistant director."""

    status: PanelStatus
    moderators: tuple[str, str]
    chair: str
    third: str = ""


THIS_YEARS_PANELS: Final = {
    "ferrydale": Seats(PanelStatus.JUDGING, ("northtown", "highmarsh"), "greycliff"),
    "greycliff": Seats(PanelStatus.AGREEING, ("northtown", "eastbrook"), "highmarsh", third="ferrydale"),
    "highmarsh": Seats(PanelStatus.DISCUSSING, ("northtown+", "eastbrook"), "greycliff"),
    "stonemoor": Seats(PanelStatus.CHECKING, ("highmarsh", "northtown"), "eastbrook"),
    "southmere": Seats(PanelStatus.REPLYING, ("greycliff", "northtown+"), "highmarsh"),
}
# Put together and named today, by the team's own acts.
FORMED: Final = {"oldbridge": Seats(PanelStatus.FORMING, ("northtown", "ferrydale"), "highmarsh")}
NAMED: Final = {"midhaven": Seats(PanelStatus.ANNOUNCED, ("eastbrook", "ferrydale"), "northtown")}
LAST_YEARS_PANELS: Final = {
    "northtown": Seats(PanelStatus.FINAL, ("highmarsh", "greycliff"), "ferrydale"),
    "eastbrook": Seats(PanelStatus.FINAL, ("northtown", "ferrydale"), "greycliff"),
    "highmarsh": Seats(PanelStatus.FINAL, ("northtown+", "ferrydale"), "greycliff"),
    "greycliff": Seats(PanelStatus.FINAL, ("highmarsh", "eastbrook"), "northtown"),
    "ferrydale": Seats(PanelStatus.FINAL, ("northtown", "eastbrook"), "highmarsh"),
    "midhaven": Seats(PanelStatus.FINAL, ("highmarsh", "northtown+"), "eastbrook"),
    "oldbridge": Seats(PanelStatus.FINAL, ("northtown", "ferrydale"), "highmarsh"),
    "southmere": Seats(PanelStatus.FINAL, ("eastbrook", "greycliff"), "northtown"),
}
# Its first panel fell apart when a moderator left, and was stopped.
STOPPED: Final = "midhaven"
# Who offered to moderate: how many at most, and whether as a chair too.
OFFERED: Final = {
    "northtown": (8, True),
    "northtown+": (4, False),
    "eastbrook": (6, True),
    "highmarsh": (8, True),
    "greycliff": (6, True),
    "ferrydale": (6, True),
}
# Offered, has not judged the example; and offered and withdrew.
NOT_CALIBRATED, TOOK_BACK = "oldbridge", "midhaven"
