"""Templates of questions: the list, one with its sections, preview and differences, and the acts on a draft (SE-6)."""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from datasets.models import Indicator
from regions.access import hidden_from_others, members_only
from regions.exporting import markings, record_export
from regions.filters import kept_regions
from regions.forms.acting import ConfirmForm
from regions.history import history_of_rows
from regions.views.acting import act_page, for_acting
from riia.ui.lists import list_page
from riia.workflow import offers
from selfassessment import workflow
from selfassessment.comparing import between
from selfassessment.filters import TemplateFilters
from selfassessment.forms.templates import DraftForm, NameForm, QuestionForm, SectionForm, SeenForm
from selfassessment.models import Cycle, Template
from selfassessment.plans import Question, Section, sections_from
from selfassessment.rules.templates import may_keep_template
from selfassessment.statuses import QuestionKind, TemplateStatus
from selfassessment.tables.templates import TemplateTable

OWNER = "The regional team of each region"
# What the page of a template offers first.
MAIN = ("use_template", "draft_template")


def _visible(request, pk: int) -> Template:
    rows = Template.objects.visible_to(request.user).select_related("region", "drafted_from")
    return get_object_or_404(rows, pk=pk)


def _indicator_names(request) -> dict[str, str]:
    """What indicators are called, by code."""
    return dict(Indicator.objects.visible_to(request.user).values_list("code", "name"))


def _section(template: Template, slug: str) -> Section:
    found = next((one for one in sections_from(template.content) if one.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _question(template: Template, slug: str, code: str) -> Question:
    found = _section(template, slug).question(code)
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [("Templates", reverse("template_list"))]


def _in_demonstration(template: Template) -> bool:
    return bool(template.region and template.region.is_demonstration)


@require_safe
@members_only
def template_list(request):
    """The templates that the reader sees, the newest first."""
    return list_page(
        request,
        queryset=Template.objects.visible_to(request.user).select_related("region", "drafted_from").defer("content"),
        filterset_class=TemplateFilters,
        table_class=TemplateTable,
        template="selfassessment/template_list.html",
        filename="templates",
        context={"demonstration": request.reach.in_demonstration},
        marking=markings(request.user, OWNER),
        on_export=lambda kind, rows: record_export(
            request.user, "the list of templates of self-evaluations", kind, rows, request.GET.urlencode()
        ),
    )


@require_safe
@hidden_from_others
def template_detail(request, pk):
    """A template: its sections and questions, with what can be changed while it is a draft."""
    template = _visible(request, pk)
    keeps = may_keep_template(request.user, template)
    sections = sections_from(template.content)
    return render(
        request,
        "selfassessment/template_detail.html",
        {
            "template": template,
            "sections": sections,
            "questions": sum(len(one.questions) for one in sections),
            "kinds": QuestionKind.choices,
            "edits": keeps and template.status == TemplateStatus.DRAFT,
            "offers": sorted(
                offers(template, request.user),
                key=lambda one: MAIN.index(one.name) if one.name in MAIN else len(MAIN),
            ),
            "cycles": Cycle.objects.visible_to(request.user).filter(template=template).select_related("region"),
            "history": history_of_rows([template], user=request.user) if keeps else [],
            "keeps": keeps,
            "crumbs": _crumbs(),
            "demonstration": _in_demonstration(template),
        },
    )


@require_safe
@hidden_from_others
def template_preview(request, pk):
    """A template as those who write will see it; nothing can be typed."""
    template = _visible(request, pk)
    names = _indicator_names(request)
    sections = [
        (one, [(question, [names.get(code, code) for code in question.indicators]) for question in one.questions])
        for one in sections_from(template.content)
    ]
    context = {"template": template, "sections": sections, "demonstration": _in_demonstration(template)}
    return render(request, "selfassessment/template_preview.html", context)


@require_safe
@hidden_from_others
def template_compare(request, pk):
    """Two templates side by side; the one that it was drafted from unless `with` names another."""
    template = _visible(request, pk)
    others = Template.objects.visible_to(request.user).exclude(pk=template.pk)
    wanted = request.GET.get("with") or str(template.drafted_from_id or "")
    other = others.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 10 else None
    if not wanted:
        other = others.first()
    errors = [] if other or not wanted else [f"There is no template “{wanted[:20]}” to compare with"]
    found = between(other, template, _indicator_names(request)) if other else []
    return render(
        request,
        "selfassessment/template_compare.html",
        {
            "template": template,
            "other": other,
            "others": others.select_related("region"),
            "differences": found,
            "errors": errors,
            "demonstration": _in_demonstration(template),
        },
    )


# --- Acts -------------------------------------------------------------------------------------------------------------


def _data(request) -> Any:
    return request.POST if request.method == "POST" else None


def _act(request, act: Callable, template: Template, form: Any, title: str, submit: str, **how: Any):
    """An act on a template; `changes` and `back` (where to on the template's page) are optional."""
    back = template.get_absolute_url() + how.pop("back", "")
    context = {
        "title": title,
        "submit": submit,
        "changes": how.pop("changes", []),
        "back_url": back,
        "demonstration": _in_demonstration(template),
    }
    words = how.pop("words", "It is saved.")
    how.setdefault("done", lambda one: (words, back))
    return act_page(request, act, template, form=form, template="regions/_act.html", context=context, **how)


@for_acting
@hidden_from_others
def template_draft(request, pk):
    template = _visible(request, pk)
    regions = kept_regions(request).filter(pk__in=request.reach.keeps)
    if template.region_id:
        regions = regions.filter(pk=template.region_id)
    return _act(
        request,
        workflow.draft_template,
        template,
        DraftForm(template, regions, _data(request)),
        f"Draft the next template from “{template}”",
        "Save the draft",
        changes=[f"It begins with everything that “{template}” asks. Change it until you bring it into use."],
        done=lambda draft: (f"“{draft}” is drafted.", draft.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def template_name(request, pk):
    template = _visible(request, pk)
    form = NameForm(template, _data(request))
    return _act(request, workflow.name_template, template, form, "Change what it is called", "Save")


@for_acting
@hidden_from_others
def template_use(request, pk):
    template = _visible(request, pk)
    return _act(
        request,
        workflow.use_template,
        template,
        ConfirmForm(_data(request)),
        f"Bring “{template}” into use",
        "Bring it into use",
        changes=[
            "It is frozen for good: no section or question can be changed any more.",
            "Every member of the region sees it.",
        ],
        words="It is in use.",
    )


@for_acting
@hidden_from_others
def template_end(request, pk):
    template = _visible(request, pk)
    changes = ["No further cycle can ask by it. Those that did keep it."]
    form = ConfirmForm(_data(request))
    title = f"End “{template}”"
    return _act(request, workflow.end_template, template, form, title, "End it", changes=changes, words="It has ended.")


@for_acting
@hidden_from_others
def template_section(request, pk, slug=""):
    """Add a section to a draft, or change the one with this address."""
    template = _visible(request, pk)
    section = _section(template, slug) if slug else None
    return _act(
        request,
        workflow.put_section,
        template,
        SectionForm(template, section, _data(request)),
        f"Change “{section.title}”" if section else "Add a section",
        "Save the section",
        back=f"#{slug or 'sections'}",
        words="The section is saved.",
        inputs=lambda form: {"section": form.section, "replacing": slug, "seen": form.cleaned_data["seen"]},
    )


def _seen(form: Any) -> int:
    return int(form.cleaned_data["seen"])


@for_acting
@hidden_from_others
def template_section_move(request, pk, slug, way):
    template = _visible(request, pk)
    section = _section(template, slug)
    return _act(
        request,
        workflow.move_section,
        template,
        SeenForm(template, _data(request)),
        f"Move “{section.title}” {way}",
        f"Move it {way}",
        back=f"#{slug}",
        words="The section is moved.",
        inputs=lambda form: {"slug": slug, "up": way == "up", "seen": _seen(form)},
    )


@for_acting
@hidden_from_others
def template_section_drop(request, pk, slug):
    template = _visible(request, pk)
    section = _section(template, slug)
    return _act(
        request,
        workflow.drop_section,
        template,
        SeenForm(template, _data(request)),
        f"Take “{section.title}” out",
        "Take it out",
        changes=[f"The section goes with its {len(section.questions)} questions. Templates in use keep theirs."],
        back="#sections",
        words="The section is out.",
        inputs=lambda form: {"slug": slug, "seen": _seen(form)},
    )


@for_acting
@hidden_from_others
def template_question_add(request, pk, slug, kind):
    """Add a question of a kind to a section of a draft."""
    template = _visible(request, pk)
    if kind not in QuestionKind.values:
        raise Http404
    label = str(QuestionKind(kind).label)
    return _put_question(request, template, _section(template, slug), kind, None, f"Add a question: {label.lower()}")


@for_acting
@hidden_from_others
def template_question(request, pk, slug, code):
    """Change a question of a draft."""
    template = _visible(request, pk)
    question = _question(template, slug, code)
    section = _section(template, slug)
    return _put_question(request, template, section, question.kind, question, f"Change “{question.wording}”")


def _put_question(
    request, template: Template, section: Section, kind: str, question: Question | None, title: str
) -> Any:
    indicators = Indicator.objects.visible_to(request.user)
    return _act(
        request,
        workflow.put_question,
        template,
        QuestionForm(template, section, kind, question, indicators, _data(request)),
        title,
        "Save the question",
        back=f"#{section.slug}",
        words="The question is saved.",
        inputs=lambda form: {
            "slug": section.slug,
            "question": form.question,
            "replacing": question.code if question else "",
            "seen": _seen(form),
        },
    )


@for_acting
@hidden_from_others
def template_question_move(request, pk, slug, code, way):
    template = _visible(request, pk)
    question = _question(template, slug, code)
    return _act(
        request,
        workflow.move_question,
        template,
        SeenForm(template, _data(request)),
        f"Move “{question.wording}” {way}",
        f"Move it {way}",
        back=f"#{slug}",
        words="The question is moved.",
        inputs=lambda form: {"slug": slug, "code": code, "up": way == "up", "seen": _seen(form)},
    )


@for_acting
@hidden_from_others
def template_question_drop(request, pk, slug, code):
    template = _visible(request, pk)
    question = _question(template, slug, code)
    return _act(
        request,
        workflow.drop_question,
        template,
        SeenForm(template, _data(request)),
        f"Take “{question.wording}” out",
        "Take it out",
        back=f"#{slug}",
        words="The question is out.",
        inputs=lambda form: {"slug": slug, "code": code, "seen": _seen(form)},
    )
