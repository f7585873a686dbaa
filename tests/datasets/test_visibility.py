"""Who sees collections, periods and returns; with figures there to leak (the table in ACC, DAT-18, DAT-20, DAT-22)."""

import pytest

from datasets import workflow
from datasets.models import Collection, CollectionPeriod, Edition, InYearValue, Remark, Return
from datasets.rules.returns import edition_for
from datasets.standing import states_seen
from datasets.statuses import Agreement, PeriodStatus, ReturnStatus
from regions import workflow as of_regions
from tests.datasets import factories
from tests.people import EVERYBODY, SINCE

OWN = {"dcs", "chief_executive", "lead_member", "assistant_director", "performance_lead", "named_reader"}
TEAM = {"regional_team", "colleague", "regional_lead"}
BOARD = {
    "chair",
    "co_chair",
    "vice_chair",
    "lead_dcs",
    "regional_lead_member",
    "lead_chief_executive",
    "board_chair",
    "board_member",
}
SEEN = {
    ReturnStatus.EXPECTED: OWN,
    ReturnStatus.DRAFT: OWN,
    ReturnStatus.WITHDRAWN: OWN,
    ReturnStatus.SUBMITTED: OWN | TEAM,
    ReturnStatus.SIGNED_OFF: OWN | TEAM,
    ReturnStatus.QUERIED: OWN | TEAM,
    ReturnStatus.ACCEPTED: OWN | TEAM,
    ReturnStatus.PUBLISHED: OWN | TEAM | BOARD | {"lga_adviser"},
}


@pytest.fixture
def period(cast) -> CollectionPeriod:
    return factories.period(cast)


def seers(cast, model, **what) -> set[str]:
    """Who of the whole cast sees a row."""
    return {name for name in EVERYBODY if model.objects.visible_to(cast[name]).filter(**what).exists()}


@pytest.mark.parametrize("status", list(SEEN))
def test_a_return_is_its_authoritys_then_its_teams_then_its_readers(cast, period, status):
    return_ = factories.return_in(cast, status, period)
    found = seers(cast, Return, pk=return_.pk)
    # The trust's chief executive heads a signed party of North: a reader of what is published.
    reader = {"trust_chief_executive"} if status == ReturnStatus.PUBLISHED else set()
    assert found == {f"north.{one}" for one in SEEN[status]} | reader


def test_acc_4_who_has_not_signed_reads_nobody_elses_published_return(cast, period):
    factories.given(cast, period, cast.north.second)
    return_ = factories.published_return(cast, period)
    other = period.returns.get(authority=cast.north.second)
    unsigned = cast.north.unsigned_dcs
    assert set(Return.objects.visible_to(unsigned)) == {other}
    assert set(Return.objects.visible_to(cast.north.dcs)) == {return_, other}


def test_counts_show_to_the_own_authority_and_the_team_and_to_nobody_else(cast, period):
    """DAT-11: everybody else compares indicators; small counts stay where they were counted."""
    return_ = factories.published_return(cast, period)
    found = {name for name in EVERYBODY if name != "anonymous" and edition_for(cast[name], return_)}
    assert found == {f"north.{one}" for one in OWN | TEAM}


def test_dat_20_while_a_quarter_is_restated_only_its_authority_sees_the_new_figures(cast, period):
    first = factories.published_return(cast, period).published
    draft = factories.draft(cast, period, why="Counted twice", referrals=401)
    people = {"own": cast.north.dcs, "team": cast.north.regional_team, "board": cast.north.board_member}
    assert {who: edition_for(user, draft) for who, user in people.items()} == {
        "own": draft.edition,
        "team": first,
        "board": None,
    }
    assert seers(cast, Return, pk=draft.pk) == {f"north.{one}" for one in SEEN[ReturnStatus.PUBLISHED]} | {
        "trust_chief_executive"
    }
    assert seers(cast, Edition, pk=draft.edition_id) == {f"north.{one}" for one in OWN}
    workflow.submit_return(draft, by=cast.north.performance_lead)
    assert edition_for(cast.north.regional_team, draft) == draft.edition


def test_remarks_and_earlier_editions_stay_between_the_authority_and_the_team(cast, period):
    return_ = factories.return_in(cast, ReturnStatus.QUERIED, period)
    working = {f"north.{one}" for one in OWN | TEAM}
    assert seers(cast, Remark, of_return=return_) == working
    assert seers(cast, Edition, of_return=return_) == working


def test_states_show_to_the_team_for_all_and_to_an_authority_its_own(cast, period):
    factories.draft(cast, period)

    def seen(user):
        return {one.authority.name: (one.words, bool(one.url)) for one in states_seen(user, period)}

    everything = {
        "Aldermoor": ("Draft", False),
        "Birchester": ("Not received yet", False),
        "Calderwick": ("Not received yet", False),
    }
    assert seen(cast.north.regional_team) == everything
    assert seen(cast.north.dcs) == {"Aldermoor": ("Draft", True)}
    nothing = ("administrator", "north.board_member", "north.lga_adviser", "north.dass", "south.regional_team")
    assert {name: seen(cast[name]) for name in nothing} == {name: {} for name in nothing}


def test_members_of_the_region_see_that_there_is_a_collection(cast, period):
    of_region = {name for name in EVERYBODY if name.startswith("north.")}
    expected = of_region | {"administrator", "other_administrator", "trust_chief_executive"}
    assert seers(cast, Collection, pk=period.collection_id) == expected
    assert seers(cast, CollectionPeriod, pk=period.pk) == expected


def test_dat_22_a_groups_figures_are_read_by_the_group(cast):
    north = cast.north
    group = of_regions.add_group(north.region, by=cast.administrator, name="Moors")
    of_regions.add_group_member(group, by=cast.administrator, authority=north.second, starts=SINCE)
    collection = factories.collection(cast, agreement=Agreement.GROUP, group=group)
    period = factories.period(cast, collection)
    factories.given(cast, period, north.second)
    factories.published(cast, period)
    return_ = period.returns.get()
    # Aldermoor has signed and isn't in the group: its readers see nothing.
    assert seers(cast, Return, pk=return_.pk) == {"north.unsigned_dcs"} | {
        f"north.{one}" for one in TEAM | BOARD | {"lga_adviser"}
    }
    of_regions.add_group_member(group, by=cast.administrator, authority=north.first, starts=SINCE)
    assert {f"north.{one}" for one in OWN} <= seers(cast, Return, pk=return_.pk)


def test_dat_22_who_takes_part_reads_what_all_who_take_part_gave(cast):
    collection = factories.collection(cast, agreement=Agreement.TAKING_PART)
    period = factories.period(cast, collection)
    factories.given(cast, period, cast.north.second)
    factories.published(cast, period)
    return_ = period.returns.get(authority=cast.north.second)
    team = {f"north.{one}" for one in TEAM | BOARD | {"lga_adviser"}}
    assert seers(cast, Return, pk=return_.pk) == {"north.unsigned_dcs"} | team
    # Aldermoor gives its own, after the date: from then on it reads the others', also while it restates its own.
    factories.accepted(cast, period)
    readers = {f"north.{one}" for one in OWN}
    assert seers(cast, Return, pk=return_.pk) == {"north.unsigned_dcs"} | team | readers
    factories.draft(cast, period, why="Counted twice", referrals=401)
    assert seers(cast, Return, pk=return_.pk) == {"north.unsigned_dcs"} | team | readers


def test_dat_18_in_the_preview_each_authority_sees_its_own_values_and_no_others(cast, period):
    factories.accepted(cast, period)
    factories.given(cast, period, cast.north.second)
    workflow.start_preview(period, by=cast.north.regional_team)
    indicator = period.version.definitions.first().indicator
    values = {}
    for one in period.returns.filter(status=ReturnStatus.ACCEPTED).select_related("authority", "edition"):
        known = {"collection_period": period, "edition": one.edition, "indicator": indicator}
        value, _ = InYearValue.objects.get_or_create(**known, authority=one.authority, defaults={"value": 22})
        values[one.authority.name] = value.pk
    assert period.status == PeriodStatus.PREVIEW
    team = {f"north.{one}" for one in TEAM}
    assert seers(cast, InYearValue, pk=values["Aldermoor"]) == team | {f"north.{one}" for one in OWN}
    assert seers(cast, InYearValue, pk=values["Birchester"]) == team | {"north.unsigned_dcs"}
