"""What needs a reader: the first thing that somebody who signs in sees. Each app adds what waits in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from datasets.waiting import waiting_for
from regions.models import Memorandum, Party
from regions.models.memoranda import WARNING_DAYS
from regions.querysets import covering, today
from regions.reach import reach_of
from regions.signing import end_of, standings
from regions.statuses import AppointmentStatus, MemorandumStatus
from regions.upkeep import to_confirm, unconfirmed
from regions.wording import in_sentence, last_day
from riia.ui.dates import in_words
from selfassessment.waiting import waiting_for as waiting_in_evaluations


@dataclass(frozen=True)
class Need:
    """One thing to do: what, where, by when, and the page on which it is done."""

    what: str
    where: str
    when: str
    url: str
    due: date | None = None

    @property
    def overdue(self) -> bool:
        return self.due is not None and self.due < today()


def needs_of(user) -> list[Need]:
    """Everything that waits for somebody: what is overdue first, then by date, then what has none."""
    found = [*_appointments(user), *_memoranda(user), *_unconfirmed(user), *_collections(user), *_evaluations(user)]
    return sorted(found, key=lambda one: (not one.overdue, one.due or date.max))


def _appointments(user) -> Iterable[Need]:
    """Appointments that a second person must confirm (ACC-9); they are due when they begin."""
    for one in to_confirm(user).in_brief():
        begins = one.starts if one.status == AppointmentStatus.PROPOSED else None
        yield Need(
            what=f"Confirm {one.person} as {in_sentence(one.seat.name)}",
            where=one.seat.place.name,
            when=_begins(begins),
            url=one.get_absolute_url(),
            due=begins,
        )


def _begins(begins: date | None) -> str:
    if begins is None:
        return "stated by a source; a colleague says it is right"
    return f"{'was to begin' if begins < today() else 'begins'} on {in_words(begins)}"


def _memoranda(user) -> Iterable[Need]:
    """Memoranda and signatures that end within the warning, for those who keep the region (ACC-18)."""
    keeps = reach_of(user).keeps
    if not keeps:
        return
    kept = Memorandum.objects.visible_to(user).filter(region__in=keeps, status=MemorandumStatus.IN_FORCE)
    for memorandum in kept.for_page():
        if memorandum.expires and memorandum.expires <= today() + timedelta(days=WARNING_DAYS):
            yield _ending("Renew the memorandum of understanding", memorandum, memorandum.expires)
        for ends, parties in sorted(_endings(memorandum).items()):
            whose = f"the signature of {parties[0]}" if len(parties) == 1 else f"{len(parties)} signatures"
            yield _ending(f"Renew {whose}", memorandum, ends)


def _ending(what: str, memorandum: Memorandum, ends: date) -> Need:
    verb = "ended" if ends <= today() else "ends"
    return Need(
        what=what,
        where=memorandum.region.name,
        when=f"{verb} on {in_words(last_day(ends))}",
        url=memorandum.get_absolute_url(),
        due=last_day(ends),
    )


def _endings(memorandum: Memorandum) -> dict[date, list[Party]]:
    """Whose signatures end, or are in their days of grace, on a date of their own, by that date."""
    found: dict[date, list[Party]] = {}
    for one in standings(memorandum, today()):
        ends = end_of(one.signature) if one.signature and one.word in ("ending", "grace") else None
        if ends and ends != memorandum.expires:
            found.setdefault(ends, []).append(one.party)
    return found


def _unconfirmed(user) -> Iterable[Need]:
    """How many people in a keeper's part of the directory only a source puts there (DIR-15)."""
    reach = reach_of(user)
    if not (reach.keeps or reach.keeps_trusts):
        return
    count = unconfirmed(user).filter(covering(today())).count()
    if count:
        people = "1 person is" if count == 1 else f"{count} people are"
        yield Need(
            what=f"Check the directory: {people} not confirmed",
            where="Your part of the directory",
            when="no date",
            url=reverse("directory_work"),
        )


def _collections(user) -> Iterable[Need]:
    """Returns and periods of collections that wait for somebody (DAT-6, DAT-18)."""
    for one in waiting_for(user):
        yield Need(what=one.what, where=one.where, when=one.when, url=one.url, due=one.due)


def _evaluations(user) -> Iterable[Need]:
    """Every step of self-evaluations and their moderation that waits for somebody (NOT-1)."""
    for one in waiting_in_evaluations(user):
        yield Need(what=one.what, where=one.where, when=one.when, url=one.url, due=one.due)
