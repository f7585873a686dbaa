"""What waits for somebody in self-evaluations and their moderation, on the front page. No word of a text (NOT-1).

A day that counts is the evaluation's own (`deadlines`); while its clocks stand still nothing is due (SE-17).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, Subquery
from django.urls import reverse

from datasets.waiting import Waiting
from regions.querysets import today
from regions.reach import Reach, reach_of
from regions.roles import Role
from regions.statuses import Schedule
from riia.ui.dates import in_words
from selfassessment.barring import Bars, bars_of
from selfassessment.deadlines import Deadlines
from selfassessment.models import (
    Addendum,
    Approval,
    Cycle,
    Feedback,
    NamedEditor,
    Objection,
    OfficeMember,
    Panel,
    Point,
    SelfEvaluation,
    Volunteer,
)
from selfassessment.querysets import DIRECTS, EDITORS, authorities_as, open_on
from selfassessment.rules.offices import ROLE_OF, required_offices, why_stand_in
from selfassessment.rules.panels import (
    ANOTHER_TEXT,
    has_passed,
    last_day,
    may_still_be_objected_to,
    objections_until,
    parts_open,
    reasons_if_standing_still,
)
from selfassessment.rules.volunteers import MODERATES
from selfassessment.statuses import (
    BEFORE_JUDGING_ENDS,
    ENDED_PANELS,
    IN_WRITING,
    ON_THE_PANEL,
    AddendumStatus,
    ApprovalStatus,
    CycleStatus,
    EvaluationStatus,
    MemberStatus,
    ObjectionStatus,
    Office,
    PanelPart,
    PanelStatus,
    PointStatus,
)

OF_EVALUATION = ("authority", "cycle__region", "cycle__template")
# What a director does in each status.
TO_WRITE: dict[str, str] = {
    EvaluationStatus.EXPECTED: "Begin the self-evaluation",
    EvaluationStatus.DRAFT: "Finish and submit the self-evaluation",
    EvaluationStatus.RETURNED: "Change the self-evaluation that was returned, and submit it again",
    EvaluationStatus.WITHDRAWN: "Submit the self-evaluation again",
}
# What a member of a panel does while it is in a status: by their part.
ON_PANEL: dict[tuple[str, str], str] = {
    (PanelStatus.JUDGING, PanelPart.MODERATOR): "Judge the sections",
    (PanelStatus.AGREEING, PanelPart.MODERATOR): "Agree a view with the other moderator",
    (PanelStatus.AGREEING, PanelPart.THIRD): "Agree a view with the moderators",
    (PanelStatus.DISCUSSING, PanelPart.MODERATOR): "Discuss the points with the authority",
    (PanelStatus.DISCUSSING, PanelPart.THIRD): "Discuss the points with the authority",
    (PanelStatus.CHECKING, PanelPart.CHAIR): "Look at the tone of the feedback",
}
# What the authority that is moderated is asked for.
ASKS_AUTHORITY = (PanelStatus.ANNOUNCED, PanelStatus.DISCUSSING, PanelStatus.REPLYING)


def waiting_for(user: Any) -> list[Waiting]:
    """Everything in self-evaluations that waits for somebody, overdue first; a few queries where a seat asks."""
    reach = reach_of(user)
    if not reach.member:
        return []
    each = (_evaluations, _for_offices, _addenda, _panels, _examples, _cycles, _without_panels)
    return _in_order([one for part in each for one in part(reach)])


def waiting_in_moderation(user: Any) -> list[Waiting]:
    """What of it is about panels (MOD-1 to MOD-8)."""
    reach = reach_of(user)
    return _in_order([*_panels(reach), *_examples(reach), *_without_panels(reach)]) if reach.member else []


def _in_order(found: list[Waiting]) -> list[Waiting]:
    now = today()
    return sorted(found, key=lambda one: (one.due is None or one.due >= now, one.due or date.max))


def _one(what: str, item: Any, evaluation: SelfEvaluation, step: str, day: date | None) -> Waiting:
    """Something to do about a self-evaluation, by a day unless its clocks stand still."""
    if day is None or Deadlines(evaluation).standing_still:
        return Waiting(what, str(evaluation), "no date" if day is None else "dates changed", item.get_absolute_url())
    verb = "was" if day < today() else "is"
    return Waiting(what, str(evaluation), f"{step} {verb} due on {in_words(day)}", item.get_absolute_url(), day)


# --- Writing, approving, releasing ------------------------------------------------------------------------------------


def _evaluations(reach: Reach) -> Iterator[Waiting]:
    """The director's, sections of those who are named to write, and texts that wait for an approval."""
    own = authorities_as(reach, *DIRECTS)
    holds = {office: authorities_as(reach, role) for office, role in ROLE_OF.items()}
    deputy = authorities_as(reach, Role.DEPUTY_CHIEF_EXECUTIVE)
    mine = Q(authority__in=own, status__in=(*IN_WRITING, EvaluationStatus.APPROVED))
    mine |= Q(authority__in=deputy.union(*holds.values()), status=EvaluationStatus.SUBMITTED)
    if reach.person and (writes_for := authorities_as(reach, *EDITORS)):
        named = NamedEditor.objects.filter(evaluation=OuterRef("pk"), person=reach.person, ended_at=None)
        mine |= Q(Exists(named), authority__in=writes_for, status__in=IN_WRITING)
    elif not (own or deputy or any(holds.values())):
        return
    rows = SelfEvaluation.objects.filter(mine, cycle__status=CycleStatus.OPEN).select_related(*OF_EVALUATION)
    rows = rows.defer("cycle__template__content").prefetch_related("pauses").order_by("authority__name", "pk")
    to_approve = []
    for one in rows:
        if one.status == EvaluationStatus.SUBMITTED:
            to_approve.append(one)
        elif one.status == EvaluationStatus.APPROVED:
            if one.authority_id in authorities_as(reach, Role.DCS):
                yield _one("Release the self-evaluation", one, one, "release", Deadlines(one).release)
        elif one.authority_id in own and _must_sign(reach, one):
            there = reverse("memorandum_list", query={"region": one.cycle.region.slug})
            yield Waiting("Have the memorandum signed: without it you can’t join", str(one), "no date", there)
        elif one.authority_id in own:
            yield _one(TO_WRITE[one.status], one, one, "submission", _closing(one))
        elif one.status != EvaluationStatus.WITHDRAWN:
            yield _one("Write your part of the self-evaluation", one, one, "submission", _closing(one))
    yield from _to_approve(reach, to_approve, holds, deputy)


def _must_sign(reach: Reach, evaluation: SelfEvaluation) -> bool:
    """SE-20: who has begun nothing and could not release it either."""
    begun = evaluation.joined_on or evaluation.status != EvaluationStatus.EXPECTED
    return not begun and not reach.may_read(Schedule.SELF_EVALUATION, evaluation.cycle.region_id)


def _for_offices(reach: Reach) -> Iterator[Waiting]:
    """What waits for an approver, for the officers who work for the office (SE-14)."""
    if not (reach.person and reach.authorities):
        return
    given = Approval.objects.filter(
        revision=OuterRef("evaluation__revision"), office=OuterRef("office"), status=ApprovalStatus.GIVEN
    )
    rows = OfficeMember.objects.filter(
        person=reach.person,
        ended_at=None,
        evaluation__authority__in=reach.authorities,
        evaluation__status=EvaluationStatus.SUBMITTED,
        evaluation__cycle__status=CycleStatus.OPEN,
    ).exclude(Exists(given))
    rows = rows.select_related(*(f"evaluation__{one}" for one in OF_EVALUATION))
    rows = rows.defer("evaluation__cycle__template__content").prefetch_related("evaluation__pauses").order_by("pk")
    for one in rows:
        if one.office in required_offices(one.evaluation.cycle):
            what = f"The {one.get_office_display().lower()} is asked to approve: you work for the office"
            yield _one(what, one.evaluation, one.evaluation, "approval", Deadlines(one.evaluation).release)


def _closing(evaluation: SelfEvaluation) -> date | None:
    """GEN-3: what was received once stays received then; by when it comes again nobody has laid down."""
    return None if evaluation.received_on else Deadlines(evaluation).closing


def _to_approve(
    reach: Reach, rows: list[SelfEvaluation], holds: dict[str, frozenset[int]], deputy: frozenset[int]
) -> Iterator[Waiting]:
    """Texts that wait for one's own approval, and those for which a deputy stands in (SE-2, SE-15)."""
    if not rows:
        return
    given = Approval.objects.filter(revision__in=[one.revision_id for one in rows], status=ApprovalStatus.GIVEN)
    answered = set(given.values_list("revision", "office"))
    for one in rows:
        for office in required_offices(one.cycle):
            if (one.revision_id, office) in answered or one.submitted_by_id == reach.user:
                continue
            stands_in = office == Office.CHIEF_EXECUTIVE and one.authority_id in deputy and why_stand_in(office, one)
            if one.authority_id in holds[office] or stands_in:
                day = Deadlines(one).release
                yield _one("Approve the self-evaluation, or return it with words", one, one, "approval", day)


def _addenda(reach: Reach) -> Iterator[Waiting]:
    """Addenda whose changed judgement waits for one's approval, and those that came back (SE-19)."""
    holds = {office: authorities_as(reach, role) for office, role in ROLE_OF.items()}
    everywhere, own = frozenset().union(*holds.values()), authorities_as(reach, *DIRECTS)
    if not (everywhere or own):
        return
    asked = Q(status=AddendumStatus.SUBMITTED, evaluation__authority__in=everywhere)
    asked |= Q(status=AddendumStatus.DRAFT, evaluation__authority__in=own) & ~Q(returned_with="")
    # Only a released text has addenda: nothing can be done about them while it is taken back.
    rows = Addendum.objects.filter(asked, evaluation__status=EvaluationStatus.RELEASED)
    related = [f"evaluation__{one}" for one in OF_EVALUATION]
    for one in rows.select_related(*related).prefetch_related("evaluation__pauses").order_by("pk"):
        if one.status == AddendumStatus.DRAFT:
            yield _one("Change the addendum that was returned", one, one.evaluation, "", None)
            continue
        for office in required_offices(one.evaluation.cycle):
            if office not in one.approved and one.evaluation.authority_id in holds[office]:
                yield _one("Approve the addendum, or return it with words", one, one.evaluation, "", None)


# --- Moderation -------------------------------------------------------------------------------------------------------


def _panels(reach: Reach) -> Iterator[Waiting]:
    """What panels wait for: from their members, from the authority that they moderate, and from the team."""
    own = authorities_as(reach, *DIRECTS)
    asked = Q(place__isnull=False) | Q(evaluation__authority__in=own, status__in=ASKS_AUTHORITY)
    asked |= Q(evaluation__cycle__region__in=reach.keeps)
    # Nobody hears of a place before the panel is named (MOD-7).
    mine = Q(members__person=reach.person, members__status__in=ON_THE_PANEL, announced_on__isnull=False)
    raised = Objection.objects.filter(member__panel=OuterRef("pk"), status=ObjectionStatus.RAISED)
    raised = raised.filter(member__status__in=ON_THE_PANEL)
    points = Point.objects.filter(panel=OuterRef("pk")).exclude(status=PointStatus.CLOSED)
    found = Panel.objects.annotate(
        own=FilteredRelation("members", condition=mine),
        place=F("own__status"),
        part=F("own__part"),
        judged_at=F("own__judged_at"),
        is_objected_to=Exists(raised),
        is_discussed=Exists(points),
        is_replied_to=Exists(Feedback.objects.filter(panel=OuterRef("pk"), replied_at__isnull=False)),
    )
    found = found.filter(asked).exclude(status__in=ENDED_PANELS)
    found = found.select_related(*(f"evaluation__{one}" for one in OF_EVALUATION))
    found = found.defer("evaluation__cycle__template__content").prefetch_related(
        "evaluation__pauses", "members__person"
    )
    panels = list(found.order_by("judge_by", "pk"))
    barred = bars_of(one for one in panels if one.evaluation.cycle.region_id in reach.keeps)
    for panel in panels:
        still = reasons_if_standing_still(panel)
        if panel.place == MemberStatus.ASKED and ANOTHER_TEXT not in still:
            yield _by_its_day(f"Say if you take your place on the panel{_not_before(panel, reach)}", panel)
        if still:
            if still == [ANOTHER_TEXT] and panel.evaluation.cycle.region_id in reach.keeps:
                yield _one("Say how the panel goes on: another text is released", panel, panel.evaluation, "", None)
            continue
        if panel.place == MemberStatus.ACCEPTED:
            yield from _of_member(panel)
        if panel.evaluation.authority_id in own:
            yield from _of_authority(panel)
        if panel.evaluation.cycle.region_id in reach.keeps:
            yield from _of_team(panel, barred)


def _not_before(panel: Panel, reach: Reach) -> str:
    """MOD-7: from when a place on a panel at work can be accepted."""
    own = next(one for one in panel.members.all() if one.person_id == reach.person and one.status == MemberStatus.ASKED)
    if panel.status == PanelStatus.ANNOUNCED or not may_still_be_objected_to(own):
        return ""
    return f": you can accept after {in_words(objections_until(own))}"


def _by_its_day(what: str, panel: Panel) -> Waiting:
    """Something to do by the panel's day for judgements; once they are there, by the one for feedback."""
    if panel.status in BEFORE_JUDGING_ENDS:
        return _one(what, panel, panel.evaluation, "judging", last_day(panel, "judge_by"))
    return _one(what, panel, panel.evaluation, "feedback", Deadlines(panel.evaluation).feedback)


def _of_member(panel: Any) -> Iterator[Waiting]:
    """Judgements, views, points and tone (MOD-3, MOD-4, MOD-8)."""
    what = ON_PANEL.get((panel.status, panel.part))
    if panel.status == PanelStatus.AGREEING and panel.part == PanelPart.MODERATOR and parts_open(panel):
        # There is nobody to agree with: the team asks somebody.
        return
    if what and panel.status == PanelStatus.DISCUSSING and not panel.is_discussed:
        what = "Write the feedback, and give it to the chair"
    if (panel.status, panel.part) == (PanelStatus.REPLYING, PanelPart.CHAIR):
        if panel.is_replied_to:
            what = "Make the feedback final, or take up the reply"
        elif has_passed(panel, "reply_until"):
            what = "Make the feedback final"
    if what and not (panel.status == PanelStatus.JUDGING and panel.judged_at):
        yield _by_its_day(what, panel)


def _of_authority(panel: Any) -> Iterator[Waiting]:
    """What the authority does in its own moderation: objecting, discussing, replying (MOD-4, MOD-5, MOD-7)."""
    about = panel.evaluation
    if panel.status == PanelStatus.REPLYING and not panel.is_replied_to and not has_passed(panel, "reply_until"):
        day = last_day(panel, "reply_until")
        yield _one("Reply to the feedback, or leave it as it is", panel, about, "a reply", day)
    elif panel.status == PanelStatus.DISCUSSING and panel.is_discussed:
        yield _by_its_day("Discuss the points of the panel", panel)
    elif panel.status == PanelStatus.ANNOUNCED and not has_passed(panel, "object_until"):
        day = last_day(panel, "object_until")
        yield _one("Look at the panel: you may object", panel, about, "an objection", day)
    elif panel.status not in (PanelStatus.FORMING, PanelStatus.ANNOUNCED):
        for one in panel.members.all():
            if one.status == MemberStatus.ASKED and may_still_be_objected_to(one):
                what = "Somebody else is asked onto the panel: you may object"
                yield _one(what, panel, about, "an objection", objections_until(one))


def _of_team(panel: Any, barred: dict[int, Bars]) -> Iterator[Waiting]:
    """Panels to put together and to begin, objections to decide, thirds to ask (MOD-1, MOD-2, MOD-7, MOD-8)."""
    if any(one.pk in barred and barred[one.pk].reasons for one in panel.members.all()):
        yield _by_its_day("Replace a member who can’t sit on the panel any more", panel)
    if panel.is_objected_to:
        yield _by_its_day("Decide on an objection", panel)
    elif panel.status == PanelStatus.FORMING:
        yield _by_its_day("Put the panel together and name it", panel)
    elif missing := parts_open(panel):
        yield _by_its_day(f"Ask somebody else onto the panel: {PanelPart(missing[0]).label.lower()}", panel)
    elif panel.status == PanelStatus.ANNOUNCED and has_passed(panel, "object_until"):
        yield _by_its_day("Let the moderators begin", panel)


def _examples(reach: Reach) -> Iterator[Waiting]:
    """The invented example, for who has offered to moderate and has not judged it (MOD-8)."""
    if not (reach.person and authorities_as(reach, *MODERATES)):
        return
    rows = Volunteer.objects.filter(withdrawn_at=None, calibration=None, cycle__status=CycleStatus.OPEN)
    for one in rows.filter(person=reach.person).select_related("cycle__region", "cycle__template"):
        url = reverse("volunteer_calibrate", args=[one.pk])
        yield Waiting("Judge the example, so that you can be asked onto a panel", str(one.cycle), "no date", url)


# --- Cycles -----------------------------------------------------------------------------------------------------------


def _cycles(reach: Reach) -> Iterator[Waiting]:
    """Cycles for the team to open and to close."""
    rows = Cycle.objects.filter(region__in=reach.keeps, status__in=(CycleStatus.PLANNED, CycleStatus.OPEN))
    rows = rows.select_related("region", "template").defer("template__content") if reach.keeps else rows.none()
    now = today()
    for one in rows.order_by("opens_on", "pk"):
        if one.status == CycleStatus.PLANNED and one.opens_on <= now:
            when = f"was planned for {in_words(one.opens_on)}"
            yield Waiting("Open the cycle", str(one), when, one.get_absolute_url(), one.opens_on)
        if one.status == CycleStatus.OPEN and one.feedback_by < now:
            when = f"its last day was {in_words(one.feedback_by)}"
            yield Waiting("Close the cycle", str(one), when, one.get_absolute_url(), one.feedback_by)


def _without_panels(reach: Reach) -> Iterator[Waiting]:
    """How many released texts of each open cycle have no panel, for the team that puts panels together (MOD-1)."""
    if not reach.keeps:
        return
    now = today()
    going_on = Panel.objects.exclude(status=PanelStatus.STOPPED).filter(evaluation=OuterRef("pk"))
    texts = SelfEvaluation.objects.filter(open_on(now), cycle=OuterRef("pk")).exclude(Exists(going_on))
    counted = texts.order_by().values("cycle").annotate(count=Count("pk")).values("count")
    rows = Cycle.objects.filter(region__in=reach.keeps, status=CycleStatus.OPEN).annotate(count=Subquery(counted))
    rows = rows.filter(count__gt=0).select_related("region", "template").defer("template__content")
    for one in rows.order_by("opens_on", "pk"):
        number = "1 released text has" if one.count == 1 else f"{one.count} released texts have"
        when = f"judging {'was' if one.moderate_by < now else 'is'} due on {in_words(one.moderate_by)}"
        url = reverse("volunteer_list", args=[one.pk])
        yield Waiting(f"Put panels together: {number} none", str(one), when, url, one.moderate_by)
