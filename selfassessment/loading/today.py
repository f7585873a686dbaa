"""What people of the demonstration do today: all by acts of their accounts, each under its own seat."""

from datetime import timedelta
from typing import Any

from regions.models import Person
from riia.accounts.models import User
from riia.ui.workdays import add_working_days
from selfassessment import workflow
from selfassessment.loading import invented
from selfassessment.loading.evaluations import Evaluations
from selfassessment.loading.invented import LAST, NEXT, THIS, Seats
from selfassessment.loading.invented_texts import About, content_of_section, pieces
from selfassessment.models import Panel, PanelMember, SelfEvaluation
from selfassessment.plans import SCALE, Question, sections_from
from selfassessment.statuses import Office, PauseReason, QuestionKind

# What Northtown's director and its named editor have written so far, and what is finished.
BY_DIRECTOR, BY_EDITOR = ("about-us", "leadership", "resources"), ("help-and-protection", "care", "workforce", "send")
FINISHED = ("leadership", "help-and-protection", "workforce")
BY_EASTBROOK = ("about-us", "help-and-protection")
TYPED = "Since the summer, two more foster homes for teenagers have opened, and"


def act_today(loaded: Evaluations) -> None:
    """Texts that are being written, what stands beside released ones, panels that are put together, priorities."""
    _northtown(loaded)
    _eastbrook(loaded)
    _addenda(loaded)
    _panels(loaded)
    _region(loaded)


def _of(loaded: Evaluations, year: int, slug: str) -> SelfEvaluation:
    return SelfEvaluation.objects.select_related("cycle__template", "cycle__region", "authority__region").get(
        pk=loaded.evaluations[year, slug].pk
    )


def _person(user: User) -> Person:
    return Person.objects.get(user=user)


def _northtown(loaded: Evaluations) -> None:
    """Two write at once, and one of them has typed something that is not saved."""
    evaluation = _of(loaded, THIS, "northtown")
    director, editor = loaded.accounts["dcs.northtown"], loaded.accounts["assistant-director.northtown"]
    evaluation = workflow.join_cycle(evaluation, by=director) or evaluation
    workflow.name_editor(evaluation, by=director, person=_person(editor))
    officer = _person(loaded.accounts["local-administrator.northtown"])
    workflow.name_officer(evaluation, by=director, office=Office.CHIEF_EXECUTIVE, person=officer)
    reader = _person(loaded.accounts["regional-team-2"])
    workflow.invite_reader(evaluation, by=director, person=reader, ends=loaded.today + timedelta(days=30))
    _save(loaded, evaluation, director, BY_DIRECTOR)
    _save(loaded, evaluation, editor, BY_EDITOR)
    care = evaluation.sections.get(section="care")
    typed = care.content | {"homes": {"text": f"{care.content['homes']['text']}\n\n{TYPED}"}}
    workflow.keep_unsaved(care, by=editor, content=typed, seen=care.number)
    workflow.plan_conversation(evaluation, by=director, held_on=loaded.today + timedelta(days=75))


def _eastbrook(loaded: Evaluations) -> None:
    """It has begun to write; since inspectors came, its clocks stand still."""
    evaluation = _of(loaded, THIS, "eastbrook")
    director = loaded.accounts["dcs.eastbrook"]
    workflow.join_cycle(evaluation, by=director)
    _save(loaded, evaluation, director, BY_EASTBROOK)
    since = evaluation.cycle.closes_on - timedelta(days=12)
    why = {"why": PauseReason.INSPECTION, "words": "The inspectorate is here for three weeks."}
    workflow.pause(evaluation, by=director, starts=since, **why)


def _save(loaded: Evaluations, evaluation: SelfEvaluation, by: User, wanted: tuple[str, ...]) -> None:
    slug = evaluation.authority.slug
    about = About(evaluation.authority.name, slug, evaluation.authority.population_0_17 or 0, THIS)
    earlier = loaded.findings[LAST, slug]
    for section in sections_from(evaluation.cycle.template.content):
        if section.slug in wanted:
            text = workflow.begin_section(evaluation, by=by, section=section.slug)
            text = (
                workflow.save_section(text, by=by, content=content_of_section(about, section, earlier), seen=0) or text
            )
            if section.slug in FINISHED:
                workflow.finish_section(text, by=by)


def _addenda(loaded: Evaluations) -> None:
    """Later events beside last year's texts: added, with its approvers, being written, withdrawn."""
    northtown, eastbrook = _of(loaded, LAST, "northtown"), _of(loaded, LAST, "eastbrook")
    director, other = loaded.accounts["dcs.northtown"], loaded.accounts["dcs.eastbrook"]
    happened = loaded.today - timedelta(days=20)
    added = workflow.write_addendum(
        northtown,
        by=director,
        happened_on=happened - timedelta(days=60),
        title="The second children’s home has opened",
        text="The home that our text announced for spring opened in summer. Three children live there, all of them "
        "from the area. It was inspected in its first month.",
    )
    workflow.submit_addendum(added, by=director)
    own = _judged(northtown, "workforce")
    changed = workflow.write_addendum(
        northtown,
        by=director,
        happened_on=happened,
        title="Vacancies have come down",
        text="Since the text was written, eleven social workers have come and two have left. We judge this differently "
        "now.",
        section="workforce",
        question="judgement",
        judgement=SCALE[0] if own != SCALE[0] else SCALE[1],
    )
    workflow.submit_addendum(changed, by=director)
    said = {"by": other, "happened_on": happened, "text": "To be told once the report is public."}
    workflow.write_addendum(eastbrook, title="Visit of the inspectorate", **said)
    mistaken = workflow.write_addendum(eastbrook, title="New head of service", **said)
    workflow.withdraw_addendum(mistaken, by=other)


def _judged(evaluation: Any, slug: str) -> str:
    answers = next(one["answers"] for one in evaluation.revision.content if one["slug"] == slug)
    return next(one["answer"]["value"] for one in answers if one["kind"] == QuestionKind.JUDGEMENT)


def _panels(loaded: Evaluations) -> None:
    """One is put together; one is named, with an objection upheld, and one that waits for the team's decision."""
    for slug, seats in invented.FORMED.items():
        _form(loaded, slug, seats)
    for slug, seats in invented.NAMED.items():
        panel = _form(loaded, slug, Seats(seats.status, (seats.moderators[0], "highmarsh"), seats.chair))
        panel = workflow.announce_panel(panel, by=loaded.team, object_until=add_working_days(loaded.today, 5)) or panel
        director = loaded.account(loaded.director(slug, loaded.today).person)
        first, second, chair = (
            PanelMember.objects.filter(panel=panel).select_related("panel__evaluation__cycle", "person").order_by("pk")
        )
        upheld = workflow.object_to(second, by=director, text="We were partners in a dispute that is before a court.")
        workflow.uphold(upheld, by=loaded.team, decision="We agree, and have asked somebody else.")
        panel = Panel.objects.select_related("evaluation__cycle").get(pk=panel.pk)
        instead = loaded.moderator(seats.moderators[1], loaded.today).person
        workflow.add_member(panel, by=loaded.team, person=instead, part=second.part)
        workflow.accept_place(chair, by=loaded.account(chair.person))
        workflow.object_to(first, by=director, text="Our deputy has applied for a post there.")


def _form(loaded: Evaluations, slug: str, seats: Seats) -> Panel:
    people = [loaded.moderator(one, loaded.today).person for one in (*seats.moderators, seats.chair)]
    for one in people:
        loaded.account(one)
    return workflow.form_panel(_of(loaded, THIS, slug), by=loaded.team, moderators=people[:2], chair=people[2])


def _region(loaded: Evaluations) -> None:
    """Priorities in each state, an agreed reader, and a draft of next year's template with another question."""
    team, cycle = loaded.team, loaded.cycles[THIS]
    settled: dict[str, Any] = {"agreed": workflow.agree_priority, "set-aside": workflow.set_aside_priority}
    for title, theme, text, state in pieces()["priorities"]:
        priority = workflow.propose_priority(loaded.cycles[LAST], by=team, title=title, theme=theme, text=text)
        if state in settled:
            settled[state](priority, by=team)
    adviser = _person(loaded.accounts["lga-adviser"])
    ends = loaded.today + timedelta(days=180)
    workflow.agree_reader(cycle, by=team, person=adviser, starts=cycle.release_on, ends=ends)
    drafted = workflow.draft_template(cycle.template, by=team, region=loaded.region, name="Next year’s template")
    asked = Question("voice", QuestionKind.NARRATIVE, "What did children say about this text, and what did you change?")
    workflow.put_question(drafted, by=team, slug="about-us", question=asked)
    calendar = invented.calendar_of(NEXT, loaded.today)
    name = invented.name_of(calendar)
    workflow.plan_cycle(loaded.region, by=team, name=name, template=drafted, calendar=calendar, decisions_recorded=True)
