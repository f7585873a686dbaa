"""The self-evaluations of the demonstration: the cycles of three years with their texts, approvals and readings.

What lies in the past, and what people without an account did, is written as the acts would have left it, on its days.
Whoever wrote, approved or moderated has an account, since every text says who saved it.
"""

from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from regions.loading.invented import DOMAIN
from regions.models import Appointment, Authority, Person, Region
from regions.querysets import today
from regions.reach import acting_as
from regions.roles import Role
from riia.accounts.models import User
from selfassessment import workflow
from selfassessment.data_sheets import plain_sheets
from selfassessment.documents import data_sheet_questions, digest_of, put_together, words_of
from selfassessment.loading import invented
from selfassessment.loading.invented import LAST, THIS, TRIAL
from selfassessment.loading.invented_texts import About, content_of_section
from selfassessment.models import (
    Approval,
    Conversation,
    Cycle,
    Finding,
    OfficeComment,
    OfficeMember,
    Reading,
    Reopening,
    Revision,
    SectionSave,
    SectionText,
    SelfEvaluation,
    Template,
)
from selfassessment.plans import Question, Section, sections_from
from selfassessment.statuses import (
    CARRIED_OVER,
    COLLECTS,
    ApprovalStatus,
    Capacity,
    ConversationStatus,
    EvaluationStatus,
    Office,
)

ROLES = {Office.CHIEF_EXECUTIVE: Role.CHIEF_EXECUTIVE, Office.LEAD_MEMBER: Role.LEAD_MEMBER}
APPROVED = (EvaluationStatus.APPROVED, EvaluationStatus.RELEASED, EvaluationStatus.WITHDRAWN)
# Days from the submission to the answers of the two approvers, and to the release.
ANSWERED = {Office.CHIEF_EXECUTIVE: 1, Office.LEAD_MEMBER: 2}
RELEASED_AFTER = 4
BEFORE = timedelta(days=12)
# What an annual conversation agreed on: what, who, by when, and whether it is done.
AGREED = (
    ("Send the figures of the next quarter", "Performance lead", "end of March", True),
    ("Show what has changed in visits to children in need", "Assistant director", "end of June", False),
)
OF_A_SHEET = ("name", "slug", "population_0_17")


class Evaluations:
    """One load, with what it needs again and again."""

    def __init__(self, region: Region):
        self.region = region
        self.today = today()
        self.accounts = {one.email.partition("@")[0]: one for one in User.objects.filter(is_demo=True)}
        self.team = self.accounts["regional-team"]
        self.authorities = {one.slug: one for one in Authority.objects.filter(region=region).as_at(self.today)}
        for one in self.authorities.values():
            one.region = region
        self.cycles: list[Cycle] = []
        self.evaluations: dict[tuple[int, str], SelfEvaluation] = {}
        self.findings: dict[tuple[int, str], list[Finding]] = {}
        self.written = 0

    def load(self) -> None:
        """The cycles with their texts, approvals and readings; panels are put together afterwards."""
        template = self._template("Trial template")
        for year in (TRIAL, LAST, THIS):
            if year == LAST:
                template = self._template("Template of the region")
            self._open(year, template)
            self._write(year)

    def close(self) -> None:
        """What is left when every panel has done its part: two cycles are closed, and the trial's template is ended."""
        for cycle in self.cycles[:THIS]:
            workflow.close_cycle(cycle, by=self.team)
        workflow.end_template(self.cycles[TRIAL].template, by=self.team)

    # --- People -------------------------------------------------------------------------------------------------------

    @cached_property
    def _terms(self) -> dict[tuple[str, str], list[Appointment]]:
        rows = Appointment.objects.filter(seat__authority__region=self.region, status="confirmed")
        found: dict[tuple[str, str], list[Appointment]] = {}
        related = ("person__user", "seat__authority")
        one: Any
        for one in rows.select_related(*related).order_by("starts", "pk"):
            found.setdefault((one.seat.authority.slug, one.seat.role), []).append(one)
        return found

    def holder(self, slug: str, role: Role, day: date) -> Appointment | None:
        """Who was in charge on a day: whoever acted, else the holder; none of a vacant seat."""
        there = [one for one in self._terms.get((slug, role), []) if one.starts <= day and not _ended(one, day)]
        return max(there, key=lambda one: one.acting, default=None)

    def director(self, slug: str, day: date) -> Appointment:
        """The director of a day, or the next one where the seat was vacant."""
        found = self.holder(slug, Role.DCS, day) or self.next_holder(slug, Role.DCS, day)
        assert found is not None  # noqa: S101 - every authority that writes has one
        return found

    def next_holder(self, slug: str, role: Role, day: date) -> Appointment | None:
        """Who came next: the cast does not always reach back to the trial year."""
        return next((one for one in self._terms.get((slug, role), []) if one.starts > day), None)

    def account(self, person: Person) -> User:
        """Somebody's account; who has none is given one with the password of all others."""
        if person.user is None:
            address = f"{person.name.lower().replace(' ', '.')}@{DOMAIN}"
            user, _ = User.objects.get_or_create(
                email=address, defaults={"name": person.name, "is_demo": True, "password": self.team.password}
            )
            person.user = user
            person.save(update_fields=["user"])
            # Other rows know the same person as other objects.
            for terms in self._terms.values():
                for one in terms:
                    if one.person_id == person.pk:
                        one.person.user = user
        return person.user

    def moderator(self, key: str, day: date) -> Appointment:
        """Whom a panel of `invented` means: a director, or with a plus the assistant director."""
        slug, plus, _ = key.partition("+")
        found = self.holder(slug, Role.ASSISTANT_DIRECTOR, self.today) if plus else self.director(slug, day)
        assert found is not None  # noqa: S101 - the cast has them
        return found

    # --- Templates and cycles -----------------------------------------------------------------------------------------

    def _template(self, name: str) -> Template:
        shipped = Template.objects.get(region=None, name="Default template")
        drafted = workflow.draft_template(shipped, by=self.team, region=self.region, name=name)
        return workflow.use_template(drafted, by=self.team)

    def _open(self, year: int, template: Template) -> None:
        calendar = invented.calendar_of(year, self.today)
        cycle = workflow.plan_cycle(
            self.region,
            by=self.team,
            name=invented.name_of(calendar),
            template=template,
            calendar=calendar,
            decisions_recorded=True,
        )
        cycle = workflow.open_cycle(cycle, by=self.team)
        self.cycles.append(cycle)
        for one in cycle.evaluations.select_related("authority"):
            one.cycle, one.authority = cycle, self.authorities[one.authority.slug]
            self.evaluations[year, one.authority.slug] = one

    # --- Texts --------------------------------------------------------------------------------------------------------

    def _write(self, year: int) -> None:
        """Every text of a cycle: its sections, revisions, findings and what its approvers said."""
        plan = sections_from(self.cycles[year].template.content)
        rows = [_Text(self, year, slug, status, plan) for slug, status in invented.STANDING[year].items()]
        SectionText.objects.bulk_create(text for row in rows for text in row.sections)
        SectionSave.objects.bulk_create(save for row in rows for save in row.saves())
        Revision.objects.bulk_create(revision for row in rows for revision in row.revisions)
        Finding.objects.bulk_create(finding for row in rows for finding in row.all_findings())
        Approval.objects.bulk_create(approval for row in rows for approval in row.approvals())
        Reopening.objects.bulk_create(one for row in rows for one in row.reopenings())
        for row in rows:
            self.findings[year, row.slug] = row.followed()
            row.settle()
        stored = ("status", "joined_on", "revision", "received_on", "submitted_by", "released_at", "opens_on")
        SelfEvaluation.objects.bulk_update([row.evaluation for row in rows], stored)
        self.written += len(rows)
        if year == LAST:
            self._around(year)
        if year == THIS:
            # The seat is vacant: who works for it records what its stand-in decides (SE-15).
            southmere: Any = self.evaluations[year, "southmere"]
            held = self.holder("southmere", Role.ASSISTANT_DIRECTOR, self.today)
            if held:
                OfficeMember.objects.create(
                    evaluation=southmere,
                    office=Office.LEAD_MEMBER,
                    person=held.person,
                    named_at=noon(southmere.received_on),
                    named_by=southmere.submitted_by,
                )

    def _around(self, year: int) -> None:
        """What stands beside last year's texts: an office, its comment, readings and conversations."""
        eastbrook: Any = self.evaluations[year, "eastbrook"]
        northtown: Any = self.evaluations[year, "northtown"]
        officer = self.accounts["performance-lead.eastbrook"]
        person, asked = Person.objects.get(user=officer), noon(eastbrook.received_on)
        director = self.accounts["dcs.eastbrook"]
        for office in Office.values:
            OfficeMember.objects.create(
                evaluation=eastbrook, office=office, person=person, named_at=asked, named_by=director
            )
        OfficeComment.objects.create(
            revision=eastbrook.revision,
            office=Office.CHIEF_EXECUTIVE,
            words="Please bring the figure for early help up to date before this goes to the chief executive.",
            at=asked + timedelta(days=1),
            by=officer,
        )
        readers = ("dcs.eastbrook", "chief-executive.eastbrook", "regional-team", "board-member", "chair")
        Reading.objects.bulk_create(
            Reading(
                evaluation=northtown,
                user=self.accounts[name],
                reading_as=acting_as(self.accounts[name]),
                first_at=noon(northtown.opens_on) + timedelta(days=number),
                last_at=noon(northtown.opens_on) + timedelta(days=3 * number),
            )
            for number, name in enumerate(readers)
        )
        self._conversations(year)

    def _conversations(self, year: int) -> None:
        held = self.cycles[year].feedback_by + timedelta(days=30)
        for slug, status in (("northtown", ConversationStatus.HELD), ("eastbrook", ConversationStatus.CALLED_OFF)):
            told = status == ConversationStatus.HELD
            Conversation.objects.create(
                evaluation=self.evaluations[year, slug],
                status=status,
                held_on=held,
                pack=[{"title": "Slides for the day", "url": f"https://www.{slug}.example/conversation"}]
                if told
                else [],
                notes="They asked how we know that plans for neglect have changed, and how many we had read." * told,
                actions=[dict(zip(("action", "owner", "due", "done"), one, strict=True)) for one in AGREED * told],
                changed_by=self.accounts[f"dcs.{slug}"],
            )


class _Text:
    """One written self-evaluation of a cycle, with its rows as they are before they are stored."""

    def __init__(
        self, load: Evaluations, year: int, slug: str, status: EvaluationStatus, plan: tuple[Section, ...]
    ) -> None:
        self.load, self.year, self.slug, self.status, self.plan = load, year, slug, status, plan
        self.evaluation = load.evaluations[year, slug]
        cycle = self.evaluation.cycle
        after = invented.SUBMITTED_AFTER.get((year, slug), invented.ORDINARY)
        self.submitted = cycle.closes_on + timedelta(days=after)
        self.author = load.account(load.director(slug, self.submitted).person)
        authority = load.authorities[slug]
        about = About(authority.name, slug, authority.population_0_17 or 0, year)
        earlier = load.findings.get((year - 1, slug), [])
        self.contents = {one.slug: content_of_section(about, one, earlier) for one in plan}
        written = noon(self.submitted - BEFORE)
        self.sections = [
            SectionText(
                evaluation=self.evaluation,
                section=one.slug,
                number=1,
                content=self.contents[one.slug],
                finished=True,
                changed_at=written + timedelta(hours=place),
                changed_by=self.author,
            )
            for place, one in enumerate(plan)
        ]
        self.revisions = self._revisions()

    def saves(self) -> list[SectionSave]:
        saved: list[tuple[SectionText, Any]] = [(one, one.changed_at) for one in self.sections]
        return [
            SectionSave(text=one, number=1, content=one.content, saved_at=at, saved_by=self.author) for one, at in saved
        ]

    @property
    def was_changed(self) -> bool:
        """Whether there was an earlier text, which an approver returned or which was released before."""
        return self.status == EvaluationStatus.RETURNED or (self.year, self.slug) == (LAST, "northtown")

    @property
    def again(self) -> date:
        """The day on which the text was submitted a second time."""
        late = self.status == EvaluationStatus.RETURNED
        return self.load.today - timedelta(days=4) if late else self.submitted + timedelta(days=3)

    def _revisions(self) -> list[Revision]:
        sheets: dict[Question, Any] = {}
        if self.year != TRIAL:
            sheets = plain_sheets(self.evaluation, data_sheet_questions(self.plan), until=self.submitted)
        contents = [self.contents]
        if self.was_changed:
            contents.insert(0, self._before())
        made = []
        for number, texts in enumerate(contents, start=1):
            content = put_together(self.plan, texts, sheets)
            when = self.again if number > 1 else self.submitted
            made.append(
                Revision(
                    evaluation=self.evaluation,
                    number=number,
                    content=content,
                    digest=digest_of(content),
                    words=words_of(content),
                    made_at=noon(when),
                    made_by=self.author,
                )
            )
        return made

    def _before(self) -> dict[str, Any]:
        """The text as it was submitted first: a section said less."""
        said = self.contents["workforce"]
        people = said["people"]["text"].partition("\n\n")[0]
        return self.contents | {"workforce": said | {"people": {"text": people}}}

    def all_findings(self) -> list[Finding]:
        self._of_newest: list[Finding] = []
        return [one for revision in self.revisions for one in self._findings(revision)]

    def _findings(self, revision: Revision) -> list[Finding]:
        found: list[Finding] = []
        places: dict[str, int] = {}
        for section in self.plan:
            for question in section.questions:
                kind = COLLECTS.get(question.kind)
                for one in self.contents[section.slug][question.code].get("items", ()) if kind else ():
                    places[str(kind)] = places.get(str(kind), 0) + 1
                    given = {name: one[name] for name in ("text", "theme", "service_area", "fate", "fate_words")}
                    given |= {"kind": kind, "place": places[str(kind)], "carried_from_id": one["carried_from"]}
                    found.append(Finding(revision=revision, section=section.slug, **given))
        if revision is self.revisions[-1]:
            self._of_newest = found
        return found

    def followed(self) -> list[Finding]:
        """What next year's text follows: strengths and areas, those whose story is over as well (SE-9)."""
        return [one for one in self._of_newest if one.kind in CARRIED_OVER]

    # --- Answers ------------------------------------------------------------------------------------------------------

    def approvals(self) -> list[Approval]:
        if self.status == EvaluationStatus.RETURNED:
            return [*self._released_once(), self._returned(self.revisions[-1])]
        found = []
        if (self.year, self.slug) == (LAST, "northtown"):
            first = self.revisions[0]
            overtaken = {"status": ApprovalStatus.OVERTAKEN, "closed_at": self.revisions[1].made_at}
            found = [self._given(first, Office.LEAD_MEMBER, **overtaken), self._returned(first)]
        if (self.year, self.slug) == (LAST, "eastbrook"):
            found = self._recorded_wrongly()
        offices = [Office.CHIEF_EXECUTIVE] if self.status == EvaluationStatus.SUBMITTED else list(Office)
        return found + [self._given(self.revisions[-1], one) for one in offices]

    def _released_once(self) -> list[Approval]:
        closed = {"status": ApprovalStatus.OVERTAKEN, "closed_at": noon(self.again - timedelta(days=2))}
        return [self._given(self.revisions[0], one, **closed) for one in Office]

    def _given(self, revision: Revision, office: Office, **details: Any) -> Approval:
        """An approval by the holder in person, by a stand-in of a vacant seat, or as an officer recorded it."""
        day = timezone.localdate(revision.made_at) + timedelta(days=ANSWERED[office])
        held = self.load.holder(self.slug, ROLES[office], day) or self.load.next_holder(self.slug, ROLES[office], day)
        given: dict[str, Any] = {"status": ApprovalStatus.GIVEN, "decided_on": day, "entered_at": noon(day)}
        if held is None:
            officer = self.load.holder(self.slug, Role.ASSISTANT_DIRECTOR, day)
            given |= {
                "capacity": Capacity.STAND_IN,
                "name": "Councillor Wil Hawthorn",
                "title": "Leader of the council",
                "evidence": "The seat is vacant. Minute 14 of the cabinet's meeting, signed by the leader.",
                "entered_by": self.load.account(
                    officer.person if officer else self.load.director(self.slug, day).person
                ),
            }
        else:
            given |= {"person": held.person, "name": held.person.name, "title": _title(held)}
            given["entered_by"] = self.load.account(held.person)
        if (self.year, self.slug, office) == (LAST, "eastbrook", Office.CHIEF_EXECUTIVE):
            given |= {"capacity": Capacity.RECORDED, "evidence": "Signed copy, scanned, in the office's file."}
            given["entered_by"] = self.load.accounts["performance-lead.eastbrook"]
        return Approval(revision=revision, office=office, **{**given, **details})

    def _recorded_wrongly(self) -> list[Approval]:
        """The lead member's decision was recorded, was not hers, and was repudiated; then she approved in person."""
        wrong = self._given(
            self.revisions[-1],
            Office.LEAD_MEMBER,
            status=ApprovalStatus.REPUDIATED,
            capacity=Capacity.RECORDED,
            evidence="Told the office by telephone.",
            closed_at=self.revisions[-1].made_at + timedelta(days=1),
            entered_by=self.load.accounts["performance-lead.eastbrook"],
        )
        wrong.decided_on = timezone.localdate(self.revisions[-1].made_at)
        wrong.entered_at = self.revisions[-1].made_at
        return [wrong]

    def _returned(self, revision: Revision) -> Approval:
        words = "Say what we do about the teams that have not had a manager, before I put my name to this."
        return self._given(revision, Office.CHIEF_EXECUTIVE, status=ApprovalStatus.RETURNED, words=words)

    def reopenings(self) -> list[Reopening]:
        """Why a released text was opened again, or taken back."""
        why = {
            EvaluationStatus.RETURNED: "Two figures on staff were those of the year before.",
            EvaluationStatus.WITHDRAWN: "Taken back until the inspection's report is published.",
        }
        if self.status not in why:
            return []
        day = (
            self.again - timedelta(days=2) if self.was_changed else self.submitted + timedelta(days=RELEASED_AFTER + 8)
        )
        given = {"words": why[self.status], "at": noon(day), "by": self.author}
        return [Reopening(revision=self.revisions[0], status_before=EvaluationStatus.RELEASED, **given)]

    def settle(self) -> None:
        """Where the self-evaluation stands now."""
        one, cycle = self.evaluation, self.evaluation.cycle
        one.status, one.revision, one.submitted_by = self.status, self.revisions[-1], self.author
        one.received_on = self.submitted
        if self.slug != "smallholm":
            one.joined_on = cycle.opens_on + timedelta(days=9)
        if self.status == EvaluationStatus.RELEASED:
            released = self.revisions[-1].made_at + timedelta(days=RELEASED_AFTER)
            one.released_at, one.opens_on = released, max(timezone.localdate(released), cycle.release_on)


def _ended(term: Appointment, day: date) -> bool:
    return term.ends is not None and term.ends <= day


def _title(held: Appointment) -> str:
    return f"{held.seat.name}, {held.seat.authority}"


def noon(day: date) -> datetime:
    """Noon of a day, by the clock of the portal."""
    return datetime.combine(day, time(12), timezone.get_current_timezone())
