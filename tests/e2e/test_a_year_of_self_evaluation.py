"""The journey of a year: a template is frozen, two colleagues write, a text is submitted, approved by link and in the
portal, opened again for a late change, approved again, released, moderated twice over, talked about, answered and
finished; next year begins with what was said. Somebody from another region finds nothing of it.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from regions.models import Person, Region
from regions.querysets import today
from riia.accounts.models import User
from riia.audit import trail
from riia.notifications.models import Notice
from riia.ui.workdays import add_working_days
from selfassessment import workflow
from selfassessment.calendar import Calendar
from selfassessment.calibrating import example
from selfassessment.models import AgreedView, Cycle, Panel, PanelMember, Point, Revision, SelfEvaluation, Template
from selfassessment.plans import SCALE
from tests.datasets.factories import on_day
from tests.e2e.looking import faults_of

TEAM, DIRECTOR, WRITER = "regional-team", "dcs.northtown", "assistant-director.northtown"
CHIEF_EXECUTIVE, LEAD_MEMBER = "chief-executive.northtown", "lead-member.northtown"
FIRST, SECOND, CHAIR = "chair", "vice-chair", "jamie.nettle"
READER, ELSEWHERE, NOT_SIGNED = "dcs.eastbrook", "dcs.farshore", "dcs.westvale"
ASKED = ("help-and-protection", "next-year")
SAID, LATER = "The kingfisher desk answers within the hour.", "The kingfisher desk answers within the day."
POINT = "What do families of the heron scheme say?"


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.example")


def main(page: Page):
    return page.locator("main")


def press(page: Page, name: str = "") -> None:
    """The button of a page that asks for one thing, or the one of that name."""
    buttons = main(page).locator("form[method=post]").get_by_role("button", name=name or None, exact=bool(name))
    (buttons.first if name else buttons.last).click()


def step(page: Page, act: str, pk: int, **fields: str) -> None:
    """Open the page of a step, fill it in and do it."""
    page.goto(reverse(act, args=[pk]))
    for field, value in fields.items():
        choose(page, field, value)
    press(page)
    expect(main(page).locator(".govuk-error-summary")).to_have_count(0)


def choose(page: Page, name: str, value: str) -> None:
    """Fill in a field by its name, whatever it is."""
    radio = main(page).locator(f"input[type=radio][name='{name}'][value='{value}']")
    if radio.count():
        radio.check()
        return
    main(page).locator(f"[name='{name}']").fill(value)


def looks_right(page: Page) -> None:
    """The page is accessible, and fits a wide and a narrow screen."""
    assert faults_of(page) == [], page.url


@pytest.fixture
def other(browser, portal) -> Iterator[Page]:
    """A second browser, for a colleague who is at work at the same time."""
    context = browser.new_context(base_url=portal.url)
    yield context.new_page()
    context.close()


def test_a_year_of_self_evaluation_from_the_template_to_next_years_text(page, other, portal, sign_in):
    def as_(name: str, browser: Page = page) -> Page:
        sign_in(browser, f"{name}@demo.example")
        return browser

    cycle = begin_a_year(as_(TEAM))
    evaluation = cycle.evaluations.get(authority__slug="northtown")
    write_together(as_(DIRECTOR), as_(WRITER, other), evaluation)
    submit(page, evaluation)
    approve(other, as_(LEAD_MEMBER, page), evaluation, [SAID])
    change_it_late(as_(DIRECTOR), evaluation)
    approve(other, as_(LEAD_MEMBER, page), evaluation, [SAID, LATER])
    release(as_(DIRECTOR), evaluation)
    read_by_who_takes_part_and_by_nobody_else(as_, evaluation)

    panel = put_a_panel_together(as_(TEAM), evaluation)
    with on_day(add_working_days(today(), 15)):
        judge_apart(as_, panel)
        agree(as_(FIRST), panel)
        discuss(as_, panel)
        give_feedback(as_, panel)
    begin_next_year(as_(DIRECTOR), cycle)
    nothing_is_found_elsewhere(as_, evaluation, panel)
    trail.seal()
    assert list(trail.faults()) == []


# --- The cycle --------------------------------------------------------------------------------------------------------


def begin_a_year(page: Page) -> Cycle:
    """The next template is drafted from the one in use; opening the cycle freezes it."""
    region, team = Region.objects.get(slug="demonstration"), user(TEAM)
    used = Template.objects.get(name="Template of the region")
    step(page, "template_draft", used.pk, name="A short template")
    drafted = Template.objects.get(name="A short template")
    for one in used.content:
        if one["slug"] not in ASKED:
            workflow.drop_section(drafted, by=team, slug=one["slug"])
    for code in ("help", "protection"):
        workflow.drop_question(drafted, by=team, slug=ASKED[0], code=code)

    page.goto(reverse("cycle_add", args=[region.pk]))
    choose(page, "name", "2028-29")
    main(page).get_by_label("Template", exact=True).select_option(label="A short template")
    press(page)
    cycle = Cycle.objects.get(name="2028-29")
    opens = today() - timedelta(days=40)
    days = Calendar(opens, today(), today(), today() + timedelta(days=40), today() + timedelta(days=60))
    workflow.change_dates(cycle, by=team, calendar=days)
    step(page, "cycle_open", cycle.pk)
    drafted.refresh_from_db()
    assert drafted.status == "in-use"
    page.goto(cycle.get_absolute_url())
    expect(main(page)).to_contain_text("Northtown")
    looks_right(page)
    return cycle


# --- Writing ----------------------------------------------------------------------------------------------------------


def write_together(page: Page, other: Page, evaluation: SelfEvaluation) -> None:
    """Two open the same section; the second to save is shown both texts, and loses neither."""
    step(page, "evaluation_join", evaluation.pk)
    workflow.name_editor(evaluation, by=user(DIRECTOR), person=Person.objects.get(user=user(WRITER)))
    section = reverse("section_edit", args=[evaluation.pk, ASKED[0]])
    for one in (page, other):
        one.goto(section)
    expect(main(page)).to_contain_text("In-year figures, from returns")
    expect(main(page)).to_contain_text("carried over from")
    choose(other, "front-door-text", "Four of five contacts are decided within a day.")
    press(other, "Save and go on writing")
    expect(main(other)).to_contain_text("is saved")

    choose(page, "front-door-text", SAID)
    press(page, "Save the section")
    expect(main(page)).to_contain_text("has saved this section since you opened it")
    expect(main(page)).to_contain_text("Four of five contacts are decided within a day.")
    expect(main(page).locator("[name='front-door-text']")).to_have_value(SAID)
    looks_right(page)
    choose(page, "judgement-value", SCALE[1])
    choose(page, "judgement-text", "The figures and what we read agree.")
    for fate in main(page).locator("select[name$='-fate']").all():
        fate.select_option("continues")
    main(page).get_by_label("This section is finished for now").check()
    press(page, "Save the section")
    expect(main(page)).to_contain_text("It is finished for now")

    other.goto(reverse("section_edit", args=[evaluation.pk, ASKED[1]]))
    choose(other, "priorities-text", "Neglect: to see it earlier and act sooner.")
    choose(other, "overall-value", SCALE[1])
    choose(other, "overall-text", "Most is shown.")
    choose(other, "requests-0-text", "Somebody to read ten plans with us.")
    main(other).locator("[name='requests-0-service_area']").select_option("children-in-need")
    press(other, "Save the section")
    expect(main(other)).to_contain_text("is saved")
    page.goto(evaluation.get_absolute_url())
    looks_right(page)


# --- Approvals and release --------------------------------------------------------------------------------------------


def submit(page: Page, evaluation: SelfEvaluation) -> None:
    step(page, "evaluation_submit", evaluation.pk)
    expect(main(page)).to_contain_text("The text is submitted, and its approvers are asked.")


def approve(by_link: Page, page: Page, evaluation: SelfEvaluation, told: list[str]) -> None:
    """The chief executive by the link in the outbox, on a telephone; the lead member in the portal."""
    notices = Notice.objects.filter(user_id=user(CHIEF_EXECUTIVE).pk, subject="There is something for you to approve")
    by_link.context.clear_cookies()
    by_link.goto(notices.latest("pk").link)
    for words in told:
        expect(main(by_link)).to_contain_text(words.split()[-1])
    looks_right(by_link)
    main(by_link).get_by_role("button", name="Approve", exact=True).click()
    expect(by_link.get_by_role("heading", level=1)).to_have_text("Thank you: that is done")

    page.goto(reverse("evaluation_approve", args=[evaluation.pk]))
    expect(main(page)).to_contain_text(told[-1].split()[-1])
    press(page)
    expect(main(page)).to_contain_text("Your approval is given to this text, and to no other.")
    evaluation.refresh_from_db()
    assert evaluation.status == "approved"


def change_it_late(page: Page, evaluation: SelfEvaluation) -> None:
    """A word is wrong: the text is opened again, both approvals are overtaken, and approvers see what changed."""
    step(page, "evaluation_reopen", evaluation.pk, words="It is the day, not the hour.")
    evaluation.refresh_from_db()
    assert evaluation.status == "draft"
    page.goto(reverse("section_edit", args=[evaluation.pk, ASKED[0]]))
    choose(page, "front-door-text", LATER)
    press(page, "Save the section")
    submit(page, evaluation)
    statuses = [one.status for one in evaluation.revisions.get(number=1).approvals.all()]
    assert statuses == ["overtaken", "overtaken"]


def release(page: Page, evaluation: SelfEvaluation) -> None:
    page.goto(reverse("evaluation_release", args=[evaluation.pk]))
    expect(main(page)).to_contain_text("Eastbrook" if evaluation.released_at else "Demonstration region")
    press(page)
    evaluation.refresh_from_db()
    assert evaluation.status == "released"


def read_by_who_takes_part_and_by_nobody_else(as_, evaluation: SelfEvaluation) -> None:
    whole = reverse("revision_detail", args=[evaluation.pk, 2])
    page = as_(READER)
    assert page.goto(whole).status == 404
    own = evaluation.cycle.evaluations.get(authority__slug="eastbrook")
    step(page, "evaluation_join", own.pk)
    assert page.goto(whole).status == 200
    expect(main(page)).to_contain_text(LATER)
    looks_right(page)
    page.goto(reverse("revision_detail", args=[evaluation.pk, 2]))
    assert as_(NOT_SIGNED).goto(whole).status == 404
    assert evaluation.readings.get().user == user(READER)


# --- Moderation -------------------------------------------------------------------------------------------------------


def put_a_panel_together(page: Page, evaluation: SelfEvaluation) -> Panel:
    """Three volunteers who have judged the example; the authority hears who they are."""
    judged = {one.slug: {"value": one.value, "words": "As it is described."} for one in example().sections}
    for name in (FIRST, SECOND, CHAIR):
        offer = workflow.offer_to_moderate(evaluation.cycle, by=user(name), most=2, chairs=name == CHAIR)
        workflow.calibrate(offer, by=user(name), judgements=judged)
    page.goto(reverse("panel_form", args=[evaluation.pk]))
    expect(main(page)).to_contain_text("The portal proposes the panel below")
    press(page)
    panel = evaluation.panels.get()
    step(page, "panel_announce", panel.pk)
    for one in panel.members.select_related("person__user"):
        workflow.accept_place(one, by=one.person.user)
    return panel


def judge_apart(as_, panel: Panel) -> None:
    """Each judges alone; neither sees the other's judgement before both have handed in."""
    step(as_(TEAM), "panel_begin", panel.pk)
    page = as_(FIRST)
    for number, slug in enumerate(ASKED):
        page.goto(reverse("panel_section", args=[panel.pk, slug]))
        expect(main(page)).to_contain_text(LATER if not number else "Neglect")
        choose(page, "value", SCALE[1])
        choose(page, "words", "The egret is in the figures too.")
        press(page, "Save")
    looks_right(page)
    step(page, "member_hand_in", member(panel, FIRST).pk)
    second = member(panel, SECOND)
    page = as_(SECOND)
    page.goto(panel.get_absolute_url())
    expect(page.locator("body")).not_to_contain_text("egret")
    for value, slug in zip((SCALE[1], SCALE[2]), ASKED, strict=True):
        workflow.judge(second, by=user(SECOND), section=slug, value=value, words="It begins to show.")
    step(page, "member_hand_in", second.pk)
    page.goto(panel.get_absolute_url())
    expect(main(page)).to_contain_text("50%")
    looks_right(page)


def member(panel: Panel, name: str) -> PanelMember:
    return panel.members.get(person__user=user(name))


def agree(page: Page, panel: Panel) -> None:
    """One words the view, the other stands behind it; a point is raised."""
    for slug in ASKED:
        page.goto(reverse("panel_section", args=[panel.pk, slug]))
        choose(page, "value", SCALE[1])
        choose(page, "words", "We agree with what the text says.")
        press(page, "Save as the view")
    for view in AgreedView.objects.filter(panel=panel):
        workflow.confirm_view(view, by=user(SECOND))
    step(page, "point_raise", panel.pk, text=POINT, seriousness="serious")
    step(page, "panel_settle", panel.pk)


def discuss(as_, panel: Panel) -> None:
    """The director sees the point; it closes on the recorded discussion."""
    point = Point.objects.get(panel=panel)
    page = as_(DIRECTOR)
    page.goto(point.get_absolute_url())
    expect(main(page)).to_contain_text(POINT)
    expect(page.locator("body")).not_to_contain_text("egret")
    looks_right(page)
    page = as_(FIRST)
    said = {"with_whom": "The director", "discussion": "Forty families were asked; most want it to go on."}
    step(page, "point_discuss", point.pk, **said)
    step(page, "point_close", point.pk, outcome="The text will show it.", seriousness="serious")
    assert list(Point.objects.escalatable().filter(panel=panel)) == [point]


def give_feedback(as_, panel: Panel) -> None:
    """The chair looks at its tone, the authority replies, and then it is final."""
    page = as_(FIRST)
    fields = {f"text_{name}": "We read this with interest." for name in ("summary", *ASKED)}
    step(page, "feedback_write", panel.pk, **fields)
    step(page, "panel_hand_on", panel.pk)
    step(as_(CHAIR), "panel_send_on", panel.pk)
    step(as_(DIRECTOR), "feedback_reply", panel.pk, text="Thank you. We see it in the same way.")
    looks_right(page)
    step(as_(CHAIR), "panel_finish", panel.pk)
    panel.refresh_from_db()
    assert panel.status == "final"
    page = as_(DIRECTOR)
    page.goto(panel.get_absolute_url())
    expect(main(page)).to_contain_text("Feedback final")
    expect(main(page)).to_contain_text("We see it in the same way.")
    looks_right(page)


# --- Afterwards -------------------------------------------------------------------------------------------------------


def begin_next_year(page: Page, cycle: Cycle) -> None:
    """Next year's text begins with this year's answers beside it, and its strengths and areas carried over."""
    days = Calendar(*(today() + timedelta(days=number) for number in (0, 60, 70, 100, 120)))
    given = {"by": user(TEAM), "name": "2029-30", "template": cycle.template, "calendar": days}
    after = workflow.open_cycle(workflow.plan_cycle(cycle.region, **given), by=user(TEAM))
    page.goto(reverse("section_edit", args=[after.evaluations.get(authority__slug="northtown").pk, ASKED[0]]))
    expect(main(page)).to_contain_text("carried over from 2028-29")
    expect(main(page)).to_contain_text("What you said in 2028-29")
    expect(main(page)).to_contain_text(LATER)
    looks_right(page)


def nothing_is_found_elsewhere(as_, evaluation: SelfEvaluation, panel: Panel) -> None:
    """A director of another region sees that there is nothing, wherever they look."""
    page = as_(ELSEWHERE)
    revision = Revision.objects.filter(evaluation=evaluation).latest("number")
    for address in (evaluation, evaluation.cycle, revision, panel, panel.points.get()):
        assert page.goto(address.get_absolute_url()).status == 404, address
    for address in ("/self-evaluations/", "/moderation/", "/self-evaluations/findings/", "/search/?q=kingfisher"):
        page.goto(address)
        for words in ("2028-29", "answers within", "heron"):
            expect(main(page)).not_to_contain_text(words)
