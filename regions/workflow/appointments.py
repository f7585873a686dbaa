"""Putting people in seats and letting them leave."""

from datetime import date
from typing import Any

from django.utils import timezone

from regions import notifications
from regions.models import Appointment, Person, Seat
from regions.rules import appointments as rules
from regions.rules.keeping import may_keep
from regions.rules.officers import appoints_alone
from regions.statuses import AppointmentStatus, Precision
from regions.workflow.facts import sign
from riia.accounts.models import User
from riia.workflow import command, transition


@command(
    on=Seat,
    label="Appoint",
    permitted=rules.may_appoint,
    unless=rules.reasons_not_to_appoint,
    page="seat_appoint",
)
def appoint(
    seat: Seat, *, by: User, person: Person, starts: date, ends: date | None = None, **details: Any
) -> Appointment:
    """Put a person in a seat from a day on; `ends` is the first day out (DIR-5).

    Seats that open access wait for a second person (ACC-9), and so does what a director proposes. Whoever is in
    the seat on the first day leaves it when the appointment is confirmed. `details` are further fields of
    `Appointment`: job_title, organisation, interim, acting, employing_authority, employing_trust, precisions, note.
    """
    appointment = Appointment(
        seat=seat,
        person=person,
        starts=starts,
        ends=ends,
        replaces=rules.replaced_by(seat, starts, details.get("acting", False)),
        proposed_by=by,
        proposed_at=timezone.now(),
        status=AppointmentStatus.PROPOSED,
        **details,
    )
    if seat.about.second or not appoints_alone(by, seat):
        appointment.save()
        notifications.second_person_asked(appointment, by)
    else:
        _take_the_seat(appointment, by)
        appointment.status = AppointmentStatus.CONFIRMED
        appointment.save()
    return appointment


@transition(
    on=Appointment,
    label="Confirm the appointment",
    sources={AppointmentStatus.PROPOSED, AppointmentStatus.STATED},
    targets={AppointmentStatus.CONFIRMED},
    permitted=rules.may_second,
    unless=rules.reasons_not_to_second,
    locking="seat",
    page="appointment_confirm",
)
def confirm_appointment(appointment: Appointment, *, by: User) -> None:
    """The second person agrees: the appointment gives access from its first day on (ACC-9)."""
    appointment.second_person = by
    _take_the_seat(appointment, by)
    notifications.appointment_confirmed(appointment, by)


@transition(
    on=Appointment,
    label="Refuse the appointment",
    sources={AppointmentStatus.PROPOSED, AppointmentStatus.STATED},
    targets={AppointmentStatus.REFUSED},
    permitted=rules.may_second,
    unless=rules.reasons_not_to_refuse,
    page="appointment_refuse",
)
def refuse_appointment(appointment: Appointment, *, by: User) -> None:
    """The second person doesn't agree; the seat stays as it was."""
    notifications.appointment_decided(appointment, by)


@transition(
    on=Appointment,
    label="Withdraw the proposal",
    sources={AppointmentStatus.PROPOSED},
    targets={AppointmentStatus.WITHDRAWN},
    permitted=rules.may_withdraw_proposal,
    page="appointment_withdraw",
)
def withdraw_proposal(appointment: Appointment, *, by: User) -> None:
    """Who proposed takes it back; the seat stays as it was."""


@transition(
    on=Appointment,
    label="Say that this is right",
    sources={AppointmentStatus.STATED},
    targets={AppointmentStatus.CONFIRMED, AppointmentStatus.STATED},
    permitted=rules.may_vouch,
    unless=rules.reasons_not_to_vouch,
    locking="seat",
    page="appointment_vouch",
)
def vouch_for(appointment: Appointment, *, by: User) -> AppointmentStatus:
    """Confirm what so far only a source states (DIR-15).

    Where the seat opens access it stays "stated" until a second person confirms too (ACC-9).
    """
    if appointment.seat.about.second or not may_keep(by, appointment.seat.place):
        appointment.proposed_by, appointment.proposed_at = by, timezone.now()
        notifications.second_person_asked(appointment, by)
        return AppointmentStatus.STATED
    sign(appointment, by)
    return AppointmentStatus.CONFIRMED


@command(
    on=Appointment,
    label="End the appointment",
    permitted=rules.may_end,
    unless=rules.reasons_not_to_end,
    locking="seat",
    page="appointment_end",
)
def end_appointment(appointment: Appointment, *, by: User, ends: date) -> None:
    """Say when a holder leaves the seat: `ends` is the first day out. The access ends with that day (ACC-1)."""
    appointment.ends, appointment.ends_precision = ends, Precision.DAY


@command(on=Appointment, label="Leave to a successor", permitted=rules.may_give_way, locking="seat")
def give_way(appointment: Appointment, *, by: User, ends: date) -> None:
    """End an appointment because its successor was confirmed; part of confirming, never done by itself."""
    appointment.ends, appointment.ends_precision = ends, Precision.DAY


def _take_the_seat(appointment: Appointment, by: User) -> None:
    """Mark as confirmed, and let the holder of the first day leave."""
    sign(appointment, by)
    leaving = rules.replaced_by(appointment.seat, appointment.starts, appointment.acting)
    if leaving and leaving.pk != appointment.pk:
        give_way(leaving, by=by, ends=appointment.starts, reason=f"Succeeded by {appointment.person}.")
