"""The portal's Word copy of a self-evaluation: a file in which a council writes, and which the portal reads back
(SE-13).

Each answer stands between two lines in brackets, which say where it belongs. Everything around them is known from the
template, so that nothing written in a wrong place is overlooked when the copy comes back.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

from datasets.files.word import add_table, clean, new_document
from selfassessment.answers import empty_answer
from selfassessment.data_sheets import CAPTIONS, NO_FIGURES, sheet_from
from selfassessment.files.word_out import add_sheet
from selfassessment.files.word_text import add_blocks
from selfassessment.models import Finding
from selfassessment.plans import Question, Section
from selfassessment.statuses import CARRIED_OVER, COLLECTS, FATES, Fate, InspectionTheme, QuestionKind, ServiceArea

REFERENCE: Final = "Reference of this copy"
JUDGEMENT: Final = "Judgement:"
HOW: Final = (
    "Write each answer between its two lines in brackets, and leave those lines as they are.",
    "Paragraphs, lists, bold, italic and links come back as they are. Pictures, footnotes and other tables do not: "
    "attach a file for those.",
    "In tables write one point a row, add rows as you need them, and leave the column “Reference” as it is.",
    "Figures are there to be read; the portal fills them in itself.",
    "Accept all tracked changes and delete all comments before you bring the copy back.",
    "Write no names or details of children.",
)
TEXT, THEME, AREA, FATE, FATE_WORDS, REF = (
    "In words",
    "Theme",
    "Service area",
    "What became of it",
    "And why",
    "Reference",
)
TITLE, ADDRESS = "Title", "Address"
# Rows for new points below those there are.
EMPTY_ROWS: Final = 3
# How much of the id of a point stands in its row.
ID_LENGTH: Final = 10
EARLIER: Final = "F"
# What a data sheet brings besides its tables.
OF_SHEETS: Final = (*CAPTIONS, NO_FIGURES)
LISTED: Final = {THEME: InspectionTheme, AREA: ServiceArea, FATE: Fate}


@dataclass(frozen=True)
class Written:
    """One section as it goes into a copy: its place, its answers, the number of their save, and what it carries on."""

    number: int
    section: Section
    content: Mapping[str, Any]
    saved: int
    carried: Mapping[str, list[Finding]] = field(default_factory=dict)

    def answer(self, question: Question) -> dict[str, Any]:
        return self.content.get(question.code) or empty_answer(question.kind)


def label_of(section: int, question: int) -> str:
    """What an answer is known by in a copy: the place of its section and of its question."""
    return f"{section}.{question}"


def begin_of(label: str) -> str:
    return f"[Answer {label} begins below this line]"


def end_of(label: str) -> str:
    return f"[Answer {label} ends above this line]"


def columns_of(question: Question) -> tuple[str, ...]:
    """The columns of the table in which an answer with several points is written."""
    if question.kind == QuestionKind.EVIDENCE:
        return TITLE, ADDRESS
    followed = COLLECTS[question.kind] in CARRIED_OVER
    return (TEXT, THEME, AREA, *((FATE, FATE_WORDS) if followed else ()), REF)


def reference_of(evaluation: int, sections: Iterable[Written]) -> str:
    """The line that says what a copy is of and from which saves it was made."""
    saves = " ".join(f"{one.section.slug}={one.saved}" for one in sections)
    return f"{REFERENCE}: {evaluation} {saves}"


def words_of(question: Question, name: str) -> list[str]:
    """The words of the list for a column of an answer's table."""
    listed = FATES.get(question.kind, ()) if name == FATE else LISTED[name]
    return [str(one.label) for one in listed]


def furniture_of(number: int, section: Section) -> Iterator[tuple[str, str]]:
    """(kind, text) of everything that a copy holds around the answers of a section, in order.

    Kinds are title, guidance, wording, help, scale, lists, and answer, whose text is its label.
    """
    yield "title", f"{number}. {section.title}"
    if section.guidance:
        yield from (("guidance", line) for line in section.guidance.splitlines() if line.strip())
    for place, question in enumerate(section.questions, start=1):
        yield "wording", f"{label_of(number, place)} {question.wording}"
        yield from (("help", line) for line in question.help.splitlines() if line.strip())
        if question.kind == QuestionKind.JUDGEMENT:
            yield "scale", f"Judge with one of: {', '.join(question.scale)}. Write it after “{JUDGEMENT}”."
        if question.kind in COLLECTS:
            listed = [name for name in columns_of(question) if name in LISTED]
            yield from (("lists", f"{name}: {', '.join(words_of(question, name))}.") for name in listed)
        yield "answer", label_of(number, place)


def heading_of(title: str) -> str:
    return f"{title}: copy to write in"


def copy_of(title: str, owner: str, evaluation: int, sections: list[Written], sheets: Mapping[Question, Any]) -> bytes:
    """The Word copy of some or all sections, with what is written already. `sheets` are plain data sheets."""
    document = new_document(title, owner)
    document.add_heading(clean(heading_of(title)), level=0)
    for line in HOW:
        document.add_paragraph(line, "List Bullet")
    document.add_paragraph(clean(reference_of(evaluation, sections)), "Caption")
    for one in sections:
        _add_section(document, one, sheets)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_section(document: Any, written: Written, sheets: Mapping[Question, Any]) -> None:
    questions = iter(written.section.questions)
    for kind, text in furniture_of(written.number, written.section):
        if kind in ("title", "wording"):
            document.add_heading(clean(text), level=1 if kind == "title" else 2)
        elif kind == "answer":
            question = next(questions)
            if question in sheets:
                add_sheet(document, sheet_from(sheets[question], inside=True), told=False)
            document.add_paragraph(begin_of(text), "Caption")
            _add_answer(document, written, question)
            document.add_paragraph(end_of(text), "Caption")
        else:
            document.add_paragraph(clean(text), "Caption" if kind == "lists" else None)


def _add_answer(document: Any, written: Written, question: Question) -> None:
    answer = written.answer(question)
    if question.kind in COLLECTS:
        rows = [*_items(answer), *_carried(written, question, answer)]
        _add_rows(document, question, rows)
    elif question.kind == QuestionKind.EVIDENCE:
        _add_rows(document, question, [[one["title"], one["url"]] for one in answer["links"]])
    else:
        if question.kind == QuestionKind.JUDGEMENT:
            document.add_paragraph(clean(f"{JUDGEMENT} {answer.get('value', '')}".rstrip()))
        add_blocks(document, answer.get("text", ""))
        if not answer.get("text"):
            document.add_paragraph()


def _add_rows(document: Any, question: Question, rows: list[list[str]]) -> None:
    columns = columns_of(question)
    widths = {2: (7.0, 10.0), 4: (7.5, 3.5, 3.5, 2.5), 6: (5.0, 2.8, 2.8, 2.2, 2.2, 2.0)}[len(columns)]
    kept = [dict(zip((TEXT, THEME, AREA, FATE, FATE_WORDS, REF), row, strict=True)) for row in rows if len(row) > 2]
    shown = [[one[name] for name in columns] for one in kept] if kept else rows
    empty = [[""] * len(columns) for _ in range(EMPTY_ROWS)]
    add_table(document, question.wording, columns, [*shown, *empty], widths, 9)


def _items(answer: Mapping[str, Any]) -> list[list[str]]:
    """Points as rows of TEXT, THEME, AREA, FATE, FATE_WORDS and REF."""
    return [
        [
            one["text"],
            _label(InspectionTheme, one["theme"]),
            _label(ServiceArea, one["service_area"]),
            _label(Fate, one["fate"]),
            one["fate_words"],
            one["id"][:ID_LENGTH],
        ]
        for one in answer["items"]
    ]


def _carried(written: Written, question: Question, answer: Mapping[str, Any]) -> list[list[str]]:
    """Last year's points, in a section that was never saved. As on its page, those that are left there go on."""
    if written.saved:
        return []
    taken = {one["carried_from"] for one in answer["items"]}
    return [
        [one.text, one.get_theme_display(), one.get_service_area_display(), "", "", f"{EARLIER}{one.pk}"]
        for one in written.carried.get(question.code, [])
        if one.pk not in taken
    ]


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value
