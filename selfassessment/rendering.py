"""The text of a self-evaluation as HTML: joined in Python and kept for a while, since a whole document has a thousand
parts and many readers (SE-8, SE-13).

What is kept is kept in the process's memory, under the digest of exactly that text, and never outlives the process.
Who may read it is asked before, by whoever shows it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, Final

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from datasets.prose import html_of
from riia.ui.markup import escaped
from selfassessment.data_sheets import NO_FIGURES, Sheet, sheet_from
from selfassessment.documents import Answer, DocumentSection, digest_of, sections_of
from selfassessment.models import Revision
from selfassessment.statuses import COLLECTS, Fate, InspectionTheme, QuestionKind, ServiceArea

NOTHING: Final = '<p class="govuk-body app-document__nothing">Nothing was written here.</p>'
# Whole documents of the size of the largest take about a megabyte each.
KEPT_DOCUMENTS: Final = 16
KEPT_TEXTS: Final = 2048
LINE: Final = "\n"
HEADER: Final = '<th scope="col" class="govuk-table__header">'
CELL: Final = '<td class="govuk-table__cell">'


@dataclass(frozen=True)
class RenderedSection:
    """A section ready for the page. `number` is empty for a file that stands for the whole."""

    number: str
    slug: str
    title: str
    theme: str
    judgement: str
    words: int
    html: SafeString

    @property
    def anchor(self) -> str:
        return f"section-{self.slug}" if self.slug else "whole-document"

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class RenderedDocument:
    """A whole document: its sections for a list of contents, and everything as one piece of HTML."""

    sections: tuple[RenderedSection, ...]
    html: SafeString
    words: int

    @property
    def has_files(self) -> bool:
        """Whether a file stands for a section or the whole."""
        return "app-document__digest" in self.html


@dataclass(frozen=True)
class _Asked:
    """What a document is kept by: the digest of its content, and where its reader stands."""

    digest: str
    inside: bool
    load: Callable[[], list[dict[str, Any]]] = field(compare=False)


def document_of(revision: Revision, inside: bool) -> RenderedDocument:
    """A revision as HTML. `inside`: its reader sees figures as inside the region (DAT-11). Its content may be deferred:
    it is fetched when this process has not shown it lately."""
    return _rendered(_Asked(revision.digest, inside, partial(_content, revision.pk)))


def document(source: Revision | list[dict[str, Any]], inside: bool) -> RenderedDocument:
    """A revision, or a text as it is now, as HTML; see `document_of`."""
    if isinstance(source, Revision):
        return document_of(source, inside)
    return _rendered(_Asked(digest_of(source), inside, lambda: source))


def _content(pk: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = Revision.objects.values_list("content", flat=True).get(pk=pk)
    return found


@lru_cache(maxsize=KEPT_DOCUMENTS)
def _rendered(asked: _Asked) -> RenderedDocument:
    sections = tuple(_sections(sections_of(asked.load()), asked.inside))
    parts = [
        f'<section class="app-document__section" aria-labelledby="{one.anchor}">'
        f'<h2 class="govuk-heading-l" id="{one.anchor}">{escaped(one.heading)}</h2>{one.html}</section>'
        for one in sections
    ]
    return RenderedDocument(sections, _safe("".join(parts)), sum(one.words for one in sections))


def _sections(sections: tuple[DocumentSection, ...], inside: bool) -> Iterator[RenderedSection]:
    number = 0
    for one in sections:
        number += bool(one.slug)
        yield RenderedSection(
            number=str(number) if one.slug else "",
            slug=one.slug,
            title=one.title,
            theme=one.theme_label,
            judgement=one.judgement,
            words=one.words,
            html=section_html(one, inside),
        )


def section_html(section: DocumentSection, inside: bool) -> SafeString:
    """A section's body: its file, then each question with its answer."""
    parts = [_file_html(section)] if section.file else []
    if section.theme_label and section.theme_label != section.title:
        parts.append(f'<p class="govuk-body-s app-document__theme">Theme: {escaped(section.theme_label)}</p>')
    for answer in section.answers:
        anchor = f"{section.slug}-{answer.code}"
        parts.append(f'<h3 class="govuk-heading-m" id="{anchor}">{escaped(answer.wording)}</h3>')
        parts.append(answer_html(answer, inside, f"{section.title}: {answer.wording}"))
    return _safe("".join(parts))


def _file_html(section: DocumentSection) -> str:
    file: Any = section.file
    address = reverse("attachment_detail", args=[file["pk"]])
    stands = "This section is" if section.slug else "The narrative is"
    name, size, digest = escaped(file["name"]), escaped(filesizeformat(file["size"])), escaped(file["digest"])
    return (
        f'<p class="govuk-body">{stands} a file: <a class="govuk-link" href="{address}">{name}</a>, {size}. '
        f'<span class="app-document__digest">SHA-256 {digest}</span></p>'
    )


# --- Answers ----------------------------------------------------------------------------------------------------------


def answer_html(answer: Answer, inside: bool, about: str = "") -> SafeString:
    """One answer with its data sheet; says so where nothing was written. `about` tells its tables from others."""
    parts: list[str] = []
    if answer.sheet is not None:
        parts.append(sheet_html(sheet_from(answer.sheet, inside), about or answer.wording))
    if answer.kind == QuestionKind.JUDGEMENT:
        parts.append(_judgement(answer))
    elif answer.kind in COLLECTS:
        parts.append(_findings(answer))
    elif answer.kind == QuestionKind.EVIDENCE:
        parts.append(_links(answer))
    elif answer.kind != QuestionKind.DATA_SHEET or answer.text:
        parts.append(text_html(answer.text))
    return _safe("".join(parts))


def text_html(text: str) -> SafeString:
    """Markdown as HTML, kept for as long as it is asked for."""
    return _text(text) if text.strip() else _safe(NOTHING)


@lru_cache(maxsize=KEPT_TEXTS)
def _text(text: str) -> SafeString:
    return html_of(text)


def _judgement(answer: Answer) -> str:
    if not answer.value:
        said = '<p class="govuk-body app-document__nothing">No judgement was made.</p>'
    else:
        scale = (
            f' <span class="app-document__scale">(scale: {escaped(", ".join(answer.scale))})</span>'
            if answer.scale
            else ""
        )
        said = f'<p class="govuk-body app-document__judgement"><strong>{escaped(answer.value)}</strong>{scale}</p>'
    return said + (_text(answer.text) if answer.text.strip() else "")


def _findings(answer: Answer) -> str:
    if not answer.items:
        return NOTHING
    return f'<ol class="app-document__findings">{"".join(_finding(one) for one in answer.items)}</ol>'


def _finding(item: dict[str, Any]) -> str:
    said = "".join(f"<div><dt>{escaped(name)}</dt><dd>{escaped(words)}</dd></div>" for name, words in said_of(item))
    return f'<li>{plain_html(item.get("text") or "")}<dl class="app-document__tags">{said}</dl></li>'


def plain_html(text: str) -> str:
    """Text without any marks as paragraphs: what is typed into single points."""
    parts = [part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return "".join(f'<p class="govuk-body">{escaped(one.strip()).replace(LINE, "<br>")}</p>' for one in parts)


def said_of(item: dict[str, Any]) -> list[tuple[str, str]]:
    """What belongs to a strength, area, request or offer besides its text, as (name, words) (SE-9)."""
    rows = [
        ("Theme", _label(InspectionTheme, item.get("theme"))),
        ("Service area", _label(ServiceArea, item.get("service_area"))),
    ]
    if item.get("carried_from"):
        became = ": ".join(filter(None, (_label(Fate, item.get("fate")), item.get("fate_words") or "")))
        rows.append(("From an earlier year", became or "not said what became of it"))
    return [(name, words) for name, words in rows if words]


def _label(choices: Any, value: Any) -> str:
    return str(choices(value).label) if value in choices.values else str(value or "")


def _links(answer: Answer) -> str:
    if not answer.links:
        return NOTHING
    rows = "".join(f"<li>{_link(one)}</li>" for one in answer.links)
    return f'<ul class="govuk-list govuk-list--bullet">{rows}</ul>'


def _link(link: dict[str, str]) -> str:
    title, url = escaped(link.get("title") or link["url"]), link["url"]
    if not url.startswith(("https://", "http://")):
        return f"{title}, {escaped(url)}"
    return f'<a class="govuk-link" href="{escaped(url)}" rel="noreferrer noopener">{title}</a>'


# --- Data sheets ------------------------------------------------------------------------------------------------------


def sheet_html(sheet: Sheet, about: str = "") -> SafeString:
    """A data sheet as two tables, annual and in-year apart, each with its past in a disclosure."""
    if not sheet:
        none = f'<p class="govuk-body">{NO_FIGURES}</p>'
        return _safe(none + _missing(sheet))
    parts = [_table(caption, rows, sheet, about) for caption, rows in sheet.tables]
    near = (
        f" Neighbours: {escaped(sheet.neighbours)}, the mean of those that have a figure." if sheet.neighbours else ""
    )
    parts.append(f'<p class="govuk-body-s">Region and England are pooled from counts.{near}</p>')
    return _safe("".join(parts) + _missing(sheet))


def _missing(sheet: Sheet) -> str:
    if not sheet.missing:
        return ""
    return f'<p class="govuk-body-s">Without figures: {escaped("; ".join(sheet.missing))}.</p>'


def _table(caption: str, rows: tuple[dict[str, Any], ...], sheet: Sheet, about: str) -> str:
    names = (
        "Indicator",
        "Period",
        sheet.authority,
        "Place and trend",
        sheet.region,
        "England",
        "Neighbours",
        "Its past",
    )
    head = "".join(f"{HEADER}{escaped(name)}</th>" for name in names)
    body = "".join(_row(one) for one in rows)
    label = ", ".join(filter(None, (caption, about)))
    return (
        f'<div class="app-scroll" role="region" aria-label="{escaped(label)}" tabindex="0">'
        '<table class="govuk-table app-table app-table--sheet">'
        f'<caption class="govuk-table__caption govuk-table__caption--s">{escaped(caption)}</caption>'
        f'<thead class="govuk-table__head"><tr class="govuk-table__row">{head}</tr></thead>'
        f'<tbody class="govuk-table__body">{body}</tbody></table></div>{_earlier(rows)}'
    )


def _row(row: dict[str, Any]) -> str:
    about = f'{escaped(row["name"])} <span class="app-table__note">{escaped(row["polarity"])}</span>'
    own = escaped(row["own"]) + (
        f' <span class="app-table__note">{escaped(row["notes"])}</span>' if row["notes"] else ""
    )
    place = escaped("; ".join(filter(None, (row["place"], row["trend"]))) or "not placed")
    cells = (row["period"], None, None, row["region"], row["england"], row["near"])
    shown = [escaped(one) if one is not None else "" for one in cells]
    shown[1], shown[2] = own, place
    return (
        f'<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{about}</th>'
        f"{''.join(f'{CELL}{one}</td>' for one in shown)}{CELL}{row['picture'] or 'one figure'}</td></tr>"
    )


def _earlier(rows: tuple[dict[str, Any], ...]) -> str:
    told = [
        f"<li>{escaped(row['name'])}: {escaped('; '.join(f'{when} {words}' for when, words, _ in row['past']))}</li>"
        for row in rows
        if len(row["past"]) > 1
    ]
    if not told:
        return ""
    return (
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">Earlier figures</span></summary><div class="govuk-details__text">'
        f'<ul class="govuk-list govuk-list--bullet">{"".join(told)}</ul></div></details>'
    )


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - every text in it is escaped or cleaned above
