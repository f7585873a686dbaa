"""How much two names resemble one another, to ask rather than guess whether they are one person (DIR-10)."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from regions.models import Person

TITLES = frozenset(
    [
        "baroness",
        "cbe",
        "cllr",
        "councillor",
        "dame",
        "dbe",
        "dr",
        "hon",
        "lady",
        "lord",
        "mbe",
        "miss",
        "mr",
        "mrs",
        "ms",
        "mx",
        "obe",
        "prof",
        "professor",
        "rev",
        "revd",
        "rt",
        "sir",
    ]
)
# What one says of the surname counts for more: two Johns are seldom one person, two Featherstonehaughs often are.
OF_SURNAME, OF_FORENAMES = 0.6, 0.4
INITIAL = 0.75
ALIKE = 0.85
# The same name, of which one form leaves middle names out. Only the same words make it 1.
SAME = 0.98
# Middle names less alike than this are two people's, and equal first and last names don't outweigh that.
SLIP = 0.7
# A surname less alike than this isn't made up for by the same forenames.
NEAREST_SURNAME = (ALIKE - OF_FORENAMES) / OF_SURNAME


@lru_cache(maxsize=20_000)
def normalised(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, punctuation and titles, surname last: "Cox, Dr Élan" is elan, cox."""
    surname, comma, rest = name.partition(",")
    said = f"{rest} {surname}" if comma and not _words(surname) <= TITLES and _words(rest) - TITLES else name
    words = [word for word in _split(said) if word not in TITLES]
    return tuple(words or _split(said))


def likeness(a: str, b: str) -> float:
    """How alike two names are, from 0 to 1; the same name in another case, order or with a title is 1.

    Middle names that one of them leaves out are no difference to speak of (SAME); those that conflict are.
    """
    first, second = normalised(a), normalised(b)
    if not first or not second:
        return 0.0
    if first == second or sorted(first) == sorted(second):
        return 1.0
    surnames = alike(first[-1], second[-1])
    forenames = _of_forenames(first[:-1], second[:-1])
    return min(round(OF_SURNAME * surnames + OF_FORENAMES * forenames, 3), SAME)


def resembling(name: str, people: Iterable[Person], at_least: float = ALIKE) -> list[tuple[Person, float]]:
    """Those of `people` whose names resemble `name`, the most alike first."""
    scored = [(one, likeness(name, one.name)) for one in people]
    return sorted(
        ((one, score) for one, score in scored if score >= at_least),
        key=lambda pair: (-pair[1], pair[0].name, pair[0].pk),
    )


def alike(one: str, other: str) -> float:
    """How alike two words are, from 0 to 1, whichever comes first."""
    if one == other:
        return 1.0
    return _ratio(one, other) if one < other else _ratio(other, one)


@lru_cache(maxsize=50_000)
def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _of_forenames(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """The first forename decides, unless middle names conflict: half is theirs then."""
    if not first or not second:
        return 0.0
    return _of_words(first[0], second[0]) * (1 + _of_middles(first[1:], second[1:])) / 2


def _of_middles(first: tuple[str, ...], second: tuple[str, ...]) -> float:
    """How alike the middle names are that both give: 1 where one gives none, 0 where any conflict."""
    few, many = sorted((first, second), key=len)
    if len(few) == len(many):
        found = [_of_words(one, other) for one, other in zip(few, many, strict=True)]
    else:
        found = [max(_of_words(one, other) for other in many) for one in few]
    return 0.0 if any(one < SLIP for one in found) else sum(found) / len(found) if found else 1.0


def _of_words(one: str, other: str) -> float:
    """Two forenames; "J" for "John" is likely."""
    if one != other and 1 in (len(one), len(other)):
        return INITIAL if one[0] == other[0] else 0.0
    return alike(one, other)


def _words(text: str) -> set[str]:
    return set(_split(text))


def _split(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain.replace("'", "").replace("’", ""))
