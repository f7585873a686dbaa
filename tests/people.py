"""The cast: one person a role in two regions, North and South.

`cast.north` and `cast.south` each have, as accounts (`.person` is the person):

in the region       chair, co_chair, vice_chair, council_of_reference, lead_dcs, regional_lead_member,
                    lead_chief_executive, dfe_adviser, lga_adviser, riia_sponsor, regional_lead, regional_team,
                    board_chair, board_member; North has a second person in its team: colleague
in the first        dcs, dass, chief_executive, deputy, lead_member, assistant_director, performance_lead,
authority           local_administrator, named_reader
in the second       unsigned_dcs
in the third        nobody, but all its seats

and `region`, `first`, `second`, `third` (authorities) and `memorandum`, in force in the region. The first authority
has signed it, the second has not. North's are Aldermoor, Birchester and Calderwick; South's Dunmouth, Eastcombe and
Farleigh. `cast.trust` serves both third authorities and has signed North's memorandum only; its chief executive is
`cast.trust_chief_executive`.

Besides, `cast.administrator` (and `cast.other_administrator`, the second person for what one alone can't do),
`cast.stranger` (an account without any appointment), `cast.leaver` (whose last appointment, to a director's seat in
North, ended yesterday) and `cast.anonymous`.

Everybody took office on `SINCE`: an administrator appointed them and a second one confirmed. Who needs a second factor
has one. Everybody's password is `PASSWORD`. Each mention of an account fetches it anew, so nothing that it may do is
remembered from before a change.
"""

from datetime import date
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from regions import roles, workflow
from regions.models import Appointment, Authority, Memorandum, Person, Region, Seat, Trust, TrustService
from regions.querysets import today
from regions.roles import Place, Role
from regions.statuses import Schedule
from riia.accounts.models import User
from tests.kept import made_once, put

SINCE = date(2024, 4, 1)
PASSWORD = "a cold wet spring in the hills"

PLACES = {"north": ("Aldermoor", "Birchester", "Calderwick"), "south": ("Dunmouth", "Eastcombe", "Farleigh")}
OF_A_REGION = {
    "chair": Role.CHAIR,
    "co_chair": Role.CO_CHAIR,
    "vice_chair": Role.VICE_CHAIR,
    "council_of_reference": Role.COUNCIL_OF_REFERENCE,
    "lead_dcs": Role.LEAD_DCS,
    "regional_lead_member": Role.REGIONAL_LEAD_MEMBER,
    "lead_chief_executive": Role.LEAD_CHIEF_EXECUTIVE,
    "dfe_adviser": Role.DFE_ADVISER,
    "lga_adviser": Role.LGA_ADVISER,
    "riia_sponsor": Role.RIIA_SPONSOR,
    "regional_lead": Role.REGIONAL_LEAD,
    "regional_team": Role.REGIONAL_TEAM,
    "board_chair": Role.BOARD_CHAIR,
    "board_member": Role.BOARD_MEMBER,
}
OF_AN_AUTHORITY = {
    "dcs": Role.DCS,
    "dass": Role.DASS,
    "chief_executive": Role.CHIEF_EXECUTIVE,
    "deputy": Role.DEPUTY_CHIEF_EXECUTIVE,
    "lead_member": Role.LEAD_MEMBER,
    "assistant_director": Role.ASSISTANT_DIRECTOR,
    "performance_lead": Role.PERFORMANCE_LEAD,
    "local_administrator": Role.LOCAL_ADMINISTRATOR,
    "named_reader": Role.NAMED_READER,
}
# Everybody, as `cast[name]` takes them.
ALONE = ("anonymous", "stranger", "leaver", "administrator", "other_administrator", "trust_chief_executive")
IN_NORTH = tuple(f"north.{name}" for name in (*OF_A_REGION, "colleague", *OF_AN_AUTHORITY, "unsigned_dcs"))
IN_SOUTH = tuple(f"south.{name}" for name in (*OF_A_REGION, *OF_AN_AUTHORITY, "unsigned_dcs"))
TELLING = ("second_person_asked", "appointment_decided", "appointment_confirmed")
EVERYBODY = (*ALONE, *IN_NORTH, *IN_SOUTH)


def signed_in(reader, somebody):
    """Sign somebody of the cast (or any account) in to a test client or a browser page, which is returned."""
    client = reader if isinstance(reader, Client) else Client()
    if somebody.is_anonymous:
        client.logout()
    else:
        client.force_login(somebody)
    if client is not reader:
        reader.context.clear_cookies()
        cookies = [
            {"name": one.key, "value": one.value, "domain": "localhost", "path": "/"} for one in client.cookies.values()
        ]
        reader.context.add_cookies(cookies)
    return reader


def give_second_factor(user: User) -> None:
    """An authenticator app, whose secret nobody needs to know."""
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})


def account(name: str, email: str, **fields) -> User:
    """An account that can sign in with `PASSWORD`."""
    user = User.objects.create_user(email, name=name, **fields)
    user.password = _hashed()
    user.save()
    return user


class CastOfRegion:
    """One region's people and places."""

    def __init__(self, whole: "Cast", slug: str):
        self._whole, self._slug = whole, slug

    def __getattr__(self, name: str) -> User:
        return self._whole[f"{self._slug}.{name}"]

    @property
    def region(self) -> Region:
        return Region.objects.get(slug=self._slug)

    @property
    def first(self) -> Authority:
        return self._authority(0)

    @property
    def second(self) -> Authority:
        return self._authority(1)

    @property
    def third(self) -> Authority:
        return self._authority(2)

    @property
    def memorandum(self) -> Memorandum:
        return Memorandum.objects.get(region__slug=self._slug)

    def _authority(self, place: int) -> Authority:
        return Authority.objects.select_related("region").get(slug=PLACES[self._slug][place].lower())


class Cast:
    """Everybody, by name: `cast.north.dcs`, `cast.administrator`, or `cast["north.dcs"]`."""

    def __init__(self):
        self.north, self.south = CastOfRegion(self, "north"), CastOfRegion(self, "south")
        self.anonymous = AnonymousUser()

    def __getitem__(self, name: str) -> User | AnonymousUser:
        if name not in EVERYBODY:
            raise AttributeError(f"There is no {name} in the cast.")
        return self.anonymous if name == "anonymous" else User.objects.get(email=_address(name))

    def __getattr__(self, name: str) -> User:
        return self[name]

    @property
    def trust(self) -> Trust:
        return Trust.objects.get(slug="hills-trust")

    @staticmethod
    def seat(place: Region | Authority | Trust, role: Role, number: int = 1) -> Seat:
        """The seat of a role at a place."""
        return place.seats.get(role=role, number=number)

    @staticmethod
    def appointment(user: User) -> Appointment:
        """The latest appointment of somebody of the cast."""
        return Appointment.objects.filter(person__user=user).latest("starts", "pk")


@pytest.fixture(scope="session")
def cast_rows(django_db_setup, django_db_blocker, request):
    """The rows that make up the cast, made by the portal's own acts."""

    def assemble() -> None:
        # Nobody is told how the cast came together: tests begin with an empty outbox.
        with patch.multiple("regions.notifications", **dict.fromkeys(TELLING, lambda *_: None)):
            _assemble()

    return made_once("cast", assemble, request.config.cache, django_db_blocker)


@pytest.fixture
def cast(db, cast_rows) -> Cast:
    """The cast of this module's docstring, in the database."""
    put(cast_rows)
    return Cast()


# --- How the cast comes together --------------------------------------------------------------------------------------


def _assemble() -> None:
    by = SimpleNamespace(
        first=account("Administrator", _address("administrator"), is_staff=True, is_superuser=True),
        second=account("Other administrator", _address("other_administrator"), is_staff=True, is_superuser=True),
    )
    account("Stranger", _address("stranger"))
    trust = Trust.objects.create(slug="hills-trust", name="Hills Children's Trust")
    for slug, names in PLACES.items():
        _region(slug, names, trust, by)
    Seat.objects.create(trust=trust, role=Role.TRUST_CHIEF_EXECUTIVE)
    _appoint(by, "trust_chief_executive", trust, Role.TRUST_CHIEF_EXECUTIVE)
    leaver = _appoint(by, "leaver", Authority.objects.get(slug="calderwick"), Role.DCS)
    workflow.end_appointment(leaver, by=by.first, ends=today())
    for slug, names in PLACES.items():
        _memorandum(Region.objects.get(slug=slug), names[0], by)
    _sign(Memorandum.objects.get(region__slug="north").parties.get(trust=trust), by)
    for user in User.objects.filter(is_staff=True):
        give_second_factor(user)
    for user in User.objects.filter(person__appointments__seat__role__in=roles.NEEDS_SECOND_FACTOR):
        give_second_factor(user)


def _region(slug: str, names: tuple[str, ...], trust: Trust, by: SimpleNamespace) -> None:
    region = Region.objects.create(slug=slug, name=slug.capitalize(), alliance_name=f"{slug.capitalize()} Alliance")
    for role, _ in roles.of_place(Place.REGION):
        Seat.objects.create(region=region, role=role)
    for name in names:
        authority = Authority.objects.create(
            slug=name.lower(), name=name, official_name=f"{name} Council", kind="unitary", region=region
        )
        for role, _ in roles.of_place(Place.AUTHORITY):
            Seat.objects.create(authority=authority, role=role)
    served = {"trust": trust, "authority": authority, "starts": SINCE}
    TrustService.objects.create(**served, confirmed_on=SINCE, confirmed_by=by.first)
    first, second, _ = region.authorities.order_by("name")
    for name, role in OF_A_REGION.items():
        employer = {"employing_authority": first} if role in roles.LEADS else {}
        _appoint(by, f"{slug}.{name}", region, role, **employer)
    for name, role in OF_AN_AUTHORITY.items():
        _appoint(by, f"{slug}.{name}", first, role)
    _appoint(by, f"{slug}.unsigned_dcs", second, Role.DCS)
    if slug == "north":
        Seat.objects.create(region=region, role=Role.REGIONAL_TEAM, number=2)
        _appoint(by, "north.colleague", region, Role.REGIONAL_TEAM, number=2)


def _appoint(by: SimpleNamespace, name: str, place, role: Role, number: int = 1, **details) -> Appointment:
    """A new account of that name in the cast, in a seat: one administrator appoints, the other confirms."""
    words = f"{role.label}, {place}" if name != "leaver" else "Leaver"
    user = account(words, _address(name))
    person = Person.objects.create(name=words, user=user, email=user.email)
    seat = place.seats.get(role=role, number=number)
    appointment = workflow.appoint(seat, by=by.first, person=person, starts=SINCE, **details)
    if appointment.status == "proposed":
        workflow.confirm_appointment(appointment, by=by.second)
    return appointment


def _memorandum(region: Region, signs: str, by: SimpleNamespace) -> None:
    memorandum = workflow.draft_memorandum(
        region, by=by.first, title=f"{region} memorandum of understanding", starts=SINCE
    )
    workflow.bring_into_force(memorandum, by=by.first)
    _sign(memorandum.parties.get(authority__name=signs), by)


def _sign(party, by: SimpleNamespace) -> None:
    workflow.record_signature(
        party,
        by=by.first,
        signatory=f"Chief executive, {party}",
        office="Chief executive",
        signed_on=SINCE,
        schedules=Schedule.values,
    )


def _address(name: str) -> str:
    return f"{name.replace('_', '-')}@portal.example"


def _hashed(known: list[str] = []) -> str:  # noqa: B006 - hashed once for everybody
    if not known:
        known.append(make_password(PASSWORD))
    return known[0]
