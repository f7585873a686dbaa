"""What in a text looks like a child's details, to be looked at by its author before it is submitted (SE-12).

Patterns find what has a form (numbers, dates of birth, addresses, a name with an age); they can't find everything, and
much that they find is harmless. So nothing is refused: the author says of each that they have looked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

CHILD: Final = r"(?:child|boy|girl|baby|daughter|son|sibling|brother|sister|pupil|young person|care leaver)"
NAME: Final = r"[A-Z][a-z]+(?:[ '-][A-Z][a-z]+)?"
PATTERNS: Final = (
    (
        "It looks like a date of birth.",
        re.compile(r"(?i:\b(?:d\.?o\.?b\.?|born(?: on)?|date of birth)\b).{0,12}?\d[\d./ -]*\d"),
    ),
    ("It looks like an NHS number.", re.compile(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b")),
    ("It looks like a unique pupil number.", re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-Z]\b")),
    ("It looks like a postcode.", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")),
    (
        "It looks like a name with an age.",
        re.compile(rf"\b{NAME},? \(?(?i:aged? )?\(?(?:1?\d)\)?(?: (?i:years? old)|(?=[;)]|[,.](?!\d)))"),
    ),
    ("It looks like the name of a child.", re.compile(rf"\b(?i:{CHILD})(?: (?i:called|named)|,) {NAME}")),
    ("It looks like initials for a child.", re.compile(rf"\b(?i:{CHILD}) [A-Z]\b(?:\.?[A-Z]\b)?")),
)
AROUND: Final = 30


@dataclass(frozen=True)
class Found:
    """A place that looks like a child's details: the words themselves, why, and the words around them."""

    found: str
    why: str
    around: str


def warnings_in(text: str) -> list[Found]:
    """Every place of a text that looks like a child's details, in order of the patterns."""
    return list(_found(text))


def _found(text: str) -> Iterator[Found]:
    for why, pattern in PATTERNS:
        for one in pattern.finditer(text):
            around = text[max(0, one.start() - AROUND) : one.end() + AROUND]
            yield Found(one.group(), why, " ".join(around.split()))
