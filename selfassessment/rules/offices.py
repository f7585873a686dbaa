"""Who holds an approver's office in an authority, who stands in, and who works in the office (SE-14, SE-15)."""

from typing import Any

from django.db.models import QuerySet

from regions.models import Appointment, Authority, Person
from regions.querysets import today
from regions.reach import Held, reach_of
from regions.roles import Place, Role
from riia.accounts.models import User
from selfassessment.models import Cycle, OfficeMember, SelfEvaluation
from selfassessment.statuses import Office

ROLE_OF: dict[str, Role] = {Office.CHIEF_EXECUTIVE: Role.CHIEF_EXECUTIVE, Office.LEAD_MEMBER: Role.LEAD_MEMBER}
# Which seats answer for an office: its holder's, and the one that stands in for it.
OFFICE_OF: dict[str, Office] = {
    Role.CHIEF_EXECUTIVE: Office.CHIEF_EXECUTIVE,
    Role.LEAD_MEMBER: Office.LEAD_MEMBER,
    Role.DEPUTY_CHIEF_EXECUTIVE: Office.CHIEF_EXECUTIVE,
}
# Who stands in, in words.
STAND_INS: dict[str, str] = {
    Office.CHIEF_EXECUTIVE: "Deputy chief executive",
    Office.LEAD_MEMBER: "Leader of the council",
}


def required_offices(cycle: Cycle) -> list[Office]:
    """SE-2: whose approvals a cycle asks for; a region may ask for one of the two only."""
    asked = {Office.CHIEF_EXECUTIVE: cycle.chief_executive_approves, Office.LEAD_MEMBER: cycle.lead_member_approves}
    return [office for office, wanted in asked.items() if wanted]


def directs(user: User | None, evaluation: SelfEvaluation) -> bool:
    """SE-15, SE-17: the authority's director, author of what they submit; a trust's chief executive isn't."""
    return _seat(user, evaluation, Role.DCS) is not None


def seat_of_approver(user: User | None, evaluation: SelfEvaluation) -> Held | None:
    """SE-2, SE-15, ACC-19: the seat of this authority under which somebody answers; a holder's before a deputy's."""
    return _seat(user, evaluation, *ROLE_OF.values()) or _seat(user, evaluation, Role.DEPUTY_CHIEF_EXECUTIVE)


def _seat(user: User | None, evaluation: SelfEvaluation, *wanted: Role) -> Held | None:
    reach = reach_of(user)
    found = [
        one
        for one in reach.held
        if one.role in wanted and one.place_kind == Place.AUTHORITY and one.place == evaluation.authority_id
    ]
    # Of several, the one that the person has chosen to act under.
    return next((one for one in found if one.appointment == reach.acting), found[0] if found else None)


def in_charge(office: str, authority: Authority | int) -> list[Appointment]:
    """SE-15, DIR-14: who is in charge of an office today: whoever acts in it, else its holder; none while vacant."""
    rows = Appointment.objects.giving_access(today()).filter(seat__authority=authority, seat__role=ROLE_OF[office])
    found = list(rows.select_related("person__user", "seat__authority").order_by("-acting", "pk"))
    return [one for one in found if one.acting == found[0].acting]


def deputies(authority: Authority | int) -> list[Appointment]:
    """SE-15: who is deputy chief executive today."""
    rows = Appointment.objects.giving_access(today()).filter(
        seat__authority=authority, seat__role=Role.DEPUTY_CHIEF_EXECUTIVE
    )
    return list(rows.select_related("person__user", "seat__authority").order_by("pk"))


def why_stand_in(office: str, evaluation: SelfEvaluation) -> str:
    """SE-15: why somebody stands in for an office, in a sentence; empty while its holder decides."""
    holders = in_charge(office, evaluation.authority_id)
    if not holders:
        return "The seat is vacant."
    if all(one.person.user_id and one.person.user_id == evaluation.submitted_by_id for one in holders):
        return "Its holder submitted the text."
    return ""


def heads_its_trust(person: int | Person | None, authority: Authority | int) -> bool:
    """SE-15: whether somebody is chief executive of a trust that serves the authority today."""
    rows = Appointment.objects.giving_access(today()).filter(seat__role=Role.TRUST_CHIEF_EXECUTIVE, person=person)
    return any(
        service.ends is None or service.ends > today()
        for one in rows.select_related("seat__trust")
        if one.seat.trust
        for service in one.seat.trust.services.filter(authority=authority, starts__lte=today())
    )


def offices_worked_for(user: User | None, evaluation: SelfEvaluation) -> list[Office]:
    """SE-14: the offices for which somebody with a seat of the authority is named."""
    reach = reach_of(user)
    if evaluation.authority_id not in reach.authorities:
        return []
    named = [one for one in evaluation.office_members.all() if one.ended_at is None and one.person_id == reach.person]
    return [Office(one.office) for one in named]


def may_name_officer(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-14: an approver names who works for their office; the director, where an office is vacant or asks for it."""
    held = seat_of_approver(user, evaluation)
    return directs(user, evaluation) or (held is not None and held.role in ROLE_OF.values())


def writes_or_approves(evaluation: SelfEvaluation) -> QuerySet[Appointment, int]:
    """SE-2: the people who can't work for an approver's office, since they direct or approve the text."""
    seats = Appointment.objects.giving_access(today()).filter(seat__authority=evaluation.authority_id)
    rows: QuerySet[Appointment, int] = (
        seats.filter(seat__role__in=(Role.DCS, *OFFICE_OF)).order_by().values_list("person", flat=True)
    )
    return rows


def reasons_not_to_name_officer(
    evaluation: SelfEvaluation,
    *,
    by: User,
    office: str = "",
    person: Person | None = None,
    **_details: Any,
) -> list[str]:
    """SE-2, SE-14: somebody with a seat of the authority, who neither approves nor writes the text."""
    if person is None:
        return []
    if office not in required_offices(evaluation.cycle):
        return ["This approval is not asked for in this cycle."]
    held = seat_of_approver(by, evaluation)
    if held is not None and not directs(by, evaluation) and OFFICE_OF[held.role] != office:
        return ["You name officers for your own office."]
    seats = Appointment.objects.giving_access(today()).filter(person=person, seat__authority=evaluation.authority_id)
    roles = set(seats.values_list("seat__role", flat=True))
    if not roles:
        return [f"{person} has no seat in {evaluation.authority}. Its local administrators can add one."]
    if roles & {Role.DCS, *OFFICE_OF} or person.user_id == evaluation.submitted_by_id:
        return [f"{person} writes or approves the text, so somebody else works for the office."]
    if evaluation.editors.filter(person=person, ended_at=None).exists():
        return [f"{person} is named to write the text, so somebody else works for the office."]
    if evaluation.office_members.filter(person=person, office=office, ended_at=None).exists():
        return [f"{person} is named for this office already."]
    return []


def may_end_officer(user: User, member: OfficeMember) -> bool:
    """SE-14: whoever may name somebody, and the officer themselves."""
    own = member.person.user_id is not None and member.person.user_id == user.pk
    return own or may_name_officer(user, member.evaluation)


def reasons_not_to_end_officer(member: OfficeMember, *, by: User) -> list[str]:
    """SE-14: what has ended stays as it was."""
    return ["This has ended already."] if member.ended_at else []


def may_comment(user: User, evaluation: SelfEvaluation) -> bool:
    """SE-14: who works for an approver's office returns comments."""
    return bool(offices_worked_for(user, evaluation))


def reasons_not_to_comment(
    evaluation: SelfEvaluation, *, by: User, office: str = "", words: str | None = None, **_details: Any
) -> list[str]:
    """SE-14: in words, for one's own office, about a text that was submitted."""
    if evaluation.revision_id is None:
        return ["Nothing was submitted yet."]
    if office and office not in offices_worked_for(by, evaluation):
        return ["You don’t work for this office."]
    return ["Write your comment."] if words is not None and not words.strip() else []
