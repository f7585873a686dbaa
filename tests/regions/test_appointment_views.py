"""Seats and appointments in the browser: who sees them, appointing in two steps, and what is done afterwards."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from regions import workflow
from regions.models import Appointment, Person
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from regions.statuses import AppointmentStatus
from riia.accounts.models import User
from riia.audit.models import Event
from tests import factories
from tests.people import SINCE, signed_in


def text_of(response) -> str:
    """The page as text, entities and line breaks out of the way."""
    return " ".join(response.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


def typed(name: str, on: date, **more) -> dict:
    """What somebody fills in to appoint a person of that name."""
    days = {"starts_day": on.day, "starts_month": on.month, "starts_year": on.year}
    return {"search": name, **days, **more}


def hidden(response) -> dict:
    """What the page that asks to check sends again."""
    return dict(response.context["typed"])


def to_do(appointment: Appointment, act: str) -> str:
    return reverse(f"appointment_{act}", args=[appointment.pk])


@pytest.fixture
def seat(cast):
    """The director's seat of North's third authority; its last holder left yesterday."""
    return cast.seat(cast.north.third, Role.DCS)


@pytest.fixture
def team(cast, client):
    """A client signed in as North's regional team."""
    return signed_in(client, cast.north.regional_team)


# --- A seat -----------------------------------------------------------------------------------------------------------


def test_a_seat_says_whether_it_is_held_vacant_or_not_known(cast, team, seat):
    """DIR-4"""
    held = text_of(team.get(cast.seat(cast.north.first, Role.DCS).get_absolute_url()))
    assert "Who holds it" in held
    assert "1 April 2024" in held
    assert "Vacant" in text_of(team.get(seat.get_absolute_url()))
    unknown = text_of(team.get(cast.seat(cast.north.third, Role.DASS).get_absolute_url()))
    assert "Not known" in unknown
    assert "Vacant" not in unknown


def test_a_seat_is_read_as_at_a_day_with_what_was_announced(cast, team, seat):
    """DIR-2"""
    coming = factories.confirmed(
        seat,
        factories.person("Ana Coming"),
        by=cast.north.regional_team,
        second=cast.north.colleague,
        starts=today() + timedelta(days=30),
    )
    now = text_of(team.get(seat.get_absolute_url()))
    assert "Announced" in now
    assert "Vacant" in now
    then = text_of(team.get(seat.get_absolute_url(), {"on": coming.starts.isoformat()}))
    assert "Announced" not in then
    assert "Vacant" not in then
    before = text_of(team.get(seat.get_absolute_url(), {"on": SINCE.isoformat()}))
    assert "Leaver" in before
    wrong = text_of(team.get(seat.get_absolute_url(), {"on": "soon"}))
    assert "There is a problem" in wrong
    assert "Who holds it" not in wrong


def test_a_seat_that_ended_or_was_not_there_yet_says_so(cast, team, seat):
    workflow.correct(seat, by=cast.administrator, changes={"exists_from": SINCE})
    assert "does not exist on this date" in text_of(team.get(seat.get_absolute_url(), {"on": "2020-01-01"}))


def test_a_seat_says_what_it_opens_and_everybody_who_held_it(cast, team, seat):
    page = text_of(team.get(seat.get_absolute_url()))
    assert "Proposes changes to its directory." in page
    assert "until a second person has confirmed it" in page
    assert "Leaver is the one holder known since 2024" in page


def test_acting_cover_is_shown_beside_the_holder(cast, team):
    """DIR-14"""
    seat = cast.seat(cast.north.first, Role.DCS)
    factories.confirmed(
        seat,
        factories.person("Ana Cover"),
        by=cast.north.regional_team,
        second=cast.north.colleague,
        acting=True,
        ends=today() + timedelta(days=30),
    )
    page = text_of(team.get(seat.get_absolute_url()))
    assert "Appointed, and not in charge while somebody acts" in page


def test_proposals_are_seen_by_those_who_keep_the_place_alone(cast, client, seat):
    proposal = factories.proposed(seat, factories.person("Ana Proposed"), by=cast.north.regional_team)
    for who, status in (
        ("north.colleague", 200),
        ("administrator", 200),
        ("north.performance_lead", 404),
        ("south.regional_team", 404),
        ("stranger", 404),
    ):
        signed_in(client, cast[who])
        assert client.get(proposal.get_absolute_url()).status_code == status, who
        if who != "stranger":
            assert ("Ana Proposed" in text_of(client.get(seat.get_absolute_url()))) is (status == 200), who


# --- Appointing: the form ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["north.chair", "north.dcs", "south.regional_team"])
def test_who_does_not_keep_the_place_may_not_appoint(cast, client, seat, who):
    """ACC-3: visible, not permitted."""
    signed_in(client, cast[who])
    address = reverse("seat_appoint", args=[seat.pk])
    assert client.get(seat.get_absolute_url()).status_code == 200
    assert client.get(address).status_code == 403
    data = typed("Ana New", today(), new_name="Ana New", step="save")
    assert client.post(address, data).status_code == 403
    assert not Person.objects.filter(name="Ana New").exists()


def test_finding_shows_who_has_the_name_and_keeps_what_was_typed(cast, team, seat):
    factories.person("Ana Adams"), factories.person("Ben Banana")
    factories.person("Ana Demonstrator", is_demonstration=True)
    response = team.post(
        reverse("seat_appoint", args=[seat.pk]),
        typed("ana", date(2026, 12, 1), step="find", job_title="Director", starts_year="20x6"),
    )
    assert response.status_code == 200
    form = response.context["form"]
    assert [label for _, label in form.fields["person"].choices] == [
        "Ana Adams (no seat today)",
        "Ben Banana (no seat today)",
        "None of them: somebody new",
    ]
    page = text_of(response)
    assert 'value="Director"' in page
    assert 'value="20x6"' in page
    assert "There is a problem" not in page


def test_finding_somebody_common_says_that_there_are_more(cast, team, seat):
    for number in range(21):
        factories.person(f"Smith {number:02}")
    response = team.post(reverse("seat_appoint", args=[seat.pk]), {"search": "smith", "step": "find"})
    assert "More than 20 people have this in their name." in text_of(response)


@pytest.mark.parametrize(
    ("name", "more", "message"),
    [
        ("", {}, "Enter the name of the person"),
        ("Nobody", {}, "Nobody in the directory has this name"),
        ("Director of", {}, "Choose which of these people it is"),
        ("Director of", {"person": "999999"}, "Choose which of these people it is"),
        ("Director of", {"person": "new"}, "Enter the full name of the person who is not in the directory yet"),
        ("Leaver", {"new_name": "Ana New", "person": "LEAVER"}, "enter somebody new, not both"),
        ("Leaver", {"starts_day": "31", "starts_month": "2"}, "must be a real date"),
        ("Leaver", {"starts_day": "", "starts_month": "", "starts_year": ""}, "First day"),
        (
            "Leaver",
            {"last_day_day": "1", "last_day_month": "1", "last_day_year": "2020"},
            "The last day must not be before the first day",
        ),
        ("Leaver", {"new_name": "Ana", "person": "new", "new_email": "ana@"}, "E-mail address: "),
        ("Leaver", {"employer": "authority:dunmouth"}, "is not one of the choices"),
    ],
)
def test_a_form_with_faults_comes_back_with_all_that_was_typed(cast, team, seat, name, more, message):
    more = {**more, "job_title": "Kept title", "note": "Kept note", "interim": "on"}
    if more.get("person") == "LEAVER":
        more["person"] = str(cast.leaver.person.pk)
    response = team.post(reverse("seat_appoint", args=[seat.pk]), typed(name, today()) | more)
    assert response.status_code == 422
    page = text_of(response)
    assert message in page
    assert "There is a problem" in page
    assert all(kept in page for kept in ("Kept title", "Kept note", "checked"))
    assert Appointment.objects.filter(seat=seat).count() == 1


def test_rules_speak_before_anything_is_saved(cast, team):
    """DIR-7: reasons of the rule itself, on the form, with everything kept."""
    seat = cast.seat(cast.north.region, Role.CHAIR)
    factories.person("Ana New")
    address = reverse("seat_appoint", args=[seat.pk])
    refused = team.post(address, typed("Ana New", today(), job_title="Kept title"))
    assert refused.status_code == 422
    assert "A chair comes from an authority of North or a trust that serves one." in text_of(refused)
    assert "Kept title" in text_of(refused)
    accepted = team.post(address, typed("Ana New", today(), employer="trust:hills-trust"))
    assert accepted.context["changes"]


def test_one_cannot_appoint_oneself(cast, team, seat):
    """ACC-9"""
    me = cast.north.regional_team.person
    response = team.post(reverse("seat_appoint", args=[seat.pk]), typed("", today(), search=me.name, person=str(me.pk)))
    assert "You can't appoint yourself." in text_of(response)


def test_a_seat_with_a_proposal_says_who_was_faster_instead_of_showing_the_form(cast, team, seat):
    factories.proposed(seat, factories.person("Ana First"), by=cast.north.colleague)
    page = text_of(team.get(reverse("seat_appoint", args=[seat.pk])))
    assert "Regional team, North has proposed Ana First for this seat already." in page
    assert "See the proposal" in page
    assert "First day" not in page


# --- Appointing: check and save ---------------------------------------------------------------------------------------


def test_checking_says_what_will_change_and_saves_nothing(cast, team):
    seat = cast.seat(cast.north.first, Role.DCS)
    factories.person("Ana New")
    starts = today() + timedelta(days=30)
    response = team.post(reverse("seat_appoint", args=[seat.pk]), typed("Ana New", starts))
    assert response.context["changes"] == [
        "Nothing changes until a second person has confirmed it. "
        "Regional lead, North and Regional team, North are asked to confirm it.",
        f"Ana New will be director of children's services of Aldermoor from {starts:%-d %B %Y}.",
        f"Director of children's services, Aldermoor’s appointment ends on {starts - timedelta(days=1):%-d %B %Y} "
        "and so does Director of children's services, Aldermoor’s access.",
        "The seat opens: members' pages; this authority's own material; what other authorities of the region share, "
        "while this one has signed. Proposes changes to its directory.",
        "Ana New has no account yet: an administrator invites them.",
    ]
    assert seat.appointments.count() == 1
    assert "Propose this appointment" in text_of(response)


def test_checking_and_saving_carry_everything_typed(cast, team, seat):
    person = factories.person("Ana New")
    last = today() + timedelta(days=100)
    data = typed(
        "ana",
        today(),
        person=str(person.pk),
        last_day_day=last.day,
        last_day_month=last.month,
        last_day_year=last.year,
        job_title="Director",
        employer="authority:calderwick",
        interim="on",
        note="A letter <of> today",
    )
    address = reverse("seat_appoint", args=[seat.pk])
    checked = team.post(address, data)
    assert "A letter &lt;of&gt; today" in checked.content.decode()
    changed = team.post(address, hidden(checked) | {"step": "change"})
    assert changed.status_code == 200
    assert 'value="Director"' in text_of(changed)
    response = team.post(address, hidden(checked) | {"step": "save"}, follow=True)
    appointment = Appointment.objects.get(person=person)
    assert response.redirect_chain == [(appointment.get_absolute_url(), 302)]
    assert appointment.status == AppointmentStatus.PROPOSED
    assert (appointment.starts, appointment.ends) == (today(), last + timedelta(days=1))
    assert (appointment.job_title, appointment.note) == ("Director", "A letter <of> today")
    assert (appointment.interim, appointment.acting) == (True, False)
    assert appointment.employing_authority == cast.north.third
    assert "Ana New is proposed as director of children's services of Calderwick from" in text_of(response)
    assert "are asked to confirm it." in text_of(response)


def test_somebody_new_is_added_with_the_appointment_and_namesakes_are_pointed_out(cast, team, seat):
    factories.person("Ana New")
    data = typed("", today(), new_name="Ana New", new_email="ana@example.gov.uk", new_telephone="01234")
    address = reverse("seat_appoint", args=[seat.pk])
    checked = team.post(address, data)
    page = text_of(checked)
    assert "Ana New is in the directory already." in page
    assert "added with this appointment" in page
    assert Person.objects.filter(name="Ana New").count() == 1
    team.post(address, hidden(checked) | {"step": "save"})
    appointment = Appointment.objects.get(seat=seat, status=AppointmentStatus.PROPOSED)
    assert (appointment.person.email, appointment.person.telephone) == ("ana@example.gov.uk", "01234")
    assert Person.objects.filter(name="Ana New").count() == 2
    verbs = [event.verb for event in Event.objects.order_by("pk")][-2:]
    assert verbs == ["add_person", "appoint"]


def test_a_newcomer_is_not_left_behind_when_somebody_was_faster(cast, team, seat):
    """All or nothing; the second of two colleagues is told who was faster."""
    data = typed("", today(), new_name="Ana New", job_title="Kept title", step="save")
    factories.proposed(seat, factories.person("Ben First"), by=cast.north.colleague)
    response = team.post(reverse("seat_appoint", args=[seat.pk]), data)
    assert response.status_code == 422
    assert "has proposed Ben First for this seat already" in text_of(response)
    assert "Kept title" in text_of(response)
    assert not Person.objects.filter(name="Ana New").exists()


def test_between_check_and_save_the_command_itself_is_the_judge(cast, team, seat, monkeypatch):
    """A race between the page's own check and the command: the refusal comes back on the form."""
    monkeypatch.setattr("regions.views.seats.standing_in_the_way", lambda *args, **inputs: [])
    factories.proposed(seat, factories.person("Ben First"), by=cast.north.colleague)
    data = typed("", today(), new_name="Ana New", step="save")
    response = team.post(reverse("seat_appoint", args=[seat.pk]), data)
    assert response.status_code == 422
    assert "has proposed Ben First for this seat already" in text_of(response)
    assert not Person.objects.filter(name="Ana New").exists()


def test_a_seat_that_needs_no_second_person_is_taken_at_once(cast, team):
    seat = cast.seat(cast.north.first, Role.PERFORMANCE_LEAD)
    factories.person("Ana New")
    starts = today()
    address = reverse("seat_appoint", args=[seat.pk])
    checked = team.post(address, typed("Ana New", starts))
    assert "Save this appointment" in text_of(checked)
    page = text_of(team.post(address, hidden(checked) | {"step": "save"}, follow=True))
    yesterday = starts - timedelta(days=1)
    assert (
        f"Ana New is now performance lead of Aldermoor from {starts:%-d %B %Y}. Performance lead, Aldermoor’s "
        f"appointment ends on {yesterday:%-d %B %Y} and so does Performance lead, Aldermoor’s access." in page
    )
    assert not reach_of(cast.north.performance_lead).member


def test_a_director_s_appointment_in_the_own_authority_is_a_proposal(cast, client):
    """DIR-16: who keeps the place appoints; its director proposes."""
    seat = cast.seat(cast.north.first, Role.PERFORMANCE_LEAD)
    factories.person("Ana New")
    signed_in(client, cast.north.dcs)
    address = reverse("seat_appoint", args=[seat.pk])
    checked = client.post(address, typed("Ana New", today()))
    assert "Propose this appointment" in text_of(checked)
    client.post(address, hidden(checked) | {"step": "save"})
    assert seat.appointments.get(person__name="Ana New").status == AppointmentStatus.PROPOSED


def test_acting_cover_leaves_the_holder_appointed_and_says_so(cast, team):
    """DIR-14"""
    seat = cast.seat(cast.north.first, Role.DCS)
    factories.person("Ana Cover")
    checked = team.post(reverse("seat_appoint", args=[seat.pk]), typed("Ana Cover", today(), acting="on"))
    changes = " ".join(checked.context["changes"])
    assert "Ana Cover now acts as director of children's services of Aldermoor" in changes
    assert "stays appointed and is not in charge while Ana Cover acts" in changes
    assert "appointment ends" not in changes


def test_where_nobody_else_can_confirm_an_administrator_is_named(cast, client):
    seat = cast.seat(cast.south.first, Role.DCS)
    factories.person("Ana New")
    lead = cast.appointment(cast.south.regional_lead)
    workflow.end_appointment(lead, by=cast.administrator, ends=today(), reason="Left")
    signed_in(client, cast.south.regional_team)
    checked = client.post(reverse("seat_appoint", args=[seat.pk]), typed("Ana New", today()))
    assert "ask an administrator" in checked.context["changes"][0]


# --- Confirming, refusing, withdrawing --------------------------------------------------------------------------------


@pytest.fixture
def proposal(cast):
    """A new chair of North from next month, proposed by the regional team."""
    return factories.proposed(
        cast.seat(cast.north.region, Role.CHAIR),
        factories.newcomer("Ana New"),
        by=cast.north.regional_team,
        starts=today() + timedelta(days=30),
        employing_authority=cast.north.first,
    )


def test_the_second_person_confirms_and_the_message_says_who_leaves(cast, client, proposal):
    signed_in(client, cast.north.colleague)
    page = text_of(client.get(to_do(proposal, "confirm")))
    assert "Chair, North’s appointment ends on" in page
    response = client.post(to_do(proposal, "confirm"), follow=True)
    starts, leaves = proposal.starts, proposal.starts - timedelta(days=1)
    assert (
        f"Ana New will be chair of North from {starts:%-d %B %Y}. Chair, North’s appointment ends on "
        f"{leaves:%-d %B %Y} and so does Chair, North’s access." in text_of(response)
    )
    proposal.refresh_from_db()
    assert (proposal.status, proposal.second_person) == (AppointmentStatus.CONFIRMED, cast.north.colleague)
    with time_machine.travel(starts + timedelta(hours=12)):
        assert reach_of(User.objects.get(pk=proposal.person.user_id)).boards == {cast.north.region.pk}
        assert not reach_of(cast.north.chair).member


def test_who_proposed_is_told_why_they_cannot_confirm_or_refuse(cast, team, proposal):
    page = text_of(team.get(proposal.get_absolute_url()))
    assert "You proposed this, so a second person must confirm it." in page
    for act, reason in (("confirm", "a second person must confirm it"), ("refuse", "withdraw it instead")):
        assert reason in text_of(team.get(to_do(proposal, act)))
        refused = team.post(to_do(proposal, act), {"reason": "Because"})
        assert refused.status_code == 422
        assert reason in text_of(refused)
    proposal.refresh_from_db()
    assert proposal.status == AppointmentStatus.PROPOSED


def test_refusing_needs_a_reason_that_stays_in_the_history(cast, client, proposal):
    signed_in(client, cast.north.colleague)
    empty = client.post(to_do(proposal, "refuse"), {"reason": ""})
    assert empty.status_code == 422
    assert "There is a problem" in text_of(empty)
    page = text_of(client.post(to_do(proposal, "refuse"), {"reason": "Not agreed by the board."}, follow=True))
    assert "was refused. The seat stays as it was." in page
    assert "Reason: Not agreed by the board." in page
    proposal.refresh_from_db()
    assert proposal.status == AppointmentStatus.REFUSED


def test_who_proposed_withdraws_and_nobody_else(cast, client, proposal):
    signed_in(client, cast.north.colleague)
    assert client.get(to_do(proposal, "withdraw")).status_code == 403
    assert client.post(to_do(proposal, "withdraw")).status_code == 403
    signed_in(client, cast.north.regional_team)
    page = text_of(client.post(to_do(proposal, "withdraw"), follow=True))
    assert "Your proposal of Ana New was withdrawn." in page
    proposal.refresh_from_db()
    assert proposal.status == AppointmentStatus.WITHDRAWN


@pytest.mark.parametrize("act", ["confirm", "refuse"])
def test_what_was_decided_already_says_so(cast, client, proposal, act):
    workflow.withdraw_proposal(proposal, by=cast.north.regional_team)
    signed_in(client, cast.north.colleague)
    assert "it is withdrawn" in text_of(client.get(to_do(proposal, act)))
    late = client.post(to_do(proposal, act), {"reason": "Too late"})
    assert late.status_code == 422
    assert "it is withdrawn" in text_of(late)


@pytest.mark.parametrize("act", ["confirm", "refuse", "withdraw", "vouch", "end"])
@pytest.mark.parametrize(("who", "status"), [("north.chair", 404), ("south.regional_team", 404), ("stranger", 404)])
def test_who_does_not_see_a_proposal_can_do_nothing_to_it(cast, client, proposal, act, who, status):
    """ACC-3"""
    signed_in(client, cast[who])
    assert client.get(to_do(proposal, act)).status_code == status
    assert client.post(to_do(proposal, act), {"reason": "x"}).status_code == status
    assert Appointment.objects.get(pk=proposal.pk).status == AppointmentStatus.PROPOSED


@pytest.mark.parametrize("act", ["confirm", "refuse", "withdraw", "vouch", "end"])
@pytest.mark.parametrize("who", ["north.chair", "south.regional_team"])
def test_who_sees_an_appointment_but_keeps_nothing_may_not_act(cast, client, act, who):
    signed_in(client, cast[who])
    appointment = cast.appointment(cast.north.dcs)
    assert client.get(appointment.get_absolute_url()).status_code == 200
    assert client.get(to_do(appointment, act)).status_code == 403
    assert client.post(to_do(appointment, act), {"reason": "x"}).status_code == 403


# --- Vouching ---------------------------------------------------------------------------------------------------------


def test_vouching_confirms_at_once_where_no_second_person_is_needed(cast, team):
    """DIR-15"""
    stated = factories.stated(cast.seat(cast.north.third, Role.DASS), factories.person("Ana Stated"))
    page = text_of(team.get(to_do(stated, "vouch")))
    assert "So far only a source says so." in page
    assert "You have confirmed: Ana Stated is now" in text_of(team.post(to_do(stated, "vouch"), follow=True))
    stated.refresh_from_db()
    assert stated.status == AppointmentStatus.CONFIRMED


def test_vouching_for_a_seat_that_opens_access_waits_for_a_second_person(cast, team):
    """ACC-9"""
    stated = factories.stated(
        cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE), factories.person("Ana Stated"), starts_precision="unknown"
    )
    page = text_of(team.get(to_do(stated, "vouch")))
    assert "It stays unconfirmed until a second person has confirmed it." in page
    assert "in post by 1 June 2023" in page
    done = text_of(team.post(to_do(stated, "vouch"), follow=True))
    assert "are asked to confirm it." in done
    assert "a second person is needed" in done
    signed_in(team, cast.north.colleague)
    assert "Confirm the appointment" in text_of(team.get(stated.get_absolute_url()))
    team.post(to_do(stated, "confirm"))
    stated.refresh_from_db()
    assert (stated.status, stated.second_person) == (AppointmentStatus.CONFIRMED, cast.north.colleague)


# --- Ending -----------------------------------------------------------------------------------------------------------


def last_day(day: date, reason: str = "Retires") -> dict:
    return {"last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year, "reason": reason}


def test_ending_asks_for_the_last_day_and_holds_the_first_day_out(cast, team):
    """DIR-5"""
    appointment = cast.appointment(cast.north.dcs)
    last = today() + timedelta(days=10)
    page = text_of(team.get(to_do(appointment, "end")))
    assert "ends with that day, at midnight" in page
    done = text_of(team.post(to_do(appointment, "end"), last_day(last), follow=True))
    assert f"appointment ends on {last:%-d %B %Y} and so does the access." in done
    assert "Reason: Retires" in done
    appointment.refresh_from_db()
    assert appointment.ends == last + timedelta(days=1)
    with time_machine.travel(last + timedelta(hours=12)):
        assert reach_of(cast.north.dcs).member
    with time_machine.travel(last + timedelta(days=1, hours=12)):
        assert not reach_of(cast.north.dcs).member


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "There is a problem"),
        (last_day(date(2027, 1, 1), reason=""), "reason"),
        (last_day(date(2024, 3, 1)), "The last day must not be before the first."),
        ({**last_day(date(2027, 1, 1)), "last_day_month": "13"}, "must be a real date"),
    ],
)
def test_ending_with_faults_keeps_what_was_typed(cast, team, data, message):
    appointment = cast.appointment(cast.north.dcs)
    response = team.post(to_do(appointment, "end"), data)
    assert response.status_code == 422
    assert message in text_of(response)
    if data.get("reason"):
        assert "Retires" in text_of(response)
    appointment.refresh_from_db()
    assert appointment.ends is None


def test_what_has_ended_offers_no_end_and_says_why_at_its_address(cast, team):
    gone = cast.appointment(cast.leaver)
    assert to_do(gone, "end") not in text_of(team.get(gone.get_absolute_url()))
    assert "has ended already" in text_of(team.get(to_do(gone, "end")))


# --- One appointment --------------------------------------------------------------------------------------------------


def test_an_appointment_shows_its_source_and_what_the_source_says_in_other_words(cast, team):
    """DIR-10"""
    stated = factories.stated(
        cast.seat(cast.north.third, Role.DASS),
        factories.person("Ana Stated"),
        organisation="Calderwick Council",
        organisation_as_stated="Calderwyck",
        job_title_as_stated="Dierctor",
        source_place="line 7",
        starts_precision="year",
        ends=date(2024, 6, 1),
        ends_precision="unknown",
    )
    page = text_of(team.get(stated.get_absolute_url()))
    assert "A list of directors (1 June 2023), line 7" in page
    assert "“Calderwyck”" in page
    assert "“Dierctor”" in page
    assert "From 2023; nothing later is known" in page
    assert "It gives no access." in page


def test_an_appointment_shows_who_proposed_who_confirmed_and_whom_it_replaced(cast, client, proposal):
    signed_in(client, cast.north.colleague)
    before = text_of(client.get(proposal.get_absolute_url()))
    assert "Would replace" in before
    workflow.confirm_appointment(proposal, by=cast.north.colleague)
    page = text_of(client.get(proposal.get_absolute_url()))
    assert "Second person" in page
    assert "Replaces" in page
    assert "What has happened" in page
    signed_in(client, cast.north.performance_lead)
    member = text_of(client.get(proposal.get_absolute_url()))
    assert "Ana New" in member
    assert "What has happened" not in member
    assert to_do(proposal, "end") not in member


def test_pages_answer_only_the_methods_they_have(cast, team, proposal):
    for address in ("/people/", proposal.get_absolute_url(), proposal.seat.get_absolute_url()):
        assert team.post(address).status_code == 405
    assert team.put(to_do(proposal, "end")).status_code == 405
