"""The demonstration's figures: twelve published quarters, one that is open with a return in every status, and a survey
in preview. What has an account behind it is done by acts; earlier quarters are written as those acts leave them.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone

from datasets import workflow
from datasets.calendar import calendar_of
from datasets.deriving import work_out
from datasets.figures import FigureInput
from datasets.loading.invented_figures import figures_of
from datasets.loading.reference import load_definitions
from datasets.models import (
    AreaValue,
    Collection,
    CollectionPeriod,
    DataExport,
    DatasetVersion,
    Definition,
    Edition,
    Figure,
    FigureNote,
    FigureWarning,
    InYearValue,
    Item,
    Neighbour,
    NeighbourSet,
    RegionalReport,
    Remark,
    Return,
    WorkbookMapping,
)
from datasets.periods import Quarter, quarter_of
from datasets.plans import Plan, PlannedItem, plan_of
from datasets.statuses import (
    Agreement,
    Basis,
    Caveat,
    CollectionKind,
    ItemKind,
    Origin,
    PeriodStatus,
    Recipient,
    ReturnStatus,
    Theme,
)
from regions.loading import invented
from regions.models import Authority, Region
from regions.querysets import today
from riia.accounts.models import User
from riia.audit import trail

QUARTERS = 12
NAME, SHIPPED, NEIGHBOURS = "Quarterly core dataset", "core-2022", "demonstration"
# Quarters counted back from the one that is open.
MISSING, RESTATED, NOT_COMPARABLE = ("stonemoor", 4), ("greycliff", 3), ("oldbridge", 1)
RECEIVED_AFTER = {"oldbridge": 6, "southmere": 2}
WHY_RESTATED = "Twelve referrals had been counted twice by the new case system."
WHY_NOT_COMPARABLE = "Counted by another rule while the case system was replaced."
# The open quarter, for authorities without an account behind them.
STANDING = {
    "greycliff": ReturnStatus.ACCEPTED,
    "midhaven": ReturnStatus.ACCEPTED,
    "southmere": ReturnStatus.ACCEPTED,
    "smallholm": ReturnStatus.SIGNED_OFF,
    "highmarsh": ReturnStatus.QUERIED,
    "longwater": ReturnStatus.WITHDRAWN,
    "ferrydale": ReturnStatus.DRAFT,
}
# What next year's version counts besides, and how it words what it counts already.
EARLY_HELP = PlannedItem(
    code="early_help_open",
    name="Children open to targeted early help",
    definition="Children with an open episode of targeted early help on the last day of the quarter.",
    kind=ItemKind.COUNT,
    basis=Basis.POINT_IN_TIME,
    theme=Theme.EARLY_HELP,
    required=False,
)
NOT_REFERRALS = "A contact that is passed to early help is not counted."
# Items of the survey.
SURVEYED = ("sw_inpost", "sw_vacancies", "sw_agency")
SIGNED = (ReturnStatus.SIGNED_OFF, ReturnStatus.ACCEPTED, ReturnStatus.PUBLISHED)


def load_figures() -> str:
    """Load the figures of the demonstration region, which is there. Returns what was done, in a sentence."""
    load_definitions()
    return _Figures(Region.objects.get(slug=invented.REGION)).load()


class _Figures:
    """One load, with what it needs again and again."""

    def __init__(self, region: Region):
        self.region = region
        self.accounts = {one.email.partition("@")[0]: one for one in User.objects.filter(is_demo=True)}
        self.team = self.accounts["regional-team"]
        self.version = DatasetVersion.objects.get(slug=SHIPPED)
        self.items = {one.code: one for one in self.version.items.all()}
        self.open = quarter_of(today()).previous
        self.written = 0

    def load(self) -> str:
        self._neighbours()
        self.collection = workflow.create_collection(
            self.region,
            by=self.team,
            name=NAME,
            version=self.version,
            agreement=Agreement.REGION,
            purpose="So that the authorities of the region see where they stand, and talk about it.",
        )
        periods = [self._published(self.open.plus(-back)) for back in range(QUARTERS, 0, -1)]
        for period in periods:
            work_out(period)
        self._restate(periods[QUARTERS - RESTATED[1]])
        self._open_quarter()
        self._paper(periods)
        self._survey()
        label = "Loaded the demonstration's figures"
        trail.record("load_demo", label, by=None, on=self.collection, after={"figures": self.written})
        return f"Loaded {self.written:,} invented figures in {QUARTERS + 1} quarters."

    # --- Quarters that are over ---------------------------------------------------------------------------------------

    def _published(self, quarter: Quarter) -> CollectionPeriod:
        """A quarter as it is left when everybody has done their part."""
        calendar = calendar_of(self.collection, quarter.last_day)
        period = CollectionPeriod.objects.create(
            collection=self.collection,
            version=self.version,
            slug=quarter.slug,
            starts=quarter.starts,
            last_day=quarter.last_day,
            status=PeriodStatus.PUBLISHED,
            published_at=_noon(calendar.publish_on),
            **vars(calendar),
        )
        back = _quarters_between(quarter, self.open)
        late = {slug for slug, when in RECEIVED_AFTER.items() if when == back}
        for authority in self._asked(quarter):
            missing = (authority.slug, back) == MISSING
            status = ReturnStatus.EXPECTED if missing else ReturnStatus.PUBLISHED
            self._return(period, authority, quarter, status, late=authority.slug in late)
        return period

    def _asked(self, quarter: Quarter) -> QuerySet[Authority]:
        return Authority.objects.filter(region=self.region).as_at(quarter.last_day).order_by("slug")

    def _return(
        self,
        period: CollectionPeriod,
        authority: Authority,
        quarter: Quarter,
        status: str,
        late: bool = False,
        stored: Return | None = None,
    ) -> Return:
        """A return in a status, with an edition unless nothing has come in."""
        made = stored or Return.objects.create(collection_period=period, authority=authority)
        if status == ReturnStatus.EXPECTED:
            return made
        received = period.due_on + timedelta(days=6) if late else period.due_on - timedelta(days=2)
        received = min(received, today())
        made.edition, made.status = self._edition(made, quarter, received), status
        if status != ReturnStatus.DRAFT:
            made.received_on, made.submitted_at = received, _noon(received)
        if status in SIGNED:
            made.signed, made.signed_at = made.edition, _noon(received)
        if status in (ReturnStatus.ACCEPTED, ReturnStatus.PUBLISHED):
            made.accepted_at = _noon(min(period.queries_until, today()))
        if status == ReturnStatus.PUBLISHED:
            made.published = made.edition
        made.save()
        return made

    def _edition(self, made: Return, quarter: Quarter, day) -> Edition:
        edition = Edition.objects.create(of_return=made, number=1, origin=Origin.TEMPLATE, made_at=_noon(day))
        slug = made.authority.slug
        odd = (slug, _quarters_between(quarter, self.open)) == NOT_COMPARABLE
        rows = []
        given = self._figures(made.authority, quarter)
        for code, item in self.items.items():
            value = given[code]
            caveat = Caveat.NOT_COMPARABLE if odd and code in ("referrals", "rereferrals") else Caveat.NONE
            words = WHY_NOT_COMPARABLE if caveat else ""
            rows.append(Figure(edition=edition, item=item, value=value, caveat=caveat, caveat_words=words))
        Figure.objects.bulk_create(rows)
        self.written += len(rows)
        return edition

    def _figures(self, authority: Authority, quarter: Quarter) -> dict:
        return figures_of(authority.slug, authority.population_0_17 or 1, quarter)

    def _restate(self, period: CollectionPeriod) -> None:
        """One authority found a mistake in a published quarter; what was published then is kept (DAT-20)."""
        made = period.returns.get(authority__slug=RESTATED[0])
        edition = Edition.objects.create(
            of_return=made, number=2, origin=Origin.TYPED, made_at=timezone.now(), reason=WHY_RESTATED
        )
        figures = Figure.objects.filter(edition=made.published).select_related("item")
        Figure.objects.bulk_create(
            Figure(
                edition=edition,
                item=one.item,
                value=one.value and max(one.value - (12 if one.item.code == "referrals" else 0), Decimal(0)),
                marker=one.marker,
            )
            for one in figures
        )
        made.edition = made.signed = made.published = edition
        made.signed_at = made.accepted_at = timezone.now()
        made.save()
        work_out(period)

    # --- The quarter that is open -------------------------------------------------------------------------------------

    def _open_quarter(self) -> None:
        period = workflow.open_period(self.collection, by=self.team, slug=self.open.slug)
        for slug, status in STANDING.items():
            stored = period.returns.get(authority__slug=slug)
            self._return(period, stored.authority, self.open, status, stored=stored)
        queried = period.returns.get(authority__slug="highmarsh")
        self._ask(queried)
        self._by_people(period)

    def _ask(self, made: Return) -> None:
        made.remarks.create(
            kind="query",
            item=self.items["assessments_45wd"],
            text="Fewer assessments than usual were in time. Is that the new team, or the recording?",
            by=self.team,
            at=timezone.now(),
        )

    def _by_people(self, period: CollectionPeriod) -> None:
        """Northtown's waits for its director; Eastbrook's is being written."""
        lead = self.accounts["performance-lead.northtown"]
        northtown = period.returns.get(authority__slug="northtown")
        self._record(northtown, lead)
        for warning in FigureWarning.objects.filter(edition=northtown.edition):
            workflow.give_reason(warning, by=lead, text="Checked against the case system: it is right.")
        workflow.submit_return(northtown, by=lead)
        eastbrook = period.returns.get(authority__slug="eastbrook")
        self._record(eastbrook, self.accounts["performance-lead.eastbrook"], {"contacts": 3})

    def _record(self, made: Return, by: User, times: dict[str, int] | None = None) -> None:
        given = self._figures(made.authority, self.open)
        figures = {code: FigureInput(value * (times or {}).get(code, 1)) for code, value in given.items()}
        self.written += len(figures)
        workflow.record_edition(made, by=by, figures=figures, origin=Origin.TYPED)

    # --- What is made of the figures, and a survey --------------------------------------------------------------------

    def _paper(self, periods: list[CollectionPeriod]) -> None:
        """A report that is final, one being written, an export to the DfE, and the next version of the dataset."""
        *_, half_a_year_ago, _, latest = periods
        final = workflow.draft_report(half_a_year_ago, by=self.team, title=f"Six months to {half_a_year_ago.label}")
        workflow.finish_report(final, by=self.team)
        workflow.draft_report(latest, by=self.team, title=f"Six months to {latest.label}")
        workflow.export_period(latest, by=self.team, recipient=Recipient.DFE)
        note = "Early help is to be counted from next year."
        details = {"region": self.region, "slug": "demonstration-next", "name": "Next year's dataset", "note": note}
        self._change(workflow.draft_version(self.version, by=self.team, **details))

    def _change(self, draft: DatasetVersion) -> None:
        """Early help into next year's dataset, and one item in other words: something to compare with this year's."""
        plan = plan_of(draft)
        referrals, children = plan.item("referrals"), plan.definition("cin_rate")
        if referrals is None or children is None:
            raise LookupError("The shipped version has no referrals, or no rate of children in need.")
        worded = replace(referrals, definition=f"{referrals.definition} {NOT_REFERRALS}")
        workflow.put_item(draft, by=self.team, planned=worded, replacing="referrals")
        workflow.put_item(draft, by=self.team, planned=EARLY_HELP)
        rate = replace(children, indicator="eh_open_rate", numerator=(EARLY_HELP.code,))
        workflow.switch_on(draft, by=self.team, definition=rate)

    def _survey(self) -> None:
        """A small collection with a dataset of its own, which directors look at before it is published (DAT-23)."""
        plan = plan_of(self.version)
        small = Plan(
            tuple(one for one in plan.items if one.code in SURVEYED),
            tuple(one for one in plan.definitions if set(one.numerator + one.denominator) <= set(SURVEYED)),
        )
        version = DatasetVersion.objects.create(
            slug="demonstration-staff", name="Staff survey", region=self.region, plan=small.as_json()
        )
        workflow.use_version(version, by=self.team)
        survey = workflow.create_collection(
            self.region,
            by=self.team,
            name="Staff survey",
            kind=CollectionKind.SURVEY,
            version=version,
            agreement=Agreement.REGION,
            purpose="How many social workers the authorities have, and how many come from agencies.",
        )
        self.items = {one.code: one for one in version.items.all()}
        quarter = self.open.previous
        period = workflow.open_period(survey, by=self.team, slug=quarter.slug)
        for stored in period.returns.exclude(authority__slug="eastbrook"):
            self._return(period, stored.authority, quarter, ReturnStatus.ACCEPTED, stored=stored)
        workflow.start_preview(period, by=self.team)

    # --- Neighbours ---------------------------------------------------------------------------------------------------

    def _neighbours(self) -> None:
        """Ten each, the nearest in number of children: the demonstration's own set."""
        found = NeighbourSet.objects.create(
            slug=NEIGHBOURS, name="Demonstration neighbours", dated=today(), is_demonstration=True
        )
        authorities = list(Authority.objects.filter(region__is_demonstration=True).as_at(today()))
        rows = []
        for one in authorities:
            others = sorted((other for other in authorities if other != one), key=partial(_apart, one))
            rows += [
                Neighbour(neighbour_set=found, authority=one, rank=rank, neighbour=other, closeness="invented")
                for rank, other in enumerate(others[:10], start=1)
            ]
        Neighbour.objects.bulk_create(rows)


def rows_of_figures() -> list[QuerySet]:
    """The demonstration's rows of the dataset in the order in which they can go; returns let go of their editions."""
    collections = Collection.objects.filter(region__is_demonstration=True)
    periods = CollectionPeriod.objects.filter(collection__in=collections)
    returns = Return.objects.filter(collection_period__in=periods)
    editions = Edition.objects.filter(of_return__in=returns)
    returns.update(status=ReturnStatus.EXPECTED, edition=None, signed=None, published=None)
    versions = DatasetVersion.objects.filter(region__is_demonstration=True)
    versions.update(based_on=None)
    neighbours = NeighbourSet.objects.filter(is_demonstration=True)
    return [
        RegionalReport.objects.filter(region__is_demonstration=True),
        DataExport.objects.filter(collection_period__in=periods),
        FigureNote.objects.filter(authority__region__is_demonstration=True),
        AreaValue.objects.filter(region__is_demonstration=True),
        InYearValue.objects.filter(collection_period__in=periods),
        Remark.objects.filter(of_return__in=returns),
        FigureWarning.objects.filter(edition__in=editions),
        Figure.objects.filter(edition__in=editions),
        editions,
        returns,
        periods,
        WorkbookMapping.objects.filter(collection__in=collections),
        collections,
        Item.objects.filter(version__in=versions),
        Definition.objects.filter(version__in=versions),
        versions,
        Neighbour.objects.filter(neighbour_set__in=neighbours),
        neighbours,
    ]


def _apart(one: Authority, other: Authority) -> int:
    return abs((one.population_0_17 or 0) - (other.population_0_17 or 0))


def _quarters_between(earlier: Quarter, later: Quarter) -> int:
    return 4 * (later.first - earlier.first) + later.number - earlier.number


def _noon(day) -> datetime:
    return datetime.combine(day, time(12), timezone.get_current_timezone())
