"""What must always hold in self-evaluations and their moderation, checked over all rows (see `regions.invariants`).

Rules refuse and constraints stop most of this row by row; here it is looked at as a whole, for `check_invariants`. No
sentence holds a word of a text.
"""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from selfassessment.documents import digest_of
from selfassessment.models import (
    Approval,
    Cycle,
    Feedback,
    Finding,
    Judgement,
    Panel,
    PanelMember,
    Point,
    Reading,
    Revision,
    SectionSave,
    SectionText,
    SelfEvaluation,
)
from selfassessment.rules.offices import required_offices
from selfassessment.statuses import (
    ON_THE_PANEL,
    OPENED,
    ApprovalStatus,
    EvaluationStatus,
    PanelPart,
    PanelStatus,
    TemplateStatus,
)

OF_EVALUATION = ("authority", "cycle__region", "cycle__template")
OF_REVISION = tuple(f"evaluation__{one}" for one in OF_EVALUATION)
APPROVED = (EvaluationStatus.APPROVED, EvaluationStatus.RELEASED)


def broken() -> Iterator[str]:
    """What breaks a rule, a sentence for each row; nothing when everything holds together."""
    yield from _cycles_of_drafts()
    yield from _revisions_of_others()
    yield from _texts_that_changed()
    yield from _numbers_with_gaps()
    yield from _approved_without_approvals()
    yield from _given_twice()
    yield from _saves_that_differ()
    yield from _findings_out_of_place()
    yield from _readings_out_of_turn()
    yield from _panels_out_of_place()
    yield from _moderating_their_own()
    yield from _judgements_out_of_turn()
    yield from _points_and_feedback()


def _cycles_of_drafts() -> Iterator[str]:
    """SE-6: what is answered in an open or closed cycle is frozen, and is the region's own or the shipped template."""
    begun = Cycle.objects.exclude(status="planned").select_related("region", "template")
    for one in begun.filter(template__status=TemplateStatus.DRAFT):
        yield f"{one} is open, and its template is a draft."
    for one in Cycle.objects.select_related("region", "template").exclude(
        Q(template__region=None) | Q(template__region=F("region"))
    ):
        yield f"{one} asks by another region’s template."
    for early in SelfEvaluation.objects.filter(cycle__status="planned").select_related(*OF_EVALUATION):
        yield f"{early} is there before its cycle is open."


def _revisions_of_others() -> Iterator[str]:
    """SE-4: the text that a self-evaluation points to is its own, and its newest."""
    pointing = SelfEvaluation.objects.filter(revision__isnull=False).select_related(*OF_EVALUATION, "revision")
    newest = pointing.annotate(newest=Max("revisions__number")).defer("revision__content")
    for one in newest:
        if one.revision and one.revision.evaluation_id != one.pk:
            yield f"{one}: its text is another one’s."
        elif one.revision and one.revision.number != one.newest:
            yield f"{one}: its text is not its newest revision."


def _texts_that_changed() -> Iterator[str]:
    """SE-4: a frozen text is what its digest says; files are in it by their own digest."""
    for one in Revision.objects.select_related(*OF_REVISION).order_by("pk").iterator(chunk_size=50):
        if digest_of(one.content) != one.digest:
            yield f"{one.evaluation}, {one}: its text and its digest do not agree."


def _numbers_with_gaps() -> Iterator[str]:
    """SE-4: revisions are numbered without gaps."""
    rows = SelfEvaluation.objects.annotate(made=Count("revisions"), newest=Max("revisions__number"))
    for one in rows.filter(made__gt=0).exclude(made=F("newest")).select_related(*OF_EVALUATION):
        yield f"{one} has {one.made} revisions, and the newest is number {one.newest}."


def _approved_without_approvals() -> Iterator[str]:
    """SE-3: approved and released texts have every approval that their cycle asks for, given to exactly that text."""
    rows = SelfEvaluation.objects.filter(status__in=APPROVED).select_related(*OF_EVALUATION)
    given: dict[int | None, set[str]] = {}
    for revision, office in Approval.objects.filter(
        status=ApprovalStatus.GIVEN, revision__in=rows.order_by().values("revision")
    ).values_list("revision", "office"):
        given.setdefault(revision, set()).add(office)
    for one in rows:
        for office in required_offices(one.cycle):
            if office not in given.get(one.revision_id, ()):
                yield f"{one} is {one.get_status_display().lower()} without the approval of the {office.label.lower()}."


def _given_twice() -> Iterator[str]:
    """SE-2, SE-4: an approval that stands is of the newest text, and not its author's."""
    standing = Approval.objects.filter(status=ApprovalStatus.GIVEN)
    related = [f"revision__{one}" for one in OF_REVISION]
    for one in standing.exclude(revision=F("revision__evaluation__revision")).select_related(*related):
        yield f"{one.evaluation}: an approval stands for a text that is not its newest."
    own = standing.filter(person__user__isnull=False, person__user=F("revision__evaluation__submitted_by"))
    for one in own.filter(revision=F("revision__evaluation__revision")).select_related(*related):
        yield f"{one.evaluation}: its author approved it."


def _saves_that_differ() -> Iterator[str]:
    """SE-11: every save of a section is kept, and the newest is the section as it is."""
    newest = SectionSave.objects.filter(text=OuterRef("pk"), number=OuterRef("number"), content=OuterRef("content"))
    rows = SectionText.objects.filter(number__gt=0).annotate(made=Count("saves"))
    for one in rows.exclude(made=F("number")).select_related(*OF_REVISION):
        yield f"{one.evaluation}, {one.section}: saved {one.number} times, and {one.made} saves are kept."
    for one in rows.filter(made=F("number")).exclude(Exists(newest)).select_related(*OF_REVISION):
        yield f"{one.evaluation}, {one.section}: the newest save is not the section as it is."


def _findings_out_of_place() -> Iterator[str]:
    """SE-9: what is carried over was said by the same authority, of the same kind, in an earlier cycle."""
    carried = Finding.objects.filter(carried_from__isnull=False)
    early = "carried_from__revision__evaluation"
    same = Q(
        **{f"{early}__authority": F("revision__evaluation__authority")},
        **{f"{early}__cycle__opens_on__lt": F("revision__evaluation__cycle__opens_on")},
        carried_from__kind=F("kind"),
    )
    related = [f"revision__{one}" for one in OF_REVISION]
    for one in carried.exclude(same).select_related(*related):
        yield f"{one.revision.evaluation}: a finding is carried over from where it can’t be."


def _readings_out_of_turn() -> Iterator[str]:
    """SE-1, SE-20: nobody has read what was never released."""
    unread = Reading.objects.filter(evaluation__revision=None).select_related(*OF_REVISION)
    for one in unread:
        yield f"{one.evaluation} was read before there was a text."


# --- Moderation -------------------------------------------------------------------------------------------------------

OF_PANEL = tuple(f"evaluation__{one}" for one in OF_EVALUATION)


def _panels_out_of_place() -> Iterator[str]:
    """MOD-1: the text that a panel moderates is of its self-evaluation."""
    working = Panel.objects.exclude(status=PanelStatus.STOPPED).select_related(*OF_PANEL)
    for one in working.exclude(revision__evaluation=F("evaluation")):
        yield f"{one}: its text is another one’s."


def _moderating_their_own() -> Iterator[str]:
    """MOD-2: nobody with a seat of the authority today moderates it."""
    places = PanelMember.objects.filter(status__in=ON_THE_PANEL).exclude(
        panel__status__in=(PanelStatus.FINAL, PanelStatus.STOPPED)
    )
    own = places.filter(
        person__appointments__seat__authority=F("panel__evaluation__authority"),
        person__appointments__status="confirmed",
        person__appointments__ends=None,
    )
    for one in own.select_related("person", *(f"panel__{each}" for each in OF_PANEL)).distinct():
        yield f"{one.panel}: {one.person} is of that authority."


def _judgements_out_of_turn() -> Iterator[str]:
    """MOD-3: moderators judge, the chair doesn't; and what is open to both was handed in by both."""
    related = [f"member__panel__{each}" for each in OF_PANEL]
    for one in Judgement.objects.filter(member__part=PanelPart.CHAIR).select_related(*related):
        yield f"{one.member.panel}: its chair has judged."
    waiting = PanelMember.objects.filter(
        panel__status__in=OPENED, part=PanelPart.MODERATOR, status="accepted", judged_at=None
    )
    for member in waiting.select_related("person", *(f"panel__{each}" for each in OF_PANEL)):
        yield f"{member.panel}: judgements are open, and {member.person} has not handed in theirs."


def _points_and_feedback() -> Iterator[str]:
    """MOD-4, MOD-5: final feedback is there, with every point closed."""
    final = Panel.objects.filter(status=PanelStatus.FINAL).select_related(*OF_PANEL)
    for one in final.exclude(pk__in=Feedback.objects.values("panel")):
        yield f"{one} is final, and there is no feedback."
    related = [f"panel__{each}" for each in OF_PANEL]
    open_points = Point.objects.filter(panel__status=PanelStatus.FINAL).exclude(status="closed")
    for point in open_points.select_related(*related):
        yield f"{point.panel} is final, and a point is still open."
