"""What stands in the way of each step with collections and returns, in the words that people read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from datasets import workflow
from datasets.calendar import Calendar, calendar_of, last_day_to_look
from datasets.completeness import counts_of, overview_of
from datasets.figures import FigureInput
from datasets.models import Collection, DatasetVersion, Return
from datasets.rules import collections as of_collections
from datasets.rules import returns as of_returns
from datasets.standing import received, standing_of, state_of, turn_of
from datasets.statuses import Agreement, CollectionKind, Origin, ReturnStatus, VersionStatus
from regions import workflow as of_regions
from regions.models import Authority
from regions.querysets import today
from riia.ui.dates import in_words
from riia.workflow import NotPossible
from tests.datasets import factories
from tests.datasets.factories import FIGURES, figures, on_day
from tests.people import SINCE


def reasons(act, item, by=None, **inputs) -> list[str]:
    """What stands in the way, through the declared rule."""
    (declared,) = act.acts.values()
    return declared.reasons(item, by, **inputs)


# --- The calendar (DAT-18, GEN-3) -------------------------------------------------------------------------------------


def test_dat_18_the_calendar_counts_working_days_over_christmas():
    quarter = Collection(due_days=20, query_days=5, preview_days=5)
    found = calendar_of(quarter, date(2026, 11, 30))
    assert found == Calendar(date(2026, 12, 30), date(2027, 1, 7), date(2027, 1, 8), date(2027, 1, 15))
    assert last_day_to_look(found.publish_on) == date(2027, 1, 14)
    assert found.in_order
    assert not Calendar(date(2026, 1, 2), date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 4)).in_order


# --- Setting up -------------------------------------------------------------------------------------------------------


def test_dat_22_a_collection_needs_a_version_in_use_and_an_agreement_that_fits(cast):
    north, south = cast.north.region, cast.south.region
    version = factories.dataset()
    draft = DatasetVersion(name="Next", status=VersionStatus.DRAFT)
    theirs = factories.dataset("southern", south)
    group = of_regions.add_group(south, by=cast.administrator, name="Coast")

    def why(**inputs):
        return reasons(workflow.create_collection, north, **inputs)

    assert why() == []
    assert why(name="Core", version=version, agreement=Agreement.REGION) == []
    assert why(version=draft) == ["The version “Next” is not in use: draft."]
    assert why(version=theirs) == ["The version “A southern dataset” is another region’s."]
    assert why(agreement=Agreement.GROUP) == ["Choose the group whose authorities see the figures."]
    assert why(agreement=Agreement.REGION, group=group) == [
        "A group is named only where the agreement is for one.",
    ]
    assert why(agreement=Agreement.GROUP, group=group) == ["Coast is another region’s group."]
    factories.collection(cast)
    assert why(name="core dataset") == ["North has a collection called “core dataset” already."]


def test_dat_22_the_agreement_stands_once_figures_have_come_in(cast):
    collection = factories.collection(cast)
    period = factories.period(cast, collection)
    other = {"agreement": Agreement.TAKING_PART, "group": None}
    assert reasons(workflow.change_collection, collection, **other) == []
    factories.draft(cast, period)
    assert reasons(workflow.change_collection, collection, purpose="To learn") == []
    assert reasons(workflow.change_collection, collection, agreement=Agreement.REGION) == []
    assert reasons(workflow.change_collection, collection, **other) == [
        "Authorities have sent figures under the present agreement about who sees them. "
        "For another one, end this collection and start the next."
    ]
    assert reasons(workflow.end_collection, collection) == [f"{period.label} is not published yet."]


def test_what_has_ended_is_not_changed_opened_or_ended_again(cast):
    collection = workflow.end_collection(factories.collection(cast), by=cast.north.regional_team)
    assert reasons(workflow.change_collection, collection) == ["This collection has ended."]
    assert reasons(workflow.open_period, collection) == ["This collection has ended."]
    assert reasons(workflow.end_collection, collection) == [f"It ended on {in_words(today())}."]


def test_dat_18_a_period_is_opened_once_for_days_that_are_known(cast):
    core = factories.collection(cast)
    survey = factories.collection(cast, name="Survey", kind=CollectionKind.SURVEY)
    quarter = factories.quarter()
    factories.period(cast, core)

    def why(collection, **inputs):
        return reasons(workflow.open_period, collection, **inputs)

    assert why(core) == []
    assert why(core, slug="winter") == ["“winter” is no quarter: write one such as 2025-26-q2."]
    assert why(core, slug="2025-27-q2") == ["Give the first and the last day of the period."]
    assert why(core, slug=quarter.slug) == ["This period was opened already."]
    assert why(core, slug="1999-00-q1") == []
    assert why(survey, slug="winter") == ["Give the first and the last day of the period."]
    days = {"starts": date(2026, 1, 5), "last_day": date(2026, 1, 9)}
    assert why(survey, slug="winter", **days) == []
    assert why(survey, slug="winter", starts=days["last_day"], last_day=days["starts"]) == [
        "The last day is before the first."
    ]
    Authority.objects.filter(region=cast.north.region).update(active_from=date(2026, 2, 1))
    assert why(survey, slug="winter", **days) == ["There was no authority to ask on 9 January 2026."]


def test_dat_22_whom_a_period_asks_existed_on_its_last_day_and_belongs_to_the_group(cast):
    north = cast.north
    Authority.objects.filter(pk=north.third.pk).update(active_to=date(2026, 4, 1))
    collection = factories.collection(cast)
    assert list(of_collections.authorities_asked(collection, date(2026, 3, 31))) == [
        north.first,
        north.second,
        north.third,
    ]
    assert list(of_collections.authorities_asked(collection, date(2026, 4, 1))) == [north.first, north.second]
    group = of_regions.add_group(north.region, by=cast.administrator, name="Moors")
    of_regions.add_group_member(group, by=cast.administrator, authority=north.second, starts=SINCE)
    moors = factories.collection(cast, name="Moors", agreement=Agreement.GROUP, group=group)
    assert list(of_collections.authorities_asked(moors, date(2026, 3, 31))) == [north.second]
    assert list(of_collections.authorities_asked(moors, SINCE - timedelta(days=1))) == []


# --- The steps of a period --------------------------------------------------------------------------------------------


def test_dat_18_dates_move_in_order_and_not_into_what_has_passed(cast):
    period = factories.period(cast)
    kept = Calendar(period.due_on, period.queries_until, period.preview_from, period.publish_on)
    later = today() + timedelta(days=30)

    def why(calendar):
        return reasons(workflow.move_dates, period, calendar=calendar)

    assert reasons(workflow.move_dates, period) == []
    assert why(kept) == []
    assert why(Calendar(later, later, later, later)) == []
    assert why(Calendar(later, *(kept.queries_until, kept.preview_from, kept.publish_on))) == [
        "The days must follow one another: due, queries, preview, publication."
    ]
    day = kept.due_on - timedelta(days=1)
    assert why(Calendar(day, kept.queries_until, kept.preview_from, kept.publish_on)) == [
        "Returns due: this day has passed and can’t be moved."
    ]


def test_dat_18_once_directors_look_publication_can_only_come_later(cast):
    period = factories.period(cast)
    factories.accepted(cast, period)
    workflow.start_preview(period, by=cast.north.regional_team)
    kept = (period.due_on, period.queries_until, period.preview_from)
    later = period.publish_on + timedelta(days=1)
    assert reasons(workflow.move_dates, period, calendar=Calendar(*kept, later)) == []
    assert reasons(workflow.move_dates, period, calendar=Calendar(*kept, period.preview_from)) == [
        "Directors were told when it is published; it can be later, and not before that day."
    ]
    with on_day(later):
        workflow.publish_period(period, by=cast.north.regional_team)
    assert reasons(workflow.move_dates, period) == ["It is published."]


def test_dat_18_the_preview_waits_for_returns_and_for_the_teams_own_decisions(cast):
    period, team = factories.period(cast), cast.north.regional_team
    preview = workflow.start_preview
    assert reasons(preview, period, team) == ["No return has been accepted yet."]
    factories.given(cast, period, cast.north.second)
    assert reasons(preview, period, team) == []
    factories.signed_off(cast, period)
    waiting = "Accept or query first what was signed off: Aldermoor."
    assert reasons(preview, period, team) == [waiting]
    with on_day(period.due_on):
        assert reasons(preview, period, team) == [
            waiting,
            f"Returns can come in until {in_words(period.due_on)}, and not all have.",
        ]
        assert reasons(preview, period)[-1] == f"The preview begins on {in_words(period.preview_from)}."
    workflow.withdraw_return(factories.of_first(cast, period), by=cast.north.dcs, reason="A mistake")
    workflow.submit_return(factories.of_first(cast, period), by=cast.north.performance_lead)
    # What waits for a director stands in the clock's way, and not in the team's.
    assert reasons(preview, period, team) == []
    assert reasons(preview, period) == [waiting]


def test_dat_18_publication_waits_for_the_days_of_preview(cast):
    period, team = factories.period(cast), cast.north.regional_team
    factories.accepted(cast, period)
    workflow.start_preview(period, by=team)
    said = f"Directors can look at their figures and comment until {in_words(period.publish_on)}."
    assert reasons(workflow.publish_period, period, team) == [said]
    with on_day(period.publish_on):
        assert reasons(workflow.publish_period, period, team) == []
        workflow.withdraw_return(factories.of_first(cast, period), by=cast.north.dcs, reason="A mistake")
        assert reasons(workflow.publish_period, period, team) == ["No return is accepted."]


# --- Figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (FigureInput(None), "Referrals: give either a number or the reason why there is none."),
        (FigureInput(Decimal(1), "x"), "Referrals: give either a number or the reason why there is none."),
        (FigureInput(None, "c"), "Referrals: “c” is not a marker that authorities give."),
        (
            FigureInput(Decimal(1), "", "provisional"),
            "Referrals: what is provisional or not comparable is said in words.",
        ),
        (FigureInput(Decimal(1), "", "", "Late"), "Referrals: what is provisional or not comparable is said in words."),
        (FigureInput(Decimal(-1)), "Referrals: the number must be 0 or more, and smaller than anything counted is."),
        (FigureInput(Decimal("NaN")), "Referrals: the number must be 0 or more, and smaller than anything counted is."),
        (
            FigureInput(Decimal(10**12)),
            "Referrals: the number must be 0 or more, and smaller than anything counted is.",
        ),
        (FigureInput(Decimal("1.5")), "Referrals: a whole number, not 1.5."),
    ],
)
def test_dat_4_a_figure_that_is_none_is_refused_in_words(cast, figure, said):
    return_ = factories.of_first(cast, factories.period(cast))
    assert reasons(workflow.record_edition, return_, figures=figures(referrals=figure)) == [said]


def test_dat_4_numbers_have_two_decimals_and_markers_and_caveats_are_taken(cast):
    return_ = factories.of_first(cast, factories.period(cast))
    record = workflow.record_edition
    finer = FigureInput(Decimal("61.505"))
    assert reasons(record, return_, figures=figures(social_workers=finer)) == [
        "Social workers: two decimals at most, not 61.505."
    ]
    provisional = FigureInput(Decimal(400), "", "provisional", "A system was changed.")
    assert reasons(record, return_, figures=figures(referrals=provisional, looked_after="z")) == []
    assert reasons(record, return_, figures=figures() | {"dogs": FigureInput(Decimal(1))}) == [
        "“dogs” is no item of A small dataset."
    ]
    assert reasons(record, return_, figures={}) == ["There are no figures in it."]
    assert reasons(record, return_) == []


def test_dat_3_the_same_figures_again_are_no_new_edition_and_an_old_page_saves_nothing(cast):
    return_ = factories.draft(cast, factories.period(cast))
    record = workflow.record_edition
    assert reasons(record, return_, figures=figures()) == ["These are the figures that the return holds already."]
    changed = figures(referrals=401)
    assert reasons(record, return_, figures=changed, seen=1) == []
    assert reasons(record, return_, figures=changed, seen=0) == [
        f"{cast.north.performance_lead} has changed this return since you opened it, so yours was not saved. "
        "Look at what it holds now, then try again."
    ]
    untouched = return_.collection_period.returns.get(authority=cast.north.second)
    assert reasons(record, untouched, figures=changed, seen=0) == []
    assert reasons(record, untouched, figures=changed, seen=3)[0].startswith("Somebody has changed this return")


def test_dat_20_a_published_quarter_is_restated_with_a_reason_given_once(cast):
    period = factories.period(cast)
    return_ = factories.published_return(cast, period)
    changed = figures(referrals=401)
    assert reasons(workflow.record_edition, return_, figures=changed) == [
        "This quarter was published. Say why its figures are restated."
    ]
    assert reasons(workflow.record_edition, return_, figures=changed, why="Counted twice") == []
    factories.draft(cast, period, why="Counted twice", referrals=401)
    again = factories.of_first(cast, period)
    assert reasons(workflow.record_edition, again, figures=figures(referrals=402)) == []
    assert reasons(workflow.drop_restatement, again) == []


# --- Submitting and after ---------------------------------------------------------------------------------------------


def test_dat_5_a_return_is_submitted_whole_with_reasons_and_answers(cast):
    period, lead = factories.period(cast), cast.north.performance_lead
    empty = factories.of_first(cast, period)
    assert of_returns.reasons_not_to_submit(empty, by=lead) == ["There are no figures yet."]
    return_ = factories.draft(cast, period, referrals=None, looked_after=None, social_workers=None)
    for place, item in enumerate(period.version.items.all()[:2], start=1):
        return_.edition.warnings.create(item=item, check_name="change", text="Twice as many as before.")
        said = "1 warning needs a reason." if place == 1 else "2 warnings need a reason each."
        assert reasons(workflow.submit_return, return_, lead) == [
            "Neither a figure nor a marker for: Referrals, Children looked after.",
            said,
        ]


def test_only_some_of_many_missing_items_are_named(cast, monkeypatch):
    monkeypatch.setattr(of_returns, "MOST_NAMED", 1)
    return_ = factories.draft(cast, factories.period(cast), referrals=None, looked_after=None)
    assert reasons(workflow.submit_return, return_) == ["Neither a figure nor a marker for: Referrals and 1 more."]


def test_dat_6_a_query_is_answered_before_the_return_is_submitted_again(cast):
    period, team, lead = factories.period(cast), cast.north.regional_team, cast.north.performance_lead
    return_ = factories.signed_off(cast, period)
    item, other = period.version.items.all()[:2]
    workflow.query_return(return_, by=team, text="All of it?")
    workflow.query_return(return_, by=team, text="So many?", about=item)
    workflow.query_return(return_, by=team, text="So few?", about=other)
    whole, many, few = of_returns.unanswered(return_)
    workflow.answer_query(return_, by=lead, text="Yes, many.", query=many)
    assert of_returns.unanswered(return_) == [whole, few]
    assert reasons(workflow.answer_query, return_, query=many) == ["This query has been answered."]
    assert reasons(workflow.answer_query, return_, query=few) == []
    assert reasons(workflow.answer_query, return_, text=" ") == ["Write your answer."]
    workflow.record_edition(return_, by=lead, figures=figures(referrals=401), origin=Origin.TYPED)
    assert reasons(workflow.submit_return, return_) == ["Answer the regional team’s query first."]
    workflow.answer_query(return_, by=lead, text="Corrected, all of it.")
    assert of_returns.unanswered(return_) == []
    assert reasons(workflow.submit_return, return_) == []
    assert reasons(workflow.answer_query, return_, text="Again.") == ["There is no query to answer."]


def test_dat_5_a_reason_is_for_a_warning_about_the_figures_in_work(cast):
    period, lead = factories.period(cast), cast.north.performance_lead
    return_ = factories.draft(cast, period)
    item = period.version.items.first()
    warning = return_.edition.warnings.create(item=item, check_name="change", text="Twice as many.")
    assert reasons(workflow.give_reason, warning, text="  ") == ["Say why the figure is right."]
    assert reasons(workflow.give_reason, warning) == []
    workflow.give_reason(warning, by=lead, text="A new team.")
    workflow.submit_return(return_, by=lead)
    assert reasons(workflow.give_reason, fresh(warning), text="Another.") == [
        "The return is not in your hands: submitted, not signed off."
    ]
    workflow.withdraw_return(return_, by=lead, reason="A mistake")
    workflow.record_edition(return_, by=lead, figures=figures(referrals=401), origin=Origin.TYPED)
    assert reasons(workflow.give_reason, fresh(warning), text="Another.") == [
        "This warning is about figures that were replaced."
    ]


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


def test_dat_6_what_is_signed_and_accepted_is_what_was_looked_at(cast):
    return_ = factories.submitted(cast, factories.period(cast))
    said = ["The figures were changed after you opened the page. Look at them again, then decide."]
    for act in (workflow.sign_off_return, workflow.accept_return):
        (declared,) = act.acts.values()
        assert declared.unless(return_, by=None) == []
        assert declared.unless(return_, by=None, edition=1) == []
        assert declared.unless(return_, by=None, edition=2) == said


def test_dat_6_a_query_is_in_words_and_about_an_item_of_the_return(cast):
    return_ = factories.submitted(cast, factories.period(cast))
    other = factories.dataset("other").items.first()
    assert reasons(workflow.query_return, return_) == []
    assert reasons(workflow.query_return, return_, text="Why?") == []
    assert reasons(workflow.query_return, return_, text=" ") == ["Say what you ask."]
    assert reasons(workflow.query_return, return_, text="Why?", about=other) == [
        "Referrals is no item of this collection."
    ]


def test_dat_18_comments_are_for_the_days_of_preview(cast):
    period = factories.period(cast)
    return_ = factories.accepted(cast, period)
    assert reasons(workflow.comment_in_preview, return_, text="Look.") == ["Comments are for the days of preview."]
    workflow.start_preview(period, by=cast.north.regional_team)
    return_ = fresh(return_)
    assert reasons(workflow.comment_in_preview, return_) == []
    assert reasons(workflow.comment_in_preview, return_, text=" ") == ["Write your comment."]


def test_dat_20_only_what_was_published_is_left_as_it_was_published(cast):
    draft = factories.draft(cast, factories.period(cast))
    assert reasons(workflow.drop_restatement, draft) == ["Nothing of it was published."]


def test_dat_18_a_return_is_not_published_alone(cast):
    return_ = factories.accepted(cast, factories.period(cast))
    with pytest.raises(NotPossible, match="It is published with its period"):
        workflow.publish_return(return_, by=cast.north.regional_team)


# --- Words about a return ---------------------------------------------------------------------------------------------

WORDS = {
    ReturnStatus.EXPECTED: ("Not received yet", "Performance lead, Aldermoor"),
    ReturnStatus.DRAFT: ("Draft", "Performance lead, Aldermoor"),
    ReturnStatus.SUBMITTED: ("Waiting for sign-off", "Director of children’s services, Aldermoor"),
    ReturnStatus.SIGNED_OFF: ("Signed off", "The team of North"),
    ReturnStatus.QUERIED: ("Queried", "Performance lead, Aldermoor"),
    ReturnStatus.ACCEPTED: ("Accepted", ""),
    ReturnStatus.PUBLISHED: ("Published", ""),
    ReturnStatus.WITHDRAWN: ("Taken back", "Performance lead, Aldermoor"),
}


@pytest.mark.parametrize("status", list(WORDS))
def test_a_return_says_its_state_and_whose_turn_it_is(cast, status):
    return_ = factories.return_in(cast, status)
    assert (state_of(return_), turn_of(return_)) == WORDS[status]


def test_gen_2_a_return_is_received_on_a_day_and_never_late(cast):
    period = factories.period(cast)
    missing = period.returns.get(authority=cast.north.second)
    with on_day(period.last_day):
        assert (state_of(missing), received(missing)) == ("Expected", "")
    with on_day(date(period.due_on.year, 12, 3) if period.due_on.month < 12 else period.due_on + timedelta(days=9)):
        return_ = factories.accepted(cast, period)
        assert received(return_) == f"received {return_.received_on:%-d %B}"
    assert not standing_of(missing).is_in
    assert standing_of(return_, readable=False).url == ""
    with on_day(return_.received_on + timedelta(days=366)):
        assert received(return_) == f"received {in_words(return_.received_on)}"
        factories.published(cast, period)
        missing.collection_period.refresh_from_db()
        assert (state_of(missing), turn_of(missing)) == ("Not submitted", "")
        factories.draft(cast, period, why="Counted twice", referrals=401)
        assert state_of(fresh(return_)) == "Published; being restated"
        assert standing_of(fresh(return_)).is_in


def test_completeness_counts_what_came_by_the_day_and_after_it(cast):
    period = factories.period(cast)
    with on_day(period.due_on):
        factories.accepted(cast, period)
    factories.given(cast, period, cast.north.second)
    counts = counts_of(period.returns.all(), period)
    assert (counts.asked, counts.received, counts.by_the_day, counts.after, counts.accepted) == (3, 2, 1, 1, 2)
    assert (str(counts), counts.percent) == ("2 of 3", 67)
    workflow.withdraw_return(factories.of_first(cast, period), by=cast.north.dcs, reason="A mistake")
    assert counts_of(period.returns.all(), period).received == 1
    assert counts_of([], period).percent == 0
    whole = overview_of(period.collection)
    assert [authority.name for authority, _ in whole.rows] == ["Aldermoor", "Birchester", "Calderwick"]
    only = overview_of(period.collection, only=frozenset({cast.north.first.pk}))
    assert [(authority.name, [one.words for one in found]) for authority, found in only.rows] == [
        ("Aldermoor", ["Taken back"])
    ]
    assert only.periods[0][1] == counts_of(Return.objects.filter(collection_period=period), period)


def test_a_whole_return_has_a_figure_for_every_item(db):
    assert set(FIGURES) == set(factories.dataset().items.values_list("code", flat=True))


def test_counts_are_for_the_own_authority_and_the_team_once_submitted(cast):
    period = factories.period(cast)
    people = (cast.north.dcs, cast.north.regional_team, cast.north.board_member)
    draft = factories.draft(cast, period)
    assert [of_returns.edition_for(one, draft) for one in people] == [draft.edition, None, None]
    sent = workflow.submit_return(draft, by=cast.north.performance_lead)
    assert [of_returns.edition_for(one, sent) for one in people] == [sent.edition, sent.edition, None]
