"""Who may do what with the dataset, and the rows on which it is tried (see `tests/test_who_may.py`)."""

import datasets.who_may  # noqa: F401 - the samples of the table in the docs
from datasets.plans import plan_of
from tests.datasets import collecting, comparing, factories, leaving
from tests.datasets.pages import drafted

ADMINISTRATORS = frozenset({"administrator", "other_administrator"})
NORTH_TEAM = frozenset({"north.regional_team", "north.colleague", "north.regional_lead"})
SOUTH_TEAM = frozenset({"south.regional_team", "south.regional_lead"})
NORTH = ADMINISTRATORS | NORTH_TEAM

MATRIX: dict[str, dict[str, frozenset]] = {
    **collecting.MATRIX,
    **comparing.MATRIX,
    **leaving.MATRIX,
    "datasets.datasetversion.draft_version": {"national": NORTH | SOUTH_TEAM},
    "datasets.datasetversion.put_item": {"draft": NORTH},
    "datasets.datasetversion.drop_item": {"draft": NORTH},
    "datasets.datasetversion.switch_on": {"draft": NORTH},
    "datasets.datasetversion.switch_off": {"draft": NORTH},
    "datasets.datasetversion.use_version": {"draft": NORTH},
    "datasets.datasetversion.end_version": {"draft": NORTH, "national": ADMINISTRATORS},
    # Workbooks and earlier quarters hold in-year figures, which administrators don't see.
    "datasets.collection.map_workbook": {"collection": NORTH_TEAM},
    "datasets.collection.load_quarters": {"collection": NORTH_TEAM},
    "datasets.workbookmapping.end_mapping": {"mapping": NORTH_TEAM},
}


def _version(cast, act, kind):
    version = factories.dataset()
    if kind == "draft":
        version = drafted(version, cast)
    plan = plan_of(version)
    return version, {
        "draft_version": {"region": cast.north.region, "slug": "core-next", "name": "Next"},
        "put_item": {"planned": plan.items[0], "replacing": plan.items[0].code},
        "drop_item": {"code": "referrals"},
        "switch_on": {"definition": plan.definitions[0]},
        "switch_off": {"indicator": plan.definitions[0].indicator},
    }.get(act, {})


def _collection(cast, act, kind):
    collection, inputs = collecting.SAMPLES["datasets.collection"](cast, act, kind)
    quarter = (factories.quarter().plus(-4).slug, cast.north.first.pk)
    return collection, inputs | {
        "map_workbook": {"name": "Workbook", "cells": {"referrals": {"sheet": "Front door", "cell": "C7"}}},
        "load_quarters": {"figures": {quarter: factories.figures()}},
    }.get(act, {})


def _mapping(cast, act, kind):
    return factories.mapping(cast), {}


SAMPLES = {
    **collecting.SAMPLES,
    **leaving.SAMPLES,
    "datasets.datasetversion": _version,
    "datasets.collection": _collection,
    "datasets.workbookmapping": _mapping,
}
