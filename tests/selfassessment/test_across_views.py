"""Pages across a region, the search, the front page, administration and retention of self-evaluations."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from django.utils.html import escape
from openpyxl import load_workbook

from regions.querysets import today
from riia.accounts.models import User
from riia.audit.models import Event
from riia.home.needs import needs_of
from riia.home.retention import TABLE, dispose, due
from riia.home.search import search
from selfassessment import workflow
from selfassessment.invariants import broken
from selfassessment.models import (
    Addendum,
    Attachment,
    Finding,
    InvitedReader,
    Judgement,
    NamedEditor,
    OfficeComment,
    Panel,
    PanelMember,
    Reading,
    Revision,
    SectionSave,
    SelfEvaluation,
    Unsaved,
    Volunteer,
)
from selfassessment.progress import standing_of, with_progress
from selfassessment.waiting import waiting_for
from tests.people import signed_in
from tests.selfassessment import across, approving, factories
from tests.selfassessment.across import area, offer, request, strength

FINDINGS, BOARD = "/self-evaluations/findings/", "/self-evaluations/requests-and-offers/"


@pytest.fixture
def year(cast):
    """Two texts on North's shelf, and one that waits for its approvers."""
    of = factories.cycle(cast)
    first, second, third = (
        factories.evaluation(cast, of, one) for one in (cast.north.first, cast.north.second, cast.north.third)
    )
    across.shelved(cast, first, strength("Foster carers stay"), request("Help with homes"))
    across.shelved(cast, second, area("Too many moves", theme=across.SEND), offer("A team for homes"))
    across.frozen(cast, third, area("Hidden planted area"), offer("Hidden planted offer"))
    return of


def page(client, cast, name: str, address: str) -> str:
    return signed_in(client, cast[name]).get(address).content.decode()


def test_se_10_the_lists_show_what_may_be_read_whom_to_ask_and_what_fits(cast, client, year):
    found = page(client, cast, "north.dcs", FINDINGS)
    assert ("Foster carers stay" in found, "Too many moves" in found, "planted" in found) == (True, True, False)
    found = page(client, cast, "north.dcs", BOARD)
    assert "Birchester offers: A team for homes (the same theme and service area)" in found
    assert f"{escape(cast.north.dcs.person.name)}</a>, director" in found
    assert "planted" not in found
    assert "Help with homes" not in page(client, cast, "south.dcs", BOARD)


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("kind=strength", {"Foster carers stay"}),
        ("theme=send", {"Too many moves"}),
        ("authority=aldermoor", {"Foster carers stay"}),
        ("service_area=schools", set()),
        ("cycle=2026-27&region=north", {"Foster carers stay", "Too many moves"}),
        ("fate=new", {"Foster carers stay", "Too many moves"}),
        ("fate=achieved", set()),
        ("sort=-theme", {"Foster carers stay", "Too many moves"}),
        ("region=south", set()),
    ],
)
def test_findings_are_narrowed_down_and_sorted(cast, client, year, query, texts):
    found = page(client, cast, "north.regional_team", f"{FINDINGS}?{query}")
    assert {one for one in ("Foster carers stay", "Too many moves") if one in found} == texts


@pytest.mark.parametrize("address", [FINDINGS, BOARD])
def test_downloads_are_marked_and_recorded(cast, client, year, address):
    response = signed_in(client, cast.north.dcs).get(f"{address}?export=csv")
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert all("Consult the owner before disclosure" in one for one in lines[1:])
    assert "planted" not in "".join(lines)
    book = load_workbook(BytesIO(client.get(f"{address}?export=xlsx").content))
    assert "OFFICIAL-SENSITIVE" in book.properties.category
    assert Event.objects.filter(verb="export").count() == 2


def test_mod_6_the_summary_is_a_workbook_of_several_sheets(cast, client, year):
    address = f"/self-evaluations/cycles/{year.pk}/summary/"
    assert "fewer than three would tell whose they are" in page(client, cast, "north.dcs", address)
    for one in across.more_authorities(cast, year, 4):
        across.shelved(cast, one, strength("We know ourselves"))
    across.priority(cast, year)
    shown = page(client, cast, "north.regional_team", address)
    assert "Homes near home" in shown
    assert "from 6 texts" in shown
    assert "Homes near home" not in page(client, cast, "north.dcs", address)
    book = load_workbook(BytesIO(client.get(f"{address}?export=xlsx").content))
    assert book.sheetnames == ["Themes", "Service areas", "Judgements", "Priorities", "About"]
    cells = " ".join(str(one) for sheet in book for row in sheet.values for one in row)
    assert "Consult the owner before disclosure" in cells
    assert not [one for one in ("Birchester", "Moor 1", "Hidden planted", "Homes near home") if one in cells]
    assert "Its counts are for those who read" in page(client, cast, "north.dass", address)
    assert client.get(f"{address}?export=xlsx").status_code == 403


def test_the_search_finds_what_may_be_read_and_nothing_else(cast, year):
    def found(name: str, asked: str) -> set[str]:
        return {one.name for group in search(cast[name], asked) for one in group.found}

    assert found("north.dcs", "foster carers") == {"Foster carers stay"}
    assert "Self-evaluation 2026-27 of Birchester" in found("north.dcs", "Birchester 2026")
    for name in ("north.dcs", "north.regional_team", "south.dcs", "administrator", "stranger", "anonymous"):
        assert found(name, "planted") == set(), name
    assert found("south.dcs", "foster carers") == set()
    assert found("north.dass", "Aldermoor 2026") == set()


# --- What needs you ---------------------------------------------------------------------------------------------------


def told(cast, name: str) -> list[str]:
    return [one.what for one in waiting_for(cast[name])]


def test_every_step_waits_for_the_person_whose_turn_it_is(cast):
    of = factories.cycle(cast)
    evaluation = factories.evaluation(cast, of)
    assert told(cast, "north.dcs") == ["Begin the self-evaluation"]
    approving.joined(cast, evaluation)
    NamedEditor.objects.create(
        evaluation=evaluation, person=cast.north.named_reader.person, named_at=timezone.now(), named_by=cast.north.dcs
    )
    assert told(cast, "north.named_reader") == ["Write your part of the self-evaluation"]
    approving.submitted(cast, of)
    assert told(cast, "north.dcs") == []
    approve = ["Approve the self-evaluation, or return it with words"]
    assert (told(cast, "north.chief_executive"), told(cast, "north.lead_member")) == (approve, approve)
    assert told(cast, "north.deputy") == []

    evaluation.refresh_from_db()
    workflow.approve(evaluation, by=cast.north.chief_executive)
    assert told(cast, "north.chief_executive") == []
    workflow.send_back(evaluation, by=cast.north.lead_member, words="More.")
    assert told(cast, "north.dcs") == ["Change the self-evaluation that was returned, and submit it again"]


def test_se_20_who_has_no_signature_is_asked_for_that_first(cast, client):
    factories.evaluation(cast, factories.cycle(cast), cast.north.second)
    (asked,) = waiting_for(cast.north.unsigned_dcs)
    assert (asked.what, asked.due) == ("Have the memorandum signed: without it you can’t join", None)
    page = signed_in(client, cast.north.unsigned_dcs).get(asked.url)
    assert page.status_code == 200
    assert cast.north.region.name in page.content.decode()
    approving.sign(cast, cast.north.second)
    again = User.objects.get(pk=cast.north.unsigned_dcs.pk)
    assert [one.what for one in waiting_for(again)] == ["Begin the self-evaluation"]


def test_se_14_who_works_for_an_approver_sees_that_the_approver_is_asked(cast):
    evaluation = approving.submitted(cast)
    approving.officer(cast, evaluation)
    says = ["The chief executive is asked to approve: you work for the office"]
    assert told(cast, "north.named_reader") == says
    workflow.approve(evaluation, by=cast.north.chief_executive)
    assert told(cast, "north.named_reader") == []


def test_gen_3_what_was_received_once_is_asked_for_again_without_a_day(cast):
    evaluation = approving.submitted(cast)
    workflow.send_back(evaluation, by=cast.north.lead_member, words="More.")
    (one,) = waiting_for(cast.north.dcs)
    assert (one.when, one.due) == ("no date", None)
    assert standing(cast.north.dcs).due == "To be submitted again"


def standing(user):
    return standing_of(with_progress(SelfEvaluation.objects.filter(revision__isnull=False), user).get())


def test_se_15_a_deputy_is_told_while_the_seat_is_vacant_and_release_waits_for_the_director(cast):
    of = factories.cycle(cast)
    approving.submitted(cast, of)
    approving.vacate(cast, "chief-executive")
    assert told(cast, "north.deputy") == ["Approve the self-evaluation, or return it with words"]
    SelfEvaluation.objects.filter(status="submitted").update(status="approved")
    assert told(cast, "north.dcs") == ["Release the self-evaluation"]


def move(cycle, *days: int) -> None:
    """Give a cycle other days, counted from today."""
    names = ("opens_on", "closes_on", "release_on", "moderate_by", "feedback_by")
    moved = {name: today() + timedelta(days=each) for name, each in zip(names, days, strict=True)}
    type(cycle).objects.filter(pk=cycle.pk).update(**moved)


def test_what_is_overdue_comes_first_and_nothing_is_due_while_the_clocks_stand_still(cast):
    planned = factories.planned(cast)
    of = factories.cycle(cast, "2025-26", opens_on=today() - timedelta(days=90))
    (one,) = waiting_for(cast.north.dcs)
    assert one.when.startswith("submission was due on")
    assert [need.overdue for need in needs_of(cast.north.dcs)][:1] == [True]

    workflow.pause(factories.evaluation(cast, of), by=cast.north.dcs, starts=today(), why="inspection")
    assert [(one.when, one.due) for one in waiting_for(cast.north.dcs)] == [("dates changed", None)]
    assert told(cast, "north.regional_team") == ["Open the cycle"]
    move(planned, 1, 60, 70, 80, 90)
    move(of, -300, -90, -80, -50, -1)
    assert told(cast, "north.regional_team") == ["Close the cycle"]


def test_se_19_addenda_wait_while_something_can_be_done_about_them(cast):
    evaluation = approving.released(cast, factories.cycle(cast))
    made = approving.addendum(cast, evaluation, **approving.CHANGED)
    workflow.submit_addendum(made, by=cast.north.dcs)
    approve = "Approve the addendum, or return it with words"
    assert told(cast, "north.chief_executive") == [approve]
    workflow.withdraw(SelfEvaluation.objects.get(pk=evaluation.pk), by=cast.north.dcs, words="A figure was wrong.")
    assert approve not in told(cast, "north.chief_executive"), "only a released text has addenda"
    SelfEvaluation.objects.filter(pk=evaluation.pk).update(
        status="released", released_at=timezone.now(), opens_on=evaluation.opens_on
    )
    workflow.return_addendum(Addendum.objects.get(), by=cast.north.chief_executive, words="Say more.")
    assert told(cast, "north.dcs") == ["Change the addendum that was returned"]
    assert told(cast, "north.chief_executive") == []


def test_no_word_of_a_text_waits(cast):
    of = factories.cycle(cast)
    made = approving.addendum(
        cast, approving.released(cast, of, story="Planted words"), title="Planted title", **approving.CHANGED
    )

    workflow.submit_addendum(made, by=cast.north.dcs)
    assert "Approve the addendum, or return it with words" in told(cast, "north.chief_executive")
    assert "Planted" not in str([waiting_for(cast[name]) for name in ("north.chief_executive", "north.dcs")])


@pytest.fixture
def panel(cast, year):
    """A panel on the first authority's text; the second's director chairs, the third's moderates."""
    evaluation = factories.evaluation(cast, year)
    made = Panel.objects.create(
        evaluation=evaluation, revision=evaluation.revision, judge_by=today(), announced_on=today()
    )
    for name, part in (("south.dcs", "moderator"), ("north.unsigned_dcs", "chair")):
        PanelMember.objects.create(
            panel=made, person=cast[name].person, part=part, status="accepted", asked_at=timezone.now()
        )
    return made


@pytest.mark.parametrize(
    ("status", "who", "what"),
    [
        ("forming", "north.regional_team", "Put the panel together and name it"),
        ("announced", "north.dcs", "Look at the panel: you may object"),
        ("judging", "south.dcs", "Judge the sections"),
        ("agreeing", "south.dcs", "Agree a view with the other moderator"),
        ("discussing", "south.dcs", "Discuss the points with the authority"),
        ("discussing", "north.dcs", "Discuss the points of the panel"),
        ("checking", "north.unsigned_dcs", "Look at the tone of the feedback"),
        ("replying", "north.dcs", "Reply to the feedback, or leave it as it is"),
    ],
)
def test_each_step_of_moderation_waits_for_somebody(cast, panel, monkeypatch, status, who, what):
    monkeypatch.setattr(Panel, "get_absolute_url", lambda self: f"/moderation/{self.pk}/")
    other = cast.south.chief_executive.person
    panel.members.create(person=other, part="moderator", status="accepted", asked_at=timezone.now())
    panel.points.create(text="Homes", raised_at=timezone.now(), raised_by=cast.south.dcs)
    Panel.objects.update(status=status, object_until=today(), reply_until=today())
    assert what in told(cast, who)
    if status == "discussing":
        panel.points.update(status="closed", closed_at=timezone.now(), discussed_on=today(), discussion="We talked.")
        left = ["Write the feedback, and give it to the chair"] if who == "south.dcs" else []
        assert told(cast, who) == left, "nothing is left to discuss"
    Panel.objects.update(status="stopped")
    assert what not in told(cast, who)


def test_places_objections_and_texts_without_a_panel_wait(cast, panel, monkeypatch):
    monkeypatch.setattr(Panel, "get_absolute_url", lambda self: f"/moderation/{self.pk}/")
    assert "Put panels together: 1 released text has none" in told(cast, "north.regional_team")
    member = panel.members.get(part="moderator")
    PanelMember.objects.filter(pk=member.pk).update(status="asked")
    Panel.objects.update(announced_on=None)
    assert told(cast, "south.dcs") == [], "nobody hears of a place before the panel is named"
    Panel.objects.update(announced_on=today())
    assert "Say if you take your place on the panel" in told(cast, "south.dcs")
    Panel.objects.update(status="announced", object_until=today() - timedelta(days=1))
    assert "Ask somebody else onto the panel: moderator" in told(cast, "north.regional_team")
    other = cast.south.chief_executive.person
    PanelMember.objects.create(panel=panel, person=other, part="moderator", asked_at=timezone.now())
    assert "Let the moderators begin" in told(cast, "north.regional_team")
    member.objections.create(text="They know us.", raised_at=timezone.now(), raised_by=cast.north.dcs)
    assert "Decide on an objection" in told(cast, "north.regional_team")
    Panel.objects.update(status="judging")
    assert "Decide on an objection" in told(cast, "north.regional_team")
    PanelMember.objects.filter(pk=member.pk).update(status="accepted", judged_at=timezone.now())
    assert "Judge the sections" not in told(cast, "south.dcs")


# --- Retention --------------------------------------------------------------------------------------------------------


def test_acc_16_what_has_had_its_time_in_self_evaluations_goes_and_the_rest_stays(cast, panel):
    old = timezone.now() - timedelta(days=3 * 365 + 1)
    evaluation, by = panel.evaluation, cast.north.dcs
    person = cast.north.named_reader.person
    text = evaluation.sections.create(section="care", number=2, content={"story": {"text": "Newest"}})
    Unsaved.objects.create(text=text, user=by, seen=1, content={"story": {"text": "Typed"}}, typed_at=old)
    for number, words in ((1, "Earlier"), (2, "Newest")):
        SectionSave.objects.create(
            text=text, number=number, content={"story": {"text": words}}, saved_at=old, saved_by=by
        )
    Panel.objects.update(status="stopped")
    member = panel.members.get(part="moderator")
    Judgement.objects.create(member=member, section="care", value="Secure", words="Because", saved_at=old)
    OfficeComment.objects.create(revision=panel.revision, office="lead-member", words="Fine", at=old, by=by)
    NamedEditor.objects.create(evaluation=evaluation, person=person, named_at=old, named_by=by, ended_at=old)
    InvitedReader.objects.create(
        evaluation=evaluation, person=person, starts=old.date() - timedelta(days=9), ends=old.date(), invited_by=by
    )
    Reading.objects.create(evaluation=evaluation, user=by, reading_as="Director", first_at=old, last_at=old)
    Attachment.objects.create(
        evaluation=evaluation, name="By Sam.docx", size=1, digest="d", added_at=old, added_by=by, replaced_at=old
    )
    Volunteer.objects.create(cycle=evaluation.cycle, person=person, note="Not in May", offered_at=old)
    ours = {kept.kind for kept in TABLE if kept.model and kept.model._meta.app_label == "selfassessment"}
    assert {kept.kind: rows for kept, rows in due() if rows} == dict.fromkeys(ours, 1)
    assert dispose() == len(ours) == 9
    assert not [rows for _, rows in due() if rows]
    assert list(text.saves.order_by("number").values_list("content", flat=True)) == [{}, text.content]
    left = Judgement.objects.get()
    assert (left.value, left.words) == ("Secure", "")
    assert not any(model.objects.exists() for model in (Unsaved, NamedEditor, InvitedReader, Reading))
    assert (Attachment.objects.get().name, Volunteer.objects.get().note) == ("A file", "")


# --- Invariants -------------------------------------------------------------------------------------------------------


def _draft_template(one):
    type(one.cycle.template).objects.update(status="draft")
    return "is open, and its template is a draft."


def _other_text(one):
    other = SelfEvaluation.objects.exclude(pk=one.pk).filter(cycle=one.cycle).first()
    Revision.objects.filter(pk=one.revision_id).update(evaluation=other)
    return "its text is another one’s."


def _changed(one):
    Revision.objects.filter(pk=one.revision_id).update(content=[])
    return "its text and its digest do not agree."


def _gap(one):
    Revision.objects.filter(pk=one.revision_id).update(number=3)
    return "has 1 revisions, and the newest is number 3."


def _unapproved(one):
    one.revision.approvals.all().delete()
    return "is released without the approval of the chief executive."


def _by_author(one):
    approval = one.revision.approvals.first()
    SelfEvaluation.objects.filter(pk=one.pk).update(submitted_by=approval.person.user)
    return "its author approved it."


def _stale_approval(one):
    newer = Revision.objects.create(
        evaluation=one, number=2, content=one.revision.content, digest=one.revision.digest, words=1,
        made_at=timezone.now(), made_by=one.submitted_by,
    )  # fmt: skip
    SelfEvaluation.objects.filter(pk=one.pk).update(revision=newer)
    return "an approval stands for a text that is not its newest."


def _older_text(one):
    Revision.objects.create(
        evaluation=one, number=2, content=[], digest="d", words=1, made_at=timezone.now(), made_by=one.submitted_by
    )
    return "its text is not its newest revision."


def _lost_save(one):
    one.sections.create(section="education", number=2)
    return "saved 2 times, and 0 saves are kept."


def _other_save(one):
    text = one.sections.create(section="education", number=1, content={"a": {"text": "b"}})
    text.saves.create(number=1, saved_at=timezone.now(), saved_by=one.submitted_by)
    return "the newest save is not the section as it is."


def _carried_from_nowhere(one):
    made = [
        Finding.objects.create(revision=one.revision, section="care", place=place, kind="area", text="x", theme="care",
                               service_area="schools")
        for place in (8, 9)
    ]  # fmt: skip
    Finding.objects.filter(pk=made[0].pk).update(carried_from=made[1])
    return "a finding is carried over from where it can’t be."


def _read_early(one):
    other = SelfEvaluation.objects.filter(cycle=one.cycle, revision=None).first()
    now = timezone.now()
    Reading.objects.create(evaluation=other, user=one.submitted_by, reading_as="x", first_at=now, last_at=now)
    return "was read before there was a text."


def _planned_already(one):
    type(one.cycle).objects.filter(pk=one.cycle_id).update(status="planned")
    return "is there before its cycle is open."


def _other_template(one):
    from regions.models import Region

    type(one.cycle.template).objects.update(region=Region.objects.get(slug="south"))
    return "asks by another region’s template."


@pytest.mark.parametrize(
    "breaking",
    [_draft_template, _other_text, _changed, _gap, _unapproved, _by_author, _stale_approval, _older_text, _lost_save,
     _other_save, _carried_from_nowhere, _read_early, _planned_already, _other_template],
)  # fmt: skip
def test_every_invariant_of_a_text_is_broken_once(cast, breaking):
    one = approving.released(cast)
    assert list(broken()) == []
    said = breaking(one)
    assert any(said in sentence for sentence in broken())
    assert "Leaders look" not in " ".join(broken())


def _stranger_text(one):
    other = SelfEvaluation.objects.exclude(pk=one.evaluation_id).filter(revision__isnull=False).first()
    Panel.objects.update(revision=other.revision)
    return "its text is another one’s."


def _own_authority(one):
    from regions.models import Person

    person = Person.objects.get(appointments__seat__role="dcs", appointments__seat__authority=one.evaluation.authority)
    one.members.filter(part="moderator").update(person=person)
    return "is of that authority."


def _chair_judged(one):
    Judgement.objects.create(member=one.members.get(part="chair"), section="care", value="x", saved_at=timezone.now())
    return "its chair has judged."


def _opened_early(one):
    Panel.objects.update(status="agreeing")
    return "has not handed in theirs."


def _no_feedback(one):
    Panel.objects.update(status="final", final_at=timezone.now())
    one.points.create(text="Planted point", raised_at=timezone.now(), raised_by=one.revision.made_by)
    return "is final, and a point is still open."


@pytest.mark.parametrize("breaking", [_stranger_text, _own_authority, _chair_judged, _opened_early, _no_feedback])
def test_every_invariant_of_moderation_is_broken_once(cast, panel, breaking):
    before = set(broken())
    said = breaking(panel)
    now = set(broken()) - before
    assert any(said in sentence for sentence in now)
    assert "Planted" not in " ".join(now)
