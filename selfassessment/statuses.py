"""Statuses of self-evaluations and their moderation, and the groups of them that rules speak of."""

from django.db.models import TextChoices


class TemplateStatus(TextChoices):
    """A template of questions."""

    DRAFT = "draft", "Draft"
    IN_USE = "in-use", "In use"
    ENDED = "ended", "No longer used"


class CycleStatus(TextChoices):
    """One year's round of self-evaluations in a region."""

    PLANNED = "planned", "Being prepared"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class QuestionKind(TextChoices):
    """What is asked for, and so what an answer holds."""

    NARRATIVE = "narrative", "Text"
    JUDGEMENT = "judgement", "Judgement on a scale"
    STRENGTHS = "strengths", "Strengths"
    AREAS = "areas", "Areas for development"
    REQUESTS = "requests", "Requests for help"
    OFFERS = "offers", "Offers of support"
    EVIDENCE = "evidence", "Links to evidence"
    DATA_SHEET = "data-sheet", "Data sheet"


class FindingKind(TextChoices):
    """What an authority says of itself in single points, which are followed from year to year (SE-9, SE-10)."""

    STRENGTH = "strength", "Strength"
    AREA = "area", "Area for development"
    REQUEST = "request", "Request for help"
    OFFER = "offer", "Offer of support"


# Which kind of question collects which findings.
COLLECTS: dict[str, FindingKind] = {
    QuestionKind.STRENGTHS: FindingKind.STRENGTH,
    QuestionKind.AREAS: FindingKind.AREA,
    QuestionKind.REQUESTS: FindingKind.REQUEST,
    QuestionKind.OFFERS: FindingKind.OFFER,
}
CARRIED_OVER = (FindingKind.STRENGTH, FindingKind.AREA)


class Fate(TextChoices):
    """What became of a strength or area of an earlier year (SE-9)."""

    CONTINUES = "continues", "Still so"
    ACHIEVED = "achieved", "Achieved"
    CHANGED = "changed", "Now in other words"
    DROPPED = "dropped", "No longer followed"
    LOST = "lost", "No longer a strength"


# What can become of which.
FATES: dict[str, tuple[Fate, ...]] = {
    QuestionKind.STRENGTHS: (Fate.CONTINUES, Fate.CHANGED, Fate.DROPPED, Fate.LOST),
    QuestionKind.AREAS: (Fate.CONTINUES, Fate.ACHIEVED, Fate.CHANGED, Fate.DROPPED),
}


class InspectionTheme(TextChoices):
    """What a section or a finding is about: the themes of inspection, and what lies around them."""

    LEADERSHIP = "leadership", "Leadership and governance"
    HELP_AND_PROTECTION = "help-and-protection", "Help and protection"
    CARE = "care", "Children in care"
    CARE_LEAVERS = "care-leavers", "Care leavers"
    SEND = "send", "Special educational needs and disabilities"
    EDUCATION = "education", "Education"
    EARLY_YEARS = "early-years", "Early years"
    WORKFORCE = "workforce", "Workforce"
    RESOURCES = "resources", "Use of resources"


class ServiceArea(TextChoices):
    """The part of children's services that a finding is about."""

    FRONT_DOOR = "front-door", "Front door and assessment"
    EARLY_HELP = "early-help", "Early help and family support"
    CHILDREN_IN_NEED = "children-in-need", "Children in need and child protection"
    CHILDREN_IN_CARE = "children-in-care", "Children in care, fostering and adoption"
    LEAVING_CARE = "leaving-care", "Leaving care"
    YOUTH_JUSTICE = "youth-justice", "Youth justice and exploitation"
    SEND_SERVICES = "send-services", "Services for special educational needs and disabilities"
    SCHOOLS = "schools", "Schools, attendance and inclusion"
    EARLY_YEARS_SERVICES = "early-years-services", "Early years and childcare"
    COMMISSIONING = "commissioning", "Commissioning and sufficiency"
    QUALITY_ASSURANCE = "quality-assurance", "Quality assurance and learning"
    WHOLE_SERVICE = "whole-service", "The whole service"


class EvaluationStatus(TextChoices):
    """A self-evaluation from the first word to the region's shelf."""

    EXPECTED = "expected", "Not started"
    DRAFT = "draft", "Being written"
    SUBMITTED = "submitted", "With its approvers"
    RETURNED = "returned", "Returned with words"
    APPROVED = "approved", "Approved"
    RELEASED = "released", "Released"
    WITHDRAWN = "withdrawn", "Withdrawn"


# Its text may be changed.
IN_WRITING = (
    EvaluationStatus.EXPECTED,
    EvaluationStatus.DRAFT,
    EvaluationStatus.RETURNED,
    EvaluationStatus.WITHDRAWN,
)
# A frozen revision stands; changing the text reopens it (SE-4).
FROZEN = (EvaluationStatus.SUBMITTED, EvaluationStatus.APPROVED, EvaluationStatus.RELEASED)


class Office(TextChoices):
    """Whose approval is asked for (SE-2)."""

    CHIEF_EXECUTIVE = "chief-executive", "Chief executive"
    LEAD_MEMBER = "lead-member", "Lead member for children's services"


class ApprovalStatus(TextChoices):
    """An approver's answer to one revision."""

    GIVEN = "given", "Approved"
    RETURNED = "returned", "Returned with words"
    OVERTAKEN = "overtaken", "Overtaken by a later text"
    REPUDIATED = "repudiated", "Repudiated by the holder"


class Capacity(TextChoices):
    """As what somebody approves, or how their decision came into the portal (SE-14, SE-15)."""

    HOLDER = "holder", "Holder of the office"
    STAND_IN = "stand-in", "Recorded stand-in"
    RECORDED = "recorded", "Recorded by a named officer"


class AddendumStatus(TextChoices):
    """A later event told beside a released text (SE-19)."""

    DRAFT = "draft", "Being written"
    SUBMITTED = "submitted", "With its approvers"
    ADDED = "added", "Added"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PauseReason(TextChoices):
    """Why clocks stand still; others see only "dates changed" (SE-17)."""

    INSPECTION = "inspection", "An inspection"
    EMERGENCY = "emergency", "A serious incident"
    ELECTION = "election", "Pre-election period"
    OTHER = "other", "Something else"


class ConversationStatus(TextChoices):
    """The yearly conversation with the inspectorate (SE-18)."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CALLED_OFF = "called-off", "Called off"


class PanelStatus(TextChoices):
    """The moderation of one released self-evaluation."""

    FORMING = "forming", "Panel being put together"
    ANNOUNCED = "announced", "Panel named; the authority may object"
    JUDGING = "judging", "Moderators judge apart"
    AGREEING = "agreeing", "Moderators agree a view"
    DISCUSSING = "discussing", "Points being discussed"
    CHECKING = "checking", "With the panel chair"
    REPLYING = "replying", "With the authority for its reply"
    FINAL = "final", "Feedback final"
    STOPPED = "stopped", "Stopped"


# Moderators see one another's judgements (MOD-3).
OPENED = (
    PanelStatus.AGREEING,
    PanelStatus.DISCUSSING,
    PanelStatus.CHECKING,
    PanelStatus.REPLYING,
    PanelStatus.FINAL,
)


# Its members read the text that they moderate (ACC-10): not before the authority could object.
READS_THE_TEXT = (PanelStatus.JUDGING, *OPENED)
# Its points are with the authority (MOD-4).
RAISES_POINTS = (PanelStatus.DISCUSSING, PanelStatus.CHECKING, PanelStatus.REPLYING, PanelStatus.FINAL)
# Its feedback is with the authority (MOD-5).
WITH_AUTHORITY = (PanelStatus.REPLYING, PanelStatus.FINAL)
BEFORE_JUDGING_ENDS = (PanelStatus.FORMING, PanelStatus.ANNOUNCED, PanelStatus.JUDGING)
# Nothing more happens with it.
ENDED_PANELS = (PanelStatus.FINAL, PanelStatus.STOPPED)


class PanelPart(TextChoices):
    """What a member does on a panel."""

    MODERATOR = "moderator", "Moderator"
    THIRD = "third", "Third moderator"
    CHAIR = "chair", "Chair of the panel"


class MemberStatus(TextChoices):
    """Somebody's place on a panel."""

    ASKED = "asked", "Asked"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    STOOD_DOWN = "stood-down", "Stood down"


ON_THE_PANEL = (MemberStatus.ASKED, MemberStatus.ACCEPTED)


class ObjectionStatus(TextChoices):
    """An authority's objection to somebody on its panel (MOD-7)."""

    RAISED = "raised", "Raised"
    UPHELD = "upheld", "Upheld"
    NOT_UPHELD = "not-upheld", "Not upheld"


class PointStatus(TextChoices):
    """A point that a panel raises with an authority (MOD-4)."""

    RAISED = "raised", "Raised"
    DISCUSSED = "discussed", "Discussed"
    CLOSED = "closed", "Closed"


class Seriousness(TextChoices):
    """How much a point matters; only a serious one may lead further (MOD-4, GEN-2)."""

    TO_NOTE = "to-note", "To note"
    TO_DISCUSS = "to-discuss", "To discuss"
    SERIOUS = "serious", "Serious"


class PriorityStatus(TextChoices):
    """A priority proposed for the region (MOD-6)."""

    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    SET_ASIDE = "set-aside", "Set aside"
