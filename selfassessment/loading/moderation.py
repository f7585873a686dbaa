"""The demonstration's moderation: volunteers, last year's panels with their feedback, and this year's in every state.

Written as the acts leave it, on its days, as `demonstration` does; what is put together and named today is in `today`.
"""

from datetime import date, timedelta
from typing import Any

from regions.models import Person
from riia.accounts.models import User
from selfassessment.calibrating import example
from selfassessment.loading import invented
from selfassessment.loading.evaluations import Evaluations, noon
from selfassessment.loading.invented import LAST, THIS, Seats
from selfassessment.loading.invented_texts import About, pieces
from selfassessment.models import (
    AgreedView,
    Calibration,
    Feedback,
    Judgement,
    Objection,
    Panel,
    PanelMember,
    Point,
    SelfEvaluation,
    Volunteer,
)
from selfassessment.plans import Question, Section, sections_from
from selfassessment.statuses import (
    RAISES_POINTS,
    MemberStatus,
    ObjectionStatus,
    PanelPart,
    PanelStatus,
    PointStatus,
)

MODERATOR, CHAIR, THIRD = PanelPart.MODERATOR, PanelPart.CHAIR, PanelPart.THIRD
# From the day on which a panel is named, to that on which nobody objects any more, and on which feedback is sent.
TO_OBJECT, TO_SEND = timedelta(days=7), timedelta(days=17)
WITH_FEEDBACK = (PanelStatus.CHECKING, PanelStatus.REPLYING, PanelStatus.FINAL)


def load_moderation(loaded: Evaluations) -> int:
    """Load volunteers and panels of last year and this. Returns how many panels there are."""
    found = []
    for year, panels in ((LAST, invented.LAST_YEARS_PANELS), (THIS, invented.THIS_YEARS_PANELS)):
        volunteer(loaded, year)
        found += [_Panel(loaded, year, slug, seats) for slug, seats in panels.items()]
    _stopped(loaded)
    for one in found:
        one.make()
    Judgement.objects.bulk_create(row for one in found for row in one.judgements())
    AgreedView.objects.bulk_create(row for one in found for row in one.views())
    Point.objects.bulk_create(row for one in found for row in one.points())
    Feedback.objects.bulk_create(row for one in found for row in one.feedback())
    return len(found) + 1


def volunteer(loaded: Evaluations, year: int) -> None:
    """Who offered to moderate in a cycle, and what they made of the example."""
    cycle = loaded.cycles[year]
    at = noon(cycle.opens_on + timedelta(days=20))
    rows = []
    for key, (most, chairs) in invented.OFFERED.items():
        person = loaded.moderator(key, cycle.release_on).person
        rows.append(Volunteer(cycle=cycle, person=person, most=most, chairs=chairs, offered_at=at))
    Volunteer.objects.bulk_create(rows)
    Calibration.objects.bulk_create(_calibration(one, number) for number, one in enumerate(rows))
    if year == THIS:
        for key in (invented.NOT_CALIBRATED, invented.TOOK_BACK):
            person = loaded.moderator(key, loaded.today).person
            taken = at + timedelta(days=30) if key == invented.TOOK_BACK else None
            Volunteer.objects.create(cycle=cycle, person=person, most=1, offered_at=at, withdrawn_at=taken)


def _calibration(volunteer: Volunteer, number: int) -> Calibration:
    """The example judged as its descriptors do, but for one or two sections."""
    sections, scale = example().sections, example().scale
    judgements, same = {}, 0
    for place, one in enumerate(sections):
        value = scale[1] if place == number % len(sections) else one.value
        same += value == one.value
        judgements[one.slug] = {"value": value, "words": "By the descriptions, what is shown and what is only said."}
    at = volunteer.offered_at + timedelta(days=5)
    return Calibration(
        volunteer=volunteer, example=example().slug, judgements=judgements, same=same, of=len(sections), done_at=at
    )


def _stopped(loaded: Evaluations) -> None:
    """A panel that came to an end without feedback; another one took its place."""
    evaluation: Any = loaded.evaluations[LAST, invented.STOPPED]
    named = evaluation.opens_on + timedelta(days=2)
    panel = Panel.objects.create(
        evaluation=evaluation,
        revision=evaluation.revision,
        status=PanelStatus.STOPPED,
        announced_on=named,
        object_until=named + TO_OBJECT,
        judge_by=evaluation.cycle.moderate_by,
    )
    parts = (
        ("greycliff", MODERATOR, MemberStatus.STOOD_DOWN),
        ("ferrydale", MODERATOR, MemberStatus.DECLINED),
        ("eastbrook", CHAIR, MemberStatus.ACCEPTED),
    )
    PanelMember.objects.bulk_create(
        PanelMember(
            panel=panel, person=loaded.moderator(key, named).person, part=part, status=status, asked_at=noon(named)
        )
        for key, part, status in parts
    )


class _Panel:
    """One panel with its rows."""

    def __init__(self, loaded: Evaluations, year: int, slug: str, seats: Seats) -> None:
        self.loaded, self.seats, self.year, self.slug = loaded, seats, year, slug
        self.status = seats.status
        self.evaluation: SelfEvaluation = loaded.evaluations[year, slug]
        self.opened = max(
            self.evaluation.opens_on or self.evaluation.cycle.release_on, self.evaluation.cycle.release_on
        )
        # This year's were named soon after the text opened, last year's in good time before feedback was due.
        self.named = self.opened + timedelta(days=14 if year == LAST and slug == invented.STOPPED else 1)
        plan = sections_from(self.evaluation.cycle.template.content)
        self.judged: list[tuple[Section, Question]] = [(one, one.judged) for one in plan if one.judged]
        authority = loaded.authorities[slug]
        self.about = About(authority.name, slug, authority.population_0_17 or 0, year)
        self.members: list[PanelMember] = []

    def make(self) -> None:
        """The panel and its members, and an objection that was not upheld."""
        sent = self.named + TO_SEND
        after = self.status in (PanelStatus.REPLYING, PanelStatus.FINAL)
        # The text that it was put together for, whatever was submitted since.
        first = self.evaluation.revisions.order_by("number").first()
        moderated: Any = self.evaluation.revision if self.evaluation.opens_on else first
        self.panel = Panel.objects.create(
            evaluation=self.evaluation,
            revision=moderated,
            status=self.status,
            announced_on=self.named,
            object_until=self.named + TO_OBJECT,
            judge_by=self.evaluation.cycle.moderate_by,
            third_asked_at=noon(self.loaded.today - timedelta(days=2)) if self.seats.third else None,
            sent_on=sent if after else None,
            reply_until=sent + timedelta(days=14) if after else None,
            final_at=noon(sent + timedelta(days=15)) if self.status == PanelStatus.FINAL else None,
        )
        wanted = [(key, MODERATOR) for key in self.seats.moderators] + [(self.seats.chair, CHAIR)]
        self.members = [self._member(key, part, MemberStatus.ACCEPTED) for key, part in wanted]
        if self.seats.third:
            third = self._member(self.seats.third, THIRD, MemberStatus.ASKED)
            # Asked once the pair had said that it can't agree.
            third.asked_at = noon(self.loaded.today - timedelta(days=1))
            self.members.append(third)
        self._hand_in()
        PanelMember.objects.bulk_create(self.members)
        if self.slug == "southmere":
            self._objection()

    def _member(self, key: str, part: PanelPart, status: MemberStatus) -> PanelMember:
        person = self.loaded.moderator(key, self.named).person
        self.loaded.account(person)
        return PanelMember(panel=self.panel, person=person, part=part, status=status, asked_at=noon(self.named))

    def _hand_in(self) -> None:
        """Both moderators handed in; while they judge, one of them has."""
        wanted = self.members[:1] if self.status == PanelStatus.JUDGING else self.members[:2]
        for number, one in enumerate(wanted):
            one.judged_at = noon(self.named + TO_OBJECT + timedelta(days=2 + number))

    def _objection(self) -> None:
        Objection.objects.create(
            member=self.members[1],
            status=ObjectionStatus.NOT_UPHELD,
            text="We share a contract for fostering with this council.",
            raised_at=noon(self.named + timedelta(days=2)),
            raised_by=self._director(),
            decision="The contract is one of eleven councils and ends this year. We see no conflict in it.",
            decided_at=noon(self.named + timedelta(days=4)),
        )

    def _director(self) -> User:
        return self.loaded.account(self.loaded.director(self.slug, self.named).person)

    def _user(self, person: Person) -> User:
        return self.loaded.account(person)

    # --- What it did --------------------------------------------------------------------------------------------------

    def _values(self, slug: str, question: Question) -> tuple[str, str]:
        """What the two moderators say: mostly what the authority says itself, and the second now and then less."""
        content = self.panel.revision.content
        answers = next(one["answers"] for one in content if one["slug"] == slug)
        own = next(one["answer"]["value"] for one in answers if one["code"] == question.code)
        chance = self.about.chance(f"panel {slug}")
        place = question.scale.index(own)
        lower = question.scale[min(place + 1, len(question.scale) - 1)]
        first = lower if chance.random() < 0.2 else own
        return first, lower if chance.random() < 0.3 else first

    def judgements(self) -> list[Judgement]:
        found = []
        for place, member in enumerate(self.members[:2]):
            judged = self.judged if member.judged_at else self.judged[:4]
            for section, question in judged:
                value = self._values(section.slug, question)[place]
                at = noon(self.named + TO_OBJECT + timedelta(days=1))
                words = pieces()["moderated"][value]
                found.append(Judgement(member=member, section=section.slug, value=value, words=words, saved_at=at))
        return found

    def views(self) -> list[AgreedView]:
        """The agreed view of every section; while it is being agreed, of the first ones, one of them unconfirmed."""
        if self.status == PanelStatus.JUDGING:
            return []
        agreeing = self.status == PanelStatus.AGREEING
        judged = self.judged[:4] if agreeing else self.judged
        at = noon(self.named + TO_OBJECT + timedelta(days=4))
        found = []
        for number, (section, question) in enumerate(judged):
            value = self._values(section.slug, question)[0]
            found.append(
                AgreedView(
                    panel=self.panel,
                    section=section.slug,
                    value=value,
                    words=pieces()["moderated"][value],
                    agreed_at=at,
                    agreed_by=self._user(self.members[number % 2].person),
                    confirmed_at=None if agreeing and number == 3 else at + timedelta(hours=1),
                )
            )
        return found

    def points(self) -> list[Point]:
        """Points to discuss: all closed where feedback was written, and one in each state where they are discussed."""
        if self.status == PanelStatus.JUDGING:
            return []
        chosen = range(5) if self.status == PanelStatus.DISCUSSING else self.about.chance("points").sample(range(5), 3)
        return [self._point(number, place) for place, number in enumerate(sorted(chosen))]

    def _point(self, number: int, place: int) -> Point:
        written = pieces()
        section, seriousness, text = written["points"][number]
        raised = self.named + TO_OBJECT + timedelta(days=4)
        point = Point(
            panel=self.panel,
            section=section,
            text=text,
            seriousness=seriousness,
            raised_at=noon(raised),
            raised_by=self._user(self.members[place % 2].person),
        )
        if self.status not in RAISES_POINTS:
            return point
        state = PointStatus.CLOSED
        if self.status == PanelStatus.DISCUSSING:
            state = (PointStatus.RAISED, PointStatus.DISCUSSED, PointStatus.CLOSED)[number % 3]
        if state != PointStatus.RAISED:
            point.status, point.discussed_on = state, raised + timedelta(days=2)
            point.with_whom, point.discussion = "The director and the head of quality", written["discussions"][number]
        if state == PointStatus.CLOSED:
            point.outcome, point.closed_at = written["outcomes"][number], noon(raised + timedelta(days=3))
        return point

    def feedback(self) -> list[Feedback]:
        """What was given back; the last reply of an authority is the one that its feedback ended with."""
        if self.status not in WITH_FEEDBACK and self.status != PanelStatus.DISCUSSING:
            return []
        written = pieces()["feedback"]
        content = {"summary": written["summary"]}
        if self.status in WITH_FEEDBACK:
            content |= {section.slug: written["section"] for section, _ in self.judged}
        given: dict[str, Any] = {"content": content, "number": 3, "changed_by": self._user(self.members[0].person)}
        if self.status in (PanelStatus.REPLYING, PanelStatus.FINAL):
            given["tone"] = written["tone"]
        if self.status == PanelStatus.FINAL and self.slug != "oldbridge":
            day: date = self.named + TO_SEND + timedelta(days=8)
            given |= {"reply": written["reply"], "replied_at": noon(day), "replied_by": self._director()}
        return [Feedback(panel=self.panel, **given)]
