"""Which rows of the directory there are on a date, and which of them somebody may see."""

from datetime import date, timedelta
from functools import lru_cache

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from regions import roles
from regions.statuses import IN_SEAT, TAKES_THE_SEAT, AppointmentStatus, CodeScheme, Task


def today() -> date:
    """Today in England; days begin at midnight there (DIR-5)."""
    return timezone.localdate()


def covering(on: date, start: str = "starts", end: str = "ends") -> Q:
    """Rows whose interval [start, end) holds the day; an empty end is open."""
    # Said in one go: to put it together with | and & takes three times as long, and each page asks it often.
    begun = Q((f"{start}__isnull", True), (f"{start}__lte", on), _connector=Q.OR)
    return Q(begun, Q((f"{end}__isnull", True), (f"{end}__gt", on), _connector=Q.OR))


class RegionQuerySet(models.QuerySet):
    def real(self):
        """The nine, without the demonstration's."""
        return self.filter(is_demonstration=False)

    def for_list(self, user, on: date):
        """Regions with their number of authorities on a day (`size`) and the chairs' seats as `chairs`."""
        existing = covering(on, "authorities__active_from", "authorities__active_to")
        return self.annotate(size=models.Count("authorities", filter=existing)).prefetch_related(
            _seats(user, on, "chairs", roles.Role.CHAIR, roles.Role.CO_CHAIR)
        )

    def visible_to(self, user):
        """Everybody sees every region; the demonstration's are marked on the page."""
        return self.all()


class AuthorityQuerySet(models.QuerySet):
    def real(self):
        """The authorities of the nine regions, which alone are counted (DIR-1)."""
        return self.filter(region__is_demonstration=False)

    def as_at(self, on: date):
        """Authorities that exist on a day (DIR-2, DIR-3)."""
        return self.filter(covering(on, "active_from", "active_to"))

    def visible_to(self, user):
        return self.all()

    def for_list(self, user, on: date):
        """Authorities with what a list shows of them on a day.

        `life` is current, planned or ended; `gss` and `dfe` are the codes of that day, or the last ones;
        `directors` holds the director's seat with who is around it.
        """
        life = models.Case(
            models.When(active_from__gt=on, then=models.Value("planned")),
            models.When(active_to__lte=on, then=models.Value("ended")),
            default=models.Value("current"),
        )
        return (
            self.select_related("region")
            .annotate(life=life, gss=_code(CodeScheme.GSS, on), dfe=_code(CodeScheme.DFE, on))
            .prefetch_related(_seats(user, on, "directors", roles.Role.DCS))
        )


class TrustQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.all()

    def for_page(self, on: date):
        """Trusts with whom they serve on a day as `serving`."""
        from regions.models import TrustService

        services = (
            TrustService.objects.filter(covering(on)).select_related("authority__region").order_by("authority__name")
        )
        return self.prefetch_related(Prefetch("services", queryset=services, to_attr="serving"))

    def for_list(self, user, on: date):
        """Trusts with whom they serve on a day (`serving`) and their chief executive's seat (`chiefs`).

        `life` is current while one serves somebody, planned before that and ended after it.
        """
        from regions.models import TrustService

        services = TrustService.objects.filter(trust=models.OuterRef("pk"))
        life = models.Case(
            models.When(models.Exists(services.filter(covering(on))), then=models.Value("current")),
            models.When(models.Exists(services.filter(starts__gt=on)), then=models.Value("planned")),
            models.When(models.Exists(services), then=models.Value("ended")),
            default=models.Value("current"),
        )
        chiefs = _seats(user, on, "chiefs", roles.Role.TRUST_CHIEF_EXECUTIVE)
        return self.for_page(on).annotate(life=life).prefetch_related(chiefs)


class TrustServiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.all()

    def opening(self, on: date):
        """Those of a day through which a trust's seats reach an authority: a stated one opens nothing (DIR-15)."""
        return self.filter(covering(on), confirmed_on__isnull=False)


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members see people; of those in the demonstration and those in the real directory, their own side only.

        Somebody who was only ever proposed is seen by those who keep a directory or propose for it; somebody who was
        merged into another person, by nobody.
        """
        from regions.models import Appointment
        from regions.reach import reach_of

        reach = reach_of(user)
        people = self.filter(merged_into__isnull=True)
        if not (reach.member or reach.administrator):
            return people._of_tasks(reach)
        if reach.administrator:
            return people
        own_side = people.filter(is_demonstration=reach.in_demonstration)
        if reach.keeps or reach.keeps_trusts or reach.proposes_for or reach.does(Task.PROPOSE_APPOINTMENTS):
            return own_side
        in_seat = Appointment.objects.in_seat().filter(person=OuterRef("pk"))
        return own_side.filter(Exists(in_seat) | Q(user=user))

    def _of_tasks(self, reach):
        """People for who does somebody's tasks and holds no seat: those of the place; to propose, public ones too."""
        from regions.models import Appointment

        if not reach.delegated:
            return self.none()
        shown = Q(seat__authority__in=reach.stands_in_for)
        if reach.does(Task.PROPOSE_APPOINTMENTS):
            shown |= Q(seat__role__in=roles.PUBLIC, status__in=IN_SEAT)
        appointments = Appointment.objects.visible_to_tasks(reach).filter(shown, person=OuterRef("pk"))
        return self.filter(is_demonstration=reach.in_demonstration).filter(Exists(appointments))

    def with_seats(self, user, on: date):
        """People with the appointments that put them in seats on a day as `in_seats`, as far as `user` sees them."""
        from regions.models import Appointment

        appointments = Appointment.objects.visible_to(user).as_at(on).for_list().order_by("starts", "pk")
        return self.prefetch_related(Prefetch("appointments", queryset=appointments, to_attr="in_seats"))


class SeatQuerySet(models.QuerySet):
    def as_at(self, on: date):
        """Seats that exist on a day, whether or not somebody holds them (DIR-4)."""
        return self.filter(covering(on, "exists_from", "exists_to"))

    def visible_to(self, user):
        """Everybody sees the public seats; members also the officers' seats of their own side (see `roles.PUBLIC`)."""
        from regions.reach import reach_of

        reach = reach_of(user)
        public = Q(role__in=roles.PUBLIC)
        if reach.administrator:
            return self.all()
        if not reach.member:
            return self.filter(public | Q(authority__in=reach.stands_in_for) if reach.delegated else public)
        return self.filter(public | Q(in_demonstration=reach.in_demonstration))

    def with_holders(self, user, on: date):
        """Seats with the appointments that matter on a day as `around`: see `Seat.state_on`."""
        from regions.models import Appointment

        appointments = (
            Appointment.objects.visible_to(user)
            .filter(status__in=TAKES_THE_SEAT)
            .select_related("person", "source", "confirmed_by", "employing_authority", "employing_trust", "proposed_by")
            .order_by("starts")
        )
        return self.prefetch_related(Prefetch("appointments", queryset=appointments, to_attr="around"))

    def for_page(self):
        return self.select_related("region", "authority__region", "trust", "source", "confirmed_by")

    def in_order(self):
        """Seats in the order of `roles.Role`, then their number."""
        order = models.Case(
            *(models.When(role=role, then=models.Value(place)) for place, role in enumerate(roles.Role)),
            output_field=models.IntegerField(),
        )
        return self.order_by(order, "number", "pk")


class AppointmentQuerySet(models.QuerySet):
    def in_seat(self):
        """Those that put somebody in a seat at some time: stated or confirmed, not proposed or refused."""
        return self.filter(status__in=IN_SEAT)

    def as_at(self, on: date):
        return self.in_seat().filter(covering(on))

    def giving_access(self, on: date):
        """Confirmed and current: what the permission table reads (ACC-1, ACC-9, DIR-15).

        A seat that is no more, or whose authority has ended, opens nothing even where nobody ended the appointment.
        """
        seat = covering(on, "seat__exists_from", "seat__exists_to")
        authority = covering(on, "seat__authority__active_from", "seat__authority__active_to")
        return self.filter(covering(on), seat, authority, status=AppointmentStatus.CONFIRMED)

    def visible_to(self, user):
        """Public seats' holders for everybody; officers' for members; proposals only for those who keep that directory.

        What was refused or withdrawn is told to no one but the keepers either: it is nobody's history.
        """
        from regions.reach import reach_of

        reach = reach_of(user)
        if reach.administrator:
            return self.all()
        seen = Q(status__in=IN_SEAT)
        public = Q(seat__role__in=roles.PUBLIC)
        if not reach.member:
            return self.visible_to_tasks(reach) if reach.delegated else self.filter(seen & public)
        own_side = Q(seat__in_demonstration=reach.in_demonstration)
        keepers = Q(seat__region__in=reach.keeps) | Q(seat__authority__region__in=reach.keeps)
        keepers |= Q(seat__authority__in=reach.proposes_for | reach.does(Task.PROPOSE_APPOINTMENTS))
        trusts = reach.keeps_trusts | reach.heads_trusts | reach.does_at_trusts(Task.PROPOSE_APPOINTMENTS)
        keepers |= Q(seat__trust__in=trusts)
        return self.filter(seen & (public | own_side) | keepers)

    def visible_to_tasks(self, reach):
        """What who does somebody's tasks sees without a seat (ACC-12): the public's, and the place of the task."""
        seen = Q(seat__role__in=roles.PUBLIC) | Q(seat__authority__in=reach.stands_in_for)
        proposing = Q(seat__authority__in=reach.does(Task.PROPOSE_APPOINTMENTS))
        proposing |= Q(seat__trust__in=reach.does_at_trusts(Task.PROPOSE_APPOINTMENTS))
        return self.filter(seen & Q(status__in=IN_SEAT) | proposing)

    def own(self, user):
        """The reader's own appointments that put them in a seat or may yet, whatever else they see."""
        return self.filter(person__user=user, status__in=TAKES_THE_SEAT).for_page()

    def standing_in_for(self, user, on: date):
        """Who acts on a day in seats that `user` holds, whatever `user` sees otherwise."""
        held = self.giving_access(on).filter(person__user=user, acting=False).values("seat")
        return self.giving_access(on).filter(acting=True, seat__in=held).for_page()

    def awaiting(self, user):
        """Proposals that `user` could confirm or refuse (see `rules.may_second`): everybody's but their own."""
        from regions.reach import reach_of

        reach = reach_of(user)
        if not (reach.member or reach.administrator):
            return self.none()
        vouched = Q(status=AppointmentStatus.STATED, proposed_by__isnull=False)
        waiting = self.filter(Q(status=AppointmentStatus.PROPOSED) | vouched)
        waiting = waiting.exclude(proposed_by=user).exclude(person__user=user)
        if reach.administrator:
            return waiting
        kept = Q(seat__region__in=reach.keeps) | Q(seat__authority__region__in=reach.keeps)
        kept |= Q(seat__trust__in=reach.keeps_trusts)
        if not (reach.proposes_for or reach.heads_trusts):
            return waiting.filter(kept)
        headed = Q(seat__authority__in=reach.proposes_for) | Q(seat__trust__in=reach.heads_trusts)
        return waiting.filter(kept | headed & self._proposed_by_a_keeper())

    def _proposed_by_a_keeper(self) -> Q:
        """Whom a director may second: the first person keeps the place of the seat (see `rules.may_second`)."""
        from regions.models import Appointment

        team = Appointment.objects.giving_access(today()).filter(
            Q(seat__region=OuterRef("seat__authority__region"))
            | Q(seat__region__authorities__trust_services__trust=OuterRef("seat__trust")),
            person__user=OuterRef("proposed_by"),
            seat__role__in=roles.TEAM,
        )
        # Whom the director names, a local administrator may ask for (ACC-11).
        local = Appointment.objects.giving_access(today()).filter(
            seat__authority=OuterRef("seat__authority"),
            person__user=OuterRef("proposed_by"),
            seat__role=roles.Role.LOCAL_ADMINISTRATOR,
        )
        reader = Q(seat__role=roles.Role.NAMED_READER)
        return Q(proposed_by__is_staff=True) | Q(Exists(team)) | reader & Q(Exists(local))

    def for_list(self):
        """As much as a line in a list of people says: the seat and its place, the term and the employer."""
        related = {
            "seat": ("role", "title"),
            "seat__region": ("name",),
            "seat__authority": ("name",),
            "seat__trust": ("name",),
            "employing_authority": ("name",),
            "employing_trust": ("name",),
            "source": ("as_of", "as_of_precision"),
        }
        own = ("person", "status", "acting", "interim", "organisation")
        term = ("starts", "starts_precision", "ends", "ends_precision")
        fields = [f"{path}__{name}" for path, names in related.items() for name in names]
        return self.select_related(*related).only(*own, *term, *fields)

    def in_brief(self):
        """As much as a sentence says: who, which seat of which place, from when."""
        fields = ("seat__role", "seat__title", *(f"seat__{place}__name" for place in roles.Place.values))
        return self.select_related("person", "seat__region", "seat__authority", "seat__trust").only(
            "status", "starts", "person__name", *fields
        )

    def for_page(self):
        return self.select_related(
            "person",
            "seat__region",
            "seat__authority__region",
            "seat__trust",
            "source",
            "confirmed_by",
            "proposed_by",
            "employing_authority",
            "employing_trust",
        )


class MemorandumQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members of the region that it binds, and administrators; drafts, only who writes them."""
        from regions.reach import reach_of

        reach = reach_of(user)
        if reach.administrator:
            return self.all()
        if not reach.member:
            return self.none()
        return self.filter(Q(region__in=reach.regions) & ~Q(status="draft") | Q(region__in=reach.keeps))

    def for_page(self) -> "MemorandumQuerySet":
        """With region, parties and their signatures."""
        from regions.models import Party

        parties = Party.objects.select_related("authority", "trust").prefetch_related("signatures")
        return self.select_related("region").prefetch_related(Prefetch("parties", queryset=parties))

    def expiring(self, on: date, days: int = 90):
        """In force and ending within so many days (ACC-18)."""
        return self.filter(status="in-force", expires__gt=on, expires__lte=on + timedelta(days=days))


class PartyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the memorandum sees its parties."""
        from regions.models import Memorandum

        return self.filter(memorandum__in=Memorandum.objects.visible_to(user))


class SignatureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the memorandum sees its signatures."""
        from regions.models import Memorandum

        return self.filter(party__memorandum__in=Memorandum.objects.visible_to(user))


def _seats(user, on: date, name: str, *wanted: str) -> Prefetch:
    """The seats of some roles in each place of a list, as an attribute, with what `Seat.state_on` needs of that day."""
    from regions.reach import NOBODY, reach_of

    return _public_seats(on, name, *wanted) if reach_of(user) is NOBODY else _seats_for(user, on, name, *wanted)


@lru_cache(maxsize=16)
def _public_seats(on: date, name: str, *wanted: str) -> Prefetch:
    """What the public is shown of seats, put together once a day; the same for everybody, so it holds no reader."""
    return _seats_for(None, on, name, *wanted)


def _seats_for(user, on: date, name: str, *wanted: str) -> Prefetch:
    """A list says who is in a seat and whether that is confirmed; so no more is fetched than that: of holders, who
    never overlap, the latest, and whoever acted."""
    from regions.models import Appointment, Seat

    fields = ("seat", "status", "starts", "ends", "ends_precision", "acting", "person__name")
    begun = Appointment.objects.in_seat().filter(starts__lte=on)
    later = begun.filter(seat=models.OuterRef("seat"), acting=False, starts__gt=models.OuterRef("starts"))
    appointments = begun.visible_to(user).filter(Q(acting=True) | ~models.Exists(later)).select_related("person")
    around = Prefetch("appointments", queryset=appointments.only(*fields).order_by("starts"), to_attr="around")
    seats = Seat.objects.visible_to(user).as_at(on).filter(role__in=wanted).order_by("number", "pk")
    seats = seats.only("role", "region", "authority", "trust", "number", "vacant_from")
    return Prefetch("seats", queryset=seats.prefetch_related(around), to_attr=name)


@lru_cache(maxsize=16)
def _code(scheme: str, on: date) -> models.Subquery:
    """The code of an authority on a day; of one that has ended, its last."""
    from regions.models import AuthorityCode

    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    codes = AuthorityCode.objects.filter(begun, authority=models.OuterRef("pk"), scheme=scheme)
    return models.Subquery(codes.order_by(models.F("valid_from").desc(nulls_last=True)).values("code")[:1])


class GroupQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Members see groups of their own side: the demonstration's are kept apart (DIR-17)."""
        from regions.reach import reach_of

        reach = reach_of(user)
        if reach.administrator:
            return self.all()
        if not reach.member:
            return self.none()
        return self.filter(is_demonstration=reach.in_demonstration)

    def for_list(self, on: date):
        """Groups with their number of authorities on a day as `size`."""
        members = covering(on, "members__starts", "members__ends")
        return self.select_related("region").annotate(size=models.Count("members", filter=members)).order_by("name")


class GroupMemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Whoever sees the group sees who is in it."""
        from regions.models import Group

        return self.filter(group__in=Group.objects.visible_to(user))


class DelegationQuerySet(models.QuerySet):
    def as_at(self, on: date):
        """Those that hold on a day: their own dates, under an appointment that gives access (ACC-12)."""
        from regions.models import Appointment

        return self.dated(on).filter(appointment__in=Appointment.objects.giving_access(on))

    def dated(self, on: date):
        """Those that hold on a day by their own dates, whatever has become of the appointment."""
        return self.filter(covering(on), Q(taken_back_on__isnull=True) | Q(taken_back_on__gt=on))

    def visible_to(self, user):
        """Whoever sees the appointment sees who does what for its holder: "A for B" is shown (ACC-12)."""
        from regions.models import Appointment

        seen = Q(appointment__in=Appointment.objects.visible_to(user))
        return self.filter(seen | Q(delegate__user=user) if user.is_authenticated else seen)

    def own(self, user):
        """What somebody does for others, now or later."""
        return self.filter(delegate__user=user, ends__gt=today(), taken_back_on__isnull=True)

    def left_by(self, user):
        """What somebody's current appointments have left to others, now or later."""
        from regions.models import Appointment

        held = Appointment.objects.giving_access(today()).filter(person__user=user)
        return self.filter(appointment__in=held, ends__gt=today(), taken_back_on__isnull=True)

    def for_page(self):
        related = ("region", "authority__region", "trust")
        paths = [f"appointment__seat__{one}" for one in related]
        return self.select_related("delegate__user", "appointment__person__user", *paths)


class InterestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those about an authority or a person in the region one keeps; administrators, all."""
        from regions.reach import reach_of

        reach = reach_of(user)
        if reach.administrator:
            return self.all()
        seats = Q(person__appointments__seat__region__in=reach.keeps)
        seats |= Q(person__appointments__seat__authority__region__in=reach.keeps)
        kept = Q(authority__region__in=reach.keeps) | seats if reach.keeps else Q(pk__in=())
        return self.filter(Q(person=reach.person) | kept) if reach.person else self.none()


class WaiverQuerySet(InterestQuerySet):
    """Seen by those who see declared interests."""


class InformationRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The region's keepers, and the director of the authority whose material it is about."""
        from regions.reach import reach_of

        reach = reach_of(user)
        if reach.administrator:
            return self.all()
        return self.filter(Q(region__in=reach.keeps) | Q(authority__in=reach.proposes_for))


class DirectoryImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who keeps the region that a file was uploaded for."""
        from regions.reach import reach_of

        reach = reach_of(user)
        return self.all() if reach.administrator else self.filter(region__in=reach.keeps)
