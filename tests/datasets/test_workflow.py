"""The life of a collection: its periods and the returns of authorities, from opening to publication and restatement."""

from datetime import date, timedelta

import pytest

from datasets import workflow
from datasets.calendar import Calendar
from datasets.clocks import remind_of_returns
from datasets.figures import FigureInput
from datasets.models import Collection, CollectionPeriod, DataExport, InYearValue, Return
from datasets.rules.returns import figures_of
from datasets.statuses import (
    Agreement,
    CollectionKind,
    Origin,
    PeriodStatus,
    Recipient,
    RemarkKind,
    ReturnStatus,
)
from datasets.waiting import waiting_for
from regions import workflow as of_regions
from regions.models import Authority
from regions.querysets import today
from regions.statuses import Task
from riia.audit.models import Event
from riia.notifications.models import Notice, Urgency
from riia.ui.workdays import add_working_days
from riia.workflow import NotPermitted, NotPossible
from tests.datasets import factories
from tests.datasets.factories import figures, on_day
from tests.people import signed_in


@pytest.fixture
def period(cast) -> CollectionPeriod:
    return factories.period(cast)


def told() -> set[tuple[str, str]]:
    """Who was told what since the last time it was asked, as (address without domain, subject)."""
    found = {(one.to.partition("@")[0], one.subject) for one in Notice.objects.all()}
    Notice.objects.all().delete()
    return found


def verbs(after: int) -> list[str]:
    return list(Event.objects.filter(pk__gt=after).order_by("pk").values_list("verb", flat=True))


def last_event() -> int:
    return Event.objects.latest("pk").pk


def fresh(row):
    return type(row)._base_manager.get(pk=row.pk)


# --- Setting up -------------------------------------------------------------------------------------------------------


def test_dat_23_a_collection_of_any_kind_has_its_own_days_and_address(cast):
    first = factories.collection(cast, name="Add")
    assert (first.slug, first.kind, first.due_days, first.region) == (
        "add-1",
        CollectionKind.CORE,
        20,
        cast.north.region,
    )
    audit = factories.collection(cast, name="Audit", kind=CollectionKind.AUDIT, due_days=3)
    south = cast.south
    names = [
        workflow.create_collection(
            south.region, by=south.regional_team, name="Audit", version=factories.dataset(), agreement=Agreement.REGION
        )
    ]
    workflow.end_collection(names[0], by=south.regional_team)
    names.append(
        workflow.create_collection(
            south.region, by=south.regional_team, name="Audit", version=factories.dataset(), agreement=Agreement.REGION
        )
    )
    assert [one.slug for one in (audit, *names)] == ["audit", "audit-south", "audit-south-1"]
    assert factories.collection(cast, name="!").slug == "collection"
    changed = workflow.change_collection(audit, by=cast.north.regional_team, due_days=4, purpose="To learn")
    assert (changed.due_days, changed.purpose) == (4, "To learn")
    assert Event.objects.latest("pk").after == {"due_days": 4, "purpose": "To learn"}


def test_dat_18_opening_a_quarter_asks_every_authority_that_exists(cast):
    Authority.objects.filter(pk=cast.north.third.pk).update(active_to=factories.quarter().starts)
    collection, before = factories.collection(cast), last_event()
    period = factories.period(cast, collection)
    quarter = factories.quarter()
    assert (period.slug, period.starts, period.last_day) == (quarter.slug, quarter.starts, quarter.last_day)
    assert (period.label, period.status, period.version) == (str(quarter), PeriodStatus.OPEN, collection.version)
    assert period.due_on == add_working_days(quarter.last_day, 20)
    asked = {(one.authority.name, one.status) for one in period.returns.all()}
    assert asked == {("Aldermoor", ReturnStatus.EXPECTED), ("Birchester", ReturnStatus.EXPECTED)}
    assert verbs(before) == ["ask", "ask", "open_period"]
    assert told() == {
        ("north.performance-lead", f"{period} is open"),
        ("north.dcs", f"{period} is open"),
        ("north.unsigned-dcs", f"{period} is open"),
    }


def test_dat_23_a_survey_has_a_name_and_two_days(cast):
    survey = factories.collection(cast, name="Agency", kind=CollectionKind.SURVEY)
    period = factories.period(cast, survey, slug="agency-2026", starts=date(2026, 1, 5), last_day=date(2026, 1, 9))
    assert (period.label, period.starts, period.last_day) == ("agency-2026", date(2026, 1, 5), date(2026, 1, 9))


# --- Editions ---------------------------------------------------------------------------------------------------------


def test_dat_3_every_save_makes_an_edition_and_the_earlier_ones_are_kept(cast, period):
    first = factories.draft(cast, period)
    one = first.edition
    words = FigureInput(None, "x", "not-comparable", "The team moved.")
    second = workflow.record_edition(
        first,
        by=cast.north.performance_lead,
        figures=figures(looked_after=words),
        origin=Origin.TEMPLATE,
        file_name="return.xlsx",
        file_digest="a" * 64,
        seen=1,
    )
    assert second.status == ReturnStatus.DRAFT
    assert [edition.number for edition in second.editions.all()] == [2, 1]
    assert figures_of(one) == figures()
    assert figures_of(second.edition) == figures(looked_after=words)
    made = second.edition
    assert (made.origin, made.file_name, made.file_digest, made.made_by, made.reason) == (
        Origin.TEMPLATE,
        "return.xlsx",
        "a" * 64,
        cast.north.performance_lead,
        "",
    )
    entry = Event.objects.get(verb="make_edition", target_id=str(made.pk))
    assert len(entry.after["figures"]) == 64
    assert "61.5" not in str(entry.after)


def test_dat_5_a_reason_holds_as_long_as_the_warning_says_the_same(cast, period, monkeypatch):
    said = {"referrals": "Twice as many."}
    monkeypatch.setattr(
        "datasets.checking.warnings_for",
        lambda _return, _figures: [(code, "change", text) for code, text in said.items()],
    )
    draft = factories.draft.__wrapped__  # anew: what is looked for in it is changed here
    return_ = draft(cast, period)
    (warning,) = return_.edition.warnings.all()
    with pytest.raises(NotPossible, match="1 warning needs a reason"):
        workflow.submit_return(return_, by=cast.north.performance_lead)
    workflow.give_reason(warning, by=cast.north.performance_lead, text=" A new team. ")
    again = draft(cast, period, looked_after=251)
    (kept,) = again.edition.warnings.all()
    assert (kept.reason, kept.reason_by) == ("A new team.", cast.north.performance_lead)
    said["referrals"] = "Three times as many."
    third = draft(cast, period, looked_after=252)
    assert [one.reason for one in third.edition.warnings.all()] == [""]


def test_dat_5_what_is_refused_leaves_the_return_as_it_was(cast, period):
    return_ = factories.draft(cast, period)
    before = last_event()
    with pytest.raises(NotPossible, match="a whole number"):
        factories.draft(cast, period, referrals="1.5")
    with pytest.raises(NotPermitted):
        workflow.record_edition(return_, by=cast.north.dcs, figures=figures(referrals=1), origin=Origin.TYPED)
    assert fresh(return_).edition == return_.edition
    assert return_.editions.count() == 1
    assert verbs(before) == []


# --- From submission to acceptance ------------------------------------------------------------------------------------


def test_dat_6_a_return_goes_from_the_lead_to_the_director_to_the_team(cast, period):
    told()
    return_ = factories.submitted(cast, period)
    lead, dcs, team = cast.north.performance_lead, cast.north.dcs, cast.north.regional_team
    assert (return_.status, return_.received_on, return_.submitted_by) == (ReturnStatus.SUBMITTED, today(), lead)
    assert [one.urgency for one in Notice.objects.all()] == [Urgency.AT_ONCE]
    assert told() == {("north.dcs", "A return waits for your sign-off")}
    workflow.sign_off_return(return_, by=dcs, edition=1)
    assert (return_.status, return_.signed, return_.signed_by) == (ReturnStatus.SIGNED_OFF, return_.edition, dcs)
    signed = f"Signed off: {return_}"
    assert told() == {(f"north.{one}", signed) for one in ("regional-team", "colleague", "regional-lead")}
    workflow.accept_return(return_, by=team, edition=1)
    assert (return_.status, return_.published) == (ReturnStatus.ACCEPTED, None)
    assert told() == {("north.performance-lead", f"Accepted: {return_}")}
    assert not InYearValue.objects.exists()


def test_acc_12_whoever_signs_off_for_the_director_is_asked_too_and_acts_for_them(cast, period):
    delegate = cast.north.assistant_director
    of_regions.delegate_task(
        cast.appointment(cast.north.dcs),
        by=cast.north.dcs,
        delegate=delegate.person,
        task=Task.SIGN_OFF_RETURNS,
        starts=today(),
        ends=today() + timedelta(days=9),
    )
    told()
    return_ = factories.submitted(cast, period)
    asked = "A return waits for your sign-off"
    assert told() == {("north.dcs", asked), ("north.assistant-director", asked)}
    assert [one.what for one in waiting_for(cast.north.assistant_director)] == ["Sign off the return"]
    workflow.sign_off_return(return_, by=cast.north.assistant_director)
    assert return_.signed_by == delegate
    label = cast.appointment(cast.north.dcs).seat.name
    assert Event.objects.latest("pk").acting_as.startswith(f"for {cast.north.dcs}, {label}")


def test_acc_12_a_delegate_without_a_seat_of_their_own_sees_on_the_front_page_what_waits(cast, period, client):
    of_regions.delegate_task(
        cast.appointment(cast.north.dcs),
        by=cast.north.dcs,
        delegate=cast.leaver.person,
        task=Task.SIGN_OFF_RETURNS,
        starts=today(),
        ends=today() + timedelta(days=9),
    )
    return_ = factories.submitted(cast, period)
    page = signed_in(client, cast.leaver).get("/").content.decode()
    assert "Sign off the return" in page
    assert f'href="{return_.get_absolute_url()}"' in page
    assert "hold no current appointment" not in page
    assert client.get(return_.get_absolute_url()).status_code == 200


def test_dat_6_an_answer_alone_brings_a_return_back_to_where_it_was(cast, period):
    team, lead = cast.north.regional_team, cast.north.performance_lead
    return_ = factories.signed_off(cast, period)
    told()
    workflow.query_return(return_, by=team, text=" All of it? ")
    workflow.query_return(return_, by=team, text="So few?", about=period.version.items.last())
    assert return_.status == ReturnStatus.QUERIED
    assert told() == {("north.performance-lead", f"A query about {return_}")}
    first, second = return_.remarks.all()
    assert (first.text, first.kind, second.item) == ("All of it?", RemarkKind.QUERY, period.version.items.last())
    workflow.answer_query(return_, by=lead, text="Yes.", query=second)
    assert (return_.status, told()) == (ReturnStatus.QUERIED, set())
    workflow.answer_query(return_, by=lead, text="Yes.")
    assert return_.status == ReturnStatus.SIGNED_OFF
    assert {subject for _, subject in told()} == {f"Answered: {return_}"}
    entry = Event.objects.filter(verb="remark_answer").latest("pk")
    assert entry.after["text"].startswith("digest:")


def test_dat_6_a_return_that_was_not_signed_goes_back_to_the_director(cast, period):
    return_ = factories.submitted(cast, period)
    workflow.query_return(return_, by=cast.north.regional_team, text="All of it?")
    workflow.answer_query(return_, by=cast.north.performance_lead, text="Yes.")
    assert return_.status == ReturnStatus.SUBMITTED


def test_dat_6_a_corrected_return_is_answered_submitted_and_signed_again(cast, period):
    return_ = factories.return_in(cast, ReturnStatus.QUERIED, period)
    factories.draft(cast, period, referrals=401)
    return_ = fresh(return_)
    workflow.answer_query(return_, by=cast.north.performance_lead, text="No: corrected.")
    assert return_.status == ReturnStatus.DRAFT
    workflow.submit_return(return_, by=cast.north.performance_lead)
    assert (return_.signed.number, return_.edition.number) == (1, 2)
    workflow.sign_off_return(return_, by=cast.north.dcs)
    assert return_.signed.number == 2


def test_an_accepted_return_can_still_be_queried_or_taken_back(cast, period):
    return_ = factories.accepted(cast, period)
    workflow.query_return(return_, by=cast.north.regional_team, text="Really?")
    assert (return_.status, return_.accepted_at) == (ReturnStatus.QUERIED, None)
    told()
    workflow.withdraw_return(return_, by=cast.north.dcs, reason="Counted twice")
    assert return_.status == ReturnStatus.WITHDRAWN
    assert {subject for _, subject in told()} == {f"Taken back: {return_}"}
    assert Event.objects.latest("pk").reason == "Counted twice"
    workflow.answer_query(return_, by=cast.north.performance_lead, text="We look again.")
    assert return_.status == ReturnStatus.WITHDRAWN
    received = return_.received_on
    with on_day(today() + timedelta(days=2)):
        workflow.submit_return(return_, by=cast.north.performance_lead)
    assert return_.received_on == received


# --- Preview and publication ------------------------------------------------------------------------------------------


def test_dat_18_the_preview_gives_every_director_the_days_agreed(cast, period):
    factories.accepted(cast, period)
    told()
    workflow.start_preview(period, by=cast.north.regional_team)
    assert (period.status, period.preview_from) == (PeriodStatus.PREVIEW, today())
    assert period.publish_on == add_working_days(today(), 5)
    look = f"Look before others do: {period}"
    assert told() == {("north.dcs", look), ("north.performance-lead", look), ("north.unsigned-dcs", look)}
    return_ = factories.of_first(cast, period)
    workflow.comment_in_preview(return_, by=cast.north.dcs, text="We moved to another system.")
    assert {subject for _, subject in told()} == {f"A comment before publication: {return_}"}
    assert return_.remarks.get().kind == RemarkKind.PREVIEW


def test_dat_18_everything_accepted_is_published_at_the_same_time(cast, period):
    factories.accepted(cast, period)
    factories.given(cast, period, cast.north.second)
    workflow.start_preview(period, by=cast.north.regional_team)
    told()
    with on_day(period.publish_on):
        workflow.publish_period(period, by=cast.north.regional_team)
    states = {one.authority.name: (one.status, one.published == one.edition) for one in period.returns.all()}
    assert states == {
        "Aldermoor": (ReturnStatus.PUBLISHED, True),
        "Birchester": (ReturnStatus.PUBLISHED, True),
        "Calderwick": (ReturnStatus.EXPECTED, True),
    }
    assert period.published_at is not None
    people = ("dcs", "performance-lead", "unsigned-dcs", "regional-team", "colleague", "regional-lead")
    assert told() == {(f"north.{one}", f"Published: {period}") for one in people}


def test_what_is_taken_back_in_the_preview_is_not_published(cast, period):
    factories.accepted(cast, period)
    factories.given(cast, period, cast.north.second)
    workflow.start_preview(period, by=cast.north.regional_team)
    return_ = workflow.withdraw_return(factories.of_first(cast, period), by=cast.north.dcs, reason="A mistake")
    with on_day(period.publish_on):
        workflow.publish_period(period, by=cast.north.regional_team)
    assert fresh(return_).published is None
    # It comes in afterwards, and is published when it is accepted.
    workflow.submit_return(return_, by=cast.north.performance_lead)
    workflow.sign_off_return(return_, by=cast.north.dcs)
    told()
    workflow.accept_return(return_, by=cast.north.regional_team)
    assert (return_.status, return_.published) == (ReturnStatus.PUBLISHED, return_.edition)
    assert told() == {("north.performance-lead", f"Accepted: {return_}")}


def test_a_return_accepted_in_the_preview_is_looked_at_like_the_others(cast, period):
    factories.given(cast, period, cast.north.second)
    workflow.start_preview(period, by=cast.north.regional_team)
    return_ = factories.accepted(cast, period)
    assert (return_.status, return_.published) == (ReturnStatus.ACCEPTED, None)


# --- Restatement ------------------------------------------------------------------------------------------------------


def test_dat_20_a_restated_quarter_is_revised_and_those_with_an_export_are_told(cast, period):
    return_ = factories.published_return(cast, period)
    for recipient, who in ((Recipient.MEMBER, "named_reader"), (Recipient.LGA, "regional_team")):
        DataExport.objects.create(
            collection_period=period,
            recipient=recipient,
            made_by=getattr(cast.north, who),
            made_at=return_.accepted_at,
            rows=4,
            digest="0" * 64,
        )
    first = return_.published
    restated = factories.submitted(cast, period, why="Counted twice", referrals=401)
    assert (restated.status, restated.published, restated.edition.reason) == (
        ReturnStatus.SUBMITTED,
        first,
        "Counted twice",
    )
    workflow.sign_off_return(restated, by=cast.north.dcs)
    told()
    workflow.accept_return(restated, by=cast.north.regional_team)
    assert (restated.status, restated.published.number) == (ReturnStatus.PUBLISHED, 2)
    assert figures_of(first) == figures()
    revised = f"Revised after an export: {period}"
    assert told() == {
        ("north.performance-lead", f"Accepted: {return_}"),
        ("north.named-reader", revised),
        ("north.regional-team", revised),
        ("north.lga-adviser", revised),
    }


def test_dat_20_a_restatement_without_an_export_tells_nobody_else(cast, period):
    factories.published_return(cast, period)
    restated = factories.signed_off(cast, period, why="Counted twice", referrals=401)
    told()
    workflow.accept_return(restated, by=cast.north.regional_team)
    assert told() == {("north.performance-lead", f"Accepted: {restated}")}


def test_dat_20_later_editions_of_a_restatement_keep_its_reason(cast, period):
    factories.published_return(cast, period)
    factories.draft(cast, period, why="Counted twice", referrals=401)
    assert factories.draft(cast, period, referrals=402).edition.reason == "Counted twice"


def test_dat_20_a_restatement_is_given_up_and_the_quarter_stays_as_published(cast, period):
    return_ = factories.published_return(cast, period)
    first = return_.published
    factories.draft(cast, period, why="Counted twice", referrals=401)
    dropped = workflow.drop_restatement(fresh(return_), by=cast.north.dcs)
    assert (dropped.status, dropped.edition, dropped.signed, dropped.signed_by) == (
        ReturnStatus.PUBLISHED,
        first,
        first,
        cast.north.dcs,
    )
    signed = factories.signed_off(cast, period, why="Counted twice", referrals=401)
    workflow.withdraw_return(signed, by=cast.north.dcs, reason="It was right")
    dropped = workflow.drop_restatement(signed, by=cast.north.dcs)
    assert (dropped.status, dropped.signed, dropped.signed_by) == (ReturnStatus.PUBLISHED, first, None)
    # Loaded back from a workbook, nobody had signed it (DAT-17).
    Return.objects.filter(pk=dropped.pk).update(signed=signed.editions.first())
    first.origin = Origin.EARLIER
    first.save()
    workflow.record_edition(
        dropped, by=cast.north.performance_lead, figures=figures(referrals=403), origin=Origin.TYPED, why="Again"
    )
    assert workflow.drop_restatement(dropped, by=cast.north.dcs).signed is None


# --- The clock --------------------------------------------------------------------------------------------------------


def test_dat_18_periods_move_on_their_days_where_all_is_well(cast, period):
    assert workflow.move_periods_on() == 0
    factories.accepted(cast, period)
    told()
    assert workflow.move_periods_on() == 1
    assert fresh(period).status == PeriodStatus.PREVIEW
    assert workflow.move_periods_on() == 0
    with on_day(fresh(period).publish_on):
        assert workflow.move_periods_on() == 1
        assert workflow.move_periods_on() == 0
    assert fresh(period).status == PeriodStatus.PUBLISHED
    moved = Event.objects.filter(target_model="datasets.collectionperiod").order_by("-pk")[:2]
    assert [(one.verb, one.actor_name) for one in moved] == [
        ("publish_period", "The portal"),
        ("start_preview", "The portal"),
    ]


def test_dat_18_the_clock_waits_for_decisions_and_tells_the_team_once(cast, period):
    factories.given(cast, period, cast.north.second)
    factories.submitted(cast, period)
    told()
    for _ in range(2):
        assert workflow.move_periods_on() == 0
    waits = f"A step waits for you: {period}"
    assert told() == {(f"north.{one}", waits) for one in ("regional-team", "colleague", "regional-lead")}
    assert fresh(period).status == PeriodStatus.OPEN


def test_reminders_go_to_whose_turn_it_is_and_once(cast, period):
    told()
    due = period.due_on
    with on_day(add_working_days(due, -6)):
        assert remind_of_returns() == 0
    return_ = factories.of_first(cast, period)
    soon = ("north.performance-lead", f"Due on {due:%-d %B %Y}: {return_}")
    with on_day(add_working_days(due, -5)):
        assert (remind_of_returns(), remind_of_returns()) == (3, 3)
    assert told() == {soon}
    with on_day(due - timedelta(days=1)):
        factories.submitted(cast, period)
        told()
        assert (remind_of_returns(), told()) == (2, set())
    with on_day(due + timedelta(days=1)):
        assert remind_of_returns() == 3
    assert told() == {("north.dcs", f"Waiting for your sign-off: {return_}")}
    workflow.withdraw_return(factories.of_first(cast, period), by=cast.north.dcs, reason="A mistake")
    told()
    assert remind_of_returns() == 3
    assert told() == {("north.performance-lead", f"The day has passed: {return_}")}
    assert Notice.objects.count() == 0


def test_everybody_who_is_asked_hears_of_other_days(cast, period):
    told()
    later = today() + timedelta(days=30)
    kept = dict.fromkeys(("due_on", "queries_until", "preview_from", "publish_on"), later)
    workflow.move_dates(period, by=cast.north.regional_team, calendar=Calendar(**kept), reason="A strike")
    assert (period.due_on, period.publish_on) == (later, later)
    changed = f"Dates changed: {period}"
    assert told() == {("north.dcs", changed), ("north.performance-lead", changed), ("north.unsigned-dcs", changed)}


# --- What waits for whom ----------------------------------------------------------------------------------------------

WAITS = {
    ReturnStatus.EXPECTED: {"performance_lead": ["Fill in the return"]},
    ReturnStatus.DRAFT: {"performance_lead": ["Finish and submit the return"]},
    ReturnStatus.SUBMITTED: {"dcs": ["Sign off the return"]},
    ReturnStatus.SIGNED_OFF: {"regional_team": ["Accept or query the return"]},
    ReturnStatus.QUERIED: {"performance_lead": ["Answer the query about the return"]},
    ReturnStatus.ACCEPTED: {},
    ReturnStatus.PUBLISHED: {},
    ReturnStatus.WITHDRAWN: {"performance_lead": ["Submit the return again"]},
}


@pytest.mark.parametrize("status", list(WAITS))
def test_a_return_waits_for_the_one_whose_turn_it_is(cast, period, status):
    return_ = factories.return_in(cast, status, period)
    people = ("performance_lead", "dcs", "regional_team", "chief_executive")
    waiting = {
        name: [one for one in waiting_for(getattr(cast.north, name)) if one.url == return_.get_absolute_url()]
        for name in people
    }
    assert {name: [one.what for one in found] for name, found in waiting.items() if found} == WAITS[status]
    for found in waiting.values():
        assert {one.when for one in found} <= {f"the return was due on {period.due_on:%-d %B %Y}"}
    assert waiting_for(cast.stranger) == []


def test_steps_of_a_period_wait_for_the_team_and_the_preview_for_directors(cast, period):
    def waits(name):
        return [one.what for one in waiting_for(getattr(cast.north, name)) if one.url == period.get_absolute_url()]

    with on_day(period.due_on - timedelta(days=3)):
        assert waits("regional_team") == []
        (filling,) = waiting_for(cast.north.performance_lead)
        assert filling.when == f"the return is due on {period.due_on:%-d %B %Y}"
    assert waits("regional_team") == ["Begin the preview"]
    factories.accepted(cast, period)
    workflow.start_preview(period, by=cast.north.regional_team)
    look = ["Look at your figures before others do"]
    assert [waits(one) for one in ("regional_team", "dcs", "performance_lead", "unsigned_dcs")] == [[], look, look, []]
    with on_day(fresh(period).publish_on):
        assert waits("regional_team") == ["Publish the period"]


def test_collections_are_named_by_their_name(cast, period):
    assert str(Collection.objects.get()) == "Core dataset"
    assert str(period) == f"Core dataset, {factories.quarter()}"
