"""What is asked of volunteers, moderators, chairs and authorities in moderation (MOD-1 to MOD-8)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from regions.forms.acting import offer
from regions.forms.editing import TextField
from riia.ui.forms import DateField, WholeNumberField
from selfassessment.calibrating import Example
from selfassessment.forms.child_details import NoChildForm
from selfassessment.plans import Section
from selfassessment.proposing import Free
from selfassessment.rules.feedback import SUMMARY
from selfassessment.rules.volunteers import LONGEST_WORDS, MOST_PLACES
from selfassessment.statuses import PanelPart, Seriousness

NO_CHILD = "No names or details of children."
LONGEST_FEEDBACK = 20000
TYPED_APART = (
    "Judging apart has ended since you opened this page, so this was not saved. Your words are kept below: save them "
    "only if they are to be the view that the panel agrees."
)


class OfferForm(NoChildForm):
    """How much somebody would take on."""

    most = WholeNumberField(label="At most how many self-evaluations", min_value=1, max_value=MOST_PLACES, initial=2)
    chairs = forms.BooleanField(label="I would also chair a panel", required=False)
    note = forms.CharField(
        label="Anything the regional team needs to know",
        required=False,
        max_length=300,
        help_text="Only it reads this.",
    )


class JudgementForm(NoChildForm):
    """A word of the scale, and why."""

    value = forms.ChoiceField(label="Judgement", widget=forms.RadioSelect)
    words = TextField(label="Why", required=True, max_length=LONGEST_WORDS, help_text=NO_CHILD)

    def __init__(self, scale: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "value", [(one, one) for one in scale])


class SeenForm(forms.Form):
    """A decision on what was looked at: refused, the page shows what stands now, and can be sent again (SE-11).

    `newest` is the mark of what stands now.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, data: Any = None, newest: str, initial: Any = None, **kwargs: Any) -> None:
        self.sent, self.newest = "" if data is None else data.get("seen", ""), newest
        if data is not None:
            data = data.copy()
            data["seen"] = newest
        kwargs |= {"data": data, "initial": {**(initial or {}), "seen": newest}}
        super().__init__(*args, **kwargs)

    @property
    def overtaken(self) -> bool:
        """Whether something else was saved since the page was opened."""
        return self.is_bound and self.sent != self.newest

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        return {**self.cleaned_data, "seen": self.sent}


class ViewForm(SeenForm, JudgementForm):
    """The view that a panel agrees of a section; what was typed to be judged apart becomes none unasked (MOD-3)."""

    def __init__(self, *args: Any, data: Any = None, **kwargs: Any) -> None:
        # The form of a judgement says nothing of what was seen: it was opened before the pair saw each other's.
        self.typed_apart = data is not None and "seen" not in data
        super().__init__(*args, data=data, **kwargs)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.typed_apart:
            self.add_error(None, TYPED_APART)
        return cleaned


class CalibrationForm(forms.Form):
    """A word for each section of the example, and why."""

    def __init__(self, example: Example, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example
        for one in example.sections:
            self.fields[f"value_{one.slug}"] = forms.ChoiceField(
                label=f"{one.title}: judgement",
                choices=[(word, word) for word in example.scale],
                widget=forms.RadioSelect,
            )
            self.fields[f"words_{one.slug}"] = TextField(label=f"{one.title}: why", max_length=LONGEST_WORDS)

    @property
    def parts(self) -> list[tuple[Any, Any, Any]]:
        """Each section of the example with its two fields."""
        return [(one, self[f"value_{one.slug}"], self[f"words_{one.slug}"]) for one in self.example.sections]

    @property
    def judgements(self) -> dict[str, dict[str, Any]]:
        """What the act takes."""
        typed = self.cleaned_data
        return {
            one.slug: {"value": typed[f"value_{one.slug}"], "words": typed[f"words_{one.slug}"]}
            for one in self.example.sections
        }


def _people(free: Iterable[Free]) -> list[tuple[str, str]]:
    return [(str(one.volunteer.pk), _in_words(one)) for one in free]


def _in_words(one: Free) -> str:
    return f"{one.volunteer.person}, {one.of}: {one.places} of {one.volunteer.most} places{one.mark}"


class PanelForm(forms.Form):
    """Two moderators and a chair, from the volunteers of the cycle."""

    first = forms.ChoiceField(label="First moderator")
    second = forms.ChoiceField(label="Second moderator")
    chair = forms.ChoiceField(label="Chair of the panel")

    def __init__(self, free: Sequence[Free], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.volunteers = {str(one.volunteer.pk): one.volunteer for one in free}
        for name in ("first", "second"):
            offer(self, name, [("", "Choose somebody"), *_people(free)])
        chairs = [one for one in free if one.volunteer.chairs]
        offer(self, "chair", [("", "Choose somebody"), *_people(chairs)])

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        chosen = {name: self.volunteers[self.cleaned_data[name]].person for name in ("first", "second", "chair")}
        return {"moderators": [chosen["first"], chosen["second"]], "chair": chosen["chair"]}


class MemberForm(forms.Form):
    """Somebody for a part of a panel that nobody has."""

    part = forms.ChoiceField(label="As what", widget=forms.RadioSelect)
    person = forms.ChoiceField(label="Who")

    def __init__(self, parts: Sequence[str], free: Sequence[Free], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.volunteers = {str(one.volunteer.pk): one.volunteer for one in free}
        offer(self, "part", [(one, PanelPart(one).label) for one in parts])
        if len(parts) == 1:
            self.initial.setdefault("part", parts[0])
        offer(self, "person", [("", "Choose somebody"), *_people(free)])

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        return {"part": self.cleaned_data["part"], "person": self.volunteers[self.cleaned_data["person"]].person}


class AnnounceForm(forms.Form):
    """Until when the authority may object, and by when moderators judge."""

    object_until = DateField(label="The authority may object until", help_text="The last day on which it can.")
    judge_by = DateField(label="Judgements by")


class WhyForm(NoChildForm):
    """An objection."""

    text = TextField(
        label="Why this person should not moderate your self-evaluation",
        required=True,
        max_length=LONGEST_WORDS,
        help_text="The regional team and the members of the panel can read it.",
    )


class DecisionForm(NoChildForm):
    """What is decided about an objection."""

    decision = TextField(label="Why", required=True, max_length=LONGEST_WORDS, help_text="The authority reads it.")


class PointForm(NoChildForm):
    """A point to discuss."""

    section = forms.ChoiceField(label="About which section", required=False)
    text = TextField(label="What is to be discussed", required=True, max_length=LONGEST_WORDS, help_text=NO_CHILD)
    seriousness = forms.ChoiceField(
        label="How serious it looks",
        choices=Seriousness.choices,
        widget=forms.RadioSelect,
        initial=Seriousness.TO_DISCUSS,
    )

    def __init__(self, sections: Iterable[Section], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "section", [("", "The whole"), *((one.slug, one.title) for one in sections)])


class DiscussionForm(NoChildForm):
    """A discussion as it was held."""

    discussed_on = DateField(label="On which day")
    with_whom = forms.CharField(label="Who took part", max_length=300)
    discussion = TextField(
        label="What was said", required=True, max_length=LONGEST_WORDS, help_text=f"The authority reads it. {NO_CHILD}"
    )


class CorrectionForm(SeenForm, DiscussionForm):
    """A recorded discussion, written down otherwise."""


class ClosePointForm(NoChildForm):
    """What came of a discussion."""

    outcome = TextField(label="What came of it", required=True, max_length=LONGEST_WORDS)
    seriousness = forms.ChoiceField(
        label="How serious it is after the discussion", choices=Seriousness.choices, widget=forms.RadioSelect
    )


class FeedbackForm(SeenForm, NoChildForm):
    """Feedback on the whole and on each section that was judged."""

    def __init__(self, sections: Sequence[Section], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {SUMMARY: "The whole", **{one.slug: one.title for one in sections}}
        for slug, title in self.names.items():
            self.fields[f"text_{slug}"] = TextField(
                label=title,
                max_length=LONGEST_FEEDBACK,
                widget=forms.Textarea(attrs={"rows": 8 if slug == SUMMARY else 5}),
            )

    @staticmethod
    def begin(content: Mapping[str, str]) -> dict[str, Any]:
        """What the form holds before anything is changed."""
        return {f"text_{slug}": text for slug, text in content.items()}

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes."""
        content = {slug: self.cleaned_data[f"text_{slug}"].strip() for slug in self.names}
        seen = int(self.sent) if self.sent.isascii() and self.sent.isdigit() else -1
        return {"content": {slug: text for slug, text in content.items() if text}, "seen": seen}


class ToneForm(NoChildForm):
    """What should be said otherwise."""

    words = TextField(
        label="What should be said otherwise",
        required=True,
        max_length=LONGEST_WORDS,
        help_text="Only the panel reads it.",
    )


class SendOnForm(forms.Form):
    """Until when the authority may reply."""

    reply_until = DateField(label="The authority may reply until")


class ReplyForm(NoChildForm):
    """What the authority makes of the feedback."""

    text = TextField(
        label="Reply",
        required=True,
        max_length=LONGEST_FEEDBACK,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=NO_CHILD,
    )
