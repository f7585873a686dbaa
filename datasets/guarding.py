"""Rows as a reader may see them: what is hidden from them never leaves the database (DAT-11).

`guarded` gives every row of `InYearValue` the columns `shown_value`, `shown_band` and so on; a page, a picture or a
file reads those and no others. A hidden figure has a marker, so it says why there is no number wherever markers do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, Case, F, Func, JSONField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from datasets.models import AreaValue, InYearValue
from datasets.querysets import REGION_READERS, own_authorities, reading_regions
from datasets.statuses import Marker, Series
from regions.reach import reach_of
from regions.statuses import Task

# What is withheld with a hidden figure, and what a figure beside hidden ones doesn't have either.
OF_A_FIGURE: Final = ("value", "numerator", "denominator", "lower", "upper", "is_first_year")
OF_A_PLACE: Final = ("band", "rank", "ranked", "z", "trend", "flags")
CAN_BE_HIDDEN: Final = (*OF_A_FIGURE, *OF_A_PLACE, "marker")
OF_AN_AREA: Final = ("value", "numerator", "denominator")
WITHHELD: Final = "Withheld, since a small number could be worked out from it."
# What stands instead of a column that is never empty.
INSTEAD: Final = {"band": "", "trend": "", "is_first_year": False, "flags": Value([], JSONField())}
# The columns of `guarded` for which a figure, and a place among others, is not shown.
HIDES: Final = ("is_hidden",)
LEAVES_UNPLACED: Final = ("is_hidden", "is_unplaced")


@dataclass(frozen=True)
class Standing:
    """Where a reader stands to figures: authorities that are their own, and regions that they are inside of."""

    own: frozenset[int] = frozenset()
    inside: frozenset[int] = frozenset()


class Unless(Func):
    """A column, or something else (nothing, if none is told) where one of some conditions holds: annotations of rows.

    What `Case` and `When` say, in a tenth of their time: a page guards a dozen columns by the same two conditions,
    which are put into SQL once for each statement.
    """

    def __init__(self, conditions: Sequence[str], column: str, otherwise: Any = None, **extra: Any) -> None:
        # Django copies and resolves the expression; it never makes it anew from these words.
        other = otherwise if hasattr(otherwise, "resolve_expression") else Value(otherwise)
        super().__init__(F(column), other, *(F(one) for one in conditions), **extra)

    def get_source_fields(self) -> list[Any]:
        return [self.get_source_expressions()[0]._output_field_or_none]

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **kwargs: Any) -> tuple[str, tuple[Any, ...]]:
        column, other, *conditions = self.get_source_expressions()
        (shown, of_shown), (instead, of_instead) = compiler.compile(column), compiler.compile(other)
        compiled = [_compiled_once(one, compiler) for one in conditions]
        hides = " OR ".join(sql for sql, _ in compiled)
        of_hides = [value for _, values in compiled for value in values]
        return f"CASE WHEN {hides} THEN {instead} ELSE {shown} END", (*of_hides, *of_instead, *of_shown)


def _compiled_once(condition: Any, compiler: Any) -> tuple[str, Sequence[Any]]:
    """A condition in SQL, remembered for the statement that it is part of.

    Kept with the condition itself, so that no other can come to stand under its number meanwhile.
    """
    known: dict[int, tuple[Any, tuple[str, Sequence[Any]]]] = compiler.__dict__.setdefault("_conditions", {})
    if id(condition) not in known:
        known[id(condition)] = condition, compiler.compile(condition)
    return known[id(condition)][1]


# Where the LGA and the DfE stand, and whoever reads what goes to them.
OUTSIDE: Final = Standing()


def standing_of(user: Any) -> Standing:
    """DAT-11: somebody is inside a region by one of its seats, or by a reader's seat under its signed memorandum."""
    reach = reach_of(user)
    seats = frozenset().union(*(one.regions for one in reach.held if one.role in REGION_READERS))
    return Standing(own_authorities(reach) | reach.does(Task.SIGN_OFF_RETURNS), reading_regions(reach) | seats)


def guarded(rows: QuerySet[InYearValue], reader: Any, names: Sequence[str] = CAN_BE_HIDDEN) -> Any:
    """In-year values with the columns that a reader (a user, or a `Standing`) may see, named `shown_...`.

    Of all that can be hidden, or of those named alone: every column makes the statement longer.
    """
    standing = reader if isinstance(reader, Standing) else standing_of(reader)
    hidden, unplaced = (_by_standing(standing, f"{name}_inside", f"{name}_outside") for name in ("hidden", "unplaced"))
    rows = rows.annotate(is_hidden=hidden, is_unplaced=unplaced)
    shown: dict[str, Any] = {}
    for name in CAN_BE_HIDDEN:
        if name not in names:
            continue
        if name == "marker":
            shown[name] = Unless(HIDES, name, Marker.CONFIDENTIAL.value)
        else:
            shown[name] = Unless(LEAVES_UNPLACED if name in OF_A_PLACE else HIDES, name, INSTEAD.get(name))
    return rows.annotate(**{f"shown_{name}": one for name, one in shown.items()})


def guarded_areas(rows: QuerySet[AreaValue], reader: Any) -> Any:
    """Pooled values with the columns that a reader may see; annual ones are as they are (DAT-15)."""
    standing = reader if isinstance(reader, Standing) else standing_of(reader)
    hidden = Case(
        When(series="annual", then=Value(False)),
        When(region__in=standing.inside, then=F("hidden_inside")),
        default=Coalesce("hidden_outside", Value(True)),
        output_field=BooleanField(),
    )
    rows = rows.annotate(is_hidden=hidden)
    shown = {f"shown_{name}": Unless(HIDES, name) for name in OF_AN_AREA}
    return rows.annotate(**shown, shown_why_not=Unless(HIDES, "why_not", WITHHELD))


def shown_areas(rows: QuerySet[AreaValue], reader: Any, kind: Series, names: Sequence[str]) -> Any:
    """The named columns of pooled values of one kind, as a reader may see them: annual ones hide nothing (DAT-15)."""
    if kind == Series.ANNUAL:
        return rows.filter(series=kind).values_list(*names)
    return guarded_areas(rows, reader).values_list(*shown_names(names))


def shown_names(names: Any) -> list[str]:
    """Names of columns as `guarded` gives them: those that can be hidden under `shown_`, all others as they are."""
    guarded_ones = {*CAN_BE_HIDDEN, "why_not"}
    return [f"shown_{name}" if name in guarded_ones else name for name in names]


def _by_standing(standing: Standing, inside: str, outside: str) -> Case:
    return Case(
        When(authority__in=standing.own, then=F(inside) if inside == "unplaced_inside" else Value(False)),
        When(authority__region__in=standing.inside, then=F(inside)),
        default=Coalesce(outside, Value(True)),
        output_field=BooleanField(),
    )
