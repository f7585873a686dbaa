"""The sign-in library's forms, in the portal's words."""

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm

from riia.accounts.models import User

ADDRESS = "E-mail address"


class LoginForm(AllauthLoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = ADDRESS


class ResetPasswordForm(AllauthResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = ADDRESS

    def clean_email(self) -> str:
        """Who has not taken up the invitation, or signs in elsewhere, has no password to replace (ACC-7)."""
        email = super().clean_email()
        found: list[User] = list(vars(self)["users"])
        self.users = [user for user in found if user.has_usable_password()]
        return email
