"""What every answer carries, and what the way in asks of people."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import patch

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as portal
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from regions import workflow
from riia.accounts.models import User
from riia.audit.models import Event
from riia.settings import kept_key
from tests import factories
from tests.people import EVERYBODY, PASSWORD, signed_in

SIGN_IN = "/accounts/login/"
FACTORS = "/accounts/2fa/"
BOARD_AND_TEAM = {
    "chair",
    "co_chair",
    "vice_chair",
    "lead_dcs",
    "regional_lead_member",
    "lead_chief_executive",
    "regional_lead",
    "regional_team",
    "colleague",
    "board_chair",
    "board_member",
}


def signing_in(client: Client, user: User, password: str = PASSWORD, **more):
    return client.post(SIGN_IN, {"login": user.email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/accounts/details/").status_code == 200


def settings_with(**environment: str) -> dict:
    """The settings as a process with these environment variables has them (those asked for below)."""
    names = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SECURE_PROXY_SSL_HEADER",
        "PASSWORD_HASHERS",
        "SOCIALACCOUNT_PROVIDERS",
        "CONTENT_SECURITY_POLICY",
        "ALLOW_DEMO",
        "DEBUG",
    ]
    code = f"import json; from riia import settings as s; print(json.dumps({{n: getattr(s, n) for n in {names}}}))"
    dropped = ("SERVED_OVER_HTTPS", "ALLOW_DEMO", "DEBUG", "ENTRA_TENANT_ID")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], env={**kept, **environment}, cwd=portal.BASE_DIR, capture_output=True, check=True
    )
    return json.loads(done.stdout)


# --- On every answer --------------------------------------------------------------------------------------------------


@contextmanager
def broken():
    """A fault of our own at the front door."""
    with patch("riia.home.views.render", side_effect=RuntimeError("secret detail")):
        yield


def answers(cast) -> dict[str, object]:
    """One answer of each kind."""
    client = Client(raise_request_exception=False)
    member = signed_in(Client(), cast.stranger)
    found = {
        "page": client.get("/"),
        "to sign in": client.get("/people/"),
        "missing": client.get("/nothing/"),
        "method": client.post("/regions/"),
        "forbidden": member.get("/people/"),
        "forged": Client(enforce_csrf_checks=True).post(SIGN_IN, {}),
        "export": client.get("/authorities/?export=csv"),
        "host": client.get("/", headers={"host": "evil.example"}),
    }
    with broken():
        found["broken"] = client.get("/")
    return found


def test_every_answer_carries_the_headers_that_browsers_obey(cast):
    found = answers(cast)
    assert {kind: answer.status_code for kind, answer in found.items()} == {
        "page": 200,
        "to sign in": 302,
        "missing": 404,
        "method": 405,
        "forbidden": 403,
        "forged": 403,
        "export": 200,
        "host": 400,
        "broken": 500,
    }
    for kind, answer in found.items():
        assert answer["X-Content-Type-Options"] == "nosniff", kind
        assert answer["X-Frame-Options"] == "DENY", kind
        assert answer["Referrer-Policy"] == "same-origin", kind
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", kind
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", kind
        assert answer["Permissions-Policy"].startswith("camera=(), geolocation=(), microphone=()"), kind
        assert answer["Cache-Control"].startswith("private, no-"), kind
        assert answer["X-Request-Id"], kind


def policy(answer) -> dict[str, list[str]]:
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";") if part.strip()]
    return {name: sources for name, *sources in parts}


def test_the_content_security_policy_allows_nothing_inline_and_nobody_to_frame_us(cast):
    own = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
    for kind, answer in answers(cast).items():
        assert policy(answer) == own, kind
    signed_in(client := Client(), cast.administrator)
    assert policy(client.get("/admin/")) == own


def test_a_fault_of_ours_shows_nothing_of_its_inside(cast):
    with broken():
        text = Client(raise_request_exception=False).get("/").content.decode()
    assert "secret detail" not in text
    assert "Traceback" not in text


def test_pages_of_who_is_signed_in_are_kept_nowhere(cast, client):
    assert client.get("/")["Cache-Control"] == "private, no-cache"
    assert signed_in(client, cast.north.dcs).get("/")["Cache-Control"] == "private, no-store"


def test_a_request_carries_the_id_that_a_proxy_gave_it_unless_it_looks_odd(client, db):
    assert client.get("/healthz", headers={"x-request-id": "0123-abcd-4567"})["X-Request-Id"] == "0123-abcd-4567"
    for odd in ("short", "x" * 65, 'a"; drop', "<script>1234"):
        assert client.get("/", headers={"x-request-id": odd})["X-Request-Id"] != odd


def test_another_sites_form_does_not_act(cast):
    client = signed_in(Client(enforce_csrf_checks=True), cast.north.regional_team)
    appointment = factories.proposed(cast.seat(cast.north.third, "dcs"), by=cast.north.colleague)
    assert client.post(f"/appointments/{appointment.pk}/confirm/", {}).status_code == 403
    appointment.refresh_from_db()
    assert appointment.status == "proposed"


# --- Cookies and HTTPS ------------------------------------------------------------------------------------------------


def test_cookies_cannot_be_read_by_scripts_or_sent_along_by_other_sites(cast, client):
    signing_in(client, cast.north.dass)
    session = client.cookies["sessionid"]
    assert (session["httponly"], session["samesite"], session["path"]) == (True, "Lax", "/")
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_served_over_https_everything_hangs_together():
    plain, secure = settings_with(), settings_with(SERVED_OVER_HTTPS="1")
    expected = {
        "SESSION_COOKIE_SECURE": (False, True),
        "CSRF_COOKIE_SECURE": (False, True),
        "SECURE_SSL_REDIRECT": (False, True),
        "SECURE_HSTS_SECONDS": (0, 31_536_000),
        "SECURE_PROXY_SSL_HEADER": (None, ["HTTP_X_FORWARDED_PROTO", "https"]),
    }
    assert {name: (plain[name], secure[name]) for name in expected} == expected
    assert (secure["DEBUG"], secure["ALLOW_DEMO"]) == (False, False)
    assert secure["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")


def test_health_checks_answer_without_https(client, settings, db):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/").status_code == 301
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200


# --- ACC-6: the second factor -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("allow_demo", [False, True])
def test_acc_6_teams_boards_and_administrators_go_no_further_without_a_second_factor(
    cast, client, settings, allow_demo
):
    settings.ALLOW_DEMO = allow_demo
    Authenticator.objects.all().delete()
    stopped = set()
    for name in EVERYBODY:
        answer = signed_in(client, cast[name]).get("/regions/")
        if answer.status_code == 302:
            assert answer["Location"] == FACTORS
            stopped.add(name)
    teams = {f"{region}.{role}" for region in ("north", "south") for role in BOARD_AND_TEAM} & set(EVERYBODY)
    assert stopped == teams | {"administrator", "other_administrator"}


def test_acc_6_who_must_enrol_still_reaches_enrolment_help_and_the_way_out(cast, client):
    Authenticator.objects.all().delete()
    signed_in(client, cast.north.chair)
    for path in (FACTORS, "/accounts/details/", "/accounts/logout/", "/help/", "/privacy/", "/healthz"):
        assert client.get(path).status_code == 200, path
    for path in ("/", "/people/", "/directory/", "/memoranda/", "/admin/", "/search/?q=a"):
        assert client.get(path)["Location"] == FACTORS, path


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (Authenticator.Type.TOTP, True),
        (Authenticator.Type.WEBAUTHN, True),
        (Authenticator.Type.RECOVERY_CODES, False),
    ],
)
def test_acc_6_an_authenticator_app_or_a_passkey_counts_and_recovery_codes_alone_do_not(cast, client, kind, counts):
    Authenticator.objects.all().delete()
    Authenticator.objects.create(user=cast.north.chair, type=kind, data={"secret": "x"})
    assert (signed_in(client, cast.north.chair).get("/regions/").status_code == 200) is counts


@pytest.mark.parametrize(
    ("is_demo", "allow_demo", "passes"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_acc_6_only_demonstration_accounts_are_spared_and_only_where_it_is_allowed(
    cast, client, settings, is_demo, allow_demo, passes
):
    settings.ALLOW_DEMO = allow_demo
    Authenticator.objects.all().delete()
    User.objects.filter(pk__in=[cast.north.chair.pk, cast.administrator.pk]).update(is_demo=is_demo)
    assert (signed_in(client, cast.north.chair).get("/people/").status_code == 200) is passes
    assert (signed_in(client, cast.administrator).get("/admin/").status_code == 200) is passes


def code_of(user: User) -> str:
    """What the authenticator app shows now."""
    secret = user.authenticator_set.get(type=Authenticator.Type.TOTP).wrap().instance.data["secret"]
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_acc_6_a_password_alone_signs_nobody_in_who_has_a_second_factor(cast, client):
    answer = signing_in(client, cast.north.chair)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)
    refused = client.post(answer["Location"], {"code": "000000"})
    assert refused.status_code == 200
    assert not is_signed_in(client)
    client.post(answer["Location"], {"code": code_of(cast.north.chair)})
    assert is_signed_in(client)


def test_acc_6_a_code_works_once(cast, client):
    code = code_of(cast.north.chair)
    for attempt in (client, Client()):
        signing_in(attempt, cast.north.chair)
        attempt.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_signed_in(client)
    assert not is_signed_in(attempt)


def test_acc_6_the_second_factor_is_offered_to_all_and_whoever_was_invited_can_set_one_up(cast, client):
    signing_in(client, cast.north.dass)
    EmailAddress.objects.create(user=cast.north.dass, email=cast.north.dass.email)  # as single sign-on leaves one
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert client.post(asked["Location"], {"password": "wrong"}).status_code == 200
    again = client.post(asked["Location"], {"password": PASSWORD})
    assert client.get(again["Location"]).status_code == 200
    assert again["Location"] == "/accounts/2fa/totp/activate/"


# --- Signing in -------------------------------------------------------------------------------------------------------


def test_an_address_and_its_password_sign_in_however_the_address_is_written(cast, client):
    answer = client.post(SIGN_IN, {"login": "NORTH.DASS@Portal.example", "password": PASSWORD})
    assert answer["Location"] == "/"
    assert is_signed_in(client)
    assert Event.objects.latest("pk").verb == "sign_in"


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(cast, client):
    wrong = signing_in(client, cast.north.dass, "wrong")
    unknown = client.post(SIGN_IN, {"login": "nobody@portal.example", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 200
    said = [str(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert said[0] == said[1] != ""
    assert not is_signed_in(client)


def test_after_five_wrong_passwords_the_right_one_does_not_help_for_a_while(cast, client):
    for _ in range(5):
        signing_in(client, cast.north.dass, "wrong")
    late = signing_in(client, cast.north.dass)
    assert late.status_code in (200, 429)
    assert not is_signed_in(client)
    signing_in(other := Client(), cast.north.dcs)
    assert is_signed_in(other), "somebody else is not locked out"


def test_guessing_at_many_accounts_from_one_address_is_stopped(cast, client):
    found = [
        client.post(SIGN_IN, {"login": f"guess-{number}@portal.example", "password": "wrong"}) for number in range(11)
    ]
    assert [answer.status_code for answer in found[:10]] == [200] * 10
    late = found[10]
    assert late.status_code == 429 or "Too many" in late.content.decode()


def test_asking_for_new_passwords_is_limited_too_and_tells_nobody_who_has_an_account(cast, client):
    known = client.post("/accounts/password/reset/", {"email": cast.north.dass.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@portal.example"})
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]
    assert cast.north.dass.email in {address for message in mail.outbox for address in message.to}
    codes = [client.post("/accounts/password/reset/", {"email": cast.north.dass.email}).status_code for _ in range(6)]
    assert 429 in codes


def test_nobody_signs_up(cast, client):
    accounts = User.objects.count()
    form = {"email": "new@portal.example", "password1": PASSWORD, "password2": PASSWORD}
    for path in ("/accounts/signup/", "/accounts/3rdparty/signup/"):
        client.post(path, form)
    assert User.objects.count() == accounts
    assert "invit" in client.get("/accounts/signup/").content.decode()


@pytest.mark.parametrize(
    ("password", "says"),
    [("short", "too short"), ("q1w2e3r4t5y6", "too common"), ("director aldermoor", "too similar")],
)
def test_a_new_password_is_long_unusual_and_not_ones_name(cast, client, password, says):
    User.objects.filter(pk=cast.north.dass.pk).update(name="Director Aldermoor")
    signing_in(client, cast.north.dass)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    answer = client.post("/accounts/password/change/", form)
    assert says in str(answer.context["form"].errors)
    assert cast.north.dass.check_password(PASSWORD)


def test_a_changed_password_ends_the_other_sessions_and_is_on_the_trail(cast, client):
    other = Client()
    for one in (client, other):
        signing_in(one, cast.north.dass)
    new = "another long and dry autumn"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert cast.north.dass.check_password(new)
    assert not is_signed_in(other)
    assert Event.objects.filter(verb="change_password", actor_id=cast.north.dass.pk).count() == 1


def test_signing_in_begins_a_new_session_and_leaving_ends_it(cast, client):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    signing_in(client, cast.north.dass)
    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()
    ended = client.session.session_key
    client.post("/accounts/logout/")
    assert not Session.objects.filter(pk=ended).exists()
    assert not is_signed_in(client)
    assert Event.objects.latest("pk").verb == "sign_out"


def test_opening_a_link_signs_nobody_out(cast, client):
    signing_in(client, cast.north.dass)
    client.get("/accounts/logout/")
    assert is_signed_in(client)


def test_a_closed_account_is_signed_out_with_its_next_page_and_cannot_come_back(cast, client):
    signing_in(client, cast.north.dass)
    assert client.get("/people/").status_code == 200
    workflow.close_account(cast.north.dass, by=cast.administrator)
    assert client.get("/people/")["Location"].startswith(SIGN_IN)
    signing_in(client, cast.north.dass)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        ("/people/?page=2", "/people/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("https:evil.example", "/"),
    ],
)
def test_signing_in_leads_back_into_the_portal_and_nowhere_else(cast, client, asked, led_to):
    assert signing_in(client, cast.north.dass, next=asked)["Location"] == led_to
    assert "evil.example" not in client.post("/accounts/logout/", {"next": asked})["Location"]


# --- The administration site ------------------------------------------------------------------------------------------


def test_the_administration_site_has_no_sign_in_of_its_own(cast, client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith(SIGN_IN)
    assert client.post("/admin/login/", {"username": cast.administrator.email, "password": PASSWORD}).status_code == 302
    assert not is_signed_in(client)


def test_the_administration_site_is_refused_in_words_to_who_is_no_administrator(cast, client):
    answer = signed_in(client, cast.north.regional_team).get("/admin/regions/seat/")
    assert answer.status_code == 403
    assert "The administration site is for administrators." in answer.content.decode()


def test_administrators_without_a_second_factor_are_sent_to_set_one_up(cast, client):
    Authenticator.objects.all().delete()
    signed_in(client, cast.administrator)
    for path in ("/admin/", "/admin/login/", "/admin/regions/seat/"):
        assert client.get(path)["Location"] == FACTORS


# --- Microsoft Entra --------------------------------------------------------------------------------------------------

TENANT = "11111111-2222-3333-4444-555555555555"
ISSUER = f"https://login.microsoftonline.com/{TENANT}/v2.0"
ENTRA = {"ENTRA_TENANT_ID": TENANT, "ENTRA_CLIENT_ID": "portal", "ENTRA_CLIENT_SECRET": "kept"}


class Answer:
    """What the provider's server sends."""

    status_code, headers = 200, {"content-type": "application/json"}

    def __init__(self, content: dict):
        self.content = content

    def json(self) -> dict:
        return self.content

    def raise_for_status(self) -> None:
        pass


class Provider:
    """A directory of Microsoft's that says who somebody is."""

    def __init__(self, **claims):
        self.claims = {"sub": "subject-1", "tid": TENANT, **claims}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def get(self, url, **_):
        if url.endswith("/.well-known/openid-configuration"):
            names = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
            return Answer({"issuer": ISSUER, **{name: f"{ISSUER}/{name}" for name in names}})
        return Answer({"sub": self.claims["sub"], "email": "told-by-the-person@evil.example"})

    def request(self, method, url, **_):
        token = {"iss": ISSUER, "aud": "portal", "exp": 4_000_000_000, "iat": 1_700_000_000, **self.claims}
        signed = jwt.encode(token, "k" * 32, algorithm="HS256")
        return Answer({"access_token": "x", "token_type": "Bearer", "expires_in": 3600, "id_token": signed})

    post = request


@pytest.fixture
def entra(settings):
    """The portal configured for one tenant, whose directory answers as told: `entra(email=...)`."""
    configured = settings_with(**ENTRA)
    settings.ENTRA_TENANT_ID = TENANT
    settings.SOCIALACCOUNT_PROVIDERS = configured["SOCIALACCOUNT_PROVIDERS"]

    def sign_in(client: Client, **claims):
        """Walk from the button to the portal's answer, with the directory in between."""
        provider = Provider(**claims)
        with patch(
            "allauth.socialaccount.adapter.DefaultSocialAccountAdapter.get_requests_session", lambda self: provider
        ):
            sent = client.post("/accounts/oidc/entra/login/")
            assert sent["Location"].startswith(f"{ISSUER}/authorization_endpoint?")
            state = sent["Location"].partition("state=")[2].partition("&")[0]
            return client.get("/accounts/oidc/entra/login/callback/", {"code": "x", "state": state})

    return sign_in


def test_entra_is_configured_by_three_variables_and_otherwise_absent(client, db):
    configured = settings_with(**ENTRA)
    (app,) = configured["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == ISSUER
    assert (app["client_id"], app["secret"]) == ("portal", "kept")
    form_action = configured["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["form-action"]
    assert form_action == ["'self'", "https://login.microsoftonline.com"]
    assert settings_with()["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"] == []
    assert "Microsoft Entra" not in client.get(SIGN_IN).content.decode()


def test_entras_button_appears_on_the_sign_in_page(client, db, entra):
    text = client.get(SIGN_IN).content.decode()
    assert "Microsoft Entra" in text
    assert "/accounts/oidc/entra/login/" in text


def test_entra_signs_an_invited_account_in_by_its_address(cast, client, entra):
    answer = entra(client, email="North.DASS@portal.example")
    assert answer["Location"] == "/"
    assert client.get("/accounts/details/").context["user"] == cast.north.dass
    client.post("/accounts/logout/")
    entra(client, email="renamed@portal.example")
    assert is_signed_in(client), "the second time by its number, whatever the address has become"


def test_entra_opens_no_account_for_an_address_that_was_not_invited(cast, client, entra):
    accounts = User.objects.count()
    answer = entra(client, email="somebody@elsewhere.example")
    assert answer["Location"] == SIGN_IN
    assert "There is no account for that address" in client.get(SIGN_IN).content.decode()
    assert User.objects.count() == accounts
    assert not is_signed_in(client)


@pytest.mark.parametrize("tenant", ["99999999-2222-3333-4444-555555555555", None])
def test_entra_does_not_believe_another_tenant(cast, client, entra, tenant):
    entra(client, email=cast.north.dass.email, tid=tenant)
    assert not is_signed_in(client)


def test_entra_does_not_believe_another_issuer(cast, client, entra):
    entra(client, email=cast.north.dass.email, iss="https://login.microsoftonline.com/other/v2.0")
    assert not is_signed_in(client)


def test_entra_does_not_sign_in_a_closed_account(cast, client, entra):
    entra(client, email=cast.north.dass.email)
    client.post("/accounts/logout/")
    workflow.close_account(cast.north.dass, by=cast.administrator)
    entra(client, email=cast.north.dass.email)
    assert not is_signed_in(client)
    entra(client, email=cast.north.dass.email, sub="subject-2")
    assert not is_signed_in(client)


def test_acc_6_entra_does_not_replace_the_second_factor(cast, client, entra):
    answer = entra(client, email=cast.north.chair.email)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_processes_that_start_at_once_in_a_new_clone_have_one_key(tmp_path):
    path = tmp_path / ".secret-key"
    with ThreadPoolExecutor(max_workers=16) as several:
        keys = set(several.map(kept_key, [path] * 64))
    assert keys == {path.read_text()}
    assert len(path.read_text()) == 50
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [path]
