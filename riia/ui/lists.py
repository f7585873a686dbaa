"""Pages that are lists: filters under their bare names, sort, page and export, all from the query string.

Whatever a reader writes there is either understood or refused with an error and no rows; a list never answers a
question that was not asked.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property

from riia.ui.dates import in_words
from riia.ui.exports import MOST_ROWS, TooManyRowsError, csv_response, xlsx_response
from riia.ui.tables import PER_PAGE, Pages, Table

EXPORTS = {"csv": "CSV", "xlsx": "Excel"}
# What a marking says under this name makes a download one that is not to be passed on freely (ACC-15).
CONSULT = "Before you pass it on"
# Parameters that say how to show the list, not what it holds.
SHOWING = ("sort", "page", "export")
# Filters that lists share (the contract of their addresses): one that a list doesn't have is refused, never left out.
SHARED_FILTERS = ("region", "type", "status", "theme", "period")


@dataclass(frozen=True)
class ActiveFilter:
    """One filter in force, in words, and the address of the list without it."""

    label: str
    value: str
    remove_url: str


@dataclass
class ListPage:
    """What a request asked of a list, worked out once."""

    request: HttpRequest
    table: Table
    filterset: Any
    filename: str
    as_at: dt.date | None
    errors: list[str] = field(default_factory=list)
    marking: Sequence[tuple[str, Any]] = ()
    notes: Sequence[tuple[str, Any]] = ()

    @property
    def form(self) -> forms.Form:
        return self.filterset.form

    @property
    def refused(self) -> bool:
        return bool(self.errors or self.form.errors)

    @property
    def active(self) -> list[ActiveFilter]:
        names = self.form.fields
        return [
            ActiveFilter(str(self.form[name].label), text, _address(self.request.GET, without=(name, "page", "export")))
            for name in names
            if not self.form.errors.get(name) and (text := _in_words(self.form, name))
        ]

    @property
    def clear_url(self) -> str:
        return _address(self.request.GET, without=(*self.form.fields, "page", "export"))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Parameters that are not filters (the sort, the date) and stay when the filters change."""
        without = {*self.form.fields, "page", "export"}
        return [(name, value) for name, values in self.request.GET.lists() if name not in without for value in values]

    @property
    def exports(self) -> list[tuple[str, str]]:
        """(label, address) of each download of every filtered row."""
        if self.refused:
            return []
        query = _address(self.request.GET, without=("page", "export"))
        return [(label, f"{query}{'&' if query != '?' else ''}export={name}") for name, label in EXPORTS.items()]

    @cached_property
    def rows(self) -> int:
        """How many rows there are, counted by the database: the length of the table's data would read them all."""
        rows = self.table.data.data
        return rows.count() if isinstance(rows, QuerySet) else len(rows)

    @property
    def about(self) -> list[tuple[str, Any]]:
        return [
            ("What", self.table.caption),
            ("As at", in_words(self.as_at or timezone.localdate())),
            *[(f"Filter: {active.label}", active.value) for active in self.active],
            ("Rows", self.rows),
            ("Downloaded", timezone.now()),
            ("From", self.request.build_absolute_uri()),
            *self.notes,
            *self.marking,
        ]

    @property
    def marking_of_rows(self) -> str:
        """What stands beside every row of a CSV that is not to be passed on freely; nothing for a public one."""
        if CONSULT not in dict(self.marking):
            return ""
        held = [("As at", in_words(self.as_at)), *[(one.label, one.value) for one in self.active]]
        return "; ".join(f"{what}: {str(value).rstrip('.')}" for what, value in (*self.marking, *held) if value)


def list_page(
    request: HttpRequest,
    *,
    queryset: Any,
    filterset_class: Any,
    table_class: type[Table],
    template: str,
    filename: str,
    context: Mapping[str, Any] | None = None,
    as_at: dt.date | None = None,
    errors: Sequence[str] = (),
    table_kwargs: Mapping[str, Any] | None = None,
    on_export: Callable[[str, int], Any] | None = None,
    marking: Sequence[tuple[str, Any]] = (),
    notes: Sequence[tuple[str, Any]] = (),
) -> HttpResponseBase:
    """Answer a request for a list: the page (an unknown filter, sort, page or export gives an error and no rows) or,
    with `export=csv` or `xlsx`, a download of every filtered row.

    `queryset` (or `row_lists.Rows`) holds what this person may see. `template` gets `list` (a ListPage) and `table`
    besides `context`; it normally extends layouts/list.html. `errors` are the caller's own (a date that is none): they
    too leave no rows. `on_export(format, rows)` is called before a download leaves, to record it; `marking` (pairs of
    what and value) says in a workbook, or beside each row of a CSV, whose it is and what its reader may do with it;
    `notes` say more of the rows in a workbook. A download that cannot be made answers 400, so that a script does not
    save the page as its data.
    """
    filterset = filterset_class(request.GET, queryset=queryset, request=request)
    filterset.form.auto_id = "filter_%s"
    valid = filterset.form.is_valid() and not errors
    rows = filterset.qs if valid else queryset.none()
    make = _maker(request, table_class, table_kwargs or {})
    page = ListPage(request, make(rows), filterset, filename, as_at, [*errors], marking, notes)
    page.errors += _unknown(page) + _sorted(page)
    if wanted := request.GET.get("export", ""):
        response = _download(page, wanted, on_export)
        if response is not None:
            return response
    if not page.refused:
        page.errors += _paged(page)
    if page.refused:
        page.table = make(queryset.none())
        page.table.paginate(per_page=PER_PAGE)
    status = 400 if wanted else 200
    return render(request, template, {**(context or {}), "list": page, "table": page.table}, status=status)


def _unknown(page: ListPage) -> list[str]:
    """Filters that were asked for and that this list doesn't have, in sentences."""
    asked = [name for name in SHARED_FILTERS if page.request.GET.get(name) and name not in page.form.fields]
    return [f"This list can’t be filtered by {name}" for name in asked]


def _maker(request: HttpRequest, table_class: type[Table], kwargs: Mapping[str, Any]) -> Callable[[QuerySet], Table]:
    def make(rows: QuerySet) -> Table:
        table = table_class(rows, **kwargs)
        table.request = request
        return table

    return make


def _sorted(page: ListPage) -> list[str]:
    """Put the rows in the order that `sort` asks for, ties by key so that no row is on two pages; say what is
    unknown."""
    wanted = [name for value in page.request.GET.getlist("sort") for name in value.split(",") if name]
    known = page.table.sort_names()
    if unknown := [name for name in wanted if name.removeprefix("-") not in known]:
        return [f"This list cannot be sorted by “{name[:40]}”" for name in unknown]
    if wanted:
        page.table.order_by = wanted
        data = page.table.data
        if isinstance(data.data, QuerySet) and data.data.query.order_by:
            data.data = data.data.order_by(*data.data.query.order_by, "pk")
    return []


def _paged(page: ListPage) -> list[str]:
    """Turn to the page asked for; say so if there is none such."""
    written = page.request.GET.get("page") or "1"
    table = page.table
    if written == "1":
        table.paginate(Pages, per_page=PER_PAGE)
        return []
    table.paginator = Pages(table.rows, PER_PAGE)
    last = table.paginator.num_pages
    if not (written.isdecimal() and len(written) <= 9 and 1 <= int(written) <= last):
        return [f"There is no page “{written[:20]}”: the list has {last:,} {'page' if last == 1 else 'pages'}"]
    table.page = table.paginator.page(int(written))
    return []


def _download(page: ListPage, wanted: str, on_export: Callable[[str, int], None] | None) -> HttpResponseBase | None:
    """The download, or None with the reason among the page's errors."""
    if wanted not in EXPORTS:
        page.errors.append(f"“{wanted[:20]}” is not a kind of download. Choose CSV or Excel (csv or xlsx)")
    if wanted == "xlsx" and page.rows > MOST_ROWS:
        page.errors.append(str(TooManyRowsError(page.rows)))
    if page.refused:
        return None
    table, name = page.table, f"{page.filename}-{(page.as_at or timezone.localdate()).isoformat()}"
    response: HttpResponseBase
    if wanted == "csv":
        response = csv_response(name, table.export_header(), table.export_rows(), marking=page.marking_of_rows)
    else:
        response = xlsx_response(name, table.export_header(), table.export_rows(), about=page.about)
    if on_export:
        on_export(wanted, page.rows)
    return response


def _in_words(form: forms.Form, name: str) -> str:
    """A filter's value as its choice reads, or nothing when it filters nothing."""
    value = form.cleaned_data.get(name)
    if value is None or value in ("", [], ()) or (isinstance(value, QuerySet) and not value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return in_words(value)
    choices = getattr(form.fields[name], "choices", ())
    names = {} if isinstance(form.fields[name], forms.ModelChoiceField) else _flat(choices)
    values = value if isinstance(value, list | tuple | QuerySet) else [value]
    return ", ".join(str(names.get(str(item), item)) for item in values)


def _flat(choices: Any) -> dict[str, Any]:
    """Choices by value, out of their groups."""
    flat: dict[str, Any] = {}
    for value, text in choices:
        flat |= _flat(text) if isinstance(text, list | tuple) else {str(value): text}
    return flat


def _address(query: QueryDict, *, without: Sequence[str]) -> str:
    kept = query.copy()
    for name in without:
        kept.pop(name, None)
    return f"?{kept.urlencode()}"
