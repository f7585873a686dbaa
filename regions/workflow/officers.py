"""Officers of an authority, added and invited by its local administrators (ACC-11)."""

from django.db.models import Max

from regions.models import Appointment, Authority, Person, Seat
from regions.querysets import today
from regions.rules import officers as rules
from regions.workflow.accounts import send_invitation
from regions.workflow.facts import sign
from riia.accounts.models import Invitation, User
from riia.audit import trail
from riia.workflow import command


@command(
    on=Authority,
    label="Add an officer",
    permitted=rules.may_administer_officers,
    unless=rules.reasons_not_to_add_officer,
    page="officer_add",
)
def add_officer_seat(authority: Authority, *, by: User, role: str) -> Seat:
    """Add a seat for an officer: nobody holds it yet."""
    last = authority.seats.filter(role=role).aggregate(last=Max("number"))["last"] or 0
    seat = Seat(authority=authority, role=role, number=last + 1, exists_from=today())
    seat.in_demonstration = authority.region.is_demonstration
    sign(seat, by)
    seat.save()
    return seat


@command(
    on=Authority,
    label="Invite a colleague",
    permitted=rules.may_administer_officers,
    unless=rules.reasons_not_to_add_colleague,
)
def add_colleague(authority: Authority, *, by: User, name: str, email: str) -> Person:
    """Add somebody new with an account of their own, and invite them. What they may do comes from seats and tasks."""
    demonstration = authority.region.is_demonstration
    account = User.objects.create_user(email, name=name, is_demo=demonstration and by.is_demo)
    trail.record("make_account", "Make an account", by=by, on=account, after=trail.snapshot(account))
    person = Person.objects.create(name=name, email=account.email, user=account, is_demonstration=demonstration)
    invitation = send_invitation(account, by)
    trail.record("invite", "Invite", by=by, on=invitation, after=trail.snapshot(invitation))
    return person


@command(
    on=Appointment,
    label="Invite the officer again",
    permitted=rules.may_invite_officer,
    unless=rules.reasons_not_to_invite_officer,
)
def invite_officer(appointment: Appointment, *, by: User) -> Invitation:
    """Send an officer who has not set a password yet a new link. The earlier one ends."""
    account = appointment.person.user
    assert account is not None, "the rules have seen to it"  # noqa: S101
    return send_invitation(account, by)
