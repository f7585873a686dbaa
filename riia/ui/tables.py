"""House tables: a caption, row headers, sortable columns, and exports declared apart from what the page shows."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partialmethod
from inspect import getattr_static
from typing import Any

import django_tables2
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundRows
from django_tables2.utils import signature

from riia.ui.dates import DAY, in_words
from riia.ui.markup import escaped

PER_PAGE = 50
NOT_KNOWN = "Not known"
# What a method `render_<name>` of a table, or of a column, can be given.
GIVEN = ("value", "record", "column", "bound_column", "bound_row", "table")
DASH = "—"  # django-tables2's own word for nothing, which says nothing


class Pages(Paginator):
    """The rows of a table in pages. The first page is asked for with one row more than it shows: most lists end there,
    and need not be counted by a query of their own."""

    object_list: BoundRows

    @cached_property
    def count(self) -> int:
        first: list[Any] | None = self.__dict__.get("first")
        return super().count if first is None or len(first) > self.per_page else len(first)

    def page(self, number: Any) -> Page:
        records = self.object_list.data.data
        if number != 1 or not isinstance(records, QuerySet):
            return super().page(number)
        self.first = list(records[: self.per_page + 1])
        rows = BoundRows(data=self.first[: self.per_page], table=self.object_list.table)
        return Page(rows, 1, self)


class Table(django_tables2.Table):
    """A list as every page shows it. The first column is the row's header.

    `caption` says what the table holds and `unit` what a row is called (singular, plural). `export` lists the columns
    of a download as (key, heading): a key is the name of a method `value_<key>(record)` of the table or else a path
    into the record ("region__name"), so that headings and codes stay the same whatever the page shows. Without it, the
    page's columns.
    """

    caption = ""
    unit = ("row", "rows")
    export: Sequence[tuple[str, str]] = ()

    class Meta:
        template_name = "django_tables2/house.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not self.caption:
            raise ImproperlyConfigured(f"{type(self).__name__} needs a caption")
        # Set here, because a Meta reaches only those tables whose own Meta inherits it.
        if self._meta.default == DASH:
            kwargs.setdefault("default", NOT_KNOWN)
        if not self._meta.empty_text:
            kwargs.setdefault("empty_text", "There is nothing to show.")
        super().__init__(*args, **kwargs)
        self.template_name = "django_tables2/house.html"

    @property
    def shown(self) -> str:
        """How much of the list this page shows: "Showing 1 to 50 of 153 authorities", "1 authority"."""
        page = getattr(self, "page", None)
        count = len(self.data) if page is None else page.paginator.count
        unit = self.unit[count != 1]
        if page and page.paginator.num_pages > 1:
            return f"Showing {page.start_index():,} to {page.end_index():,} of {count:,} {unit}"
        return f"{count:,} {unit}" if count else f"No {unit}"

    @property
    def body(self) -> Iterator[SafeString]:
        """The rows of this page as HTML, escaped. Put together here: a template's loop over every cell takes longer
        than all else that a list does."""
        first, *others = [_Cell(self, column) for column in self.columns]
        for row in self.paginated_rows:
            header = f'<th class="govuk-table__header" scope="row">{escaped(first(row))}</th>'
            cells = [f'<td class="{cell.css_class}">{escaped(cell(row))}</td>' for cell in others]
            yield SafeString(f'<tr class="govuk-table__row">{header}{"".join(cells)}</tr>')

    def sort_names(self) -> set[str]:
        """What `sort` may be, apart from a leading minus."""
        return {column.name for column in self.columns if column.orderable}

    # --- Exports ---

    def export_columns(self) -> Sequence[tuple[str, str]]:
        return self.export or [(column.name, capfirst(str(column.header))) for column in self.columns]

    def export_header(self) -> list[str]:
        return [heading for _, heading in self.export_columns()]

    def export_rows(self) -> Iterator[list[Any]]:
        """Every row in the table's order, plain values, whatever the page number. Reads a queryset in portions."""
        readers = [self._reader(key) for key, _ in self.export_columns()]
        records = self.data.data
        if isinstance(records, QuerySet):
            records = records.iterator(chunk_size=2000)
        for record in records:
            yield [read(record) for read in readers]

    def _reader(self, key: str) -> Any:
        if method := getattr(self, f"value_{key}", None):
            return method
        path = (key if self.export else str(self.columns[key].accessor)).split("__")
        return lambda record: _followed(record, path)


class _Cell:
    """How one column turns a record into what its cell shows. django-tables2 works the same out anew for every cell,
    which took most of a list's time."""

    def __init__(self, table: Table, column: Any) -> None:
        self.table, self.column = table, column
        self.css_class = f"govuk-table__cell {column.column.attrs.get('td', {}).get('class', '')}".strip()
        *self.to_owner, self.name = str(column.accessor).split("__")
        self.empty_values, self.default = column.column.empty_values, column.default
        wanted, all_wanted = signature(column.render)
        # These two have ways of their own.
        self.is_plain = not isinstance(column.column, BaseLinkColumn | django_tables2.ManyToManyColumn)
        self.is_wide = bool(all_wanted or column.link or not {"value", "record"}.issuperset(wanted))
        self.wants_value, self.wants_record = "value" in wanted, "record" in wanted
        self.needs_value = bool(self.wants_value or self.is_wide or self.empty_values)
        # What stands in the record is what the cell shows.
        self.as_it_is = getattr(column.render, "__func__", None) is django_tables2.Column.render and not self.is_wide
        self.wanted = GIVEN if all_wanted else wanted

    def __call__(self, row: Any) -> Any:
        if not self.is_plain:
            return row.get_cell(self.column.name)
        record = row.record
        value = self._value(record) if self.needs_value else None
        if value in self.empty_values:
            return self.default
        if self.as_it_is:
            return value
        if self.is_wide:
            return self._with_all(row, value)
        given = {"value": value} if self.wants_value else {}
        if self.wants_record:
            given["record"] = record
        return self.column.render(**given)

    def _with_all(self, row: Any, value: Any) -> Any:
        column = self.column
        given = dict(zip(GIVEN, (value, row.record, column.column, column, row, self.table), strict=True))
        content = column.render(**{name: given[name] for name in self.wanted})
        return column.link(content, **given) if column.link else content

    def _value(self, record: Any) -> Any:
        """The value in words where it is one of a field's choices; None where there is none such."""
        try:
            owner = _followed(record, self.to_owner) if self.to_owner else record
            tell = _told_by(type(owner), self.name)  # type: ignore[arg-type]  # a type is hashable
            return tell(owner) if tell else _followed(owner, (self.name,))
        except (AttributeError, LookupError, ObjectDoesNotExist):
            return None


@lru_cache(maxsize=512)
def _told_by(kind: type, name: str) -> Callable[[Any], Any] | None:
    """How things of a kind tell an attribute in words (`get_<name>_display`); None for those that are told as they
    are. Django looks through all choices for each value."""
    display = f"get_{name}_display"
    if not hasattr(kind, display):
        return None
    if not isinstance(getattr_static(kind, display), partialmethod):
        return lambda owner: getattr(owner, display)()  # a method of its own
    words = {value: str(label) for value, label in kind._meta.get_field(name).flatchoices}  # type: ignore[attr-defined]
    return lambda owner: words.get(getattr(owner, name), getattr(owner, name))


def _followed(record: Any, path: Sequence[str]) -> Any:
    """The value at the end of a path of attributes or keys; None where one on the way is None. A wrong name is an
    error."""
    for name in path:
        if record is None:
            return None
        record = record[name] if isinstance(record, dict) else getattr(record, name)
        if callable(record) and not getattr(record, "do_not_call_in_templates", False):
            record = record()
    return record


class NumberColumn(django_tables2.Column):
    """Numbers, right-aligned, with separators; "Not known" rather than a blank."""

    attrs = {"th": {"class": "app-table__number"}, "td": {"class": "app-table__number"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", NOT_KNOWN)
        kwargs.setdefault("attrs", self.attrs)
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        return f"{value:,}"


class DateColumn(django_tables2.Column):
    """Dates as 30 November 2026. `precision` is the path to day, month or year where a date may be known to less."""

    def __init__(self, *args: Any, precision: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.precision = precision

    def render(self, value: Any, record: Any) -> str:
        precision = _followed(record, self.precision.split("__")) if self.precision else DAY
        return in_words(value, precision or DAY)
