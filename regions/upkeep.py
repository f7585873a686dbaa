"""What the keepers of the directory look after (DIR-11): what waits, is unconfirmed, stale, vacant or about to end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from regions.models import Appointment, Authority, Person, Region, Seat, Trust, TrustService
from regions.querysets import AppointmentQuerySet, SeatQuerySet, covering, today
from regions.reach import reach_of
from regions.statuses import AppointmentStatus
from riia.accounts.models import User
from riia.notifications.models import Notice

ENDING_WITHIN = timedelta(days=90)


class FactKind(TextChoices):
    """The kinds of facts that are confirmed from time to time; the values are part of addresses."""

    REGION = "region", "Region"
    AUTHORITY = "authority", "Authority"
    TRUST = "trust", "Children’s trust"
    TRUST_SERVICE = "trust-service", "Whom a trust serves"
    SEAT = "seat", "Seat"
    APPOINTMENT = "appointment", "Appointment"


def to_confirm(user: User) -> AppointmentQuerySet:
    """Proposals, and stated appointments somebody has vouched for, that `user` could confirm or refuse."""
    return Appointment.objects.visible_to(user).awaiting(user)


def waiting(user: User) -> QuerySet[Appointment]:
    """What `user` has proposed or vouched for and a colleague has yet to confirm."""
    undecided = (AppointmentStatus.PROPOSED, AppointmentStatus.STATED)
    return Appointment.objects.visible_to(user).filter(proposed_by=user, status__in=undecided)


def unconfirmed(user: User) -> QuerySet[Appointment]:
    """What only a source states in the places that `user` keeps (DIR-15)."""
    return Appointment.objects.visible_to(user).filter(kept_by(user, "seat__"), status=AppointmentStatus.STATED)


def endings(user: User) -> QuerySet[Appointment]:
    """Appointments that end in the next ninety days in the places that `user` keeps."""
    soon = Q(ends__gt=today(), ends__lte=today() + ENDING_WITHIN)
    return Appointment.objects.visible_to(user).in_seat().filter(kept_by(user, "seat__"), soon)


def vacant_seats(user: User) -> SeatQuerySet:
    """Seats that nobody is known to hold today, in the places that `user` keeps: vacant, or just not known."""
    held = Appointment.objects.as_at(today()).filter(seat=OuterRef("pk"))
    return Seat.objects.visible_to(user).as_at(today()).filter(kept_by(user), ~Exists(held))


def stale_facts(user: User, region: Region | None = None, kind: str = "") -> QuerySet:
    """What `user` keeps and nobody has confirmed within `STALE_DAYS`, as rows of {fact, pk, told, role_held,
    where, confirmed_on}. What only a source states is not among it (see `unconfirmed`), nor what has ended.
    """
    makers = [make for name, make in STALE.items() if kind in ("", name)]
    first, *others = [make(user, region) for make in makers]
    rows = first.union(*others, all=True) if others else first
    return rows.order_by(F("confirmed_on").asc(nulls_first=True), "where", "told", "role_held", "fact", "pk")


def counts(user: User) -> dict[str, int]:
    """How many rows each part of the work has, in three queries."""
    parts = {"to-confirm": to_confirm, "waiting": waiting, "unconfirmed": unconfirmed, "endings": endings}
    found = Appointment.objects.aggregate(
        **{
            name.replace("-", "_"): Count("pk", filter=Q(pk__in=rows(user).values("pk")))
            for name, rows in parts.items()
        }
    )
    return {
        **{name: found[name.replace("-", "_")] for name in parts},
        "stale": stale_facts(user).count(),
        "vacant": vacant_seats(user).count(),
    }


def kept_by(user: User, path: str = "") -> Q:
    """Seats (or what hangs on them by `path`) of the places that `user` keeps (DIR-16)."""
    reach = reach_of(user)
    if reach.administrator:
        return Q()
    return (
        Q(**{f"{path}region__in": reach.keeps})
        | Q(**{f"{path}authority__region__in": reach.keeps})
        | Q(**{f"{path}trust__in": reach.keeps_trusts})
    )


def in_region(region: Region, path: str = "") -> Q:
    """Seats (or what hangs on them by `path`) of a region, its authorities and the trusts that serve one of them."""
    return (
        Q(**{f"{path}region": region})
        | Q(**{f"{path}authority__region": region})
        | Q(**{f"{path}trust__in": _trusts_in(region)})
    )


def _trusts_in(region: Region) -> QuerySet:
    return TrustService.objects.filter(covering(today()), authority__region=region).values("trust")


@dataclass(frozen=True)
class CameBack:
    """Somebody whom the portal's e-mail doesn't reach: who, since when, and what their mail server says."""

    person: Person
    when: datetime
    reason: str


def came_back(user: User) -> list[CameBack]:
    """Whose latest e-mail came back in the last ninety days, in the places that `user` keeps, once each (NOT-1).

    Whose address has been corrected since is not among them.
    """
    seats = Seat.objects.filter(kept_by(user)).values("pk")
    held = Appointment.objects.as_at(today()).filter(seat__in=seats).values("person")
    people = Person.objects.visible_to(user).filter(pk__in=held, user__isnull=False).select_related("user")
    notices = Notice.objects.filter(bounced_at__gte=timezone.now() - ENDING_WITHIN).order_by("bounced_at")
    latest = {one.user_id: one for one in notices}
    if not latest:
        return []
    rows = [(one, latest[one.user_id]) for one in people.filter(user__in=latest).order_by("name")]
    return [
        CameBack(one, last.bounced_at, last.bounce_reason)
        for one, last in rows
        if last.bounced_at and one.user and last.to == one.user.email
    ]


# --- What has gone stale, by kind -------------------------------------------------------------------------------------


def _old(rows: QuerySet) -> QuerySet:
    before = today() - timedelta(days=settings.STALE_DAYS)
    return rows.filter(Q(confirmed_on__isnull=True) | Q(confirmed_on__lt=before)).order_by()


def _told(rows: QuerySet, kind: str, name, role="", place="") -> QuerySet:
    """Rows in the shape that all kinds share, so that the database can put them in one list."""

    def text(value):
        return Value(str(value), output_field=CharField()) if isinstance(value, str) else value

    columns = {"fact": text(kind), "told": text(name), "role_held": text(role), "where": text(place)}
    return rows.annotate(**columns).values("pk", *columns, "confirmed_on")


def _regions(user: User, region: Region | None) -> QuerySet:
    reach = reach_of(user)
    rows = Region.objects.visible_to(user)
    rows = rows if reach.administrator else rows.filter(pk__in=reach.keeps)
    return _told(_old(rows.filter(pk=region.pk) if region else rows), FactKind.REGION, F("name"))


def _authorities(user: User, region: Region | None) -> QuerySet:
    reach = reach_of(user)
    rows = Authority.objects.visible_to(user).as_at(today())
    rows = rows if reach.administrator else rows.filter(region__in=reach.keeps)
    return _told(
        _old(rows.filter(region=region) if region else rows), FactKind.AUTHORITY, F("name"), "", F("region__name")
    )


def _trusts(user: User, region: Region | None) -> QuerySet:
    reach = reach_of(user)
    serving = TrustService.objects.filter(covering(today()), trust=OuterRef("pk"))
    rows = Trust.objects.visible_to(user).filter(Exists(serving))
    rows = rows if reach.administrator else rows.filter(pk__in=reach.keeps_trusts)
    return _told(_old(rows.filter(pk__in=_trusts_in(region)) if region else rows), FactKind.TRUST, F("name"))


def _services(user: User, region: Region | None) -> QuerySet:
    reach = reach_of(user)
    rows = TrustService.objects.filter(covering(today()))
    rows = rows if reach.administrator else rows.filter(authority__region__in=reach.keeps)
    rows = rows.filter(authority__region=region) if region else rows
    return _told(_old(rows), FactKind.TRUST_SERVICE, F("trust__name"), "", F("authority__name"))


def _seats(user: User, region: Region | None) -> QuerySet:
    rows = Seat.objects.visible_to(user).as_at(today()).filter(kept_by(user))
    rows = rows.filter(in_region(region)) if region else rows
    return _told(
        _old(rows), FactKind.SEAT, F("title"), F("role"), Coalesce("region__name", "authority__name", "trust__name")
    )


def _appointments(user: User, region: Region | None) -> QuerySet:
    rows = Appointment.objects.visible_to(user).as_at(today()).filter(kept_by(user, "seat__"))
    rows = rows.filter(status=AppointmentStatus.CONFIRMED)
    rows = rows.filter(in_region(region, "seat__")) if region else rows
    place = Coalesce("seat__region__name", "seat__authority__name", "seat__trust__name")
    return _told(_old(rows), FactKind.APPOINTMENT, F("person__name"), F("seat__role"), place)


STALE = {
    FactKind.REGION: _regions,
    FactKind.AUTHORITY: _authorities,
    FactKind.TRUST: _trusts,
    FactKind.TRUST_SERVICE: _services,
    FactKind.SEAT: _seats,
    FactKind.APPOINTMENT: _appointments,
}
