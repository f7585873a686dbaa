"""The days of one self-evaluation: those of its cycle, moved on where its clocks stood still (GEN-3, SE-17).

A day moves on by as many working days as were paused between the opening of the cycle and that day. Nothing becomes
due while the clocks stand still.
"""

from datetime import date, timedelta
from functools import cached_property

from regions.querysets import today
from riia.ui.workdays import add_working_days, is_working_day
from selfassessment.models import Cycle, SelfEvaluation


class Deadlines:
    """What is due when. Reads the cycle and the pauses of an evaluation: no query where both were fetched with it."""

    def __init__(self, evaluation: SelfEvaluation):
        self.cycle: Cycle = evaluation.cycle
        self.pauses = [(one.starts, one.ends) for one in evaluation.pauses.all()]

    @cached_property
    def closing(self) -> date:
        """The last day on which a text is received in time (SE-7)."""
        return self._moved(self.cycle.closes_on)

    @cached_property
    def release(self) -> date:
        """The region's day (SE-20), or the own closing date where pauses moved that past it."""
        return max(self.cycle.release_on, self.closing)

    @cached_property
    def judging(self) -> date:
        """The day by which moderators have judged (MOD-3)."""
        return max(self._moved(self.cycle.moderate_by), self.release)

    @cached_property
    def feedback(self) -> date:
        """The day by which feedback is final (MOD-5)."""
        return max(self._moved(self.cycle.feedback_by), self.judging)

    @property
    def changed(self) -> bool:
        """Whether any day is another than the cycle's: what others see of a pause (SE-17)."""
        days = (self.closing, self.release, self.judging, self.feedback)
        cycle = self.cycle
        return days != (cycle.closes_on, cycle.release_on, cycle.moderate_by, cycle.feedback_by)

    @property
    def standing_still(self) -> bool:
        """Whether the clocks stand still today."""
        return self._paused(today())

    def passed(self, day: date) -> bool:
        """Whether a day has gone by while the clocks ran."""
        return day < today() and not self.standing_still

    def _paused(self, day: date) -> bool:
        return any(starts <= day and (ends is None or day < ends) for starts, ends in self.pauses)

    def _counts(self, day: date) -> bool:
        """A pause without an end has counted up to today: how much longer it lasts nobody knows."""
        return is_working_day(day) and self._paused(day) and (day <= today() or self._ends_known(day))

    def _ends_known(self, day: date) -> bool:
        return any(ends is not None and starts <= day < ends for starts, ends in self.pauses)

    def moved(self, day: date, since: date) -> date:
        """A day that was set on another, such as the last one for a reply, moved on by what was paused since then."""
        return self._moved(day, since)

    def _moved(self, day: date, since: date | None = None) -> date:
        """The day, moved on by the paused working days up to it; those on which it would then fall count as well."""
        if not self.pauses:
            return day
        begun, left = since or self.cycle.opens_on, 0
        first = max(begun, min(starts for starts, _ in self.pauses))
        while first <= day:
            left += self._counts(first)
            first += timedelta(days=1)
        while left:
            day = add_working_days(day, 1)
            left -= not self._counts(day)
        return day
