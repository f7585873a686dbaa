"""People, the seats there are, and the appointments that put people in seats."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from regions import roles
from regions.models.facts import Fact
from regions.models.places import Authority, Region, Trust, ends_after_it_starts
from regions.querysets import AppointmentQuerySet, PersonQuerySet, SeatQuerySet, today
from regions.statuses import IN_SEAT, AppointmentStatus, Precision
from riia.ui.addresses import address_of


class Person(models.Model):
    """Somebody who holds, held or will hold a seat. What they may do hangs on their appointments, not on them."""

    name = models.CharField(max_length=200)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="person",
        verbose_name="account",
    )
    # The key of our reference files, for people who come from there.
    reference_key = models.SlugField(max_length=80, null=True, blank=True, unique=True, editable=False)
    email = models.EmailField("e-mail address", blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    publishes_contact = models.BooleanField(
        "agrees to publication", default=False, help_text="E-mail address and telephone are shown to everybody (DIR-9)."
    )
    # One person who was entered twice is kept as the other; the row stays, and its page leads there (DIR-13).
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged"
    )
    note = models.TextField(blank=True)
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = PersonQuerySet.as_manager()
    trail_digests = ("email", "telephone")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("pk")),
                name="person_not_merged_into_self",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("person_detail", self.pk)

    def trail_scope(self) -> str:
        return f"person:{self.pk}"


@dataclass(frozen=True)
class SeatState:
    """A seat on a day: who is in charge, whom they stand in for, and whether it is vacant or just not known."""

    holder: "Appointment | None"
    covered: "Appointment | None"
    vacant_since: date | None
    # Who left it last, before the day.
    last: "Appointment | None"
    announced: tuple["Appointment", ...]
    proposed: "Appointment | None"

    @property
    def word(self) -> str:
        """ "held", "vacant" or "unknown"."""
        if self.holder:
            return "held"
        return "vacant" if self.vacant_since else "unknown"


class Seat(Fact):
    """A role at a region, authority or trust. It exists whether or not somebody holds it (DIR-4)."""

    role = models.CharField(max_length=30, choices=roles.Role)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    authority = models.ForeignKey(Authority, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField(default=1, help_text="Tells seats of one role in one place apart.")
    title = models.CharField("own title", max_length=200, blank=True, help_text="Where the seat has a name of its own.")
    exists_from = models.DateField(null=True, blank=True)
    exists_to = models.DateField("first day without it", null=True, blank=True)
    # Only where a source or a person says so; a seat of which nobody says anything is "not known", not vacant.
    vacant_from = models.DateField("stated vacant from", null=True, blank=True)
    in_demonstration = models.BooleanField(default=False, editable=False)
    note = models.TextField(blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=roles.Role.values), name="seat_role_known"),
            models.CheckConstraint(
                condition=Q(region__isnull=False, authority__isnull=True, trust__isnull=True)
                | Q(region__isnull=True, authority__isnull=False, trust__isnull=True)
                | Q(region__isnull=True, authority__isnull=True, trust__isnull=False),
                name="seat_in_one_place",
            ),
            *(
                models.UniqueConstraint(fields=[place, "role", "number"], name=f"seat_once_in_{place}")
                for place in ("region", "authority", "trust")
            ),
            # DIR-6: one accountable director in an authority, and likewise for every role that is single.
            models.CheckConstraint(condition=Q(number=1) | ~Q(role__in=roles.SINGLE), name="seat_single_roles_once"),
            ends_after_it_starts("seat_ends_after_start", "exists_from", "exists_to"),
        ]

    def __str__(self):
        return f"{self.name}, {self.place}"

    def get_absolute_url(self) -> str:
        return address_of("seat_detail", self.pk)

    @property
    def name(self) -> str:
        return self.title or roles.LABELS.get(self.role, self.role)

    @property
    def place(self) -> Region | Authority | Trust:
        place = self.region or self.authority or self.trust
        assert place is not None, "the database holds that a seat is in one place"  # noqa: S101
        return place

    @property
    def about(self) -> roles.About:
        return roles.ABOUT[self.role]

    def trail_scope(self) -> str:
        return self.place.trail_scope()

    # Filled by `SeatQuerySet.with_holders`.
    around: list["Appointment"]

    def state_on(self, on: date) -> SeatState:
        """Who is in the seat on a day, from `around`."""
        current = [one for one in self.around if one.status in IN_SEAT and one.covers(on)]
        acting = [one for one in current if one.acting]
        holder = next(iter((*acting, *current)), None)
        covered = next((one for one in current if acting and not one.acting), None)
        ended = [
            (one.ends, one.pk, one) for one in self.around if one.status in IN_SEAT and one.ends and one.ends <= on
        ]
        last = max(ended)[2] if ended else None
        vacant_since = None if holder else self._vacant_since(on, last)
        announced = tuple(one for one in self.around if one.status in IN_SEAT and one.starts > on)
        proposed = next((one for one in self.around if one.status == AppointmentStatus.PROPOSED), None)
        return SeatState(holder, covered, vacant_since, last, announced, proposed)

    def _vacant_since(self, on: date, last: "Appointment | None") -> date | None:
        """Since when a seat without a holder is vacant; None where that is not known (its last end isn't, say)."""
        if last and last.ends_precision != Precision.UNKNOWN:
            return last.ends
        if self.vacant_from and self.vacant_from <= on and not (last and last.ends and last.ends > self.vacant_from):
            return self.vacant_from
        return None


class Appointment(Fact):
    """A person in a seat from a day to a day, as somebody states it (DIR-5).

    Only a confirmed one gives access (ACC-9, DIR-15). One seat has one holder at a time; acting cover stands
    beside the holder and is in charge while it lasts (DIR-14).
    """

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    status = models.CharField(max_length=10, choices=AppointmentStatus)
    starts = models.DateField("from")
    starts_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    ends = models.DateField("to (first day out)", null=True, blank=True)
    ends_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    interim = models.BooleanField(default=False)
    acting = models.BooleanField("acting cover", default=False)
    job_title = models.CharField(max_length=200, blank=True)
    job_title_as_stated = models.CharField(max_length=200, blank=True)
    organisation = models.CharField("employing organisation", max_length=200, blank=True)
    organisation_as_stated = models.CharField(max_length=200, blank=True)
    employing_authority = models.ForeignKey(
        Authority, null=True, blank=True, on_delete=models.PROTECT, related_name="employs"
    )
    employing_trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.PROTECT, related_name="employs")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    second_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The holder whose appointment ends when this one is confirmed.
    replaces = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    note = models.TextField(blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "pk"]
        # That appointments to one seat never overlap is an exclusion constraint (PostgreSQL) or a trigger
        # (SQLite), made in the first migration.
        constraints = [
            models.CheckConstraint(condition=Q(status__in=AppointmentStatus.values), name="appointment_status_known"),
            ends_after_it_starts("appointment_ends_after_start", "starts", "ends"),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(status=AppointmentStatus.PROPOSED), name="appointment_one_proposal"
            ),
            models.CheckConstraint(
                condition=~Q(status=AppointmentStatus.PROPOSED)
                | Q(proposed_by__isnull=False, proposed_at__isnull=False),
                name="appointment_proposed_by_somebody",
            ),
            # ACC-9, in the database: who proposed can't be who confirmed.
            models.CheckConstraint(
                condition=Q(second_person__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(second_person=models.F("proposed_by")),
                name="appointment_two_people",
            ),
        ]
        indexes = [models.Index(fields=["person", "status"], name="appointment_person_status")]

    def __str__(self):
        return f"{self.person}: {self.seat}"

    def get_absolute_url(self) -> str:
        return address_of("appointment_detail", self.pk)

    def trail_scope(self) -> str:
        return self.seat.trail_scope()

    def covers(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or self.ends > on)

    @property
    def is_current(self) -> bool:
        return self.status in IN_SEAT and self.covers(today())

    @property
    def style(self) -> str:
        """How a timeline draws it."""
        if self.status == AppointmentStatus.STATED:
            return "unconfirmed"
        return "acting" if self.acting else "interim" if self.interim else "held"
