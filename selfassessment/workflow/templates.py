"""Templates of questions: drafted from another, changed while they are drafts, frozen in use, ended (SE-6)."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from django.utils import timezone

from regions.models import Region
from riia.accounts.models import User
from riia.workflow import command, transition
from selfassessment.models import Template
from selfassessment.plans import Question, Section, content_of, sections_from
from selfassessment.rules import templates as rules
from selfassessment.statuses import TemplateStatus

Entry = TypeVar("Entry", Section, Question)


@command(
    on=Template,
    label="Draft the next template from this one",
    permitted=rules.may_draft,
    unless=rules.reasons_not_to_draft,
    page="template_draft",
)
def draft_template(template: Template, *, by: User, region: Region, name: str, label: str = "") -> Template:
    """Begin a region's next template with everything that this one holds."""
    return Template.objects.create(
        region=region,
        name=name,
        label=label or template.label,
        content=template.content,
        drafted_from=template,
        made_at=timezone.now(),
        made_by=by,
    )


@command(
    on=Template,
    label="Change what it is called",
    permitted=rules.may_keep_template,
    unless=rules.reasons_not_to_name,
    page="template_name",
)
def name_template(template: Template, *, by: User, name: str, label: str, seen: int | None = None) -> None:
    """Give a draft another name, or the document that it asks for."""
    template.name, template.label = name, label
    template.number += 1


@command(
    on=Template,
    label="Add or change a section",
    permitted=rules.may_keep_template,
    unless=rules.reasons_not_to_put_section,
)
def put_section(
    template: Template, *, by: User, section: Section, replacing: str = "", seen: int | None = None
) -> None:
    """Put a section at the end of a draft, or in the place of another, whose questions it keeps."""
    if replacing:
        _each(template, replacing, lambda old: replace(section, questions=old.questions))
    else:
        _keep(template, [*sections_from(template.content), section])


@command(
    on=Template,
    label="Move a section",
    permitted=rules.may_keep_template,
    unless=rules.reasons_without_section,
)
def move_section(template: Template, *, by: User, slug: str, up: bool, seen: int | None = None) -> None:
    """Put a section of a draft one place up or down."""
    sections = list(sections_from(template.content))
    _keep(template, _moved(sections, next(at for at, one in enumerate(sections) if one.slug == slug), up))


@command(
    on=Template,
    label="Take a section out",
    permitted=rules.may_keep_template,
    unless=rules.reasons_without_section,
)
def drop_section(template: Template, *, by: User, slug: str, seen: int | None = None) -> None:
    """Take a section out of a draft; templates in use keep theirs."""
    _keep(template, [one for one in sections_from(template.content) if one.slug != slug])


@command(
    on=Template,
    label="Add or change a question",
    permitted=rules.may_keep_template,
    unless=rules.reasons_not_to_put_question,
)
def put_question(
    template: Template, *, by: User, slug: str, question: Question, replacing: str = "", seen: int | None = None
) -> None:
    """Put a question at the end of a section, or in the place of another one."""

    def put(section: Section) -> Section:
        if not replacing:
            return replace(section, questions=(*section.questions, question))
        return replace(
            section, questions=tuple(question if one.code == replacing else one for one in section.questions)
        )

    _each(template, slug, put)


@command(
    on=Template,
    label="Move a question",
    permitted=rules.may_keep_template,
    unless=rules.reasons_without_question,
)
def move_question(template: Template, *, by: User, slug: str, code: str, up: bool, seen: int | None = None) -> None:
    """Put a question one place up or down in its section."""

    def moved(section: Section) -> Section:
        questions = list(section.questions)
        place = next(at for at, one in enumerate(questions) if one.code == code)
        return replace(section, questions=tuple(_moved(questions, place, up)))

    _each(template, slug, moved)


@command(
    on=Template,
    label="Take a question out",
    permitted=rules.may_keep_template,
    unless=rules.reasons_without_question,
)
def drop_question(template: Template, *, by: User, slug: str, code: str, seen: int | None = None) -> None:
    """Take a question out of a draft."""
    _each(
        template,
        slug,
        lambda section: replace(section, questions=tuple(one for one in section.questions if one.code != code)),
    )


@transition(
    on=Template,
    label="Bring the template into use",
    sources={TemplateStatus.DRAFT},
    targets={TemplateStatus.IN_USE},
    permitted=rules.may_keep_template,
    unless=rules.reasons_not_to_use,
    page="template_use",
)
def use_template(template: Template, *, by: User) -> None:
    """Freeze it for good: nothing in it changes any more, and cycles ask by it."""


@transition(
    on=Template,
    label="End the template",
    sources={TemplateStatus.IN_USE},
    targets={TemplateStatus.ENDED},
    permitted=rules.may_keep_template,
    unless=rules.reasons_not_to_end,
    page="template_end",
)
def end_template(template: Template, *, by: User) -> None:
    """No further cycle uses it; those that did keep it."""


def _keep(template: Template, sections: list[Section]) -> None:
    template.content = content_of(sections)
    template.number += 1


def _each(template: Template, slug: str, change: Callable[[Section], Section]) -> None:
    _keep(template, [change(one) if one.slug == slug else one for one in sections_from(template.content)])


def _moved(entries: list[Entry], place: int, up: bool) -> list[Entry]:
    """The entries with one of them a place up or down; as they were at either end."""
    other = place + (-1 if up else 1)
    if 0 <= other < len(entries):
        entries[place], entries[other] = entries[other], entries[place]
    return entries
