"""Lists of things that are no rows of one table (pairs, findings): what `list_page` asks of a queryset and filters."""

from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest

T = TypeVar("T")


class Rows(list[T]):
    """Things in their order, as `list_page` takes them."""

    def none(self) -> "Rows[T]":
        return Rows()


class RowFilters:
    """Filters over `Rows`: a form of choices, and `keeps`, which says whether what was chosen lets a row through."""

    form_class: type[forms.Form] = forms.Form

    def __init__(self, data: Any, *, queryset: Rows, request: HttpRequest) -> None:
        self.form = self.form_class(data)
        self.rows, self.request = queryset, request

    @property
    def qs(self) -> Rows:
        """The rows that are kept; asked for once the form was found valid."""
        return Rows(row for row in self.rows if self.keeps(row, self.form.cleaned_data))

    def keeps(self, row: Any, chosen: dict[str, Any]) -> bool:
        """Every row, unless a list knows better."""
        return True
