"""Who runs the yearly cycles of a region, and what stands in the way of their steps (SE-1, SE-2, SE-6, ACC-14)."""

import re
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from regions.models import Appointment, Authority, Person, Region
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from riia.accounts.models import User
from riia.ui.dates import in_words
from selfassessment.calendar import LABELS, Calendar, calendar_of
from selfassessment.models import AgreedReader, Cycle, Panel, Template
from selfassessment.rules import templates
from selfassessment.statuses import BEFORE_JUDGING_ENDS, ENDED_PANELS, CycleStatus, TemplateStatus

# As a cycle is called.
YEAR = re.compile(r"20(?P<first>[0-9]{2})(?:-(?P<second>[0-9]{2}))?")


def may_run(user: User, item: Region | Cycle | AgreedReader) -> bool:
    """SE-6: the region's team runs its cycles. Administrators don't: they see no step of a self-evaluation (ACC-13)."""
    return _region(item) in reach_of(user).keeps


def _region(item: Region | Cycle | AgreedReader) -> int:
    if isinstance(item, Region):
        return item.pk
    return item.region_id if isinstance(item, Cycle) else item.cycle.region_id


def reasons_if_not_open(cycle: Cycle) -> list[str]:
    """SE-1: what is written, approved and released belongs to a cycle that is open."""
    if cycle.status == CycleStatus.PLANNED:
        return ["This cycle is still being prepared."]
    return ["This cycle is closed: what was released in it stays as it is."] if cycle.status == "closed" else []


# --- Planning ---------------------------------------------------------------------------------------------------------


def reasons_not_to_plan(
    region: Region,
    *,
    by: User,
    name: str = "",
    template: Template | None = None,
    calendar: Calendar | None = None,
    **details: Any,
) -> list[str]:
    """GEN-1, SE-2, SE-6: one cycle a year, with a template of the region, dates in order, and somebody who approves."""
    reasons = _reasons_from(region.pk, name, template, details)
    return reasons + (calendar.reasons if calendar else [])


def is_year(name: str) -> bool:
    """GEN-1: a financial or school year, "2026-27", or a calendar year, "2026"."""
    found = YEAR.fullmatch(name)
    if found is None:
        return False
    return not found["second"] or int(found["second"]) == (int(found["first"]) + 1) % 100


def doubts(cycle: Cycle) -> list[str]:
    """GEN-1: what looks like a slip in a cycle that isn't open yet: a year far from the one in which writing begins."""
    if cycle.status != CycleStatus.PLANNED or not is_year(cycle.name):
        return []
    if abs(cycle.opens_on.year - int(cycle.name[:4])) <= 1:
        return []
    return [f"It is called {cycle.name}, and writing begins on {in_words(cycle.opens_on)}: is this the right year?"]


def _reasons_from(
    region: int, name: str, template: Template | None, details: dict[str, Any], besides: int = 0
) -> list[str]:
    reasons = []
    if name and not is_year(name):
        reasons.append(f"“{name}” is no year: write it like 2026-27, or 2026 where it is a calendar year.")
    if name and Cycle.objects.filter(region=region, name__iexact=name).exclude(pk=besides).exists():
        reasons.append(f"There is a cycle called “{name}” already.")
    if template is not None and template.region_id not in (None, region):
        reasons.append(f"“{template}” is another region’s template.")
    elif template is not None and template.status == TemplateStatus.ENDED:
        reasons.append(f"“{template}” is no longer used.")
    if not (details.get("chief_executive_approves", True) or details.get("lead_member_approves", True)):
        reasons.append("At least one of the two approves: the chief executive or the lead member.")
    starts, ends = details.get("election_from"), details.get("election_until")
    if (starts is None) != (ends is None) or (starts and ends and ends <= starts):
        reasons.append("A pre-election period has a first day and a later day on which it is over.")
    return reasons


def reasons_not_to_change(
    cycle: Cycle, *, by: User, name: str = "", template: Template | None = None, **details: Any
) -> list[str]:
    """SE-6: what is asked and whose approval is needed stays as it was when the cycle was opened."""
    if cycle.status == CycleStatus.CLOSED:
        return ["It is closed."]
    reasons = _reasons_from(cycle.region_id, name, template, details, cycle.pk)
    if cycle.status == CycleStatus.PLANNED:
        return reasons
    if template is not None and template.pk != cycle.template_id:
        reasons.append("Authorities answer its template already: another one is for the next cycle.")
    for office in ("chief_executive_approves", "lead_member_approves"):
        if details.get(office, getattr(cycle, office)) != getattr(cycle, office):
            reasons.append("Whose approval is needed was settled when the cycle was opened.")
            break
    return reasons


# --- Its steps --------------------------------------------------------------------------------------------------------


def authorities_asked(region: Region) -> QuerySet[Authority]:
    """SE-1: every authority that the region has today."""
    found: QuerySet[Authority] = Authority.objects.as_at(today()).filter(region=region).order_by("name")
    return found


def reasons_not_to_open(cycle: Cycle, *, by: User) -> list[str]:
    """SE-1, SE-6: from its first day, with a whole template, and somebody to ask."""
    reasons = []
    if cycle.opens_on > today():
        early = f"Writing begins on {in_words(cycle.opens_on)}: open it on that day or later, or change the dates."
        return [early]
    if cycle.template.status == TemplateStatus.DRAFT:
        reasons = [f"The template: {one}" for one in templates.reasons_not_to_use(cycle.template, by=by)]
    elif cycle.template.status == TemplateStatus.ENDED:
        reasons = [f"“{cycle.template}” is no longer used."]
    if not authorities_asked(cycle.region).exists():
        reasons.append(f"{cycle.region} has no authority to ask.")
    return reasons


def reasons_not_to_ask_also(cycle: Cycle, *, by: User, authority: Authority | None = None) -> list[str]:
    """SE-1: an authority that came into being, or into the region, after the cycle was opened; one each."""
    if reasons := reasons_if_not_open(cycle):
        return reasons
    asked = cycle.evaluations.values("authority")
    left = authorities_asked(cycle.region).exclude(pk__in=asked)
    if authority is None:
        return [] if left.exists() else ["Every authority of the region is in this cycle."]
    return (
        [] if left.filter(pk=authority.pk).exists() else [f"{authority} is in this cycle already, or not to be asked."]
    )


def reasons_not_to_change_dates(
    cycle: Cycle, *, by: User, calendar: Calendar | None = None, **_details: Any
) -> list[str]:
    """GEN-1, GEN-3: dates stay in order, and a day that has come is not moved once the cycle is open."""
    if cycle.status == CycleStatus.CLOSED:
        return ["It is closed."]
    if calendar is None:
        return []
    reasons = calendar.reasons
    if cycle.status == CycleStatus.PLANNED:
        return reasons
    old, new = vars(calendar_of(cycle)), vars(calendar)
    for name, label in LABELS.items():
        if new[name] == old[name]:
            continue
        if name in ("opens_on", "release_on") and old[name] <= today():
            reasons.append(f"{label}: this day has come and can’t be moved.")
        elif new[name] < today():
            reasons.append(f"{label}: {in_words(new[name])} has passed.")
    return reasons


def panels_that_follow(cycle: Cycle, calendar: Calendar) -> list[Panel]:
    """MOD-3, GEN-3: the named panels still to judge whose day was the cycle's, or would be after that for feedback."""
    if calendar.moderate_by == cycle.moderate_by and calendar.feedback_by >= cycle.feedback_by:
        return []
    rows = Panel.objects.filter(
        Q(judge_by=cycle.moderate_by) | Q(judge_by__gt=calendar.feedback_by),
        evaluation__cycle=cycle,
        status__in=BEFORE_JUDGING_ENDS,
        announced_on__isnull=False,
    )
    return list(rows.select_related("evaluation__cycle", "evaluation__authority").order_by("pk"))


def reasons_not_to_close(cycle: Cycle, *, by: User) -> list[str]:
    """SE-1, MOD-1: not before its closing date, and not while a panel is at work."""
    if today() <= cycle.closes_on:
        return [f"Self-evaluations can come in until {in_words(cycle.closes_on)}."]
    at_work = Panel.objects.filter(evaluation__cycle=cycle).exclude(status__in=ENDED_PANELS)
    names = sorted(set(at_work.values_list("evaluation__authority__name", flat=True)))
    return [f"Moderation is still going on: {', '.join(names)}."] if names else []


# --- Agreed readers ---------------------------------------------------------------------------------------------------


def advisers(region: Region) -> QuerySet[Person]:
    """ACC-14: who represents the LGA in the region today."""
    seats = Appointment.objects.giving_access(today()).filter(seat__role=Role.LGA_ADVISER, seat__region=region)
    return Person.objects.filter(pk__in=seats.values("person")).order_by("name")


def reasons_not_to_agree(
    cycle: Cycle,
    *,
    by: User,
    person: Person | None = None,
    starts: date | None = None,
    ends: date | None = None,
) -> list[str]:
    """ACC-14: an LGA representative of the region, by name, between dates, once at a time."""
    if cycle.status == CycleStatus.CLOSED:
        return ["It is closed."]
    if person is None:
        return [] if advisers(cycle.region).exists() else ["Nobody holds the LGA’s seat in this region."]
    reasons = []
    if not advisers(cycle.region).filter(pk=person.pk).exists():
        reasons.append(f"{person} does not represent the LGA in {cycle.region}.")
    if starts and ends and ends <= starts:
        return [*reasons, "The last day must be the first or a later one."]
    if ends and ends <= today():
        reasons.append("The last day has passed.")
    if starts and ends and cycle.agreed_readers.filter(person=person, starts__lt=ends, ends__gt=starts).exists():
        reasons.append(f"{person} is agreed for some of these days already.")
    return reasons


def reasons_not_to_end_reading(agreed: AgreedReader, *, by: User) -> list[str]:
    """ACC-14: what is over can’t end again."""
    return [f"It ended on {in_words(agreed.ends)}."] if agreed.ends <= today() else []
