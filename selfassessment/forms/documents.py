"""What is asked of who brings a file."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from regions.forms.acting import offer
from selfassessment.files.uploads import MOST_BYTES, Refused, Upload, checked
from selfassessment.plans import Section

WHOLE_CHOICE = "whole"


class WordFileForm(forms.Form):
    """A Word file; `upload` is what was made of it."""

    endings: tuple[str, ...] = ("docx",)
    file = forms.FileField(
        label="File",
        help_text=f"The Word copy, filled in (.docx), at most {MOST_BYTES // 1024 // 1024} MB.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        max_length=200,
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.upload: Upload | None = None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
        try:
            self.upload = checked(file.name, file.read(), self.endings)
        except Refused as refusal:
            raise ValidationError(list(refusal.reasons)) from refusal
        return file


class AttachmentForm(WordFileForm):
    """A file and what it stands for."""

    endings = ("docx", "pdf")
    section = forms.ChoiceField(label="What the file stands for")
    field_order = ["section", "file"]

    def __init__(self, sections: Iterable[Section], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.slug, f"{number}. {one.title}") for number, one in enumerate(sections, start=1)]
        offer(self, "section", [*choices, (WHOLE_CHOICE, "The whole narrative")])
        self.fields["file"].help_text = (
            f"Word (.docx) or PDF, at most {MOST_BYTES // 1024 // 1024} MB, without comments, tracked changes, hidden "
            "text, macros or passwords."
        )
        self.fields["file"].widget.attrs["accept"] = ".docx,.pdf"

    @property
    def details(self) -> dict[str, Any]:
        """What `add_attachment` takes."""
        section = self.cleaned_data["section"]
        return {"section": "" if section == WHOLE_CHOICE else section, "upload": self.upload}
