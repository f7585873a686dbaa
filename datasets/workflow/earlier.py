"""Earlier quarters, loaded back from the regional workbook: all of a file or none of it (DAT-17)."""

from collections.abc import Mapping

from django.utils import timezone

from datasets.calendar import calendar_of
from datasets.deriving import work_out
from datasets.figures import FigureInput
from datasets.models import Collection, CollectionPeriod, Edition, Figure, Item, Return
from datasets.periods import Quarter, period_of
from datasets.rules import mappings as rules
from datasets.rules.collections import authorities_asked
from datasets.rules.mappings import Earlier
from datasets.statuses import Origin, PeriodStatus, ReturnStatus
from datasets.workflow.returns import digest_of
from riia.accounts.models import User
from riia.audit import trail
from riia.workflow import command

AT_ONCE = 500
Given = Mapping[str, FigureInput]


@command(
    on=Collection,
    label="Load earlier quarters",
    permitted=rules.may_map,
    unless=rules.reasons_not_to_load_quarters,
    page="earlier_load",
)
def load_quarters(
    collection: Collection, *, by: User, figures: Earlier, file_name: str = "", file_digest: str = ""
) -> None:
    """Write back figures that authorities gave before the portal, as published and marked "not signed off".

    `figures` is {(slug of a quarter, number of an authority): {code of an item: figure}}. Quarters that the collection
    doesn't have are made, published, with an empty return for every authority that was asked then and is not in the
    file (DAT-4). Nobody is told: there is nothing to do.
    """
    by_quarter: dict[str, dict[int, Given]] = {}
    for (slug, authority), given in figures.items():
        by_quarter.setdefault(slug, {})[authority] = given
    for slug in sorted(by_quarter):
        period = collection.periods.filter(slug=slug).first() or _period(collection, slug, by)
        _load(period, by_quarter[slug], by=by, file_name=file_name, file_digest=file_digest)
        work_out(period)


def _period(collection: Collection, slug: str, by: User) -> CollectionPeriod:
    """A quarter as if it had been published on the days of the calendar, with the returns of those asked."""
    quarter = period_of(slug)
    assert isinstance(quarter, Quarter)  # noqa: S101 - the rule has seen to it
    days = calendar_of(collection, quarter.last_day)
    period = CollectionPeriod.objects.create(
        collection=collection,
        version=collection.version,
        slug=slug,
        starts=quarter.starts,
        last_day=quarter.last_day,
        status=PeriodStatus.PUBLISHED,
        due_on=days.due_on,
        queries_until=days.queries_until,
        preview_from=days.preview_from,
        publish_on=days.publish_on,
        published_at=timezone.now(),
    )
    label = "Loaded back an earlier quarter"
    trail.record("load_quarters", label, by=by, on=period, after=trail.snapshot(period))
    asked = authorities_asked(collection, quarter.last_day)
    Return.objects.bulk_create(Return(collection_period=period, authority=one) for one in asked)
    return period


def _load(
    period: CollectionPeriod, figures: Mapping[int, Given], *, by: User, file_name: str, file_digest: str
) -> None:
    """The figures of one quarter: an edition for each authority, published as it came."""
    now = timezone.now()
    returns = list(period.returns.filter(authority__in=list(figures)).select_related("authority"))
    editions = [
        Edition(
            of_return=one,
            number=1,
            origin=Origin.EARLIER,
            made_at=now,
            made_by=by,
            file_name=file_name[-200:],
            file_digest=file_digest,
        )
        for one in returns
    ]
    Edition.objects.bulk_create(editions)
    _write_figures(editions, figures, {one.code: one for one in period.version.items.all()})
    for one, edition in zip(returns, editions, strict=True):
        one.status, one.edition, one.published, one.accepted_at = ReturnStatus.PUBLISHED, edition, edition, now
    Return.objects.bulk_update(returns, ["status", "edition", "published", "accepted_at"])
    entries = (
        trail.Entry(
            "make_edition",
            "Figures came in, from the regional workbook",
            edition,
            after=trail.snapshot(edition) | {"figures": digest_of(figures[edition.of_return.authority_id])},
        )
        for edition in editions
    )
    trail.record_many(entries, by=by)


def _write_figures(editions: list[Edition], figures: Mapping[int, Given], items: Mapping[str, Item]) -> None:
    rows = (
        Figure(
            edition=edition,
            item=items[code],
            value=one.value,
            marker=one.marker,
            caveat=one.caveat,
            caveat_words=one.caveat_words,
        )
        for edition in editions
        for code, one in figures[edition.of_return.authority_id].items()
    )
    Figure.objects.bulk_create(rows, batch_size=AT_ONCE)
