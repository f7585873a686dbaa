"""Finding regions, authorities, trusts, people and indicators by their names, and what self-evaluations say in points.

Every word must begin a word of a name: "north ty" finds North Tyneside. PostgreSQL answers from its full-text search,
SQLite by comparing letters; in ordinary cases both find the same.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.fields import TextField
from django.db.models.functions import Cast

from datasets.models import Indicator
from datasets.statuses import Theme
from regions.models import Appointment, Authority, AuthorityCode, Person, Region, Trust
from regions.querysets import today
from regions.reach import reach_of
from regions.wording import term
from selfassessment.searching import evaluations_to_search, findings_to_search

LONGEST = 200
MOST = 50
# More words than this narrow nothing further.
MOST_WORDS = 12


@dataclass(frozen=True)
class Found:
    """One thing that was found: what it is called, where it is, and what else to say of it."""

    name: str
    url: str
    note: str
    more: tuple[tuple[str, str, str], ...] = ()
    demonstration: bool = False


@dataclass
class Group:
    """What was found of one kind; `cut` where there was more than is shown."""

    title: str
    found: list[Found] = field(default_factory=list)

    @property
    def cut(self) -> bool:
        return len(self.found) > MOST

    @property
    def shown(self) -> list[Found]:
        return self.found[:MOST]


def words_of(asked: str) -> list[str]:
    """The words of a question, without what stands between them."""
    return re.findall(r"\w+", asked.replace("’", "'"))[:MOST_WORDS]


def search(user, asked: str, kind: str = "") -> list[Group]:
    """What somebody may see whose name holds every word asked for, of one of `KINDS` or kind by kind; kinds without any
    are left out."""
    words = words_of(asked)
    if not words:
        return []
    groups = [find(user, words, asked) for name, find in KINDS.items() if kind in ("", name)]
    return [group for group in groups if group.found]


def _regions(user, words: list[str], asked: str) -> Group:
    rows = Region.objects.visible_to(user).filter(_own_side(user, "is_demonstration"))
    rows = _matching(rows, words, asked, "name", "alliance_name", "aliases")
    return Group(
        "Regions",
        [Found(one.name, one.get_absolute_url(), one.alliance_name, (), one.is_demonstration) for one in rows],
    )


def _authorities(user, words: list[str], asked: str) -> Group:
    rows = Authority.objects.visible_to(user).filter(_own_side(user, "region__is_demonstration"))
    coded = Exists(AuthorityCode.objects.filter(authority=OuterRef("pk"), code__iexact=asked.strip()))
    rows = _matching(rows.select_related("region"), words, asked, "name", "official_name", "aliases", also=Q(coded))
    lives = {"current": "", "ended": "Has ended. ", "planned": "Announced. "}
    return Group(
        "Authorities",
        [
            Found(
                one.name,
                one.get_absolute_url(),
                f"{lives[one.life_on(today())]}{one.official_name}, {one.region.name}",
                (),
                one.region.is_demonstration,
            )
            for one in rows
        ],
    )


def _trusts(user, words: list[str], asked: str) -> Group:
    rows = Trust.objects.visible_to(user).filter(_own_side(user, "is_demonstration"))
    rows = _matching(rows, words, asked, "name", "aliases")
    return Group(
        "Children’s trusts", [Found(one.name, one.get_absolute_url(), "", (), one.is_demonstration) for one in rows]
    )


def _people(user, words: list[str], asked: str) -> Group:
    """People with the seats that the reader may see: members go to their pages, the public to the seats' places."""
    reach = reach_of(user)
    seats = Appointment.objects.visible_to(user).in_seat().for_page().order_by("-starts", "pk")
    if reach.member or reach.administrator:
        people = Person.objects.visible_to(user)
    else:
        held = Appointment.objects.visible_to(user).in_seat().filter(seat__in_demonstration=False)
        # Not everybody has a page of their own for the public, but whoever holds a public seat is named there.
        people = Person.objects.filter(pk__in=held.values("person"))
    rows = _matching(
        people.prefetch_related(Prefetch("appointments", queryset=seats, to_attr="in_seats")), words, asked, "name"
    )
    return Group("People", [_person(one, bool(reach.member or reach.administrator)) for one in rows])


def _indicators(user, words: list[str], asked: str) -> Group:
    """Indicators of the catalogue, for members and administrators."""
    reach = reach_of(user)
    if not (reach.member or reach.administrator):
        return Group("Indicators")
    rows = _matching(Indicator.objects.visible_to(user), words, asked, "name", "core_measure")
    return Group("Indicators", [Found(one.name, one.get_absolute_url(), Theme(one.theme).label) for one in rows])


def _evaluations(user, words: list[str], asked: str) -> Group:
    """Self-evaluations whose text the reader may read, by authority, year and the region’s word for them (SE-5)."""
    rows = _matching(evaluations_to_search(user), words, asked, "name", "year", "label")
    return Group(
        "Self-evaluations", [Found(str(one), one.get_absolute_url(), one.get_status_display()) for one in rows]
    )


def _findings(user, words: list[str], asked: str) -> Group:
    """Strengths, areas, requests and offers that the reader may read (SE-10)."""
    rows = _matching(findings_to_search(user), words, asked, "name")
    return Group("Said in self-evaluations", [_finding(one) for one in rows])


def _finding(one: Any) -> Found:
    evaluation = one.revision.evaluation
    note = f"{one.get_kind_display()}, {evaluation.authority} {evaluation.cycle.name}"
    return Found(one.text, evaluation.get_absolute_url(), note)


def _person(person: Any, has_page: bool) -> Found:
    seats = tuple(
        (f"{one.seat.name}, {one.seat.place.name}", one.seat.place.get_absolute_url(), term(one))
        for one in person.in_seats
    )
    return Found(person.name, person.get_absolute_url() if has_page else "", "", seats, person.is_demonstration)


# What can be asked for alone, by its name in an address.
KINDS: dict[str, Callable[[Any, list[str], str], Group]] = {
    "regions": _regions,
    "authorities": _authorities,
    "trusts": _trusts,
    "people": _people,
    "indicators": _indicators,
    "self-evaluations": _evaluations,
    "findings": _findings,
}


def _own_side(user, field_name: str) -> Q:
    """The demonstration's rows are found only by those who are part of it, and by administrators."""
    reach = reach_of(user)
    return Q() if reach.administrator or reach.in_demonstration else Q(**{field_name: False})


def _matching(rows: QuerySet, words: list[str], asked: str, *fields: str, also: Q | None = None) -> QuerySet:
    """Rows of which some fields together hold every word, the nearest names first; one more than is shown."""
    rows, condition = (_by_full_text if connection.vendor == "postgresql" else _by_letters)(rows, words, fields)
    name = " ".join(asked.split())
    nearness = Case(
        When(name__iexact=name, then=0),
        When(name__istartswith=name, then=1),
        When(name__icontains=name, then=2),
        default=3,
    )
    return rows.filter(condition | also if also else condition).order_by(nearness, "name", "pk")[: MOST + 1]


def _by_full_text(rows: QuerySet, words: list[str], fields: tuple[str, ...]) -> tuple[QuerySet, Q]:
    """Words are letters and digits only, so they can't be taken for operators of the query."""
    vector = SearchVector(*(Cast(name, TextField()) for name in fields), config="simple")
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
    return rows.annotate(searched=vector), Q(searched=query)


def _by_letters(rows: QuerySet, words: list[str], fields: tuple[str, ...]) -> tuple[QuerySet, Q]:
    texts = {f"text_of_{name}": Cast(name, TextField()) for name in fields}
    condition = Q()
    for word in words:
        starts = rf"\b{word}"
        one = Q()
        for text in texts:
            one |= Q(**{f"{text}__iregex": starts})
        condition &= one
    return rows.annotate(**texts), condition
