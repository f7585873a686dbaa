"""The register of requests for information (ACC-15)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from regions import workflow
from regions.models import InformationRequest
from regions.querysets import today
from regions.rules.information_requests import due_on
from riia.audit.models import Event
from riia.notifications.models import Notice
from tests import factories
from tests.people import signed_in
from tests.regions.test_interests import date_of, refused
from tests.regions.test_people_views import csv_of, text_of


def test_an_answer_is_due_on_the_twentieth_working_day_after_the_day_it_came():
    """Not counting Christmas, Boxing Day (kept on the 28th in 2026), New Year and weekends."""
    assert due_on(date(2026, 11, 2)) == date(2026, 11, 30)
    assert due_on(date(2026, 12, 1)) == date(2026, 12, 31)


def test_the_director_whose_material_it_is_about_is_told_once_and_not_what_is_asked(cast):
    asked = factories.information_request(cast.north.region, by=cast.north.regional_team, authority=cast.north.first)
    (notice,) = Notice.objects.all()
    assert notice.to == cast.north.dcs.email
    assert notice.subject == "A request for information about Aldermoor"
    assert notice.link == asked.get_absolute_url()
    assert "minutes" not in f"{notice.subject} {notice.line}"


def test_of_the_alliance_s_own_material_the_rest_of_its_team_is_told(cast):
    factories.information_request(cast.north.region, by=cast.north.regional_team)
    assert set(Notice.objects.values_list("to", flat=True)) == {
        cast.north.colleague.email,
        cast.north.regional_lead.email,
    }


def test_what_is_registered_makes_sense(cast):
    region, by = cast.north.region, cast.north.regional_team
    factories.information_request(region, by=by, reference="FOI 7")
    typed = {"by": by, "about": "Minutes", "received_on": today()}
    register = workflow.register_information_request
    assert refused(register, region, **typed, reference=" foi 7 ") == [
        "There is a request with the reference “foi 7” already."
    ]
    assert refused(register, region, **typed, reference="8", authority=cast.south.first) == [
        "Dunmouth is not in North."
    ]
    typed["received_on"] = today() + timedelta(days=1)
    assert refused(register, region, **typed, reference="8") == ["The day on which it was received is in the future."]
    factories.information_request(cast.south.region, by=cast.south.regional_team, reference="FOI 7")


@pytest.mark.parametrize("outcome", ["answered", "refused", "withdrawn"])
def test_it_is_closed_with_its_outcome_once(cast, outcome):
    by = cast.north.colleague
    asked = factories.information_request(cast.north.region, by=cast.north.regional_team)
    close = workflow.close_information_request
    before, after = today() - timedelta(days=1), today() + timedelta(days=1)
    assert refused(close, asked, by=by, outcome=outcome, closed_on=before, words="Sent") == [
        "It can't be closed before it was received."
    ]
    assert refused(close, asked, by=by, outcome=outcome, closed_on=after, words="Sent") == [
        "The day on which it was closed is in the future."
    ]
    if outcome != "withdrawn":
        assert refused(close, asked, by=by, outcome=outcome, closed_on=today()) == [
            "Say what was answered, or why it was refused."
        ]
    close(asked, by=by, outcome=outcome, closed_on=today(), words="" if outcome == "withdrawn" else "Sent")
    assert (asked.status, asked.closed_on) == (outcome, today())
    assert refused(close, asked, by=by, outcome=outcome, closed_on=today(), words="Sent")[0].startswith(
        "Close the request is not possible"
    )
    assert Event.objects.latest("pk").verb == "close_information_request"


def test_each_sees_their_own_part_of_the_register(cast):
    north = factories.information_request(cast.north.region, by=cast.administrator, authority=cast.north.first)
    own = factories.information_request(cast.north.region, by=cast.administrator, reference="FOI 2")
    south = factories.information_request(cast.south.region, by=cast.administrator)

    def seen(user):
        return set(InformationRequest.objects.visible_to(user))

    assert seen(cast.administrator) == {north, own, south}
    assert seen(cast.north.regional_team) == {north, own}
    assert seen(cast.north.dcs) == {north}
    assert seen(cast.north.unsigned_dcs) == seen(cast.north.lead_member) == seen(cast.anonymous) == set()
    assert seen(cast.south.regional_lead) == {south}


def test_registering_and_closing_in_the_browser(cast, client):
    signed_in(client, cast.north.regional_team)
    listed = text_of(client.get("/information-requests/"))
    assert "No request to show." in listed
    assert "Register a request for North" in listed
    typed = {"reference": "FOI 9", "about": "The plan", "authority": cast.north.first.pk}
    address = reverse("information_request_register", args=[cast.north.region.pk])
    wrong = client.post(address, typed)
    assert wrong.status_code == 422
    assert "FOI 9" in wrong.content.decode()
    done = client.post(address, typed | date_of("received_on", today()), follow=True)
    assert "The request FOI 9 is registered. The answer is due on" in text_of(done)
    assert "20 working days are left." in text_of(done)

    asked = InformationRequest.objects.get()
    with time_machine.travel(due_on(today()), tick=False):
        signed_in(client, cast.north.regional_team)
        assert "The answer is due now." in text_of(client.get(asked.get_absolute_url()))
    with time_machine.travel(due_on(today()) + timedelta(days=1), tick=False):
        signed_in(client, cast.north.regional_team)
        assert "Being dealt with, past its day" in text_of(client.get("/information-requests/?status=open"))

    signed_in(client, cast.north.regional_team)
    typed = {"outcome": "refused", "words": "Section 36", **date_of("closed_on", today())}
    done = client.post(reverse("information_request_close", args=[asked.pk]), typed, follow=True)
    assert "The request FOI 9 is closed: refused." in text_of(done)
    assert "Section 36" in text_of(done)
    rows = csv_of(client.get("/information-requests/", {"export": "csv", "status": "refused"}))
    assert [(row["reference"], row["authority"], row["status"]) for row in rows] == [("FOI 9", "aldermoor", "refused")]
    assert "Consult the owner before disclosure" in rows[0]["marking"]


def test_directors_read_what_is_asked_of_theirs_without_its_history(cast, client):
    asked = factories.information_request(cast.north.region, by=cast.north.regional_team, authority=cast.north.first)
    page = text_of(signed_in(client, cast.north.dcs).get(asked.get_absolute_url()))
    assert "The minutes of the last meeting" in page
    assert "What has happened" not in page
    assert "Close the request" not in page
    refusal = signed_in(client, cast.north.lead_member).get("/information-requests/")
    assert refusal.status_code == 403
    assert "The register is for regional teams" in text_of(refusal)
