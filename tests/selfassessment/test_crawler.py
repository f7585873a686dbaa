"""Signed in as each role, every link of the portal is followed from the front page, looking for planted phrases.

Each phrase stands in one place that not everybody may read: saves, unsaved text, drafts, an earlier revision, comments,
reopenings, addenda, pauses, conversations, notes, judgements, points, feedback, priorities. `ALLOWED` says who may see
which; everybody else sees none, wherever they go: pages, downloads, the search, error pages, the history. Nor is any in
a notice or in the trail, whoever reads those.
"""

import re
from io import BytesIO
from zipfile import ZipFile, is_zipfile

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from regions.querysets import today
from riia.audit.models import Event
from riia.home.search import search
from riia.notifications.models import Notice
from selfassessment import workflow
from selfassessment.models import (
    AgreedView,
    Attachment,
    Feedback,
    Judgement,
    Panel,
    PanelMember,
    Point,
    SelfEvaluation,
    Volunteer,
)
from tests.people import EVERYBODY, signed_in
from tests.selfassessment import across, factories, writing

INSIDE = {"north.dcs", "north.chief_executive", "north.lead_member"}
# Who stands in sees what was submitted (SE-15).
SUBMITTED = INSIDE | {"north.deputy"}
TEAM = {"north.regional_team", "north.colleague", "north.regional_lead"}
READS = {
    *(f"north.{one}" for one in ("assistant_director", "performance_lead", "named_reader")),
    *(f"north.{one}" for one in ("chair", "co_chair", "vice_chair", "lead_dcs", "regional_lead_member")),
    *(f"north.{one}" for one in ("lead_chief_executive", "board_chair", "board_member")),
}
PANEL = {"south.dcs"}
ALLOWED: dict[str, set[str]] = {
    # The draft of this year, opened again after it was released.
    "zqsave": INSIDE,
    "zqdraft": INSIDE,
    "zqunsaved": {"north.dcs"},
    "zqfinding": INSIDE,
    "zqrevision": SUBMITTED,
    "zqreopened": SUBMITTED,
    "zqreturned": SUBMITTED,
    "zqaddendum": SUBMITTED,
    "zqtitle": SUBMITTED,
    "zqnotes": SUBMITTED,
    "zqfile": SUBMITTED,
    "zqcontent": SUBMITTED,
    # The clocks: own authority's seats and the team that runs them (SE-17).
    "zqpause": INSIDE | TEAM | {f"north.{one}" for one in ("assistant_director", "performance_lead", "named_reader")},
    "zqpriority": TEAM,
    # Moderation: own judgements until both are in; nothing for the authority before its reply but points.
    "zqjudged": PANEL,
    "zqview": PANEL,
    "zqfeedback": PANEL,
    "zqtone": PANEL,
    "zqpoint": PANEL | INSIDE,
    "zqvolunteer": TEAM | {"south.dcs"},
}
WALKED = ("/self-evaluations/", "/moderation/", "/regions/north/", "/authorities/aldermoor/", "/account/seats/")
EXPORTS = re.compile(r"[?&]export=(csv|xlsx|docx)")
LINK = re.compile(r'(?:href|action)="(/[^"#]*|\?[^"#]*)')
# The walk of some roles stands for those that the table of ACC treats alike; the others take their turn in a soak.
EVERY_TIME = ("north.dcs", "north.deputy", "north.regional_team", "north.unsigned_dcs", "south.dcs", "administrator")
MOST_PAGES = 400


@pytest.fixture
def planted(cast) -> SelfEvaluation:
    """North's first authority: released, moderated, opened again, and being written anew."""
    by = cast.north.dcs
    evaluation = factories.evaluation(cast)
    workflow.join_cycle(evaluation, by=by)
    first = {"story": {"text": "zqsave"}, "judgement": {"value": "Secure", "text": ""}}
    text = workflow.save_section(writing.section(evaluation, by), by=by, content=first, seen=0)
    workflow.save_section(text, by=by, content={**first, "story": {"text": "zqrevision"}}, seen=1)
    writing.saved(cast, evaluation, "care", story={"text": "Well."}, judgement={"value": "Secure", "text": ""})
    evaluation.refresh_from_db()
    workflow.submit(evaluation, by=by)
    workflow.send_back(evaluation, by=cast.north.lead_member, words="zqreturned")
    workflow.submit(evaluation, by=by)
    for name in ("chief_executive", "lead_member"):
        workflow.approve(evaluation, by=cast[f"north.{name}"])
    workflow.release(evaluation, by=by)
    given = {"happened_on": today(), "title": "zqtitle", "text": "zqaddendum"}
    workflow.write_addendum(evaluation, by=by, **given)
    _moderated(cast, evaluation)
    workflow.reopen(evaluation, by=by, words="zqreopened")
    text.refresh_from_db()
    point = writing.point("zqfinding")
    again = {**first, "story": {"text": "zqdraft"}, "strengths": {"items": [point]}}
    workflow.save_section(text, by=by, content=again, seen=text.number)
    workflow.keep_unsaved(text, by=by, content={"story": {"text": "zqunsaved"}}, seen=text.number)
    workflow.pause(evaluation, by=by, starts=today(), why="other", words="zqpause")
    talk = workflow.plan_conversation(evaluation, by=by, held_on=today())
    workflow.change_conversation(talk, by=by, held_on=today(), notes="zqnotes", seen=1)
    now = timezone.now()
    Attachment.objects.create(
        evaluation=evaluation,
        section="care",
        name="zqfile.docx",
        file=ContentFile(b"zqcontent", name="a.docx"),
        size=9,
        digest="d",
        added_at=now,
        added_by=by,
    )
    across.priority(cast, evaluation.cycle, title="zqpriority")
    Volunteer.objects.create(cycle=evaluation.cycle, person=cast.south.dcs.person, note="zqvolunteer", offered_at=now)
    return evaluation


def _moderated(cast, evaluation: SelfEvaluation) -> None:
    """A panel in discussion, whose moderator is South's director."""
    now, by = timezone.now(), cast.south.dcs
    panel = Panel.objects.create(
        evaluation=evaluation, revision=evaluation.revision, status="discussing", judge_by=today()
    )
    place = {"panel": panel, "status": "accepted", "asked_at": now, "judged_at": now}
    member = PanelMember.objects.create(person=by.person, part="moderator", **place)
    Judgement.objects.create(member=member, section="care", value="Secure", words="zqjudged", saved_at=now)
    AgreedView.objects.create(panel=panel, section="care", value="Secure", words="zqview", agreed_at=now, agreed_by=by)
    Point.objects.create(panel=panel, text="zqpoint", raised_at=now, raised_by=by)
    Feedback.objects.create(panel=panel, content={"summary": "zqfeedback"}, tone="zqtone", changed_by=by)


def walk(client: Client) -> dict[str, str]:
    """Everything that links lead to, from the front page on, by address: pages, refusals and downloads as text."""
    waiting, seen = ["/", *WALKED], {}
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        assert response.status_code < 500, address
        seen[address] = _text_of(response)
        if response.status_code in (301, 302):
            waiting.append(response["Location"].partition("#")[0])
            continue
        base = address.partition("?")[0]
        for found in LINK.findall(seen[address]):
            link = (base + found if found.startswith("?") else found).replace("&amp;", "&")
            if link.startswith(WALKED) and ("?" not in link or EXPORTS.search(link)):
                waiting.append(link)
    assert len(seen) < MOST_PAGES
    return seen


def _text_of(response) -> str:
    """What an answer holds; a workbook or Word file is a ZIP of XML."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as file:
            return " ".join(file.read(name).decode(errors="ignore") for name in file.namelist())
    return body.decode(errors="ignore")


@pytest.mark.parametrize(
    "name", [one if one in EVERY_TIME else pytest.param(one, marks=pytest.mark.soak) for one in EVERYBODY]
)
def test_no_link_leads_anybody_to_a_text_that_is_not_theirs(cast, client, planted, name):
    client.raise_request_exception = False
    if name != "anonymous":
        signed_in(client, cast[name])
    pages = walk(client)
    pages |= {address: _text_of(client.get(address)) for address in _guessed(planted)}
    pages["search"] = " ".join(str(search(cast[name], phrase)) for phrase in ALLOWED)
    shown = {
        (phrase, address)
        for address, text in pages.items()
        for phrase, allowed in ALLOWED.items()
        if phrase in text and name not in allowed
    }
    assert shown == set()
    if name == "north.dcs":
        told = {phrase for phrase in ALLOWED if any(phrase in text for text in pages.values())}
        assert {"zqdraft", "zqunsaved", "zqrevision", "zqaddendum", "zqpause"} <= told


def _guessed(evaluation: SelfEvaluation) -> list[str]:
    """Addresses that somebody might guess, whether or not a link leads there; one is of nothing."""
    one = f"/self-evaluations/{evaluation.pk}/"
    below = ("", "document/", "document/word/", "revisions/1/", "revisions/1/word/", "revisions/1/compare/")
    sections = (
        "sections/leadership/",
        "sections/leadership/write/",
        "sections/leadership/saves/1/",
        "sections/zqsave/",
    )
    return [one + each for each in (*below, *sections, "approve/", "readers/", "nothing/")]


def test_no_notice_and_no_line_of_the_trail_holds_a_word_of_a_text(cast, planted):
    notices = " ".join(f"{one.subject} {one.line} {one.link}" for one in Notice.objects.all())
    events = " ".join(
        f"{one.label} {one.target_name} {one.reason} {one.before} {one.after}" for one in Event.objects.all()
    )
    assert [phrase for phrase in ALLOWED if phrase in notices] == []
    assert [phrase for phrase in ALLOWED if phrase in events] == []
