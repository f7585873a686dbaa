"""What self-evaluations say across a region: findings over three years with their fate, requests and offers, and which
of them fit together (SE-9, SE-10).

A finding counts as it stands in the newest frozen text of its self-evaluation. Own authority's are there at any time,
others' once the text is released and open: `Finding.objects.standing` asks that, of each finding and of what a later
year says of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from regions.models import Appointment
from regions.querysets import today
from regions.roles import Role
from selfassessment.models import Finding, SelfEvaluation
from selfassessment.querysets import open_on
from selfassessment.statuses import CARRIED_OVER, FindingKind

YEARS: Final = 3
EXCHANGED: Final = (FindingKind.REQUEST, FindingKind.OFFER)
CYCLE: Final = "revision__evaluation__cycle"
NAME: Final = f"{CYCLE}__name"
FOR_LIST: Final = ("revision__evaluation__authority__region", f"{CYCLE}__region")
# A list shows so many that fit, and how many more there are.
MOST_SHOWN: Final = 4


def three_years_ago(on: date) -> date:
    """Cycles that opened after this day are those of the last three years."""
    return date(on.year - YEARS, on.month, min(on.day, 28))


# --- Strengths and areas over three years -----------------------------------------------------------------------------


def followed(user: Any) -> QuerySet[Finding]:
    """Strengths and areas of the last three years with `fate_now`, `fate_year`, `fate_said` and `since`.

    What became of one is told by the latest text that the reader may read and that carries it on; where none does, by
    its own, which tells it of last year's. `since` is the year in which it was first said.
    """
    standing = Finding.objects.standing(user)
    known = standing.order_by("-pk")
    later = known.filter(carried_from=OuterRef("pk"))
    last = known.filter(carried_from__carried_from=OuterRef("pk"))
    own_year = Case(When(fate="", then=Value("")), default=F(NAME), output_field=CharField())
    first = "carried_from__revision__evaluation__cycle__name"
    rows = standing.filter(kind__in=CARRIED_OVER, **{f"{CYCLE}__opens_on__gt": three_years_ago(today())})
    return (
        rows.select_related(*FOR_LIST)
        .defer("revision__content", "revision__confirmed")
        .annotate(
            fate_now=_told(last, later, "fate", F("fate"), CharField()),
            fate_year=_told(last, later, NAME, own_year, CharField()),
            fate_said=_told(last, later, "fate_words", F("fate_words"), TextField()),
            since=Coalesce(f"carried_from__{first}", first, NAME, output_field=CharField()),
        )
        .order_by(f"-{CYCLE}__opens_on", "revision__evaluation__authority__name", "kind", "place")
    )


def _told(last: QuerySet, later: QuerySet, name: str, own: Any, field: Any) -> Coalesce:
    return Coalesce(Subquery(last.values(name)[:1]), Subquery(later.values(name)[:1]), own, output_field=field)


# --- Requests and offers ----------------------------------------------------------------------------------------------


def board(user: Any) -> QuerySet[Finding]:
    """Requests and offers of each authority's newest text that is released and open (SE-10); own ones as well then."""
    on = today()
    newer = SelfEvaluation.objects.filter(
        open_on(on),
        authority=OuterRef("revision__evaluation__authority"),
        cycle__opens_on__gt=OuterRef(f"{CYCLE}__opens_on"),
    )
    rows = Finding.objects.standing(user).filter(
        open_on(on, "revision__evaluation__"), ~Exists(newer), kind__in=EXCHANGED
    )
    return (
        rows.select_related(*FOR_LIST)
        .defer("revision__content", "revision__confirmed")
        .order_by("revision__evaluation__authority__name", "kind", "place")
    )


@dataclass(frozen=True)
class Fit:
    """An offer that fits a request, or a request that fits an offer, and why in words."""

    finding: Finding
    why: str

    @property
    def authority(self) -> str:
        return self.finding.revision.evaluation.authority.name


class Exchange:
    """What fits what, among the rows of the board that a reader sees. One query."""

    def __init__(self, rows: Iterable[Finding]):
        self._by_kind: dict[str, list[Finding]] = {kind: [] for kind in EXCHANGED}
        for one in rows:
            self._by_kind[one.kind].append(one)

    def fitting(self, finding: Finding) -> list[Fit]:
        """The other authorities of the region that offer what is asked for, or ask for what is offered: the same theme
        and service area first, then the same service area, then the same theme."""
        evaluation = finding.revision.evaluation
        other = FindingKind.OFFER if finding.kind == FindingKind.REQUEST else FindingKind.REQUEST
        found = [
            (rank, one)
            for one in self._by_kind[other]
            if (rank := _rank(finding, one)) < len(WHY)
            and one.revision.evaluation.authority_id != evaluation.authority_id
            and one.revision.evaluation.cycle.region_id == evaluation.cycle.region_id
        ]
        found.sort(key=lambda pair: (pair[0], pair[1].revision.evaluation.authority.name, pair[1].place))
        return [Fit(one, WHY[rank]) for rank, one in found]


WHY: Final = ("the same theme and service area", "the same service area", "the same theme")


def _rank(one: Finding, other: Finding) -> int:
    theme, area = one.theme == other.theme, one.service_area == other.service_area
    if area:
        return 0 if theme else 1
    return 2 if theme else len(WHY)


def directors(user: Any) -> dict[int, Appointment]:
    """Who directs children's services in each authority today, as far as the directory shows it to this reader, whom
    others would ask: {authority: appointment}; whoever acts goes before whom they act for. One query."""
    rows = Appointment.objects.visible_to(user).as_at(today()).filter(seat__role=Role.DCS)
    rows = rows.select_related("person", "seat").order_by("acting", "pk")
    return {one.seat.authority_id: one for one in rows}
