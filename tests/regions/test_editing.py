"""Putting the directory right in the browser: correcting, contact details, and which seats there are."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from regions import workflow
from regions.models import Person, Seat
from regions.querysets import today
from regions.roles import Role
from regions.rules import contacts, facts, seats
from regions.rules.appointments import reasons_not_to_appoint, reasons_not_to_vouch
from regions.seating import twin_hat
from riia.audit.models import Event
from riia.workflow import NotPossible
from tests import factories
from tests.people import SINCE, signed_in

DAY = timedelta(days=1)
TOMORROW, YESTERDAY = today() + DAY, today() - DAY


@pytest.fixture
def team(cast, client):
    """A client of the regional team of North."""
    return signed_in(client, cast.north.regional_team)


def parts(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def typed(client, address: str, **changes) -> dict[str, str]:
    """What a browser would send back of a form as it is shown, with some of it changed."""
    form = client.get(address).context["form"]
    values = {}
    for field in form:
        subfields = field.field.widget.decompress(field.value()) if field.name.endswith(("day", "live", "from")) else []
        values |= dict(zip([f"{field.name}_{part}" for part in ("day", "month", "year")], subfields, strict=False))
        if not subfields and field.value() not in (None, False):
            value = field.field.prepare_value(field.value()) if hasattr(field.field, "prepare_value") else field.value()
            values[field.name] = str(value)
    return values | {"reason": "Told by the council"} | changes


def told(response) -> list[str]:
    return [str(one) for one in get_messages(response.wsgi_request)]


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- Correcting -------------------------------------------------------------------------------------------------------


def test_a_correction_is_shown_before_and_told_after_it_and_kept_with_its_reason(cast, team):
    region = cast.north.region
    address = reverse("fact_correct", args=["region", region.pk])
    sent = typed(team, address, website="north.example", aliases="The North\r\nNorthern\n\nThe North")
    checked = team.post(address, sent)
    differences = [(one.name, one.before, one.after) for one in checked.context["differences"]]
    assert differences == [("Other names", "", "The North, Northern"), ("Website", "", "https://north.example")]
    assert fetched(region).website == ""
    saved = team.post(address, sent | {"step": "save"})
    assert saved["Location"] == region.get_absolute_url()
    assert told(saved) == [
        "North is corrected. Other names: now “The North, Northern”; website: now “https://north.example”."
    ]
    event = Event.objects.filter(verb="correct").latest("pk")
    assert (event.after, event.reason) == (
        {"aliases": ["The North", "Northern"], "website": "https://north.example"},
        "Told by the council",
    )


def fetched(item):
    return type(item)._base_manager.get(pk=item.pk)


def test_every_kind_of_fact_has_a_page_that_corrects_it(cast, team):
    north = cast.north
    group = workflow.add_group(north.region, by=north.regional_team, name="Moors")
    service = north.third.trust_services.get()
    holder = cast.appointment(north.dass)
    for kind, item, change, words in (
        ("authority", north.first, {"population_0_17": "5100"}, "Children aged 0 to 17: now “5100”."),
        ("trust", cast.trust, {"mailbox": "hills@trust.example"}, "Shared mailbox: now “hills@trust.example”."),
        ("trust-service", service, {"scope": "All of it"}, "What it runs: now “All of it”."),
        ("seat", holder.seat, {"title": "Director, adults"}, "Own title: now “Director, adults”."),
        (
            "person",
            holder.person,
            {"name": "Ada Moor"},
            "Name: from “Director of adult social services, Aldermoor” to “Ada Moor”.",
        ),
        ("appointment", holder, {"interim": "on"}, "Interim: from “no” to “yes”."),
        ("group", group, {"note": "The moors"}, "What it is for: now “The moors”."),
    ):
        address = reverse("fact_correct", args=[kind, item.pk])
        response = team.post(address, typed(team, address, **change) | {"step": "save"})
        assert response.status_code == 302, (kind, response.context["form"].errors)
        assert told(response)[-1].endswith(words), kind


def test_what_is_typed_stays_when_something_is_missing_or_changed_again(cast, team):
    address = reverse("fact_correct", args=["trust", cast.trust.pk])
    nothing = team.post(address, typed(team, address))
    assert (nothing.status_code, "Nothing is changed yet" in text(nothing)) == (422, True)
    no_reason = team.post(address, typed(team, address, name="Moors Trust", reason=""))
    assert (no_reason.status_code, "Moors Trust" in text(no_reason)) == (422, True)
    again = team.post(address, typed(team, address, name="Moors Trust", step="change"))
    assert (again.status_code, again.context["form"].errors, "Moors Trust" in text(again)) == (200, {}, True)
    wrong = team.post(address, typed(team, address, website="not an address", name="Moors Trust"))
    assert list(wrong.context["form"].errors) == ["website"]


def test_nobody_overwrites_what_somebody_else_changed_meanwhile(cast, team):
    address = reverse("fact_correct", args=["trust", cast.trust.pk])
    sent = typed(team, address, note="Mine")
    workflow.correct(cast.trust, by=cast.administrator, changes={"note": "Theirs"})
    refused = team.post(address, sent | {"step": "save"})
    assert (refused.status_code, "Somebody changed this while you were typing" in text(refused)) == (422, True)
    sent["seen"] = refused.context["form"]["seen"].value()
    assert [(one.before, one.after) for one in team.post(address, sent).context["differences"]] == [("Theirs", "Mine")]


def test_there_is_no_page_for_other_kinds_and_none_for_what_one_does_not_keep(cast, client):
    signed_in(client, cast.south.regional_team)
    assert client.get("/facts/memorandum/1/correct/").status_code == 404
    assert client.get("/seats/add/seat/1/").status_code == 404
    assert client.get(reverse("fact_correct", args=["authority", cast.north.first.pk])).status_code == 403


def test_pages_of_facts_lead_to_their_correction_and_only_for_keepers(cast, team, client):
    north, holder = cast.north, cast.appointment(cast.north.dass)
    pages = {
        "region": north.region,
        "authority": north.first,
        "trust": cast.trust,
        "seat": holder.seat,
        "person": holder.person,
        "appointment": holder,
    }
    for kind, item in pages.items():
        assert reverse("fact_correct", args=[kind, item.pk]) in text(team.get(item.get_absolute_url())), kind
    signed_in(client, north.performance_lead)
    for kind, item in pages.items():
        assert "/correct/" not in text(client.get(item.get_absolute_url())), kind


def test_dir_7_holds_when_the_employer_of_a_chair_is_corrected(cast, team):
    chair = cast.appointment(cast.north.chair)
    by, south = cast.north.regional_team, cast.south.first
    reason = "A chair comes from an authority of North or a trust that serves one. Choose which one employs them."
    for changes, expected in (
        ({"employing_authority": south}, [reason]),
        ({"employing_authority": None}, [reason]),
        ({"employing_authority": cast.north.second}, []),
        ({"employing_authority": None, "employing_trust": cast.trust}, []),
        ({"job_title": "Director"}, []),
    ):
        assert facts.reasons_not_to_correct(chair, by=by, changes=changes) == expected
    address = reverse("fact_correct", args=["appointment", chair.pk])
    refused = team.post(address, typed(team, address, employer=""))
    assert (refused.status_code, reason in text(refused)) == (422, True)
    moved = team.post(address, typed(team, address, employer="authority:birchester") | {"step": "save"})
    assert told(moved)[-1].endswith("Employing authority: from “Aldermoor” to “Birchester”.")
    elsewhere = cast.appointment(cast.north.dass)
    assert facts.reasons_not_to_correct(elsewhere, by=by, changes={"employing_authority": south}) == []


def test_dir_7_nobody_vouches_for_a_chair_from_elsewhere(cast):
    seat, by = cast.seat(cast.north.region, Role.VICE_CHAIR), cast.north.regional_team
    stranger = factories.stated(seat, acting=True)
    assert reasons_not_to_vouch(stranger, by=by) == [
        "A chair comes from an authority of North or a trust that serves one. Choose which one employs them."
    ]
    workflow.correct(stranger, by=by, changes={"employing_authority": cast.north.first})
    assert reasons_not_to_vouch(stranger, by=by) == []


def test_dir_16_the_life_of_an_authority_is_corrected_by_administrators(cast):
    changes = {"active_to": TOMORROW}
    assert facts.reasons_not_to_correct(cast.north.first, by=cast.administrator, changes=changes) == []
    assert facts.reasons_not_to_correct(cast.north.first, by=cast.north.regional_team, changes=changes) == [
        "The first and last day of an authority are corrected by administrators."
    ]


# --- Contact details --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "telephone", "reason"),
    [
        ("", "", "No e-mail address or telephone number is known, so there is nothing to publish."),
        (
            "ada@gmail.com",
            "",
            "The e-mail address is at a provider where anybody can have one. Such an address is never published.",
        ),
        ("ada@gmail.com", "01632 960001", ""),
        ("ada@north.gov.uk", "", ""),
    ],
)
def test_dir_9_what_can_be_published(cast, email, telephone, reason):
    person = Person(name="Ada", email=email, telephone=telephone)
    assert contacts.reasons_not_to_publish(person, by=cast.administrator) == [reason][: bool(reason)]


def test_dir_9_contact_details_are_published_as_agreed_and_withheld_again(cast, team, client):
    person, page = cast.north.dass.person, cast.north.first.get_absolute_url()
    Person.objects.filter(pk=person.pk).update(email="ada@icloud.com", telephone="01632 960001")
    publish, withhold = (reverse(f"person_{act}", args=[person.pk]) for act in ("publish", "withhold"))
    shown = text(team.get(publish))
    assert "Everybody, signed in or not, is shown these details" in shown
    assert "The e-mail address stays with members: such an address is never published." in shown
    assert "to members only already" in text(team.get(withhold))
    done = team.post(publish, {"reason": "Her e-mail of 1 March"})
    assert told(done) == [f"The contact details of {person} are now shown to everybody."]
    client.logout()
    seen = text(client.get(page))
    assert ("01632 960001" in seen, "ada@icloud.com" in seen) == (True, False)
    # Whoever they are about decides too.
    signed_in(client, cast.north.dass)
    assert (publish in text(client.get(person.get_absolute_url()))) is False
    assert "published already" in text(client.get(publish))
    assert client.post(withhold, {"reason": "My wish"}).status_code == 302
    client.logout()
    assert "01632 960001" not in text(client.get(page))


def test_a_person_without_account_is_nobodys_own(cast):
    assert not contacts.may_decide_on_contacts(cast.anonymous, Person(name="Ada"))
    assert not facts.may_correct(cast.north.regional_team, Person(name="Ada"))


# --- Acting cover and twin hats ---------------------------------------------------------------------------------------


def test_a_seat_that_is_held_offers_acting_cover_and_the_form_has_it_chosen(cast, team):
    seat = cast.seat(cast.north.first, Role.DASS)
    address = f"{reverse('seat_appoint', args=[seat.pk])}?acting=on"
    assert address in text(team.get(seat.get_absolute_url()))
    assert team.get(address).context["form"]["acting"].value() == "on"
    empty = cast.seat(cast.north.second, Role.DASS)
    offered = {one.label for one in team.get(empty.get_absolute_url()).context["offers"]}
    assert offered == {"Appoint", "Say that it is vacant", "Retire the seat", "Correct"}


def test_dir_6_a_twin_hat_is_shown_on_the_authoritys_page(cast, client):
    authority, director = cast.north.first, cast.north.dcs.person
    assert twin_hat([], today()) == ""
    assert "wears a twin hat" not in text(client.get(authority.get_absolute_url()))
    factories.confirmed(
        cast.seat(authority, Role.DASS), director, by=cast.north.regional_team, second=cast.north.colleague
    )
    assert f"{director.name.replace(chr(39), '&#x27;')} wears a twin hat" in text(
        client.get(authority.get_absolute_url())
    )
    assert "wears a twin hat" not in text(client.get(f"{authority.get_absolute_url()}?on={YESTERDAY}"))


# --- Vacating ---------------------------------------------------------------------------------------------------------


def test_a_seat_is_vacated_with_holder_and_cover_after_a_check(cast, team):
    seat, holder = cast.seat(cast.north.first, Role.DASS), cast.appointment(cast.north.dass)
    factories.confirmed(
        seat, factories.newcomer("Ana Cover"), by=cast.administrator, second=cast.other_administrator, acting=True
    )
    address = reverse("seat_vacate", args=[seat.pk])
    sent = {**parts("vacant_from", TOMORROW), "reason": "Left"}
    checked = team.post(address, sent)
    day, after = f"{today():%-d %B %Y}", f"{TOMORROW:%-d %B %Y}"
    assert checked.context["changes"] == [
        f"{holder.person}’s appointment ends on {day} and so does the access.",
        f"Ana Cover’s acting appointment ends on {day} and so does the access.",
        f"From {after} the seat “Director of adult social services” in Aldermoor is shown as vacant "
        "until somebody is appointed.",
    ]
    assert fetched(seat).vacant_from is None
    saved = team.post(address, sent | {"step": "save"})
    assert saved["Location"] == seat.get_absolute_url()
    assert fetched(seat).vacant_from == TOMORROW
    assert {one.ends for one in seat.appointments.all()} == {TOMORROW}
    state = Seat.objects.with_holders(cast.administrator, TOMORROW).get(pk=seat.pk).state_on(TOMORROW)
    assert (state.word, state.vacant_since) == ("vacant", TOMORROW)


def test_a_seat_of_which_nobody_knows_the_holder_is_stated_vacant(cast, team):
    seat = cast.seat(cast.north.second, Role.DASS)
    sent = {**parts("vacant_from", YESTERDAY), "reason": "Telephone call"}
    assert len(team.post(reverse("seat_vacate", args=[seat.pk]), sent).context["changes"]) == 1
    workflow.vacate(seat, by=cast.north.regional_team, vacant_from=YESTERDAY)
    assert "Since" in text(team.get(seat.get_absolute_url()))
    offered = {one.label for one in team.get(seat.get_absolute_url()).context["offers"]}
    assert offered == {"Appoint", "Retire the seat", "Correct"}


def test_dir_4_what_is_not_vacant_is_not_said_to_be(cast):
    by, empty = cast.north.regional_team, cast.seat(cast.north.second, Role.DASS)
    held = cast.seat(cast.north.first, Role.DASS)

    def reasons(seat, on=None):
        return seats.reasons_not_to_vacate(fetched(seat), by=by, vacant_from=on)

    assert reasons(held) == reasons(empty) == reasons(held, TOMORROW) == reasons(empty, today()) == []
    assert reasons(empty, TOMORROW) == [
        "Nobody is known to hold this seat then, so it can't become vacant on a day to come."
    ]
    holder = cast.north.dass.person
    assert reasons(held, SINCE) == [f"{holder} holds this seat from 1 April 2024, so it is not vacant then."]
    factories.stated(empty, factories.person("Kit Known"), ends=date(2023, 7, 1), ends_precision="unknown")
    assert reasons(empty, date(2023, 6, 1)) == [
        "Kit Known was in this seat until shortly before 1 July 2023: it can be vacant from that day on."
    ]
    workflow.correct(empty, by=by, changes={"exists_from": date(2022, 1, 1)})
    assert reasons(empty, date(2021, 1, 1)) == ["The seat does not exist on that day."]
    workflow.vacate(empty, by=by, vacant_from=date(2024, 1, 1))
    assert reasons(empty) == ["This seat is vacant already, since 1 January 2024."]
    workflow.retire_seat(empty, by=by, exists_to=today())
    assert reasons(empty) == [f"This seat is no more since {today():%-d %B %Y}."]


# --- Adding and retiring ----------------------------------------------------------------------------------------------


def test_a_seat_is_added_with_the_next_number(cast, team):
    north = cast.north
    address = reverse("seat_add", args=["region", north.region.pk])
    assert ("chair", "Chair") not in team.get(address).context["form"].fields["role"].choices
    added = team.post(address, {"role": "board-member", "title": "Health member", **parts("exists_from", SINCE)})
    seat = Seat.objects.latest("pk")
    assert (seat.number, seat.title, seat.exists_from, seat.confirmed_by) == (
        2,
        "Health member",
        SINCE,
        north.regional_team,
    )
    assert added["Location"] == seat.get_absolute_url()
    assert told(added) == ["North now has the seat “Health member”."]
    reader = workflow.add_seat(north.second, by=north.regional_team, role="named-reader")
    assert (reader.number, reader.in_demonstration) == (2, False)


def test_dir_4_a_seat_that_a_place_cannot_have_is_not_added(cast):
    by = cast.north.regional_team

    def reasons(place, role="", **details):
        return seats.reasons_not_to_add_seat(place, by=by, role=role, **details)

    authority = cast.north.second
    assert reasons(authority) == reasons(authority, "named-reader", exists_from=SINCE) == []
    assert reasons(authority, "chair") == ["“Chair” is a seat of another kind of place."]
    assert reasons(authority, "dcs") == ["Birchester has this seat already, and there is one of it in a place."]
    workflow.retire_seat(cast.seat(authority, Role.DASS), by=by, exists_to=today())
    assert reasons(authority, "dass") == [
        "Director of adult social services, Birchester was retired. "
        "Correct the last day of that seat instead of adding it again."
    ]
    assert reasons(cast.trust) == reasons(cast.north.region, "board-member") == []
    workflow.correct(authority, by=cast.administrator, changes={"active_to": today()})
    assert reasons(authority) == ["Birchester has ended, so it gets no further seats."]
    workflow.correct(authority, by=cast.administrator, changes={"active_to": TOMORROW})
    assert reasons(authority, "named-reader", exists_from=TOMORROW) == ["Birchester does not exist on the first day."]


def test_a_seat_is_retired_and_then_offers_no_appointment(cast, team):
    seat = cast.seat(cast.north.second, Role.DASS)
    address = reverse("seat_retire", args=[seat.pk])
    sent = {**parts("last_day", YESTERDAY), "reason": "One director for both"}
    last = f"{YESTERDAY:%-d %B %Y}"
    assert team.post(address, sent).context["changes"] == [
        f"The last day of the seat “Director of adult social services” in Birchester is {last}. "
        "Its page and history are kept."
    ]
    team.post(address, sent | {"step": "save"})
    assert fetched(seat).exists_to == today()
    page = team.get(seat.get_absolute_url())
    assert [one.label for one in page.context["offers"]] == ["Correct"]
    assert "so nobody can be appointed to it" in text(team.get(reverse("seat_appoint", args=[seat.pk])))
    # It is brought back by correcting its last day.
    back = reverse("fact_correct", args=["seat", seat.pk])
    empty = {f"last_day_{part}": "" for part in ("day", "month", "year")}
    saved = team.post(back, typed(team, back, **empty) | {"step": "save"})
    assert told(saved)[-1].endswith(f"Last day: from “{last}” to nothing.")


def test_dir_4_a_seat_is_not_retired_while_somebody_is_in_it_or_the_law_wants_it(cast):
    by, held = cast.north.regional_team, cast.seat(cast.north.first, Role.DASS)
    holder = cast.appointment(cast.north.dass)

    def reasons(seat, out=None):
        return seats.reasons_not_to_retire(fetched(seat), by=by, exists_to=out)

    without = [f"{holder.person} holds this seat without an end: end that appointment first."]
    assert reasons(held) == reasons(held, TOMORROW) == without
    assert reasons(cast.seat(cast.north.first, Role.DCS)) == [
        "Every authority has this seat: it lasts as long as Aldermoor."
    ]
    workflow.end_appointment(holder, by=by, ends=TOMORROW)
    assert reasons(held) == reasons(held, TOMORROW) == []
    until = f"until shortly before {TOMORROW:%-d %B %Y}"
    assert reasons(held, today()) == [f"{holder.person} holds this seat {until}: end that appointment first."]
    proposal = factories.proposed(held, factories.person("Ana Next"), by=cast.north.dcs, starts=TOMORROW)
    assert reasons(held) == ["Ana Next is proposed for this seat: that must be refused or withdrawn first."]
    workflow.withdraw_proposal(proposal, by=cast.north.dcs)
    workflow.retire_seat(held, by=by, exists_to=TOMORROW)
    assert reasons(held) == [], "it can end earlier than was said"
    assert reasons_not_to_appoint(held, by=by, person=factories.person(), starts=today(), acting=True) == [
        f"The seat is there until shortly before {TOMORROW:%-d %B %Y}. The last day must be before that."
    ]


def test_acc_9_a_longer_life_of_a_seat_opens_nothing_that_was_closed(cast):
    seat, holder = cast.seat(cast.north.first, Role.DASS), cast.appointment(cast.north.dass)
    Seat.objects.filter(pk=seat.pk).update(exists_to=YESTERDAY)
    seat = fetched(seat)

    def reasons(**changes):
        return facts.reasons_not_to_correct(seat, by=cast.north.regional_team, changes=changes)

    again = f"{holder.person} would be in this seat again, without an end: end that appointment first."
    assert reasons(exists_to=None) == [again]
    assert reasons(title="Director") == []
    assert reasons(exists_from=TOMORROW) == ["The last day of a seat must not be before its first."]
    assert reasons(exists_to=YESTERDAY, exists_from=SINCE + DAY) == [
        f"{holder.person} holds this seat without an end: end that appointment first.",
        f"{holder.person} holds this seat from 1 April 2024, before that first day.",
    ]
    with pytest.raises(NotPossible):
        workflow.correct(seat, by=cast.north.regional_team, changes={"exists_to": None})
