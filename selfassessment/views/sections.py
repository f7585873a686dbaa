"""A section of a self-evaluation: read while it is written, written together, its saves (SE-1, SE-11)."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from regions.access import hidden_from_others
from regions.views.acting import REFUSED, for_acting, may
from riia.workflow import NotPossible
from selfassessment import workflow
from selfassessment.answers import clean_content, is_empty, same_content
from selfassessment.documents import WHOLE
from selfassessment.forms.writing import SectionForm, changed_rows, first_content, typed_content, words_over
from selfassessment.models import SectionSave, SectionText, SelfEvaluation, Unsaved
from selfassessment.plans import Section, sections_from
from selfassessment.reaching import MOST, reached
from selfassessment.rules.writing import may_write_section, reasons_not_to_write
from selfassessment.views.expired import sent_too_late, typed_before_sign_in, words_sent
from selfassessment.writing_pages import (
    LastYear,
    Merged,
    answers_html,
    blocks_of,
    content_at,
    draft_for,
    last_year,
    merged,
    warnings_of_answer,
)

RELATED = ("authority__region", "cycle__region", "cycle__template", "revision")
FORGED = 403
# Under this name the next page learns that a section was saved, so that the browser forgets its own copy.
SAVED = "section_saved"
SAVE, STAY, FORGET, RESTORE = "save", "stay", "forget", "restore"


@dataclass(frozen=True)
class Place:
    """One section of one self-evaluation; `text` has no key before the section is begun."""

    evaluation: SelfEvaluation
    section: Section
    text: SectionText
    following: Section | None
    user: Any

    @cached_property
    def before(self) -> LastYear:
        """What was said in the section last year."""
        return last_year(self.evaluation, self.section, self.user)

    def url(self, page: str, *more: Any) -> str:
        """The address of one of the section's pages."""
        return reverse(page, args=[self.evaluation.pk, self.section.slug, *more])

    @property
    def context(self) -> dict[str, Any]:
        """What every page of the section shows."""
        files = self.evaluation.attachments.filter(replaced_at=None, section__in=(WHOLE, self.section.slug))
        return {
            "files": list(files),
            "evaluation": self.evaluation,
            "section": self.section,
            "text": self.text,
            "following": self.following,
            "crumbs": [(str(self.evaluation.authority), self.evaluation.get_absolute_url())],
            "back_url": self.evaluation.get_absolute_url(),
            "demonstration": self.evaluation.cycle.region.is_demonstration,
        }


def place_of(request, pk: int, slug: str) -> Place:
    """A section that the reader may read while it is written; else there is no such page (ACC-3, SE-1)."""
    evaluation = draft_for(request.user, pk)
    plan = sections_from(evaluation.cycle.template.content) if evaluation else ()
    number = next((n for n, one in enumerate(plan) if one.slug == slug), None)
    if evaluation is None or number is None:
        raise Http404
    # Who reads the draft reads its sections.
    text = evaluation.sections.select_related("changed_by").filter(section=slug).first()
    text = text or SectionText(evaluation=evaluation, section=slug)
    text.evaluation = evaluation
    following = plan[number + 1] if number + 1 < len(plan) else None
    return Place(evaluation, plan[number], text, following, request.user)


@require_safe
@hidden_from_others
def section_detail(request, pk, slug):
    """A section as it was saved last, to be read: answers, figures, what to look at again, and its saves."""
    place = place_of(request, pk, slug)
    text, section = place.text, place.section
    saves = SectionSave.objects.visible_to(request.user).filter(text=text.pk).select_related("saved_by")
    return render(
        request,
        "selfassessment/section_detail.html",
        {
            **place.context,
            "answers": answers_html(place.evaluation, section, text.content, request.user),
            "over": words_over(section, text.content),
            "warnings": [one for each in section.questions for one in _warnings(each, text.content)],
            "saves": list(saves.defer("content")),
            "has_links": any(one.get("links") for one in text.content.values()),
            "writes": may_write_section(request.user, text) and not reasons_not_to_write(place.evaluation),
        },
    )


def _warnings(question: Any, content: Mapping[str, Any]) -> list[Any]:
    return warnings_of_answer(question, content.get(question.code) or {})


@require_safe
@hidden_from_others
def section_save(request, pk, slug, number):
    """A section as somebody saved it once."""
    place = place_of(request, pk, slug)
    rows = SectionSave.objects.visible_to(request.user).filter(text=place.text.pk).select_related("saved_by")
    save = get_object_or_404(rows, number=number)
    answers = answers_html(place.evaluation, place.section, save.content, request.user, figures=False)
    crumbs = [*place.context["crumbs"], (place.section.title, place.url("section_detail"))]
    return render(
        request,
        "selfassessment/section_save.html",
        {**place.context, "crumbs": crumbs, "save": save, "answers": answers},
    )


@for_acting
@hidden_from_others
def section_links(request, pk, slug):
    """Ask, when a writer wants to know, whether the links to evidence that are saved can be reached."""
    place = place_of(request, pk, slug)
    may(request, workflow.save_section, place.text)
    links = [
        (one["title"], one["url"])
        for question in place.section.questions
        for one in (place.text.content.get(question.code) or {}).get("links") or ()
    ][:MOST]
    found = []
    if request.method == "POST":
        with ThreadPoolExecutor(max_workers=4) as several:
            found = list(several.map(lambda link: reached(*link), links))
    crumbs = [*place.context["crumbs"], (place.section.title, place.url("section_detail"))]
    context = {**place.context, "crumbs": crumbs, "links": links, "found": found}
    return render(request, "selfassessment/section_links.html", context)


# --- Writing ----------------------------------------------------------------------------------------------------------


@login_not_required
@csrf_exempt
@for_acting
def section_edit(request, pk, slug):
    """Write a section. Sign-in and token are asked for here, so that text sent without them is not lost."""
    if not request.user.is_authenticated:
        return typed_before_sign_in(request)
    late = request.method == "POST" and sent_too_late(request)
    return _edit(request, pk, slug, late)


@hidden_from_others
def _edit(request, pk: int, slug: str, late: bool) -> HttpResponse:
    try:
        place = place_of(request, pk, slug)
        may(request, workflow.save_section, place.text)
    except (Http404, PermissionDenied) as refusal:
        # SE-11: who wrote until a moment ago has it on the screen alone; the answer says no more than it did.
        status = 404 if isinstance(refusal, Http404) else 403
        if request.method == "POST" and (typed_words := words_sent(request)):
            return render(request, "selfassessment/not_writing.html", {"typed": typed_words}, status=status)
        raise
    if request.method != "POST":
        return _begin(request, place)
    typed, do = typed_content(place.section, request.POST), request.POST.get("do", SAVE)
    if late:
        return _page(request, place, _form(request, place, typed), notice="late", status=FORGED)
    if do in (SAVE, STAY):
        return _save(request, place, typed)
    if do == FORGET:
        workflow.forget_unsaved(place.text, by=request.user)
        messages.success(request, "What was not saved is forgotten.")
        return _redirect(request, place, place.url("section_edit"))
    return _go_on(request, place, typed, do)


def _begin(request, place: Place) -> HttpResponse:
    """The form with what somebody typed and did not save, else with what is saved."""
    unsaved = Unsaved.objects.visible_to(request.user).filter(text=place.text.pk).first()
    if unsaved and not same_content(place.section, unsaved.content, place.text.content):
        found = _merge(place, unsaved.content, unsaved.seen) if unsaved.seen != place.text.number else None
        content = first_content(place.section, found.content if found else unsaved.content, None)
        form = _form(request, place, content, seen=place.text.number)
        return _page(request, place, form, notice="unsaved", unsaved=unsaved, found=found)
    content = first_content(place.section, place.text.content, None if place.text.number else place.before.carry)
    return _page(request, place, _form(request, place, content, seen=place.text.number))


def _form(request, place: Place, content: Mapping[str, Any], seen: int | None = None, data: Any = None) -> SectionForm:
    return SectionForm(
        place.section,
        content,
        seen=_seen(request) if seen is None else seen,
        finished=place.text.finished if seen is not None else bool(request.POST.get("finished")),
        earlier=place.before.carry,
        data=data,
    )


def _seen(request) -> int:
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isdecimal() and len(sent) < 9 else 0


def _go_on(request, place: Place, typed: dict[str, Any], do: str) -> HttpResponse:
    """Another row, one less, or what the browser had kept: nothing is saved, and everything that was typed is kept."""
    if do != RESTORE:
        changed_rows(place.section, typed, do, [one for found in place.before.carry.values() for one in found])
    kept = _keep(request, place, typed)
    return _page(request, place, _form(request, place, typed), notice=RESTORE if do == RESTORE else "", kept=kept)


def _keep(request, place: Place, typed: Mapping[str, Any]) -> bool:
    """Keep what was typed for the one who typed it; not while nothing can be written and nothing was begun."""
    try:
        workflow.keep_unsaved(_begun(request, place), by=request.user, content=typed, seen=_seen(request))
    except NotPossible:
        return False
    return True


def _begun(request, place: Place) -> SectionText:
    # A key that is still to come is one that the type checker doesn't know of.
    key: int | None = place.text.pk
    if key is not None:
        return place.text
    begun: SectionText = workflow.begin_section(place.evaluation, by=request.user, section=place.section.slug)
    return begun


def _merge(place: Place, mine: Mapping[str, Any], seen: int) -> Merged:
    return merged(place.section, content_at(place.text, seen), mine, place.text.content)


def _save(request, place: Place, typed: dict[str, Any]) -> HttpResponse:
    form = _form(request, place, typed, data=request.POST)
    if not form.is_valid():
        return _page(request, place, form, kept=_keep(request, place, typed), status=REFUSED)
    if not place.text.number and all(is_empty(one, form.content[one.code]) for one in place.section.questions):
        messages.success(request, "Nothing was typed, so nothing is saved.")
        return _redirect(request, place, place.evaluation.get_absolute_url())
    try:
        said = _saved(request, place, form)
    except NotPossible as refusal:
        return _refused(request, pk=place.evaluation.pk, slug=place.section.slug, typed=typed, refusal=refusal)
    messages.success(request, said)
    stay = request.POST.get("do") == STAY
    return _redirect(request, place, place.url("section_edit") if stay else place.evaluation.get_absolute_url())


def _saved(request, place: Place, form: SectionForm) -> str:
    """Save what was typed, say whether it is finished, and what was done in a sentence."""
    text, said, title = _begun(request, place), "", place.section.title
    if not text.number or not same_content(place.section, form.content, text.content):
        workflow.save_section(text, by=request.user, content=form.content, seen=_seen(request))
        said = f"“{title}” is saved.{_longer(place.section, form.content)}"
    else:
        workflow.forget_unsaved(text, by=request.user)
    finished = form.cleaned_data["finished"]
    if finished != text.finished:
        try:
            workflow.finish_section(text, by=request.user, finished=finished, seen=text.number)
        except NotPossible as refusal:
            return f"{said or f'“{title}” stays as it was.'} It is not finished. {' '.join(refusal.reasons)}"
        how = "finished for now" if finished else "not finished any more"
        said = f"{said} It is {how}." if said else f"“{title}” is {how}."
    return said or f"“{title}” holds exactly this already."


def _longer(section: Section, content: Mapping[str, Any]) -> str:
    """Which answers are longer than asked for: said, and in nobody's way."""
    found = [
        f"“{one.wording}” has {number:,} words of {one.most_words:,}" for one, number in words_over(section, content)
    ]
    return f" {'; '.join(found)}." if found else ""


def _refused(request, pk: int, slug: str, typed: dict[str, Any], refusal: NotPossible) -> HttpResponse:
    """Both texts, where a colleague was faster; else the reasons, with what was typed."""
    place = place_of(request, pk, slug)
    kept = _keep(request, place, typed)
    if place.text.number == _seen(request):
        form = _form(request, place, typed)
        return _page(request, place, form, kept=kept, reasons=refusal.reasons, status=REFUSED)
    mine = clean_content(place.section, typed)
    found = _merge(place, mine, _seen(request))
    form = _form(request, place, first_content(place.section, found.content, None), seen=place.text.number)
    form.fields["finished"].initial = False
    return _page(request, place, form, notice="overtaken", found=found, kept=kept, status=REFUSED)


def _redirect(request, place: Place, address: str) -> HttpResponseRedirect:
    request.session[SAVED] = place.url("section_edit")
    return HttpResponseRedirect(address)


def _page(request, place: Place, form: SectionForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The form's page. `more`: notice (late, unsaved, restore, overtaken), unsaved, found (Merged), kept, reasons."""
    context = {
        **place.context,
        "form": form,
        "blocks": blocks_of(place.evaluation, form, place.before, request.user, more.get("found")),
        "before": place.before.evaluation,
        "title": f"Write: {place.section.title}",
        "standing": reasons_not_to_write(place.evaluation),
        "address": place.url("section_edit"),
        "unsaved_url": place.url("section_unsaved"),
        "saved": request.session.pop(SAVED, ""),
        **more,
    }
    return render(request, "selfassessment/section_edit.html", context, status=status)


@for_acting
@hidden_from_others
def section_unsaved(request, pk, slug):
    """Keep what somebody types while they type it; answers with the time, or why not, for the page's script."""
    place = place_of(request, pk, slug)
    may(request, workflow.save_section, place.text)
    if request.method == "POST" and not _keep(request, place, typed_content(place.section, request.POST)):
        return JsonResponse({"reasons": reasons_not_to_write(place.evaluation)}, status=REFUSED)
    kept = Unsaved.objects.visible_to(request.user).filter(text__evaluation=pk, text__section=slug).first()
    return JsonResponse({"at": date_format(timezone.localtime(kept.typed_at), "H:i") if kept else ""})
