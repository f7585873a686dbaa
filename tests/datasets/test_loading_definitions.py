"""Loading the catalogue of indicators and the shipped version (DAT-1, DAT-2)."""

import csv
import shutil

import pytest

from datasets.loading.reference import FOLDER, load_definitions
from datasets.models import DatasetVersion, Definition, Indicator, Item
from riia.audit.models import Event

pytestmark = pytest.mark.django_db


def counts():
    return [model.objects.count() for model in (Indicator, DatasetVersion, Item, Definition)]


def test_dat_2_the_shipped_version_derives_the_31_measures_from_items():
    load_definitions()
    shipped = DatasetVersion.objects.get()
    measures = set(Indicator.objects.exclude(core_measure="").values_list("core_measure", flat=True))

    assert counts() == [90, 1, 34, 32]
    assert len(measures) == 31  # "Referral source" makes two indicators
    derived = {one.indicator.code for one in shipped.definitions.select_related("indicator")}
    assert derived == set(Indicator.objects.exclude(core_measure="").values_list("code", flat=True))
    items = set(shipped.items.values_list("code", flat=True))
    assert {code for one in shipped.definitions.all() for code in (*one.numerator, *one.denominator)} == items
    assert {one.part_of for one in shipped.items.exclude(part_of="")} <= items


def test_a_second_load_changes_nothing():
    load_definitions()
    events = Event.objects.count()

    assert [(one.kind, one.added, one.changed, one.left) for one in load_definitions()] == [
        ("indicators", 0, 0, []),
        ("versions of the dataset", 0, 0, []),
    ]
    assert (counts(), Event.objects.count()) == ([90, 1, 34, 32], events)


def test_dat_1_a_version_in_use_is_never_edited_by_a_load(tmp_path):
    load_definitions()
    folder = shutil.copytree(FOLDER, tmp_path / "reference")
    with (folder / "items.csv").open("a", encoding="utf-8") as file:
        file.write("another,Another,send,count,period,,Something else.\n")

    *_, version = load_definitions(folder)

    assert version.left == ["Core dataset, 2022 refresh is in use and is never edited; the files need another version"]
    assert counts() == [90, 1, 34, 32]


def test_the_catalogue_agrees_with_the_reference_data(reference_dir):
    with (reference_dir / "indicators.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    load_definitions()
    ours = {one.code: one for one in Indicator.objects.all()}

    assert set(ours) == set(rows)
    for code, row in rows.items():
        one = ours[code]
        said = (one.name, one.unit, str(one.multiplier), one.polarity, one.frequency, one.confidence, str(one.decimals))
        names = ("name", "unit", "multiplier", "polarity", "frequency", "ci_method", "decimals")
        assert said == tuple(row[name] for name in names), code
        assert (one.core_measure, one.is_published) == (row["riia_measure"], row["published_values"] == "yes"), code
