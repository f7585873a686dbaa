"""Groups of authorities: who belongs to them when, who keeps them, and what they filter (DIR-16, DIR-17)."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse

from regions import workflow
from regions.models import Authority, Group, GroupMember
from regions.querysets import today
from regions.rules import groups
from riia.workflow import NotPermitted
from tests import factories
from tests.people import SINCE, signed_in
from tests.regions.test_editing import parts, text, told

TOMORROW = today() + timedelta(days=1)


@pytest.fixture
def moors(cast) -> Group:
    """A group of North with its first authority."""
    group = workflow.add_group(cast.north.region, by=cast.north.regional_team, name="Moors", note="The high ground")
    workflow.add_group_member(group, by=cast.north.regional_team, authority=cast.north.first, starts=SINCE)
    return group


@pytest.fixture
def coast(cast) -> Group:
    """A group across regions with an authority of each."""
    group = workflow.add_group_across(cast.administrator, by=cast.administrator, name="Coast")
    for authority in (cast.north.first, cast.south.first):
        workflow.add_group_member(group, by=cast.administrator, authority=authority, starts=SINCE)
    return group


def test_what_was_done_to_a_group_and_its_members_is_undone_from_its_page(cast, client, moors):
    team = signed_in(client, cast.north.regional_team)
    member = moors.members.get()
    workflow.end_group_member(member, by=cast.north.regional_team, ends=TOMORROW)
    workflow.correct(moors, by=cast.north.regional_team, changes={"note": "The low ground"})
    page = team.get("/groups/moors/")
    links = [one.undo for one in page.context["history"]]
    assert [bool(link) for link in links] == [True, True, False, False]
    assert all(link in page.content.decode() for link in links)
    for link in links[:2]:
        assert team.post(link, {"reason": "A slip"}).url == "/groups/moors/"
    member.refresh_from_db()
    moors.refresh_from_db()
    assert (member.ends, moors.note) == (None, "The high ground")
    assert signed_in(client, cast.north.dcs).get("/groups/moors/").context["history"] == []


def test_a_team_makes_a_group_adds_an_authority_and_ends_its_membership(cast, client):
    team = signed_in(client, cast.north.regional_team)
    made = team.post("/groups/add/", {"name": "Add", "region": "north", "note": ""})
    group = Group.objects.get()
    assert (group.slug, group.region, made["Location"]) == ("add-1", cast.north.region, "/groups/add-1/")
    add = reverse("group_member_add", args=[group.pk])
    assert set(team.get(add).context["form"].fields["authority"].queryset) == set(cast.north.region.authorities.all())
    joined = team.post(add, {"authority": "aldermoor", **parts("starts", SINCE)})
    assert told(joined)[-1] == "Aldermoor belongs to Add from 1 April 2024."
    member = GroupMember.objects.get()
    left = team.post(
        reverse("group_member_end", args=[member.pk]), {**parts("last_day", date(2025, 3, 31)), "reason": "Moved"}
    )
    assert told(left)[-1] == "Aldermoor belonged to Add until 31 March 2025."
    page = team.get("/groups/add-1/")
    assert (page.context["members"], [words for _, words in page.context["others"]]) == (
        [],
        ["1 April 2024 to 31 March 2025"],
    )
    assert len(team.get("/groups/add-1/?on=2024-05-01").context["members"]) == 1
    assert [one.what for one in page.context["history"]] == [
        "End the membership: Aldermoor in Add",
        "Add an authority: Aldermoor in Add",
        "Add a group: Add",
    ]


def test_refused_with_the_reason_and_what_was_typed_kept(cast, client, moors):
    team = signed_in(client, cast.north.regional_team)
    again = team.post("/groups/add/", {"name": "moors", "region": "north"})
    assert (again.status_code, "There is a group called moors already." in text(again)) == (422, True)
    across = team.post("/groups/add/", {"name": "Coast", "region": "across"})
    assert (across.status_code, Group.objects.count()) == (422, 1)
    signed_in(client, cast.administrator)
    assert client.post("/groups/add/", {"name": "Coast", "region": "across"}).status_code == 302
    assert Group.objects.get(name="Coast").region is None


def test_names_that_read_alike_get_addresses_of_their_own(cast, moors):
    by = cast.north.regional_team
    named = [workflow.add_group(cast.north.region, by=by, name=name).slug for name in ("Moors!", "Moors?", "…")]
    assert named == ["moors-2", "moors-3", "group"]


def test_dir_17_who_can_belong_to_a_group(cast, moors, coast):
    by = cast.administrator

    def reasons(group, authority=None, starts=None):
        return groups.reasons_not_to_add_member(group, by=by, authority=authority, starts=starts)

    assert reasons(moors) == reasons(moors, cast.north.second, SINCE) == reasons(coast, cast.south.second, SINCE) == []
    assert reasons(moors, cast.south.first, SINCE) == [
        "Dunmouth is not in North. Groups across regions are kept by administrators."
    ]
    assert reasons(moors, cast.north.first, today()) == ["Aldermoor is in this group from 1 April 2024 already."]
    workflow.correct(cast.north.second, by=by, changes={"active_from": today()})
    assert reasons(moors, cast.north.second, SINCE) == ["Birchester does not exist on the first day."]
    northtown = factories.demonstration().authorities.get()
    assert reasons(coast, northtown, SINCE) == ["Authorities of the demonstration and real ones are kept apart."]


def test_dir_17_what_has_ended_stays_as_it_ended(cast, moors):
    by, member = cast.north.regional_team, moors.members.get()

    def reasons(ends=None):
        return groups.reasons_not_to_end_member(member, by=by, ends=ends)

    assert reasons() == reasons(TOMORROW) == []
    assert reasons(SINCE) == ["The last day must not be before the first."]
    workflow.end_group_member(member, by=by, ends=TOMORROW)
    assert reasons(today()) == [], "an end to come can be brought forward"
    workflow.end_group_member(member, by=by, ends=today())
    assert reasons(TOMORROW) == ["Aldermoor has left this group already."]
    workflow.add_group_member(moors, by=by, authority=cast.north.first, starts=today())
    assert moors.members.count() == 2


def test_dir_16_groups_across_regions_are_kept_by_administrators(cast, coast):
    with pytest.raises(NotPermitted):
        workflow.add_group_member(coast, by=cast.north.regional_team, authority=cast.north.second, starts=SINCE)
    with pytest.raises(NotPermitted):
        workflow.correct(coast, by=cast.north.regional_team, changes={"note": "Ours"})
    assert workflow.correct(coast, by=cast.administrator, changes={"note": "The sea"}).note == "The sea"


def test_the_list_counts_the_authorities_of_its_day_and_can_be_taken_away(cast, client, moors, coast):
    signed_in(client, cast.north.dass)
    workflow.end_group_member(moors.members.get(), by=cast.north.regional_team, ends=date(2025, 1, 1))

    def listed(query):
        return [(one.name, one.size) for one in client.get(f"/groups/{query}").context["table"].data]

    assert listed("") == [("Coast", 2), ("Moors", 0)]
    assert listed("?on=2024-06-01&region=north") == [("Moors", 1)]
    rows = b"".join(client.get("/groups/?export=csv&on=2024-06-01").streaming_content).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(rows)))
    assert [(one["slug"], one["region"], one["authorities"], one["as_at"]) for one in found] == [
        ("coast", "", "2", "2024-06-01"),
        ("moors", "north", "1", "2024-06-01"),
    ]
    assert "Add a group" not in text(client.get("/groups/"))


def test_the_list_of_authorities_is_filtered_by_the_group_of_its_day(cast, client, moors, coast):
    signed_in(client, cast.north.dass)
    workflow.end_group_member(moors.members.get(), by=cast.north.regional_team, ends=date(2025, 1, 1))

    def listed(query):
        return {one.slug for one in client.get(f"/authorities/{query}").context["table"].data}

    assert listed("?group=coast") == {"aldermoor", "dunmouth"}
    assert listed("?group=coast&region=south") == {"dunmouth"}
    assert (listed("?group=moors"), listed("?group=moors&on=2024-06-01")) == (set(), {"aldermoor"})
    unknown = client.get("/authorities/?group=hills")
    assert (list(unknown.context["table"].data), "is not one of the choices" in text(unknown)) == ([], True)


def test_the_public_has_no_groups_to_choose_and_learns_of_none(cast, client, moors):
    shown = text(client.get("/authorities/"))
    assert ("Moors" in shown, 'type="hidden" name="group"' in shown) == (False, True)
    refused = client.get("/authorities/?group=moors")
    assert (list(refused.context["table"].data), "There is a problem" in text(refused)) == ([], True)
    assert client.get("/groups/moors/").status_code == 302


def test_the_demonstrations_groups_are_its_own(cast, client, coast, settings):
    settings.ALLOW_DEMO = True
    region = factories.demonstration()
    seat = region.seats.get()
    somebody = factories.demonstrator("Demonstration team")
    factories.confirmed(seat, somebody, by=cast.administrator, second=cast.other_administrator)
    signed_in(client, somebody.user)
    group = workflow.add_group(region, by=somebody.user, name="Valleys")
    workflow.add_group_member(group, by=somebody.user, authority=Authority.objects.get(slug="northtown"), starts=SINCE)
    assert client.get("/groups/coast/").status_code == 404
    page = client.get("/groups/valleys/")
    assert page.context["demonstration"] is True
    assert "?group=valleys&amp;status=demonstration" in text(page)
    assert {
        one.slug for one in client.get("/authorities/?group=valleys&status=demonstration").context["table"].data
    } == {"northtown"}
    signed_in(client, cast.north.dcs)
    assert client.get("/groups/valleys/").status_code == 404


def test_administrators_keep_groups_in_the_administration_by_the_same_acts(cast, client, moors):
    signed_in(client, cast.administrator)
    made = client.post("/admin/regions/group/add/", {"name": "Hills", "region": "", "note": ""})
    assert (made.status_code, Group.objects.get(name="Hills").slug) == (302, "hills")
    same = client.post("/admin/regions/group/add/", {"name": "HILLS", "region": cast.north.region.pk})
    assert "There is a group called HILLS already." in text(same)
    inline = {"members-TOTAL_FORMS": "0", "members-INITIAL_FORMS": "0"}
    client.post(f"/admin/regions/group/{moors.pk}/change/", {"name": "High moors", "note": "", **inline})
    assert Group.objects.get(pk=moors.pk).name == "High moors"
    member = {"group": moors.pk, "authority": cast.south.first.pk, "starts": "2024-05-01"}
    assert "Dunmouth is not in North" in text(client.post("/admin/regions/groupmember/add/", member))
    client.post("/admin/regions/groupmember/add/", {**member, "authority": cast.north.second.pk})
    row = GroupMember.objects.latest("pk")
    client.post(f"/admin/regions/groupmember/{row.pk}/change/", {"ends": "2024-06-01"})
    row.refresh_from_db()
    assert (row.authority, row.ends) == (cast.north.second, date(2024, 6, 1))
    refused = client.post(f"/admin/regions/groupmember/{row.pk}/change/", {"ends": "2024-07-01"})
    assert "has left this group already" in text(refused)
