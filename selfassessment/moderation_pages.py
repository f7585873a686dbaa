"""What pages show of moderation, each to its reader: a panel, its sections, what waits for somebody (MOD-3, MOD-7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from regions.reach import reach_of
from riia.accounts.models import User
from riia.workflow import Offer, offers
from selfassessment.agreement import Agreement, agreement
from selfassessment.barring import Bars, bars_of
from selfassessment.models import AgreedView, Feedback, Judgement, Objection, Panel, PanelMember, Point
from selfassessment.panel_turns import TEAM, WITH_PLACES, in_short
from selfassessment.plans import Section
from selfassessment.querysets import APPROVES, DIRECTS, authorities_as
from selfassessment.rules.feedback import SUMMARY
from selfassessment.rules.judging import judged_sections
from selfassessment.rules.panels import (
    ANOTHER_TEXT,
    MODERATOR,
    PAIR,
    last_day,
    reasons_before_the_last_day,
    reasons_if_standing_still,
    reasons_not_to_take_up,
    runs,
)
from selfassessment.statuses import ENDED_PANELS, OPENED, MemberStatus, PanelStatus

RELATED = (
    "evaluation__authority__region",
    "evaluation__cycle__region",
    "evaluation__cycle__template",
    "revision",
)
COLOURS: dict[str, str] = {
    PanelStatus.FORMING: "grey",
    PanelStatus.ANNOUNCED: "blue",
    PanelStatus.JUDGING: "purple",
    PanelStatus.AGREEING: "purple",
    PanelStatus.DISCUSSING: "orange",
    PanelStatus.CHECKING: "teal",
    PanelStatus.REPLYING: "blue",
    PanelStatus.FINAL: "green",
    PanelStatus.STOPPED: "grey",
}


@dataclass(frozen=True)
class PanelLine:
    """A panel in a list: its state, whose turn it is, and what is due by which day."""

    panel: Panel
    colour: str
    turn: str
    due: str


@dataclass(frozen=True)
class SectionLine:
    """One judged section as the reader may see it: own word, the pair's words, the view, and what may be opened."""

    section: Section
    own: Judgement | None
    judgements: tuple[Judgement, ...]
    view: AgreedView | None
    feedback: str = ""


@dataclass(frozen=True)
class MemberLine:
    """A member with what the reader can do about the place, and objections to it."""

    member: PanelMember
    todo: list[Offer]
    # Why the place can't be accepted yet.
    waits: list[str]
    objections: list[tuple[Objection, list[Offer]]]
    # Why they can't keep the place, and what was waived: for the team and for themselves.
    bars: Bars | None = None


@dataclass(frozen=True)
class PanelPage:
    """Everything about a panel that its page shows to one reader."""

    panel: Panel
    turn: str
    due: str
    # Its days, moved on by what the authority's clocks stood still: judgements, objections, reply.
    judge_by: date | None
    object_until: date | None
    reply_until: date | None
    members: list[MemberLine]
    # The place that the reader has accepted on it.
    place: PanelMember | None
    sections: list[SectionLine] = field(default_factory=list)
    agreement: Agreement | None = None
    points: list[Point] = field(default_factory=list)
    feedback: Feedback | None = None
    summary: str = ""
    still: tuple[str, ...] = ()
    # What the authority has said of feedback that is being changed because of it.
    own_reply: Feedback | None = None

    @property
    def knows(self) -> bool:
        """Whether anything of what was judged is shown to the reader."""
        return bool(self.place or self.feedback or self.points or any(one.view for one in self.sections))


def place_on(panel: Panel, user: User) -> PanelMember | None:
    """The place that somebody has accepted on a panel."""
    person = reach_of(user).person
    rows = panel.members.filter(person=person, status=MemberStatus.ACCEPTED) if person else ()
    return next(iter(rows), None)


def panel_lines(panels: Any) -> list[PanelLine]:
    """Panels of a queryset as a list shows them; six queries, and no word of a text."""
    rows = panels.select_related(*RELATED).prefetch_related("evaluation__pauses", *WITH_PLACES)
    rows = rows.defer("revision__content", "revision__confirmed", "evaluation__cycle__template__content")
    return [PanelLine(one, COLOURS[one.status], *in_short(one)) for one in rows]


def page_of(panel: Panel, user: User) -> PanelPage:
    """A panel as one reader sees it: each part asks for its rows in the reader's name."""
    turn, due = in_short(panel)
    members = _members(panel, user)
    if panel.status not in ENDED_PANELS and any(one.bars and one.bars.reasons for one in members):
        turn = TEAM
    place = place_on(panel, user)
    feedback = Feedback.objects.visible_to(user).filter(panel=panel).select_related("replied_by").first()
    content = feedback.content if feedback else {}
    still = reasons_if_standing_still(panel) if panel.status not in ENDED_PANELS else []
    if still == [ANOTHER_TEXT] and runs(user, panel):
        still = still + (reasons_not_to_take_up(panel, by=user) or ["It can take up the new text."])
    return PanelPage(
        panel=panel,
        turn=turn,
        due=due,
        judge_by=last_day(panel, "judge_by"),
        object_until=last_day(panel, "object_until"),
        reply_until=last_day(panel, "reply_until"),
        members=members,
        place=place,
        sections=lines_of(panel, user, content),
        agreement=agreement_of(panel, user) if place else None,
        points=list(Point.objects.visible_to(user).filter(panel=panel).order_by("pk")),
        feedback=feedback,
        summary=content.get(SUMMARY, ""),
        still=tuple(still),
        own_reply=None if feedback else _own_reply(panel, user),
    )


def _own_reply(panel: Panel, user: User) -> Feedback | None:
    """MOD-5: the authority's own words stay with it while the feedback is the panel's again."""
    if panel.evaluation.authority_id not in authorities_as(reach_of(user), *DIRECTS, *APPROVES):
        return None
    return Feedback.objects.filter(panel=panel).exclude(reply="").only("reply").first()


def _members(panel: Panel, user: User) -> list[MemberLine]:
    rows = PanelMember.objects.visible_to(user).filter(panel=panel).select_related("person")
    against: dict[int, list[tuple[Objection, list[Offer]]]] = {}
    for one in Objection.objects.visible_to(user).filter(member__panel=panel).select_related("raised_by", "member"):
        one.member.panel = panel
        against.setdefault(one.member_id, []).append((one, offers(one, user)))
    runs_it, person = runs(user, panel), reach_of(user).person
    bars = bars_of([panel]) if runs_it or any(one.person_id == person for one in panel.members.all()) else {}
    found = []
    for member in rows:
        if member.status == MemberStatus.STOOD_DOWN and not (runs_it or member.pk in against):
            # Who left before the panel was named was never the authority's business.
            continue
        member.panel = panel
        todo = [one for one in offers(member, user) if not one.reasons]
        waits = reasons_before_the_last_day(member) if member.status == MemberStatus.ASKED else []
        told = bars.get(member.pk) if runs_it or member.person_id == person else None
        found.append(MemberLine(member, todo, waits, against.get(member.pk, []), told))
    return found


def lines_of(panel: Panel, user: User, feedback: Mapping[str, str] | None = None) -> list[SectionLine]:
    """The sections that are judged, with the rows that the reader may see: those of members who stood down left out."""
    person = reach_of(user).person
    rows = Judgement.objects.visible_to(user).filter(member__panel=panel, member__status=MemberStatus.ACCEPTED)
    judgements: dict[str, list[Judgement]] = {}
    for one in rows.select_related("member__person").order_by("member", "pk"):
        judgements.setdefault(one.section, []).append(one)
    views = {
        one.section: one for one in AgreedView.objects.visible_to(user).filter(panel=panel).select_related("agreed_by")
    }
    return [
        SectionLine(
            section=one,
            own=next((each for each in judgements.get(one.slug, ()) if each.member.person_id == person), None),
            judgements=tuple(judgements.get(one.slug, ())),
            view=views.get(one.slug),
            feedback=(feedback or {}).get(one.slug, ""),
        )
        for one in judged_sections(panel)
    ]


def agreement_of(panel: Panel, user: User) -> Agreement | None:
    """How far the pair agreed, for who sees both; None before they see each other (MOD-3)."""
    if panel.status not in OPENED:
        return None
    pair: dict[int, dict[str, str]] = {}
    rows = Judgement.objects.visible_to(user).filter(member__panel=panel, member__part=MODERATOR)
    for one in rows.filter(member__judged_at__isnull=False).order_by("member__judged_at", "member"):
        pair.setdefault(one.member_id, {})[one.section] = one.value
    scales = {one.slug: one.judged.scale for one in judged_sections(panel) if one.judged}
    # The two who opened them to one another handed in last; whoever was replaced before that had handed in as well.
    if len(pair) < PAIR:
        return None
    one, other = list(pair.values())[-PAIR:]
    return agreement(one, other, scales)
