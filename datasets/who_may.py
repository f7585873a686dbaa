"""Samples of the dataset's things for the who-may table (see `regions.who_may`). Nothing is read from the database."""

from collections.abc import Iterator

from django.db import models

from datasets.models import (
    Collection,
    CollectionPeriod,
    DatasetVersion,
    Edition,
    FigureWarning,
    RegionalReport,
    Return,
    WorkbookMapping,
)
from regions.models import Authority, Region
from regions.who_may import FROM_ABOVE, NEIGHBOUR, OWN

Sample = tuple[str, str, models.Model]


def region_of(where: int) -> Region:
    """Another authority of one's region lies in one's region."""
    return Region(pk=OWN if where == NEIGHBOUR else where)


def authority_of(where: int) -> Authority:
    return Authority(pk=where, region=region_of(where))


def _versions(where: int) -> Iterator[Sample]:
    yield "a region’s version of the dataset", "", DatasetVersion(region=region_of(where))
    yield "a version of the dataset for all", "", DatasetVersion()


def _mappings(where: int) -> Iterator[Sample]:
    yield "a map of a workbook", "", WorkbookMapping(collection=Collection(region=region_of(where)))


def _collections(where: int) -> Iterator[Sample]:
    yield "a collection", "", Collection(region=region_of(where))


def _periods(where: int) -> Iterator[Sample]:
    yield "a period of a collection", "", _period_of(where)


def _period_of(where: int) -> CollectionPeriod:
    return CollectionPeriod(collection=Collection(region=region_of(where)))


def _returns(where: int) -> Iterator[Sample]:
    yield "a return", "", _return_of(where)


def _return_of(where: int) -> Return:
    return Return(authority=authority_of(where), collection_period=_period_of(where))


def _warnings(where: int) -> Iterator[Sample]:
    yield "a warning about a figure", "", FigureWarning(edition=Edition(of_return=_return_of(where)))


def _reports(where: int) -> Iterator[Sample]:
    yield "a region’s report", "", RegionalReport(region=region_of(where))


FROM_ABOVE.update({RegionalReport: _reports})
FROM_ABOVE.update({Collection: _collections, CollectionPeriod: _periods, Return: _returns, FigureWarning: _warnings})
FROM_ABOVE.update({DatasetVersion: _versions, Collection: _collections, WorkbookMapping: _mappings})
