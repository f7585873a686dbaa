"""Who sits on a panel and may not any more, and whose conflict was waived (MOD-1, MOD-2, ACC-17, PC-3).

A conflict can be declared, and a seat can end, after somebody has accepted a place. Worked out together for any number
of panels: about eight queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from regions.conflicts import Conflict, conflicts_between
from regions.querysets import today
from riia.ui.dates import in_words
from selfassessment.models import Panel
from selfassessment.rules.volunteers import no_seat, seats_of
from selfassessment.statuses import ENDED_PANELS, ON_THE_PANEL


@dataclass(frozen=True)
class Bars:
    """Of one place: why its holder can't keep it, and which conflicts were waived, in sentences."""

    reasons: tuple[str, ...]
    waived: tuple[str, ...]


def bars_of(panels: Iterable[Panel]) -> dict[int, Bars]:
    """{member: what is known} of the places of panels at work, those without a word left out.

    Reads members with their people, and the evaluation with authority and cycle.
    """
    places = [
        (one, panel)
        for panel in panels
        if panel.status not in ENDED_PANELS
        for one in panel.members.all()
        if one.status in ON_THE_PANEL
    ]
    if not places:
        return {}
    people = {one.person for one, _ in places}
    authorities = {panel.evaluation.authority for _, panel in places}
    regions = {panel.evaluation.cycle.region_id for _, panel in places}
    seats = {region: seats_of([one.pk for one in people], region) for region in regions}
    conflicts = conflicts_between(people, authorities, today())
    found = {}
    for one, panel in places:
        evaluation = panel.evaluation
        between = conflicts.get((one.person_id, evaluation.authority_id), [])
        reasons = [] if one.person_id in seats[evaluation.cycle.region_id] else [no_seat(one.person)]
        reasons += [f"{one.person} and {evaluation.authority}: {each.tie.why}." for each in between if each.stands]
        waived = [_waived(each) for each in between if each.waiver]
        if reasons or waived:
            found[one.pk] = Bars(tuple(reasons), tuple(waived))
    return found


def _waived(conflict: Conflict) -> str:
    waiver = conflict.waiver
    assert waiver is not None  # noqa: S101 - for the type checker
    by = f" by {waiver.given_by}" if waiver.given_by else ""
    until = in_words(waiver.ends - timedelta(days=1))
    return f"{conflict.tie.why[:1].upper()}{conflict.tie.why[1:]}. Waived{by} until {until}: {waiver.why}"
