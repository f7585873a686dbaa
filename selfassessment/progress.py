"""How far each self-evaluation of a cycle is: its step, whose turn it is, what is due, sections done (SE-7, SE-16).

No text is read. Whoever may know of a self-evaluation may see its row; a fixed number of queries, however many rows.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from regions.querysets import today
from regions.reach import reach_of
from regions.wording import in_sentence
from riia.ui.dates import in_words
from selfassessment.deadlines import Deadlines
from selfassessment.models import Approval, Cycle, Panel, SectionText, SelfEvaluation
from selfassessment.panel_turns import DIRECTOR, TEAM, WITH_PLACES, turn_of
from selfassessment.querysets import APPROVES, DIRECTS, authorities_as
from selfassessment.statuses import (
    FROZEN,
    IN_WRITING,
    ApprovalStatus,
    CycleStatus,
    EvaluationStatus,
    Office,
    PanelStatus,
)

# The steps of the overview, in order, and which statuses each counts.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Not started", (EvaluationStatus.EXPECTED,)),
    ("Being written", (EvaluationStatus.DRAFT, EvaluationStatus.RETURNED, EvaluationStatus.WITHDRAWN)),
    ("With approvers", (EvaluationStatus.SUBMITTED,)),
    ("Approved", (EvaluationStatus.APPROVED,)),
    ("Released", (EvaluationStatus.RELEASED,)),
)


@dataclass(frozen=True)
class Standing:
    """One self-evaluation: step and turn in words, sections done of how many, and the day of what comes next."""

    evaluation: SelfEvaluation
    deadlines: Deadlines
    step: str
    turn: str
    done: int
    sections: int
    next_step: str
    next_day: date | None
    # MOD-7: it is moderated by a panel of which the reader isn't told.
    apart: bool = False

    @property
    def whose(self) -> str:
        """Whose turn it is, for a column of a table."""
        return self.turn or ("Its panel’s" if self.apart else "Nobody’s")

    @property
    def overdue(self) -> bool:
        """Whether the day of what comes next has passed while the clocks ran."""
        return bool(self.next_day and self.turn and self.deadlines.passed(self.next_day))

    @property
    def received(self) -> str:
        """GEN-2, SE-7: when it came, and whether that was after the closing date; never "late"."""
        day = self.evaluation.received_on
        if day is None:
            return "Not received"
        return f"{in_words(day)}{', after the closing date' if day > self.deadlines.closing else ''}"

    @property
    def due(self) -> str:
        """What comes next and by when, in words."""
        if self.apart:
            return "Its moderation is for those who take part in it"
        if self.next_day is None:
            again = self.evaluation.status in IN_WRITING and self.turn
            return "To be submitted again" if again else "Nothing is due"
        if self.deadlines.standing_still:
            return "Dates changed: nothing is due now"
        changed = " (dates changed)" if self.deadlines.changed else ""
        if not self.overdue:
            return f"{self.next_step} by {in_words(self.next_day)}{changed}"
        verb = "were" if self.next_step.endswith("s") else "was"
        return f"{self.next_step} {verb} due on {in_words(self.next_day)}{changed}"


class _Length(Func):
    """How many things a list in JSON holds."""

    function = "JSON_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_ARRAY_LENGTH")


def with_progress(evaluations: QuerySet[SelfEvaluation], user: Any) -> QuerySet[SelfEvaluation]:
    """Self-evaluations with what `standing_of` reads: at most seven queries more, however many rows.

    `asked` is how many sections the template has, `done` how many are finished.
    """
    reach = reach_of(user)
    # MOD-7: who hears of every panel of it. Members hear of theirs, which they are shown.
    hears = Q(authority__in=authorities_as(reach, *DIRECTS, *APPROVES)) | Q(cycle__region__in=reach.keeps)
    panels = Panel.objects.visible_to(user).prefetch_related(*WITH_PLACES)
    given = Approval.objects.filter(status=ApprovalStatus.GIVEN)
    # Counted by itself: to group by everything that is read of an evaluation takes longer.
    finished = SectionText.objects.filter(evaluation=OuterRef("pk"), finished=True).order_by()
    done = finished.values("evaluation").annotate(count=Count("pk")).values("count")
    return (
        evaluations.for_list()  # type: ignore[attr-defined]
        .defer("cycle__template__content", "revision__content", "revision__confirmed")
        .annotate(
            asked=_Length("cycle__template__content"),
            done=Coalesce(Subquery(done), 0),
            hears=ExpressionWrapper(hears, BooleanField()),
        )
        .prefetch_related(
            "pauses",
            Prefetch("panels", panels, to_attr="shown_panels"),
            Prefetch("revision__approvals", given, to_attr="given"),
        )
    )


def progress_of(cycle: Cycle, user: Any) -> list[Standing]:
    """Every self-evaluation of a cycle that somebody may know of, by authority."""
    rows = SelfEvaluation.objects.visible_to(user).filter(cycle=cycle).order_by("authority__name")
    return [standing_of(one) for one in with_progress(rows, user)]


def standing_of(evaluation: SelfEvaluation) -> Standing:
    """Where one is. It was fetched by `with_progress`."""
    deadlines = Deadlines(evaluation)
    shown: list[Panel] = evaluation.shown_panels
    panel = next((one for one in shown if one.status != PanelStatus.STOPPED), None)
    step, turn, next_step, day = _step(evaluation, deadlines, panel)
    closed = evaluation.cycle.status == CycleStatus.CLOSED
    if closed:
        turn, next_step, day = "", "", None
    # What was submitted is whole, whatever anybody ticked (SE-4).
    done = evaluation.asked if evaluation.status in FROZEN else min(evaluation.done, evaluation.asked)
    apart = not closed and _is_open(evaluation) and panel is None and not evaluation.hears  # type: ignore[attr-defined]
    return Standing(evaluation, deadlines, step, turn, done, evaluation.asked, next_step, day, apart)


def _step(evaluation: SelfEvaluation, deadlines: Deadlines, panel: Panel | None) -> tuple[str, str, str, date | None]:
    """Step, whose turn, what comes next, and its day."""
    step = evaluation.get_status_display()
    if evaluation.status in IN_WRITING:
        if evaluation.status == EvaluationStatus.EXPECTED:
            step = "Joined, not started" if evaluation.joined_on else "Not joined yet"
        if evaluation.received_on:
            # GEN-3: what came in time stays received then, and by when it comes again nobody has laid down.
            return step, DIRECTOR, "", None
        return step, DIRECTOR, "Submission", deadlines.closing
    if evaluation.status == EvaluationStatus.SUBMITTED:
        return step, _named(offices_left(evaluation)), "Approval", deadlines.release
    if evaluation.status == EvaluationStatus.APPROVED:
        return step, DIRECTOR, "Release", deadlines.release
    if not _is_open(evaluation):
        return f"Released, opens on {in_words(evaluation.opens_on)}", "", "Opening", evaluation.opens_on
    if panel is None:
        # No panel, or none that this reader hears of: the two look alike (MOD-7).
        hears: bool = evaluation.hears  # type: ignore[attr-defined]
        return (step, TEAM, "Judgements", deadlines.judging) if hears else (step, "", "", None)
    return panel.get_status_display(), *turn_of(panel)


def _is_open(evaluation: SelfEvaluation) -> bool:
    released = evaluation.status == EvaluationStatus.RELEASED
    return released and not (evaluation.opens_on and evaluation.opens_on > today())


def _named(offices: list[Office]) -> str:
    words = " and ".join(in_sentence(str(one.label)) for one in offices)
    return words[:1].upper() + words[1:]


def offices_left(evaluation: SelfEvaluation) -> list[Office]:
    """The offices whose approval of the present text is still missing. Reads `given` of the revision."""
    cycle, revision = evaluation.cycle, evaluation.revision
    asked = [
        (Office.CHIEF_EXECUTIVE, cycle.chief_executive_approves),
        (Office.LEAD_MEMBER, cycle.lead_member_approves),
    ]
    given = {one.office for one in revision.given} if revision else set()  # type: ignore[attr-defined]
    return [office for office, wanted in asked if wanted and office not in given]


def counts_of(found: Sequence[Standing]) -> list[tuple[str, int]]:
    """How many are at each step, in the order of the steps."""
    counts = Counter(one.evaluation.status for one in found)
    return [(label, sum(counts[status] for status in statuses)) for label, statuses in STEPS]
