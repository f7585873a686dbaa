"""How authorities ended in others, for the pages of places (DIR-3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from regions.models import Authority, Succession


@dataclass(frozen=True)
class Change:
    """One authority and what became of it on a day; `announced` while that day is still to come."""

    on: date
    announced: bool
    predecessor: Authority
    successors: tuple[tuple[Authority, str], ...]


def told(successions: Iterable[Succession], today: date) -> list[Change]:
    """Successions, one entry for each authority that ends and day, in the order given."""
    groups: dict[tuple[int, date], list[Succession]] = {}
    for one in successions:
        groups.setdefault((one.predecessor_id, one.on), []).append(one)
    return [
        Change(
            on=rows[0].on,
            announced=rows[0].on > today,
            predecessor=rows[0].predecessor,
            successors=tuple((one.successor, _note(one.note)) for one in rows),
        )
        for rows in groups.values()
    ]


def _note(note: str) -> str:
    """A note as it stands in brackets: "part of the area". That it is announced is said by the sentence around it."""
    sentences = [one.strip() for one in note.split(".")]
    return "; ".join(one[:1].lower() + one[1:] for one in sentences if one and one != "Announced")
