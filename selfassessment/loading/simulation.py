"""Self-evaluations at scale, for measuring: those of one region in three years, two of them as long as they get.

Only for a database that serves nothing else (see `regions.loading.simulation`). The same arguments give the same.
"""

from datetime import timedelta
from random import Random
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from datasets.models import Indicator
from regions.models import Appointment, Authority, Region
from regions.querysets import today
from regions.roles import Role
from riia.accounts.models import User
from selfassessment.answers import item
from selfassessment.documents import content_of, digest_of, words_of
from selfassessment.models import Approval, Cycle, Finding, Revision, SectionSave, SectionText, SelfEvaluation, Template
from selfassessment.plans import SCALE, Question, Section
from selfassessment.plans import content_of as stored
from selfassessment.statuses import (
    COLLECTS,
    ApprovalStatus,
    CycleStatus,
    EvaluationStatus,
    Fate,
    InspectionTheme,
    Office,
    QuestionKind,
    ServiceArea,
    TemplateStatus,
)

NAME: Final = "Simulated template"
YEARS: Final = 3
SECTIONS, SHEETS, WORDS = 30, 20, 40_000
# Of the others, whose texts are of ordinary length.
ORDINARY: Final = 3_000
VOCABULARY: Final = ("families", "children", "carers", "workers", "schools", "plans", "visits", "teams", "partners",
                     "reviews", "figures", "homes", "support", "quality", "practice", "change", "early", "stable",
                     "local", "clear", "steady", "together", "improve", "listen", "learn")  # fmt: skip
# The sections of the longest text that are changed before it is submitted again; the first of them anew.
CHANGED: Final = ("section-21", "section-1", "section-2", "section-3", "section-4", "section-5", "section-6")
FINDINGS: Final = (QuestionKind.STRENGTHS, QuestionKind.AREAS, QuestionKind.REQUESTS, QuestionKind.OFFERS)


def simulate_evaluations(*, region: str = "london", seed: int = 1) -> str:
    """Fill three cycles of a region with released texts; in the latest one of 40,000 words was changed and submitted
    again, and one as long is being written. Returns what was done."""
    if Template.objects.filter(name=NAME).exists():
        return "Nothing to change: self-evaluations are simulated already."
    with transaction.atomic():
        return _Simulation(Random(seed), Region.objects.get(slug=region)).run()  # noqa: S311 - invented, always the same


class _Simulation:
    """One simulation, with its own sequence of chances."""

    def __init__(self, chance: Random, region: Region):
        self.chance, self.region = chance, region
        self.by = self._author()
        codes = list(Indicator.objects.order_by("code").values_list("code", flat=True)[: SHEETS * 2])
        self.sections = _sections(codes)
        # The findings of the year before, by authority, kind and place.
        self.before: dict[tuple[int, str, int], Finding] = {}

    def _author(self) -> User:
        held = Appointment.objects.giving_access(today()).filter(
            seat__role=Role.DCS, seat__authority__region=self.region, person__user__isnull=False
        )
        first = held.select_related("person__user").order_by("pk").first()
        return first.person.user if first else User.objects.order_by("pk")[0]

    def run(self) -> str:
        template = Template.objects.create(
            region=self.region,
            name=NAME,
            status=TemplateStatus.IN_USE,
            content=stored(self.sections),
            made_at=timezone.now(),
            made_by=self.by,
        )
        authorities = list(Authority.objects.as_at(today()).filter(region=self.region).order_by("slug"))
        made = 0
        for back in range(YEARS - 1, -1, -1):
            cycle = self._cycle(template, back)
            for place, authority in enumerate(authorities):
                again = back == 0 and self._directed(authority, place)
                drafted = back == 0 and not again and authority == authorities[-1]
                one = self._evaluation(cycle, authority, WORDS if again or drafted else ORDINARY)
                if not drafted:
                    self._released(one)
                if again:
                    self._submitted_again(one)
                made += 1
        return f"Simulated: {made} self-evaluations of {len(authorities)} authorities in {YEARS} years."

    def _directed(self, authority: Authority, place: int) -> bool:
        """The longest text is that of the author's own authority; without one, the first."""
        held = Appointment.objects.giving_access(today()).filter(person__user=self.by, seat__role=Role.DCS)
        own = set(held.values_list("seat__authority", flat=True))
        return authority.pk in own if own else place == 0

    def _cycle(self, template: Template, back: int) -> Cycle:
        opens = today() - timedelta(days=200 + 365 * back)
        days = [opens + timedelta(days=each) for each in (90, 104, 146, 174)]
        return Cycle.objects.create(
            region=self.region,
            name=f"{opens.year}-{(opens.year + 1) % 100:02}",
            status=CycleStatus.CLOSED if back else CycleStatus.OPEN,
            template=template,
            opens_on=opens,
            **dict(zip(("closes_on", "release_on", "moderate_by", "feedback_by"), days, strict=True)),
        )

    def _evaluation(self, cycle: Cycle, authority: Authority, words: int) -> SelfEvaluation:
        draft = EvaluationStatus.DRAFT
        one = SelfEvaluation.objects.create(cycle=cycle, authority=authority, joined_on=cycle.opens_on, status=draft)
        now = timezone.now()
        texts = SectionText.objects.bulk_create(
            SectionText(
                evaluation=one,
                section=section.slug,
                number=1,
                content={each.code: self._answer(each, authority, words) for each in section.questions},
                finished=True,
                changed_at=now,
                changed_by=self.by,
            )
            for section in self.sections
        )
        SectionSave.objects.bulk_create(
            SectionSave(text=text, number=1, content=text.content, saved_at=now, saved_by=self.by) for text in texts
        )
        return one

    def _answer(self, question: Question, authority: Authority, words: int) -> dict[str, Any]:
        if question.kind in COLLECTS:
            return {"items": [self._item(question.kind, authority, place) for place in (1, 2, 3)]}
        if question.kind == QuestionKind.EVIDENCE:
            return {"links": []}
        length = words // SECTIONS if question.kind == QuestionKind.NARRATIVE else 15
        text = {"text": self._text(length)}
        return {"value": self.chance.choice(SCALE), **text} if question.kind == QuestionKind.JUDGEMENT else text

    def _text(self, words: int) -> str:
        chosen = self.chance.choices(VOCABULARY, k=words)
        return "\n\n".join(" ".join(chosen[at : at + 80]).capitalize() + "." for at in range(0, words, 80))

    def _item(self, kind: str, authority: Authority, place: int) -> dict[str, Any]:
        earlier = self.before.get((authority.pk, COLLECTS[kind], place))
        carried = {"carried_from": earlier.pk, "fate": Fate.CONTINUES} if earlier and place < 3 else {}
        theme = self.chance.choice(InspectionTheme.values)
        area = self.chance.choice(ServiceArea.values)
        return item(self._text(12), id=f"{place:032}", theme=theme, service_area=area, **carried)

    def _frozen(self, one: SelfEvaluation, number: int) -> Revision:
        content = content_of(one)
        return Revision.objects.create(
            evaluation=one,
            number=number,
            content=content,
            digest=digest_of(content),
            words=words_of(content),
            made_at=timezone.now(),
            made_by=self.by,
        )

    def _submitted_again(self, one: SelfEvaluation) -> None:
        """A few words are others in some sections, one is new; the approvers are asked again and see what changed."""
        for text in one.sections.filter(section__in=CHANGED).order_by("pk"):
            answer = text.content["story"]
            words = self._text(WORDS // SECTIONS) if text.section == CHANGED[0] else _reworded(answer["text"])
            text.content = {**text.content, "story": {"text": words}}
            text.save(update_fields=["content"])
        Approval.objects.filter(revision__evaluation=one).update(status=ApprovalStatus.OVERTAKEN)
        one.revision, one.status = self._frozen(one, 2), EvaluationStatus.SUBMITTED
        one.released_at = one.opens_on = None
        one.submitted_by = self.by
        one.save()

    def _released(self, one: SelfEvaluation) -> None:
        revision = self._frozen(one, 1)
        for finding in Finding.objects.bulk_create(_findings(revision)):
            if finding.kind in ("strength", "area"):
                self.before[one.authority_id, finding.kind, finding.place] = finding
        Approval.objects.bulk_create(
            Approval(
                revision=revision,
                office=office,
                status=ApprovalStatus.GIVEN,
                name="Simulated approver",
                title=str(office.label),
                decided_on=today(),
                entered_at=timezone.now(),
                entered_by=self.by,
            )
            for office in Office
        )
        one.revision, one.status, one.received_on = revision, EvaluationStatus.RELEASED, one.cycle.closes_on
        one.released_at, one.opens_on = timezone.now(), one.cycle.release_on
        one.save()


def _reworded(text: str) -> str:
    return text.replace("children", "young people")


def _sections(codes: list[str]) -> tuple[Section, ...]:
    """So many sections with a judgement each, data sheets in the first of them, findings in the last."""
    themes = list(InspectionTheme.values)
    found = []
    for place in range(SECTIONS):
        questions = [
            Question("story", QuestionKind.NARRATIVE, "What is it like?"),
            Question("judgement", QuestionKind.JUDGEMENT, "How good is it?", scale=SCALE),
        ]
        if place < SHEETS and codes:
            sheet = tuple(codes[place * 2 : place * 2 + 2]) or (codes[0],)
            questions.append(
                Question(
                    "figures", QuestionKind.DATA_SHEET, "What do the figures show?", required=False, indicators=sheet
                )
            )
        if place == SECTIONS - 1:
            questions += [Question(str(kind), kind, str(kind.label), required=False) for kind in FINDINGS]
        title = f"Section {place + 1}"
        found.append(Section(f"section-{place + 1}", title, themes[place % len(themes)], questions=tuple(questions)))
    return tuple(found)


def _findings(revision: Revision) -> list[Finding]:
    return [
        Finding(
            revision=revision,
            section=section["slug"],
            place=place,
            kind=COLLECTS[answer["kind"]],
            text=each["text"],
            theme=each["theme"],
            service_area=each["service_area"],
            carried_from_id=each["carried_from"],
            fate=each["fate"],
        )
        for section in revision.content
        for answer in section["answers"]
        if answer["kind"] in COLLECTS
        for place, each in enumerate(answer["answer"]["items"], start=1)
    ]
