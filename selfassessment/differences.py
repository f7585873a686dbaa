"""What is not the same in two texts of a self-evaluation, word by word, for those who approve or read again (SE-4).

Only answers that changed are looked into. Lines that stay are set apart first, and words are compared in what is left.
Where nearly everything is new that would take long and say little: there the old lines and the new are given whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

from selfassessment.documents import Answer, DocumentSection, sections_of, words_in
from selfassessment.models import Revision
from selfassessment.rendering import said_of

SAME, ADDED, REMOVED = "same", "added", "removed"
# A word with the blanks after it.
TOKEN: Final = re.compile(r"\S+\s*|\s+")
# So many pairs of words are compared at most, in all of one comparison; a paragraph of 150 words takes 22,500.
MOST_PAIRS: Final = 900_000
# And so many pairs of lines of one text.
MOST_LINES: Final = 1_000_000
# A pair of lines that shares fewer of its words is shown as one taken out and one put in.
LEAST_ALIKE: Final = 0.35

Content = Revision | list[dict[str, Any]]
# (what became of it, words)
Piece = tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One line or paragraph of a text, in pieces. Unchanged lines stand as one with `skipped` counting them."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


@dataclass(frozen=True)
class Change:
    """One question whose answer is not the same. `what` says in words what happened, where that is more than words."""

    section: str
    heading: str
    code: str
    wording: str
    what: tuple[str, ...]
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Differences:
    """Everything that is not the same, in the order of the newer text."""

    changes: tuple[Change, ...] = ()
    sections: tuple[str, ...] = field(default=())
    added: int = 0
    removed: int = 0

    def __bool__(self) -> bool:
        return bool(self.changes)


class _Budget:
    """How many pairs of words may still be compared."""

    def __init__(self) -> None:
        self.left = MOST_PAIRS

    def takes(self, pairs: int) -> bool:
        if pairs > self.left:
            return False
        self.left -= pairs
        return True


def differences(old: Content, new: Content) -> Differences:
    """What changed from one content (or revision) to another. At most 0.2 seconds for 40,000 words."""
    before, after = ({one.slug: one for one in sections_of(each)} for each in (old, new))
    budget = _Budget()
    changes: list[Change] = []
    for slug, section in after.items():
        changes += _of_section(before.get(slug), section, budget)
    for slug, section in before.items():
        if slug not in after:
            changes.append(Change(slug, section.title, "", "", ("The section is no longer there.",)))
    pieces = [piece for one in changes for line in one.lines for piece in line.pieces]
    added, removed = (sum(words_in(text) for kind, text in pieces if kind == wanted) for wanted in (ADDED, REMOVED))
    return Differences(tuple(changes), tuple(dict.fromkeys(one.heading for one in changes)), added, removed)


def _of_section(before: DocumentSection | None, after: DocumentSection, budget: _Budget) -> Iterator[Change]:
    if before is None:
        yield Change(after.slug, after.title, "", "", ("The section is new.",))
        before = DocumentSection(after.slug, after.title, after.theme)
    if said := _of_file(before.file, after.file):
        yield Change(after.slug, after.title, "", "The file", (said,))
    known = {one.code: one for one in before.answers}
    for answer in after.answers:
        old = known.pop(answer.code, None) or Answer(answer.code, answer.kind, answer.wording, {})
        if (old.answer, old.sheet, old.wording) != (answer.answer, answer.sheet, answer.wording):
            what, lines = list(_what(old, answer)), tuple(_lines_of(old, answer, budget))
            if what or lines:
                yield Change(after.slug, after.title, answer.code, answer.wording, tuple(what), lines)
    for old in known.values():
        yield Change(after.slug, after.title, old.code, old.wording, ("The question is no longer asked.",))


def _of_file(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    old, new = (one["digest"] if one else "" for one in (before, after))
    if old == new:
        return ""
    if before and after:
        return f"The file “{before['name']}” was replaced by “{after['name']}”."
    return f"The file “{after['name']}” was added." if after else f"The file “{(before or {})['name']}” was taken out."


def _what(old: Answer, new: Answer) -> Iterator[str]:
    """What happened besides words in a text."""
    if old.wording != new.wording:
        yield f"The question was worded: {old.wording}"
    if old.value != new.value:
        yield f"The judgement was {old.value or 'not made'} and is now {new.value or 'not made'}."
    if old.sheet != new.sheet:
        yield from _of_sheet(old.sheet or {}, new.sheet or {})


def _of_sheet(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    before = {(one["code"], kind): one for kind in ("annual", "in_year") for one in old.get(kind) or ()}
    after = {(one["code"], kind): one for kind in ("annual", "in_year") for one in new.get(kind) or ()}
    for key, row in after.items():
        was = before.get(key)
        if was is None:
            yield f"Data sheet: {row['name']} is new, {row['own']} in {row['period']}."
        elif (was["own"], was["period"]) != (row["own"], row["period"]):
            then, now = (f"{one['own']} in {one['period']}" for one in (was, row))
            yield f"Data sheet: {row['name']} was {then} and is now {now}."
        elif was != row:
            yield f"Data sheet: what {row['name']} is compared with has changed."
    for key, row in before.items():
        if key not in after:
            yield f"Data sheet: {row['name']} is no longer shown."


# --- Words ------------------------------------------------------------------------------------------------------------


def _lines_of(old: Answer, new: Answer, budget: _Budget) -> Iterator[Line]:
    if old.text != new.text:
        yield from text_differences(old.text, new.text, budget)
    before, after = (_points(one) for one in (old, new))
    for key, text in after.items():
        if before.get(key) != text:
            yield from text_differences(before.get(key, ""), text, budget)
    for key, text in before.items():
        if key not in after:
            yield from text_differences(text, "", budget)


def _points(answer: Answer) -> dict[str, str]:
    """Single points and links of an answer as texts, by what they are known by."""
    found: dict[str, str] = {}
    for item in answer.items:
        said = "; ".join(f"{name}: {words}" for name, words in said_of(item))
        found[str(item.get("id") or len(found))] = "\n".join(filter(None, (item.get("text") or "", said)))
    for link in answer.links:
        found[f"link {len(found)}"] = " ".join(filter(None, (link.get("title"), link.get("url"))))
    return found


def text_differences(old: str, new: str, budget: _Budget | None = None) -> list[Line]:
    """The lines of two texts with what was added and removed; lines that stay are counted, not repeated."""
    budget = budget or _Budget()
    before, after = ([line for line in text.replace("\r\n", "\n").split("\n") if line.strip()] for text in (old, new))
    found: list[Line] = []
    for tag, a1, a2, b1, b2 in _opcodes(before, after):
        if tag == "equal":
            found.append(Line(skipped=a2 - a1))
        else:
            found += _replaced(before[a1:a2], after[b1:b2], budget)
    return found


def _opcodes(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """How one list of lines becomes the other; what is the same at both ends is set apart first."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    middle_a, middle_b = before[start : len(before) - end], after[start : len(after) - end]
    found = [("equal", 0, start, 0, start)] if start else []
    if len(middle_a) * len(middle_b) > MOST_LINES:
        found.append(("replace", start, start + len(middle_a), start, start + len(middle_b)))
    else:
        matcher = SequenceMatcher(None, middle_a, middle_b, autojunk=False)
        found += [
            (tag, a1 + start, a2 + start, b1 + start, b2 + start) for tag, a1, a2, b1, b2 in matcher.get_opcodes()
        ]
    if end:
        found.append(("equal", len(before) - end, len(before), len(after) - end, len(after)))
    return found


def _common(one: list[str], other: list[str]) -> int:
    for place, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return place
    return min(len(one), len(other))


def _replaced(before: list[str], after: list[str], budget: _Budget) -> Iterator[Line]:
    """Lines that became others: pairs side by side word by word, what has no partner whole."""
    for old, new in zip(before, after, strict=False):
        yield from _pair(old, new, budget)
    for old in before[len(after) :]:
        yield Line(((REMOVED, old),))
    for new in after[len(before) :]:
        yield Line(((ADDED, new),))


def _pair(old: str, new: str, budget: _Budget) -> Iterator[Line]:
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    start = _common(a, b)
    end = _common(a[start:][::-1], b[start:][::-1])
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    whole = (Line(((REMOVED, old),)), Line(((ADDED, new),)))
    if not budget.takes(len(middle_a) * len(middle_b)):
        yield from whole
        return
    matcher = SequenceMatcher(None, middle_a, middle_b, autojunk=False)
    codes = matcher.get_opcodes()
    kept = start + end + sum(a2 - a1 for tag, a1, a2, _, _ in codes if tag == "equal")
    if kept < LEAST_ALIKE * max(len(a), len(b)):
        yield from whole
        return
    pieces = [(SAME, "".join(a[:start]))]
    for tag, a1, a2, b1, b2 in codes:
        if tag == "equal":
            pieces.append((SAME, "".join(middle_a[a1:a2])))
        else:
            pieces += [(REMOVED, "".join(middle_a[a1:a2])), (ADDED, "".join(middle_b[b1:b2]))]
    pieces.append((SAME, "".join(a[len(a) - end :]) if end else ""))
    yield Line(tuple(one for one in pieces if one[1]))
