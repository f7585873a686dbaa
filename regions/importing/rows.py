"""Judging one row: which appointment, person or seat it speaks of, and what it would change about it."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from regions.corrections import Difference
from regions.importing import standing
from regions.importing.cells import NOT_KNOWN, Row, date_in, email_in, number_in, yes_or_no
from regions.importing.changes import NEW, Changes, Line
from regions.importing.known import Known
from regions.importing.people import People
from regions.importing.places import employer_in, seat_in
from regions.models import Appointment, Authority, Person, Seat, Trust
from regions.querysets import today
from regions.resembling import ALIKE, likeness
from regions.rules.contacts import reasons_not_to_publish
from regions.rules.seats import reasons_not_to_vacate
from regions.statuses import AppointmentStatus, Precision
from regions.wording import last_day
from riia.ui.dates import DAY, MONTH, PartialDate, in_words

NOT_YOURS = "This is kept by others: you can appoint this person, but not correct what is said of them."


class Judging:
    """The rows of one file, judged one after another against what is known and what earlier rows say."""

    def __init__(self, known: Known, changes: Changes, people: People) -> None:
        self.known, self.changes, self.people = known, changes, people
        self.again: dict[int, Appointment | None] = {}
        self.added: set[int] = set()
        self.names: dict[int, str] = {}

    def add_seats(self, lines: Iterable[Line]) -> None:
        """The seats that rows name and that aren't there yet, in the order of their numbers."""
        named = [
            line for line in lines if not line.row["appointment_id"] and line.row["role"] and not line.row.is_wrong
        ]
        for line in sorted(named, key=lambda one: number_in(one.row, "seat_number") or 1):
            self._seat(line)

    def is_new(self, line: Line) -> bool:
        """Whether the row puts somebody in a seat who, as far as the directory knows, isn't in it."""
        row = line.row
        names_seat = row["role"] or row["place"] or row["place_type"]
        if row["appointment_id"] or not names_seat or not (row["name"] or row["person_id"]):
            return False
        self.again[row.number] = self._said_again(row)
        return self.again[row.number] is None

    def _said_again(self, row: Row) -> Appointment | None:
        """The appointment of the directory that a row without its number means: this seat, this day, this name."""
        seat = seat_in(row, self.known, quietly=True)
        if seat is None or seat._state.adding:
            return None
        starts, number = date_in(row, "from"), row["person_id"]
        for one in self.known.around_of(seat):
            is_person = str(one.person_id) == number if number else likeness(row["name"], one.person.name) >= ALIKE
            if is_person and one.acting == bool(yes_or_no(row, "acting")):
                if starts is None and not row["from"] and (one.ends is None or one.ends > today()):
                    return one
                if starts and _same_day(starts, one.starts, one.starts_precision):
                    return one
        return None

    # --- Rows about what is known -------------------------------------------------------------------------------------

    def known_row(self, line: Line) -> None:
        """A row about an appointment that is known, a person in no seat, or a seat that nobody holds."""
        row = line.row
        if row["appointment_id"]:
            self._numbered_appointment(line)
        elif not (row["role"] or row["place"] or row["place_type"]):
            self._person_alone(line)
        elif not (row["name"] or row["person_id"]):
            self._empty_seat(line)
        elif appointment := self.again.get(row.number):
            if row["name"] and row["name"] != appointment.person.name and not row["person_id"]:
                row.fault("name", f"The directory keeps the name “{appointment.person.name}”.", warning=True)
            self._appointment(line, appointment, explicit=False)

    def _numbered_appointment(self, line: Line) -> None:
        row = line.row
        number = number_in(row, "appointment_id")
        appointment = self.known.appointments.get(number or 0)
        if appointment is None:
            row.fault("appointment_id", "You keep no appointment with this number. Leave it empty for a new one.")
            return
        line.about = str(appointment)
        if row["person_id"] and row["person_id"] != str(appointment.person_id):
            row.fault(
                "person_id",
                f"This appointment is of {appointment.person}. For somebody else, leave appointment_id empty.",
            )
        if row["role"] or row["place"]:
            seat = seat_in(row, self.known)
            if seat is not None and seat is not appointment.seat:
                row.fault(
                    "role", f"This appointment is to {appointment.seat}. For another seat, leave appointment_id empty."
                )
        if not row.is_wrong:
            self._appointment(line, appointment, explicit=True)

    def _appointment(self, line: Line, appointment: Appointment, *, explicit: bool) -> None:
        row = line.row
        line.about = f"{appointment.person}: {self._name(appointment.seat)}"
        self._check_start(row, appointment)
        if (acting := yes_or_no(row, "acting")) is not None and acting != appointment.acting:
            row.fault("acting", "Whether it is acting cover can't be changed: end it, and appoint again.")
        self._person(line, appointment.person, explicit=explicit)
        self._seat_title(line, appointment.seat)
        changes: dict[str, Any] = {}
        for name in ("job_title", "organisation", "note"):
            self._text(line, appointment, name, explicit, changes)
        interim = yes_or_no(row, "interim")
        if interim is not None and interim != self.changes.was(appointment, "interim"):
            changes["interim"] = interim
            line.differences.append(Difference("interim", *(_yes(one) for one in (not interim, interim))))
        self._employer(line, appointment, explicit, changes)
        for reason in standing.reasons_not_to_correct(appointment, changes):
            row.fault("employer", reason)
        self._end(line, appointment, explicit)
        if changes and not row.is_wrong:
            self.changes.set("correct", appointment, row.number, changes)

    @staticmethod
    def _check_start(row: Row, appointment: Appointment) -> None:
        starts = date_in(row, "from")
        said_unknown = row["from"].casefold() == NOT_KNOWN and appointment.starts_precision == Precision.UNKNOWN
        if row.is_wrong or not row["from"] or said_unknown:
            return
        if starts is None or not _same_day(starts, appointment.starts, appointment.starts_precision):
            known = in_words(appointment.starts, _shown(appointment.starts_precision))
            row.fault("from", f"The first day is {known} in the directory, and no file can change it.")

    def _text(
        self, line: Line, item: Any, name: str, explicit: bool, changes: dict[str, Any], column: str = ""
    ) -> None:
        """One text of a known row. An empty cell empties it where the row has a number, and else says nothing."""
        column = column or name
        row, was = line.row, str(self.changes.was(item, name))
        said = row[column]
        if (
            not row.has(column)
            or (not said and not explicit)
            or said == _flat(was)
            or (name == "telephone" and _same_number(said, was))
        ):
            return
        if (by := self.changes.changed_by(item, name)) and getattr(item, name) != said:
            row.fault(column, f"Row {by} says something else: “{str(getattr(item, name))[:60] or 'nothing'}”.")
            return
        changes[name] = said
        line.differences.append(Difference(column, was, said))

    def _employer(self, line: Line, appointment: Appointment, explicit: bool, changes: dict[str, Any]) -> None:
        row = line.row
        known = appointment.employing_authority_id, appointment.employing_trust_id
        if not row.has("employer") or (not row["employer"] and not explicit):
            return
        place = employer_in(row, self.known) if row["employer"] else None
        said = (place.pk if isinstance(place, Authority) else None, place.pk if isinstance(place, Trust) else None)
        if row.is_wrong or said == known:
            return
        changes["employing_authority"] = place if isinstance(place, Authority) else None
        changes["employing_trust"] = place if isinstance(place, Trust) else None
        line.differences.append(Difference("employer", self._employer_of(appointment), str(place or "")))

    def _employer_of(self, appointment: Appointment) -> str:
        for kind, number in (
            ("authority", appointment.employing_authority_id),
            ("trust", appointment.employing_trust_id),
        ):
            if number:
                return str(self.known.places[kind][number])
        return ""

    def _end(self, line: Line, appointment: Appointment, explicit: bool) -> None:
        row = line.row
        if not row.has("to") or (not row["to"] and not explicit) or row["to"].casefold() == NOT_KNOWN:
            return
        said = date_in(row, "to")
        known = last_day(appointment.ends) if appointment.ends else None
        if said is None:
            if known and not row["to"] and appointment.ends_precision != Precision.UNKNOWN:
                row.fault(
                    "to", f"The last day is {in_words(known)} in the directory. On its page the entry can be undone."
                )
            return
        if known and _same_day(said, known, appointment.ends_precision):
            return
        for reason in standing.reasons_not_to_end(self.known, appointment, said.day_after):
            row.fault("to", reason)
        if not row.is_wrong:
            before = in_words(known, _shown(appointment.ends_precision)) if known else ""
            line.differences.append(Difference("to", before, str(said)))
            values = {"ends": said.day_after, "ends_precision": said.precision}
            self.changes.set("end_appointment", appointment, row.number, values)

    def _seat_title(self, line: Line, seat: Seat) -> None:
        """A seat's own name, which an empty cell leaves alone: most rows of a seat say nothing of it."""
        changes: dict[str, Any] = {}
        self._text(line, seat, "title", False, changes, "seat_title")
        if changes and not line.row.is_wrong:
            self.changes.set("correct", seat, line.row.number, changes)

    # --- People -------------------------------------------------------------------------------------------------------

    def _person(self, line: Line, person: Person, *, explicit: bool) -> None:
        """What the row says of somebody who is known."""
        row, number, seen = line.row, line.row.number, len(line.differences)
        changes: dict[str, Any] = {}
        if person._state.adding:
            return
        email_in(row)
        if explicit and row["name"]:
            self._text(line, person, "name", explicit, changes)
        for name in ("email", "telephone"):
            self._text(line, person, name, explicit, changes)
        if changes and not row.is_wrong:
            self.changes.set("correct", person, number, changes)
        self._publishing(line, person)
        if len(line.differences) > seen and person.pk not in self.known.corrigible:
            row.fault("name", NOT_YOURS)

    def _publishing(self, line: Line, person: Person) -> None:
        row, said = line.row, yes_or_no(line.row, "publishes_contact")
        was = self.changes.was(person, "publishes_contact")
        if said is None or said == was or said == person.publishes_contact:
            return
        for reason in reasons_not_to_publish(person, by=self.known.by) if said else ():
            row.fault("publishes_contact", reason)
        line.differences.append(Difference("publishes_contact", _yes(not said), _yes(said)))
        if not row.is_wrong:
            verb = "publish_contact" if said else "withhold_contact"
            self.changes.set(verb, person, row.number, {"publishes_contact": said})

    def _person_alone(self, line: Line) -> None:
        row = line.row
        if not (row["name"] or row["person_id"]):
            row.fault("name", "Enter the name of a person, or the place and role of a seat.")
            return
        side = self.known.region.is_demonstration if self.known.region else False
        person = self.people.meant(line, [], side)
        line.about = row["name"] or str(person or "")
        if person is None or row.is_wrong:
            return
        if person._state.adding:
            self._newcomer(line, person)
            return
        explicit = bool(row["person_id"])
        self._person(line, person, explicit=explicit)
        changes: dict[str, Any] = {}
        self._text(line, person, "note", False, changes)
        if changes and not row.is_wrong:
            self.changes.set("correct", person, row.number, changes)
            if person.pk not in self.known.corrigible:
                row.fault("note", NOT_YOURS)

    def _newcomer(self, line: Line, person: Person) -> None:
        """Somebody whom the file adds: the first row with the name says who they are."""
        row = line.row
        if not person.telephone:
            person.telephone = row["telephone"]
        if yes_or_no(row, "publishes_contact") and not person.publishes_contact:
            for reason in reasons_not_to_publish(person, by=self.known.by):
                row.fault("publishes_contact", reason)
            person.publishes_contact = True
        if not (row["role"] or row["place"]):
            person.note = row["note"]
        line.kind = NEW
        if self.people.first_in.get(id(person)) == row.number:
            line.told.append(f"Adds {person} to the directory.")

    # --- Seats that nobody holds --------------------------------------------------------------------------------------

    def _empty_seat(self, line: Line) -> None:
        row = line.row
        seat = self._seat(line)
        if seat is None or row.is_wrong:
            return
        if seat._state.adding:
            seat.title, seat.note = seat.title or row["seat_title"], row["note"]
        else:
            changes: dict[str, Any] = {}
            self._text(line, seat, "title", False, changes, "seat_title")
            self._text(line, seat, "note", False, changes)
            if changes and not row.is_wrong:
                self.changes.set("correct", seat, row.number, changes)
        self._vacancy(line, seat)

    def _vacancy(self, line: Line, seat: Seat) -> None:
        row, since = line.row, date_in(line.row, "from")
        held = [
            one
            for one in self.known.around_of(seat)
            if one.status != AppointmentStatus.PROPOSED and one.covers(today())
        ]
        if row["to"]:
            row.fault("to", "A seat that nobody holds has no last day.")
        if since is None:
            if held and not row["from"]:
                row.fault(
                    "name", f"{held[0].person} holds this seat. Enter since when it is vacant, or leave the row out."
                )
            return
        if seat.vacant_from == since.date or seat._state.adding or self._left_before(seat) == since.date:
            seat.vacant_from = since.date if seat._state.adding else seat.vacant_from
            return
        for reason in reasons_not_to_vacate(seat, by=self.known.by, vacant_from=since.date):
            row.fault("from", reason)
        line.differences.append(Difference("from", in_words(seat.vacant_from), str(since)))
        line.told += [f"{one.person} leaves the seat." for one in held]
        self.changes.vacated.append((row.number, seat, since.date))

    def _left_before(self, seat: Seat) -> Any:
        ends = [one.ends for one in self.known.around_of(seat) if one.ends and one.ends_precision != Precision.UNKNOWN]
        return max(ends, default=None)

    def _seat(self, line: Line) -> Seat | None:
        """The seat of a row, added where there is none yet."""
        seat = seat_in(line.row, self.known)
        if seat is None:
            return None
        line.about = line.about or self._name(seat)
        if seat._state.adding and id(seat) not in self.added:
            self.added.add(id(seat))
            seat.title = line.row["seat_title"]
            self.known.add_seat(seat)
            self.changes.seats.append((line.row.number, seat))
            line.kind = NEW
            line.told.append(f"Adds the seat “{seat.name}” to {seat.place}.")
        return seat

    def _name(self, seat: Seat) -> str:
        return self.names.get(id(seat)) or self.names.setdefault(id(seat), str(seat))

    # --- New appointments ---------------------------------------------------------------------------------------------

    def new_row(self, line: Line) -> None:
        """A row that puts somebody in a seat."""
        row = line.row
        seat = self._seat(line)
        starts, ends = date_in(row, "from"), date_in(row, "to")
        if starts is None and not row.is_wrong:
            row.fault("from", "Enter the first day in the seat.")
        employer = employer_in(row, self.known) if row["employer"] else None
        interim, acting = yes_or_no(row, "interim"), bool(yes_or_no(row, "acting"))
        if seat is None or starts is None or row.is_wrong:
            return
        person = self.people.meant(line, self.known.around_of(seat), seat.in_demonstration)
        line.about = f"{row['name'] or person or ''}: {self._name(seat)}"
        if person is None or row.is_wrong:
            return
        draft = Appointment(
            seat=seat,
            starts=starts.date,
            starts_precision=starts.precision,
            ends=ends.day_after if ends else None,
            ends_precision=ends.precision if ends else Precision.DAY,
            interim=bool(interim),
            acting=acting,
            job_title=row["job_title"],
            organisation=row["organisation"],
            employing_authority=employer if isinstance(employer, Authority) else None,
            employing_trust=employer if isinstance(employer, Trust) else None,
            note=row["note"],
            status=AppointmentStatus.PROPOSED if seat.about.second else AppointmentStatus.CONFIRMED,
        )
        draft.person = person
        line.means = person.pk
        self._put(line, draft)

    def _put(self, line: Line, draft: Appointment) -> None:
        row, seat, person = line.row, draft.seat, draft.person
        around = self.known.around_of(seat)
        if standing.same_person_and_day(around, person, draft.starts, draft.acting):
            row.fault("name", f"{person} is in this seat from that day already.")
        for column, reason in standing.reasons_not_to_appoint(self.known, draft):
            row.fault(column, reason)
        if person._state.adding:
            self._newcomer(line, person)
        else:
            self._person(line, person, explicit=False)
        if not seat._state.adding:
            self._seat_title(line, seat)
        line.kind = NEW
        if row.is_wrong:
            return
        draft.replaces = standing.replaced_by(around, draft.starts, draft.acting)
        self._tell(line, draft)
        if draft.replaces and draft.status == AppointmentStatus.CONFIRMED:
            self._give_way(row.number, draft)
        around.append(draft)
        around.sort(key=lambda one: one.starts)
        self.changes.appointments.append((row.number, draft))

    @staticmethod
    def _tell(line: Line, draft: Appointment) -> None:
        if draft.status == AppointmentStatus.PROPOSED:
            line.told.append("Waits for a second person, because the seat opens access.")
        if draft.replaces:
            leaves = f"{draft.replaces.person} leaves the seat: last day {in_words(draft.starts - timedelta(days=1))}"
            later = ", once this is confirmed" if draft.status == AppointmentStatus.PROPOSED else ""
            line.told.append(f"{leaves}{later}.")

    def _give_way(self, row: int, draft: Appointment) -> None:
        leaving = draft.replaces
        assert leaving is not None  # noqa: S101 - for the type checker
        values = {"ends": draft.starts, "ends_precision": Precision.DAY}
        if leaving._state.adding:
            leaving.ends, leaving.ends_precision = draft.starts, Precision.DAY
            return
        self.changes.set("give_way", leaving, row, values, reason=f"Succeeded by {draft.person}.")


def _same_day(said: PartialDate, known: Any, precision: str) -> bool:
    """Whether a cell says what is known. Excel makes a day of a month, so the first of a known month is that month."""
    shown = _shown(precision)
    if shown == said.precision == DAY:
        return bool(said.date == known)
    if in_words(said.date, said.precision) == in_words(known, shown):
        return True
    month = shown == MONTH and said.precision == DAY and said.date.day == 1
    return month and (said.date.year, said.date.month) == (known.year, known.month)


def _shown(precision: str) -> str:
    return DAY if precision == Precision.UNKNOWN else precision


def _flat(text: str) -> str:
    """A text as a cell holds it: on one line."""
    return re.sub(r"\s*[\r\n\t]\s*|\s{2,}", " ", text).strip()


def _same_number(said: str, known: str) -> bool:
    """Excel takes the first nought of a telephone number away."""
    return bool(said) and said.isdecimal() and known.replace(" ", "") == f"0{said}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
