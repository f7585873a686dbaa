"""What the released self-evaluations of a cycle say together (MOD-6, MOD-7): themes, judgements, a capacity index.

Only texts that are released and open count, and nobody is named. Whoever reads the region's released texts sees it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Q

from regions.querysets import today
from regions.reach import reach_of
from selfassessment import querysets
from selfassessment.documents import sections_of
from selfassessment.models import Addendum, Cycle, Finding, SelfEvaluation
from selfassessment.plans import sections_from
from selfassessment.statuses import AddendumStatus, FindingKind, InspectionTheme, ServiceArea

# With fewer released texts a count would tell whose text it is (MOD-7), and an index would say nothing.
FEWEST_COUNTED: Final = 3
FEWEST_INDEXED: Final = 5
METHOD: Final = (
    "For each theme: the share of authorities that offer help to others, less the share of those that ask for it, in "
    "percentage points of the released texts. It runs from 100 (everybody offers, nobody asks) to \N{MINUS SIGN}100. "
    "An authority counts once on each side, however much it writes; one that offers and asks cancels out. A theme in "
    "which nobody offers or asks has no index. The region’s is the plain average over the themes that have one. With "
    "fewer than 5 released texts there is none. Strengths and areas for development don’t enter it, since a template "
    "may ask every authority for both. The formula is this portal’s own: a net balance, as surveys of businesses use "
    "it. It tells where help could come from, not how good anybody is."
)


@dataclass(frozen=True)
class Counted:
    """One theme or service area: how many strengths, areas, requests and offers, from how many authorities, and the
    theme's capacity index (-100 to 100) or None."""

    label: str
    strengths: int
    areas: int
    requests: int
    offers: int
    authorities: int
    index: int | None = None

    @property
    def index_words(self) -> str:
        return signed(self.index)


@dataclass(frozen=True)
class Judged:
    """One section: how many texts chose each word of its scale, best first, and how many chose none."""

    title: str
    counts: tuple[tuple[str, int], ...]
    without: int


@dataclass(frozen=True)
class Summary:
    """What the page and the workbook of a cycle's summary show."""

    texts: int
    asked: int
    themes: tuple[Counted, ...] = ()
    areas: tuple[Counted, ...] = ()
    judged: tuple[Judged, ...] = field(default=())
    index: int | None = None

    @property
    def counts(self) -> bool:
        """Whether there are texts enough to count without naming anybody."""
        return self.texts >= FEWEST_COUNTED

    @property
    def index_words(self) -> str:
        return signed(self.index)


def signed(index: int | None) -> str:
    """An index with its sign; "none" where there is none."""
    if index is None:
        return "None"
    return f"{index:+d}".replace("-", "\N{MINUS SIGN}") if index else "0"


def reads_summary(user: Any, cycle: Cycle) -> bool:
    """MOD-6: the board and team of the region, whoever takes part, and the agreed representatives of the LGA: those who
    may read every text that is counted."""
    reach = reach_of(user)
    if cycle.region_id in querysets.regions_as(reach, *querysets.READS_THE_REGION):
        return True
    found: Q = querysets._taking_part(reach)
    if reach.person:
        found |= querysets._agreed(reach, today())
    return reach.member and SelfEvaluation.objects.filter(found, cycle=cycle).exists()


def summary_of(cycle: Cycle) -> Summary:
    """The summary, from the texts that are open today: three queries. Below `FEWEST_COUNTED` it holds two numbers."""
    rows = SelfEvaluation.objects.filter(querysets.open_on(today()), cycle=cycle).order_by("pk")
    contents = dict(rows.values_list("pk", "revision__content"))
    texts, asked = len(contents), SelfEvaluation.objects.filter(cycle=cycle).count()
    if texts < FEWEST_COUNTED:
        return Summary(texts, asked)
    found = [
        (kind, theme, area, authority)
        for kind, theme, area, authority in Finding.objects.filter(revision__in=rows.values("revision")).values_list(
            "kind", "theme", "service_area", "revision__evaluation__authority"
        )
    ]
    themes = tuple(_counted(one, 1, found, texts) for one in InspectionTheme)
    areas = tuple(_counted(one, 2, found, texts) for one in ServiceArea)
    indices = [one.index for one in themes if one.index is not None]
    index = round(sum(indices) / len(indices)) if indices else None
    return Summary(texts, asked, themes, areas, _judged(cycle, contents), index)


def _counted(what: Any, place: int, found: Sequence[tuple], texts: int) -> Counted:
    own = [one for one in found if one[place] == what.value]
    kinds = Counter(one[0] for one in own)
    index = capacity_index(((one[0], one[3]) for one in own), texts) if place == 1 else None
    return Counted(
        str(what.label),
        kinds[FindingKind.STRENGTH],
        kinds[FindingKind.AREA],
        kinds[FindingKind.REQUEST],
        kinds[FindingKind.OFFER],
        len({one[3] for one in own}),
        index,
    )


def capacity_index(found: Iterable[tuple[str, int]], texts: int) -> int | None:
    """The capacity index of a theme, from (kind, authority) of its findings and the number of texts (MOD-6).

        index = 100 x (offering - asking) / texts

    where offering = authorities with an offer, asking = authorities with a request, each counted once. None below
    `FEWEST_INDEXED` texts, and where nobody does either. Our own formula: a net balance as business tendency surveys
    report it.
    """
    rows = list(found)
    offering = {who for kind, who in rows if kind == FindingKind.OFFER}
    asking = {who for kind, who in rows if kind == FindingKind.REQUEST}
    if texts < FEWEST_INDEXED or not (offering or asking):
        return None
    return round(100 * (len(offering) - len(asking)) / texts)


def _judged(cycle: Cycle, contents: dict[int, list]) -> tuple[Judged, ...]:
    """How often each word was chosen, section by section, as addenda have changed it since (SE-19)."""
    changed = {
        (one.evaluation_id, one.section): one.judgement
        for one in Addendum.objects.filter(evaluation__in=list(contents), status=AddendumStatus.ADDED)
        .exclude(judgement="")
        .order_by("added_at")
    }
    chosen: dict[str, Counter[str]] = {}
    for pk, content in contents.items():
        for section in sections_of(content):
            value = changed.get((pk, section.slug)) or section.judgement
            chosen.setdefault(section.slug, Counter())[value] += 1
    found = []
    for plan in sections_from(cycle.template.content):
        if plan.judged:
            counter = chosen.get(plan.slug, Counter())
            counts = tuple((word, counter[word]) for word in plan.judged.scale)
            found.append(Judged(plan.title, counts, len(contents) - sum(number for _, number in counts)))
    return tuple(found)
