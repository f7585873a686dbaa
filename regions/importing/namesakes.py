"""Who of many known people a name may mean, without comparing it with each of them."""

import re
from collections import defaultdict
from collections.abc import Iterable

from regions.models import Person
from regions.resembling import NEAREST_SURNAME, alike, normalised, resembling

# Surnames as short as this can be alike without two letters in a row in common.
SHORT = 5
# Likeness is rounded to three places.
ROUNDED = 0.001


class Namesakes:
    """Known people by their names. `of(name)` gives those who resemble it, the most alike first."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_words: dict[tuple[str, ...], list[Person]] = defaultdict(list)
        # Of each surname: the letters of the first forename, and whose it is.
        self.by_surname: dict[str, list[tuple[frozenset[str], Person]]] = defaultdict(list)
        self.by_pair: dict[str, set[str]] = defaultdict(set)
        self.known: dict[str, list[str]] = {}
        for one in people:
            words = normalised(one.name)
            self.by_words[tuple(sorted(words))].append(one)
            surname = words[-1] if words else ""
            if surname not in self.by_surname:
                for pair in _pairs(surname):
                    self.by_pair[pair].add(surname)
            self.by_surname[surname].append((_forename(words), one))

    def of(self, name: str) -> list[Person]:
        words = normalised(name)
        if not words:
            return []
        found = {one.pk: one for one in self.by_words.get(tuple(sorted(words)), [])}
        forename = _forename(words)
        for surname in self._surnames_like(words[-1]):
            # A quick look at the forenames: alike ones share at least a letter.
            found |= {one.pk: one for letters, one in self.by_surname[surname] if forename & letters}
        return [one for one, _ in resembling(name, found.values())][:8]

    def _surnames_like(self, surname: str) -> list[str]:
        """Surnames that share enough with one to be alike; a number in a name must be the same."""
        if surname not in self.known:
            near = set().union(*(self.by_pair.get(pair, set()) for pair in _pairs(surname)))
            longest, shortest = len(surname) * 1.67, len(surname) / 1.67
            digits = _numbers(surname)
            near = {one for one in near if shortest <= len(one) <= longest and _numbers(one) == digits}
            self.known[surname] = [one for one in near if alike(surname, one) >= NEAREST_SURNAME - ROUNDED]
        return self.known[surname]


def _pairs(word: str) -> set[str]:
    pairs = {word[place : place + 2] for place in range(len(word) - 1)}
    return pairs | {f"{word[:1]}…"} if len(word) <= SHORT else pairs


def _numbers(word: str) -> str:
    return re.sub(r"\D", "", word)


def _forename(words: tuple[str, ...]) -> frozenset[str]:
    """The letters of the first forename; none where there is only a surname."""
    return frozenset(words[0]) if len(words) > 1 else frozenset()
