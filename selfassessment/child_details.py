"""What in a text looks like a child's details, to be looked at by its author before it is submitted (SE-12).

Patterns find what has a form (numbers, dates of birth, addresses, a name with an age); they can't find everything, and
much that they find is harmless. So nothing is refused: the author says of each that they have looked. What texts of
this kind are full of is left alone: figures of councils, days of inspections, numbers of sections and school years,
telephone numbers of offices.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

CHILD: Final = r"(?:child|boy|girl|baby|daughter|son|sibling|brother|sister|pupil|young person|care leaver)"
KIN: Final = r"(?:daughter|son|brother|sister|sibling)"
WORD: Final = r"(?:[A-ZÀ-Þ]['’])?[A-ZÀ-Þ][a-zß-ÿ]+"
NAME: Final = rf"{WORD}(?:[ -]{WORD})?"
AGE: Final = r"(?:1?\d)"
# The same in words, where "aged" or "years old" stands beside it.
IN_WORDS: Final = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)"
)
AGED: Final = rf"(?:{AGE}|(?i:{IN_WORDS}))"
PARENT: Final = r"(?:mother|father|mum|dad|grandmother|grandfather|stepmother|stepfather|brother|sister|son|daughter)"
ROAD: Final = r"(?:Street|Road|Avenue|Lane|Close|Drive|Crescent|Gardens|Grove|Terrace)"
# "5 to 16", "0-17", "16 and over" are ages of many.
OF_MANY: Final = rf"(?! ?[-–]\d| (?:to|or) (?:\d|{IN_WORDS})|,? (?:and|or) (?:over|under|above|below|older|younger)|%)"
MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
IN_FIGURES: Final = r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d"
DAY: Final = rf"(?:{IN_FIGURES}|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\.?(?:,? \d{{4}})?)"
# Stand before an age and are many.
GROUPS: Final = frozenset(
    {"Adults", "Babies", "Boys", "Carers", "Children", "Girls", "Leavers", "Men", "Mothers", "Parents", "People"}
    | {"Pupils", "Residents", "Siblings", "Students", "Those", "Women"}
)
# Stand before a number that is no age.
HEADINGS: Final = frozenset(
    {"Annex", "Appendix", "Band", "Chapter", "Clause", "Figure", "Form", "Grade", "Group", "Level", "Page", "Paragraph"}
    | {"Part", "Phase", "Point", "Priority", "Quarter", "Recommendation", "Schedule", "Section", "Stage", "Standard"}
    | {"Step", "Table", "Tier", "Week", "Year", "January", "February", "March", "April", "May", "June", "July"}
    | {"August", "September", "October", "November", "December"}
)
ABOUT_ONE: Final = re.compile(rf"\b(?i:{CHILD}|he|she|his|her|him|mother|father|mum|dad|grandmother|grandfather)\b")
WEIGHTS: Final = range(10, 1, -1)
# How far from a name the words of its sentence are looked at.
NEAR: Final = 200


def _words(found: re.Match[str]) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", found.group("name")))


def _is_one(found: re.Match[str]) -> bool:
    """Whether the words before an age are not those for many people."""
    return not GROUPS & _words(found)


def _is_no_heading(found: re.Match[str]) -> bool:
    """The same, and whether they are none that stand before other numbers."""
    return not (GROUPS | HEADINGS) & _words(found)


def _is_about_one(found: re.Match[str]) -> bool:
    """A name with a number in brackets is an age where its sentence is about one child; else it may be a figure."""
    before = re.split(r"[.\n]", found.string[max(0, found.start() - NEAR) : found.start()])[-1]
    after = re.split(r"[.\n]", found.string[found.end() : found.end() + NEAR])[0]
    return _is_no_heading(found) and bool(ABOUT_ONE.search(before) or ABOUT_ONE.search(after))


def _has_check_digit(found: re.Match[str]) -> bool:
    """The tenth digit of an NHS number follows from the nine before it (NHS Data Model and Dictionary: modulus 11)."""
    *digits, check = (int(one) for one in found.group() if one.isdigit())
    remainder = 11 - sum(weight * one for weight, one in zip(WEIGHTS, digits, strict=True)) % 11
    return remainder % 11 == check


def _always(_: re.Match[str]) -> bool:
    return True


PATTERNS: Final[tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], bool]], ...]] = (
    (
        "It looks like a date of birth.",
        re.compile(
            rf"(?:\b{WORD} {WORD},? (?:was |is )?)?"
            rf"(?i:\b(?:d\.?o\.?b\.?|date of birth|born)(?!\w)(?: was| is)?(?: on)?:? ?(?:the )?{DAY})"
        ),
        _always,
    ),
    (
        "It looks like the number of a case.",
        re.compile(r"(?i:\bcase (?:number|no\.?|id|ref\.?|reference)):? ?[A-Z]{0,4}[-/]?\d{4,}"),
        _always,
    ),
    ("It looks like an NHS number.", re.compile(r"(?<![\d£.,])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d,])"), _has_check_digit),
    ("It looks like an NHS number.", re.compile(r"(?i:\bnhs (?:number|no\.?)):? ?\d[\d -]{6,}\d"), _always),
    ("It looks like a unique pupil number.", re.compile(r"\b(?i:[A-HJ-NP-RT-Z]\d{11}[\dA-Z])\b"), _always),
    (
        "It looks like a postcode.",
        re.compile(r"\b[A-PR-UWYZ][A-HJ-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b"),
        _always,
    ),
    (
        "It looks like a mobile telephone number.",
        re.compile(r"(?<!\d)(?:\+44 ?(?:\(0\))?|0)7\d{3}[ -]?\d{3}[ -]?\d{3}(?!\d)"),
        _always,
    ),
    (
        "It looks like a name with an age.",
        re.compile(rf"\b(?P<name>{NAME}),? \(?(?:is |was )?(?i:aged?) {AGED}\b{OF_MANY}"),
        _is_one,
    ),
    (
        "It looks like a name with an age.",
        re.compile(rf"\b(?P<name>{NAME}),? \(?(?:is |was )?{AGED} years? old"),
        _is_one,
    ),
    (
        "It looks like a name with an age.",
        re.compile(rf"\b{AGED}[- ]years?[- ]old,? (?P<name>{NAME})"),
        _is_one,
    ),
    ("It looks like a name with an age.", re.compile(rf"\b(?P<name>{NAME}), {AGE},(?! \d)"), _is_no_heading),
    ("It looks like a name with an age.", re.compile(rf"\b(?P<name>{NAME}) \({AGE}\)"), _is_about_one),
    ("It looks like the name of a child.", re.compile(rf"\b(?i:{CHILD}) (?i:called|named) {NAME}"), _always),
    ("It looks like the name of a child or its family.", re.compile(rf"\b(?i:{PARENT}) of {NAME}"), _always),
    ("It looks like an address.", re.compile(rf"\b\d{{1,4}}[a-zA-Z]?,? {NAME} {ROAD}\b"), _always),
    (
        "It looks like the name of a child.",
        re.compile(rf"\b(?i:the|this|one|a|his|her|their|my|our) (?i:{CHILD}), {NAME}(?=[,.;)]|$)"),
        _always,
    ),
    ("It looks like the name of a child.", re.compile(rf"\b(?i:his|her|their|whose) {KIN} {NAME}"), _always),
    (
        "It looks like initials for a child.",
        re.compile(rf"(?<!\b[Ee]very )\b(?i:{CHILD}) [A-HJ-Z](?:\.?[A-Z])?\b(?!['’-]| (?i:levels?|grades?)\b)"),
        _always,
    ),
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
    return list(_warnings(text))


# The same texts are looked through again each time a page of theirs is opened.
@lru_cache(maxsize=512)
def _warnings(text: str) -> tuple[Found, ...]:
    return tuple(dict.fromkeys(_found(text)))


def _found(text: str) -> Iterator[Found]:
    for why, pattern, is_one in PATTERNS:
        for one in pattern.finditer(text):
            if is_one(one):
                around = text[max(0, one.start() - AROUND) : one.end() + AROUND]
                yield Found(one.group(), why, " ".join(around.split()))
