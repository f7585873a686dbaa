"""Settings, read from the environment; every one has a default that works in a clone with no environment at all."""

import os
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def _secret_key() -> str:
    """The key from the environment, else one made once and kept in an ignored file, so that a clone just works."""
    if key := env.str("SECRET_KEY", default=""):
        return key
    return kept_key(BASE_DIR / ".secret-key")


def kept_key(path: Path) -> str:
    """The key that a file holds; where there is no file, one is made.

    Of processes that start at once one gives its key the name and the others read it: a file of that name is whole.
    """
    if not path.exists():
        # Readable by its owner alone.
        made, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(made, "w") as file:
            file.write(get_random_secret_key())
        with suppress(FileExistsError):
            os.link(name, path)
        Path(name).unlink()
    return path.read_text()


DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# The address that links in e-mail start with.
PORTAL_URL = env.str("PORTAL_URL", default="http://localhost:8000").rstrip("/")
# Demonstration accounts skip the second factor only where this is set.
ALLOW_DEMO = env.bool("ALLOW_DEMO", default=False)
# Nobody reads mail to the demonstration's addresses: it is written to files, and never given to a mail server.
DEMO_DOMAIN = "demo.example"
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="demonstration-only")

# --- Applications -------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "riia.home",
    "selfassessment",
    "datasets",
    "regions",
    "riia.accounts",
    "riia.notifications",
    "riia.audit",
    "riia.ui",
    "riia.home.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_tables2",
]

MIDDLEWARE = [
    "riia.audit.middleware.RequestIdMiddleware",
    "riia.home.middleware.SecureHeadersMiddleware",
    "riia.home.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "regions.middleware.ReachMiddleware",
    "regions.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "riia.urls"
WSGI_APPLICATION = "riia.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The function that says under which appointment somebody acts; the trail asks it by this name because it stands below.
ACTING_AS = "regions.reach.acting_as"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "riia.home.context.navigation",
            ]
        },
    }
]
FORM_RENDERER = "riia.ui.forms.GovukRenderer"
DJANGO_TABLES2_TEMPLATE = "django_tables2/house.html"

# --- Data ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A write transaction takes its lock when it begins, so two commands queue instead of failing half-way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {
    "default": env.cache("CACHE_URL")
    if env.str("CACHE_URL", default="")
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "riia.ui.storage.HashedStaticFilesStorage"},
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"]

# --- Sign-in ------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["riia.accounts.backends.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "riia.accounts.adapters.InvitedOnlyAdapter"
ACCOUNT_FORMS = {
    "login": "riia.accounts.forms.LoginForm",
    "reset_password": "riia.accounts.forms.ResetPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation sent to the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
# Addresses of links for approval that nobody was sent; the limit is kept where the sign-in library keeps its own.
ACCOUNT_RATE_LIMITS["approval_link_guessed"] = "10/m/ip"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has reached the address
MFA_TOTP_ISSUER = "Regional improvement portal"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.bool("SERVED_OVER_HTTPS", default=False)
SOCIALACCOUNT_ADAPTER = "riia.accounts.adapters.InvitedOnlySocialAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
# Microsoft Entra by OpenID Connect: set the three ENTRA_ variables and the button appears on the sign-in page.
ENTRA_TENANT_ID = env.str("ENTRA_TENANT_ID", default="")
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if ENTRA_TENANT_ID:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "entra",
            "name": "Microsoft Entra",
            "client_id": env.str("ENTRA_CLIENT_ID"),
            "secret": env.str("ENTRA_CLIENT_SECRET"),
            "settings": {"server_url": f"https://login.microsoftonline.com/{ENTRA_TENANT_ID}/v2.0"},
        }
    ]
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# How long an invitation can be accepted, in days.
INVITATION_DAYS = 14
# How long somebody can approve by a link, in days (ACC-7).
APPROVAL_LINK_DAYS = 14

# --- Directory ----------------------------------------------------------------------------------------------------

# A fact that nobody has confirmed for so many days counts as stale (DIR-11).
STALE_DAYS = env.int("STALE_DAYS", default=365)

# --- Security -----------------------------------------------------------------------------------------------------

SERVED_OVER_HTTPS = env.bool("SERVED_OVER_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SERVED_OVER_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SERVED_OVER_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SERVED_OVER_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, "https://login.microsoftonline.com"] if ENTRA_TENANT_ID else [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- E-mail and logs ----------------------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default=f"filemail:///{BASE_DIR / 'media' / 'mail'}")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Regional improvement portal <portal@localhost>")
# Days, first and last of each period, in which no councillor is reminded of anything (NOT-1), such as
# 2027-03-22/2027-05-06 and, after a comma, the next.
PRE_ELECTION_PERIODS = [
    tuple(date.fromisoformat(day) for day in period.split("/"))
    for period in env.list("PRE_ELECTION_PERIODS", default=[])
]
# From this hour (London) each day's digests may go.
DIGEST_HOUR = env.int("DIGEST_HOUR", default=7)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "riia.audit.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
