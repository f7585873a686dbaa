"""Loading the real directory from the reference files (see `regions/reference/README.md`).

Repeatable: a second load changes nothing, and no load overwrites what people corrected or confirmed in the portal.
Facts of a source stay unconfirmed and appointments "stated" until a person confirms them (DIR-11, DIR-15); a source
is not a person, so an official list sets no "last confirmed" either.
"""

import csv
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise
from pathlib import Path

from django.db import transaction

from regions.loading.comparing import TOUCHED, VERB, Outcome, Rows, bring, touched_by_people
from regions.merging import kept_for
from regions.models import (
    Appointment,
    Authority,
    AuthorityCode,
    Correction,
    Person,
    Region,
    Seat,
    Source,
    Succession,
    Trust,
    TrustService,
)
from regions.roles import Place, Role
from regions.rules.appointments import overlapping
from regions.statuses import AppointmentStatus
from riia.audit import trail

FOLDER = Path(__file__).resolve().parent.parent / "reference"
# Every authority has these by law; whether somebody is known to hold them is another matter (DIR-4).
SEATS_OF_AN_AUTHORITY = (Role.DCS, Role.CHIEF_EXECUTIVE, Role.LEAD_MEMBER)
SEAT = ("region_id", "authority_id", "trust_id", "role", "number")
# The list on which the directory stands; the summary of a load hangs on it.
MAIN_SOURCE = "ons-dfe-codes-2026"


class ReferenceFilesError(Exception):
    """The files contradict themselves; nothing was loaded. Says where, a line each."""


class Named(dict):
    """Rows by the name that the files use for them."""

    def __missing__(self, name: str):
        raise ReferenceFilesError(f"The reference files name “{name}”, which none of them defines.")


def load_reference(folder: Path = FOLDER) -> list[Outcome]:
    """Bring the directory into line with the files, all of it or none. Returns what was done, a kind at a time."""
    with transaction.atomic():
        return _Load(folder).run()


class _Load:
    """One load: the files, and the rows that they name."""

    def __init__(self, folder: Path):
        self.files = {path.stem: _read(path) for path in folder.glob("*.csv")}
        self.first = not Region.objects.real().exists()
        self.outcomes: list[Outcome] = []

    def run(self) -> list[Outcome]:
        """Kinds of rows in the order in which they stand on one another."""
        self.sources = self._by("key", Rows(Source, ("key",), self._sources()))
        self.regions = self._by("slug", Rows(Region, ("slug",), self._regions()))
        self.authorities = self._by("slug", Rows(Authority, ("slug",), self._authorities()))
        self._bring(Rows(AuthorityCode, ("authority_id", "scheme", "code"), self._codes()))
        self._bring(Rows(Succession, ("predecessor_id", "successor_id"), self._successions()))
        self.trusts = self._by("slug", Rows(Trust, ("slug",), self._trusts()))
        services = self._services()
        self._bring(Rows(TrustService, ("trust_id", "authority_id", "starts"), services, unless=_kept_in_portal))
        people = self._by("reference_key", Rows(Person, ("reference_key",), self._people()))
        # Who was merged into somebody else is that person, so a later load brings nothing back.
        self.people = Named((key, _kept(one)) for key, one in people.items())
        self.seats = self._bring(Rows(Seat, SEAT, self._seats())).stored
        appointments = self._appointments()
        _check_overlaps(appointments)
        key = ("seat_id", "person_id", "starts")
        self._bring(Rows(Appointment, key, appointments, once=("status",), unless=_taken_in_portal))
        self._bring(Rows(Correction, ("key",), self._corrections()))
        self._summarise()
        return self.outcomes

    def _bring(self, rows: Rows) -> Outcome:
        self.outcomes.append(bring(rows, first=self.first))
        return self.outcomes[-1]

    def _by(self, name: str, rows: Rows) -> Named:
        return Named((getattr(one, name), one) for one in self._bring(rows).stored.values())

    def _summarise(self) -> None:
        """One entry in the trail for the whole load; none where it changed nothing."""
        counts = {one.kind: one.counts for one in self.outcomes if one.added or one.changed}
        if counts:
            source = self.sources[MAIN_SOURCE]
            trail.record(VERB, "Loaded the reference directory", by=None, on=source, after=counts)

    # --- What the files say, as columns of the models -----------------------------------------------------------------

    def _sources(self) -> list[dict]:
        names = ("key", "title", "as_of_precision", "note")
        return [_as_is(row, names) | {"as_of": _day(row["as_of"])} for row in self.files["sources"]]

    def _regions(self) -> list[dict]:
        names = ("slug", "name", "alliance_name", "website", "website_as_stated", "mailbox", "note")
        return [
            _as_is(row, names)
            | {
                "aliases": _list(row["aliases"]),
                "went_live": _day(row["went_live"]),
                "source_id": self.sources[row["source"]].pk,
            }
            for row in self.files["regions"]
        ]

    def _authorities(self) -> list[dict]:
        cells = {row["authority"]: row for row in self.files["hexmap"]}
        return [
            _as_is(row, ("slug", "name", "official_name", "kind", "note"))
            | {
                "region_id": self.regions[row["region"]].pk,
                "active_from": _day(row["active_from"]),
                "active_to": _day(row["active_to"]),
                "aliases": _list(row["aliases"]),
                "population_0_17": _number(row["population_0_17"]),
                "population_year": _number(row["population_year"]),
                "latitude": _decimal(row["latitude"]),
                "longitude": _decimal(row["longitude"]),
                "hex_q": _number(cells.get(row["slug"], {}).get("q", "")),
                "hex_r": _number(cells.get(row["slug"], {}).get("r", "")),
                "source_id": self.sources[row["source"]].pk,
            }
            for row in self.files["authorities"]
        ]

    def _codes(self) -> list[dict]:
        return [
            _as_is(row, ("scheme", "code"))
            | {
                "authority_id": self.authorities[row["authority"]].pk,
                "valid_from": _day(row["valid_from"]),
                "valid_to": _day(row["valid_to"]),
            }
            for row in self.files["authority_codes"]
        ]

    def _successions(self) -> list[dict]:
        return [
            {
                "predecessor_id": self.authorities[row["predecessor"]].pk,
                "successor_id": self.authorities[row["successor"]].pk,
                "on": _day(row["on"]),
                "note": row["note"],
                "source_id": self.sources[row["source"]].pk,
            }
            for row in self.files["successions"]
        ]

    def _trusts(self) -> list[dict]:
        names = ("slug", "name", "kind", "note")
        return [_as_is(row, names) | {"aliases": _list(row["aliases"])} for row in self.files["trusts"]]

    def _services(self) -> list[dict]:
        return [
            _as_is(row, ("scope", "note"))
            | {
                "trust_id": self.trusts[row["trust"]].pk,
                "authority_id": self.authorities[row["authority"]].pk,
                "starts": _day(row["from"]),
                "starts_precision": row["from_precision"] or "day",
                "ends": _day(row["to"]),
                "ends_precision": row["to_precision"] or "day",
                "source_id": self.sources[row["source"]].pk,
            }
            for row in self.files["trust_services"]
        ]

    def _people(self) -> list[dict]:
        return [_as_is(row, ("name", "note")) | {"reference_key": row["key"]} for row in self.files["people"]]

    def _seats(self) -> list[dict]:
        """The seats of regions as listed, those that there are by law, and those that somebody is said to hold."""
        rows = [self._listed_seat(row) for row in self.files["seats"]]
        rows += [
            self._seat(Place.AUTHORITY, row["slug"], role)
            for row in self.files["authorities"]
            for role in SEATS_OF_AN_AUTHORITY
        ]
        rows += [self._seat(Place.TRUST, row["slug"], Role.TRUST_CHIEF_EXECUTIVE) for row in self.files["trusts"]]
        rows += [self._seat(*_seat_of(row)) for row in self.files["appointments"]]
        seats: dict[tuple, dict] = {}
        for row in rows:
            seats.setdefault(tuple(row[name] for name in SEAT), row)
        return list(seats.values())

    def _listed_seat(self, row: dict[str, str]) -> dict:
        """A line of seats.csv. Where a source says "vacant" but not since when, it was by the date of the source."""
        seat = self._seat(row["place_kind"], row["place"], row["role"], int(row["number"]))
        vacant_from = _day(row["vacant_from"])
        if row["vacancy_source"]:
            source = self.sources[row["vacancy_source"]]
            seat["source_id"], vacant_from = source.pk, vacant_from or source.as_of
        return seat | {"vacant_from": vacant_from, "note": row["note"]}

    def _seat(self, kind: str, slug: str, role: str, number: int = 1) -> dict:
        """A seat exists for the life of its authority, and at a trust until that serves nobody any more."""
        seat = {"role": str(role), "number": number, "exists_from": None, "exists_to": None, "source_id": None}
        place = dict.fromkeys(("region_id", "authority_id", "trust_id"))
        if kind == Place.REGION:
            place["region_id"] = self.regions[slug].pk
        elif kind == Place.AUTHORITY:
            authority = self.authorities[slug]
            place["authority_id"] = authority.pk
            seat |= {"exists_from": authority.active_from, "exists_to": authority.active_to}
        else:
            place["trust_id"] = self.trusts[slug].pk
            ends = [row["to"] for row in self.files["trust_services"] if row["trust"] == slug]
            seat["exists_to"] = _day(max(ends)) if ends and all(ends) else None
        return place | seat

    def _appointments(self) -> list[dict]:
        texts = ("job_title", "organisation", "job_title_as_stated", "organisation_as_stated", "source_place", "note")
        return [
            _as_is(row, texts)
            | self._employer(row["organisation_kind"], row["organisation_slug"])
            | {
                "seat_id": self._seat_id(*_seat_of(row)),
                "person_id": self.people[row["person"]].pk,
                "status": AppointmentStatus.STATED,
                "starts": _day(row["starts"]),
                "starts_precision": row["starts_precision"] or "day",
                "ends": _day(row["ends"]),
                "ends_precision": row["ends_precision"] or "day",
                "interim": row["interim"] == "1",
                "source_id": self.sources[row["source"]].pk,
            }
            for row in self.files["appointments"]
        ]

    def _seat_id(self, kind: str, slug: str, role: str, number: int) -> int:
        seat = self._seat(kind, slug, role, number)
        return self.seats[tuple(seat[name] for name in SEAT)].pk

    def _employer(self, kind: str, slug: str) -> dict:
        return {
            "employing_authority_id": self.authorities[slug].pk if kind == Place.AUTHORITY else None,
            "employing_trust_id": self.trusts[slug].pk if kind == Place.TRUST else None,
        }

    def _corrections(self) -> list[dict]:
        names = ("place", "as_stated", "correction", "source_place")
        return [
            _as_is(row, names) | {"key": row["id"], "source_id": self.sources[row["source"]].pk}
            for row in self.files["corrections"]
        ]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _as_is(row: dict[str, str], names: tuple[str, ...]) -> dict:
    return {name: row[name] for name in names}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _list(text: str) -> list[str]:
    return text.split(";") if text else []


def _seat_of(row: dict[str, str]) -> tuple[str, str, str, int]:
    return row["seat_place_kind"], row["seat_place"], row["role"], int(row["number"])


def _check_overlaps(appointments: list[dict]) -> None:
    """One seat, one holder at a time, in the files too (DIR-5): an overlap is resolved there, not skipped here."""
    faults = []
    in_order = sorted(appointments, key=lambda row: (row["seat_id"], row["starts"]))
    for seat_id, rows in groupby(in_order, key=lambda row: row["seat_id"]):
        for earlier, later in pairwise(rows):
            if earlier["ends"] is None or earlier["ends"] > later["starts"]:
                seat = Seat.objects.get(pk=seat_id)
                names = [str(Person.objects.get(pk=row["person_id"])) for row in (earlier, later)]
                faults.append(f"{seat}: {' and '.join(names)} overlap from {later['starts']:%-d %B %Y}.")
    if faults:
        raise ReferenceFilesError("\n".join(faults))


def _kept_in_portal(row: dict) -> str:
    """A service whose first day was corrected in the portal is there under another key: don't add it again."""
    same = TrustService.objects.filter(trust=row["trust_id"], authority=row["authority_id"])
    return TOUCHED if touched_by_people(TrustService, list(same.values_list("pk", flat=True))) else ""


def _kept(person: Person) -> Person:
    return Person.objects.get(pk=kept_for(person.pk)) if person.merged_into_id else person


def _taken_in_portal(row: dict) -> str:
    """What people have entered comes before what a file states."""
    holder = overlapping(Seat(pk=row["seat_id"]), row["starts"], row["ends"], acting=False).first()
    return f"would overlap with {holder.person}, who is in this seat in the portal" if holder else ""
