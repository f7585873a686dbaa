"""Moderation in every status, reached as people reach it, and what stands about it in the tables of who may do what and
of who gets which page.

The text of North's first authority is moderated. `colleagues` puts the people in place who can moderate it: the cast's
director of the second authority, and two who come to North's other authorities with this module.
"""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from regions import workflow as directory_workflow
from regions.models import Authority, Memorandum, Party, Person, Seat
from regions.querysets import today
from regions.roles import Role
from regions.statuses import MemorandumStatus
from riia.accounts.models import User
from selfassessment import workflow
from selfassessment.calibrating import example
from selfassessment.models import (
    AgreedView,
    Cycle,
    Objection,
    Panel,
    PanelMember,
    Point,
    SelfEvaluation,
    Volunteer,
)
from selfassessment.rules.judging import judged_sections
from selfassessment.statuses import MemberStatus, PanelPart, PanelStatus, Seriousness
from tests import factories as directory
from tests.answers import LIST, READERS, TEAM, Page, act_of, object_for
from tests.kept import walked_once
from tests.selfassessment import approving, factories
from tests.selfassessment.approving import DIRECTOR, NORTH_TEAM
from tests.selfassessment.cycling import MEMBERS

MODERATOR, THIRD, CHAIR = PanelPart.MODERATOR, PanelPart.THIRD, PanelPart.CHAIR
# Planted in what is written, to be looked for where it must not be.
APART, VIEW, POINT, DRAFT, TONE = (f"planted {one}" for one in ("heron", "otter", "plover", "newt", "stoat"))


def colleagues(cast) -> SimpleNamespace:
    """Directors who can moderate: of the second authority (the cast's), the third, and a fourth, new in North."""
    made = {"second": cast.north.unsigned_dcs.person}
    fourth, new = Authority.objects.get_or_create(
        slug="dalewick",
        defaults={
            "name": "Dalewick",
            "official_name": "Dalewick Council",
            "kind": "unitary",
            "region": cast.north.region,
        },
    )
    if new:
        Seat.objects.create(authority=fourth, role=Role.DCS)
        memorandum = in_force(cast)
        Party.objects.create(memorandum=memorandum, authority=fourth)
        for authority in (cast.north.second, cast.north.third, fourth):
            directory.signature(memorandum.parties.get(authority=authority), by=cast.administrator)
    for name, authority in (("third", cast.north.third), ("fourth", fourth)):
        made[name] = _director(cast, authority)
    return SimpleNamespace(**made)


def in_force(cast) -> Memorandum:
    """North's memorandum that is signed; another may be in the making."""
    return Memorandum.objects.get(region=cast.north.region, status=MemorandumStatus.IN_FORCE)


def _director(cast, authority: Authority, role: Role = Role.DCS) -> Person:
    seat = authority.seats.get(role=role, number=1)
    found = seat.appointments.filter(ends=None).first()
    if found:
        return found.person
    by = {"by": cast.administrator, "second": cast.other_administrator}
    return directory.confirmed(seat, directory.newcomer(f"Director of {authority}"), **by).person


def user_of(person: Person) -> User:
    """Their account, fetched anew, so that nothing is remembered."""
    return User.objects.get(person=person)


def running(cast, name: str = "2026-27") -> Cycle:
    """A cycle of North whose texts are open to the region already, and are still to be judged."""
    return factories.cycle(cast, name, today() - timedelta(days=80))


def offered(cast, of: Cycle, person: Person, chairs: bool = True, most: int = 3, tried: bool = True) -> Volunteer:
    """Somebody's offer to moderate; they have judged the example unless said otherwise."""
    user = user_of(person)
    made = workflow.offer_to_moderate(of, by=user, most=most, chairs=chairs, note="")
    if tried:
        workflow.calibrate(made, by=user, judgements=example_judged())
    return made


def example_judged() -> dict[str, dict[str, str]]:
    """The example, judged as its descriptors do in all sections but the first."""
    first, *_ = example().sections
    found = {one.slug: {"value": one.value, "words": "It shows."} for one in example().sections}
    return found | {first.slug: {"value": example().scale[-1], "words": "I doubt it."}}


@walked_once
def forming(cast, of: Cycle | None = None, chair: str = "fourth") -> Panel:
    """Two moderators and a chair, not named yet. `chair` says who of the three chairs."""
    of = of or running(cast)
    people = vars(colleagues(cast))
    for person in people.values():
        if not Volunteer.objects.filter(cycle=of, person=person).exists():
            offered(cast, of, person)
    evaluation = approving.released(cast, of)
    moderators = [person for name, person in people.items() if name != chair]
    return workflow.form_panel(evaluation, by=cast.north.regional_team, moderators=moderators, chair=people[chair])


@walked_once
def announced(cast, of: Cycle | None = None, **who: str) -> Panel:
    """Named to the authority and its members."""
    panel = forming(cast, of, **who)
    return workflow.announce_panel(panel, by=cast.north.regional_team, object_until=today() + timedelta(days=7))


def let_object_to(member: PanelMember) -> PanelMember:
    """The time in which the authority could object to somebody who was asked later has passed."""
    PanelMember.objects.filter(pk=member.pk).update(asked_at=timezone.now() - timedelta(days=20))
    return PanelMember.objects.get(pk=member.pk)


def accept(panel: Panel) -> None:
    """Everybody who is asked says yes."""
    for member in panel.members.filter(status=MemberStatus.ASKED):
        workflow.accept_place(member, by=user_of(member.person))


def let_object(panel: Panel) -> Panel:
    """The day for objections has passed."""
    Panel.objects.filter(pk=panel.pk).update(
        announced_on=today() - timedelta(days=30), object_until=today() - timedelta(days=1)
    )
    # Everybody was asked before.
    panel.members.update(asked_at=timezone.now() - timedelta(days=30))
    panel.refresh_from_db()
    return panel


@walked_once
def judging(cast, of: Cycle | None = None, **who: str) -> Panel:
    """The moderators can judge."""
    panel = announced(cast, of, **who)
    accept(panel)
    return workflow.begin_judging(let_object(panel), by=cast.north.regional_team)


def moderators(panel: Panel) -> list[PanelMember]:
    return list(panel.members.filter(part=MODERATOR, status=MemberStatus.ACCEPTED).order_by("pk"))


def member_of(panel: Panel, part: str) -> PanelMember:
    return panel.members.filter(part=part, status=MemberStatus.ACCEPTED).order_by("pk").first()


def by_part(panel: Panel, part: str) -> User:
    """The account of whoever has this part; of the first of the pair."""
    return user_of(member_of(panel, part).person)


def judge_all(member: PanelMember, value: str = "Secure", words: str = APART) -> None:
    """A moderator judges every section, alike."""
    for section in judged_sections(member.panel):
        workflow.judge(member, by=user_of(member.person), section=section.slug, value=value, words=words)


@walked_once
def judged(cast, of: Cycle | None = None, values: tuple[str, str] = ("Secure", "Developing"), **who: str) -> Panel:
    """Both have handed in and see each other's judgements."""
    panel = judging(cast, of, **who)
    for member, value in zip(moderators(panel), values, strict=True):
        judge_all(member, value)
        workflow.hand_in(member, by=user_of(member.person))
    panel.refresh_from_db()
    return panel


def agree_all(panel: Panel) -> None:
    """One of the pair words each view, and the other agrees to it."""
    one, other = (user_of(each.person) for each in moderators(panel))
    for section in judged_sections(panel):
        view = workflow.agree_view(panel, by=one, section=section.slug, value="Secure", words=VIEW)
        workflow.confirm_view(view, by=other)


def fifth(cast, panel: Panel) -> Person:
    """The director of an authority that has nobody on the panel, who has offered and judged the example."""
    authority = Authority.objects.create(
        slug="eskdale", name="Eskdale", official_name="Eskdale Council", kind="unitary", region=cast.north.region
    )
    Seat.objects.create(authority=authority, role=Role.DCS)
    party = Party.objects.create(memorandum=in_force(cast), authority=authority)
    directory.signature(party, by=cast.administrator)
    person = _director(cast, authority)
    offered(cast, panel.evaluation.cycle, person)
    return person


@walked_once
def discussing(cast, of: Cycle | None = None, points: bool = True, **who: str) -> Panel:
    """A view of every section is agreed; one point waits to be discussed."""
    panel = judged(cast, of, **who)
    agree_all(panel)
    by = by_part(panel, MODERATOR)
    if points:
        workflow.raise_point(panel, by=by, text=POINT, section="care", seriousness=Seriousness.SERIOUS)
    return workflow.settle_view(panel, by=by)


def close(point: Point, seriousness: str = Seriousness.SERIOUS) -> Point:
    """Discussed with the authority and closed."""
    by = by_part(point.panel, MODERATOR)
    workflow.record_discussion(point, by=by, discussed_on=today(), with_whom="The director", discussion="We talked.")
    return workflow.close_point(point, by=by, outcome="A plan by May.", seriousness=seriousness)


def draft(panel: Panel, words: str = DRAFT) -> None:
    """Feedback on the whole and on every section."""
    content = {"summary": words, **{one.slug: words for one in judged_sections(panel)}}
    workflow.draft_feedback(panel, by=by_part(panel, MODERATOR), content=content)


@walked_once
def checking(cast, of: Cycle | None = None, **who: str) -> Panel:
    """Every point is closed, and the chair looks at the feedback."""
    panel = discussing(cast, of, **who)
    for point in panel.points.all():
        close(point)
    draft(panel)
    return workflow.hand_to_chair(panel, by=by_part(panel, MODERATOR))


@walked_once
def replying(cast, of: Cycle | None = None, **who: str) -> Panel:
    """The authority has the feedback."""
    panel = checking(cast, of, **who)
    return workflow.send_on(panel, by=by_part(panel, CHAIR), reply_until=today() + timedelta(days=14))


@walked_once
def replied(cast, of: Cycle | None = None, **who: str) -> Panel:
    """The authority has replied."""
    panel = replying(cast, of, **who)
    workflow.reply(panel, by=cast.north.dcs, text="We agree.")
    return panel


@walked_once
def final(cast, of: Cycle | None = None, **who: str) -> Panel:
    """Over, with a reply."""
    panel = replied(cast, of, **who)
    return workflow.finish(panel, by=by_part(panel, CHAIR))


# --- Who may ----------------------------------------------------------------------------------------------------------

SECOND = frozenset({"north.unsigned_dcs"})
MODERATES = frozenset({"north.dcs", "north.assistant_director", "north.unsigned_dcs"})
NOBODY: frozenset[str] = frozenset()
ON_A_PANEL, A_MEMBER, A_POINT = ("selfassessment.panel", "selfassessment.panelmember", "selfassessment.point")
# The cast's director of the second authority is a moderator of the panel on which these are tried, or its chair.
BY_MODERATORS = ("open_judgements", "agree_view", "settle_view", "spare_third", "draft_feedback", "hand_to_chair")
BY_ANY_MEMBER = ("call_third", "raise_point")
BY_CHAIR = ("give_back", "send_on", "reconsider", "finish")
BY_TEAM = ("add_member", "announce_panel", "move_judging", "begin_judging", "take_up_text", "stop_panel")

MATRIX: dict[str, dict[str, frozenset]] = {
    "selfassessment.cycle.offer_to_moderate": {"cycle": MODERATES},
    "selfassessment.volunteer.change_offer": {"offer": SECOND},
    "selfassessment.volunteer.withdraw_offer": {"offer": SECOND | NORTH_TEAM},
    "selfassessment.volunteer.calibrate": {"offer": SECOND},
    "selfassessment.selfevaluation.form_panel": {"evaluation": NORTH_TEAM},
    **{f"{ON_A_PANEL}.{act}": {"panel": NORTH_TEAM} for act in BY_TEAM},
    **{f"{ON_A_PANEL}.{act}": {"panel": SECOND, "chaired": NOBODY} for act in BY_MODERATORS},
    **{f"{ON_A_PANEL}.{act}": {"panel": SECOND, "chaired": SECOND} for act in BY_ANY_MEMBER},
    **{f"{ON_A_PANEL}.{act}": {"panel": NOBODY, "chaired": SECOND} for act in BY_CHAIR},
    f"{ON_A_PANEL}.reply": {"panel": DIRECTOR},
    f"{A_MEMBER}.accept_place": {"member": SECOND},
    f"{A_MEMBER}.decline_place": {"member": SECOND},
    f"{A_MEMBER}.stand_down": {"member": SECOND | NORTH_TEAM},
    f"{A_MEMBER}.hand_back": {"member": SECOND | NORTH_TEAM},
    f"{A_MEMBER}.object_to": {"member": DIRECTOR},
    f"{A_MEMBER}.judge": {"member": SECOND, "chaired": NOBODY},
    f"{A_MEMBER}.hand_in": {"member": SECOND, "chaired": NOBODY},
    "selfassessment.objection.uphold": {"objection": NORTH_TEAM},
    "selfassessment.objection.not_uphold": {"objection": NORTH_TEAM},
    "selfassessment.agreedview.confirm_view": {"view": SECOND},
    f"{A_POINT}.change_point": {"point": SECOND},
    f"{A_POINT}.record_discussion": {"point": SECOND},
    f"{A_POINT}.correct_discussion": {"point": SECOND},
    f"{A_POINT}.close_point": {"point": SECOND},
}
OURS = {"form_panel"}
# Acts of whoever has a place on a panel, by the seat of a director or assistant director.
BY_WHO_SITS_THERE = tuple(key for key, kinds in MATRIX.items() if any(who & SECOND for who in kinds.values()))
WORDS = {"section": "care", "value": "Secure", "words": "It shows."}


def sample(cast, act: str, kind: str) -> tuple[SelfEvaluation, dict[str, Any]]:
    """A released text without a panel, and whom to ask."""
    of = running(cast)
    people = colleagues(cast)
    for person in vars(people).values():
        offered(cast, of, person)
    return approving.released(cast, of), {"moderators": [people.second, people.third], "chair": people.fourth}


def _offer(cast, act, kind) -> tuple[Volunteer, dict]:
    made = offered(cast, running(cast), colleagues(cast).second, tried=False)
    return made, {"change_offer": {"most": 1}, "calibrate": {"judgements": example_judged()}}.get(act, {})


def _panel(cast, act, kind) -> tuple[Panel, dict]:
    who = {"chair": "second" if kind == "chaired" else "fourth"}
    walks: dict[str, Any] = {
        "add_member": _short_of_one,
        "announce_panel": forming,
        "move_judging": announced,
        "begin_judging": _accepted,
        "take_up_text": _with_another_text,
        "stop_panel": forming,
        "open_judgements": _handed_in,
        "agree_view": judged,
        "call_third": judged,
        "raise_point": judged,
        "spare_third": judged,
        "settle_view": _agreed,
        "draft_feedback": discussing,
        "hand_to_chair": _drafted,
        "give_back": checking,
        "send_on": checking,
        "reply": replying,
        "reconsider": replied,
        "finish": replied,
    }
    inputs: dict[str, Any] = {
        "announce_panel": {"object_until": today() + timedelta(days=7)},
        "move_judging": {"day": today() + timedelta(days=40)},
        "agree_view": WORDS,
        "raise_point": {"text": "How are they housed?"},
        "draft_feedback": {"content": {"summary": "Well done."}},
        "give_back": {"words": "Kinder."},
        "send_on": {"reply_until": today() + timedelta(days=14)},
        "reply": {"text": "We agree."},
    }
    if act == "add_member":
        inputs["add_member"] = {"person": colleagues(cast).fourth, "part": CHAIR}
    return walks[act](cast, **who), inputs.get(act, {})


def _short_of_one(cast, chair: str) -> Panel:
    panel = forming(cast, chair=chair)
    workflow.stand_down(panel.members.get(part=CHAIR), by=cast.north.regional_team)
    return panel


def _accepted(cast, chair: str) -> Panel:
    panel = announced(cast, chair=chair)
    accept(panel)
    return let_object(panel)


def another_text(cast, panel: Panel) -> Panel:
    """The authority has released another text than the panel moderates."""
    evaluation = workflow.reopen(panel.evaluation, by=cast.north.dcs, words="A figure was wrong.")
    approving.put(evaluation, cast.north.dcs, story="Leaders look at other figures.")
    workflow.submit(evaluation, by=cast.north.dcs)
    workflow.approve(evaluation, by=cast.north.chief_executive)
    workflow.release(workflow.approve(evaluation, by=cast.north.lead_member), by=cast.north.dcs)
    return Panel.objects.get(pk=panel.pk)


def _with_another_text(cast, chair: str) -> Panel:
    return another_text(cast, judging(cast, chair=chair))


def _handed_in(cast, chair: str) -> Panel:
    """Both have handed in, as of just before the second one's act opens the judgements."""
    panel = judged(cast, chair=chair)
    Panel.objects.filter(pk=panel.pk).update(status=PanelStatus.JUDGING)
    return Panel.objects.get(pk=panel.pk)


def _agreed(cast, chair: str) -> Panel:
    panel = judged(cast, chair=chair)
    agree_all(panel)
    return panel


def _drafted(cast, chair: str) -> Panel:
    panel = discussing(cast, points=False, chair=chair)
    draft(panel)
    return panel


def _member(cast, act, kind) -> tuple[PanelMember, dict]:
    chair = "second" if kind == "chaired" else "fourth"
    panel = judging(cast, chair=chair) if act in ("judge", "hand_in", "hand_back") else announced(cast, chair=chair)
    member = panel.members.get(person=cast.north.unsigned_dcs.person)
    if act == "hand_in" and kind == "member":
        judge_all(member)
    return member, {"object_to": {"text": "A friend."}, "judge": WORDS}.get(act, {})


def objection(cast, panel: Panel | None = None) -> Objection:
    """The director objects to the first moderator."""
    panel = panel or announced(cast)
    return workflow.object_to(panel.members.order_by("pk").first(), by=cast.north.dcs, text="A friend of ours.")


def _objection(cast, act, kind) -> tuple[Objection, dict]:
    return objection(cast), {"decision": "It is so."}


def _view(cast, act, kind) -> tuple[AgreedView, dict]:
    panel = judged(cast)
    other = moderators(panel)[1]
    return workflow.agree_view(panel, by=user_of(other.person), **WORDS), {}


def _point(cast, act, kind) -> tuple[Point, dict]:
    if act == "change_point":
        panel = judged(cast)
        made = workflow.raise_point(panel, by=by_part(panel, CHAIR), text="A point")
        return made, {"text": "Another point"}
    point = discussing(cast).points.get()
    recorded = {"discussed_on": today(), "with_whom": "The director", "discussion": "We talked."}
    if act == "record_discussion":
        return point, recorded
    workflow.record_discussion(point, by=by_part(point.panel, CHAIR), **recorded)
    if act == "correct_discussion":
        return point, recorded | {"discussion": "We talked for long."}
    return point, {"outcome": "A plan.", "seriousness": Seriousness.TO_NOTE}


SAMPLES = {
    "selfassessment.volunteer": _offer,
    ON_A_PANEL: _panel,
    A_MEMBER: _member,
    "selfassessment.objection": _objection,
    "selfassessment.agreedview": _view,
    A_POINT: _point,
}

# --- Pages ------------------------------------------------------------------------------------------------------------

IN_AUTHORITY = {"north.dcs", "north.chief_executive", "north.lead_member"}
KNOW = TEAM | IN_AUTHORITY | SECOND
WITH_POINTS = IN_AUTHORITY | SECOND
BY_PANEL = act_of(set(SECOND), seen_by=set(KNOW))
BY_ITS_CHAIR = act_of(set(), seen_by=set(KNOW))
ON_ITS_TEAM = act_of(TEAM, seen_by=set(KNOW))
ON_A_POINT = act_of(set(SECOND), seen_by=set(WITH_POINTS))
OWN_OFFER = act_of(set(SECOND), seen_by=TEAM | SECOND)
PAGES: dict[str, Page] = {
    "moderation_home": LIST,
    "volunteer_list": Page(TEAM, hidden_from=set(READERS) - MEMBERS),
    "volunteer_offer": act_of(set(MODERATES), seen_by=MEMBERS),
    "volunteer_change": OWN_OFFER,
    "volunteer_withdraw": act_of(TEAM | SECOND, seen_by=TEAM | SECOND),
    "volunteer_calibrate": OWN_OFFER,
    "panel_form": act_of(TEAM, seen_by=TEAM | SECOND),
    "panel_detail": object_for(set(KNOW)),
    "member_add": ON_ITS_TEAM,
    "panel_announce": ON_ITS_TEAM,
    "panel_begin": ON_ITS_TEAM,
    "panel_take_up": ON_ITS_TEAM,
    "panel_stop": ON_ITS_TEAM,
    "member_accept": BY_PANEL,
    "member_decline": BY_PANEL,
    "member_stand_down": act_of(TEAM | SECOND, seen_by=set(KNOW)),
    "member_object": act_of(set(DIRECTOR), seen_by=set(KNOW)),
    "objection_uphold": ON_ITS_TEAM,
    "objection_reject": ON_ITS_TEAM,
    # What was judged is for the panel alone: the team and the authority find no such page (MOD-7).
    "panel_section": act_of(set(SECOND), seen_by=set(SECOND)),
    "member_hand_in": BY_PANEL,
    "view_confirm": act_of(set(SECOND), seen_by=set(SECOND)),
    "panel_third": BY_PANEL,
    "panel_settle": BY_PANEL,
    "point_raise": BY_PANEL,
    "point_detail": object_for(set(WITH_POINTS)),
    "point_change": ON_A_POINT,
    "point_discuss": ON_A_POINT,
    "point_correct": ON_A_POINT,
    "point_close": ON_A_POINT,
    # Until it is sent to the authority, feedback is for the panel alone (MOD-7).
    "feedback_detail": object_for(set(SECOND)),
    "feedback_write": BY_PANEL,
    "panel_hand_on": BY_PANEL,
    "panel_give_back": BY_ITS_CHAIR,
    "panel_send_on": BY_ITS_CHAIR,
    "feedback_reply": act_of(set(DIRECTOR), seen_by=set(KNOW)),
    "panel_reconsider": BY_ITS_CHAIR,
    "panel_finish": BY_ITS_CHAIR,
}
ON_A_CYCLE = ("volunteer_list", "volunteer_offer")


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with: a panel that discusses a point, after an objection."""
    of = running(cast, "2038-39")
    panel = announced(cast, of)
    against = workflow.object_to(panel.members.get(part=CHAIR), by=cast.north.dcs, text="A friend of ours.")
    workflow.not_uphold(against, by=cast.north.regional_team, decision="It is long ago.")
    accept(panel)
    workflow.begin_judging(let_object(panel), by=cast.north.regional_team)
    for member in moderators(panel):
        judge_all(member)
        workflow.hand_in(member, by=user_of(member.person))
    panel.refresh_from_db()
    agree_all(panel)
    by = cast.north.unsigned_dcs
    point = workflow.raise_point(panel, by=by, text=POINT, section="care")
    draft(workflow.settle_view(panel, by=by))
    unsign(cast)
    own, waiting = of.volunteers.get(person=by.person), of.evaluations.get(authority=cast.north.second)
    found = {page: [panel.pk] for page in PAGES} | {page: [of.pk] for page in ON_A_CYCLE}
    found |= {page: [own.pk] for page in PAGES if page.startswith("volunteer_") and page not in ON_A_CYCLE}
    found |= {page: [panel.members.get(person=by.person).pk] for page in PAGES if page.startswith("member_")}
    found |= {page: [point.pk] for page in PAGES if page.startswith("point_")}
    del found["moderation_home"]
    return found | {
        "member_add": [panel.pk],
        "point_raise": [panel.pk],
        "panel_form": [waiting.pk],
        "panel_section": [panel.pk, "care"],
        "view_confirm": [panel.views.first().pk],
        "objection_uphold": [against.pk],
        "objection_reject": [against.pk],
    }


def unsign(cast) -> None:
    """What `colleagues` had signed is withdrawn: the other rows of the table stand in a region where one has signed."""
    for party in in_force(cast).parties.filter(authority__isnull=False).exclude(authority=cast.north.first):
        for one in party.signatures.all():
            directory_workflow.withdraw_signature(one, by=cast.administrator, reason="Signed for a test.")
