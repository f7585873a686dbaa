"""What is asked of people about their own accounts."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from regions.forms.acting import offer


class NewPasswordForm(forms.Form):
    """The first password of an account, typed twice."""

    password = forms.CharField(
        label="New password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Three words that don’t belong together are easy to remember.",
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password"), cleaned.get("again")
        if first and second and first != second:
            self.add_error("again", ValidationError("The two passwords are not the same"))
        return cleaned


class ActAsForm(forms.Form):
    """Under which of several seats somebody acts (ACC-19)."""

    appointment = forms.ChoiceField(label="Act under", widget=forms.RadioSelect)

    def __init__(self, held, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "appointment", [(str(one.appointment), one.label) for one in held])
