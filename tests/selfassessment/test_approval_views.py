"""Pages of approvals, release and addenda: what each shows to whom, and that their forms do what they say (ACC-3)."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from regions.querysets import today
from riia.audit.models import Event
from selfassessment import workflow
from selfassessment.checking import missing_answers, warnings_of
from selfassessment.documents import content_of, digest_of
from selfassessment.models import Addendum, Approval, Conversation, OfficeMember, Pause, Reading, SelfEvaluation
from selfassessment.statuses import EvaluationStatus
from tests.datasets.factories import on_day
from tests.people import signed_in
from tests.selfassessment import approving, documenting, factories, writing


def parts(name: str, day) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def post(cast, who: str, path: str, **data) -> str:
    """What the form answered: the address that it leads to."""
    answer = signed_in(Client(), cast[who]).post(path, data)
    assert answer.status_code == 302, answer.content.decode()[:6000]
    return answer["Location"]


def page(cast, who: str, path: str) -> str:
    answer = signed_in(Client(), cast[who]).get(path)
    assert answer.status_code == 200, (who, path, answer.status_code)
    return answer.content.decode()


def test_a_text_goes_from_its_director_to_the_region_by_its_pages(cast):
    of = factories.cycle(cast, decisions_recorded=True)
    evaluation = approving.drafted(cast, of, story="A boy called Sam Rivers came to us.")
    at = f"/self-evaluations/{evaluation.pk}/"
    digest, (warning,) = digest_of(content_of(evaluation)), warnings_of(content_of(evaluation))
    refused = signed_in(Client(), cast.north.dcs).post(f"{at}submit/", {"digest": digest})
    assert (refused.status_code, "boy called Sam Rivers" in refused.content.decode()) == (422, True)
    assert post(cast, "north.dcs", f"{at}submit/", digest=digest, **{f"looked_{warning.key}": "on"}) == at
    reader = str(cast.north.named_reader.person.pk)
    post(cast, "north.chief_executive", f"{at}officers/add/", office="chief-executive", person=reader)
    post(cast, "north.named_reader", f"{at}comment/", office="chief-executive", words="A page is missing.")
    decided = parts("decided_on", today()) | {"evidence": "A letter.", "approved": "yes", "office": "chief-executive"}
    post(cast, "north.named_reader", f"{at}record/", revision="1", **decided)
    assert "A decision was recorded as yours" in page(cast, "north.chief_executive", at)
    approval = Approval.objects.get()
    repudiating = f"/self-evaluations/approvals/{approval.pk}/repudiate/"
    post(cast, "north.chief_executive", repudiating, words="Not mine.")
    post(cast, "north.dcs", f"{at}ask-again/")
    post(cast, "north.lead_member", f"{at}return/", revision="1", words="Say more.")
    post(cast, "north.dcs", f"{at}submit/", digest=digest, **{f"looked_{warning.key}": "on"})
    post(cast, "north.lead_member", f"{at}approve/", revision="1")
    post(cast, "north.chief_executive", f"{at}approve/", revision="1")
    assert "The board and the team of North" in page(cast, "north.dcs", f"{at}release/")
    post(cast, "north.dcs", f"{at}release/", revision="1")
    post(cast, "north.dcs", f"/self-evaluations/officers/{OfficeMember.objects.get().pk}/end/")
    post(cast, "north.dcs", f"{at}withdraw/", words="A mistake.")
    evaluation.refresh_from_db()
    assert (evaluation.status, evaluation.revision.number) == (EvaluationStatus.WITHDRAWN, 1)
    post(cast, "north.dcs", f"{at}submit/", digest=digest, **{f"looked_{warning.key}": "on"})
    assert post(cast, "north.dcs", f"{at}reopen/", words="A mistake.") == at
    assert SelfEvaluation.objects.get(pk=evaluation.pk).status == EvaluationStatus.DRAFT


def test_addenda_pauses_and_the_conversation_have_their_pages(cast):
    evaluation = approving.released(cast)
    at = f"/self-evaluations/{evaluation.pk}/"
    said = {"title": "A visit", "text": "Inspectors came.", "changed": "leadership:judgement:2"}
    post(cast, "north.dcs", f"{at}addenda/add/", **parts("happened_on", today()), **said)
    addendum = Addendum.objects.get()
    beside = addendum.get_absolute_url()
    assert (addendum.section, addendum.question, addendum.judgement) == ("leadership", "judgement", "Developing")
    assert 'value="leadership:judgement:2" selected' in page(cast, "north.dcs", f"{beside}change/")
    said["title"] = "Two visits"
    post(cast, "north.dcs", f"{beside}change/", **parts("happened_on", today()), **said)

    def seen() -> str:
        from selfassessment.rules.addenda import digest_of_addendum

        return digest_of_addendum(Addendum.objects.get())

    post(cast, "north.dcs", f"{beside}submit/", digest=seen())
    post(cast, "north.lead_member", f"{beside}return/", digest=seen(), words="Which?")
    assert "Which?" in page(cast, "north.dcs", beside)
    post(cast, "north.dcs", f"{beside}submit/", digest=seen())
    post(cast, "north.lead_member", f"{beside}approve/", digest=seen())
    assert "from <strong>Secure</strong> to <strong>Developing</strong>" in page(cast, "north.lead_member", beside)
    post(cast, "north.dcs", f"{beside}withdraw/")
    post(cast, "north.dcs", f"{at}pause/", **parts("starts", today()), why="inspection", words="ILACS")
    pause = Pause.objects.get()
    ends = parts("last_day", today() + timedelta(days=4))
    post(cast, "north.dcs", f"/self-evaluations/pauses/{pause.pk}/end/", **ends)
    assert Pause.objects.get().ends == today() + timedelta(days=5)
    post(cast, "north.dcs", f"{at}conversation/plan/", **parts("held_on", today()))
    talk = f"/self-evaluations/conversations/{Conversation.objects.get().pk}/"
    rows = {"pack-0-title": "Report", "pack-0-url": "https://x.example/r", "pack-1-url": "https://x.example/s"}
    rows |= {"actions-0-action": "Send figures", "actions-0-owner": "Sam", "actions-0-done": "on", "notes": "Well."}
    rows |= {"actions-1-action": " ", "actions-2-action": "Meet again"}
    post(cast, "north.dcs", f"{talk}change/", seen="1", **parts("held_on", today()), **rows)
    kept = Conversation.objects.get()
    assert [(one["title"], one["url"]) for one in kept.pack] == [
        ("Report", "https://x.example/r"),
        ("https://x.example/s", "https://x.example/s"),
    ]
    assert kept.actions == [
        {"action": "Send figures", "owner": "Sam", "due": "", "done": True},
        {"action": "Meet again", "owner": "", "due": "", "done": False},
    ]
    assert "Send figures, Sam: done</li>" in page(cast, "north.dcs", at)
    again = page(cast, "north.dcs", f"{talk}change/")
    assert [again.count(f'name="{one}"') for one in ("pack-3-url", "pack-4-url", "actions-3-done")] == [1, 0, 1]
    wrong = {"pack-0-title": "Report", "actions-1-owner": "Sam", "seen": "2", **parts("held_on", today())}
    refused = signed_in(Client(), cast.north.dcs).post(f"{talk}change/", wrong)
    for said in ("Link 1: the address must begin with https://", "Action 2: say what is to be done"):
        assert said in refused.content.decode()
    assert Conversation.objects.get().actions == kept.actions
    post(cast, "north.dcs", f"{talk}held/")
    assert Conversation.objects.get().status == "held"


def test_se_16_the_team_sees_the_step_and_the_day_and_no_name_or_word(cast):
    evaluation = approving.submitted(cast)
    workflow.send_back(evaluation, by=cast.north.lead_member, words="The heron is missing.")
    approving.put(evaluation, cast.north.dcs, "Leaders look at figures every week.")
    workflow.submit(evaluation, by=cast.north.dcs)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    shown = page(cast, "north.regional_team", evaluation.get_absolute_url())
    assert ("Approved" in shown, "Waited for" in shown) == (True, True)
    assert "heron" not in shown
    assert approving.STORY not in shown
    inside = page(cast, "north.dcs", evaluation.get_absolute_url())
    assert "The heron is missing." in inside
    for hidden in ("approve/", "readers/"):
        answer = signed_in(Client(), cast.north.regional_team).get(f"{evaluation.get_absolute_url()}{hidden}")
        assert answer.status_code == {"approve/": 403, "readers/": 404}[hidden]


def test_se_20_who_reads_from_elsewhere_is_shown_to_the_authority_once_an_hour(cast):
    evaluation = approving.released(cast)
    with on_day(evaluation.opens_on):
        for _ in range(2):
            page(cast, "north.board_member", evaluation.revision.get_absolute_url())
        page(cast, "north.lead_member", evaluation.revision.get_absolute_url())
        assert Event.objects.filter(verb="record_reading").count() == Reading.objects.count() == 1
        shown = page(cast, "north.dcs", f"{evaluation.get_absolute_url()}readers/")
        assert "Member of the governance board, North" in shown
        other = page(cast, "north.board_member", f"{evaluation.get_absolute_url()}readers/")
        assert "Who has read it</h2>" not in other


def test_why_a_text_came_back_stands_at_the_top_once_and_for_its_own_circle_alone(cast):
    evaluation = approving.submitted(cast)
    workflow.send_back(evaluation, by=cast.north.lead_member, words="zqSay more of care.")
    at = f"/self-evaluations/{evaluation.pk}/"
    shown = page(cast, "north.dcs", at)
    assert shown.count("zqSay more of care.") == 1
    assert shown.index("zqSay more of care.") < shown.index("Sections finished")
    assert "returned revision 1 on" in shown
    assert "zqSay" not in page(cast, "north.regional_team", at)
    workflow.submit(SelfEvaluation.objects.get(pk=evaluation.pk), by=cast.north.dcs)
    again = page(cast, "north.dcs", at)
    assert again.count("zqSay more of care.") == 1
    assert again.index("zqSay more of care.") > again.index("Approvals and release")


def test_se_19_a_released_text_invites_to_an_addendum_and_not_to_being_opened_again(cast):
    evaluation = approving.released(cast)
    shown = page(cast, "north.dcs", f"/self-evaluations/{evaluation.pk}/")
    buttons = re.findall(r'class="govuk-button( govuk-button--secondary)?" href="[^"]*">([^<]*)<', shown)
    assert buttons == [
        (" govuk-button--secondary", "Read the self-evaluation"),
        ("", "Write an addendum"),
        (" govuk-button--secondary", "Open again to change it"),
        (" govuk-button--secondary", "Withdraw"),
    ]


@pytest.mark.parametrize("whole", ["", "leadership"])
def test_se_13_a_file_stands_for_what_it_can_hold_and_judgements_are_typed(cast, whole):
    evaluation = factories.evaluation(cast)
    assert len(missing_answers(evaluation)) == 4
    evaluation.attachments.create(
        section=whole, name="a.docx", size=1, digest="0" * 64, added_at="2026-01-01T00:00Z", added_by=cast.north.dcs
    )
    left = [("Leadership", "How good is it?"), ("Children in care", "How do children in care live?")]
    assert [(section.title, question.wording) for section, question in missing_answers(evaluation)] == [
        *left[: 1 if whole == "" else 2],
        ("Children in care", "How good is it?"),
    ]


def test_se_2_what_an_office_said_before_is_told_and_that_it_is_asked_again(cast):
    evaluation = approving.submitted(cast)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    at = f"/self-evaluations/{evaluation.pk}/"
    assert "is not possible yet" not in page(cast, "north.chief_executive", at)
    returning = page(cast, "north.lead_member", f"{at}return/")
    assert "The chief executive has approved this text, and is asked again about the changed one." in returning
    workflow.send_back(evaluation, by=cast.north.lead_member, words="Say more.")
    shown = page(cast, "north.dcs", at)
    assert ("Approved revision 1; asked again once it" in shown, "Returned revision 1; asked again" in shown) == (
        True,
        True,
    )
    assert "Not asked yet" not in shown


def test_se_4_what_comes_back_word_for_word_after_a_withdrawal_is_said_to_keep_its_approvals(cast):
    evaluation = approving.released(cast)
    at, says = f"/self-evaluations/{evaluation.pk}/submit/", "its approvals stand, and you can release it again"
    workflow.withdraw(evaluation, by=cast.north.dcs, words="A figure.")
    shown = page(cast, "north.dcs", at)
    assert (says in shown, "The text is frozen as it is now" in shown) == (True, False)
    approving.put(SelfEvaluation.objects.get(pk=evaluation.pk), cast.north.dcs, story="Other words.")
    shown = page(cast, "north.dcs", at)
    assert (says in shown, "The text is frozen as it is now" in shown) == (False, True)


def test_se_14_a_repudiated_approval_is_told_as_such(cast):
    of = factories.cycle(cast, decisions_recorded=True)
    evaluation = approving.submitted(cast, of)
    approving.officer(cast, evaluation)
    approving.recorded(cast, evaluation)
    workflow.repudiate(Approval.objects.get(), by=cast.north.chief_executive, words="Never asked.")
    shown = " ".join(page(cast, "north.dcs", f"/self-evaluations/{evaluation.pk}/").split())
    assert "has said that the approval of revision 1 was not theirs</strong>" in shown
    assert "Never asked." in shown


def test_se_16_the_page_says_who_reads_it_before_release_invited_colleagues_by_name(cast):
    evaluation = approving.drafted(cast)
    writing.invited(cast, evaluation)
    shown = page(cast, "north.dcs", f"/self-evaluations/{evaluation.pk}/readers/")
    assert f"{cast.north.colleague.person} until" in " ".join(shown.split())
    assert "and their officers, named editors" in " ".join(shown.split())


def test_acc_16_what_somebody_did_again_and_again_on_one_day_is_told_once(cast):
    evaluation = factories.evaluation(cast)
    for words in ("One", "Two", "Three"):
        writing.saved(cast, evaluation, story={"text": words})
    shown = page(cast, "north.dcs", f"/self-evaluations/{evaluation.pk}/")
    assert len(re.findall(r"Save the section: Leadership", shown)) == 1
    assert "(3 times)" in shown


def test_acc_15_a_text_that_is_printed_says_whose_it_is_and_for_whom(cast):
    evaluation = approving.submitted(cast)
    shown = page(cast, "north.lead_member", evaluation.revision.get_absolute_url())
    assert f"Owner: {evaluation.authority}" in shown
    assert f"Recipient: {cast.north.lead_member}" in unescape(shown)


def test_se_13_a_section_says_that_a_file_stands_for_it(cast):
    evaluation = documenting.filled(cast)
    documenting.bring(cast, evaluation)
    at = f"/self-evaluations/{evaluation.pk}/sections"
    for path in (f"{at}/leadership/", f"{at}/leadership/write/"):
        assert "stands for the narrative of this section" in page(cast, "north.dcs", path)
    assert "stands for the narrative" not in page(cast, "north.dcs", f"{at}/care/")
