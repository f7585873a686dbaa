"""Merging somebody who was entered twice, and separating them again (DIR-13, DIR-16)."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from regions import invariants, merging, workflow
from regions.models import Appointment, Delegation, DirectoryImport, Interest, Person, Waiver
from regions.querysets import today
from regions.roles import Role
from regions.rules import merging as rules
from riia.audit import trail
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import signed_in
from tests.test_who_may import everything


@pytest.fixture
def team(cast):
    return cast.north.regional_team


@pytest.fixture
def pair(cast):
    """Jon Hill, stated in one seat, and John Hill, who has left another: one person entered twice."""
    twice, kept = factories.person("Jon Hill"), factories.person("John Hill")
    factories.stated(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE), twice)
    factories.stated(cast.seat(cast.north.third, Role.LEAD_MEMBER), kept, ends=date(2024, 1, 1))
    return twice, kept


def reasons(person, *, by, into=None) -> list[str]:
    before = everything()
    with pytest.raises(NotPossible) as caught:
        workflow.merge_person(person, by=by, into=into)
    assert everything() == before
    return caught.value.reasons


def rows() -> dict:
    return {model: [trail.snapshot(one) for one in model.objects.order_by("pk")] for model in (Person, *rules.POINTING)}


# --- Merging ----------------------------------------------------------------------------------------------------------


def test_every_row_comes_along_with_an_entry_of_its_own(cast, team, pair):
    twice, kept = pair
    authority = cast.north.first
    interest = Interest.objects.create(person=twice, authority=authority, kind="family", starts=date(2024, 1, 1))
    waiver = Waiver.objects.create(person=twice, authority=authority, starts=today(), ends=date(2030, 1, 1), why="x")
    dcs = cast.appointment(cast.north.dcs)
    task = Delegation.objects.create(
        appointment=dcs, delegate=twice, task="confirm-facts", starts=today(), ends=date(2030, 1, 1)
    )
    appointment = twice.appointments.get()
    workflow.merge_person(twice, by=team, into=kept, reason="A letter")
    assert twice.merged_into == kept
    for row, name in ((appointment, "person"), (interest, "person"), (waiver, "person"), (task, "delegate")):
        row.refresh_from_db()
        assert getattr(row, name) == kept
        event = Event.objects.filter(target_model=row._meta.label_lower, target_id=str(row.pk)).latest("pk")
        assert (event.verb, event.before, event.after) == (
            "merge_person",
            {f"{name}_id": twice.pk},
            {f"{name}_id": kept.pk},
        )
        assert event.reason == "Jon Hill is the same person as John Hill."
    told = Event.objects.filter(target_model="regions.person").order_by("-pk")[:2]
    assert [(one.verb, one.target_name, one.reason) for one in told] == [
        ("merge_person", "Jon Hill", "A letter"),
        ("keep_person", "John Hill", "Jon Hill is the same person."),
    ]


def test_who_is_merged_is_in_no_list_search_or_suggestion_and_their_page_leads_on(cast, client, team, pair):
    twice, kept = pair
    workflow.merge_person(twice, by=team, into=kept)
    signed_in(client, team)
    for address in ("/people/?name=Hill", "/search/?q=Hill"):
        page = client.get(address).content.decode()
        assert ("John Hill" in page, "Jon Hill" in page) == (True, False)
    assert twice not in Person.objects.visible_to(cast.administrator)
    assert [one for one in merging.duplicates(team) if kept in (one.person, one.other)] == []
    answer = client.get(twice.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (302, kept.get_absolute_url())
    page = client.get(kept.get_absolute_url()).content.decode()
    assert "Jon Hill was merged into this person" in page
    assert client.get("/people/999999/").status_code == 404
    signed_in(client, cast.stranger)
    assert client.get(twice.get_absolute_url()).status_code == 404


def test_who_was_merged_twice_over_leads_to_the_last(cast, team, pair):
    twice, kept = pair
    last = factories.person("Johnny Hill")
    factories.stated(cast.seat(cast.north.second, Role.LEAD_MEMBER), last)
    workflow.merge_person(twice, by=team, into=kept)
    workflow.merge_person(kept, by=team, into=last)
    assert merging.kept_for(twice.pk) == merging.kept_for(last.pk) == last.pk
    with pytest.raises(NotPossible, match="Separate those two first"):
        workflow.unmerge_person(twice, by=cast.administrator)


# --- What stands in the way -------------------------------------------------------------------------------------------


def test_only_somebody_else_of_the_same_side_who_is_still_there_is_kept(cast, team, pair):
    twice, kept = pair
    gone = factories.person("Gone")
    factories.stated(cast.seat(cast.north.second, Role.LEAD_MEMBER), gone)
    workflow.merge_person(gone, by=team, into=kept)
    other_side = factories.person("Jon Hill", is_demonstration=True)
    assert reasons(twice, by=team, into=twice) == ["Choose another person: nobody is merged into themselves."]
    assert reasons(twice, by=team, into=gone) == ["Gone is merged into John Hill: choose John Hill."]
    assert reasons(gone, by=cast.administrator, into=twice) == ["Gone is merged into John Hill already."]
    assert reasons(twice, by=team, into=other_side) == [
        "People of the demonstration and of the real directory are kept apart."
    ]
    assert rules.reasons_not_to_merge(twice, by=team) == []


def test_people_across_regions_are_merged_by_administrators(cast, team, pair):
    twice, kept = pair
    factories.stated(cast.seat(cast.south.third, Role.CHIEF_EXECUTIVE), kept)
    assert reasons(twice, by=team, into=kept) == [
        "John Hill holds or held seats that you don't keep: an administrator merges people across regions."
    ]
    with pytest.raises(NotPermitted):
        workflow.merge_person(twice, by=cast.south.regional_team, into=kept)
    workflow.merge_person(twice, by=cast.administrator, into=kept)
    with pytest.raises(NotPossible, match="across regions"):
        workflow.unmerge_person(twice, by=team)


def test_two_accounts_cannot_be_merged(cast, team):
    one, other = cast.north.dass.person, cast.north.deputy.person
    assert reasons(one, by=cast.administrator, into=other) == [
        "Both have an account, and two accounts can't become one. Keep both people, or take one account away."
    ]


def test_an_account_moves_by_an_administrator_who_is_not_its_holder(cast, team, pair):
    twice, _ = pair
    dass = cast.north.dass.person
    assert reasons(dass, by=team, into=twice) == [rules.ADMINISTRATORS_MOVE]
    assert reasons(team.person, by=team, into=twice) == [rules.ABOUT_YOU]
    account = dass.user
    workflow.merge_person(dass, by=cast.administrator, into=twice)
    dass.refresh_from_db()
    twice.refresh_from_db()
    assert (dass.user, twice.user) == (None, account)
    told = [(one.to, one.subject) for one in Notice.objects.all()]
    assert told == [(cast.other_administrator.email, "An account was moved")]


def test_an_account_gets_open_seats_by_an_administrator_and_past_ones_by_the_team(cast, team, pair):
    twice, _ = pair
    dass = cast.north.dass.person
    workflow.merge_person(twice, by=team, into=dass)
    open_seat = factories.person("Somebody")
    factories.confirmed(
        cast.seat(cast.north.third, Role.DASS), open_seat, by=team, second=cast.north.colleague, starts=today()
    )
    assert reasons(open_seat, by=team, into=dass) == [rules.ADMINISTRATORS_MOVE]


def test_nobody_ends_up_having_confirmed_their_own_appointment(cast, team):
    somebody = factories.person("Regional teem")
    factories.confirmed(cast.seat(cast.north.third, Role.DASS), somebody, by=team, second=cast.north.colleague)
    assert reasons(somebody, by=cast.administrator, into=team.person) == [
        "The account would have proposed or confirmed its own appointment: that of Regional teem."
    ]


def test_nobody_ends_up_standing_in_for_themselves(cast, team, pair):
    twice, kept = pair
    factories.stated(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE), kept, acting=True)
    Delegation.objects.create(
        appointment=kept.appointments.first(),
        delegate=twice,
        task="confirm-facts",
        starts=today(),
        ends=date(2030, 1, 1),
    )
    assert reasons(twice, by=team, into=kept) == [
        "One of them stands in for the other as Chief executive, Calderwick.",
        "One of them does a task for the other.",
    ]


# --- Separating -------------------------------------------------------------------------------------------------------


def test_separating_restores_every_row_exactly_and_leaves_what_came_since(cast, team, pair):
    twice, kept = pair
    before = rows()
    for _ in range(2):
        workflow.merge_person(twice, by=team, into=kept)
        workflow.unmerge_person(twice, by=cast.north.colleague, reason="A mistake")
        assert rows() == before
    workflow.merge_person(twice, by=team, into=kept)
    later = factories.stated(cast.seat(cast.north.second, Role.LEAD_MEMBER), kept)
    workflow.unmerge_person(twice, by=team)
    later.refresh_from_db()
    assert later.person == kept


def test_an_account_goes_back_by_an_administrator(cast, team, pair):
    twice, _ = pair
    dass = cast.north.dass.person
    before = rows()
    workflow.merge_person(dass, by=cast.administrator, into=twice)
    with pytest.raises(NotPossible, match="an administrator does that"):
        workflow.unmerge_person(dass, by=team)
    workflow.unmerge_person(dass, by=cast.other_administrator)
    assert rows() == before
    workflow.merge_person(dass, by=cast.administrator, into=twice)
    Person.objects.filter(pk=twice.pk).update(user=None)
    with pytest.raises(NotPossible, match="no longer belongs to Jon Hill"):
        workflow.unmerge_person(dass, by=cast.administrator)


def test_nobody_separates_themselves(cast, team, pair):
    twice, _ = pair
    workflow.merge_person(twice, by=cast.administrator, into=team.person)
    with pytest.raises(NotPossible, match="This is about you"):
        workflow.unmerge_person(twice, by=team)


def test_what_was_changed_since_stands_in_the_way(cast, team, pair):
    twice, kept = pair
    moved = twice.appointments.get()
    with pytest.raises(NotPossible, match="Jon Hill is not merged into anybody"):
        workflow.unmerge_person(twice, by=team)
    workflow.merge_person(twice, by=team, into=kept)
    Appointment.objects.filter(pk=moved.pk).update(person=factories.person("Third"))
    with pytest.raises(NotPossible, match="was changed since and does not belong to John Hill any more"):
        workflow.unmerge_person(twice, by=team)


def test_without_its_entry_a_merging_cannot_be_taken_back(cast, team, pair):
    twice, kept = pair
    Person.objects.filter(pk=twice.pk).update(merged_into=kept)
    twice.refresh_from_db()
    with pytest.raises(NotPossible, match="The history doesn't tell what came along"):
        workflow.unmerge_person(twice, by=team)
    assert rules.came_along(twice) == []


# --- Suggestions and pages --------------------------------------------------------------------------------------------


def test_suggestions_come_with_their_evidence_the_likeliest_first(cast, team, pair):
    twice, kept = pair
    third = factories.person("Cllr Hill, John", email="Hill@portal.example")
    mistyped = factories.person("Ivy Smith", email="hill@portal.example")
    factories.stated(cast.seat(cast.north.second, Role.LEAD_MEMBER), third)
    Person.objects.create(name="John Hill", is_demonstration=True)
    assert [(one.other, one.evidence) for one in merging.suspects_for(kept, team)] == [
        (twice, ("Names alike to 94%", "Both have or had seats at Calderwick")),
        (third, ("The same name",)),
    ]
    assert [(one.other, one.evidence) for one in merging.suspects_for(mistyped, team)] == [
        (third, ("The same e-mail address",))
    ]
    pairs = {(one.person.name, one.other.name) for one in merging.duplicates(cast.administrator)}
    assert pairs >= {("John Hill", "Jon Hill"), ("Cllr Hill, John", "Ivy Smith"), ("Cllr Hill, John", "John Hill")}
    assert {one.other for one in merging.duplicates(cast.south.regional_team)} & {twice, kept, third} == set()


def test_two_who_both_have_accounts_are_not_suggested(cast, team):
    one, other, third = factories.newcomer("John Hill"), factories.newcomer("John Hill"), factories.person("John Hill")
    assert [found.other for found in merging.suspects_for(one, team)] == [third]
    pairs = {frozenset((found.person, found.other)) for found in merging.duplicates(cast.administrator)}
    assert {frozenset((one, third)), frozenset((other, third))} <= pairs
    assert frozenset((one, other)) not in pairs


def test_a_keeper_merges_in_three_steps_and_separates_again(cast, client, team, pair):
    twice, kept = pair
    signed_in(client, team)
    page = client.get("/people/duplicates/").content.decode()
    assert f"{reverse('person_merge', args=[kept.pk])}?into={twice.pk}" in page
    address = reverse("person_merge", args=[twice.pk])
    assert "John Hill (Names alike" in client.get(address).content.decode()
    found = client.get(address, {"search": "deputy", "into": "x"}).content.decode()
    assert "Deputy chief executive, Aldermoor (Deputy chief executive, Aldermoor" in found
    preview = client.get(address, {"into": kept.pk}).content.decode()
    assert "From Jon Hill come along: 1 appointment." in preview
    assert client.post(address, {"into": kept.pk, "reason": ""}).status_code == 422
    done = client.post(address, {"into": kept.pk, "reason": "A letter"}, follow=True).content.decode()
    assert "Jon Hill was merged into John Hill." in done
    back = reverse("person_unmerge", args=[twice.pk])
    assert "John Hill: Chief executive, Calderwick goes back to Jon Hill." in client.get(back).content.decode()
    done = client.post(back, {"reason": "A mistake"}, follow=True).content.decode()
    assert "Jon Hill and John Hill are two people again." in done
    assert client.get(back).status_code == 404


def test_what_stands_in_the_way_is_said_before_anything_is_typed(cast, client, team, pair):
    twice, _ = pair
    signed_in(client, team)
    page = client.get(reverse("person_merge", args=[twice.pk]), {"into": cast.south.dass.person.pk})
    assert ("an administrator merges people across regions" in page.content.decode(), page.status_code) == (True, 200)
    assert "Merge the two" not in page.content.decode()


def test_members_who_keep_nothing_are_told_so(cast, client, pair):
    signed_in(client, cast.north.dass)
    assert client.get("/people/duplicates/").status_code == 403
    assert client.get(reverse("person_merge", args=[pair[0].pk])).status_code == 403


def test_who_was_merged_gets_no_seat_and_no_account_any_more(cast, team, pair):
    twice, kept = pair
    workflow.merge_person(twice, by=team, into=kept)
    seat = cast.seat(cast.north.third, Role.DASS)
    with pytest.raises(NotPossible, match="Jon Hill was merged into John Hill: appoint John Hill"):
        workflow.appoint(seat, by=team, person=twice, starts=today())
    with pytest.raises(NotPossible, match="Jon Hill was merged into John Hill, who can have the account"):
        workflow.link_account(twice, by=cast.administrator, user=cast.stranger)
    assert list(invariants.broken()) == []
    factories.stated(seat, twice)
    assert list(invariants.broken()) == [
        "Jon Hill was merged into John Hill and still has seats, interests, tasks or an account."
    ]


@pytest.mark.parametrize(
    "asked", ["region=nowhere", "region=south", "type=x", "status=x", "page=9", "sort=x", "export=pdf", "theme=x"]
)
@pytest.mark.parametrize("address", ["/people/duplicates/", "/directory/import/"])
def test_what_these_lists_do_not_know_is_an_error_and_shows_no_rows(cast, client, team, pair, address, asked):
    DirectoryImport.objects.create(
        name="a.csv", region=cast.north.region, uploaded_by=team, uploaded_at=timezone.now(), digest="x"
    )
    response = signed_in(client, team).get(f"{address}?{asked}")
    assert response.status_code == (400 if "export" in asked else 200)
    assert "There is a problem" in response.content.decode()
    assert "<tbody" not in response.content.decode()


def test_these_lists_are_narrowed_and_downloaded(cast, client, team, pair):
    DirectoryImport.objects.create(
        name="a.csv", region=cast.north.region, uploaded_by=team, uploaded_at=timezone.now(), digest="x"
    )
    signed_in(client, cast.administrator)

    def column(address: str, name: str) -> list[str]:
        text = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
        return [row[name] for row in csv.DictReader(io.StringIO(text))]

    assert {"Jon Hill", "John Hill"} & set(column("/people/duplicates/?region=north&export=csv", "person"))
    assert column("/people/duplicates/?region=south&export=csv", "person") == []
    assert column("/directory/import/?region=north&status=previewed&export=csv", "file") == ["a.csv"]
    assert column("/directory/import/?status=confirmed&export=csv", "file") == []
    for address in ("/people/duplicates/", "/directory/import/"):
        assert client.get(f"{address}?export=xlsx").content[:2] == b"PK"
