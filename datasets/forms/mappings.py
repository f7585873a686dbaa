"""What is asked of who maps a workbook, and of who loads earlier quarters back (DAT-16, DAT-17)."""

from collections.abc import Collection as Sized
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from datasets.files.sheets import address_of, letter, place_of
from datasets.models import Item

OF_ITEM = "item_"


class FileForm(forms.Form):
    """A file, read elsewhere."""

    file = forms.FileField(
        label="File", widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}), max_length=200, allow_empty_file=True
    )

    def __init__(self, *args: Any, label: str, help_text: str, accept: str = ".csv,.xlsx") -> None:
        super().__init__(*args)
        self.fields["file"].label, self.fields["file"].help_text = label, help_text
        self.fields["file"].widget.attrs["accept"] = accept


class CellField(forms.CharField):
    """A cell such as Front door!C7, cleaned to (sheet, row, column); None where it is left empty."""

    def __init__(self, sheets: Sized[str], **kwargs: Any) -> None:
        super().__init__(required=False, max_length=140, **kwargs)
        self.sheets = sheets
        self.widget.attrs["class"] = "govuk-input--width-20"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            found = place_of(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if found[0] not in self.sheets:
            raise ValidationError(f"The example has no sheet called “{found[0][:60]}”.")
        return found


class MappingForm(forms.Form):
    """The name of a map, and a cell for each item; in the order of the items."""

    name = forms.CharField(
        label="Name of the workbook", max_length=100, help_text="What your authorities call it.", strip=True
    )

    def __init__(self, items: list[Item], sheets: Sized[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        checks = (
            ("authority_cell", "Cell that names the authority", "To refuse another authority’s file."),
            ("period_cell", "Cell that names the quarter", "To refuse another quarter’s file, such as Q1 2026-27."),
        )
        for name, label, help_text in checks:
            self.fields[name] = CellField(sheets, label=label, help_text=help_text)
        for item in items:
            self.fields[OF_ITEM + item.code] = CellField(sheets, label=str(item))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        seen: dict[Any, str] = {}
        for name, place in list(found.items()):
            if name == "name" or not place:
                continue
            if place in seen:
                self.add_error(name, f"This cell is given already for “{self.fields[seen[place]].label}”.")
            seen.setdefault(place, name)
        return found

    @property
    def details(self) -> dict[str, Any]:
        """What `map_workbook` takes."""
        given = self.cleaned_data
        cells = {}
        for item in self.items:
            if place := given[OF_ITEM + item.code]:
                sheet, row, column = place
                cells[item.code] = {"sheet": sheet, "cell": f"{letter(column)}{row}"}
        others = {name: address_of(*given[name]) if given[name] else "" for name in ("authority_cell", "period_cell")}
        return {"name": given["name"], "cells": cells, **others}
