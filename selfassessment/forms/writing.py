"""The form of one section: every kind of question, with rows that can be added and removed without script (SE-11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from regions.querysets import today
from riia.ui.dates import in_words
from riia.ui.forms import DateField
from selfassessment.answers import (
    LONGEST_TITLE,
    MOST_ROWS,
    carried_keys,
    carries_over,
    clean_content,
    empty_answer,
    item,
)
from selfassessment.carrying import carried_row
from selfassessment.documents import texts_of, words_in
from selfassessment.models import Finding
from selfassessment.plans import Question, Section
from selfassessment.rules.writing import faults_of
from selfassessment.statuses import COLLECTS, FATES, InspectionTheme, QuestionKind, ServiceArea

MARKS = "A blank line begins a paragraph, - at the start of a line an entry of a list, **two stars** bold."
ONE: dict[str, str] = {
    QuestionKind.STRENGTHS: "Strength",
    QuestionKind.AREAS: "Area for development",
    QuestionKind.REQUESTS: "Request",
    QuestionKind.OFFERS: "Offer",
    QuestionKind.EVIDENCE: "Link",
}
ITEM_PARTS = ("text", "theme", "service_area", "fate", "fate_words", "id", "carried_from")
LINK_PARTS = ("title", "url")


@dataclass(frozen=True)
class Row:
    """The controls of one point or link, those that are shown and those that aren't; `carried` is the finding that it
    goes back to."""

    number: int
    name: str
    shown: list[BoundField]
    hidden: list[BoundField]
    carried: Finding | None

    @property
    def heading(self) -> str:
        return f"{self.name} {self.number + 1}"


@dataclass(frozen=True)
class Block:
    """A question with its controls: `fields` of one answer, or `rows` of several points."""

    question: Question
    fields: list[BoundField]
    rows: list[Row]
    # Earlier points of the kind that no row carries on.
    left: list[Finding]
    count: BoundField | None = None

    @property
    def one(self) -> str:
        return ONE.get(self.question.kind, "")

    @property
    def adds(self) -> bool:
        """Whether another row fits."""
        return self.count is not None and len(self.rows) < MOST_ROWS


def is_rows(question: Question) -> bool:
    """Whether a question is answered in rows."""
    return question.kind in COLLECTS or question.kind == QuestionKind.EVIDENCE


def rows_of(question: Question, answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of an answer that has rows."""
    found: list[dict[str, Any]] | None = answer.get("links" if question.kind == QuestionKind.EVIDENCE else "items")
    # The list itself, so that rows can be added to an empty one.
    return [] if found is None else found


def new_row(question: Question, section: Section) -> dict[str, Any]:
    """An empty row; a point begins with the theme of its section."""
    return {"title": "", "url": ""} if question.kind == QuestionKind.EVIDENCE else item(theme=section.theme)


def typed_content(section: Section, data: QueryDict) -> dict[str, Any]:
    """What was sent, by question, as it was typed: empty rows are still there."""
    found: dict[str, Any] = {}
    for one in section.questions:
        if not is_rows(one):
            own = ("value", "text") if one.kind == QuestionKind.JUDGEMENT else ("text",)
            found[one.code] = {part: data.get(f"{one.code}-{part}", "") for part in own}
            continue
        parts: tuple[str, ...] = LINK_PARTS if one.kind == QuestionKind.EVIDENCE else ITEM_PARTS
        rows = [{part: data.get(f"{one.code}-{n}-{part}", "") for part in parts} for n in range(_count(one, data))]
        for row in rows:
            if "carried_from" in row:
                key = row["carried_from"]
                row["carried_from"] = int(key) if key.isdecimal() and len(key) < 19 else None  # type: ignore[assignment]
        found[one.code] = {"links" if one.kind == QuestionKind.EVIDENCE else "items": rows}
    return found


def _count(question: Question, data: QueryDict) -> int:
    sent = data.get(f"{question.code}-count", "")
    return min(int(sent), MOST_ROWS) if sent.isdecimal() and len(sent) < 4 else 0


def changed_rows(section: Section, content: dict[str, Any], do: str, earlier: Iterable[Finding]) -> str:
    """Do in place what a button asks for: "add:<code>", "remove:<code>:<row>", "carry:<code>:<finding>".

    Gives the id of the control to go on with; empty where the button asked for nothing that is possible.
    """
    verb, _, rest = do.partition(":")
    code, _, which = rest.partition(":")
    question = section.question(code)
    if question is None or not is_rows(question):
        return ""
    rows = rows_of(question, content[code])
    if verb == "remove" and which.isdecimal() and int(which) < len(rows):
        del rows[int(which)]
        return f"{code}-rows"
    if len(rows) >= MOST_ROWS:
        return ""
    if verb == "add":
        rows.append(new_row(question, section))
    elif verb == "carry":
        found = next((one for one in earlier if str(one.pk) == which), None)
        if found is None or found.pk in carried_keys(content, question):
            return ""
        rows.append(carried_row(found))
    else:
        return ""
    return f"{code}-{len(rows) - 1}"


def first_content(section: Section, stored: Mapping[str, Any], carry: Mapping[str, list[Finding]] | None) -> dict:
    """What the form begins with: what is stored, an empty row where there is none, and, in a section that was never
    saved (`carry` given), last year's points."""
    found = {one.code: dict(stored.get(one.code) or empty_answer(one.kind)) for one in section.questions}
    for one in section.questions:
        if is_rows(one):
            rows = list(rows_of(one, found[one.code])) + [carried_row(each) for each in (carry or {}).get(one.code, ())]
            found[one.code] = {
                "links" if one.kind == QuestionKind.EVIDENCE else "items": rows or [new_row(one, section)]
            }
    return found


class SectionForm(forms.Form):
    """A section's questions, filled in with a content; `data` only where it is to be saved.

    `seen` is the number of the save that the content was made from. `earlier` are last year's points by question.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        section: Section,
        content: Mapping[str, Any],
        *,
        seen: int,
        finished: bool = False,
        earlier: Mapping[str, list[Finding]] | None = None,
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data, initial={"seen": seen}, auto_id="%s")
        self.section, self.given, self.earlier = section, content, earlier or {}
        for one in section.questions:
            self._add(one, content.get(one.code) or empty_answer(one.kind))
        self.fields["finished"] = forms.BooleanField(
            label="This section is finished for now", required=False, initial=finished
        )

    # --- Fields -------------------------------------------------------------------------------------------------------

    def _add(self, question: Question, answer: Mapping[str, Any]) -> None:
        code = question.code
        if is_rows(question):
            rows = rows_of(question, answer)
            self.fields[f"{code}-count"] = _hidden(len(rows))
            for number, row in enumerate(rows):
                self._add_row(question, number, row)
            return
        if question.kind == QuestionKind.JUDGEMENT:
            choices = [(one, one) for one in question.scale]
            self.fields[f"{code}-value"] = forms.ChoiceField(
                label="Judgement",
                required=False,
                initial=answer.get("value", ""),
                choices=[*choices, ("", "Not judged yet")],
                widget=forms.RadioSelect,
            )
        self.fields[f"{code}-text"] = forms.CharField(
            label=_label(question),
            required=False,
            strip=False,
            initial=answer.get("text", ""),
            help_text=_hint(question),
            # Marked, so that bold words, links and lists are kept when they are pasted.
            widget=forms.Textarea(
                attrs={"rows": 14 if question.kind == QuestionKind.NARRATIVE else 6, "data-marks": ""}
            ),
        )

    def _add_row(self, question: Question, number: int, row: Mapping[str, Any]) -> None:
        name = f"{question.code}-{number}"
        if question.kind == QuestionKind.EVIDENCE:
            self.fields[f"{name}-title"] = _line("What it is", row["title"], LONGEST_TITLE)
            self.fields[f"{name}-url"] = _line("Web address", row["url"], 0)
            return
        self.fields[f"{name}-text"] = _words("In a few sentences", row["text"], 4)
        self.fields[f"{name}-theme"] = _choice("Theme", InspectionTheme.choices, row["theme"])
        self.fields[f"{name}-service_area"] = _choice("Service area", ServiceArea.choices, row["service_area"])
        self.fields[f"{name}-id"] = _hidden(row["id"])
        self.fields[f"{name}-carried_from"] = _hidden(row["carried_from"] or "")
        if row["carried_from"]:
            fates = [(one.value, one.label) for one in FATES.get(question.kind, ())]
            self.fields[f"{name}-fate"] = _choice("What became of it", fates, row["fate"])
            self.fields[f"{name}-fate_words"] = _words("In words", row["fate_words"], 2)

    # --- What was typed -----------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Say at each control what is wrong with it; `content` is then the content to store."""
        self.content = clean_content(self.section, self.given)
        for one in self.section.questions:
            kept = self._kept(one)
            for part, fault in faults_of(one, self.content[one.code]):
                row, dash, name = part.partition("-")
                place = f"{one.code}-{kept[int(row)]}-{name}" if dash else f"{one.code}-{part}"
                self.add_error(place if place in self.fields else None, fault)
        return self.cleaned_data

    def _kept(self, question: Question) -> list[int]:
        """The numbers of the typed rows that are not empty, in order."""
        if not is_rows(question):
            return []
        rows = rows_of(question, self.given[question.code])
        return [
            n
            for n, row in enumerate(rows)
            if any(row.get(part) for part in ("text", "carried_from", "fate_words", *LINK_PARTS))
        ]

    # --- The page -----------------------------------------------------------------------------------------------------

    @property
    def blocks(self) -> list[Block]:
        """The questions in order, each with its controls."""
        return [self._block(one) for one in self.section.questions]

    def _block(self, question: Question) -> Block:
        code = question.code
        if not is_rows(question):
            return Block(
                question, [self[f"{code}-{one}"] for one in ("value", "text") if f"{code}-{one}" in self.fields], [], []
            )
        earlier = self.earlier.get(code, [])
        rows = rows_of(question, self.given.get(code) or {})
        carried = {one.get("carried_from") for one in rows}
        by_key = {one.pk: one for one in earlier}
        made = [self._row(question, n, by_key.get(one.get("carried_from") or 0)) for n, one in enumerate(rows)]
        left = [one for one in earlier if one.pk not in carried] if carries_over(question) else []
        return Block(question, [], made, left, self[f"{code}-count"])

    def _row(self, question: Question, number: int, carried: Finding | None) -> Row:
        parts = LINK_PARTS if question.kind == QuestionKind.EVIDENCE else ITEM_PARTS
        names = [f"{question.code}-{number}-{one}" for one in parts]
        fields = [self[one] for one in names if one in self.fields]
        return Row(
            number,
            ONE[question.kind],
            [one for one in fields if not one.is_hidden],
            [one for one in fields if one.is_hidden],
            carried,
        )


def _label(question: Question) -> str:
    labels: dict[str, str] = {QuestionKind.JUDGEMENT: "Why", QuestionKind.DATA_SHEET: "What the figures say"}
    return labels.get(question.kind, "Your text")


def _hint(question: Question) -> str:
    most = f"At most {question.most_words:,} words. " if question.most_words else ""
    return most + MARKS if question.kind == QuestionKind.NARRATIVE else most


def _hidden(value: Any) -> forms.CharField:
    return forms.CharField(required=False, initial=value, widget=forms.HiddenInput)


def _line(label: str, value: str, most: int) -> forms.CharField:
    attrs = {"maxlength": most} if most else {"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(label=label, required=False, initial=value, widget=forms.TextInput(attrs=attrs))


def _words(label: str, value: str, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, strip=False, initial=value, widget=widget)


def _choice(label: str, choices: Any, value: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, initial=value, choices=[("", "Choose"), *choices], widget=forms.Select
    )


def words_over(section: Section, content: Mapping[str, Any]) -> list[tuple[Question, int]]:
    """The questions that have more words than they ask for, with their number. It stands in nobody's way."""
    counted = [(one, sum(map(words_in, texts_of(one.kind, content.get(one.code) or {})))) for one in section.questions]
    return [(one, number) for one, number in counted if one.most_words and number > one.most_words]


class EditorForm(forms.Form):
    """Which officer of the authority writes."""

    person: Any = forms.ModelChoiceField(label="Who", queryset=None, empty_label="Choose a person")

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class InviteForm(EditorForm):
    """Who of the regional team reads before release, and until when."""

    last_day = DateField(label="Last day", help_text="The last day on which they read it.")

    def __init__(self, people: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(people, *args, **kwargs)
        self.fields["last_day"].help_text = f"Such as {in_words(today() + timedelta(days=14))}, within a year."

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        last: date = self.cleaned_data["last_day"]
        return {"person": self.cleaned_data["person"], "ends": last + timedelta(days=1)}
