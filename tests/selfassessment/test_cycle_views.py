"""Pages of cycles and templates: what the team types, what comes back, and what the lists hold (SE-6, SE-16)."""

import pytest
from django.urls import reverse

from regions.history import NOT_SHOWN, TAKEN_OUT, history_of_rows
from regions.querysets import today
from selfassessment import workflow
from selfassessment.models import AgreedReader, Cycle, Template
from selfassessment.plans import Question, sections_from
from selfassessment.statuses import CycleStatus, QuestionKind, TemplateStatus
from tests.people import signed_in
from tests.selfassessment import approving, cycling, factories

SECRET = "The secret phrase of the heron"


@pytest.fixture
def team(cast, client):
    return signed_in(client, cast.north.regional_team)


def day(name: str, value) -> dict[str, int]:
    return {f"{name}_{part}": getattr(value, part) for part in ("day", "month", "year")}


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_cycle_is_planned_opened_moved_and_closed_in_the_browser(cast, team):
    draft = factories.draft_of_north(cast)
    plan = reverse("cycle_add", args=[cast.north.region.pk])
    days = vars(factories.calendar(today()))
    typed = {"name": "2026-27", "template": draft.pk, "chief_executive_approves": "on"}
    for name, value in days.items():
        typed |= day(name, value)
    assert "Choose a template" in text_of(team.get(plan))
    wrong = team.post(plan, typed | day("closes_on", days["feedback_by"]))
    assert (wrong.status_code, "the days must follow one another." in text_of(wrong)) == (422, True)
    team.post(plan, typed | day("election_from", days["opens_on"]) | day("election_last", days["opens_on"]))
    cycle = Cycle.objects.get()
    assert (cycle.lead_member_approves, (cycle.election_until - cycle.election_from).days) == (False, 1)
    assert "Nobody but the regional team sees it" in text_of(team.get(cycle.get_absolute_url()))
    assert "Not kept here" in text_of(team.get(cycle.get_absolute_url()))
    both = {"lead_member_approves": "on", "conversations": "on"}
    team.post(reverse("cycle_change", args=[cycle.pk]), typed | both)
    team.post(reverse("cycle_open", args=[cycle.pk]))
    settled = team.get(reverse("cycle_change", args=[cycle.pk])).context["form"].fields
    assert {"template", "lead_member_approves", "chief_executive_approves"}.isdisjoint(settled)
    moved = {key: value for name, one in days.items() for key, value in day(name, one).items()}
    later = factories.calendar(today()).feedback_by.replace(year=today().year + 2)
    team.post(reverse("cycle_dates", args=[cycle.pk]), moved | day("feedback_by", later))
    late = cycling.latecomer(cast)
    team.post(reverse("cycle_ask", args=[cycle.pk]), {"authority": late.pk})
    cycle.refresh_from_db()
    found = (cycle.status, cycle.lead_member_approves, cycle.conversations, cycle.evaluations.count())
    assert found == (CycleStatus.OPEN, True, True, 4)
    assert cycle.feedback_by == later
    page = text_of(team.get(reverse("cycle_close", args=[cycle.pk])))
    assert "Self-evaluations can come in until" in page
    draft.refresh_from_db()
    assert draft.status == TemplateStatus.IN_USE


def test_acc_14_a_reader_is_agreed_and_ended_in_the_browser_and_members_see_it(cast, team, client):
    cycle = factories.cycle(cast)
    inputs = cycling.reader_inputs(cast)
    typed = {"person": inputs["person"].pk, **day("starts", inputs["starts"]), **day("last_day", inputs["ends"])}
    team.post(reverse("reader_agree", args=[cycle.pk]), typed)
    agreed = AgreedReader.objects.get()
    assert (agreed.last_day, agreed.over) == (inputs["ends"], False)
    team.post(reverse("reader_end", args=[agreed.pk]))
    page = text_of(signed_in(client, cast.north.dass).get(cycle.get_absolute_url()))
    assert f"{agreed.person.name}, from" in page
    assert "(over)" in page
    assert "Birchester" not in page


def test_se_6_a_template_is_worded_in_the_browser_and_a_stale_page_is_refused(cast, team):
    shipped = factories.template()
    typed = {"region": cast.north.region.pk, "name": "SEF 2027", "label": "SEF"}
    team.post(reverse("template_draft", args=[shipped.pk]), typed)
    draft = Template.objects.get(name="SEF 2027")
    seen = {"seen": draft.number}
    add = reverse("template_section_add", args=[draft.pk])
    team.post(add, seen | {"title": "Early help", "theme": "help-and-protection", "guidance": "Briefly."})
    stale = team.post(add, seen | {"title": "Another"})
    assert (stale.status_code, "Somebody has changed this template" in text_of(stale)) == (422, True)
    assert 'value="Another"' in text_of(stale)
    judgement = reverse("template_question_add", args=[draft.pk, "early-help", "judgement"])
    asked = {"seen": 2, "wording": "How good is it?", "help": "", "most_words": 100, "required": "on"}
    assert "Words of the scale" in text_of(team.get(judgement))
    twice = team.post(judgement, asked | {"scale": "Good\r\nGood\r\nBad\r\n"})
    assert (twice.status_code, "“Good” stands there more often" in text_of(twice)) == (422, True)
    team.post(judgement, asked | {"scale": "Good\r\nPoor\r\n"})
    draft.refresh_from_db()
    section = sections_from(draft.content)[-1]
    question = Question(
        "how-good-is-it", QuestionKind.JUDGEMENT, "How good is it?", "", True, ("Good", "Poor"), (), 100
    )
    assert (section.slug, section.questions) == ("early-help", (question,))
    team.post(reverse("template_section_move", args=[draft.pk, "early-help", "up"]), {"seen": 3})
    team.post(reverse("template_section_drop", args=[draft.pk, "care"]), {"seen": 4})
    draft.refresh_from_db()
    assert [one.slug for one in sections_from(draft.content)] == ["leadership", "early-help", "next-year"]
    compared = text_of(team.get(reverse("template_compare", args=[draft.pk])))
    assert ("Children in care" in compared, "Taken out" in compared) == (True, True)
    assert "What the document is called" in compared
    assert "Good" in text_of(team.get(reverse("template_preview", args=[draft.pk])))
    assert team.get(reverse("template_question_add", args=[draft.pk, "leadership", "poem"])).status_code == 404
    assert team.get(reverse("template_section", args=[draft.pk, "gone"])).status_code == 404
    assert team.get(reverse("template_question", args=[draft.pk, "leadership", "gone"])).status_code == 404
    unknown = text_of(team.get(reverse("template_compare", args=[draft.pk]) + "?with=999999"))
    assert "There is no template “999999” to compare with" in unknown
    told = {entry.what: entry.changes for entry in history_of_rows([draft])}
    order = ("Order of the sections", NOT_SHOWN, NOT_SHOWN)
    dropped = told["Take a section out: SEF 2027"]
    assert dropped == [order, ("Section “Children in care”", TAKEN_OUT, TAKEN_OUT)]
    added = told["Add or change a question: SEF 2027"]
    assert added == [("Section “Early help”", NOT_SHOWN, NOT_SHOWN)]
    workflow.use_template(draft, by=cast.north.regional_team)
    page = text_of(team.get(draft.get_absolute_url()))
    assert ("Take out" in page, "It can’t be changed any more." in page) == (False, True)


def test_se_16_the_list_and_its_downloads_hold_steps_and_no_word_of_a_text(cast, team, client):
    cycle = factories.cycle(cast)
    approving.submitted(cast, cycle, story=SECRET)
    address = reverse("evaluation_list")
    page = text_of(team.get(address))
    assert ("Aldermoor" in page, "With its approvers" in page, SECRET in page) == (True, True, False)
    csv = b"".join(team.get(address + "?export=csv&status=submitted").streaming_content).decode()
    assert ("aldermoor" in csv, "birchester" in csv, SECRET in csv) == (True, False, False)
    assert "There is no such self-evaluation." not in text_of(team.get(address + "?status=expected"))
    refused = text_of(team.get(address + "?status=nonsense"))
    assert "birchester" not in refused.lower().partition("<tbody")[2]
    others = text_of(signed_in(client, cast.south.regional_team).get(address))
    assert ("Aldermoor" in others, "2026-27" in others) == (False, False)


@pytest.mark.parametrize("name", ["evaluation_list", "cycle_detail"])
def test_pages_of_many_take_as_many_queries_as_of_one(cast, team, name, django_assert_max_num_queries):
    cycle = factories.cycle(cast)
    address = reverse(name, args=[cycle.pk] if name == "cycle_detail" else [])
    with django_assert_max_num_queries(25):
        assert team.get(address).status_code == 200
