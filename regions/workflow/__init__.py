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
from regions.workflow.approvals import answer_by_link, ask_for_approval, withdraw_link
from regions.workflow.delegations import delegate_task, end_delegation
from regions.workflow.facts import (
    add_person,
    add_to_directory,
    confirm_fact,
    confirm_facts,
    correct,
    publish_contact,
    withhold_contact,
)
from regions.workflow.groups import add_group, add_group_across, add_group_member, end_group_member
from regions.workflow.imports import (
    answer_import,
    confirm_import,
    discard_import,
    preview_import,
    preview_import_across,
)
from regions.workflow.information_requests import close_information_request, register_information_request
from regions.workflow.interests import declare_interest, end_interest, waive_conflict, withdraw_waiver
from regions.workflow.memoranda import (
    bring_into_force,
    draft_memorandum,
    end_memorandum,
    record_signature,
    warn_of_ending_signatures,
    withdraw_signature,
)
from regions.workflow.merging import merge_person, unmerge_person
from regions.workflow.officers import add_colleague, add_officer_seat, invite_officer
from regions.workflow.reorganising import reorganise
from regions.workflow.seats import add_seat, retire_seat, vacate
from regions.workflow.undoing import undo, undo_entry

__all__ = [
    "accept_invitation",
    "add_colleague",
    "add_group",
    "add_group_across",
    "add_group_member",
    "add_officer_seat",
    "add_person",
    "add_seat",
    "add_to_directory",
    "answer_by_link",
    "answer_import",
    "appoint",
    "ask_for_approval",
    "bring_into_force",
    "change_account",
    "close_account",
    "close_information_request",
    "confirm_appointment",
    "confirm_fact",
    "confirm_facts",
    "confirm_import",
    "correct",
    "declare_interest",
    "delegate_task",
    "discard_import",
    "draft_memorandum",
    "end_appointment",
    "end_delegation",
    "end_group_member",
    "end_interest",
    "end_memorandum",
    "invitation_of",
    "invite",
    "invite_officer",
    "link_account",
    "make_account",
    "merge_person",
    "preview_import",
    "preview_import_across",
    "publish_contact",
    "record_signature",
    "refuse_appointment",
    "register_information_request",
    "reopen_account",
    "reorganise",
    "reset_second_factor",
    "retire_seat",
    "undo",
    "undo_entry",
    "unmerge_person",
    "vacate",
    "vouch_for",
    "waive_conflict",
    "warn_of_ending_signatures",
    "withdraw_invitation",
    "withdraw_link",
    "withdraw_proposal",
    "withdraw_signature",
    "withdraw_waiver",
    "withhold_contact",
]
