"""The demonstration region: twelve invented authorities, one account a role, and something in every status.

It comes as two regions. A trust that serves two regions and a reader from another region need a second one, and the
nine real ones are not to be touched, so a small neighbour with one further authority belongs to the demonstration.

Whoever has an account, and whatever waits, was refused, was signed or is still to come, is made by the portal's own
acts, done by demonstration accounts, so that no row is in a state which people couldn't bring about. Terms of people
without an account are written as those acts would have left them.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from secrets import token_urlsafe

from django.conf import settings
from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.db import transaction
from django.utils import timezone

from regions import workflow
from regions.importing.people import SOMEBODY_NEW
from regions.importing.reading import read
from regions.loading import invented
from regions.loading.invented import Holders, Term, When
from regions.models import (
    Appointment,
    Authority,
    AuthorityCode,
    Memorandum,
    Person,
    Region,
    Seat,
    Signature,
    Source,
    Succession,
    Trust,
    TrustService,
)
from regions.querysets import today
from regions.roles import ABOUT, Role
from regions.statuses import AppointmentStatus, CodeScheme, Schedule
from regions.workflow.imports import plan_of
from riia.accounts.models import User
from riia.audit import trail
from riia.audit.models import Event
from riia.notifications.models import Notice

# When the terms of people without an account were entered, as their rows say.
HISTORY_ENTERED = timedelta(days=200)
# What holders of these seats of the region are in the authority that employs them; most are directors.
TITLES_ELSEWHERE = {
    Role.REGIONAL_LEAD_MEMBER: Role.LEAD_MEMBER.label,
    Role.LEAD_CHIEF_EXECUTIVE: Role.CHIEF_EXECUTIVE.label,
}


class DemonstrationError(Exception):
    """The demonstration can't be loaded or removed; says why in a sentence."""


def load_demonstration() -> str:
    """Load the demonstration, all of it or none. Returns what was done, in a sentence.

    Raises DemonstrationError without ALLOW_DEMO: its accounts have a published password and need no second factor.
    """
    if not settings.ALLOW_DEMO:
        raise DemonstrationError(
            "The demonstration's accounts have a published password. Set ALLOW_DEMO=1 where that is acceptable."
        )
    if Person.objects.filter(is_demonstration=False, user__isnull=False).exists():
        raise DemonstrationError(
            "Real people have accounts here. The demonstration, with its known password, is never loaded beside them."
        )
    with transaction.atomic():
        if Region.objects.filter(slug=invented.REGION).exists():
            return _bring_passwords_into_line()
        return _Demonstration().load()


def _bring_passwords_into_line() -> str:
    """DEMO_PASSWORD may have changed since the demonstration was loaded, or somebody may have changed an account's."""
    accounts = User.objects.filter(is_demo=True, is_active=True)
    known = set(accounts.values_list("password", flat=True))
    other = [one for one in known if is_password_usable(one) and not check_password(settings.DEMO_PASSWORD, one)]
    changed = accounts.filter(password__in=other).update(password=make_password(settings.DEMO_PASSWORD))
    if not changed:
        return "Nothing to change: the demonstration is loaded already."
    region = Region.objects.get(slug=invented.REGION)
    label = "Set the demonstration's password again"
    trail.record("load_demo", label, by=None, on=region, after={"accounts": changed})
    return f"The demonstration is loaded already; the password of {changed} accounts is DEMO_PASSWORD again."


class _Demonstration:
    """One load: what it has made so far, by the names that `invented` uses."""

    def __init__(self):
        self.today = today()
        self.accounts: dict[str, User] = {}
        self.people: dict[str, Person] = {}
        self.regions: dict[str, Region] = {}
        self.authorities: dict[str, Authority] = {}
        self.trusts: dict[str, Trust] = {}
        self.seats: dict[tuple[str, Role, int], Seat] = {}

    def load(self) -> str:
        self._open_accounts()
        self._places()
        self._seats()
        self._history()
        self._appoint_by_acts()
        self._special_cases()
        self._memoranda()
        self._group()
        self._task()
        self._invitations()
        self._registers()
        self._upkeep()
        # Nobody is told how the demonstration came about; only of the one proposal that waits.
        Notice.objects.filter(user_id__in=[one.pk for one in self.accounts.values()]).delete()
        self._propose(*invented.WAITING)
        return self._summarise()

    def _day(self, when: When) -> date:
        return invented.day(when, self.today)

    def _day_or_none(self, when: When | None) -> date | None:
        return None if when is None else self._day(when)

    def _place(self, slug: str) -> Region | Authority | Trust:
        return self.regions.get(slug) or self.authorities.get(slug) or self.trusts[slug]

    # --- Places, accounts, seats --------------------------------------------------------------------------------------

    def _open_accounts(self) -> None:
        """One account for each line of the cast; an account that an earlier removal had to keep is opened again."""
        # Hashing is slow on purpose, so it is done once for all.
        password = make_password(settings.DEMO_PASSWORD)
        for local, name in invented.ACCOUNTS.items():
            administrator = local in invented.ADMINISTRATORS
            address = f"{local}@{invented.DOMAIN}"
            user = User.objects.filter(email=address).first() or User(email=address, is_demo=True)
            if not user.is_demo:
                raise DemonstrationError(
                    f"There is an account with the address {address} that isn't a demonstration's."
                )
            user.name, user.password, user.is_active = name, password, True
            user.is_staff = user.is_superuser = administrator
            user.save()
            self.accounts[local] = user

    def _places(self) -> None:
        self.source = Source.objects.create(
            key=invented.SOURCE, title="An invented newsletter of the demonstration region", as_of=self._day((1, 6))
        )
        for slug, name in ((invented.REGION, "Demonstration region"), (invented.NEIGHBOUR, "Demonstration neighbour")):
            self.regions[slug] = Region.objects.create(
                slug=slug,
                name=name,
                alliance_name=f"{name}: improvement and innovation alliance",
                went_live=self._day((7, 4)),
                mailbox=f"{slug}@{invented.DOMAIN}",
                note="Invented, to try the portal out. No real authority, person or figure is in it.",
                source=self.source,
                is_demonstration=True,
            )
        for number, place in enumerate(invented.PLACES, start=1):
            self.authorities[place.slug] = self._authority(number, place)
        predecessor, successor, on = invented.SUCCESSION
        Succession.objects.create(
            predecessor=self.authorities[predecessor],
            successor=self.authorities[successor],
            on=self._day(on),
            source=self.source,
            note="Whole area.",
        )
        self._trust()

    def _authority(self, number: int, place: invented.Place) -> Authority:
        q, r = place.cell or (None, None)
        authority = Authority.objects.create(
            slug=place.slug,
            name=place.name,
            official_name=f"{place.name} Council (demonstration)",
            kind=place.kind,
            region=self.regions[place.region],
            active_from=self._day_or_none(place.since),
            active_to=self._day_or_none(place.until),
            population_0_17=place.children,
            population_year=self.today.year - 2,
            # In the sea, where there is no council.
            latitude=None if r is None else Decimal(545 - 2 * r) / 10,
            longitude=None if q is None else Decimal(25 + 3 * q) / 10,
            hex_q=q,
            hex_r=r,
            source=self.source,
        )
        # Codes that no official list will ever hold.
        codes = ((CodeScheme.GSS, f"X990000{number:02}"), (CodeScheme.DFE, f"X{number:02}"))
        AuthorityCode.objects.bulk_create(
            AuthorityCode(
                authority=authority,
                scheme=scheme,
                code=code,
                valid_from=authority.active_from,
                valid_to=authority.active_to,
            )
            for scheme, code in codes
        )
        return authority

    def _trust(self) -> None:
        trust = Trust.objects.create(
            slug=invented.TRUST,
            name="Demonstration Children's Trust",
            kind="council-owned-company",
            mailbox=f"trust@{invented.DOMAIN}",
            source=self.source,
            is_demonstration=True,
        )
        self.trusts[trust.slug] = trust
        for slug, since in invented.SERVICES:
            authority = self.authorities[slug]
            TrustService.objects.create(
                trust=trust,
                authority=authority,
                starts=self._day(since),
                scope="social care",
                source=self.source,
                confirmed_on=self.today,
                confirmed_by=self.accounts[invented.ADMINISTRATORS[0]],
            )

    def _seats(self) -> None:
        """The seats that somebody holds or held, those that every authority has, and the further ones."""
        wanted: dict[tuple[str, Role, int], When | None] = {(place, role, 1): None for place, role in _all_holders()}
        wanted |= {(place, role, number): vacant for place, role, number, vacant in invented.FURTHER_SEATS}
        for (slug, role, number), vacant_from in wanted.items():
            place = self._place(slug)
            seat = Seat(role=role, number=number, vacant_from=self._day_or_none(vacant_from), in_demonstration=True)
            setattr(seat, ABOUT[role].place.value, place)
            if isinstance(place, Authority):
                seat.exists_from, seat.exists_to = place.active_from, place.active_to
            if vacant_from:
                seat.source = self.source
            self.seats[slug, role, number] = seat
        Seat.objects.bulk_create(self.seats.values())

    def _person(self, name: str) -> Person:
        """The person of that name or account, made when first needed."""
        if name not in self.people:
            user = self.accounts[name[1:]] if name.startswith("@") else None
            self.people[name] = Person.objects.create(
                name=user.name if user else name,
                user=user,
                email=user.email if user else "",
                # Numbers of this exchange are kept free for fiction.
                telephone=f"01632 960{len(self.people):03}" if user else "",
                publishes_contact=name == "@regional-lead",
                is_demonstration=True,
            )
        return self.people[name]

    # --- Who is and was in which seat ---------------------------------------------------------------------------------

    def _history(self) -> None:
        """Terms of people without an account: most confirmed by two of the team, some only stated by a source."""
        entered = timezone.now() - HISTORY_ENTERED
        pairs = cycle([("regional-team", "regional-team-2"), ("regional-team-2", "regional-team")])
        rows = []
        for (place, role), terms in _all_holders().items():
            for term in terms:
                if _is_acted_out(term):
                    continue
                row = Appointment(
                    seat=self.seats[place, role, 1],
                    person=self._person(term.person),
                    starts=self._day(term.since),
                    ends=self._day_or_none(term.until),
                    **self._details(place, role, term),
                )
                if term.stated:
                    row.status, row.source, row.source_place = AppointmentStatus.STATED, self.source, "page 2"
                else:
                    proposed_by, second = (self.accounts[one] for one in next(pairs))
                    row.status, row.proposed_by, row.proposed_at = AppointmentStatus.CONFIRMED, proposed_by, entered
                    row.second_person = row.confirmed_by = second
                    row.confirmed_on = timezone.localdate(entered)
                rows.append(row)
        Appointment.objects.bulk_create(rows)

    def _details(self, place: str, role: Role, term: Term) -> dict:
        """Title and employer: of an authority's or trust's seat the place itself, unless the term says otherwise."""
        employer = self._place(term.employer or place)
        title = TITLES_ELSEWHERE.get(role, "Director of children's services") if term.employer else role.label
        details = {
            "interim": term.interim,
            "acting": term.acting,
            "job_title": f"Interim {title[0].lower()}{title[1:]}" if term.interim else title,
        }
        if isinstance(employer, Authority):
            details |= {"employing_authority": employer, "organisation": employer.official_name}
        elif isinstance(employer, Trust):
            details |= {"employing_trust": employer, "organisation": employer.name}
        return details

    def _appoint_by_acts(self) -> None:
        """The first regional team, and the neighbour's people, by administrators; everybody else by that team."""
        administrators = tuple(self.accounts[one] for one in invented.ADMINISTRATORS)
        team = (self.accounts["regional-team"], self.accounts["regional-team-2"])
        self.first, self.second = administrators
        self._appoint(invented.REGION, Role.REGIONAL_TEAM, invented.SECOND_TEAM_MEMBER, number=2)
        for (place, role), terms in _all_holders().items():
            founds = (place, role) in invented.FOUNDERS or place == "farshore"
            self.first, self.second = administrators if founds else team
            for term in filter(_is_acted_out, terms):
                self._appoint(place, role, term)
        self.first, self.second = team

    def _propose(self, place: str, role: Role, term: Term, number: int = 1) -> Appointment:
        return workflow.appoint(
            self.seats[place, role, number],
            by=self.first,
            person=self._person(term.person),
            starts=self._day(term.since),
            ends=self._day_or_none(term.until),
            **self._details(place, role, term),
        )

    def _appoint(self, place: str, role: Role, term: Term, number: int = 1) -> Appointment:
        """One person proposes; where the seat opens access, another confirms (ACC-9)."""
        appointment = self._propose(place, role, term, number)
        if appointment.status == AppointmentStatus.PROPOSED:
            workflow.confirm_appointment(appointment, by=self.second)
        return appointment

    def _special_cases(self) -> None:
        """Somebody who left yesterday, a refusal, facts that are confirmed, and one that has gone stale."""
        workflow.end_appointment(self._appoint(*invented.LEAVER), by=self.first, ends=self.today)
        workflow.refuse_appointment(self._propose(*invented.REFUSED), by=self.second, reason="Not what was agreed.")
        workflow.withdraw_proposal(self._propose(*invented.TAKEN_BACK), by=self.first)
        for slug in (invented.REGION, "northtown", "eastbrook", invented.TRUST):
            workflow.confirm_fact(self._place(slug), by=self.first)
        place, role, when = invented.STALE
        holder = self.seats[place, role, 1].appointments.filter(status=AppointmentStatus.CONFIRMED, ends=None)
        holder.update(confirmed_on=self._day(when))

    def _task(self) -> None:
        """One of a director's tasks is done by an assistant who holds no seat (ACC-12)."""
        (place, role), delegate, task, length = invented.TASK_LEFT
        appointment = self.seats[place, role, 1].appointments.as_at(self.today).get()
        holder = appointment.person.user
        workflow.delegate_task(
            appointment,
            by=holder,
            delegate=self._person(delegate),
            task=task,
            starts=self.today,
            ends=self.today + timedelta(days=length),
        )

    def _registers(self) -> None:
        """Interests that were declared, one of them waived for a while; a request for information in each state."""
        for name, slug, kind, since, until in invented.INTERESTS:
            person = Person.objects.get(user=self.accounts[name])
            term = {"starts": self._day(since), "ends": self._day_or_none(until)}
            workflow.declare_interest(person, by=person.user, authority=self.authorities[slug], kind=kind, **term)
        name, slug, why = invented.WAIVED
        person = Person.objects.get(user=self.accounts[name])
        ends = self.today + timedelta(days=60)
        workflow.waive_conflict(
            person, by=self.first, authority=self.authorities[slug], starts=self.today, ends=ends, why=why
        )
        for number, (about, slug, days, outcome, words) in enumerate(invented.ASKED, start=1):
            asked = workflow.register_information_request(
                self.regions[invented.REGION],
                by=self.first,
                reference=f"FOI {self.today.year}/{number}",
                about=about,
                received_on=self.today - timedelta(days=days),
                authority=self.authorities.get(slug),
            )
            if outcome:
                workflow.close_information_request(
                    asked, by=self.second, outcome=outcome, closed_on=self.today, words=words
                )

    def _upkeep(self) -> None:
        """A file that was imported, with somebody in it who is known by another spelling; a correction, undone."""
        columns = ("name", "place", "role", "job_title", "from")
        rows = [(*row[:-1], self._day(row[-1]).isoformat()) for row in invented.IMPORTED]
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (columns, *rows))
        sheet = read(invented.IMPORTED_FILE, text.encode())
        item = workflow.preview_import(self.regions[invented.REGION], by=self.first, sheet=sheet)
        asked = [line.number for line in plan_of(item, self.first).lines if line.asks]
        workflow.answer_import(item, by=self.first, answers={str(number): SOMEBODY_NEW for number in asked})
        workflow.confirm_import(item, by=self.first)
        slug, name, value, why, why_not = invented.CORRECTED
        authority = self.authorities[slug]
        workflow.correct(authority, by=self.first, changes={name: value}, reason=why)
        told = Event.objects.filter(target_model=authority._meta.label_lower, target_id=str(authority.pk))
        workflow.undo_entry(authority, told.latest("pk"), by=self.second, reason=why_not)

    def _invitations(self) -> None:
        """An invitation that is open, one that a second one replaced, and one that was accepted."""
        administrator = self.accounts[invented.ADMINISTRATORS[0]]
        invited, accepted = self.accounts[invented.INVITED], self.accounts[invented.ACCEPTED]
        password = accepted.password
        for account in (invited, accepted):
            account.set_unusable_password()
            account.save()
        for _ in range(2):
            workflow.invite(invited, by=administrator)
        invitation = workflow.invite(accepted, by=administrator)
        # A password that is refused nowhere, and then the one that all accounts have.
        workflow.accept_invitation(invitation, by=accepted, password=token_urlsafe())
        User.objects.filter(pk=accepted.pk).update(password=password)

    def _group(self) -> None:
        """A sub-regional group, which one authority has left."""
        name, note = invented.GROUP
        group = workflow.add_group(self.regions[invented.REGION], by=self.first, name=name, note=note)
        for slug, (starts, ends) in invented.GROUPED.items():
            authority = self.authorities[slug]
            member = workflow.add_group_member(group, by=self.first, authority=authority, starts=self._day(starts))
            if ends:
                workflow.end_group_member(member, by=self.first, ends=self._day(ends), reason="Joined the coast.")

    # --- Memoranda ----------------------------------------------------------------------------------------------------

    def _memoranda(self) -> None:
        """Version 1 has ended, version 2 is in force and signed by most, version 3 is a draft."""
        second_starts = self._day(invented.SECOND_VERSION)
        first = self._draft(invented.FIRST_VERSION, expires=second_starts, summary="Sharing of the directory and data.")
        workflow.bring_into_force(first, by=self.first)
        for party in invented.SIGNED_FIRST:
            self._sign(first, party, invented.FIRST_VERSION)
        expires = self._day(invented.SECOND_VERSION_ENDS)
        summary = "What authorities share with one another, who reads it, and how long."
        memorandum = self._draft(invented.SECOND_VERSION, expires=expires, summary=summary)
        workflow.bring_into_force(memorandum, by=self.first)
        for party, ends in invented.SIGNED_SECOND.items():
            signature = self._sign(memorandum, party, invented.SIGNED_ON, ends)
            if party == invented.WITHDRAWN:
                workflow.withdraw_signature(signature, by=self.first, reason="To be signed again by the new leader.")
        self._draft(invented.THIRD_VERSION, summary=summary)

    def _draft(self, starts: When, **details) -> Memorandum:
        region = self.regions[invented.REGION]
        starts_on = self._day(starts)
        return workflow.draft_memorandum(region, by=self.first, title=invented.TITLE, starts=starts_on, **details)

    def _sign(self, memorandum: Memorandum, slug: str, signed_on: When, ends: When | None = None) -> Signature:
        """An authority's chief executive of that day signs for it, a trust's for the trust."""
        place = self._place(slug)
        role = Role.TRUST_CHIEF_EXECUTIVE if isinstance(place, Trust) else Role.CHIEF_EXECUTIVE
        on = self._day(signed_on)
        return workflow.record_signature(
            memorandum.parties.get(**{"trust" if isinstance(place, Trust) else "authority": place}),
            by=self.first,
            signatory=str(self.seats[slug, role, 1].appointments.as_at(on).get(acting=False).person),
            office=role.label,
            signed_on=on,
            schedules=list(Schedule.values),
            expires=self._day_or_none(ends),
        )

    def _summarise(self) -> str:
        counts = {
            "authorities": len(invented.PLACES),
            "accounts": len(self.accounts),
            "people": Person.objects.filter(is_demonstration=True).count(),
            "seats": Seat.objects.filter(in_demonstration=True).count(),
            "appointments": Appointment.objects.filter(seat__in_demonstration=True).count(),
        }
        region = self.regions[invented.REGION]
        trail.record("load_demo", "Loaded the demonstration", by=None, on=region, after=counts)
        return f"The demonstration is loaded: {', '.join(f'{number} {word}' for word, number in counts.items())}."


def _is_acted_out(term: Term) -> bool:
    """Whether the portal's own acts put this person in the seat: those with an account, acting, or announced."""
    return not term.stated and (term.person.startswith("@") or term.acting or term.since == invented.ANNOUNCED)


def _all_holders() -> Holders:
    return (
        invented.FOUNDERS
        | invented.DIRECTORS
        | invented.CHIEF_EXECUTIVES
        | invented.LEAD_MEMBERS
        | invented.OFFICERS
        | invented.OF_THE_REGION
    )
