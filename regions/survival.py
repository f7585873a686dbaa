"""How long people stay, where some are still there: the estimate of Kaplan and Meier.

Pure: stays in, steps of a curve out. Those still there count for as long as they are known to have stayed, and not as
if they had left.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Stay:
    """One person's time in a post, in days since its beginning (or any other unit).

    `time` is how long it lasted, or has lasted so far where `left` is False. `entered` is how long it had lasted when
    watching began: somebody is no witness of the time before.
    """

    time: int
    left: bool
    entered: int = 0


@dataclass(frozen=True)
class Step:
    """A time at which somebody left: of `at_risk` who were there, `left` went; `share` stays longer than `time`."""

    time: int
    at_risk: int
    left: int
    share: Fraction


def kaplan_meier(stays: Iterable[Stay]) -> tuple[Step, ...]:
    """The share that stays longer than each time t, a step for each t at which somebody left.

    S(t) is the product over all times t_i <= t of (1 - d_i / n_i), with d_i leaving at t_i out of n_i who are there
    just before it: E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of the
    American Statistical Association 53 (1958), 457-481. Somebody who is still there at t_i counts in n_i; somebody
    first watched at t_i does not yet (delayed entry: J. P. Klein and M. L. Moeschberger, "Survival Analysis", section
    4.6). Worked out in whole fractions, so that exactly one half is one half.
    """
    stays = [one for one in stays if one.time > one.entered]
    share, steps = Fraction(1), []
    for time in sorted({one.time for one in stays if one.left}):
        at_risk = sum(one.entered < time <= one.time for one in stays)
        left = sum(one.left and one.time == time for one in stays)
        share *= 1 - Fraction(left, at_risk)
        steps.append(Step(time, at_risk, left, share))
    return tuple(steps)


def median_time(steps: Sequence[Step]) -> int | None:
    """The first time after which at most half are still there; None where more than half stay longer than is known."""
    return next((step.time for step in steps if step.share <= Fraction(1, 2)), None)


def middle(times: Sequence[int]) -> Fraction | None:
    """The median of complete times: the middle one, or halfway between the middle two."""
    if not times:
        return None
    ordered, half = sorted(times), len(times) // 2
    return Fraction(ordered[half]) if len(times) % 2 else Fraction(ordered[half - 1] + ordered[half], 2)


def mean(times: Sequence[int]) -> Fraction | None:
    """The average of complete times."""
    return Fraction(sum(times), len(times)) if times else None
