"""Whom a row means: by number, by what is known for certain, by an answer; else the preview asks (DIR-10)."""

from collections.abc import Mapping

from regions.importing.cells import Row, email_in, number_in
from regions.importing.changes import Changes, Line
from regions.importing.known import Known
from regions.models import Appointment, Person
from regions.resembling import ALIKE, SAME, likeness, normalised

SOMEBODY_NEW = 0


class People:
    """The people that a file speaks of."""

    def __init__(self, known: Known, changes: Changes, answers: Mapping[str, int]) -> None:
        self.known, self.changes, self.answers = known, changes, answers
        # Somebody who stands in several rows is one person, and asked about once.
        self.met: dict[tuple[tuple[str, ...], str], Person | None] = {}
        self.met_in: dict[tuple[tuple[str, ...], str], int] = {}
        # The row that adds somebody.
        self.first_in: dict[int, int] = {}

    def numbered(self, row: Row) -> Person | None:
        """The person whose number the row gives."""
        number = number_in(row, "person_id")
        if number is None:
            return None
        person = self.known.people.get(number)
        if person is None:
            row.fault("person_id", "Nobody in the directory has this number. Leave it empty for somebody new.")
        return person

    def meant(self, line: Line, around: list[Appointment], demonstration: bool) -> Person | None:
        """The person of a row; None where the row is wrong or must be asked about first."""
        row = line.row
        if row["person_id"]:
            return self.numbered(row)
        if len(row["name"]) < 2 or not normalised(row["name"]):
            row.fault("name", "Enter the full name.")
            return None
        return self._by_name(line, around, demonstration)

    def _by_name(self, line: Line, around: list[Appointment], demonstration: bool) -> Person | None:
        row, name, email = line.row, line.row["name"], line.row["email"].casefold()
        key = (tuple(sorted(normalised(name))), email)
        if key in self.met:
            return self._met(line, key)
        person = self._certain(row, email, around)
        if person is None and self._is_answered(row):
            person = self._answered(line)
        elif person is None and (asks := self._candidates(name, email)):
            line.asks = asks
            self.met[key], self.met_in[key] = None, row.number
            return None
        person = person or self._newcomer(row, demonstration)
        self.met[key], self.met_in[key] = person, row.number
        return person

    def _met(self, line: Line, key: tuple[tuple[str, ...], str]) -> Person | None:
        person = self.met[key]
        if person is None:
            line.told.append(f"The answer to row {self.met_in[key]} counts here too.")
        return person

    def _certain(self, row: Row, email: str, around: list[Appointment]) -> Person | None:
        """Whom the row means beyond doubt: name and address known together, or this name in this seat already."""
        name = row["name"]
        by_email = [one for one in self.known.by_email.get(email, []) if likeness(name, one.name) >= ALIKE]
        if len(by_email) == 1:
            return by_email[0]
        there = {one.person.pk: one.person for one in around if likeness(name, one.person.name) >= SAME}
        if len(there) == 1 and not email:
            return next(iter(there.values()))
        if row["role"] or row["place"] or email:
            return None
        # Somebody of whom the directory knows no more than the row says.
        same = [one for one in self.known.namesakes.of(name) if one.name == name and one.pk not in self.known.seated]
        return same[0] if len(same) == 1 and not same[0].email else None

    def _candidates(self, name: str, email: str) -> list[Person]:
        found = {one.pk: one for one in self.known.by_email.get(email, [])}
        return list((found | {one.pk: one for one in self.known.namesakes.of(name)}).values())

    def _is_answered(self, row: Row) -> bool:
        answer = self.answers.get(str(row.number))
        return answer is not None and (answer == SOMEBODY_NEW or answer in self.known.people)

    def _answered(self, line: Line) -> Person | None:
        answer = self.answers[str(line.number)]
        person = self.known.people.get(answer)
        if person and person.name != line.row["name"]:
            line.row.fault("name", f"The directory keeps the name “{person.name}”.", warning=True)
        return person

    def _newcomer(self, row: Row, demonstration: bool) -> Person:
        email_in(row)
        person = Person(
            name=row["name"], email=row["email"], telephone=row["telephone"], is_demonstration=demonstration
        )
        self.changes.people.append((row.number, person))
        self.first_in[id(person)] = row.number
        return person
