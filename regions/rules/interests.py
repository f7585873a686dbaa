"""Declaring interests and waiving conflicts (PC-3, ACC-9)."""

from datetime import date

from regions.conflicts import ties_of
from regions.models import Appointment, Authority, Interest, Person, Waiver
from regions.querysets import today
from regions.reach import reach_of
from regions.rules.facts import may_correct
from regions.rules.keeping import may_keep
from riia.accounts.models import User

# A waiver is for a piece of work, not for good.
LONGEST_WAIVER_DAYS = 366
OWN_CONFLICT = "You can't waive a conflict of your own. Ask a colleague or an administrator."


def is_about(user: User, item: Person | Appointment) -> bool:
    """Whether a person, or the person of an appointment, is the reader (ACC-9)."""
    if isinstance(item, Appointment):
        return item.person_id is not None and item.person.user_id == user.pk
    return item.user_id is not None and item.user_id == user.pk


def may_declare(user: User, person: Person | Appointment) -> bool:
    """PC-3: members declare for themselves; who keeps the person's place may do it for them."""
    return (_takes_part(user) and is_about(user, person)) or may_correct(user, person)


def _takes_part(user: User) -> bool:
    reach = reach_of(user)
    return reach.member or reach.administrator


def reasons_not_to_declare(
    person: Person,
    *,
    by: User,
    authority: Authority | None = None,
    starts: date | None = None,
    ends: date | None = None,
    kind: str = "",
    **_details: object,
) -> list[str]:
    """PC-3: an interest is in an authority of the person's side, and the same one is declared once at a time."""
    reasons = []
    if starts and ends and ends <= starts:
        reasons.append("The last day must not be before the first.")
    if authority is None or starts is None:
        return reasons
    if authority.region.is_demonstration != person.is_demonstration:
        reasons.append("People of the demonstration and of the real directory are kept apart.")
    open_ones = person.interests.filter(authority=authority, kind=kind, ends__isnull=True)
    if open_ones.exists():
        reasons.append(f"This interest in {authority} is declared already. End that first if it has changed.")
    return reasons


def may_end_interest(user: User, interest: Interest) -> bool:
    """PC-3: whoever it is about or who declared it says that it has ended, or who keeps the authority's directory."""
    if not _takes_part(user):
        return False
    own = interest.declared_by_id == user.pk or is_about(user, interest.person)
    return own or may_keep(user, interest.authority)


def reasons_not_to_end_interest(interest: Interest, *, by: User, ends: date | None = None) -> list[str]:
    """PC-3: it ends once, after it began, and not in the future; three years after that it lapses."""
    if interest.ends:
        return [f"This interest has ended already, on {interest.ends:%-d %B %Y}."]
    if ends and ends <= interest.starts:
        return ["The last day must not be before the first."]
    if ends and (ends - today()).days > 1:
        return ["The last day is in the future. Say that it has ended when it has."]
    return []


def may_waive(user: User, person: Person | Appointment) -> bool:
    """PC-3: the regional team that keeps the person's place, or an administrator, puts a waiver on record."""
    return may_correct(user, person)


def reasons_not_to_waive(
    person: Person,
    *,
    by: User,
    authority: Authority | None = None,
    starts: date | None = None,
    ends: date | None = None,
    why: str = "",
) -> list[str]:
    """PC-3, ACC-9: never for oneself, never for who comes from there, for a time, and with a reason."""
    if is_about(by, person):
        return [OWN_CONFLICT]
    if authority is None or starts is None or ends is None:
        return []
    reasons = [] if why.strip() else ["Say why the conflict is accepted."]
    if ends <= starts:
        return [*reasons, "The last day must not be before the first."]
    if (ends - starts).days > LONGEST_WAIVER_DAYS:
        reasons.append("A waiver is for a piece of work: a year at most.")
    reasons += _reasons_from_waivers(person, authority, starts, ends)
    return reasons + _reasons_from_ties(person, authority, starts, ends)


def _reasons_from_waivers(person: Person, authority: Authority, starts: date, ends: date) -> list[str]:
    if person.waivers.filter(authority=authority, starts__lt=ends, ends__gt=starts).exists():
        return [f"There is a waiver for {authority} in this time already."]
    return []


def _reasons_from_ties(person: Person, authority: Authority, starts: date, ends: date) -> list[str]:
    """There must be something to waive, and it must not be that the person comes from there."""
    ties = [one for one in ties_of([person], [authority]) if one.counts_on(starts) or starts <= one.since < ends]
    if not ties:
        return [f"{person} has no interest in {authority} in this time, so there is nothing to waive."]
    there = [one for one in ties if one.from_there and (one.holds_on(starts) or starts <= one.since < ends)]
    if there:
        return [f"{person} comes from {authority} ({there[0].why}). That can't be waived."]
    return []


def may_withdraw_waiver(user: User, waiver: Waiver) -> bool:
    """PC-3: who keeps the authority's directory takes it back, or the colleague of another region who gave it."""
    reach = reach_of(user)
    given = waiver.given_by_id == user.pk and bool(reach.keeps or reach.administrator)
    return given or may_keep(user, waiver.authority)


def reasons_not_to_withdraw_waiver(waiver: Waiver, *, by: User) -> list[str]:
    """PC-3: what is over stays on record as it was."""
    return [] if waiver.ends > today() else ["This waiver is over."]
