"""What the counting of director changes reads: terms, authorities and what directors are besides, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from regions.director_changes import Hats, Interval, Life, Term, Timeline, Window, timelines
from regions.models import Appointment, Authority, Group, GroupMember, Region, Seat
from regions.roles import Role
from regions.statuses import IN_SEAT

OF_A_PLACE = ("slug", "name", "region__slug", "region__name")
FIELDS = ("starts", "ends", "starts_precision", "ends_precision", "interim", "acting", "status")


@dataclass(frozen=True)
class Side:
    """Everything there is on one side, the real one or the demonstration's: the two are never counted together."""

    authorities: dict[int, Authority]
    lines: dict[int, Timeline]
    hats: Hats
    names: dict[int, str]

    def of(self, region: Region | None = None) -> list[Timeline]:
        """The timelines of a region, or of all."""
        if region is None:
            return list(self.lines.values())
        return [self.lines[pk] for pk, one in self.authorities.items() if one.region_id == region.pk]

    def of_group(self, group: Group, user) -> list[Timeline]:
        """The timelines of a group's members, each watched while it belonged to the group (DIR-17)."""
        spans: dict[int, list[Interval]] = {}
        for member in GroupMember.objects.filter(group__in=Group.objects.visible_to(user), group=group):
            spans.setdefault(member.authority_id, []).append((member.starts, member.ends or date.max))
        return [self.lines[pk].watched(tuple(spans[pk])) for pk in self.authorities if pk in spans]


def read_side(user, *, demonstration: bool) -> Side:
    """Read one side, in the reader's name; directors' seats are public, so that everybody is told the same totals."""
    authorities = Authority.objects.visible_to(user).filter(region__is_demonstration=demonstration)
    shown = authorities.select_related("region").only("active_from", "active_to", *OF_A_PLACE)
    places = {one.pk: one for one in shown.order_by("name")}
    rows = list(_rows(user, demonstration))
    vacant = Seat.objects.visible_to(user).filter(role=Role.DCS, vacant_from__isnull=False, confirmed_on__isnull=False)
    vacant_from = dict(vacant.values_list("authority_id", "vacant_from"))
    lives = [Life(one.pk, one.active_from, one.active_to, vacant_from.get(one.pk)) for one in places.values()]
    directors = [_term(row) for row in rows if row["seat__role"] == Role.DCS]
    hats = Hats(
        adults=[_term(row) for row in rows if row["seat__role"] == Role.DASS],
        trusts=[_term(row) for row in rows if row["seat__role"] == Role.TRUST_CHIEF_EXECUTIVE],
    )
    lines = {line.life.authority: line for line in timelines(directors, lives)}
    return Side(places, lines, hats, {_person(row): row["person__name"] for row in rows})


def _rows(user, demonstration: bool) -> Iterable[dict]:
    """Appointments of directors, and of those who may be directors as well."""
    roles = (Role.DCS, Role.DASS, Role.TRUST_CHIEF_EXECUTIVE)
    here = Q(seat__authority__region__is_demonstration=demonstration) | Q(
        seat__trust__isnull=False, seat__trust__is_demonstration=demonstration
    )
    seen = Appointment.objects.visible_to(user).filter(here, seat__role__in=roles, status__in=IN_SEAT)
    return seen.values(
        "seat__role", "seat__authority_id", "person_id", "person__merged_into_id", "person__name", *FIELDS
    )


def _term(row: dict) -> Term:
    return Term(row["seat__authority_id"], _person(row), **{name: row[name] for name in FIELDS})


def _person(row: dict) -> int:
    """The person, or whom a duplicate was found to be."""
    return row["person__merged_into_id"] or row["person_id"]


def years(window: Window, most: int) -> list[Window]:
    """The years from 1 April to 31 March that a window touches, the latest ones."""
    first, last = (day.year if (day.month, day.day) >= (4, 1) else day.year - 1 for day in (window.first, window.last))
    return [Window(date(year, 4, 1), date(year + 1, 3, 31)) for year in range(max(first, last - most + 1), last + 1)]
