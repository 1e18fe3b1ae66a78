"""All settings, in one file. Every value that a deployment may change is read from the environment here."""

import hashlib
import hmac
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from banyan.base import languages
from banyan.base.cleaning import MAX_BYTES
from banyan.base.doors import DESK
from banyan.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent

# --- Where things are -------------------------------------------------------------------------------------------------

BANYAN_DATA = Path(env.text("BANYAN_DATA", "data")).resolve()
# Kept apart from the database on purpose: a stolen database without these opens nothing and finds nothing.
BANYAN_SECRETS = Path(env.text("BANYAN_SECRETS", str(BANYAN_DATA / "secrets"))).resolve()
SECRET_KEY = env.secret(BANYAN_SECRETS, "django_key")
BANYAN_PEPPER = bytes.fromhex(env.secret(BANYAN_SECRETS, "pepper"))
BANYAN_AUDIT_KEY = hmac.new(BANYAN_PEPPER, b"banyan audit trail", hashlib.sha256).digest()

_LOCAL = f"sqlite://{BANYAN_DATA / 'banyan.sqlite3'}"
BANYAN_DATABASE_URL = env.text("BANYAN_DATABASE_URL", _LOCAL)
BANYAN_DRAFTS_URL = env.text("BANYAN_DRAFTS_URL", f"sqlite://{BANYAN_DATA / 'drafts.sqlite3'}")

# --- The two doors ----------------------------------------------------------------------------------------------------

DEBUG = False  # There is no debug mode: an error page with variables in it would show what is sealed.
BANYAN_DOOR = env.choice("BANYAN_DOOR", "both", frozenset({"both", "public", "desk"}))
ALLOWED_HOSTS = env.names("BANYAN_HOSTS", "localhost,127.0.0.1,[::1]")
BANYAN_HTTPS = env.flag("BANYAN_HTTPS", default=False)
BANYAN_CLIENT_HEADER = env.text("BANYAN_CLIENT_HEADER", "")  # Set behind a proxy, for example X-Forwarded-For.
ROOT_URLCONF = "banyan.config.urls"
WSGI_APPLICATION = "banyan.config.wsgi.application"

INSTALLED_APPS = [
    "banyan.base",  # First, so that our templates for fields and for signing in come before those of their makers.
    "banyan.people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "banyan.reports",
    "banyan.partners",
    "banyan.observatory",
    "banyan.site",
]

MIDDLEWARE = [
    "banyan.config.middleware.Doors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "banyan.config.packing.Packing",
    "banyan.config.policy.Policy",
    "django.middleware.locale.LocaleMiddleware",
    "banyan.config.middleware.Languages",
    "django.middleware.common.CommonMiddleware",
    "banyan.config.middleware.Place",
    "django.middleware.csrf.CsrfViewMiddleware",
    "banyan.config.middleware.SignedIn",
    "allauth.account.middleware.AccountMiddleware",
    "banyan.config.middleware.Desk",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "banyan.config.context.door",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "banyan.base.templatetags.components",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Records ----------------------------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": env.database(BANYAN_DATABASE_URL, sqlite_sync="FULL", postgres_options="-c synchronous_commit=on"),
    # Drafts and throttles may be lost in a power cut, never in a crash of ours; they aren't worth a disk flush each.
    "drafts": env.database(BANYAN_DRAFTS_URL, sqlite_sync="OFF", postgres_options="-c synchronous_commit=off"),
}
DATABASE_ROUTERS = ["banyan.config.routers.DraftsApart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # Whoever chose one too many is told so, and loses nothing that was typed.
BANYAN_MAX_FILE_BYTES = MAX_BYTES
BANYAN_MAX_FILES = 5
# Bytes for files that wait for their report, and all of the last day, staff's too. Only the public door is refused.
BANYAN_FILES_ROOM = env.number("BANYAN_FILES_ROOM", 10 * 1024**3)
BANYAN_MAX_BODY_BYTES = 8 * BANYAN_MAX_FILE_BYTES  # Beyond this a body isn't even read.
# Uploads stay in memory: a temporary file on disk would hold them in clear.
FILE_UPLOAD_HANDLERS = ["banyan.config.uploads.BoundedMemoryUpload"]
BANYAN_ENGINE = env.choice("BANYAN_ENGINE", "duckdb", frozenset({"duckdb", "spark"}))

# --- People who sign in -----------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Member"
AUTHENTICATION_BACKENDS = ["banyan.config.passwords.DeskBackend"]
PASSWORD_HASHERS = ["banyan.config.passwords.SteadyArgon2"]
# Passes and KiB of Argon2id, for the login verifier and the vault alike (RFC 9106, second choice). Only tests differ.
BANYAN_PASSWORD_COST = (3, 65_536)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = DESK
ACCOUNT_ADAPTER = "banyan.config.adapters.DeskAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # It would key a cache by address; ours is keyed by an HMAC that turns daily.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS: dict[str, str] = {
    "login": "banyan.people.forms.sign_in.LoginForm",
    "reauthenticate": "banyan.people.forms.sign_in.PasswordAgainForm",
}
MFA_ADAPTER = "banyan.config.adapters.DeskMFAAdapter"
MFA_FORMS: dict[str, str] = {
    "authenticate": "banyan.people.forms.sign_in.CodeForm",
    "authenticate_webauthn": "banyan.people.forms.sign_in.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Banyan"
MFA_TOTP_TOLERANCE = 1

SESSION_COOKIE_NAME = "desk"
SESSION_COOKIE_PATH = DESK
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = BANYAN_HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
BANYAN_IDLE = timedelta(minutes=30)
BANYAN_ABSOLUTE = timedelta(hours=12)
SESSION_COOKIE_AGE = int(BANYAN_ABSOLUTE.total_seconds())
CSRF_COOKIE_NAME = "form"  # The desk's is renamed and path-scoped by the Doors middleware.
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = BANYAN_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "banyan.site.views.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # A cookie would carry the words.

# --- The wire ---------------------------------------------------------------------------------------------------------

# With "no-referrer" browsers send `Origin: null` on our own forms; this tells other sites nothing either.
SECURE_REFERRER_POLICY = "same-origin"
# Leading from HTTP to HTTPS is the proxy's work; see docs/operators.md.
SECURE_HSTS_SECONDS = 31_536_000 if BANYAN_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BANYAN_HTTPS else None
# As short as it can say so: it goes out with every page. Styles, scripts and pictures come from here or nowhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
STATIC_URL = "static/"
STATIC_ROOT = BANYAN_DATA / "static"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- Languages --------------------------------------------------------------------------------------------------------

TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = languages.LANGUAGES
LOCALE_PATHS = [PACKAGE / "base" / "locale", PACKAGE / "base" / "locale_desk"]

# --- Mail and logs ----------------------------------------------------------------------------------------------------

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("BANYAN_MAIL_HOST", "")
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = env.text("BANYAN_MAIL_HOST", "")
EMAIL_TIMEOUT = 10  # Seconds. A mail server that hangs is as one that is away: the next run asks it again.
DEFAULT_FROM_EMAIL = env.text("BANYAN_MAIL_FROM", "banyan@localhost")
# Errors are logged by their kind and place, never with the request, its form or an exception's words.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "banyan.config.logs.WithoutWords"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
