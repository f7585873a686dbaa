"""What is asked of who fills in, signs, queries and answers a return."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

from datasets.figures import FigureInput
from datasets.files.sheets import Cell
from datasets.files.values import LONGEST_WORDS, Unreadable, figure_of, number_of
from datasets.models import FigureWarning, Item, Remark
from datasets.past import Past
from datasets.statuses import MARKERS_IN_RETURNS, Caveat, Theme
from regions.forms.acting import offer
from regions.forms.editing import TextField
from regions.importing.reading import MOST_BYTES
from riia.ui.forms import lower_first

MARKERS = [
    ("", "There is a number"),
    *((one.value, f"{one.label.capitalize()} ({one.value})") for one in MARKERS_IN_RETURNS),
]
CAVEATS = [("", "None"), *((one.value, one.label) for one in Caveat if one)]
NARROW = {"inputmode": "decimal", "class": "govuk-input--width-10", "autocomplete": "off"}


@dataclass(frozen=True)
class ItemRow:
    """The controls of one item; `open` where its caveat has something to show."""

    item: Item
    value: BoundField
    marker: BoundField
    caveat: BoundField
    words: BoundField
    open: bool


class FiguresForm(forms.Form):
    """All items of a version, by theme. Each may be left out until the return is submitted.

    `seen` is the number of the edition that the form began with.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        items: Iterable[Item],
        known: Mapping[str, FigureInput],
        before: Past | None,
        *args: Any,
        restating: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        if restating:
            self.fields["why"] = TextField(
                label="Why the quarter is restated", help_text="Everybody who reads the figures can read this."
            )
            self.fields["why"].required = True
        for item in self.items:
            self._add(item, known.get(item.code), before)

    def _add(self, item: Item, figure: FigureInput | None, before: Past | None) -> None:
        code = item.code
        self.fields[f"value_{code}"] = forms.CharField(
            label=item.name,
            max_length=60,
            required=False,
            initial=_plain(figure),
            help_text=_hint(item, before),
            widget=forms.TextInput(attrs=NARROW),
        )
        words = lower_first(item.name)
        self.fields[f"marker_{code}"] = forms.ChoiceField(
            label=f"Why there is no number for {words}",
            choices=MARKERS,
            required=False,
            initial=figure.marker if figure else "",
        )
        self.fields[f"caveat_{code}"] = forms.ChoiceField(
            label=f"Caveat on {words}", choices=CAVEATS, required=False, initial=figure.caveat if figure else ""
        )
        self.fields[f"words_{code}"] = forms.CharField(
            label=f"The caveat on {words}, in words",
            max_length=LONGEST_WORDS,
            required=False,
            initial=figure.caveat_words if figure else "",
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        self.figures: dict[str, FigureInput] = {}
        for item in self.items:
            try:
                figure = _figure(item, given)
            except Unreadable as fault:
                self.add_error(f"value_{item.code}", f"{item.name}: {lower_first(str(fault))}")
                continue
            if figure:
                self.figures[item.code] = figure
        return given

    @property
    def themes(self) -> list[tuple[str, list[ItemRow]]]:
        """The rows under the name of their theme, in the order of the version."""
        found: dict[str, list[ItemRow]] = {}
        for item in self.items:
            value, marker, caveat, words = (
                self[f"{name}_{item.code}"] for name in ("value", "marker", "caveat", "words")
            )
            shown = bool(caveat.value() or words.value() or caveat.errors or words.errors)
            label = str(Theme(item.theme).label)
            found.setdefault(label, []).append(ItemRow(item, value, marker, caveat, words, shown))
        return list(found.items())


def _plain(figure: FigureInput | None) -> str:
    """A number as somebody types it: without separators, without a decimal point that says nothing."""
    if figure is None or figure.value is None:
        return ""
    text = f"{figure.value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _hint(item: Item, before: Past | None) -> str:
    if before is None:
        return item.definition
    if item.code in before.values:
        last = f"{before.values[item.code].normalize():,f}"
    else:
        last = {one.value: one.label for one in MARKERS_IN_RETURNS}.get(before.markers.get(item.code, ""), "no figure")
    return f"{item.definition} {before.period.label}: {last}."


def _figure(item: Item, given: Mapping[str, Any]) -> FigureInput | None:
    """What was typed for one item; None where nothing was. Raises Unreadable."""
    text, marker, caveat, words = (
        given.get(f"{name}_{item.code}", "").strip() for name in ("value", "marker", "caveat", "words")
    )
    if not text and not marker:
        if caveat or words:
            raise Unreadable("There is a caveat, but neither a number nor a reason why there is none.")
        return None
    if text in MARKERS_IN_RETURNS and not marker:
        text, marker = "", text
    value = number_of(Cell(text), item.kind)[0] if text else None
    return figure_of(value, marker, caveat, words)


class UploadForm(forms.Form):
    """A filled-in template, or the region's own workbook."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    file = forms.FileField(
        label="File",
        help_text="The template of this return as Excel (.xlsx) or CSV, or your region’s workbook; at most 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        max_length=200,
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, restating: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if restating:
            self.fields["why"] = TextField(
                label="Why the quarter is restated", help_text="Everybody who reads the figures can read this."
            )
            self.fields["why"].required = True

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError("The file is larger than 10 MB.")
        return file


class WarningsForm(forms.Form):
    """A reason for each warning; those left out wait."""

    def __init__(self, warnings: Iterable[FigureWarning], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings = list(warnings)
        for one in self.warnings:
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=f"{one.item}: why this is right",
                help_text=one.text,
                max_length=500,
                required=False,
                initial=one.reason,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def given(self) -> list[tuple[FigureWarning, str]]:
        """The warnings whose reason was written or changed."""
        reasons = [(one, self.cleaned_data[f"reason_{one.pk}"].strip()) for one in self.warnings]
        return [(one, text) for one, text in reasons if text and text != one.reason]

    @property
    def waiting(self) -> int:
        """How many warnings have no reason, before or now."""
        return sum(not (one.reason or self.cleaned_data[f"reason_{one.pk}"].strip()) for one in self.warnings)


class EditionForm(forms.Form):
    """A decision about the edition that is shown on the page."""

    edition = forms.IntegerField(widget=forms.HiddenInput)


class QueryForm(forms.Form):
    """A question about a return or one of its figures."""

    about: Any = forms.ModelChoiceField(label="About", queryset=None, required=False, empty_label="The whole return")
    text = TextField(label="Your query", max_length=2000)

    def __init__(self, items: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = items  # type: ignore[attr-defined]
        self.fields["text"].required = True


class AnswerForm(forms.Form):
    """An answer to one query, or to all that wait."""

    query = forms.ChoiceField(label="Which query", required=False, widget=forms.RadioSelect)
    text = TextField(label="Your answer", max_length=2000)

    def __init__(self, queries: list[Remark], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queries = {str(one.pk): one for one in queries}
        choices = [(key, f"{one.item or 'The whole return'}: {one.text[:120]}") for key, one in self.queries.items()]
        if len(choices) == 1:
            self.fields["query"].widget = forms.HiddenInput()
            self.fields["query"].initial = choices[0][0]
        else:
            choices.append(("", "All of them"))
        offer(self, "query", choices)
        self.fields["text"].required = True

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        return {"text": self.cleaned_data["text"], "query": self.queries.get(self.cleaned_data["query"])}


class CommentForm(forms.Form):
    """Words before publication."""

    text = TextField(label="Your comment", max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
