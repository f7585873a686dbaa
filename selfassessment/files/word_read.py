"""Reading the portal's Word copy back: the answers in it, or all that is wrong with it (SE-13).

The file has passed `uploads.checked`. What stands outside of an answer and isn't the copy's own is never dropped in
silence: it is named, with the words themselves.
"""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import parse

from regions.importing.reading import FileRefused
from selfassessment.answers import item
from selfassessment.files.word_copy import (
    ADDRESS,
    AREA,
    EARLIER,
    FATE,
    FATE_WORDS,
    HOW,
    JUDGEMENT,
    LISTED,
    OF_SHEETS,
    REF,
    REFERENCE,
    TEXT,
    THEME,
    TITLE,
    Written,
    begin_of,
    columns_of,
    end_of,
    furniture_of,
    heading_of,
    label_of,
)
from selfassessment.files.word_in import DAMAGED, Package, is_on, local, value_of
from selfassessment.files.word_text import Block, Run, canonical, markdown_of, tidy
from selfassessment.plans import Question
from selfassessment.statuses import COLLECTS, QuestionKind

# A copy is text: the part with it is that large at most.
MOST_TEXT: Final = 12 * 1024 * 1024
MOST_FAULTS: Final = 30
LINE: Final = re.compile(r"\[Answer (\d+\.\d+) (begins below|ends above) this line\]")
TOO_LARGE: Final = "The copy is far larger than a text needs. Copy your answers into a new copy."
NOT_A_COPY: Final = (
    "This is not a copy that the portal made: the line “Reference of this copy” is missing. "
    "Download the Word copy and write in that."
)


@dataclass(frozen=True)
class Table:
    """A table as texts."""

    rows: tuple[tuple[str, ...], ...]


@dataclass
class CopyRead:
    """What a copy says: of each section the save it was made from and its answers; and what is wrong with it."""

    evaluation: int = 0
    saves: dict[str, int] = field(default_factory=dict)
    # {section slug: {question code: answer}}
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


Part = Block | Table


def references_of(package: Package) -> tuple[int, dict[str, int]]:
    """Which self-evaluation a copy is of, and from which saves of its sections. Raises FileRefused."""
    for one in _Body(package).parts():
        if isinstance(one, Block) and (
            found := re.match(rf"{REFERENCE}: (\d{{1,18}})((?: [\w-]+=\d{{1,9}})+)$", one.text)
        ):
            saves = dict(pair.split("=") for pair in found[2].split())
            return int(found[1]), {slug: int(number) for slug, number in saves.items()}
    raise FileRefused(NOT_A_COPY)


def read_copy(package: Package, sections: list[Written], earlier: Mapping[str, Mapping[str, Any]]) -> CopyRead:
    """The answers of a copy to the questions of `sections`, or its faults.

    `earlier` holds {section slug: content} of the saves from which the copy was made: points keep what they had there.
    Raises FileRefused for a file that isn't a copy at all.
    """
    body = _Body(package)
    found = CopyRead(*references_of(package))
    known = _own_texts(sections)
    answers: dict[str, list[Part]] = {}
    label = ""
    for part in body.parts():
        line = LINE.fullmatch(part.text) if isinstance(part, Block) else None
        if line:
            label = _step(found, answers, label, line)
        elif label:
            answers[label].append(part)
        elif isinstance(part, Block) and not _is_own(part.text, known):
            found.faults.append(f"“{part.text[:80]}” stands outside the answers. Move it between the two lines of one.")
    if label:
        found.faults.append(f"The line “{end_of(label)}” is missing.")
    found.faults += [f"Answer {label}: {one}" for label, one in body.faults]
    _take(found, sections, answers, earlier)
    found.faults = list(dict.fromkeys(found.faults))[:MOST_FAULTS]
    return found


def _step(found: CopyRead, answers: dict[str, list[Part]], label: str, line: re.Match) -> str:
    """Enter or leave an answer at its line in brackets."""
    begins = line[2].startswith("begins")
    if begins and label:
        found.faults.append(f"The line “{end_of(label)}” is missing.")
    if begins and line[1] in answers:
        found.faults.append(f"Answer {line[1]} is there twice.")
    if not begins and line[1] != label:
        found.faults.append(f"The line “{begin_of(line[1])}” is missing, or stands in a wrong place.")
    if begins:
        answers.setdefault(line[1], [])
    return line[1] if begins else ""


def _is_own(text: str, known: set[str]) -> bool:
    return text in known or text.startswith(REFERENCE) or text.endswith(heading_of(""))


def _own_texts(sections: list[Written]) -> set[str]:
    """The paragraphs that the copy itself brings, as they come back."""
    texts = [text for one in sections for kind, text in furniture_of(one.number, one.section) if kind != "answer"]
    return {block.text for text in (*texts, *HOW, *OF_SHEETS) for block in tidy(Block((Run(text),)))}


def _take(
    found: CopyRead, sections: list[Written], answers: Mapping[str, list[Part]], earlier: Mapping[str, Any]
) -> None:
    for one in sections:
        content: dict[str, Any] = {}
        for place, question in enumerate(one.section.questions, start=1):
            label = label_of(one.number, place)
            if label not in answers:
                found.faults.append(f"The line “{begin_of(label)}” is missing.")
                continue
            reading = _Reading(one, question, earlier.get(one.section.slug, {}).get(question.code) or {})
            content[question.code] = reading.answer(answers[label])
            found.faults += [f"Answer {label}: {fault}" for fault in reading.faults]
        found.answers[one.section.slug] = content


# --- One answer -------------------------------------------------------------------------------------------------------


@dataclass
class _Reading:
    """Reads one answer; `earlier` is what it held when the copy was made."""

    written: Written
    question: Question
    earlier: Mapping[str, Any]
    faults: list[str] = field(default_factory=list)

    def answer(self, parts: list[Part]) -> dict[str, Any]:
        if self.question.kind in COLLECTS or self.question.kind == QuestionKind.EVIDENCE:
            return self._of_table(parts)
        blocks = [one for one in parts if isinstance(one, Block)]
        if len(blocks) != len(parts):
            self.faults.append("there is a table in it. Write it as text, or attach it as a file.")
        if self.question.kind != QuestionKind.JUDGEMENT:
            return {"text": self._text(blocks)}
        first = blocks[0].text if blocks else ""
        if not first.casefold().startswith(JUDGEMENT.casefold()):
            self.faults.append(f"its first line must begin with “{JUDGEMENT}”.")
            return {"value": "", "text": ""}
        return {"value": self._value(first[len(JUDGEMENT) :].strip(" .")), "text": self._text(blocks[1:])}

    def _text(self, blocks: list[Block]) -> str:
        """As Markdown; exactly what was there before where nobody changed it."""
        text, before = markdown_of(blocks), self.earlier.get("text") or ""
        return before if canonical(before) == text else text

    def _value(self, said: str) -> str:
        scale = {one.casefold(): one for one in self.question.scale}
        if said and said.casefold() not in scale:
            self.faults.append(f"“{said[:60]}” is not on the scale. Write one of: {', '.join(self.question.scale)}.")
        return scale.get(said.casefold(), "")

    def _of_table(self, parts: list[Part]) -> dict[str, Any]:
        tables = [one for one in parts if isinstance(one, Table)]
        for one in parts:
            if isinstance(one, Block):
                self.faults.append(f"“{one.text[:80]}” stands beside its table. Write it into a row.")
        name = "links" if self.question.kind == QuestionKind.EVIDENCE else "items"
        columns = columns_of(self.question)
        if len(tables) != 1 or not tables[0].rows or tables[0].rows[0] != columns:
            self.faults.append(f"its table must be there once, with the columns {', '.join(columns)}.")
            return {name: []}
        below = enumerate(tables[0].rows[1:], 1)
        rows = [(f"row {n} below the headings", dict(zip(columns, one, strict=False))) for n, one in below if any(one)]
        made = [self._link(row) if name == "links" else self._item(place, row) for place, row in rows]
        return {name: [one for one in made if one]}

    def _link(self, row: dict[str, str]) -> dict[str, str]:
        return {"title": row.get(TITLE, "").replace("\n", " "), "url": row.get(ADDRESS, "").replace("\n", "")}

    def _item(self, place: str, row: dict[str, str]) -> dict[str, Any] | None:
        given = {
            "theme": self._listed(place, THEME, row),
            "service_area": self._listed(place, AREA, row),
            "fate": self._listed(place, FATE, row),
            "fate_words": row.get(FATE_WORDS, ""),
        }
        reference = row.get(REF, "").strip()
        known = next(
            (one for one in self.earlier.get("items") or () if reference and one["id"].startswith(reference)), None
        )
        if known:
            return item(row[TEXT], **given, id=known["id"], carried_from=known["carried_from"])
        if not reference:
            return item(row[TEXT], **given)
        offered = {f"{EARLIER}{one.pk}": one for one in self.written.carried.get(self.question.code, [])}
        if reference not in offered:
            self.faults.append(f"{place} has a reference that is not of this copy: {reference[:20]}. Leave it empty.")
            return None
        return item(row[TEXT], **given, carried_from=offered[reference].pk)

    def _listed(self, place: str, name: str, row: dict[str, str]) -> str:
        said = " ".join(row.get(name, "").split())
        values = {str(label).casefold(): value for value, label in LISTED[name].choices}
        if said and said.casefold() not in values:
            self.faults.append(f"{place}: “{said[:60]}” under “{name}” is not in the list above its table.")
        return values.get(said.casefold(), "")


# --- The file ---------------------------------------------------------------------------------------------------------


def _within(parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row; those of a table within a cell are none of them."""
    for one in parent:
        if local(one) == wanted:
            yield one
        elif local(one) in ("sdt", "sdtContent", "customXml"):
            yield from _within(one, wanted)


@dataclass
class _Style:
    name: str
    bold: bool = False
    italic: bool = False


class _Body:
    """The paragraphs and tables of a document, in order. `faults` are (answer, what can't be read in it)."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.faults: list[tuple[str, str]] = []
        self.label = ""
        self.folder = posixpath.dirname(package.main)

    def parts(self) -> Iterator[Part]:
        root = self._tree(self.package.main)
        body = next((one for one in root if local(one) == "body"), None)
        if body is not None:
            yield from self._of(body)

    def _of(self, parent: Element) -> Iterator[Part]:
        for one in parent:
            name = local(one)
            if name == "p":
                yield from self._paragraph(one)
            elif name == "tbl":
                yield self._table(one)
            elif name in ("sdt", "sdtContent", "customXml", "smartTag"):
                yield from self._of(one)

    def _paragraph(self, paragraph: Element) -> Iterator[Part]:
        blocks = list(tidy(self._block(paragraph)))
        if len(blocks) == 1 and (line := LINE.fullmatch(blocks[0].text)):
            self.label = line[1] if line[2].startswith("begins") else ""
        yield from blocks

    def _block(self, paragraph: Element) -> Block:
        level, numbered = 0, False
        for properties in (one for one in paragraph if local(one) == "pPr"):
            level, numbered = self._level(properties)
        runs = tuple(self._runs(paragraph, ""))
        return Block(runs, level, numbered)

    def _level(self, properties: Element) -> tuple[int, bool]:
        """The level in a list and whether it is numbered: from the paragraph itself, else from its style."""
        by_name = {local(one): one for one in properties}
        if (mark := by_name.get("numPr")) is not None:
            given = {local(one): value_of(one) for one in mark}
            number, depth = given.get("numId", "0"), given.get("ilvl") or "0"
            if number == "0" or not depth.isdigit():
                return 0, False
            return (1 if depth == "0" else 2), self.lists.get((number, depth), False)
        style = self.styles.get(value_of(by_name["pStyle"])) if "pStyle" in by_name else None
        found = re.fullmatch(r"list (bullet|number)(?: ([2-9]))?", style.name) if style else None
        return ((2 if found[2] else 1), found[1] == "number") if found else (0, False)

    def _runs(self, parent: Element, url: str) -> Iterator[Run]:
        """The runs within an element; of a field its result, which is what is seen."""
        result = True
        for one in parent:
            name = local(one)
            if name == "r":
                for each in one:
                    if local(each) == "fldChar":
                        result = value_of(each, "fldCharType") != "begin"
                if result:
                    yield self._run(one, url)
            elif name == "hyperlink":
                target = next((value for key, value in one.attrib.items() if key.endswith("}id")), "")
                yield from self._runs(one, self.links.get(target, ""))
            elif name in ("smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo"):
                yield from self._runs(one, url)
            elif "oMath" in one.tag:
                self._fault("there is a formula in it. Write it as text, or attach it as a file.")

    def _run(self, run: Element, url: str) -> Run:
        bold = italic = False
        text = ""
        for one in run:
            name = local(one)
            if name == "rPr":
                on = {local(each) for each in one if local(each) in ("b", "i") and is_on(each)}
                style = next((self.styles.get(value_of(each)) for each in one if local(each) == "rStyle"), None)
                bold = "b" in on or bool(style and style.bold)
                italic = "i" in on or bool(style and style.italic)
            elif name == "t":
                text += one.text or ""
            elif name in ("tab", "ptab"):
                text += " "
            elif name in ("br", "cr"):
                text += "" if value_of(one, "type") in ("page", "column") else "\n"
            elif name == "noBreakHyphen":
                text += "-"
            elif name in ("drawing", "pict") or one.tag.endswith("}AlternateContent"):
                self._fault("there is a picture in it. Attach it as a file.")
            elif name in ("footnoteReference", "endnoteReference"):
                self._fault("there is a footnote in it. Write it into the text.")
        return Run(text, bold, italic, url)

    def _fault(self, what: str) -> None:
        if self.label:
            self.faults.append((self.label, what))

    def _table(self, table: Element) -> Table:
        rows = [tuple(self._cell(each) for each in _within(row, "tc")) for row in _within(table, "tr")]
        return Table(tuple(rows))

    def _cell(self, cell: Element) -> str:
        lines = [block.text for one in cell.iter() if local(one) == "p" for block in tidy(self._block(one))]
        return "\n".join(lines)

    # --- Its other parts ---

    def _tree(self, name: str) -> Element:
        content = self.package.bytes_of(name)
        if len(content) > MOST_TEXT:
            raise FileRefused(TOO_LARGE)
        try:
            root: Element = parse(io.BytesIO(content), forbid_dtd=True).getroot()
        except (ParseError, DefusedXmlException, UnicodeDecodeError, LookupError, ValueError) as error:
            raise FileRefused(DAMAGED) from error
        return root

    @cached_property
    def links(self) -> dict[str, str]:
        """Addresses on the web by the name that a link has."""
        name = f"{self.folder}/_rels/{posixpath.basename(self.package.main)}.rels"
        if name not in self.package.names:
            return {}
        rows = [one.attrib for one in self._tree(name)]
        return {
            one.get("Id", ""): one.get("Target", "")
            for one in rows
            if one.get("Type", "").endswith("/hyperlink") and one.get("Target", "").startswith(("http://", "https://"))
        }

    @cached_property
    def styles(self) -> dict[str, _Style]:
        found: dict[str, _Style] = {}
        name = f"{self.folder}/styles.xml"
        if name not in self.package.names:
            return found
        for one in self._tree(name):
            if local(one) == "style":
                names = [value_of(each).lower() for each in one if local(each) == "name"]
                of_character = value_of(one, "type") == "character"
                on = {local(each) for each in one.iter() if local(each) in ("b", "i") and is_on(each)}
                style = _Style(names[0] if names else "", of_character and "b" in on, of_character and "i" in on)
                found[value_of(one, "styleId")] = style
        return found

    @cached_property
    def lists(self) -> dict[tuple[str, str], bool]:
        """Whether a level of a list is numbered, by (number of the list, level)."""
        name = f"{self.folder}/numbering.xml"
        if name not in self.package.names:
            return {}
        root = self._tree(name)
        kinds = {
            (value_of(one, "abstractNumId"), value_of(level, "ilvl")): value_of(each) != "bullet"
            for one in root
            if local(one) == "abstractNum"
            for level in one
            if local(level) == "lvl"
            for each in level
            if local(each) == "numFmt"
        }
        lists = {
            value_of(one, "numId"): value_of(each)
            for one in root
            if local(one) == "num"
            for each in one
            if local(each) == "abstractNumId"
        }
        return {
            (number, depth): kind for number, of in lists.items() for (one, depth), kind in kinds.items() if one == of
        }
