"""Editions of a return: their figures in words, and what changed from one to another (DAT-3, DAT-6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from datasets.figures import FigureInput
from datasets.models import Edition, Item, Return
from datasets.past import past_of
from datasets.rules.returns import figures_of
from datasets.showing import CAVEAT_WORDS, why_no_number
from datasets.statuses import Caveat, Theme

NOT_GIVEN = "not given"


@dataclass(frozen=True)
class FigureLine:
    """One item of a return: its figure and the last period's in words, the caveat, and its warnings."""

    item: Item
    text: str
    before: str
    caveat: str
    warnings: list[str]

    @property
    def given(self) -> bool:
        return self.text != NOT_GIVEN


@dataclass(frozen=True)
class Change:
    """An item whose figure is not the same in two editions."""

    item: Item
    before: str
    after: str


def figure_text(figure: FigureInput | None) -> str:
    """A figure in words: its number with separators, or why there is none; never a blank."""
    if figure is None:
        return NOT_GIVEN
    return number_text(figure.value) if figure.value is not None else why_no_number(figure.marker)


def number_text(value: Decimal) -> str:
    """A number with separators and only the decimals that say something."""
    return f"{value.to_integral_value():,}" if value == value.to_integral_value() else f"{value.normalize():,f}"


def caveat_text(figure: FigureInput | None) -> str:
    """ "provisional: the system was changed in May", or nothing."""
    if figure is None or not figure.caveat:
        return ""
    return f"{CAVEAT_WORDS[Caveat(figure.caveat)]}: {figure.caveat_words}"


def lines_of(return_: Return, edition: Edition) -> list[tuple[str, list[FigureLine]]]:
    """Every item with its figure, under the name of its theme."""
    figures, past = figures_of(edition), past_of(return_, 1)
    warned: dict[int, list[str]] = {}
    for one in edition.warnings.all():
        warned.setdefault(one.item_id, []).append(one.text)
    found: dict[str, list[FigureLine]] = {}
    for item in return_.collection_period.version.items.all():
        figure = figures.get(item.code)
        before = ""
        if past:
            value, marker = past[0].values.get(item.code), past[0].markers.get(item.code, "")
            before = number_text(value) if value is not None else why_no_number(marker) if marker else NOT_GIVEN
        line = FigureLine(item, figure_text(figure), before, caveat_text(figure), warned.get(item.pk, []))
        found.setdefault(str(Theme(item.theme).label), []).append(line)
    return list(found.items())


def last_period(return_: Return) -> str:
    """The name of the period whose figures stand beside; empty if there is none."""
    past = past_of(return_, 1)
    return past[0].period.label if past else ""


def changes_between(before: Edition | None, after: Edition) -> list[Change]:
    """What is not the same in two editions, in the order of items; everything where there was none before."""
    old = figures_of(before) if before else {}
    new = figures_of(after)
    items = after.of_return.collection_period.version.items.all()
    return [
        Change(item, _told(old, item), _told(new, item)) for item in items if old.get(item.code) != new.get(item.code)
    ]


def _told(figures: Mapping[str, FigureInput], item: Item) -> str:
    figure = figures.get(item.code)
    caveat = caveat_text(figure)
    return figure_text(figure) + (f" ({caveat})" if caveat else "")
