"""Versions of the dataset: drafted, changed while drafts, fixed in use (DAT-1, DAT-2)."""

from dataclasses import replace

import pytest
from django.urls import reverse

from datasets.models import DatasetVersion, Indicator
from datasets.plans import Plan, PlannedItem, differences, faults_of, plan_of
from datasets.statuses import VersionStatus
from datasets.workflow import definitions as workflow
from riia.audit.models import Event
from riia.workflow import NotPossible
from tests.datasets import factories
from tests.datasets.pages import drafted
from tests.people import signed_in

KNOWN = {"repeat-referrals-share", "looked-after-rate"}
CONTACTS = PlannedItem("contacts", "Contacts", "Contacts, each once.", "count", "period", "early-help")


@pytest.fixture
def base(cast):
    return factories.dataset()


@pytest.fixture
def draft(cast, base):
    return drafted(base, cast)


@pytest.fixture
def team(cast):
    return cast.north.regional_team


def why(act, item, **inputs) -> list[str]:
    with pytest.raises(NotPossible) as refused:
        act(item, **inputs)
    return refused.value.reasons


# --- Drafting ---------------------------------------------------------------------------------------------------------


def test_dat_1_the_next_version_is_drafted_with_everything_that_the_last_one_holds(draft, base):
    assert plan_of(draft) == plan_of(base)
    assert (draft.status, draft.based_on, draft.items.count()) == (VersionStatus.DRAFT, base, 0)
    assert differences(plan_of(base), plan_of(draft)) == []


def test_dat_1_there_is_one_draft_at_a_time_for_a_region(cast, draft, base, team):
    again = {"by": team, "region": cast.north.region, "name": "Again"}
    assert why(workflow.draft_version, base, slug="core-again", **again) == [
        "There is a draft of the next version already."
    ]
    assert why(workflow.draft_version, base, slug="core-next", **again) == [
        "There is a draft of the next version already.",
        "There is a version with the address “core-next” already.",
    ]
    assert why(workflow.draft_version, draft, slug="core-again", **again) == [
        "It is a draft itself: bring it into use first.",
        "There is a draft of the next version already.",
    ]
    south = workflow.draft_version(
        base, by=cast.south.regional_team, region=cast.south.region, slug="south", name="South's"
    )
    assert south.region == cast.south.region


def test_dat_1_a_team_drafts_for_its_own_region_and_administrators_for_all(cast, base, team):
    assert why(workflow.draft_version, base, by=team, region=cast.south.region, slug="a", name="A") == [
        f"You don't keep {cast.south.region}."
    ]
    assert why(workflow.draft_version, base, by=team, region=None, slug="a", name="A") == [
        "The national version is drafted by administrators."
    ]
    made = workflow.draft_version(base, by=cast.administrator, region=None, slug="a", name="A")
    assert made.region is None


def test_a_draft_is_seen_by_who_keeps_it_alone(cast, draft):
    seen = {
        name
        for name in ("north.regional_team", "south.regional_team", "north.dcs", "stranger", "administrator")
        if DatasetVersion.objects.visible_to(cast[name]).filter(pk=draft.pk).exists()
    }
    assert seen == {"north.regional_team", "administrator"}


# --- Changing a draft -------------------------------------------------------------------------------------------------


def test_dat_1_items_are_added_changed_and_taken_out_while_it_is_a_draft(draft, team):
    workflow.put_item(draft, by=team, planned=CONTACTS)
    workflow.put_item(draft, by=team, planned=replace(CONTACTS, name="Initial contacts"), replacing="contacts")
    assert plan_of(draft).item("contacts").name == "Initial contacts"
    event = Event.objects.latest("pk")
    assert (event.verb, [one["name"] for one in event.after["plan"]["items"] if one["code"] == "contacts"]) == (
        "put_item",
        ["Initial contacts"],
    )
    workflow.drop_item(draft, by=team, code="contacts")
    assert plan_of(draft).item("contacts") is None


def test_dat_1_an_item_has_a_code_of_its_own_and_is_part_of_another(draft, team):
    assert why(workflow.put_item, draft, by=team, planned=replace(CONTACTS, code="referrals")) == [
        "There is an item “referrals” already."
    ]
    for part in ("contacts", "nothing"):
        assert why(workflow.put_item, draft, by=team, planned=replace(CONTACTS, part_of=part)) == [
            f"“{part}” is no other item of this version."
        ]


def test_dat_1_what_something_stands_on_is_not_taken_out(draft, team):
    assert why(workflow.drop_item, draft, by=team, code="referrals") == [
        "It is used by repeat-referrals-share, repeat-referrals: change them first."
    ]
    assert why(workflow.drop_item, draft, by=team, code="nothing") == ["There is no item “nothing”."]


def test_dat_2_an_indicator_is_switched_off_and_on_again(draft, team):
    plan = plan_of(draft)
    share = plan.definition("repeat-referrals-share")
    workflow.switch_off(draft, by=team, indicator=share.indicator)
    assert plan_of(draft).definition(share.indicator) is None
    assert why(workflow.switch_off, draft, by=team, indicator=share.indicator) == [
        "The indicator “repeat-referrals-share” is not switched on in this version."
    ]
    workflow.switch_on(draft, by=team, definition=replace(share, decimals=0))
    assert plan_of(draft).definition(share.indicator).decimals == 0


def test_dat_2_an_indicator_is_of_the_catalogue_and_derived_from_items_of_the_version(draft, team):
    share = plan_of(draft).definition("repeat-referrals-share")
    wrong = replace(share, indicator="unheard-of", numerator=(), denominator=("nothing",))
    assert why(workflow.switch_on, draft, by=team, definition=wrong) == [
        "“nothing” is no item of this version.",
        "Choose what is counted.",
        "The indicator “unheard-of” is not in the catalogue.",
    ]


def test_dat_1_a_version_in_use_is_never_edited(cast, base):
    by, plan = cast.administrator, plan_of(base)
    never = ["A version that has been used is never edited: draft the next one from it."]
    assert why(workflow.put_item, base, by=by, planned=CONTACTS) == never
    assert why(workflow.drop_item, base, by=by, code="looked-after") == [
        *never,
        "It is used by looked-after-rate: change them first.",
    ]
    assert why(workflow.switch_on, base, by=by, definition=plan.definitions[0]) == never
    assert why(workflow.switch_off, base, by=by, indicator="looked-after-rate") == never
    assert plan_of(base) == plan


# --- Into use, and out of it ------------------------------------------------------------------------------------------


def test_dat_1_in_use_it_holds_what_the_draft_held_for_good(draft, team):
    plan = plan_of(draft).with_definition(replace(plan_of(draft).definitions[0], decimals=0))
    workflow.switch_on(draft, by=team, definition=plan.definitions[0])
    workflow.drop_item(draft, by=team, code="social-workers")
    workflow.use_version(draft, by=team)
    assert plan_of(DatasetVersion.objects.get(pk=draft.pk)) == plan.without_item("social-workers")
    assert draft.items.count() == 3


def test_dat_2_what_cannot_be_worked_out_is_not_brought_into_use(draft, team):
    workflow.put_item(draft, by=team, planned=CONTACTS)
    assert why(workflow.use_version, draft, by=team) == [
        "“Contacts” would be collected but no indicator uses it.",
        "“Social workers” would be collected but no indicator uses it.",
    ]
    assert draft.status == VersionStatus.DRAFT


def test_the_faults_of_a_plan_are_said_one_by_one(base):
    plan = plan_of(base)
    share = plan.definition("repeat-referrals-share")
    broken = Plan(
        (replace(CONTACTS, part_of="nothing"),),
        (replace(share, indicator="unheard-of"), replace(share, numerator=())),
    )
    assert faults_of(Plan((), ()), KNOWN) == [
        "It has no items: nothing would be collected.",
        "It has no indicators: nothing could be compared.",
    ]
    assert faults_of(broken, KNOWN) == [
        "“Contacts” is said to be part of “nothing”, which is not in it.",
        "The indicator “unheard-of” is not in the catalogue.",
        "The indicator “unheard-of” needs the item “repeat-referrals”, which is not in it.",
        "The indicator “unheard-of” needs the item “referrals”, which is not in it.",
        "The indicator “repeat-referrals-share” needs the item “referrals”, which is not in it.",
        "The indicator “repeat-referrals-share” counts nothing.",
        "“Contacts” would be collected but no indicator uses it.",
    ]


def test_dat_1_a_version_ends_when_no_collection_will_use_it(cast, base):
    collection = factories.collection(cast)
    assert why(workflow.end_version, base, by=cast.administrator) == [
        f"{collection} uses it for its next period: give it another version first."
    ]
    other = factories.dataset("other")
    workflow.end_version(other, by=cast.administrator)
    assert other.status == VersionStatus.ENDED


# --- In the browser ---------------------------------------------------------------------------------------------------


def test_a_team_drafts_changes_compares_and_uses_a_version_in_the_browser(cast, client, base, team):
    signed_in(client, team)
    typed = {"region": cast.north.region.slug, "name": "Core, 2027", "slug": "core-2027", "note": ""}
    page = client.post(reverse("version_draft", args=[base.pk]), typed, follow=True)
    draft = DatasetVersion.objects.get(slug="core-2027")
    assert "Core, 2027 is drafted" in page.content.decode()

    plan, item = plan_of(draft), plan_of(draft).item("social-workers")
    typed = {"name": item.name, "definition": "In post.", "kind": "fte", "basis": "period", "theme": "workforce"}
    client.post(reverse("version_item", args=[draft.pk, item.code]), typed)
    choices = {"multiplier": 1, "scaling": "as-is", "polarity": "neutral", "colour_rule": "none", "decimals": 1}
    choices |= {"confidence": "none", "small_numbers": "shown", "numerator": ["social-workers"]}
    Indicator.objects.create(
        code="sw", name="Social workers", theme="workforce", unit="count", polarity="neutral", frequency="quarterly"
    )
    page = client.post(reverse("version_indicator", args=[draft.pk, "sw"]), choices, follow=True)
    assert "Social workers is switched on" in page.content.decode()

    page = client.get(reverse("version_compare", args=[draft.slug])).content.decode()
    assert "2 differences" in page
    assert "In post." in page
    client.post(reverse("version_use", args=[draft.pk]))
    assert DatasetVersion.objects.get(pk=draft.pk).status == VersionStatus.IN_USE
    assert len(plan_of(DatasetVersion.objects.get(pk=draft.pk)).definitions) == len(plan.definitions) + 1


def test_what_is_typed_comes_back_with_what_is_wrong(cast, client, draft, team):
    signed_in(client, team)
    typed = {"code": "referrals", "name": "Twice", "definition": "X", "kind": "count", "basis": "period"}
    page = client.post(reverse("version_item_add", args=[draft.pk]), typed | {"theme": "send"})
    assert page.status_code == 422
    assert "There is an item “referrals” already." in page.content.decode()
    assert "Twice" in page.content.decode()
    both = {"per_population": "on", "denominator": ["referrals"], "numerator": ["referrals"]}
    page = client.post(reverse("version_indicator", args=[draft.pk, "looked-after-rate"]), both)
    assert "Choose the population or items, not both" in page.content.decode()


def test_a_version_to_compare_with_that_there_is_not_is_an_error(cast, client, base, team):
    page = signed_in(client, team).get(reverse("version_compare", args=[base.slug]), {"with": "nothing"})
    assert "There is no version “nothing” to compare with" in page.content.decode()


@pytest.mark.parametrize("many", [1, 30])
def test_a_version_is_read_in_as_many_queries_whatever_it_holds(cast, client, team, many, django_assert_num_queries):
    version = factories.dataset()
    version.items.bulk_create(
        type(version.items.first())(
            version=version, code=f"i{n}", name=f"I{n}", definition="X.", basis="period", theme="send"
        )
        for n in range(many)
    )
    signed_in(client, team)
    address = reverse("version_detail", args=[version.slug])
    client.get(address)
    with django_assert_num_queries(9):
        assert client.get(address).status_code == 200
