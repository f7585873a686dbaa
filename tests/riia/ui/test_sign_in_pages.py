"""The sign-in library's pages wear our frame and words, and nothing in them needs a looser content security policy."""

import re

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from riia.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture
def user():
    return User.objects.create_user(email="ann.lee@northtown.example", password=PASSWORD, name="Ann Lee")


@pytest.fixture
def signed_in(client, user):
    """Somebody who has just typed the password, so that no page asks for it again."""
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def check(response, title):
    """Our frame, the title also as the only h1, no script or style inside the page."""
    html = response.content.decode()
    assert response.status_code == 200
    assert f"<title>{title} – Regional improvement portal</title>" in html
    assert [re.sub(r"<[^>]+>", "", heading).strip() for heading in re.findall(r"<h1[^>]*>(.*?)</h1>", html)] == [
        title.removeprefix("Error: ")
    ]
    assert all("src=" in tag or "json" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.search(r"<style|\sstyle=|\son\w+=", html)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    return html


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_login", "Sign in"),
        ("account_signup", "Accounts are by invitation"),
        ("account_reset_password", "Reset your password"),
        ("account_reset_password_done", "Check your e-mail"),
        ("account_reset_password_from_key_done", "Your password is changed"),
        ("account_inactive", "This account is closed"),
        ("socialaccount_login_cancelled", "You stopped signing in"),
    ],
)
def test_pages_before_signing_in(client, name, title):
    check(client.get(reverse(name)), title)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_logout", "Sign out"),
        ("account_change_password", "Change your password"),
        ("account_reauthenticate", "Confirm that it is you"),
        ("mfa_index", "Second factor"),
        ("mfa_activate_totp", "Set up an authenticator app"),
        ("mfa_add_webauthn", "Add a passkey"),
        ("mfa_list_webauthn", "Passkeys"),
        ("usersessions_list", "Where you are signed in"),
        ("socialaccount_connections", "Work account"),
    ],
)
def test_pages_of_ones_own_account(signed_in, name, title):
    check(signed_in.get(reverse(name)), title)


@pytest.fixture
def passkey(user):
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Work laptop", "credential": {}}
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [("mfa_edit_webauthn", "Rename a passkey"), ("mfa_remove_webauthn", "Remove the passkey “Work laptop”")],
)
def test_pages_of_a_passkey(signed_in, passkey, name, title):
    response = signed_in.get(reverse(name, kwargs={"pk": passkey.pk}))
    if name == "mfa_edit_webauthn":
        check(response, title)
    assert title in response.content.decode()


def test_who_has_an_app_is_asked_for_its_code(client, user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)
    html = check(response, "Confirm with your second factor")
    assert "Or use a passkey" not in html


def test_pages_of_an_app_and_its_recovery_codes(signed_in, user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "0" * 40, "used_mask": 1}
    )
    check(signed_in.get(reverse("mfa_deactivate_totp")), "Remove the authenticator app")
    check(signed_in.get(reverse("mfa_generate_recovery_codes")), "Make new recovery codes")
    html = check(signed_in.get(reverse("mfa_view_recovery_codes")), "Recovery codes")
    assert "9 of 10 codes are left" in html
    assert "each works once" in signed_in.get(reverse("mfa_download_recovery_codes")).content.decode().lower()


def test_a_wrong_password_is_said_at_the_top_and_in_the_title(client, user):
    html = check(client.post(reverse("account_login"), {"login": user.email, "password": "wrong"}), "Error: Sign in")
    assert "There is a problem" in html
    assert 'href="#form-errors"' in html
    assert 'id="form-errors"' in html


def test_an_empty_sign_in_leads_to_its_fields(client):
    html = check(client.post(reverse("account_login"), {}), "Error: Sign in")
    assert 'href="#id_login"' in html
    assert 'href="#id_password"' in html


def test_a_new_password_is_chosen_by_a_link_that_works_once(client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    response = client.get(reverse("account_reset_password_from_key", args=key.split("-", 1)), follow=True)
    check(response, "Choose a new password")
    bad = client.get(reverse("account_reset_password_from_key", args=("x", "bad-key")))
    check(bad, "This link no longer works")


def test_mail_about_a_password_is_plain_short_and_has_one_link(client, user):
    client.post(reverse("account_reset_password"), {"email": user.email})
    client.post(reverse("account_reset_password"), {"email": "nobody@elsewhere.example"})
    if not mail.outbox:
        pytest.skip("mail leaves by the outbox")
    first, second = mail.outbox
    assert (first.subject, second.subject) == ("Choose a new password", "There is no account with this address")
    assert len(re.findall(r"https?://", first.body)) == 1
    assert not re.findall(r"https?://", second.body)
    assert not first.alternatives


def test_the_passkey_pages_load_only_files_of_ours(signed_in):
    html = signed_in.get(reverse("mfa_add_webauthn")).content.decode()
    assert [source.split("/")[-1] for source in re.findall(r'<script[^>]*src="([^"]+)"', html)] == [
        "init.js",
        "webauthn-json.js",
        "webauthn.js",
        "onload.js",
        "passkey.js",
    ]
    assert 'id="js_data" type="application/json"' in html


def test_signing_in_needs_no_banner(client, user):
    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)
    assert "govuk-notification-banner" not in response.content.decode()
