"""Cycles: planned, opened, their dates, who else reads; deadlines with pauses, progress, and reminders
(GEN-1 to GEN-3, SE-1, SE-2, SE-6, SE-7, SE-16, SE-17, SE-20, ACC-14, NOT-1)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regions.models import Authority
from regions.querysets import today
from riia.accounts.models import User
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.ui.dates import in_words
from riia.ui.workdays import next_working_day
from riia.workflow import NotPossible
from selfassessment import workflow
from selfassessment.calendar import Calendar, next_words
from selfassessment.clocks import remind_of_self_evaluations, tell_of_days
from selfassessment.deadlines import Deadlines
from selfassessment.forms.cycles import PlanForm
from selfassessment.models import AgreedReader, Cycle, Pause, Priority, SelfEvaluation, Template
from selfassessment.progress import counts_of, progress_of
from selfassessment.rules import cycles as rules
from selfassessment.rules.cycles import doubts
from selfassessment.statuses import CycleStatus, EvaluationStatus, TemplateStatus
from tests.datasets.factories import on_day
from tests.people import EVERYBODY, signed_in
from tests.selfassessment import approving, cycling, factories, moderating

# A year whose working days are known: Monday 5 January 2026 and on.
DAYS = Calendar(
    date(2026, 1, 5), date(2026, 3, 31), date(2026, 4, 14), date(2026, 5, 29), date(2026, 6, 26)
)  # fmt: skip


@pytest.fixture
def team(cast):
    return cast.north.regional_team


def why(act, item, by, **inputs) -> list[str]:
    """What was said; nothing was written."""
    before = Event.objects.count()
    with pytest.raises(NotPossible) as refused:
        act(item, by=by, **inputs)
    assert Event.objects.count() == before
    return refused.value.reasons


def told() -> set[tuple[str, str]]:
    """Who was told what since this was last asked."""
    found = {(one.to.partition("@")[0], one.subject) for one in Notice.objects.all()}
    Notice.objects.all().delete()
    # Director of Calderwick on the days of the past that these tests are about.
    return {one for one in found if one[0] != "leaver"}


def of_2026(cast, **settings) -> Cycle:
    return factories.cycle(cast, "2025-26", calendar=DAYS, **settings)


# --- Planning ---------------------------------------------------------------------------------------------------------


def test_gen_1_a_cycle_is_planned_with_its_days_and_the_regions_choices(cast, team):
    cycle = factories.planned(cast, calendar=DAYS, lead_member_approves=False, release_first=True)
    assert (cycle.status, cycle.feedback_by) == (CycleStatus.PLANNED, date(2026, 6, 26))
    assert (cycle.chief_executive_approves, cycle.lead_member_approves, cycle.release_first) == (True, False, True)
    assert not cycle.evaluations.exists()
    assert told() == set()


def test_gen_1_there_is_one_cycle_a_year_with_days_in_order_and_somebody_who_approves(cast, team):
    factories.planned(cast)
    inputs = {
        "name": "2026-27",
        "template": factories.template(),
        "calendar": replace(DAYS, closes_on=date(2026, 1, 4)),
        "chief_executive_approves": False,
        "lead_member_approves": False,
        "election_from": date(2026, 4, 1),
        "election_until": None,
    }
    assert why(workflow.plan_cycle, cast.north.region, team, **inputs) == [
        "There is a cycle called “2026-27” already.",
        "At least one of the two approves: the chief executive or the lead member.",
        "A pre-election period has a first day and a later day on which it is over.",
        "Closing date, 4 January 2026, is before writing begins, 5 January 2026: the days must follow one another.",
    ]
    assert why(workflow.plan_cycle, cast.north.region, team, **inputs | {"name": "2026-28"})[0] == (
        "“2026-28” is no year: write it like 2026-27, or 2026 where it is a calendar year."
    )
    years = ("2026", "2099-00", "26-27", "1999")
    assert [rules.is_year(one) for one in years] == [True, True, False, False]
    assert rules.reasons_not_to_plan(cast.north.region, by=team) == []


def test_se_6_a_cycle_asks_by_a_template_of_its_region_that_is_still_used(cast, team):
    cycle, other = factories.planned(cast), factories.draft_of_north(cast)
    Template.objects.filter(pk=other.pk).update(region=cast.south.region)
    other.refresh_from_db()
    assert why(workflow.change_cycle, cycle, team, template=other) == [
        "“Next year’s template” is another region’s template."
    ]
    Template.objects.filter(pk=other.pk).update(region=cast.north.region, status=TemplateStatus.ENDED)
    other.refresh_from_db()
    assert why(workflow.change_cycle, cycle, team, template=other) == ["“Next year’s template” is no longer used."]
    Cycle.objects.filter(pk=cycle.pk).update(template=other)
    assert why(workflow.open_cycle, cycle, team) == ["“Next year’s template” is no longer used."]


def test_se_6_what_authorities_rely_on_stays_once_the_cycle_is_open(cast, team):
    cycle = factories.cycle(cast)
    assert why(workflow.change_cycle, cycle, team, template=factories.draft_of_north(cast)) == [
        "Authorities answer its template already: another one is for the next cycle."
    ]
    assert why(workflow.change_cycle, cycle, team, lead_member_approves=False) == [
        "Whose approval is needed was settled when the cycle was opened."
    ]
    changes = {"name": "2028-29", "template": factories.template(), "release_first": True}
    workflow.change_cycle(cycle, by=team, **changes, chief_executive_approves=True)
    assert (cycle.name, cycle.release_first) == ("2028-29", True)


# --- Opening ----------------------------------------------------------------------------------------------------------


def test_se_1_opening_freezes_the_template_and_asks_every_authority_of_the_region(cast, team):
    draft = factories.draft_of_north(cast)
    cycle = workflow.open_cycle(factories.planned(cast, template=draft), by=team)
    draft.refresh_from_db()
    assert draft.status == TemplateStatus.IN_USE
    asked = set(cycle.evaluations.values_list("authority__name", "status"))
    assert asked == {(name, EvaluationStatus.EXPECTED) for name in ("Aldermoor", "Birchester", "Calderwick")}
    assert Event.objects.filter(verb="ask", target_model="selfassessment.selfevaluation").count() == 3
    subject = "Self-evaluation 2026-27, North is open"
    lines = dict(Notice.objects.filter(subject=subject).values_list("to", "line"))
    assert told() == {("north.dcs", subject), ("north.unsigned-dcs", subject)}
    assert lines[cast.north.dcs.email].startswith("You can join it and begin to write. ")
    once_signed = "You can join it once your authority has signed the memorandum of the region. "
    assert lines[cast.north.unsigned_dcs.email].startswith(once_signed)
    assert why(workflow.open_cycle, cycle, team) == ["Open the cycle is not possible: it is open."]


def test_se_6_a_cycle_is_opened_with_a_whole_template_and_somebody_to_ask(cast, team):
    draft = factories.draft_of_north(cast)
    for slug in ("leadership", "care", "next-year"):
        workflow.drop_section(draft, by=team, slug=slug)
    cycle = factories.planned(cast, template=draft)
    Authority.objects.filter(region=cast.north.region).update(active_to=today())
    assert why(workflow.open_cycle, cycle, team) == [
        "The template: It has no sections yet.",
        "North has no authority to ask.",
    ]


def test_gen_1_a_cycle_is_not_opened_before_its_first_day(cast, team):
    cycle = factories.planned(cast, opens_on=today() + timedelta(days=3))
    assert why(workflow.open_cycle, cycle, team) == [
        f"Writing begins on {in_words(cycle.opens_on)}: open it on that day or later, or change the dates."
    ]
    with on_day(cycle.opens_on):
        assert workflow.open_cycle(cycle, by=team).status == CycleStatus.OPEN


def test_mod_1_a_cycle_stays_open_while_a_panel_is_at_work_though_an_earlier_one_was_stopped(cast, team):
    cycle = moderating.running(cast)
    panel = moderating.forming(cast, cycle)
    workflow.stop_panel(panel, by=team)
    first, second, _ = panel.members.order_by("pk")
    chair = panel.members.get(part="chair").person
    evaluation = SelfEvaluation.objects.get(pk=panel.evaluation_id)
    workflow.form_panel(evaluation, by=team, moderators=[first.person, second.person], chair=chair)
    with on_day(cycle.feedback_by):
        assert why(workflow.close_cycle, cycle, team) == ["Moderation is still going on: Aldermoor."]


def test_gen_1_the_plan_of_a_year_begins_with_the_year_before_moved_on(cast):
    cycle = factories.planned(cast, "2029-30", opens_on=today() + timedelta(days=9))
    templates = Template.objects.all()
    initial = PlanForm(templates, cast.north.region).initial
    assert (initial["name"], initial["template"]) == ("2030-31", cycle.template)
    # The same weekdays, but for those on which nobody works.
    assert {name: initial[name] for name in vars(DAYS)} == {
        name: next_working_day(getattr(cycle, name) + timedelta(weeks=52)) for name in vars(DAYS)
    }
    Cycle.objects.update(name="2029", **{name: date(2020, 1, 6) for name in vars(DAYS)})
    initial = PlanForm(templates, cast.north.region).initial
    assert (initial["name"], initial["opens_on"] > today()) == ("2030", True)
    Cycle.objects.update(name="A year of old")
    assert PlanForm(templates, cast.north.region).initial["name"] == ""


def test_gen_1_a_year_far_from_its_days_and_days_on_which_nobody_works_are_pointed_out(cast, client, team):
    first = date(2026, 12, 24)
    days = [first + timedelta(days=number) for number in (0, 1, 2, 3, 5)]
    cycle = factories.planned(cast, "2031-32", calendar=Calendar(*days))
    with on_day(date(2026, 12, 24)):
        signed_in(client, team)
        for page in ("cycle_detail", "cycle_open"):
            shown = client.get(reverse(page, args=[cycle.pk])).content.decode()
            assert "It is called 2031-32, and writing begins on 24 December 2026: is this the right year?" in shown
        shown = client.get(cycle.get_absolute_url()).content.decode()
        assert [shown.count(words) for words in ("(a bank holiday)", "(a Saturday)", "(a Sunday)")] == [1, 1, 1]
    Cycle.objects.update(name="2026-27")
    cycle.refresh_from_db()
    assert doubts(cycle) == []
    Cycle.objects.update(name="2031-32", status="open")
    cycle.refresh_from_db()
    assert doubts(cycle) == []


def test_acc_14_a_dfe_adviser_sees_no_cycle_template_agreed_reader_or_priority(cast, team):
    cycle = factories.cycle(cast)
    workflow.agree_reader(cycle, by=team, **cycling.reader_inputs(cast))
    workflow.propose_priority(cycle, by=team, title="Homes", text="More homes near home.", theme="care")
    Priority.objects.update(status="agreed")
    for model in (Cycle, Template, AgreedReader, Priority):
        assert model.objects.visible_to(cast.north.lga_adviser).exists(), model
        assert not model.objects.visible_to(cast.north.dfe_adviser).exists(), model


def test_se_1_an_authority_that_comes_later_is_asked_once(cast, team):
    cycle = factories.cycle(cast)
    assert rules.reasons_not_to_ask_also(cycle, by=team) == ["Every authority of the region is in this cycle."]
    late = cycling.latecomer(cast)
    assert rules.reasons_not_to_ask_also(cycle, by=team) == []
    evaluation = workflow.ask_also(cycle, by=team, authority=late)
    assert (evaluation.authority, evaluation.status) == (late, EvaluationStatus.EXPECTED)
    for other in (late, cast.south.first):
        assert why(workflow.ask_also, cycle, team, authority=other) == [
            f"{other} is in this cycle already, or not to be asked."
        ]
    planned = factories.planned(cast, "2027-28")
    assert why(workflow.ask_also, planned, team, authority=late) == ["This cycle is still being prepared."]


# --- Dates ------------------------------------------------------------------------------------------------------------


def test_gen_1_dates_are_changed_and_directors_told_once_the_cycle_is_open(cast, team):
    planned = factories.planned(cast, "2027-28")
    workflow.change_dates(planned, by=team, calendar=DAYS)
    assert (planned.opens_on, told()) == (date(2026, 1, 5), set())
    with on_day(date(2026, 2, 2)):
        cycle = of_2026(cast)
        told()
        later = replace(DAYS, closes_on=date(2026, 4, 7))
        workflow.change_dates(cycle, by=team, calendar=later)
        subject = "Dates changed: Self-evaluation 2025-26, North"
        assert told() == {("north.dcs", subject), ("north.unsigned-dcs", subject)}
        assert why(workflow.change_dates, cycle, team, calendar=replace(later, opens_on=date(2026, 1, 12))) == [
            "Writing begins: this day has come and can’t be moved."
        ]
        assert why(workflow.change_dates, cycle, team, calendar=replace(later, closes_on=date(2026, 1, 30))) == [
            "Closing date: 30 January 2026 has passed."
        ]
        assert why(workflow.change_dates, cycle, team, calendar=replace(later, release_on=date(2026, 4, 1))) == [
            "Opened to the region, 1 April 2026, is before closing date, 7 April 2026: "
            "the days must follow one another."
        ]
        assert rules.reasons_not_to_change_dates(cycle, by=team) == []
        assert next_words(cycle) == "Closing date: 7 April 2026."
    with on_day(date(2026, 4, 20)):
        # After the closing date there may be more time; after the region's day nobody can unread.
        assert why(workflow.change_dates, cycle, team, calendar=replace(later, release_on=date(2026, 4, 30))) == [
            "Opened to the region: this day has come and can’t be moved."
        ]
    with on_day(date(2026, 7, 20)):
        assert next_words(cycle) == "Its last day, for feedback, was 26 June 2026."


# --- Closing ----------------------------------------------------------------------------------------------------------


def test_a_cycle_closes_after_its_closing_date_and_then_nothing_changes(cast, team):
    cycle = factories.cycle(cast)
    (reason,) = why(workflow.close_cycle, cycle, team)
    assert reason.startswith("Self-evaluations can come in until ")
    closed = factories.closed(cast)
    assert rules.reasons_if_not_open(closed) == ["This cycle is closed: what was released in it stays as it is."]
    assert rules.reasons_if_not_open(cycle) == []
    for act, inputs in (
        (workflow.change_cycle, {"name": "Other"}),
        (workflow.change_dates, {"calendar": DAYS}),
        (workflow.agree_reader, cycling.reader_inputs(cast)),
    ):
        assert why(act, closed, team, **inputs) == ["It is closed."]


# --- Agreed readers ---------------------------------------------------------------------------------------------------


def test_acc_14_an_lga_representative_is_agreed_by_name_and_days_and_the_directors_hear_of_it(cast, team):
    cycle, person = factories.cycle(cast), cast.north.lga_adviser.person
    told()
    agreed = workflow.agree_reader(cycle, by=team, **cycling.reader_inputs(cast))
    another = "Another reader: Self-evaluation 2026-27, North"
    assert told() == {
        ("north.lga-adviser", "You can read what is released: Self-evaluation 2026-27, North"),
        ("north.dcs", another),
        ("north.unsigned-dcs", another),
    }
    assert (agreed.person, agreed.last_day, agreed.over) == (person, today() + timedelta(days=364), False)
    starts = today() + timedelta(days=30)
    assert why(workflow.agree_reader, cycle, team, person=person, starts=starts, ends=starts) == [
        "The last day must be the first or a later one."
    ]
    days = {"starts": starts, "ends": starts + timedelta(days=1)}
    assert why(workflow.agree_reader, cycle, team, person=person, **days) == [
        f"{person} is agreed for some of these days already."
    ]
    others = cast.south.lga_adviser.person
    past = {"starts": today() - timedelta(days=9), "ends": today()}
    assert why(workflow.agree_reader, cycle, team, person=others, **past) == [
        f"{others} does not represent the LGA in North.",
        "The last day has passed.",
    ]
    assert rules.reasons_not_to_agree(cycle, by=team) == []


def test_acc_14_somebody_without_an_account_can_be_agreed_and_nobody_where_the_seat_is_vacant(cast, team):
    cycle, person = factories.cycle(cast), cast.north.lga_adviser.person
    told()
    inputs = cycling.reader_inputs(cast) | {"person": person}
    person.user = None
    person.save()
    workflow.agree_reader(cycle, by=team, **inputs)
    assert {who for who, _ in told()} == {"north.dcs", "north.unsigned-dcs"}
    person.appointments.update(ends=today())
    assert rules.reasons_not_to_agree(cycle, by=team) == ["Nobody holds the LGA’s seat in this region."]


def test_acc_14_reading_ends_the_same_day_and_can_be_agreed_and_ended_again(cast, team):
    cycle = factories.cycle(cast)
    for _ in range(2):
        agreed = workflow.agree_reader(cycle, by=team, **cycling.reader_inputs(cast))
        workflow.end_reader(agreed, by=team)
        assert agreed.over
    (reason,) = why(workflow.end_reader, agreed, team)
    assert reason.startswith("It ended on ")
    earlier = AgreedReader.objects.create(
        cycle=cycle, person=agreed.person, starts=today() - timedelta(days=9), ends=date.max, agreed_by=team
    )
    workflow.end_reader(earlier, by=team)
    assert (earlier.starts, earlier.ends) == (today() - timedelta(days=9), today())


# --- Deadlines --------------------------------------------------------------------------------------------------------


def pause(evaluation, starts, ends=None) -> Pause:
    """Written as it is, so that it can lie in the past."""
    by = User.objects.first()
    return Pause.objects.create(evaluation=evaluation, starts=starts, ends=ends, reason="inspection", paused_by=by)


def test_gen_3_without_a_pause_the_days_are_the_cycles(cast):
    deadlines = Deadlines(factories.evaluation(cast, of_2026(cast)))
    assert (deadlines.closing, deadlines.release) == (DAYS.closes_on, DAYS.release_on)
    assert (deadlines.judging, deadlines.feedback) == (DAYS.moderate_by, DAYS.feedback_by)
    assert (deadlines.changed, deadlines.standing_still) == (False, False)


def test_se_17_paused_working_days_move_every_later_day_on(cast):
    evaluation = factories.evaluation(cast, of_2026(cast))
    # Two weeks, and one more day over Easter: Good Friday (3 April) and Easter Monday are no working days.
    pause(evaluation, date(2026, 2, 2), date(2026, 2, 14))
    pause(evaluation, date(2026, 4, 2), date(2026, 4, 3))
    with on_day(date(2026, 4, 20)):
        deadlines = Deadlines(evaluation)
        # Ten working days from 31 March are 16 April; the paused 2 April does not count among them.
        assert deadlines.closing == date(2026, 4, 17)
        assert deadlines.release == date(2026, 4, 17)
        assert (deadlines.judging, deadlines.feedback) == (date(2026, 6, 15), date(2026, 7, 13))
        assert deadlines.changed
        assert deadlines.passed(deadlines.closing)
        assert not deadlines.passed(deadlines.judging)


def test_se_17_a_pause_before_the_cycle_or_after_a_day_moves_nothing(cast):
    evaluation = factories.evaluation(cast, of_2026(cast))
    pause(evaluation, date(2025, 12, 1), date(2026, 1, 5))
    pause(evaluation, date(2026, 7, 6), date(2026, 7, 20))
    deadlines = Deadlines(evaluation)
    assert not deadlines.changed
    with on_day(date(2026, 7, 7)):
        assert deadlines.standing_still
        assert not deadlines.passed(deadlines.closing)


def test_se_17_while_a_pause_lasts_nothing_passes_and_its_days_count_as_they_go_by(cast):
    evaluation = factories.evaluation(cast, of_2026(cast))
    pause(evaluation, date(2026, 3, 30))
    with on_day(date(2026, 3, 30)):
        assert Deadlines(evaluation).closing == date(2026, 4, 1)
    with on_day(date(2026, 4, 1)):
        # Wednesday 1 April is the third paused day; Easter lies between.
        deadlines = Deadlines(evaluation)
        assert (deadlines.closing, deadlines.standing_still) == (date(2026, 4, 7), True)
        assert not deadlines.passed(DAYS.opens_on)


# --- Progress ---------------------------------------------------------------------------------------------------------


def rows_for(cycle, user) -> dict[str, tuple]:
    return {
        one.evaluation.authority.name: (one.step, one.turn, one.due, one.received, f"{one.done} of {one.sections}")
        for one in progress_of(cycle, user)
    }


def test_se_16_the_team_sees_steps_turns_and_days_and_each_authority_its_own(cast, team):
    with on_day(date(2026, 4, 1)):
        cycle = of_2026(cast)
        approving.submitted(cast, cycle)
        passed = "Submission was due on 31 March 2026"
        expected = ("Not joined yet", "Director of children's services", passed, "Not received", "0 of 3")
        own = (
            "With its approvers",
            "Chief executive and lead member for children's services",
            "Approval by 14 April 2026",
            "1 April 2026, after the closing date",
            "3 of 3",
        )
        assert rows_for(cycle, team) == {"Aldermoor": own, "Birchester": expected, "Calderwick": expected}
        found = progress_of(cycle, team)
        assert [one.overdue for one in found] == [False, True, True]
        assert dict(counts_of(found)) == {
            "Not started": 2,
            "Being written": 0,
            "With approvers": 1,
            "Approved": 0,
            "Released": 0,
        }
        assert rows_for(cycle, cast.north.dcs) == {"Aldermoor": own}
        assert rows_for(cycle, cast.north.unsigned_dcs) == {"Birchester": expected}
        seers = {name for name in EVERYBODY if progress_of(cycle, cast[name])}
        readers = {"dcs", "chief_executive", "lead_member", "assistant_director", "performance_lead", "named_reader"}
        teams = {"regional_team", "colleague", "regional_lead", "unsigned_dcs"}
        # The deputy reads what is submitted; the third one's director was still in post.
        others = {"trust_chief_executive", "leaver", "north.deputy"}
        assert seers == {f"north.{one}" for one in readers | teams} | others


def test_the_turn_moves_with_approvals_and_release_and_ends_with_the_cycle(cast, team):
    with on_day(date(2026, 3, 2)):
        cycle = of_2026(cast)
        evaluation = approving.joined(cast, factories.evaluation(cast, cycle))
        assert rows_for(cycle, team)["Aldermoor"][0] == "Joined, not started"
        evaluation = approving.put(evaluation, cast.north.dcs)
        workflow.submit(evaluation, by=cast.north.dcs)
        workflow.approve(evaluation, by=cast.north.chief_executive)
        assert rows_for(cycle, team)["Aldermoor"][1] == "Lead member for children's services"
        workflow.approve(evaluation, by=cast.north.lead_member)
        assert rows_for(cycle, team)["Aldermoor"][:3] == (
            "Approved",
            "Director of children's services",
            "Release by 14 April 2026",
        )
        workflow.release(evaluation, by=cast.north.dcs)
        assert rows_for(cycle, team)["Aldermoor"][:4] == (
            "Released, opens on 14 April 2026",
            "",
            "Opening by 14 April 2026",
            "2 March 2026",
        )
    with on_day(date(2026, 4, 14)):
        assert rows_for(cycle, team)["Aldermoor"][:3] == ("Released", "Regional team", "Judgements by 29 May 2026")
    with on_day(date(2026, 7, 14)):
        workflow.close_cycle(cycle, by=team)
        assert rows_for(cycle, team)["Birchester"][:3] == ("Not joined yet", "", "Nothing is due")


def test_se_17_others_see_of_a_pause_that_dates_changed(cast, team):
    with on_day(date(2026, 3, 2)):
        cycle = of_2026(cast)
        paused = pause(factories.evaluation(cast, cycle), date(2026, 2, 23))
        assert rows_for(cycle, team)["Aldermoor"][2] == "Dates changed: nothing is due now"
        paused.ends = date(2026, 3, 2)
        paused.save()
        assert rows_for(cycle, team)["Aldermoor"][2] == "Submission by 9 April 2026 (dates changed)"


def test_the_progress_of_a_region_takes_as_many_queries_for_33_authorities_as_for_one(cast, team):
    cycle = factories.cycle(cast)

    def queries() -> int:
        reader = cast.north.regional_team
        with CaptureQueriesContext(connection) as asked:
            progress_of(Cycle.objects.select_related("template").get(pk=cycle.pk), reader)
        return len(asked)

    few = queries()
    kinds = {"kind": "unitary", "region": cast.north.region}
    more = Authority.objects.bulk_create(
        Authority(slug=f"a-{n}", name=f"A {n}", official_name=f"A {n}", **kinds) for n in range(30)
    )
    SelfEvaluation.objects.bulk_create(SelfEvaluation(cycle=cycle, authority=one) for one in more)
    assert len(progress_of(cycle, team)) == 33
    assert queries() == few <= 10


# --- Reminders --------------------------------------------------------------------------------------------------------


def test_not_1_those_who_write_are_reminded_before_and_after_the_closing_date_and_nobody_above_them(cast, team):
    with on_day(date(2026, 3, 2)):
        cycle = of_2026(cast)
        approving.joined(cast, factories.evaluation(cast, cycle))
        told()
        assert (remind_of_self_evaluations(), told()) == (0, set())
    with on_day(date(2026, 3, 24)):
        due = "Due on 31 March 2026: Self-evaluation 2025-26 of"
        assert remind_of_self_evaluations() == 3
        assert told() == {("north.dcs", f"{due} Aldermoor"), ("north.unsigned-dcs", f"{due} Birchester")}
        Notice.objects.all().delete()
    with on_day(date(2026, 4, 1)):
        # Who has not joined need not take part.
        assert remind_of_self_evaluations() == 1
        assert remind_of_self_evaluations() == 1
        assert Notice.objects.count() == 1
        assert told() == {("north.dcs", "The day has passed: Self-evaluation 2025-26 of Aldermoor")}


def test_se_17_nobody_is_reminded_while_the_clocks_stand_still(cast):
    with on_day(date(2026, 3, 30)):
        cycle = of_2026(cast)
        for one in cycle.evaluations.all():
            pause(one, date(2026, 3, 30))
        told()
        assert (remind_of_self_evaluations(), told()) == (0, set())


def test_not_1_approvers_are_reminded_before_the_regions_day_and_no_councillor_before_an_election(cast, team):
    with on_day(date(2026, 4, 1)):
        cycle = of_2026(cast, election_from=date(2026, 4, 8), election_until=date(2026, 5, 8))
        evaluation = approving.submitted(cast, cycle)
        told()
        assert (remind_of_self_evaluations(), told()) == (0, set())
    still = "There is still something for you to approve"
    with on_day(date(2026, 4, 8)):
        assert remind_of_self_evaluations() == 1
        assert told() == {("north.chief-executive", still)}
        workflow.approve(evaluation, by=cast.north.chief_executive)
        told()
        assert (remind_of_self_evaluations(), told()) == (0, set())
    with on_day(date(2026, 5, 8)):
        assert remind_of_self_evaluations() == 1
        assert told() == {("north.lead-member", still)}
        workflow.approve(evaluation, by=cast.north.lead_member)
        told()
        assert remind_of_self_evaluations() == 1
        assert told() == {("north.dcs", "Approved, and not released yet: Self-evaluation 2025-26 of Aldermoor")}


def test_se_20_those_who_joined_hear_once_on_the_regions_day_that_there_is_something_to_read(cast, team):
    with on_day(date(2026, 3, 2)):
        cycle = of_2026(cast)
        approving.released(cast, cycle)
        told()
        assert (tell_of_days(), told()) == (0, set())
    with on_day(date(2026, 4, 14)):
        assert tell_of_days() == 1
        tell_of_days()
        assert Notice.objects.count() == 4
        subject = "Open to its readers: Self-evaluation 2025-26, North"
        assert told() == {(f"north.{who}", subject) for who in ("dcs", "regional-team", "colleague", "regional-lead")}


def test_the_team_hears_once_that_the_first_day_of_a_cycle_has_come(cast, team):
    factories.planned(cast, calendar=DAYS)
    with on_day(date(2026, 1, 4)):
        assert (tell_of_days(), told()) == (0, set())
    with on_day(date(2026, 1, 5)):
        assert tell_of_days() == 1
        subject = "A step waits for you: Self-evaluation 2026-27, North"
        assert told() == {(f"north.{who}", subject) for who in ("regional-team", "colleague", "regional-lead")}
