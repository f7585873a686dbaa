"""What is asked of who imports a file, and who is meant by its rows."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from regions.forms.acting import offer
from regions.importing.changes import Line
from regions.importing.people import SOMEBODY_NEW
from regions.importing.reading import MOST_BYTES, FileRefused, Sheet, read
from regions.models import Region

ACROSS = "across"


class ImportForm(forms.Form):
    """A file, and the region that it is about. `sheet` is what was read of it."""

    region = forms.ChoiceField(label="Region that the file is about")
    file = forms.FileField(
        label="File",
        help_text="CSV or Excel (.xlsx), at most 10 MB and 20,000 rows.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        max_length=200,
        allow_empty_file=True,
    )

    def __init__(self, regions: Any, across: bool, *args: Any) -> None:
        super().__init__(*args)
        self.regions: dict[str, Region] = {one.slug: one for one in regions}
        self.sheet: Sheet | None = None
        choices = [(slug, str(one)) for slug, one in self.regions.items()]
        offer(self, "region", [*choices, *([(ACROSS, "Several regions")] if across else [])])
        if len(choices) == 1 and not across:
            self.fields["region"].widget = forms.HiddenInput()
            self.fields["region"].initial = choices[0][0]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError("The file is larger than 10 MB. Split it into smaller ones.")
        try:
            self.sheet = read(file.name, file.read())
        except FileRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return file

    @property
    def chosen(self) -> Region | None:
        """The region chosen; None for several."""
        return self.regions.get(self.cleaned_data["region"])


class AnswersForm(forms.Form):
    """For each row that asks: somebody in the directory, or somebody new. Rows may be left for later."""

    def __init__(self, lines: list[Line], said: dict[int, str], *args: Any) -> None:
        super().__init__(*args)
        for line in lines:
            choices = [(str(one.pk), said.get(one.pk, one.name)) for one in line.asks]
            self.fields[f"row_{line.number}"] = forms.ChoiceField(
                label=f"Row {line.number}: {line.row['name']}",
                help_text=line.row["email"] or line.about,
                required=False,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--small"}),
                choices=[*choices, (str(SOMEBODY_NEW), "Somebody new, who is not in the directory yet")],
            )

    @property
    def answers(self) -> dict[str, int]:
        return {name.removeprefix("row_"): int(value) for name, value in self.cleaned_data.items() if value}
