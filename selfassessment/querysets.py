"""Which rows of self-evaluations and moderation somebody may see: the table in ACC, SE-1, SE-5, SE-16, SE-20 and MOD-7.

Two questions are kept apart. `visible_to`: may this person know of it, its step and its dates? `readable_by`: may they
read its text? The first opens the page, the second the words; texts, saves, revisions and findings ask the second.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q

from regions import roles
from regions.querysets import today
from regions.reach import Reach, reach_of
from regions.roles import Role
from regions.statuses import Schedule
from selfassessment.statuses import (
    FROZEN,
    ON_THE_PANEL,
    OPENED,
    RAISES_POINTS,
    READS_THE_TEXT,
    WITH_AUTHORITY,
    AddendumStatus,
    EvaluationStatus,
    MemberStatus,
    PointStatus,
    PriorityStatus,
    Seriousness,
    TemplateStatus,
)

# Who answers for the authority and so knows its own text from the first word (SE-1).
DIRECTS = (Role.DCS, Role.TRUST_CHIEF_EXECUTIVE)
APPROVES = (Role.CHIEF_EXECUTIVE, Role.LEAD_MEMBER)
# Officers whom the director may let write.
EDITORS = (Role.ASSISTANT_DIRECTOR, Role.PERFORMANCE_LEAD, Role.NAMED_READER)
# Seats of the region that read every released text of it (the table in ACC).
READS_THE_REGION = (*roles.BOARD, *roles.TEAM)


def authorities_as(reach: Reach, *wanted: str) -> frozenset[int]:
    """The authorities in which somebody holds a seat of one of these roles."""
    return frozenset().union(*(one.authorities for one in reach.held if one.role in wanted))


def regions_as(reach: Reach, *wanted: str) -> frozenset[int]:
    """The regions in which somebody holds a seat of one of these roles."""
    return frozenset().union(*(one.regions for one in reach.held if one.role in wanted))


def works_in(reach: Reach) -> frozenset[int]:
    """The regions whose cycle somebody belongs to: a DfE adviser sees nothing of it but by decision (ACC-14)."""
    return regions_as(reach, *(one for one in Role if one != Role.DFE_ADVISER))


def open_on(on: date, prefix: str = "") -> Q:
    """Released, and the day has come on which others read it (SE-20)."""
    return Q(**{f"{prefix}status": EvaluationStatus.RELEASED, f"{prefix}opens_on__lte": on})


def own_text(reach: Reach) -> Q:
    """Own authority's text at any time: director, approvers, named editors with an officer's seat there (SE-1).

    What one seat opens anyway is not asked again for another.
    """
    from selfassessment.models import NamedEditor, OfficeMember

    answered_for = authorities_as(reach, *DIRECTS, *APPROVES)
    found = Q(authority__in=answered_for)
    if deputies := authorities_as(reach, Role.DEPUTY_CHIEF_EXECUTIVE) - answered_for:
        # SE-15: who may have to approve in the chief executive's place reads what is submitted, while it stands.
        found |= Q(authority__in=deputies) & Q(status__in=FROZEN)
    if reach.person and (writes_for := authorities_as(reach, *EDITORS) - answered_for):
        # Whoever moves to another seat reads what that one opens, and no longer what they wrote.
        named = NamedEditor.objects.filter(evaluation=OuterRef("pk"), person=reach.person, ended_at=None)
        found |= Q(authority__in=writes_for) & Q(Exists(named))
    if reach.person and (works_in := reach.authorities - answered_for):
        # SE-14: an approver's office gets what the approver gets, while there is something to approve.
        office = OfficeMember.objects.filter(evaluation=OuterRef("pk"), person=reach.person, ended_at=None)
        found |= Q(authority__in=works_in, status__in=FROZEN) & Q(Exists(office))
    return found


def others_text(reach: Reach, on: date) -> Q:
    """Other authorities' texts: released and open, to those who take part, and whom the region agreed (SE-5, SE-20)."""
    found = Q(cycle__region__in=regions_as(reach, *READS_THE_REGION))
    found |= _taking_part(reach)
    if reach.person:
        found |= _agreed(reach, on) | _moderated(reach)
    return open_on(on) & found


def _taking_part(reach: Reach) -> Q:
    """A reader's seat, a current signature, and an own self-evaluation that joined; released first where asked."""
    from selfassessment.models import SelfEvaluation

    regions = frozenset(region for schedule, region in reach.reads if schedule == Schedule.SELF_EVALUATION)
    own = authorities_as(reach, *roles.READERS)
    if not (regions and own):
        return Q(pk__in=())
    joined = SelfEvaluation.objects.filter(cycle=OuterRef("cycle"), authority__in=own, joined_on__isnull=False)
    released = joined.filter(status=EvaluationStatus.RELEASED)
    return Q(cycle__region__in=regions) & (Q(Exists(joined), cycle__release_first=False) | Q(Exists(released)))


def _agreed(reach: Reach, on: date) -> Q:
    """LGA representatives agreed by name for the cycle, while they hold that seat (ACC-14)."""
    from selfassessment.models import AgreedReader

    regions = regions_as(reach, Role.LGA_ADVISER)
    if not regions:
        return Q(pk__in=())
    agreed = AgreedReader.objects.filter(
        cycle=OuterRef("cycle"), person=reach.person, starts__lte=on, ends__gt=on, cycle__region__in=regions
    )
    return Q(Exists(agreed))


def _moderated(reach: Reach) -> Q:
    """Those that somebody moderates, from the day on which judging begins (ACC-10, MOD-7)."""
    from selfassessment.models import PanelMember

    place = PanelMember.objects.filter(
        panel__evaluation=OuterRef("pk"),
        person=reach.person,
        status=MemberStatus.ACCEPTED,
        panel__status__in=READS_THE_TEXT,
    )
    return Q(Exists(place))


def invited_text(reach: Reach, on: date) -> Q:
    """Before release: somebody of the regional team whom the director invited, until a date (SE-16)."""
    from selfassessment.models import InvitedReader

    if not (reach.keeps and reach.person):
        return Q(pk__in=())
    invited = InvitedReader.objects.filter(evaluation=OuterRef("pk"), person=reach.person, starts__lte=on, ends__gt=on)
    return Q(cycle__region__in=reach.keeps) & Q(Exists(invited))


class TemplateQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Drafts: who keeps the region. Others: every member of it; the shipped one, every member (ACC-14)."""
        reach = reach_of(user)
        regions = works_in(reach)
        if not (regions or reach.administrator):
            return self.none()
        used = ~Q(status=TemplateStatus.DRAFT) & (Q(region=None) | Q(region__in=regions))
        return self.filter(used | Q(region__in=reach.keeps))


class CycleQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Members see the cycles of their regions once they are open (ACC-14); planned ones, who keeps the region."""
        reach = reach_of(user)
        if not reach.member:
            return self.none()
        return self.filter(Q(region__in=works_in(reach)) & ~Q(status="planned") | Q(region__in=reach.keeps))


class AgreedReaderQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Whoever shares texts in a cycle can see who else reads them: its members (ACC-14)."""
        reach = reach_of(user)
        return self.filter(cycle__region__in=works_in(reach))


class PriorityQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Proposed ones: the region's team. Agreed ones: its members."""
        reach = reach_of(user)
        agreed = Q(status=PriorityStatus.AGREED, cycle__region__in=works_in(reach))
        return self.filter(Q(cycle__region__in=reach.keeps) | agreed)


class SelfEvaluationQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """May know of it: own authority's readers' seats, the region's team (step and dates), and its readers."""
        reach = reach_of(user)
        if not reach.member:
            return self.none()
        known = Q(authority__in=authorities_as(reach, *roles.READERS)) | Q(cycle__region__in=reach.keeps)
        return self.filter(known & ~Q(cycle__status="planned") | _readable(reach))

    def readable_by(self, user: Any):
        """May read the text (SE-1, SE-5, SE-16, SE-20). Administrators' seats open none (ACC-13)."""
        reach = reach_of(user)
        return self.filter(_readable(reach)) if reach.member else self.none()

    def for_list(self):
        return self.select_related("authority__region", "cycle__region", "cycle__template", "revision")

    def as_read_by(self, user: Any):
        """With `is_own`: whether the reader belongs to the authority's own circle (SE-1); and `reads_draft`: whether
        they read the text before it is released (SE-16)."""
        reach = reach_of(user)
        rows = self.annotate(is_own=ExpressionWrapper(own_text(reach), models.BooleanField()))
        invited = Q(is_own=True) | invited_text(reach, today())
        return rows.annotate(reads_draft=ExpressionWrapper(invited, models.BooleanField()))


def _readable(reach: Reach) -> Q:
    on = today()
    return own_text(reach) | others_text(reach, on) | invited_text(reach, on)


class OfEvaluationQuerySet(models.QuerySet):
    """Rows that belong to a self-evaluation and are its own authority's alone: its editors' and approvers' (SE-1)."""

    path = "evaluation"

    def visible_to(self, user: Any):
        """Own authority's editors and approvers, and whom its director invited (SE-1, SE-16)."""
        reach = reach_of(user)
        return (
            self.filter(self._within(own_text(reach) | invited_text(reach, today()))) if reach.member else self.none()
        )

    def _within(self, condition: Q, to: str = "pk", path: str = "") -> Q:
        from selfassessment.models import SelfEvaluation

        rows = SelfEvaluation.objects.filter(condition).order_by()
        return Q(**{f"{path or self.path}__in": rows.values(to)})


class OfTextQuerySet(OfEvaluationQuerySet):
    path = "text__evaluation"


class UnsavedQuerySet(OfTextQuerySet):
    def visible_to(self, user: Any):
        """What somebody typed and did not save is theirs alone (SE-11)."""
        return super().visible_to(user).filter(user=reach_of(user).user)


class RevisionQuerySet(OfEvaluationQuerySet):
    def visible_to(self, user: Any):
        """Own authority's: all of them. Others': the one that is released and open, and no other (SE-5)."""
        reach = reach_of(user)
        if not reach.member:
            return self.none()
        own = own_text(reach) | invited_text(reach, today())
        return self.filter(self._within(own) | self._within(others_text(reach, today()), "revision", "pk"))


class OfRevisionQuerySet(OfEvaluationQuerySet):
    """Approvals: own authority's, and those of the text that somebody reads."""

    path = "revision__evaluation"

    def visible_to(self, user: Any):
        from selfassessment.models import Revision

        return self.filter(revision__in=Revision.objects.visible_to(user).order_by().values("pk"))


class OfRevisionTextQuerySet(OfEvaluationQuerySet):
    """What is said of a revision inside its own authority: comments of an office, why it was opened again."""

    path = "revision__evaluation"


class AttachmentQuerySet(OfEvaluationQuerySet):
    def visible_to(self, user: Any):
        """Own authority's: all. Others': the files that stand in the released text; replacing one reopens it (SE-4)."""
        reach = reach_of(user)
        if not reach.member:
            return self.none()
        own = own_text(reach) | invited_text(reach, today())
        return self.filter(self._within(own) | self._within(others_text(reach, today())) & Q(replaced_at=None))


class AddendumQuerySet(OfEvaluationQuerySet):
    def visible_to(self, user: Any):
        """Own authority's: all. Others': what was added to a text that they read (SE-19)."""
        reach = reach_of(user)
        if not reach.member:
            return self.none()
        own, others = own_text(reach), others_text(reach, today())
        return self.filter(self._within(own) | self._within(others) & Q(status=AddendumStatus.ADDED))


class PauseQuerySet(OfEvaluationQuerySet):
    def visible_to(self, user: Any):
        """Own authority's seats, and the team that runs the clocks; others see that dates changed (SE-17)."""
        reach = reach_of(user)
        own = Q(evaluation__authority__in=authorities_as(reach, *roles.READERS))
        return self.filter(own | Q(evaluation__cycle__region__in=reach.keeps))


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Own authority's at any time; others' of the text that is released and open (SE-10)."""
        from selfassessment.models import SelfEvaluation

        reach = reach_of(user)
        if not reach.member:
            return self.none()
        on = today()
        own = SelfEvaluation.objects.filter(own_text(reach)).order_by()
        others = SelfEvaluation.objects.filter(others_text(reach, on)).order_by()
        return self.filter(Q(revision__evaluation__in=own.values("pk")) | Q(revision__in=others.values("revision")))

    def standing(self, user: Any):
        """Those that `visible_to` shows of the newest frozen text of each self-evaluation.

        The texts are asked for at once, by a query of its own: lists ask many times over what is said in them.
        """
        from selfassessment.models import SelfEvaluation

        reach = reach_of(user)
        if not reach.member:
            return self.none()
        read = SelfEvaluation.objects.filter(own_text(reach) | others_text(reach, today()), revision__isnull=False)
        return self.filter(revision__in=list(read.order_by().values_list("revision", flat=True)))


class VolunteerQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """The region's team, and everybody their own offer."""
        reach = reach_of(user)
        return self.filter(Q(cycle__region__in=reach.keeps) | Q(person=reach.person, person__isnull=False))


class CalibrationQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Who made it, and nobody else: the region's team knows that it was done (MOD-8)."""
        return self.filter(volunteer__person=reach_of(user).person, volunteer__person__isnull=False)


def panels_of(reach: Reach, path: str = "pk", places: tuple[str, ...] = (MemberStatus.ACCEPTED,)) -> Q:
    """Panels on which somebody has accepted a place (or was asked to, too), by the path that leads to the panel."""
    from selfassessment.models import PanelMember

    if not reach.person:
        return Q(pk__in=())
    rows = PanelMember.objects.filter(person=reach.person, status__in=places)
    return Q(**{f"{path}__in": rows.values("panel")})


class PanelQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """The region's team; and, once it was announced, its members and the authority that is moderated (MOD-7)."""
        reach = reach_of(user)
        own = Q(evaluation__authority__in=authorities_as(reach, *DIRECTS, *APPROVES))
        named = (panels_of(reach, places=ON_THE_PANEL) | own) & Q(announced_on__isnull=False)
        return self.filter(Q(evaluation__cycle__region__in=reach.keeps) | named)

    def sat_on_by(self, user: Any):
        """Panels on which somebody has accepted a place: who reads what stays within them (MOD-7)."""
        return self.filter(panels_of(reach_of(user)), announced_on__isnull=False)


class OfPanelQuerySet(models.QuerySet):
    """Rows of a panel that whoever sees the panel sees: its members, and objections to them."""

    path = "panel"

    def visible_to(self, user: Any):
        from selfassessment.models import Panel

        panels = Panel.objects.visible_to(user).order_by()
        return self.filter(**{f"{self.path}__in": panels.values("pk")})


class OfMemberQuerySet(OfPanelQuerySet):
    path = "member__panel"


class AgreedViewQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """The panel; the authority once feedback is with it (MOD-7)."""
        reach = reach_of(user)
        return self.filter(panels_of(reach, "panel") | _given_back(reach))


def _given_back(reach: Reach) -> Q:
    own = authorities_as(reach, *DIRECTS, *APPROVES)
    return Q(panel__status__in=WITH_AUTHORITY, panel__evaluation__authority__in=own)


class JudgementQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """One's own; another member's once both have handed in theirs, within the panel alone (MOD-3, MOD-7)."""
        reach = reach_of(user)
        if not reach.person:
            return self.none()
        own = Q(member__person=reach.person)
        opened = panels_of(reach, "member__panel") & Q(member__panel__status__in=OPENED)
        return self.filter(own | opened)


class PointQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """The panel; the authority once the panel has agreed its view and discusses them with it (MOD-4, MOD-7)."""
        reach = reach_of(user)
        own = Q(panel__evaluation__authority__in=authorities_as(reach, *DIRECTS, *APPROVES))
        return self.filter(panels_of(reach, "panel") | own & Q(panel__status__in=RAISES_POINTS))

    def escalatable(self):
        """Closed and serious: what apps above may make a concern of (MOD-4)."""
        return self.filter(status=PointStatus.CLOSED, seriousness=Seriousness.SERIOUS)


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """The panel; the authority from the day it may reply; apps above add its challengers (MOD-5, MOD-7)."""
        reach = reach_of(user)
        return self.filter(panels_of(reach, "panel") | _given_back(reach))
