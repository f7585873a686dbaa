"""What self-evaluations and their moderation are made of. Split by noun; import from here."""

from selfassessment.models.approving import Addendum, Approval, Conversation, Pause
from selfassessment.models.cycles import AgreedReader, Cycle, Priority, Template
from selfassessment.models.moderating import (
    AgreedView,
    Calibration,
    Feedback,
    Judgement,
    Objection,
    Panel,
    PanelMember,
    Point,
    Volunteer,
)
from selfassessment.models.writing import (
    Attachment,
    Finding,
    InvitedReader,
    NamedEditor,
    Reading,
    Revision,
    SectionSave,
    SectionText,
    SelfEvaluation,
    Unsaved,
)

__all__ = [
    "Addendum",
    "AgreedReader",
    "AgreedView",
    "Approval",
    "Attachment",
    "Calibration",
    "Conversation",
    "Cycle",
    "Feedback",
    "Finding",
    "InvitedReader",
    "Judgement",
    "NamedEditor",
    "Objection",
    "Panel",
    "PanelMember",
    "Pause",
    "Point",
    "Priority",
    "Reading",
    "Revision",
    "SectionSave",
    "SectionText",
    "SelfEvaluation",
    "Template",
    "Unsaved",
    "Volunteer",
]
