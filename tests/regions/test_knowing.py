"""What the portal knew at the end of a day, beside what was so on a day (DIR-2, DIR-13)."""

import random
from datetime import date, datetime, time, timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from regions import knowing, workflow
from regions.models import Appointment, Authority, Seat
from regions.querysets import today
from regions.roles import Role
from riia.audit import trail
from riia.audit.models import Event
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import signed_in


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


@pytest.fixture
def team(cast):
    return cast.north.regional_team


@pytest.fixture
def later(time_machine):
    """Let days pass; returns the day that was."""

    def pass_by(days: int = 3) -> date:
        day = today()
        time_machine.move_to(datetime.combine(day + timedelta(days=days), time(12), timezone.get_current_timezone()))
        return day

    later_on = datetime.combine(today(), time(12), timezone.get_current_timezone())
    time_machine.move_to(later_on)
    return pass_by


def test_what_was_corrected_and_entered_since_is_taken_back(cast, team, later):
    authority = cast.north.first
    workflow.correct(authority, by=team, changes={"note": "One"})
    day = later()
    workflow.correct(authority, by=team, changes={"note": "Two", "aliases": ["Alder"]})
    workflow.undo_entry(authority, Event.objects.latest("pk"), by=team)
    workflow.correct(authority, by=team, changes={"note": "Three"})
    added = workflow.add_seat(authority, by=team, role=Role.NAMED_READER)
    (known,) = knowing.rewound([authority], end_of(day))
    assert (known.note, known.aliases, authority.note) == ("One", [], "Three")
    assert knowing.rewound([added], end_of(day)) == []
    assert knowing.rewound([added], end_of(today())) == [added]
    assert knowing.rewound([], end_of(day)) == []


def test_what_the_trail_cannot_give_back_stays(cast, team, later):
    person = cast.north.dass.person
    day = later()
    workflow.correct(person, by=team, changes={"email": "new@portal.example", "name": "New"})
    trail.record("correct", "X", by=team, on=person, before={"motto": "A"}, after={"motto": "B"})
    (known,) = knowing.rewound([person], end_of(day))
    assert (known.name, known.email) == ("Director of adult social services, Aldermoor", "new@portal.example")


def test_a_page_about_a_day_and_a_page_as_it_was_known_are_told_apart(cast, client, team, later):
    """Entered late: somebody left on the 1st, and the portal learnt of it on the 4th."""
    dass = cast.appointment(cast.north.dass)
    left = today()
    day = later()
    workflow.end_appointment(dass, by=team, ends=left, reason="Told late")
    signed_in(client, team)
    for page in (cast.north.first.get_absolute_url(), dass.seat.get_absolute_url()):
        about = client.get(page, {"on": str(day)}).content.decode()
        known = client.get(page, {"known": str(day)}).content.decode()
        both = client.get(page, {"known": str(day), "on": str(left)}).content.decode()
        assert "With everything that is <strong>known now</strong>" in about
        for shown in (known, both):
            assert "knew it at the end of" in shown
            assert "What has happened" not in shown
        later_known = client.get(page, {"known": str(today() - timedelta(days=1))}).content.decode()
        assert "knew it at the end of" in later_known
    seat = client.get(dass.seat.get_absolute_url(), {"on": str(day)}).context["card"]
    assert (seat.empty, seat.holder) == ("Vacant", None)
    card = client.get(dass.seat.get_absolute_url(), {"known": str(day)}).context["card"]
    assert card.holder.appointment == dass
    assert card.holder.appointment.ends is None


def test_proposals_of_a_day_are_known_as_they_were(cast, client, team, later):
    seat = cast.seat(cast.north.first, Role.LEAD_MEMBER)
    proposal = factories.proposed(seat, by=team)
    day = later()
    workflow.refuse_appointment(proposal, by=cast.north.colleague, reason="No")
    signed_in(client, team)
    (known,) = knowing.Knowledge(day).seats([seat])
    assert [(one.pk, one.status) for one in known.around if one.pk == proposal.pk] == [(proposal.pk, "proposed")]


def test_a_person_is_known_with_the_seats_they_were_known_to_have(cast, client, team, later):
    twice, kept = factories.person("Jon Hill"), factories.person("John Hill")
    moved = factories.stated(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE), twice)
    own = factories.stated(cast.seat(cast.north.third, Role.LEAD_MEMBER), kept)
    day = later()
    workflow.merge_person(twice, by=team, into=kept)
    signed_in(client, team)
    page = client.get(kept.get_absolute_url(), {"known": str(day)})
    assert page.context["appointments"] == [own]
    assert set(client.get(kept.get_absolute_url()).context["appointments"]) == {own, moved}
    (seat,) = knowing.Knowledge(day).seats([moved.seat])
    assert [one.person.name for one in seat.around] == ["Jon Hill"]
    rows = Appointment.objects.order_by("pk")
    assert knowing.appointments_of(twice, knowing.Knowledge(day), rows) == [moved]


def test_regions_and_trusts_are_known_as_they_were(cast, client, team, later):
    service = cast.trust.services.get(authority=cast.north.third)
    day = later()
    workflow.correct(service, by=team, changes={"ends": day})
    workflow.correct(cast.trust, by=cast.administrator, changes={"name": "Renamed Trust"})
    signed_in(client, cast.administrator)
    now, known = (
        client.get("/trusts/hills-trust/", query).context for query in ({"on": str(day)}, {"known": str(day)})
    )
    assert (now["place"].name, len(now["serving"])) == ("Renamed Trust", 1)
    assert (known["place"].name, len(known["serving"])) == ("Hills Children's Trust", 2)
    region = client.get("/regions/north/", {"known": str(day)}).context
    assert [one.pk for one, _ in region["services"]] == [service.pk]
    assert region["offers"] == []
    assert client.get("/regions/north/").context["services"] == []


def test_what_was_not_there_yet_and_days_that_cannot_be_known_are_said(cast, client, team, later):
    first = timezone.localdate(Event.objects.earliest("at").at)
    day = later()
    row = Authority(slug="new", name="New", official_name="New", kind="unitary", region=cast.north.region)
    workflow.add_to_directory(cast.administrator, by=cast.administrator, row=row)
    signed_in(client, team)
    said = {
        ("/authorities/new/", str(day)): "New was not in the directory of the portal then",
        ("/regions/north/", str(today())): "Enter a day before today",
        ("/regions/north/", str(first - timedelta(days=9))): "The history of the portal begins on",
        ("/regions/north/", "soon"): "“soon” is not a date",
        (cast.north.dass.person.get_absolute_url(), "soon"): "“soon” is not a date",
    }
    for (page, known), words in said.items():
        assert words in client.get(page, {"known": known}).content.decode(), page


@pytest.mark.parametrize("somebody", ["anonymous", "north.dcs", "south.regional_team"])
def test_who_does_not_keep_a_page_is_not_shown_what_was_known(cast, client, somebody, later):
    day = later()
    signed_in(client, cast[somebody])
    page = client.get("/regions/north/", {"known": str(day)}).content.decode()
    assert knowing.NOT_YOURS in page
    assert "Show what was known on" not in client.get("/regions/north/").content.decode()


# --- Against a naive replay of the trail ------------------------------------------------------------------------------


def replayed(until: datetime) -> dict[str, dict]:
    """Appointments as the trail tells them from its beginning, forwards."""
    rows: dict[str, dict] = {}
    for event in Event.objects.filter(target_model="regions.appointment", at__lt=until).order_by("pk"):
        rows.setdefault(event.target_id, {}).update(event.after)
    return rows


def known_rows(until: datetime) -> dict[str, dict]:
    rows = knowing.rewound(Appointment.objects.order_by("pk"), until)
    encoder = DjangoJSONEncoder()
    plain = {str(one.pk): trail.snapshot(one) for one in rows}
    for values in plain.values():
        values |= {name: encoder.default(value) for name, value in values.items() if isinstance(value, date | datetime)}
    return plain


def walk(cast, later, chance: random.Random, steps: int) -> list[date]:
    """Random acts of random people on random days; returns the days."""
    seats = list(Seat.objects.filter(authority__region__slug="north").order_by("pk"))
    actors = [cast[name] for name in ("administrator", "north.regional_team", "north.colleague")]
    days = []
    for _ in range(steps):
        days.append(later(chance.randint(0, 3)))
        by, seat = chance.choice(actors), chance.choice(seats)
        rows = list(Appointment.objects.filter(seat__in=seats).order_by("pk"))
        row = chance.choice(rows)
        acts = [
            lambda by=by, seat=seat: workflow.appoint(
                seat, by=by, person=factories.person(), starts=today() - timedelta(days=chance.randint(-9, 200))
            ),
            lambda by=by, row=row: workflow.confirm_appointment(row, by=by),
            lambda by=by, row=row: workflow.end_appointment(
                row, by=by, ends=today() + timedelta(days=chance.randint(-5, 9))
            ),
            lambda by=by, row=row: workflow.correct(row, by=by, changes={"note": f"{chance.random()}"}),
            lambda by=by, row=row: workflow.undo_entry(
                row, Event.objects.filter(target_model="regions.appointment", target_id=str(row.pk)).latest("pk"), by=by
            ),
        ]
        try:
            chance.choice(acts)()
        except (NotPossible, NotPermitted):
            continue
    return days


def agree(cast, later, seed: int, steps: int) -> None:
    days = walk(cast, later, random.Random(seed), steps)  # noqa: S311
    for day in sorted({*days, today()}):
        assert known_rows(end_of(day)) == replayed(end_of(day)), (seed, day)


def test_backwards_agrees_with_forwards(cast, later):
    agree(cast, later, seed=7, steps=25)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_backwards_agrees_with_forwards_on_long_walks(cast, later, seed):
    agree(cast, later, seed=seed, steps=120)


# --- Undoing, as a property ------------------------------------------------------------------------------------------


def test_undo_after_any_reversible_act_restores_the_row_exactly(cast, later):
    """DIR-13: whatever was done, undoing it leaves no trace but in the history."""
    chance = random.Random(11)  # noqa: S311
    undone = 0
    rows = [*Appointment.objects.filter(seat__role=Role.DASS), *Seat.objects.filter(role=Role.DASS), cast.north.first]
    for _ in range(10):
        row = type(one := chance.choice(rows)).objects.get(pk=one.pk)
        before = trail.snapshot(row)
        changes = {"note": f"{chance.random()}", "source": chance.choice([None, factories.source()])}
        if isinstance(row, Appointment) and chance.random() < 0.5:
            workflow.end_appointment(row, by=cast.administrator, ends=today() + timedelta(days=chance.randint(1, 99)))
        elif chance.random() < 0.3:
            workflow.confirm_fact(row, by=cast.administrator)
        else:
            workflow.correct(row, by=cast.administrator, changes=changes)
        event = Event.objects.latest("pk")
        if event.before:
            after = trail.snapshot(row)
            workflow.undo_entry(row, event, by=cast.administrator)
            assert trail.snapshot(type(row).objects.get(pk=row.pk)) == before
            workflow.undo_entry(row, Event.objects.latest("pk"), by=cast.administrator)
            assert trail.snapshot(type(row).objects.get(pk=row.pk)) == after
            workflow.undo_entry(row, Event.objects.latest("pk"), by=cast.administrator)
            undone += 1
        later(1)
    assert undone > 5
