"""The page of a self-evaluation, and who writes and reads it before release (SE-1, SE-16, SE-20)."""

from dataclasses import replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm
from regions.history import Entry, history_of_rows
from regions.querysets import today
from regions.reach import reach_of
from regions.views.acting import act_page, for_acting
from riia.ui.dates import in_words
from riia.workflow import Offer, offers
from selfassessment import workflow
from selfassessment.approval_pages import OfficeLine, beside
from selfassessment.forms.writing import EditorForm, InviteForm
from selfassessment.models import Attachment, InvitedReader, NamedEditor, Revision, SelfEvaluation
from selfassessment.plans import sections_from
from selfassessment.progress import standing_of, with_progress
from selfassessment.rules.writing import may_write, possible_editors, possible_readers, reasons_not_to_write
from selfassessment.statuses import FROZEN, CycleStatus, EvaluationStatus, PanelStatus
from selfassessment.task_list import tasks_of
from selfassessment.views.sections import RELATED, SAVED

# What is done once or rarely stands below what moves the text on, where it is possible.
RARE = (
    "name_editor",
    "invite_reader",
    "name_officer",
    "pause",
    "plan_conversation",
    "write_addendum",
    "ask_again",
)
# Takes a text back that others have approved or can read: never what the page invites to.
TAKES_BACK = ("reopen", "withdraw")
COLOURS: dict[str, str] = {
    EvaluationStatus.EXPECTED: "grey",
    EvaluationStatus.DRAFT: "blue",
    EvaluationStatus.SUBMITTED: "purple",
    EvaluationStatus.RETURNED: "orange",
    EvaluationStatus.APPROVED: "teal",
    EvaluationStatus.RELEASED: "green",
    EvaluationStatus.WITHDRAWN: "grey",
}


def known_evaluation(request, pk: int) -> SelfEvaluation:
    """A self-evaluation that the reader may know of; else there is no such page (ACC-3)."""
    rows = SelfEvaluation.objects.visible_to(request.user).select_related(*RELATED).defer("revision__content")
    return get_object_or_404(rows, pk=pk)


@require_safe
@hidden_from_others
def evaluation_detail(request, pk):
    """A self-evaluation: state, whose turn, dates, sections, approvals, revisions, moderation, who writes, history."""
    user = request.user
    evaluation = get_object_or_404(_for_page(user), pk=pk)
    plan = sections_from(evaluation.cycle.template.content)
    inside = evaluation.reads_draft
    todo = _offers(evaluation, user)
    # A later event is told beside a released text, which stays as it is (SE-19).
    rare = [one for one in RARE if not (one == "write_addendum" and evaluation.status == EvaluationStatus.RELEASED)]
    revisions = _revisions(request, evaluation)
    approvals = beside(evaluation, user, evaluation.is_own)
    if _has_approved(approvals.lines, user):
        todo = [one for one in todo if one.name not in ("approve", "send_back")]
    return render(
        request,
        "selfassessment/evaluation_detail.html",
        {
            "evaluation": evaluation,
            "standing": standing_of(evaluation),
            "colour": COLOURS[evaluation.status],
            "offers": [one for one in todo if one.name not in (*rare, *TAKES_BACK)],
            "back": [one for one in todo if one.name in TAKES_BACK],
            "rare": [one for one in todo if one.name in rare and not one.reasons],
            "inside": inside,
            "writes": may_write(user, evaluation) and not reasons_not_to_write(evaluation),
            "tasks": tasks_of(evaluation, plan, inside=inside),
            "beside": approvals,
            "revisions": revisions,
            # The text that stands, for who may read it.
            "stands": next((one for one in revisions if _stands(one, evaluation)), None),
            "attachments": [one for one in evaluation.attachments.all() if one.replaced_at is None],
            "panels": evaluation.shown_panels,
            "editors": _with_offers(_of(NamedEditor, request, evaluation).filter(ended_at=None), user),
            "invited": _with_offers(_of(InvitedReader, request, evaluation).filter(ends__gt=today()), user),
            "history": _history(evaluation, user, {one.slug: one.title for one in plan}) if inside else [],
            "crumbs": [(evaluation.cycle.name, evaluation.cycle.get_absolute_url())],
            "saved": request.session.pop(SAVED, ""),
            "demonstration": evaluation.cycle.region.is_demonstration,
        },
    )


def _has_approved(lines: list[OfficeLine], user: Any) -> bool:
    """Whether the reader's own approval stands: the page says so, and asks them for nothing."""
    person = reach_of(user).person
    return person is not None and any(one.approval and one.approval.person_id == person for one in lines)


def _stands(revision: Revision, evaluation: SelfEvaluation) -> bool:
    return evaluation.status in FROZEN and revision.pk == evaluation.revision_id


def _for_page(user: Any) -> QuerySet[SelfEvaluation]:
    """Self-evaluations that the reader may know of, with the most of what the page shows."""
    known = with_progress(SelfEvaluation.objects.visible_to(user).as_read_by(user), user)
    files = Attachment.objects.visible_to(user)
    # The template's questions are shown here; what the revision says isn't.
    known = known.defer(None).defer("revision__content", "revision__confirmed")
    return known.select_related("conversation").prefetch_related("sections__changed_by", Prefetch("attachments", files))


def _revisions(request, evaluation: SelfEvaluation) -> list[Revision]:
    """The frozen texts that the reader may read, without their words; none before the first was submitted."""
    if evaluation.revision_id is None:
        return []
    return list(_of(Revision, request, evaluation).select_related("made_by").defer("content"))


def _history(evaluation: SelfEvaluation, user: Any, titles: dict[str, str]) -> list[Any]:
    """What happened to it, and which sections were saved and finished, by their titles; what a save changed stands in
    the section."""
    saved = []
    for one in history_of_rows(list(evaluation.sections.all()), user=user):
        verb, _, target = one.what.partition(": ")
        if "Open a" not in verb:
            slug = target.partition(",")[0]
            saved.append(replace(one, what=f"{verb}: {titles.get(slug, slug)}", changes=[]))
    found = [*history_of_rows([evaluation], user=user), *saved]
    return _together(sorted(found, key=lambda one: one.when, reverse=True))


def _together(entries: list[Entry]) -> list[Entry]:
    """Newest first, what somebody did again and again on one day told once, with how often."""
    found: list[Entry] = []
    times: list[int] = []
    for one in entries:
        last = found[-1] if found else None
        if last and (last.who, last.what, localdate(last.when)) == (one.who, one.what, localdate(one.when)):
            times[-1] += 1
        else:
            found.append(one)
            times.append(1)
    return [
        replace(one, what=f"{one.what} ({number} times)") if number > 1 and not one.changes else one
        for one, number in zip(found, times, strict=True)
    ]


def _of(model: Any, request, evaluation: SelfEvaluation) -> Any:
    return model.objects.visible_to(request.user).filter(evaluation=evaluation)


def _with_offers(rows: Any, user: Any) -> list[tuple[Any, list[Offer]]]:
    found = rows.select_related("person", "evaluation__authority")
    return [(one, [each for each in offers(one, user) if not each.reasons]) for one in found]


def _offers(evaluation: SelfEvaluation, user: Any) -> list[Offer]:
    """What the reader can do; in a closed cycle nothing is left. What is possible now comes first."""
    if evaluation.cycle.status == CycleStatus.CLOSED:
        return []
    # What nobody would ask for is neither button nor sentence.
    shown = {
        "join_cycle": evaluation.joined_on is None,
        "form_panel": evaluation.status == EvaluationStatus.RELEASED
        and all(one.status == PanelStatus.STOPPED for one in evaluation.shown_panels),
    }
    return sorted(
        (one for one in offers(evaluation, user) if shown.get(one.name, True)), key=lambda one: bool(one.reasons)
    )


# --- Who else ---------------------------------------------------------------------------------------------------------


def _act(request, act: Any, item: Any, form: Any, *, say: str, **context: Any) -> Any:
    evaluation = item if isinstance(item, SelfEvaluation) else item.evaluation
    inputs = context.pop("inputs", None)
    return act_page(
        request,
        act,
        item,
        form=form,
        template="regions/_act.html",
        context={
            "back_url": evaluation.get_absolute_url(),
            "demonstration": evaluation.cycle.region.is_demonstration,
            **context,
        },
        inputs=inputs,
        done=lambda _: (say, evaluation.get_absolute_url()),
    )


def _data(request) -> Any:
    return request.POST if request.method == "POST" else None


@for_acting
@hidden_from_others
def evaluation_join(request, pk):
    evaluation = known_evaluation(request, pk)
    cycle = evaluation.cycle
    return _act(
        request,
        workflow.join_cycle,
        evaluation,
        ConfirmForm(_data(request)),
        title=f"Join {cycle}",
        submit="Join the cycle",
        say="Your authority takes part in this cycle.",
        changes=[
            f"Once you release your text, authorities that take part read it, from {in_words(cycle.release_on)} on.",
            "You read theirs"
            + (", after you have released yours." if cycle.release_first else ", from the same day on."),
            "Until you release it nobody outside your authority reads your text unless you invite them.",
        ],
    )


@for_acting
@hidden_from_others
def editor_name(request, pk):
    evaluation = known_evaluation(request, pk)
    return _act(
        request,
        workflow.name_editor,
        evaluation,
        EditorForm(possible_editors(evaluation), _data(request)),
        title=f"Let somebody write {evaluation}",
        submit="Let them write",
        say="They read and write the text from now on.",
        changes=["They read the whole text and write every section, until you end it.", "Only you submit it."],
    )


@for_acting
@hidden_from_others
def editor_end(request, pk):
    rows = NamedEditor.objects.visible_to(request.user).select_related("person", *_through(*RELATED))
    editor = get_object_or_404(rows, pk=pk)
    return _act(
        request,
        workflow.end_editor,
        editor,
        ConfirmForm(_data(request)),
        title=f"End the writing of {editor.person}",
        submit="End it",
        say=f"{editor.person} writes no longer.",
        changes=[f"{editor.person} neither reads nor writes the text from now on. What they saved stays."],
    )


@for_acting
@hidden_from_others
def reader_invite(request, pk):
    evaluation = known_evaluation(request, pk)
    return _act(
        request,
        workflow.invite_reader,
        evaluation,
        InviteForm(possible_readers(evaluation), _data(request)),
        inputs=lambda form: form.details,
        title=f"Let somebody of the regional team read {evaluation}",
        submit="Let them read",
        say="They read the text from now on.",
        changes=["They read the text as it stands each day, and change nothing.", "You can end it at any time."],
    )


@for_acting
@hidden_from_others
def invitation_end(request, pk):
    rows = InvitedReader.objects.visible_to(request.user).select_related("person", *_through(*RELATED))
    invited = get_object_or_404(rows, pk=pk)
    return _act(
        request,
        workflow.end_invitation,
        invited,
        ConfirmForm(_data(request)),
        title=f"End the reading of {invited.person}",
        submit="End it",
        say=f"{invited.person} reads it no longer.",
        changes=[f"The text is closed to {invited.person} at once."],
    )


def _through(*related: str) -> list[str]:
    return [f"evaluation__{one}" for one in related]
