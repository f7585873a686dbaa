"""Every named write to the directory. Each locks, checks, changes and is recorded (see `riia.workflow`)."""

from regions.workflow.accounts import (
    accept_invitation,
    change_account,
    close_account,
    invitation_of,
    invite,
    link_account,
    make_account,
    reopen_account,
    reset_second_factor,
    withdraw_invitation,
)
from regions.workflow.appointments import (
    appoint,
    confirm_appointment,
    end_appointment,
    refuse_appointment,
    vouch_for,
    withdraw_proposal,
)
from regions.workflow.facts import add_person, add_to_directory, confirm_fact, correct
from regions.workflow.memoranda import (
    bring_into_force,
    draft_memorandum,
    end_memorandum,
    record_signature,
    warn_of_ending_signatures,
    withdraw_signature,
)

__all__ = [
    "accept_invitation",
    "add_person",
    "add_to_directory",
    "appoint",
    "bring_into_force",
    "change_account",
    "close_account",
    "confirm_appointment",
    "confirm_fact",
    "correct",
    "draft_memorandum",
    "end_appointment",
    "end_memorandum",
    "invitation_of",
    "invite",
    "link_account",
    "make_account",
    "record_signature",
    "refuse_appointment",
    "reopen_account",
    "reset_second_factor",
    "vouch_for",
    "warn_of_ending_signatures",
    "withdraw_invitation",
    "withdraw_proposal",
    "withdraw_signature",
]
