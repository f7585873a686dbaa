"""What a version holds, as plain data: a draft's plan, the rows of one in use, and how two differ (DAT-1)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from datasets.models import DatasetVersion, Definition, Indicator, Item
from datasets.statuses import (
    Basis,
    ColourRule,
    Confidence,
    ItemKind,
    Polarity,
    Scaling,
    SmallNumbers,
    Theme,
    VersionStatus,
)

THEMES = list(Theme.values)


@dataclass(frozen=True)
class PlannedItem:
    """One item of a version (see `Item`)."""

    code: str
    name: str
    definition: str
    kind: str
    basis: str
    theme: str
    required: bool = True
    part_of: str = ""


@dataclass(frozen=True)
class PlannedDefinition:
    """How a version derives one indicator (see `Definition`); items by code, the indicator by code."""

    indicator: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    per_population: bool
    multiplier: int
    polarity: str
    confidence: str
    colour_rule: str
    scaling: str
    small_numbers: str
    decimals: int


@dataclass(frozen=True)
class Plan:
    """Everything that a version fixes, items by theme and then in the order they were added."""

    items: tuple[PlannedItem, ...]
    definitions: tuple[PlannedDefinition, ...]

    def item(self, code: str) -> PlannedItem | None:
        return next((one for one in self.items if one.code == code), None)

    def definition(self, indicator: str) -> PlannedDefinition | None:
        return next((one for one in self.definitions if one.indicator == indicator), None)

    def with_item(self, item: PlannedItem) -> "Plan":
        """With an item added, or in the place of the one with its code."""
        return Plan(_sorted(_put(self.items, item, "code")), self.definitions)

    def without_item(self, code: str) -> "Plan":
        return Plan(tuple(one for one in self.items if one.code != code), self.definitions)

    def with_definition(self, definition: PlannedDefinition) -> "Plan":
        return Plan(self.items, _put(self.definitions, definition, "indicator"))

    def without_definition(self, indicator: str) -> "Plan":
        return Plan(self.items, tuple(one for one in self.definitions if one.indicator != indicator))

    def using(self, code: str) -> list[str]:
        """Codes of the indicators and items that stand on an item."""
        found = [one.indicator for one in self.definitions if code in (*one.numerator, *one.denominator)]
        return found + [one.code for one in self.items if one.part_of == code]

    def as_json(self) -> dict[str, Any]:
        return {
            "items": [asdict(one) for one in self.items],
            "definitions": [
                asdict(one) | {"numerator": list(one.numerator), "denominator": list(one.denominator)}
                for one in self.definitions
            ],
        }


@dataclass(frozen=True)
class Difference:
    """One thing in which two versions differ: what kind, its code and name, and each side in words ("" if absent)."""

    kind: str
    code: str
    name: str
    before: str
    after: str


def plan_of(version: DatasetVersion) -> Plan:
    """What a version holds: a draft's plan, else its rows."""
    if version.status == VersionStatus.DRAFT:
        return of_json(version.plan)
    items = tuple(
        PlannedItem(**{one.name: getattr(row, one.name) for one in fields(PlannedItem)}) for row in version.items.all()
    )
    definitions = version.definitions.select_related("indicator")
    return Plan(items, tuple(_of_row(row) for row in definitions))


def rows_of(plan: Plan, version: DatasetVersion) -> tuple[list[Item], list[Definition]]:
    """The rows to be stored when a draft is brought into use."""
    items = [Item(version=version, position=place, **asdict(one)) for place, one in enumerate(plan.items, 1)]
    indicators = {one.code: one for one in Indicator.objects.all()}
    definitions = []
    for place, one in enumerate(plan.definitions, 1):
        stored = asdict(one) | {"numerator": list(one.numerator), "denominator": list(one.denominator)}
        stored["indicator"] = indicators[one.indicator]
        definitions.append(Definition(version=version, position=place, **stored))
    return items, definitions


def faults_of(plan: Plan, known: Iterable[str]) -> list[str]:
    """What keeps a plan from being used, a sentence each. `known` are the codes of the catalogue's indicators."""
    codes = {one.code for one in plan.items}
    faults = [] if plan.items else ["It has no items: nothing would be collected."]
    faults += [] if plan.definitions else ["It has no indicators: nothing could be compared."]
    for item in plan.items:
        if item.part_of and item.part_of not in codes:
            faults.append(f"“{item.name}” is said to be part of “{item.part_of}”, which is not in it.")
    for one in plan.definitions:
        if one.indicator not in set(known):
            faults.append(f"The indicator “{one.indicator}” is not in the catalogue.")
        missing = [code for code in (*one.numerator, *one.denominator) if code not in codes]
        faults += [f"The indicator “{one.indicator}” needs the item “{code}”, which is not in it." for code in missing]
        if not one.numerator:
            faults.append(f"The indicator “{one.indicator}” counts nothing.")
    used = {code for one in plan.definitions for code in (*one.numerator, *one.denominator)}
    parts = {one.part_of for one in plan.items}
    idle = [one for one in plan.items if one.code not in used | parts]
    faults += [f"“{one.name}” would be collected but no indicator uses it." for one in idle]
    return faults


def differences(before: Plan, after: Plan) -> list[Difference]:
    """What changes from one version to the other, items first, side by side."""
    found = []
    old_items, new_items = {one.code: one for one in before.items}, {one.code: one for one in after.items}
    for code in dict.fromkeys([*old_items, *new_items]):
        old, new = old_items.get(code), new_items.get(code)
        known = new or old
        if old != new and known:
            found.append(Difference("Item", code, known.name, _item_in_words(old), _item_in_words(new)))
    names = {item.code: item.name for item in (*before.items, *after.items)}
    old_ones = {one.indicator: one for one in before.definitions}
    new_ones = {one.indicator: one for one in after.definitions}
    for code in dict.fromkeys([*old_ones, *new_ones]):
        was, now = old_ones.get(code), new_ones.get(code)
        if was != now:
            found.append(Difference("Indicator", code, code, in_words(was, names), in_words(now, names)))
    return found


def in_words(one: PlannedDefinition | None, names: dict[str, str]) -> str:
    """How an indicator is derived: "Repeat referrals / Referrals x 100; lower is better; …"."""
    if one is None:
        return ""
    above = " + ".join(names.get(code, code) for code in one.numerator)
    below = " + ".join(names.get(code, code) for code in one.denominator)
    below = "children aged 0 to 17" if one.per_population else below
    formula = f"{above} ÷ {below} × {one.multiplier:,}" if below else above
    said = [
        str(Polarity(one.polarity).label),
        str(ColourRule(one.colour_rule).label),
        str(Scaling(one.scaling).label),
        str(Confidence(one.confidence).label),
    ]
    small = str(SmallNumbers(one.small_numbers).label)
    return "; ".join([formula, *said, f"small numbers: {small.lower()}", f"decimals: {one.decimals}"])


def _item_in_words(one: PlannedItem | None) -> str:
    if one is None:
        return ""
    part = f"; part of {one.part_of}" if one.part_of else ""
    optional = "" if one.required else "; may be left out"
    return f"{one.name}: {one.definition} {ItemKind(one.kind).label}; {Basis(one.basis).label.lower()}{part}{optional}"


def of_json(stored: dict[str, Any]) -> Plan:
    """The plan as it is stored with a draft."""
    items = tuple(PlannedItem(**one) for one in stored.get("items", []))
    definitions = tuple(
        PlannedDefinition(**one | {"numerator": tuple(one["numerator"]), "denominator": tuple(one["denominator"])})
        for one in stored.get("definitions", [])
    )
    return Plan(items, definitions)


def _of_row(row: Definition) -> PlannedDefinition:
    stored = {one.name: getattr(row, one.name) for one in fields(PlannedDefinition)}
    return PlannedDefinition(
        **stored
        | {
            "indicator": row.indicator.code,
            "numerator": tuple(row.numerator),
            "denominator": tuple(row.denominator),
        }
    )


def _put(rows: tuple[Any, ...], row: Any, key: str) -> tuple[Any, ...]:
    kept = [row if getattr(one, key) == getattr(row, key) else one for one in rows]
    return tuple(kept) if row in kept else (*rows, row)


def _sorted(items: tuple[PlannedItem, ...]) -> tuple[PlannedItem, ...]:
    return tuple(sorted(items, key=lambda one: THEMES.index(one.theme)))
