"""What self-evaluations say across a region, and its priorities (SE-9, SE-10, MOD-6, MOD-7)."""

from datetime import timedelta

import pytest

from regions.querysets import today
from riia.workflow import NotPossible
from selfassessment import summary, workflow
from selfassessment.across import Exchange, board, directors, followed, three_years_ago
from selfassessment.models import Addendum, Cycle, Finding, Priority, SelfEvaluation
from selfassessment.rules.priorities import reasons_not_to_propose
from selfassessment.statuses import AddendumStatus, Fate, PriorityStatus
from tests.people import signed_in
from tests.selfassessment import across, factories
from tests.selfassessment.across import area, offer, request, strength


@pytest.fixture
def year(cast):
    """North's open cycle, with the text of its first authority on the shelf and its second's with its approvers."""
    of = factories.cycle(cast)
    mine = factories.evaluation(cast, of)
    other = factories.evaluation(cast, of, cast.north.second)
    across.shelved(cast, mine, strength("Foster carers stay"), request("Help with homes"))
    across.frozen(cast, other, area("Too many moves"), offer("A team for homes"))
    return of


def texts(rows) -> set[str]:
    return set(rows.values_list("text", flat=True))


def test_se_10_others_findings_are_there_once_they_are_open_and_own_ones_always(cast, year):
    assert texts(followed(cast.north.dcs)) == {"Foster carers stay"}
    assert texts(followed(cast.north.unsigned_dcs)) == {"Too many moves"}
    assert texts(followed(cast.north.regional_team)) == {"Foster carers stay"}
    for outside in ("north.dass", "south.dcs", "administrator", "stranger", "north.dfe_adviser"):
        assert not followed(cast[outside]).exists(), outside
        assert not board(cast[outside]).exists(), outside
    evaluation = factories.evaluation(cast, year, cast.north.second)
    across.shelved(cast, evaluation, area("Too many moves"), opens_on=today() + timedelta(days=1))
    assert texts(followed(cast.north.regional_team)) == {"Foster carers stay"}
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(opens_on=today())
    assert texts(followed(cast.north.regional_team)) == {"Foster carers stay", "Too many moves"}


def test_se_10_the_board_holds_what_is_open_even_of_own_texts(cast, year):
    assert texts(board(cast.north.unsigned_dcs)) == set()
    assert texts(board(cast.north.dcs)) == {"Help with homes"}
    Cycle.objects.update(opens_on=today() - timedelta(days=200))
    newer = factories.cycle(cast, "2027-28", opens_on=today())
    across.shelved(cast, factories.evaluation(cast, newer), request("Help with carers"))
    assert texts(board(cast.north.dcs)) == {"Help with carers"}


@pytest.fixture
def three_years(cast):
    """The same area said in three years; of the third text nobody outside knows."""
    found = []
    for place, (fate, words) in enumerate(
        (("", ""), (Fate.CHANGED, "It is sharper now"), (Fate.ACHIEVED, "Done at last"))
    ):
        of = factories.cycle(cast, f"202{place + 4}", opens_on=today() - timedelta(days=30 + 365 * (2 - place)))
        evaluation = factories.evaluation(cast, of)
        carried = {"carried_from": found[-1], "fate": fate, "fate_words": words} if found else {}
        put = across.frozen if fate == Fate.ACHIEVED else across.shelved
        put(cast, evaluation, area(f"Moves {place}", **carried))
        found.append(Finding.objects.get(text=f"Moves {place}"))
    return found


def told(cast, name: str) -> dict[str, tuple]:
    return {one.text: (one.since, one.fate_now, one.fate_year, one.fate_said) for one in followed(cast[name])}


def test_se_9_the_fate_is_told_by_the_latest_text_that_the_reader_may_read(cast, three_years):
    assert told(cast, "north.dcs") == {
        "Moves 0": ("2024", "achieved", "2026", "Done at last"),
        "Moves 1": ("2024", "achieved", "2026", "Done at last"),
        "Moves 2": ("2024", "achieved", "2026", "Done at last"),
    }
    assert told(cast, "north.regional_team") == {
        "Moves 0": ("2024", "changed", "2025", "It is sharper now"),
        "Moves 1": ("2024", "changed", "2025", "It is sharper now"),
    }


def test_se_9_what_is_older_than_three_years_is_left_out(cast, three_years):
    assert three_years_ago(today().replace(month=2, day=28)).day == 28
    first = three_years[0].revision.evaluation.cycle
    long_ago = three_years_ago(today())
    type(first).objects.filter(pk=first.pk).update(opens_on=long_ago)
    assert set(told(cast, "north.regional_team")) == {"Moves 1"}


def test_se_10_offers_fit_requests_by_theme_and_service_area_in_words(cast, year):
    second, third = (factories.evaluation(cast, year, one) for one in (cast.north.second, cast.north.third))
    across.shelved(cast, second, offer("A team"), offer("A school", theme=across.SEND, area="schools"))
    across.shelved(
        cast,
        third,
        offer("Carers", theme=across.SEND),
        offer("A building", area=across.LEAVING),
        request("Help as well"),
    )
    rows = list(board(cast.north.dcs))
    exchange = Exchange(rows)
    by_text = {one.text: one for one in rows}
    assert [(one.authority, one.finding.text, one.why) for one in exchange.fitting(by_text["Help with homes"])] == [
        ("Birchester", "A team", "the same theme and service area"),
        ("Calderwick", "Carers", "the same service area"),
        ("Calderwick", "A building", "the same theme"),
    ]
    assert [one.authority for one in exchange.fitting(by_text["A team"])] == ["Aldermoor", "Calderwick"]
    assert exchange.fitting(by_text["A school"]) == []
    assert directors(cast.north.dcs)[cast.north.first.pk].person == cast.north.dcs.person
    assert cast.north.third.pk not in directors(cast.north.dcs)


# --- The summary ------------------------------------------------------------------------------------------------------


def test_mod_7_fewer_than_three_texts_are_not_counted(cast, year):
    assert summary.summary_of(year) == summary.Summary(1, 3)
    assert not summary.summary_of(year).counts


def test_mod_6_themes_judgements_and_the_index_count_open_texts_alone(cast, year):
    more = across.more_authorities(cast, year, 5)
    for place, one in enumerate(more[:4]):
        helped = [request("Five", theme=across.SEND)] if place == 2 else []
        said = [offer("Two"), strength("Three")] if place < 2 else [area("Four", theme=across.SEND), *helped]
        across.shelved(cast, one, *said, judgement="Strong" if place else "Unheard of")
    across.frozen(cast, more[4], *[area(f"Not counted {n}") for n in range(9)])
    Addendum.objects.create(
        evaluation=factories.evaluation(cast, year),
        happened_on=today(),
        title="A visit",
        text="They came.",
        section="care",
        question="judgement",
        judgement="Developing",
        status=AddendumStatus.ADDED,
        added_at=year.evaluations.get(authority=cast.north.first).released_at,
        written_by=cast.north.dcs,
    )
    found = summary.summary_of(year)
    assert (found.texts, found.asked, found.counts) == (5, 8, True)
    by_theme = {one.label: one for one in found.themes}
    care = by_theme["Children in care"]
    assert (care.strengths, care.areas, care.requests, care.offers, care.authorities) == (3, 0, 1, 2, 3)
    # Two offer, one asks: 100 x (2 - 1) / 5. Strengths and areas don't count.
    assert (care.index, care.index_words) == (20, "+20")
    send = by_theme["Special educational needs and disabilities"]
    assert (send.areas, send.requests, send.index, send.index_words) == (2, 1, -20, "\N{MINUS SIGN}20")
    assert (by_theme["Workforce"].index, by_theme["Workforce"].index_words) == (None, "None")
    assert (found.index, found.index_words) == (0, "0")
    assert [(one.title, dict(one.counts), one.without) for one in found.judged] == [
        ("Leadership", {"Strong": 3, "Secure": 1, "Developing": 0, "Needs attention": 0}, 1),
        ("Children in care", {"Strong": 3, "Secure": 0, "Developing": 1, "Needs attention": 0}, 1),
    ]


def test_mod_6_fewer_than_five_texts_make_no_index(cast, year):
    for one in across.more_authorities(cast, year, 3):
        across.shelved(cast, one)
    found = summary.summary_of(year)
    assert (found.texts, found.index, found.index_words) == (4, None, "None")
    assert {one.index for one in found.themes} == {None}


def test_mod_6_an_index_of_nothing_is_none(cast, client):
    of = factories.cycle(cast)
    for one in across.more_authorities(cast, of, 5):
        across.shelved(cast, one)
    assert summary.summary_of(of).index is None
    address = f"/self-evaluations/cycles/{of.pk}/summary/"
    page = signed_in(client, cast.north.regional_team).get(address).content.decode()
    assert "There is none: no released text offers help or asks for it." in page


def test_mod_6_the_summary_is_for_those_who_read_the_texts_that_it_counts(cast, year):
    names = ("north.dcs", "north.regional_team", "north.chair", "north.lga_adviser", "north.unsigned_dcs", "north.dass",
             "north.dfe_adviser", "south.dcs", "administrator", "stranger", "trust_chief_executive")  # fmt: skip
    reading = {one for one in names if summary.reads_summary(cast[one], year)}
    assert reading == {"north.dcs", "north.regional_team", "north.chair"}
    person = cast.north.lga_adviser.person
    ends = today() + timedelta(days=9)
    workflow.agree_reader(year, by=cast.north.regional_team, person=person, starts=today(), ends=ends)
    assert summary.reads_summary(cast.north.lga_adviser, year)


# --- Priorities -------------------------------------------------------------------------------------------------------


def test_mod_6_a_priority_is_proposed_agreed_or_set_aside(cast):
    one = across.priority(cast)
    seen = {
        name for name in ("north.dcs", "north.regional_team", "south.dcs") if Priority.objects.visible_to(cast[name])
    }
    assert seen == {"north.regional_team"}
    workflow.change_priority(one, by=cast.north.colleague, title="Homes", theme=across.SEND)
    assert (one.title, one.theme, one.text, one.status) == ("Homes", "send", "", PriorityStatus.PROPOSED)
    workflow.agree_priority(one, by=cast.north.regional_lead)
    seen = {
        name for name in ("north.dcs", "north.regional_team", "south.dcs") if Priority.objects.visible_to(cast[name])
    }
    assert seen == {"north.dcs", "north.regional_team"}
    with pytest.raises(NotPossible, match=r"It is agreed\."):
        workflow.change_priority(one, by=cast.north.colleague, title="Schools", theme=across.SEND)
    workflow.set_aside_priority(one, by=cast.north.regional_lead)
    assert not Priority.objects.visible_to(cast.north.dcs).exists()
    with pytest.raises(NotPossible, match=r"Agree the priority is not possible: it is set aside\."):
        workflow.agree_priority(one, by=cast.north.regional_lead)


def test_mod_6_a_priority_is_not_proposed_twice(cast):
    one = across.priority(cast)
    with pytest.raises(NotPossible, match="A priority of this name is proposed already"):
        workflow.propose_priority(one.cycle, by=cast.north.colleague, title=one.title.upper(), theme=across.SEND)
    other = workflow.propose_priority(one.cycle, by=cast.north.colleague, title="Schools", theme=across.SEND)
    workflow.agree_priority(one, by=cast.north.regional_lead)
    with pytest.raises(NotPossible, match="A priority of this name is agreed already"):
        workflow.change_priority(other, by=cast.north.colleague, title=one.title, theme=across.SEND)
    workflow.change_priority(other, by=cast.north.colleague, title="Schools", theme=across.CARE)
    workflow.set_aside_priority(one, by=cast.north.regional_lead)
    workflow.change_priority(other, by=cast.north.colleague, title=one.title, theme=across.CARE)


def test_mod_7_a_priority_names_no_authority(cast):
    one = across.priority(cast)
    for act, on in ((workflow.propose_priority, one.cycle), (workflow.change_priority, one)):
        with pytest.raises(NotPossible) as refused:
            act(
                on, by=cast.north.regional_team, title="Help", theme=across.CARE, text="As birchester and Aldermoor do."
            )
        assert refused.value.reasons == [
            "A priority of the region names no authority. Leave out: Aldermoor, Birchester."
        ]
    assert reasons_not_to_propose(one.cycle, by=cast.north.regional_team) == []


def test_mod_6_nothing_is_proposed_before_the_cycle_is_open(cast):
    with pytest.raises(NotPossible, match=r"This cycle is still being prepared\."):
        across.priority(cast, factories.planned(cast))
