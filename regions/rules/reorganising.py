"""Entering a reorganisation of authorities (DIR-3, DIR-16)."""

from django.db.models import Q

from regions.models import Appointment, Authority, Region, Succession
from regions.reorganising import NewAuthority, Plan
from regions.rules.keeping import may_keep
from regions.statuses import TAKES_THE_SEAT, AppointmentStatus
from riia.accounts.models import User
from riia.ui.dates import in_words


def may_reorganise(user: User, region: Region) -> bool:
    """DIR-16: who keeps the region enters what happens within it; across regions there are administrators."""
    return may_keep(user, region)


def reasons_not_to_reorganise(region: Region, *, by: User, plan: Plan | None = None) -> list[str]:
    """DIR-3: what ends was there until the day, what takes over is there on it, and everything has a successor."""
    if plan is None:
        return []
    reasons = []
    if not plan.ending:
        reasons.append("Choose at least one authority that ends.")
    if not plan.beginning:
        reasons.append("Choose or enter at least one authority that takes over.")
    for one in (*plan.ending, *plan.taking_over):
        if one.region_id != region.pk:
            reasons.append(f"{one} is not in {region}.")
    reasons += _reasons_from_ending(plan) + _reasons_from_beginning(plan) + _reasons_from_successions(plan)
    return reasons + _reasons_from_people(plan)


def _reasons_from_ending(plan: Plan) -> list[str]:
    reasons = []
    for one in plan.ending:
        if one in plan.taking_over:
            reasons.append(f"{one} can't both end and take over.")
        if one.active_to and one.active_to <= plan.on:
            reasons.append(f"{one} ends before that day already.")
        if one.active_from and one.active_from >= plan.on:
            reasons.append(f"{one} does not exist before that day.")
    return reasons


def _reasons_from_beginning(plan: Plan) -> list[str]:
    reasons = [
        f"{one} does not exist on {in_words(plan.on)}." for one in plan.taking_over if not one.exists_on(plan.on)
    ]
    slugs = [one.slug for one in plan.new]
    taken = set(Authority.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for one in plan.new:
        if not one.slug:
            reasons.append(f"“{one}” can't be the name of an authority: it needs letters.")
        elif one.slug in taken or slugs.count(one.slug) > 1:
            reasons.append(f"There is an authority called {one} already. Choose it, or tell the two apart by name.")
    return reasons


def _reasons_from_successions(plan: Plan) -> list[str]:
    reasons = [f"Say who succeeds {one}." for one in plan.ending if one not in {old for old, _ in plan.successions}]
    successors = {new for _, new in plan.successions}
    reasons += [f"Say whom {one} succeeds." for one in plan.beginning if one not in successors]
    for old, new in plan.successions:
        if not isinstance(new, NewAuthority) and Succession.objects.filter(predecessor=old, successor=new).exists():
            reasons.append(f"That {old} becomes {new} is entered already.")
    return reasons


def _reasons_from_people(plan: Plan) -> list[str]:
    """DIR-5: nobody begins in a seat that has ended, and what waits is decided first."""
    rows = Appointment.objects.filter(seat__authority__in=plan.ending, status__in=TAKES_THE_SEAT)
    proposed = Q(status=AppointmentStatus.PROPOSED)
    late = rows.filter(proposed | Q(starts__gte=plan.on)).select_related("person", "seat__authority").order_by("pk")
    return [
        f"{one.person} is proposed as {one.seat}: confirm, refuse or withdraw that first."
        if one.status == AppointmentStatus.PROPOSED
        else f"{one.person} is to be {one.seat} from {in_words(one.starts)}, when there is no such seat any more."
        for one in late
    ]
