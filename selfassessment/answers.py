"""Answers as they are stored, and typed or pasted text made clean (SE-9, SE-11).

A section's content is {question code: answer}. By kind of question an answer is exactly:

    narrative                           {"text": Markdown}
    judgement                           {"value": word of the scale or "", "text": Markdown}
    strengths, areas, requests, offers  {"items": [{"id", "text", "theme", "service_area", "carried_from": key of an
                                        earlier finding or None, "fate", "fate_words"}]}
    evidence                            {"links": [{"title", "url"}]}
    data-sheet                          {"text": Markdown}
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from selfassessment.documents import texts_of
from selfassessment.plans import Question, Section
from selfassessment.statuses import CARRIED_OVER, COLLECTS, QuestionKind

# Of one text, one point, the title of a link and its address, in characters; and how many points or links a question
# takes. A form with more fields than these make would be refused before anybody could read it.
LONGEST_TEXT: Final = 100_000
LONGEST_ITEM: Final = 5_000
LONGEST_TITLE: Final = 200
LONGEST_URL: Final = 2_000
MOST_ROWS: Final = 40

# What word processors put in: line and page breaks of their own, spaces that don't break, signs that show nothing.
BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SPACES: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
NOTHING: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc]"
)
# Bullets, as Word's own fonts (private letters) and as signs; "o" is its second level.
SIGNS: Final = "\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\uf0b7\uf0a7\uf0d8\uf0fc\uf02d"
BULLET: Final = re.compile(rf"^[ \t]*(?:[{SIGNS}]|[\u00b7\u00a7o\uf06f](?=\t| {{2,}}))[ \t]*")
DASHED: Final = re.compile(r"^[ \t]*[-\u2010-\u2015\u2212][\t ]+(?=\S)")
NUMBERED: Final = re.compile(r"^[ \t]*(?:\(?(\d{1,2})[.)])(?:\t[ \t]*| {2,})(?=\S)")
ENTRY: Final = re.compile(r" *(?:-|\d{1,2}\.) ")
PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
GAP: Final = re.compile(r"\n{3,}")
SITE: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?", re.IGNORECASE)
# Signs of Windows-1252 that were read as control characters.
NOT_IN_WINDOWS: Final = (0x81, 0x85, 0x8D, 0x8F, 0x90, 0x9D)
WINDOWS: Final = {n: bytes([n]).decode("cp1252") for n in range(0x80, 0xA0) if n not in NOT_IN_WINDOWS}


def clean_text(text: str) -> str:
    """Text as it is kept: what Word puts in made plain, quotation marks and dashes left as they are.

    Bullets become entries of a list, a table's cells are set apart by " | ", and there is never more than one empty
    line. Clean text stays as it is.
    """
    text = SPACES.sub(" ", BREAKS.sub("\n", text).translate(WINDOWS))
    text = NOTHING.sub("", unicodedata.normalize("NFC", text))
    lines: list[str] = []
    for line in text.split("\n"):
        made = _line(line)
        if made.startswith("  ") and ENTRY.match(made) and not (lines and ENTRY.match(lines[-1])):
            # What stands below nothing is an entry of its own.
            made = made.lstrip()
        if made.startswith("- ") and lines and lines[-1] and not lines[-1].startswith(("- ", "  ")):
            # A list begins after an empty line, or it would be read as part of the paragraph.
            lines.append("")
        lines.append(made)
    return GAP.sub("\n\n", "\n".join(lines)).strip("\n")


def _line(line: str) -> str:
    for pattern in (BULLET, DASHED):
        if found := pattern.match(line):
            before = len(line) - len(line.lstrip(" "))
            line = " " * min(before // 2 * 2, 4) + "- " + line[found.end() :]
            break
    else:
        line = NUMBERED.sub(r"\1. ", line)
    indent = line[: len(line) - len(line.lstrip(" "))]
    words = PRIVATE.sub("", line).strip(" \t")
    return indent[:4] + re.sub(r" *\t+ *", " | ", words) if words else ""


def clean_line(text: str) -> str:
    """The same for what has one line."""
    return " ".join(clean_text(text).replace(" | ", " ").split())


def item(text: str = "", **given: Any) -> dict[str, Any]:
    """A strength, area, request or offer as it is stored; what isn't given is empty, and the id is new."""
    empty = {"id": uuid4().hex, "text": text, "theme": "", "service_area": "", "carried_from": None}
    return {**empty, "fate": "", "fate_words": "", **given}


def empty_answer(kind: str) -> dict[str, Any]:
    """The answer to a question that nobody has answered."""
    if kind in COLLECTS:
        return {"items": []}
    if kind == QuestionKind.EVIDENCE:
        return {"links": []}
    return {"value": "", "text": ""} if kind == QuestionKind.JUDGEMENT else {"text": ""}


def is_empty(question: Question, answer: Mapping[str, Any] | None) -> bool:
    """Whether nothing was typed or chosen."""
    return not answer or not any(texts_of(question.kind, dict(answer)))


def clean_content(section: Section, content: Mapping[str, Any]) -> dict[str, Any]:
    """A section's content as it is stored: clean, in the order of the questions, without rows that hold nothing."""
    return {one.code: clean_answer(one, content.get(one.code) or {}) for one in section.questions}


def clean_answer(question: Question, answer: Mapping[str, Any]) -> dict[str, Any]:
    """One answer as it is stored."""
    if question.kind in COLLECTS:
        rows = [_item(one) for one in answer.get("items") or ()]
        return {"items": [one for one in rows if one["text"] or one["carried_from"] or one["fate_words"]]}
    if question.kind == QuestionKind.EVIDENCE:
        links = [
            {name: clean_line(one.get(name) or "") for name in ("title", "url")} for one in answer.get("links") or ()
        ]
        return {"links": [one for one in links if one["title"] or one["url"]]}
    text = {"text": clean_text(answer.get("text") or "")}
    return {"value": clean_line(answer.get("value") or ""), **text} if question.kind == QuestionKind.JUDGEMENT else text


def _item(typed: Mapping[str, Any]) -> dict[str, Any]:
    carried = typed.get("carried_from")
    return item(
        clean_text(typed.get("text") or ""),
        id=clean_line(typed.get("id") or "") or uuid4().hex,
        theme=clean_line(typed.get("theme") or ""),
        service_area=clean_line(typed.get("service_area") or ""),
        carried_from=carried,
        fate=clean_line(typed.get("fate") or "") if carried else "",
        fate_words=clean_text(typed.get("fate_words") or "") if carried else "",
    )


def same_content(section: Section, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two contents hold the same; ids of points that were never saved don't count."""
    return all(
        same_answer(question, one.get(question.code), other.get(question.code)) for question in section.questions
    )


def same_answer(question: Question, one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    """Whether two answers to a question hold the same."""
    return _comparable(question, one) == _comparable(question, other)


def _comparable(question: Question, answer: Mapping[str, Any] | None) -> Any:
    found = clean_answer(question, answer or {})
    return [{**one, "id": ""} for one in found["items"]] if question.kind in COLLECTS else found


def carried_keys(content: Mapping[str, Any], question: Question) -> set[int]:
    """The keys of earlier findings that an answer carries on."""
    rows = (content.get(question.code) or {}).get("items") or ()
    return {one["carried_from"] for one in rows if one.get("carried_from")}


def carries_over(question: Question) -> bool:
    """Whether what is said here is followed from year to year (SE-9)."""
    return COLLECTS.get(question.kind) in CARRIED_OVER


def fault_of_link(url: str) -> str:
    """What is wrong with the address of evidence, as a sentence; nothing if it is right (SE-6)."""
    shown = f"“{url[:60]}”"
    if re.search(r"\s", url):
        return f"{shown}: there is a space in the web address."
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        named = SITE.fullmatch(host) is not None and parts.port != 0
    except ValueError:
        named = False
    if not named:
        return f"{shown} is no web address. It begins like https://www.example.gov.uk/."
    if parts.scheme != "https":
        return f"{shown}: the web address must begin with https://."
    if parts.username or parts.password:
        return "the web address holds a name or password, which every reader could use. Leave them out."
    return ""
