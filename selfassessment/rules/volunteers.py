"""Who may offer to moderate, who has judged the example, who can be asked for which text (MOD-1, MOD-2, MOD-8)."""

from collections.abc import Iterable, Mapping
from typing import Any

from regions.conflicts import reasons_against
from regions.models import Appointment, Person
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from riia.accounts.models import User
from selfassessment.calibrating import missing_in
from selfassessment.models import Cycle, PanelMember, SelfEvaluation, Volunteer
from selfassessment.querysets import authorities_as
from selfassessment.readers import signed_authorities
from selfassessment.rules.cycles import reasons_if_not_open
from selfassessment.statuses import ON_THE_PANEL, PanelStatus

# MOD-1: directors and assistant directors.
MODERATES = (Role.DCS, Role.ASSISTANT_DIRECTOR)
MOST_PLACES = 10
LONGEST_WORDS = 5000


def may_offer(user: User, cycle: Cycle) -> bool:
    """MOD-1: a director or assistant director of an authority of the region."""
    return moderates_in(user, cycle)


def moderates_in(user: User, cycle: Cycle) -> bool:
    """MOD-1, ACC-17: whether somebody holds a seat that moderates in the region today; with the seat the work ends."""
    held = reach_of(user).held
    return any(one.role in MODERATES and cycle.region_id in one.regions for one in held)


def reasons_not_to_offer(cycle: Cycle, *, by: User, most: int | None = None, **_details: Any) -> list[str]:
    """MOD-1, ACC-4: once a cycle, while it is open, from an authority that has signed the region's memorandum."""
    if reasons := reasons_if_not_open(cycle):
        return reasons
    person = reach_of(by).person
    if Volunteer.objects.filter(cycle=cycle, person=person, withdrawn_at=None).exists():
        return ["You have offered already."]
    if not authorities_as(reach_of(by), *MODERATES) & signed_authorities(cycle.region_id):
        return ["Your authority has no current signature of the region’s memorandum for self-evaluations."]
    return _reasons_from(most)


def _reasons_from(most: int | None) -> list[str]:
    if most is not None and not 1 <= most <= MOST_PLACES:
        return [f"Between 1 and {MOST_PLACES} self-evaluations."]
    return []


def is_their_own(user: User, volunteer: Volunteer) -> bool:
    """MOD-1: who offered changes it and judges the example; nobody does so for them."""
    return volunteer.person_id == reach_of(user).person and moderates_in(user, volunteer.cycle)


def may_withdraw(user: User, volunteer: Volunteer) -> bool:
    """MOD-1: who offered, and the region's team, which hears it by other ways too."""
    return is_their_own(user, volunteer) or volunteer.cycle.region_id in reach_of(user).keeps


def reasons_not_to_change(volunteer: Volunteer, *, by: User, most: int | None = None, **_details: Any) -> list[str]:
    """MOD-1: as long as the offer stands, and not below the places that there are."""
    if volunteer.withdrawn_at:
        return ["The offer was withdrawn."]
    if reasons := reasons_if_not_open(volunteer.cycle) or _reasons_from(most):
        return reasons
    having = places_of(volunteer.person_id, volunteer.cycle) if most is not None else 0
    if most is not None and most < having:
        words = "1 place" if having == 1 else f"{having} places"
        return [f"There are {words} on panels: stand down there first, or offer as many."]
    return []


def reasons_not_to_withdraw(volunteer: Volunteer, *, by: User) -> list[str]:
    """MOD-1: whoever has a place on a panel stands down there first."""
    if volunteer.withdrawn_at:
        return ["The offer was withdrawn."]
    if places_of(volunteer.person_id, volunteer.cycle):
        return ["There is a place on a panel: stand down there first."]
    return []


def reasons_not_to_calibrate(
    volunteer: Volunteer, *, by: User, judgements: Mapping[str, Mapping[str, Any]] | None = None
) -> list[str]:
    """MOD-8: once, every section, before anything is known of what the descriptors lead to."""
    if volunteer.withdrawn_at:
        return ["The offer was withdrawn."]
    if hasattr(volunteer, "calibration"):
        return ["You have judged the example already."]
    if judgements is None:
        return []
    return [f"{title}: choose a word of the scale." for title in missing_in(judgements)]


# --- Who can be asked -------------------------------------------------------------------------------------------------


def seats_of(people: Iterable[int], region: int) -> dict[int, frozenset[int]]:
    """MOD-1, ACC-4: {person: authorities} in which people hold a seat that moderates today, in authorities of the
    region that have signed; whoever holds none is left out."""
    rows = Appointment.objects.giving_access(today()).filter(
        person__in=list(people),
        seat__role__in=MODERATES,
        seat__authority__region=region,
        seat__authority__in=signed_authorities(region),
    )
    found: dict[int, set[int]] = {}
    for person, authority in rows.values_list("person", "seat__authority"):
        found.setdefault(person, set()).add(authority)
    return {person: frozenset(authorities) for person, authorities in found.items()}


def places_of(person: int, cycle: Cycle) -> int:
    """MOD-1: how many places somebody has on panels of a cycle, those that were stopped left out."""
    rows = PanelMember.objects.filter(person=person, panel__evaluation__cycle=cycle, status__in=ON_THE_PANEL)
    return rows.exclude(panel__status=PanelStatus.STOPPED).count()


def reasons_against_member(person: Person, evaluation: SelfEvaluation, chairs: bool = False) -> list[str]:
    """MOD-1, MOD-2, MOD-8: has offered, judged the example, still holds such a seat, has a place left, no conflict."""
    cycle = evaluation.cycle
    offer = Volunteer.objects.filter(cycle=cycle, person=person, withdrawn_at=None).first()
    if offer is None:
        return [f"{person} has not offered to moderate in this cycle."]
    reasons = []
    if not hasattr(offer, "calibration"):
        reasons.append(f"{person} has not judged the example yet.")
    if places_of(person.pk, cycle) >= offer.most:
        reasons.append(f"{person} has as many places as they offered: {offer.most}.")
    if chairs and not offer.chairs:
        reasons.append(f"{person} has not offered to chair a panel.")
    return reasons + reasons_to_stand_down(person, evaluation)


def reasons_to_stand_down(person: Person, evaluation: SelfEvaluation) -> list[str]:
    """MOD-1, MOD-2: what keeps somebody from a panel even after they were asked: a seat that ended, a conflict."""
    reasons = [] if seats_of([person.pk], evaluation.cycle.region_id) else [no_seat(person)]
    return reasons + reasons_against(person, evaluation.authority, today())


def no_seat(person: Person) -> str:
    """MOD-1: with the seat the work on a panel ends."""
    return f"{person} holds no seat of a director or assistant director in an authority of the region that has signed."
