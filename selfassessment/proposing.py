"""Panels that the portal proposes: two moderators and a chair for each released text (MOD-1, MOD-2, MOD-8).

Texts for which the fewest people are free come first. Among those who are free, who has the fewest places so far is
taken, so that the load spreads; who would chair is spared as a moderator where others are free. The three come from
three authorities. The region's team changes what it likes: the same rules hold for what it chooses.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from regions.conflicts import Conflict, conflicts_between
from regions.models import Authority
from regions.querysets import today
from selfassessment.models import Cycle, Panel, PanelMember, SelfEvaluation, Volunteer
from selfassessment.rules.panels import kept_off, saw_judgements
from selfassessment.rules.volunteers import seats_of
from selfassessment.statuses import ON_THE_PANEL, EvaluationStatus, PanelPart, PanelStatus

MODERATORS = 2


@dataclass(frozen=True)
class Free:
    """A volunteer who may be asked: where they work, how many places they have and how many more they would take."""

    volunteer: Volunteer
    authorities: frozenset[int]
    # Their names, for lists to choose from.
    of: str
    places: int
    # What the team should know of before it asks them.
    mark: str = ""

    @property
    def left(self) -> int:
        return self.volunteer.most - self.places


@dataclass(frozen=True)
class Proposal:
    """A panel that could be asked for one text, and in words what is missing where it isn't whole."""

    evaluation: SelfEvaluation
    moderators: tuple[Volunteer, ...]
    chair: Volunteer | None
    missing: tuple[str, ...]

    @property
    def whole(self) -> bool:
        return not self.missing


def volunteers_of(cycle: Cycle) -> list[Free]:
    """Who offers to moderate in a cycle, has judged the example, and still holds a seat for it. Five queries."""
    rows = Volunteer.objects.filter(cycle=cycle, withdrawn_at=None, calibration__isnull=False)
    offering = list(rows.select_related("person").order_by("person__name", "pk"))
    seats = seats_of([one.person_id for one in offering], cycle.region_id)
    places = places_in(cycle)
    names = dict(Authority.objects.filter(pk__in=frozenset().union(*seats.values())).values_list("pk", "name"))
    return [
        Free(
            one,
            seats[one.person_id],
            ", ".join(sorted(names[each] for each in seats[one.person_id])),
            places[one.person_id],
        )
        for one in offering
        if one.person_id in seats
    ]


def free_for(evaluation: SelfEvaluation) -> tuple[list[Free], list[Free]]:
    """Volunteers whom nothing binds to the authority of a text or whose conflict was waived, and the others (MOD-2)."""
    found = volunteers_of(evaluation.cycle)
    people = [one.volunteer.person for one in found]
    between = conflicts_between(people, [evaluation.authority], today()) if people else {}
    bound = {person for (person, _), conflicts in between.items() if _stands(conflicts)}
    waived = {person for person, _ in between} - bound
    able = [one for one in found if one.volunteer.person_id not in bound]
    marked = [replace(one, mark="; a conflict is waived") if one.volunteer.person_id in waived else one for one in able]
    return marked, [one for one in found if one.volunteer.person_id in bound]


def free_to_join(panel: Panel, parts: Sequence[str]) -> tuple[list[Free], list[Free], list[Free]]:
    """Who can be asked onto a panel for one of the parts that nobody has; who is bound to its authority; and who can't
    for another reason: on the panel already, of a member's authority, or without a place left (MOD-1).

    Who has declined or left this panel can be asked again, and comes last.
    """
    able, bound = free_for(panel.evaluation)
    members = [one for one in panel.members.all() if one.status in ON_THE_PANEL]
    on_it = {one.person_id for one in members}
    seats = seats_of(on_it, panel.evaluation.cycle.region_id)
    taken = frozenset().union(*seats.values())
    only_chairs = all(one == PanelPart.CHAIR for one in parts)
    free = [
        one
        for one in able
        if one.left > 0
        and one.volunteer.person_id not in on_it
        and not one.authorities & taken
        and (one.volunteer.chairs or not only_chairs)
    ]
    left = {one.person_id for one in panel.members.all()} - on_it
    ordered = sorted(free, key=lambda one: one.volunteer.person_id in left)
    off = kept_off(panel)
    marks = dict.fromkeys(left, "; was on this panel or declined") | dict.fromkeys(off, "; an objection was upheld")
    marked = [replace(one, mark=one.mark + marks.get(one.volunteer.person_id, "")) for one in ordered]
    return marked, bound, [one for one in able if one not in free]


def places_in(cycle: Cycle) -> Counter[int]:
    """How many places each person has on panels of the cycle, those of panels that were stopped left out."""
    rows = PanelMember.objects.filter(panel__evaluation__cycle=cycle, status__in=ON_THE_PANEL)
    return Counter(rows.exclude(panel__status=PanelStatus.STOPPED).values_list("person_id", flat=True))


def waiting_for_a_panel(cycle: Cycle) -> list[SelfEvaluation]:
    """Released texts that are open and have no panel, by authority (MOD-1)."""
    having = Panel.objects.filter(evaluation__cycle=cycle).exclude(status=PanelStatus.STOPPED)
    rows = cycle.evaluations.filter(status=EvaluationStatus.RELEASED, opens_on__lte=today())
    return list(
        rows.exclude(pk__in=having.values("evaluation")).select_related("authority").order_by("authority__name")
    )


def proposals(cycle: Cycle, evaluations: Iterable[SelfEvaluation] | None = None) -> list[Proposal]:
    """A panel for each text that waits for one, in the order of authorities. About a dozen queries, however many."""
    waiting = waiting_for_a_panel(cycle) if evaluations is None else list(evaluations)
    free = volunteers_of(cycle)
    barred = _barred(free, [one.authority for one in waiting])
    load = Counter({one.volunteer.pk: one.places for one in free})
    stopped = set(_having_stopped(waiting))
    pairs = {one.pk: saw_judgements(one) for one in waiting if one.pk in stopped}
    found = {}
    for one in sorted(waiting, key=lambda each: (len(_able(each, free, barred)), each.authority.name)):
        found[one.pk] = proposal = _propose(one, _able(one, free, barred), load, pairs.get(one.pk, frozenset()))
        load.update(each.pk for each in (*proposal.moderators, proposal.chair) if each)
    return [found[one.pk] for one in waiting]


def _barred(free: Sequence[Free], authorities: Sequence[Authority]) -> set[tuple[int, int]]:
    people = [one.volunteer.person for one in free]
    found = conflicts_between(people, authorities, today()) if people and authorities else {}
    return {pair for pair, conflicts in found.items() if _stands(conflicts)}


def _stands(conflicts: Iterable[Conflict]) -> bool:
    return any(one.stands for one in conflicts)


def _able(evaluation: SelfEvaluation, free: Iterable[Free], barred: set[tuple[int, int]]) -> list[Free]:
    return [one for one in free if (one.volunteer.person_id, evaluation.authority_id) not in barred]


def _having_stopped(evaluations: Sequence[SelfEvaluation]) -> "QuerySet[Panel, int]":
    rows = Panel.objects.filter(evaluation__in=[one.pk for one in evaluations], status=PanelStatus.STOPPED)
    return rows.values_list("evaluation", flat=True)


def _propose(
    evaluation: SelfEvaluation, able: Sequence[Free], load: Counter[int], pair: frozenset[int] = frozenset()
) -> Proposal:
    """Whoever has the lightest load; three people from three authorities. Of an earlier pair one at most moderates."""

    def next_one(candidates: Iterable[Free], taken: list[Free]) -> Free | None:
        elsewhere = [
            one
            for one in candidates
            if load[one.volunteer.pk] < one.volunteer.most
            and not any(one.authorities & each.authorities for each in taken)
        ]
        return min(elsewhere, key=lambda one: (load[one.volunteer.pk], one.volunteer.person.name), default=None)

    taken: list[Free] = []
    chair = next_one([one for one in able if one.volunteer.chairs], taken)
    taken += [chair] if chair else []
    moderators: list[Free] = []
    for _ in range(MODERATORS):
        again = any(one.volunteer.person_id in pair for one in moderators)
        fresh = [one for one in able if not (again and one.volunteer.person_id in pair)]
        others = [one for one in fresh if not one.volunteer.chairs]
        found = next_one(others, taken) or next_one(fresh, taken)
        if found:
            taken.append(found)
            moderators.append(found)
    missing = [] if chair else ["Nobody who would chair a panel is free for it."]
    if len(moderators) < MODERATORS:
        words = "One moderator is" if len(moderators) == 1 else "No moderator is"
        missing.append(f"{words} free for it: two are needed, each from an authority of its own.")
    return Proposal(
        evaluation,
        tuple(one.volunteer for one in moderators),
        chair.volunteer if chair else None,
        tuple(missing),
    )
