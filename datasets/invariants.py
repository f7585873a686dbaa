"""What must always hold in the dataset, checked over all its rows (see `regions.invariants`).

Rules refuse and constraints stop most of this row by row; here it is looked at as a whole, for `check_invariants`.
"""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from datasets.models import (
    AreaValue,
    CollectionPeriod,
    DataExport,
    Definition,
    Figure,
    FigureWarning,
    InYearValue,
    Item,
    Neighbour,
    PublishedValue,
    Return,
)
from datasets.statuses import Caveat, Origin, PeriodStatus, ReturnStatus, Series, VersionStatus

OF_RETURN = ("authority", "collection_period__collection")
OF_VALUE = ("authority", "indicator", "collection_period__collection")
# Statuses of a return whose edition the director has signed.
SIGNED = (ReturnStatus.SIGNED_OFF, ReturnStatus.ACCEPTED, ReturnStatus.PUBLISHED)


def broken() -> Iterator[str]:
    """What breaks a rule, a sentence for each row; nothing when the dataset holds together."""
    yield from _drafts_with_rows()
    yield from _without_a_place_among_items()
    yield from _editions_of_others()
    yield from _signed_without_signature()
    yield from _published_out_of_turn()
    yield from _figures_of_other_versions()
    yield from _submitted_without_reasons()
    yield from _on_the_wrong_side()
    yield from _values_of_other_editions()
    yield from _not_one_current()
    yield from _values_without_a_number()
    yield from _banded_out_of_place()
    yield from _pooled_otherwise()
    yield from _neighbours_of_themselves()
    yield from _exports_before_publication()


# --- Versions ---------------------------------------------------------------------------------------------------------


def _drafts_with_rows() -> Iterator[str]:
    """DAT-1: a draft is a plan; its items and definitions are made when it comes into use, and no period uses it."""
    for model in (Item, Definition):
        for one in model._default_manager.filter(version__status=VersionStatus.DRAFT).select_related("version"):
            yield f"{one}: {one.version} is a draft and has rows already."
    for period in CollectionPeriod.objects.filter(version__status=VersionStatus.DRAFT):
        yield f"{period} was opened with a draft of a version."


def _without_a_place_among_items() -> Iterator[str]:
    """DAT-2: an indicator is derived from items of its own version, and an item is part of one of them."""
    codes: dict[int, set[str]] = {}
    items = list(Item.objects.select_related("version"))
    for item in items:
        codes.setdefault(item.version_id, set()).add(item.code)
    for item in items:
        if item.part_of and item.part_of not in codes[item.version_id]:
            yield f"{item} in {item.version} is part of an item that is not there."
    for one in Definition.objects.exclude(version__status=VersionStatus.DRAFT).select_related("indicator", "version"):
        if missing := {*one.numerator, *one.denominator} - codes.get(one.version_id, set()):
            yield f"{one} is derived from items that are not there: {', '.join(sorted(missing))}."


# --- Returns ----------------------------------------------------------------------------------------------------------


def _editions_of_others() -> Iterator[str]:
    """DAT-3: the editions that a return points to are its own, numbered without gaps."""
    for name in ("edition", "signed", "published"):
        pointing = Return.objects.filter(**{f"{name}__isnull": False}).exclude(**{f"{name}__of_return": F("pk")})
        for one in pointing.select_related(*OF_RETURN):
            yield f"{one}: its {name} edition is another return’s."
    for one in Return.objects.annotate(made=Count("editions")).select_related(*OF_RETURN).filter(made__gt=0):
        if (newest := one.editions.order_by("-number").values_list("number", flat=True)[0]) != one.made:
            yield f"{one} has {one.made} editions, and the newest is number {newest}."


def _signed_without_signature() -> Iterator[str]:
    """DAT-6: what was signed off, accepted or published is what the director signed, by name and time."""
    rows = Return.objects.filter(status__in=SIGNED).exclude(edition__origin=Origin.EARLIER).select_related(*OF_RETURN)
    for one in rows.filter(Q(signed=None) | ~Q(signed=F("edition"))):
        yield f"{one} counts as signed off, but its edition was never signed."
    # Not every director of the demonstration has an account.
    nobody = Q(signed_by=None, authority__region__is_demonstration=False)
    for one in rows.filter(nobody | Q(signed_at=None), signed__isnull=False):
        yield f"{one} is signed off, and by whom or when is missing."


def _published_out_of_turn() -> Iterator[str]:
    """DAT-6, DAT-18: a published return has its edition published, in a period that was published at a time."""
    rows = Return.objects.select_related(*OF_RETURN)
    for one in rows.filter(status=ReturnStatus.PUBLISHED).exclude(published=F("edition")):
        yield f"{one} is published, but not with its newest edition."
    for one in rows.filter(published__isnull=False).exclude(collection_period__status=PeriodStatus.PUBLISHED):
        yield f"{one} is published before its period."
    untimed = CollectionPeriod.objects.filter(
        Q(status=PeriodStatus.PUBLISHED, published_at=None) | ~Q(status=PeriodStatus.PUBLISHED) & ~Q(published_at=None)
    )
    for period in untimed.select_related("collection"):
        yield f"{period}: its status and the time of its publication do not agree."


def _figures_of_other_versions() -> Iterator[str]:
    """DAT-1, DAT-3: figures and warnings are of items of the version that their period fixes."""
    for model in (Figure, FigureWarning):
        rows = model._default_manager.exclude(item__version=F("edition__of_return__collection_period__version"))
        for one in rows.select_related("item", "edition__of_return__authority"):
            yield f"{one.edition.of_return.authority}, {one.item}: the item is not of the period’s version."


def _submitted_without_reasons() -> Iterator[str]:
    """DAT-5: every warning about what was signed off has its reason."""
    signed = Return.objects.filter(signed=OuterRef("edition"))
    rows = FigureWarning.objects.filter(Exists(signed), reason="").select_related(
        "item", "edition__of_return__authority"
    )
    for one in rows:
        yield f"{one.edition.of_return.authority}, {one.item}: signed off with a warning that has no reason."


def _on_the_wrong_side() -> Iterator[str]:
    """Authorities of the demonstration return to its collections, real ones to real ones."""
    rows = Return.objects.exclude(
        authority__region__is_demonstration=F("collection_period__collection__region__is_demonstration")
    )
    for one in rows.select_related(*OF_RETURN):
        yield f"{one}: they are on different sides."


# --- Values -----------------------------------------------------------------------------------------------------------


def _named(one: InYearValue) -> str:
    return f"{one.authority}, {one.indicator}, {one.collection_period}"


def _values_of_other_editions() -> Iterator[str]:
    """DAT-15, DAT-20: a value is worked out from an edition of its own authority and period."""
    rows = InYearValue.objects.exclude(
        edition__of_return__authority=F("authority"), edition__of_return__collection_period=F("collection_period")
    )
    for one in rows.select_related(*OF_VALUE):
        yield f"{_named(one)}: it comes from the edition of another return."


def _not_one_current() -> Iterator[str]:
    """DAT-20: of each published return and indicator one value is current, and it is of an edition that counts."""
    current = InYearValue.objects.filter(is_current=True)
    rows = current.exclude(Q(edition=F("edition__of_return__published")) | Q(edition=F("edition__of_return__edition")))
    for one in rows.select_related(*OF_VALUE):
        yield f"{_named(one)}: the current value is of an edition that no longer counts."
    published = Return.objects.filter(published__isnull=False).select_related(*OF_RETURN)
    its_own = current.filter(collection_period=OuterRef("collection_period"), authority=OuterRef("authority"))
    defined = Definition.objects.filter(version=OuterRef("collection_period__version"))
    for return_ in published.filter(Exists(defined)).exclude(Exists(its_own)):
        yield f"{return_} is published and has no current values."


def _values_without_a_number() -> Iterator[str]:
    """DAT-4: a value has a number or a marker, never both and never neither; its limits are around it."""
    for model in (InYearValue, PublishedValue):
        rows = model._default_manager.filter(Q(value=None, marker="") | ~Q(value=None) & ~Q(marker=""))
        for one in rows.select_related("authority", "indicator"):
            yield f"{one.authority}, {one.indicator}: it has both a number and a marker, or neither."
        for one in model._default_manager.filter(lower__gt=F("upper")).select_related("authority", "indicator"):
            yield f"{one.authority}, {one.indicator}: its lower limit is above the upper one."


def _banded_out_of_place() -> Iterator[str]:
    """DAT-8, DAT-10, DAT-19: bands and ranks are of comparable numbers, among a known number; none in a first year."""
    placed = ~Q(band="") | Q(rank__isnull=False)
    for model in (InYearValue, PublishedValue):
        out = Q(value=None) | Q(ranked=None) | Q(rank__gt=F("ranked")) | Q(is_first_year=True)
        if model is InYearValue:
            out |= Q(caveat=Caveat.NOT_COMPARABLE)
        for one in model._default_manager.filter(placed & out).select_related("authority", "indicator"):
            yield f"{one.authority}, {one.indicator}: it has a band or a rank that it should not have."


def _there() -> Q:
    """The condition that an authority was of the region of the collection on the last day of the period."""
    last_day = F("collection_period__last_day")
    begun = Q(authority__active_from=None) | Q(authority__active_from__lte=last_day)
    goes_on = Q(authority__active_to=None) | Q(authority__active_to__gt=last_day)
    return begun & goes_on & Q(authority__region=F("collection_period__collection__region"))


def _pooled_otherwise() -> Iterator[str]:
    """DAT-4: a region's value is the sum of the counts of its authorities that have comparable ones."""
    parts = InYearValue.objects.filter(_there(), is_current=True, value__isnull=False).exclude(
        caveat=Caveat.NOT_COMPARABLE
    )
    sums: dict[tuple[int | None, int], tuple] = {
        (period, indicator): (above, below, many)
        for period, indicator, above, below, many in parts.order_by()
        .values("collection_period", "indicator")
        .annotate(above=Sum("numerator"), below=Sum("denominator"), many=Count("pk"))
        .values_list("collection_period", "indicator", "above", "below", "many")
    }
    pooled = AreaValue.objects.filter(series=Series.IN_YEAR, collection_period__isnull=False)
    for one in pooled.select_related("indicator", "region", "collection_period__collection"):
        found = sums.get((one.collection_period_id, one.indicator_id), (None, None, 0))
        if one.value is not None and (one.numerator, one.denominator, one.used) != found:
            yield f"{one.region}, {one.indicator}, {one.collection_period}: it is not the sum of its parts."
    for one in AreaValue.objects.exclude(used__lte=F("expected")).select_related("indicator", "region"):
        yield f"{one}: more authorities are in it than there are."
    for one in AreaValue.objects.filter(value=None, why_not="").select_related("indicator", "region"):
        yield f"{one}: it is not available, and why is missing."


def _neighbours_of_themselves() -> Iterator[str]:
    """DAT-7: nobody is a neighbour of themselves."""
    for one in Neighbour.objects.filter(authority=F("neighbour")).select_related("authority", "neighbour"):
        yield f"{one.authority} is its own statistical neighbour."


def _exports_before_publication() -> Iterator[str]:
    """DAT-12, DAT-18: figures leave the portal when they are published, not before."""
    for one in DataExport.objects.exclude(collection_period__status=PeriodStatus.PUBLISHED):
        yield f"{one}: it was exported before it was published."
