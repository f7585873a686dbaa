"""What the quarterly core dataset is made of. Split by noun; import from here."""

from datasets.models.collecting import (
    Collection,
    CollectionPeriod,
    Edition,
    Figure,
    FigureWarning,
    Remark,
    Return,
    WorkbookMapping,
)
from datasets.models.comparing import (
    AreaValue,
    DataExport,
    FigureNote,
    InYearValue,
    Neighbour,
    NeighbourSet,
    Population,
    PublishedImport,
    PublishedValue,
)
from datasets.models.definitions import DatasetVersion, Definition, Indicator, Item
from datasets.models.narrative import RegionalReport

__all__ = [
    "AreaValue",
    "Collection",
    "CollectionPeriod",
    "DataExport",
    "DatasetVersion",
    "Definition",
    "Edition",
    "Figure",
    "FigureNote",
    "FigureWarning",
    "InYearValue",
    "Indicator",
    "Item",
    "Neighbour",
    "NeighbourSet",
    "Population",
    "PublishedImport",
    "PublishedValue",
    "RegionalReport",
    "Remark",
    "Return",
    "WorkbookMapping",
]
