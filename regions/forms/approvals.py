"""What is asked of who approves by a link: yes, or back with a reason."""

from typing import Any

from django import forms


class AnswerForm(forms.Form):
    """The reason is needed to send something back; which button was pressed says what it is."""

    why = forms.CharField(
        label="Reason, if you send it back",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Who asked you reads it, and it is kept.",
    )

    def __init__(self, sends_back: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sends_back = sends_back
        if not sends_back:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.data.get("answer") not in ("approve", *(["back"] if self.sends_back else [])):
            self.add_error(None, "Press the button of your decision")
        back = self.sends_back and self.data.get("answer") == "back"
        if back and not cleaned.get("why") and "why" not in self.errors:
            self.add_error("why", "Enter what has to change before you can approve it")
        return cleaned
