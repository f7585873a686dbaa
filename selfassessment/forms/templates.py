"""What is asked of who words a template: its name, sections and questions, the same without script."""

from collections import Counter
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify

from datasets.models import Indicator
from regions.forms.acting import offer
from regions.forms.editing import LinesField, TextField
from regions.models import Region
from riia.ui.forms import WholeNumberField
from selfassessment.models import Template
from selfassessment.plans import SCALE, Question, Section, sections_from
from selfassessment.statuses import InspectionTheme, QuestionKind

# Kinds whose answer is counted in words.
IN_WORDS = (QuestionKind.NARRATIVE, QuestionKind.JUDGEMENT, QuestionKind.DATA_SHEET)


class DraftForm(forms.Form):
    """For which region the next template is drafted, and what it is called."""

    region: Any = forms.ModelChoiceField(label="Region", queryset=None, empty_label="Choose a region")
    name = forms.CharField(label="Name of the template", max_length=100, help_text="Such as Self-evaluation 2027-28.")
    label = forms.CharField(
        label="What your region calls the document",
        max_length=40,
        help_text="Such as Self-evaluation, SEF or Self-assessment. Pages and notices use this word.",
    )

    def __init__(self, template: Template, regions: QuerySet[Region], data: Any = None) -> None:
        super().__init__(data, initial={"label": template.label, "region": regions.first()})
        self.fields["region"].queryset = regions  # type: ignore[attr-defined]


class SeenForm(forms.Form):
    """A change of a draft, with the number of saves that its author had before them."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, template: Template, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"seen": template.number} | (initial or {}))


class NameForm(SeenForm):
    name = forms.CharField(label="Name of the template", max_length=100)
    label = forms.CharField(label="What your region calls the document", max_length=40)

    def __init__(self, template: Template, data: Any = None) -> None:
        super().__init__(template, data, {"name": template.name, "label": template.label})


class SectionForm(SeenForm):
    """A section without its questions. Its address comes from its first title and stays, so that years compare."""

    title = forms.CharField(label="Title", max_length=100)
    theme = forms.ChoiceField(
        label="What it is about",
        required=False,
        choices=[("", "Nothing in particular"), *InspectionTheme.choices],
        help_text="Strengths and areas of this section begin with this theme.",
    )
    guidance = TextField(label="Guidance for those who write", max_length=2000)

    def __init__(self, template: Template, section: Section | None, data: Any = None) -> None:
        self.taken = {one.slug for one in sections_from(template.content)}
        self.section_there = section
        shown = {"title": section.title, "theme": section.theme, "guidance": section.guidance} if section else {}
        super().__init__(template, data, shown)

    @property
    def section(self) -> Section:
        given = {name: self.cleaned_data[name] for name in ("title", "theme", "guidance")}
        slug = self.section_there.slug if self.section_there else address_for(given["title"], self.taken)
        return Section(slug=slug, **given)


class QuestionForm(SeenForm):
    """A question of one kind; only what the kind needs is asked for."""

    wording = forms.CharField(label="Question", max_length=300)
    help = TextField(label="Help below it", max_length=1000)
    required = forms.BooleanField(
        label="It has to be answered before the text is submitted", required=False, initial=True
    )
    scale = LinesField(
        label="Words of the scale",
        max_length=500,
        required=True,
        help_text="One a line, the best first.",
        error_messages={"required": "Write at least two words, one a line"},
    )
    indicators = forms.MultipleChoiceField(
        label="Indicators that it shows",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one indicator"},
    )
    most_words = WholeNumberField(
        label="Words at most", min_value=0, max_value=20_000, help_text="0 for as many as they like."
    )

    def __init__(
        self,
        template: Template,
        section: Section,
        kind: str,
        question: Question | None,
        indicators: QuerySet[Indicator],
        data: Any = None,
    ) -> None:
        self.kind, self.there = kind, question
        self.taken = {one.code for one in section.questions}
        shown = {"scale": list(SCALE), "most_words": 0}
        if question:
            names = ("wording", "help", "required", "most_words")
            shown = {name: getattr(question, name) for name in names}
            shown |= {"scale": list(question.scale), "indicators": list(question.indicators)}
        super().__init__(template, data, shown)
        if kind != QuestionKind.JUDGEMENT:
            del self.fields["scale"]
        if kind not in IN_WORDS:
            del self.fields["most_words"]
        if kind == QuestionKind.DATA_SHEET:
            offer(self, "indicators", _by_theme(indicators))
        else:
            del self.fields["indicators"]

    def clean_scale(self) -> list[str]:
        typed = [line.strip() for line in self.data.get(self.add_prefix("scale"), "").splitlines()]
        twice = [word for word, times in Counter(filter(None, typed)).items() if times > 1]
        if twice:
            raise forms.ValidationError(f"Write each word once: “{'”, “'.join(twice)}” stands there more often")
        found: list[str] = self.cleaned_data["scale"]
        return found

    @property
    def question(self) -> Question:
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        code = self.there.code if self.there else address_for(given["wording"], self.taken)
        for name in ("scale", "indicators"):
            given[name] = tuple(given.get(name, ()))
        return Question(code=code, kind=self.kind, **given)


def _by_theme(indicators: QuerySet[Indicator]) -> list[Any]:
    return [(one.code, f"{one.get_theme_display()}: {one.name}") for one in indicators.order_by("position")]


def address_for(words: str, taken: set[str]) -> str:
    """A short address for something new: its words, with a number where another has the same."""
    wanted = slugify(words)[:40].strip("-") or "part"
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
