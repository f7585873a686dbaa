"""Offers to moderate, and the example that is judged before a real text (MOD-1, MOD-8)."""

from typing import Any

from django.utils import timezone

from regions.models import Person
from riia.accounts.models import User
from riia.workflow import command
from selfassessment.calibrating import example, same_in
from selfassessment.models import Calibration, Cycle, Volunteer
from selfassessment.rules import volunteers as rules


@command(
    on=Cycle,
    label="Offer to moderate",
    permitted=rules.may_offer,
    unless=rules.reasons_not_to_offer,
    page="volunteer_offer",
)
def offer_to_moderate(cycle: Cycle, *, by: User, most: int, chairs: bool = False, note: str = "") -> Volunteer:
    """Offer to look at so many self-evaluations of this cycle, as a moderator or also as the chair of a panel.

    The example is judged once: who offered before, and has seen what it leads to, keeps what they judged then (MOD-8).
    """
    person = Person.objects.get(user=by)
    made = Volunteer.objects.create(
        cycle=cycle, person=person, most=most, chairs=chairs, note=note, offered_at=timezone.now()
    )
    earlier = Calibration.objects.filter(volunteer__cycle=cycle, volunteer__person=person).order_by("pk").last()
    if earlier and earlier.example == example().slug:
        calibrate(made, by=by, judgements=earlier.judgements)
    return made


@command(
    on=Volunteer,
    label="Change the offer",
    permitted=rules.is_their_own,
    unless=rules.reasons_not_to_change,
    page="volunteer_change",
)
def change_offer(volunteer: Volunteer, *, by: User, most: int, chairs: bool = False, note: str = "") -> None:
    """Take more or fewer from now on. Places that somebody has already stay."""
    volunteer.most, volunteer.chairs, volunteer.note = most, chairs, note


@command(
    on=Volunteer,
    label="Withdraw the offer",
    permitted=rules.may_withdraw,
    unless=rules.reasons_not_to_withdraw,
    page="volunteer_withdraw",
)
def withdraw_offer(volunteer: Volunteer, *, by: User) -> None:
    """Be asked no more in this cycle."""
    volunteer.withdrawn_at = timezone.now()


@command(
    on=Volunteer,
    label="Judge the example",
    permitted=rules.is_their_own,
    unless=rules.reasons_not_to_calibrate,
    page="volunteer_calibrate",
)
def calibrate(volunteer: Volunteer, *, by: User, judgements: dict[str, dict[str, Any]]) -> Calibration:
    """Judge the invented example; then see what its descriptors lead to, and why (MOD-8)."""
    return Calibration.objects.create(
        volunteer=volunteer,
        example=example().slug,
        judgements=judgements,
        same=same_in(judgements),
        of=len(example().sections),
        done_at=timezone.now(),
    )
