"""Memoranda in the browser: who reads them, how each party stands in words, and the acts of those who keep them."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from regions.models import Memorandum, Party, Signature
from regions.querysets import today
from regions.reach import reach_of
from regions.roles import Role
from regions.statuses import MemorandumStatus, Schedule
from riia.accounts.models import User
from riia.audit.models import Event
from tests import factories
from tests.people import SINCE, signed_in


def text_of(response) -> str:
    """The page as text, entities and line breaks out of the way."""
    return " ".join(response.content.decode().replace("&#x27;", "'").replace("&amp;", "&").split())


def days(number: int) -> timedelta:
    return timedelta(days=number)


def parts(name: str, day: date) -> dict:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


@pytest.fixture
def team(cast, client):
    """A client signed in as North's regional team."""
    return signed_in(client, cast.north.regional_team)


def party(cast, name: str) -> Party:
    return cast.north.memorandum.parties.get(authority__name=name)


def standing(response) -> dict[str, str]:
    """Each party by name with the word of its standing."""
    return {str(one.party): one.word for one, _ in response.context["parties"]}


# --- Who reads them ---------------------------------------------------------------------------------------------------


def test_members_of_the_region_read_its_memorandum_and_others_do_not(cast, client):
    address = cast.north.memorandum.get_absolute_url()
    for who, status in (
        ("north.performance_lead", 200),
        ("north.unsigned_dcs", 200),
        ("trust_chief_executive", 200),
        ("administrator", 200),
        ("south.regional_team", 404),
        ("stranger", 404),
    ):
        signed_in(client, cast[who])
        assert client.get(address).status_code == status, who
    assert signed_in(client, cast.anonymous).get(address).status_code == 302


def test_the_list_holds_what_one_may_read(cast, client):
    def listed(who: str) -> set[str]:
        signed_in(client, cast[who])
        return {str(one.region) for one in client.get("/memoranda/").context["table"].data}

    assert listed("north.dcs") == {"North"}
    assert listed("trust_chief_executive") == {"North", "South"}
    assert listed("administrator") == {"North", "South"}
    signed_in(client, cast.stranger)
    assert client.get("/memoranda/").status_code == 403


def test_a_draft_is_for_those_who_keep_it(cast, client):
    draft = factories.memorandum_draft(cast.north.region, by=cast.north.regional_team)
    for who, status in (("north.colleague", 200), ("administrator", 200), ("north.dcs", 404), ("north.chair", 404)):
        assert signed_in(client, cast[who]).get(draft.get_absolute_url()).status_code == status, who
    page = text_of(signed_in(client, cast.north.colleague).get(draft.get_absolute_url()))
    assert "As a draft it opens nothing." in page


def test_the_list_filters_and_is_read_as_at_a_day(cast, team):
    def versions(**query) -> list[int]:
        return sorted(one.version for one in team.get("/memoranda/", query).context["table"].data)

    with time_machine.travel(SINCE + days(100)):
        signed_in(team, cast.north.regional_team)
        factories.memorandum_in_force(cast.north.region, by=cast.north.regional_team)
        factories.memorandum_draft(cast.north.region, by=cast.north.regional_team)
        assert versions() == [1, 2, 3]
        assert versions(status="in-force") == [2]
        assert versions(region="south") == []
        assert versions(on=(SINCE + days(50)).isoformat()) == [1]
        assert versions(on=(SINCE - days(1)).isoformat()) == []
        refused = team.get("/memoranda/", {"status": "lost"})
        assert "There is a problem" in text_of(refused)
        assert not refused.context["table"].data


def test_the_list_downloads_with_the_count_of_signatures(cast, team):
    response = team.get("/memoranda/", {"export": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    # The first authority and the trust have signed; two authorities have not.
    assert (row["region"], row["status"], row["signed"], row["parties"]) == ("north", "in-force", "2", "4")
    assert Event.objects.latest("pk").label == "Downloaded the list of memoranda"


# --- How each party stands --------------------------------------------------------------------------------------------


def test_every_party_s_standing_is_told_in_words(cast, team):
    """ACC-18"""
    by, end = cast.north.regional_team, today() + days(40)
    second, third = party(cast, "Birchester"), party(cast, "Calderwick")
    factories.signature(second, by=by, signed_on=today() - days(400), expires=end, schedules=["data"])
    factories.signature(third, by=by, signed_on=today() - days(400), expires=today() - days(10))
    response = team.get(cast.north.memorandum.get_absolute_url())
    assert standing(response) == {
        "Aldermoor": "signed",
        "Birchester": "ending",
        "Calderwick": "grace",
        "Hills Children's Trust": "signed",
    }
    page = text_of(response)
    assert f"Ends on {end - days(1):%-d %B %Y}." in page
    assert f"Ended on {today() - days(11):%-d %B %Y}; still counts until {today() + days(19):%-d %B %Y}." in page
    assert "4 of 4 parties count as having signed" in page
    lapsed = team.get(cast.north.memorandum.get_absolute_url(), {"on": (today() + days(20)).isoformat()})
    assert standing(lapsed)["Calderwick"] == "lapsed"
    assert standing(lapsed)["Birchester"] == "ending"
    before = team.get(cast.north.memorandum.get_absolute_url(), {"on": (SINCE - days(1)).isoformat()})
    assert standing(before)["Aldermoor"] == "future"
    assert "0 of 4 parties count as having signed" in text_of(before)


def test_the_page_says_who_can_read_what_because_of_it(cast, client):
    """ACC-14"""
    page = text_of(signed_in(client, cast.north.unsigned_dcs).get(cast.north.memorandum.get_absolute_url()))
    assert "That is open to readers in Aldermoor and Hills Children's Trust." in page
    assert "It is closed to readers in Birchester and Calderwick." in page
    assert "Who can read this page: everybody with a seat in North" in page
    assert "What you can do" not in page
    assert "What has happened" not in page


def test_a_signature_opens_its_own_schedules(cast, team):
    factories.signature(party(cast, "Birchester"), by=cast.north.regional_team, schedules=["data", "directory"])
    response = team.get(cast.north.memorandum.get_absolute_url())
    opens = {str(one.party): one.opens for one, _ in response.context["parties"]}
    assert opens["Birchester"] == ["Directory", "Data"]
    assert opens["Calderwick"] == []


# --- Versions ---------------------------------------------------------------------------------------------------------


def drafted(**more) -> dict:
    data = {"title": "North agreement", "grace_days": "10", "schedules": ["data"], "summary": "We share figures."}
    return {**data, **parts("starts", today()), **more}


def test_the_next_version_begins_with_the_terms_of_the_last(cast, team):
    address = reverse("memorandum_draft", args=[cast.north.region.pk])
    page = text_of(team.get(address))
    assert "Draft version 2 of the memorandum for North" in page
    assert 'value="North memorandum of understanding"' in page
    last = today() + days(365)
    response = team.post(address, drafted(**parts("last_day", last)), follow=True)
    draft = Memorandum.objects.get(version=2)
    assert response.redirect_chain == [(draft.get_absolute_url(), 302)]
    assert (draft.title, draft.grace_days, draft.schedules) == ("North agreement", 10, ["data"])
    assert (draft.starts, draft.expires) == (today(), last + days(1))
    assert {str(one) for one in draft.parties.all()} == {
        "Aldermoor",
        "Birchester",
        "Calderwick",
        "Hills Children's Trust",
    }


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"title": ""}, "Fill in “Title”"),
        ({"schedules": []}, "There is a problem"),
        ({"schedules": ["secrets"]}, "is not one of the choices"),
        ({"grace_days": "-1"}, "must be a whole number from 0 to 365"),
        ({"grace_days": "many"}, "whole number"),
        ({"starts_month": "13"}, "must be a real date"),
        (parts("last_day", date(2020, 1, 1)), "must not be before the first day"),
    ],
)
def test_a_draft_with_faults_comes_back_as_typed(cast, team, more, message):
    response = team.post(reverse("memorandum_draft", args=[cast.north.region.pk]), drafted(**more))
    assert response.status_code == 422
    assert message in text_of(response)
    assert "We share figures." in text_of(response)
    assert not Memorandum.objects.filter(version=2).exists()


def test_a_second_draft_waits_for_the_first(cast, team):
    factories.memorandum_draft(cast.north.region, by=cast.north.colleague)
    address = reverse("memorandum_draft", args=[cast.north.region.pk])
    assert "There is a draft of the next version already." in text_of(team.get(address))
    assert "There is a draft of the next version already." in text_of(team.post(address, drafted()))
    assert "Draft the next version for North" not in text_of(team.get("/memoranda/"))


def test_bringing_into_force_ends_the_version_before_and_says_so(cast, team):
    draft = factories.memorandum_draft(cast.north.region, by=cast.north.regional_team)
    address = reverse("memorandum_bring_into_force", args=[draft.pk])
    page = text_of(team.get(address))
    until = today() + days(29)
    assert f"Version 1 ends today. Its signatures go on counting for 30 days of grace, until {until:%-d %B %Y}." in page
    assert "Version 2 is in force." in text_of(team.post(address, follow=True))
    statuses = dict(cast.north.region.memoranda.values_list("version", "status"))
    assert statuses == {1: MemorandumStatus.ENDED, 2: MemorandumStatus.IN_FORCE}


def test_a_version_that_begins_later_is_not_in_force_yet(cast, team):
    draft = factories.memorandum_draft(cast.north.region, by=cast.north.regional_team, starts=today() + days(5))
    address = reverse("memorandum_bring_into_force", args=[draft.pk])
    assert "It begins on" in text_of(team.get(address))
    assert team.post(address).status_code == 422
    assert "It begins on" in text_of(team.get(draft.get_absolute_url()))


def test_ending_a_version(cast, team):
    memorandum = cast.north.memorandum
    address = reverse("memorandum_end", args=[memorandum.pk])
    assert "Version 1 ends today." in text_of(team.get(address))
    assert "Version 1 has ended." in text_of(team.post(address, follow=True))
    memorandum.refresh_from_db()
    assert (memorandum.status, memorandum.expires) == (MemorandumStatus.ENDED, today())
    again = team.post(address)
    assert again.status_code == 422
    assert "it is ended" in text_of(again)


@pytest.mark.parametrize("who", ["north.dcs", "north.chair", "trust_chief_executive"])
def test_who_reads_but_does_not_keep_it_may_not_act(cast, client, who):
    """ACC-3, BRD-6"""
    signed_in(client, cast[who])
    memorandum = cast.north.memorandum
    signature = Signature.objects.get(party=party(cast, "Aldermoor"))
    for name, pk in (
        ("memorandum_draft", cast.north.region.pk),
        ("memorandum_end", memorandum.pk),
        ("memorandum_bring_into_force", memorandum.pk),
        ("party_sign", party(cast, "Birchester").pk),
        ("signature_withdraw", signature.pk),
    ):
        address = reverse(name, args=[pk])
        assert client.get(address).status_code == 403, name
        assert client.post(address, {"reason": "x"}).status_code == 403, name


def test_another_region_s_memorandum_is_not_there(cast, client):
    signed_in(client, cast.south.regional_team)
    signature = Signature.objects.get(party=party(cast, "Aldermoor"))
    for name, pk in (
        ("memorandum_end", cast.north.memorandum.pk),
        ("party_sign", party(cast, "Birchester").pk),
        ("signature_withdraw", signature.pk),
    ):
        assert client.get(reverse(name, args=[pk])).status_code == 404, name


# --- Signatures -------------------------------------------------------------------------------------------------------


def signed(**more) -> dict:
    data = {"signatory": "Ana Chief", "office": "Chief executive", "schedules": ["data", "self-evaluation"]}
    return {**data, **parts("signed_on", today()), **more}


def test_recording_a_signature_opens_what_others_share(cast, team):
    """ACC-4"""
    reader = cast.north.unsigned_dcs
    assert not reach_of(reader).may_read(Schedule.DATA, cast.north.region.pk)
    address = reverse("party_sign", args=[party(cast, "Birchester").pk])
    last = today() + days(300)
    page = text_of(team.post(address, signed(**parts("last_day", last)), follow=True))
    assert "The signature of Birchester is recorded." in page
    assert "under: Data, Self-evaluation." in page
    signature = Signature.objects.get(party=party(cast, "Birchester"))
    assert (signature.signatory, signature.expires) == ("Ana Chief", last + days(1))
    reach = reach_of(User.objects.get(pk=reader.pk))
    assert reach.may_read(Schedule.DATA, cast.north.region.pk)
    assert not reach.may_read(Schedule.DIRECTORY, cast.north.region.pk)


def test_who_signs_for_a_trust_is_filled_in(cast, team):
    trusts = Party.objects.get(memorandum__region__slug="south", trust=cast.trust)
    signed_in(team, cast.south.regional_team)
    assert 'value="Chief executive of the trust"' in text_of(team.get(reverse("party_sign", args=[trusts.pk])))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"signatory": ""}, "Fill in “Signed by”"),
        ({"schedules": []}, "There is a problem"),
        (parts("signed_on", date(2099, 1, 1)), "The day of the signature is in the future."),
        (parts("last_day", date(2020, 1, 1)), "It must end after it was signed."),
        ({"signed_on_day": "x"}, "must be a real date"),
    ],
)
def test_a_signature_with_faults_comes_back_as_typed(cast, team, more, message):
    response = team.post(reverse("party_sign", args=[party(cast, "Birchester").pk]), signed(**more))
    assert response.status_code == 422
    assert message in text_of(response)
    assert 'value="Chief executive"' in text_of(response)
    assert not Signature.objects.filter(party=party(cast, "Birchester")).exists()


def test_who_has_signed_already_is_not_asked_again(cast, team):
    address = reverse("party_sign", args=[party(cast, "Aldermoor").pk])
    assert "Aldermoor has signed already" in text_of(team.get(address))
    links = text_of(team.get(cast.north.memorandum.get_absolute_url()))
    assert address not in links
    assert reverse("party_sign", args=[party(cast, "Birchester").pk]) in links


def test_withdrawing_a_signature_closes_what_it_opened(cast, team):
    reader = cast.north.dcs
    assert reach_of(reader).may_read(Schedule.DATA, cast.north.region.pk)
    signature = Signature.objects.get(party=party(cast, "Aldermoor"))
    address = reverse("signature_withdraw", args=[signature.pk])
    assert "From today the readers of Aldermoor no longer see" in text_of(team.get(address))
    assert team.post(address, {"reason": " "}).status_code == 422
    page = text_of(team.post(address, {"reason": "Council's decision"}, follow=True))
    assert "The signature of Aldermoor is withdrawn from today." in page
    assert "Reason: Council's decision" in page
    assert not reach_of(User.objects.get(pk=reader.pk)).may_read(Schedule.DATA, cast.north.region.pk)
    again = team.post(address, {"reason": "Once more"})
    assert "This signature is withdrawn already." in text_of(again)


def test_the_demonstration_s_memorandum_is_marked(cast, client):
    region = factories.demonstration()
    seat = cast.seat(region, Role.REGIONAL_TEAM)
    keeper = factories.demonstrator("Demonstration team")
    factories.confirmed(seat, keeper, by=cast.administrator, second=cast.other_administrator)
    memorandum = factories.memorandum_in_force(region, by=cast.administrator)
    signed_in(client, cast.administrator)
    page = text_of(client.get(memorandum.get_absolute_url()))
    assert "invented authorities and people" in page
