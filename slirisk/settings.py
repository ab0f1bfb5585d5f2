"""Every setting, read from the environment; production has no silent default (see .env.example)."""

import logging
import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from common.masking import MaskedRecord
from slirisk.api_process import DOCUMENT, settings_of_api
from slirisk.schedule import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
# The environment wins over .env. Last comes what script/server wrote for the demonstration on this machine
# (database, broker, key), so that a command given in a second terminal reaches the same service: never for
# tests, which must not touch either's database, and never for production, which is told everything.
if os.environ.get("SLIRISK_MODE") != "test" and (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")
if os.environ.get("SLIRISK_MODE", "demonstration") == "demonstration" and (VAR_DIR / "environment").is_file():
    env.read_env(VAR_DIR / "environment")

MODES = ("production", "demonstration", "test")
MODE = env.str("SLIRISK_MODE", default="production")
if MODE not in MODES:
    raise ImproperlyConfigured(f"SLIRISK_MODE is {MODE!r}. It must be one of: {', '.join(MODES)}.")
PRODUCTION = MODE == "production"
DEMONSTRATION = MODE == "demonstration"
TESTING = MODE == "test"


_missing: list[str] = []


def required(name: str, *, elsewhere: str) -> str:
    """The variable's value; `elsewhere` stands in outside production, which is told all it lacks."""
    value = env.str(name, default="")
    if PRODUCTION and not value:
        _missing.append(name)
    return value or elsewhere


SECRET_KEY = required("SECRET_KEY", elsewhere="not-secret-and-never-used-in-production-0123456789abcdef")
# Encrypts who a source is. Kept apart from the database and its backups: without it nobody reads a source.
SOURCE_KEY = required(
    "SOURCE_KEY", elsewhere="not-secret-and-never-used-in-production-a-source-is-invented-here"
)
DATABASE_URL = required("DATABASE_URL", elsewhere="postgres:///slirisk")
REDIS_URL = required("REDIS_URL", elsewhere="redis://127.0.0.1:6379/0")
ALLOWED_HOSTS = [host for host in required("ALLOWED_HOSTS", elsewhere="*").split(",") if host]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DEBUG = env.bool("DJANGO_DEBUG", default=False) and not PRODUCTION

# What the service calls itself. Words on the screen are ones a leader could read over the adviser's
# shoulder, so the default never says "risk" (WORKFLOW section 5).
SERVICE_NAME = env.str("SERVICE_NAME", default="Sector support")
MARKING = env.str("MARKING", default="IN CONFIDENCE")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_forms_gds",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "desk",
    "liaison",
    "panel",
    "cases",
    "intelligence",
    "indicators",
    "councils",
    "accounts",
    "audit",
    "ledger",
    "common",
]
if not PRODUCTION:
    try:
        import django_linear_migrations  # noqa: F401  (a development tool, absent from the production set)
    except ImportError:
        pass
    else:
        INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitsMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "common.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "slirisk.urls"
WSGI_APPLICATION = "slirisk.wsgi.application"

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
                "accounts.context.service",
                "desk.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

# The database: the only store of truth.
DATABASES = {
    "default": {
        "OPTIONS": {},
        **environ.Env.db_url_config(DATABASE_URL),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    },
}
# A page read from anywhere costs little more than the next one, as it does in memory and on a solid disc: the
# database's own 4 is a turning disc's, and made a search read whole lists of a common word's places.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c random_page_cost=1.1")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits live beside the truth, so that a lost broker changes nothing for people signing in.
# Room for many: Django's own 300 rows would be filled by anybody who asks from 300 addresses, and then
# a third of all counts is forgotten.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# How many proxies of ours stand before the service: whose word on the caller's address is taken, for the
# limits of signing in as for those of the API and for tokens tied to addresses.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# The queue: Celery wakes a worker up; ids only; a lost or doubled message changes nothing (docs/adr).
CELERY_BROKER_URL = (
    REDIS_URL.replace("unix://", "redis+socket://", 1) if REDIS_URL.startswith("unix://") else REDIS_URL
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
CELERY_TIMEZONE = "Europe/London"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = beat_schedule(
    demonstration=DEMONSTRATION,
    pulls_every=env.float("PULLS_SCHEDULED_EVERY", default=5.0 if DEMONSTRATION else 60.0),
)

# People.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["desk.signing_in.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reauthenticate": "accounts.forms.PasswordAgainForm",
    "change_password": "accounts.forms.NewPasswordForm",
    "reset_password": "accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordByLinkForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.CodeForm",
    "reauthenticate": "accounts.forms.CodeAgainForm",
    "activate_totp": "accounts.forms.SetUpAppForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are added by an administrator, never by themselves
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_DISPLAY = "accounts.adapter.display_name"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = SERVICE_NAME
SECOND_FACTOR_REQUIRED = not DEMONSTRATION
SESSION_ENGINE = "accounts.sessions"
# What is said after an act names councils: it stays on the server, never in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_LONGEST_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Headers.
_TLS = env.bool("SERVED_OVER_TLS", default=PRODUCTION)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if _TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _TLS
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Nothing is said to another site. Not "no-referrer": under it browsers send `Origin: null` with our own
# forms, and every one of them would be refused as forged.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: for the second factor's QR code
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}

# Pages.
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    ("js", BASE_DIR / "static" / "js"),
    ("img", BASE_DIR / "static" / "img"),
    BASE_DIR / "static" / "built",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
PAPER_FONTS = BASE_DIR / "node_modules" / "dejavu-fonts-ttf" / "ttf"
# For how many periods in a row a rule must hold before a figure is one to ask about.
FIGURES_TO_ASK_PERIODS = env.int("FIGURES_TO_ASK_PERIODS", default=3)
RAW_FILES_DIR = Path(env.str("RAW_FILES_DIR", default=str(VAR_DIR / "raw")))  # as fetched, kept by hash

# Files attached to notes: how large one may be, how many a note may have, and where ClamAV's clamd listens
# (`unix:/run/clamav/clamd.ctl` or `host:port`; nothing: files are not scanned, and their note says so).
ATTACHMENT_MOST_BYTES = env.int("ATTACHMENT_MOST_MEGABYTES", default=15) * 1024 * 1024
ATTACHMENTS_MOST = env.int("ATTACHMENTS_MOST", default=5)
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", default="")
# Notes sent by e-mail: a maildir that the mail server delivers to, and the name under which it writes
# what it found of the sender (Authentication-Results). Without both no e-mail becomes a draft.
MAIL_IN_MAILDIR = env.str("MAIL_IN_MAILDIR", default="")
MAIL_IN_TRUSTED_HOST = env.str("MAIL_IN_TRUSTED_HOST", default="")
# The database role that redaction and retention run under; nothing: the service's own (docs/operating.md).
RETENTION_ROLE = env.str("RETENTION_ROLE", default="")

# Mail carries no content (TRUST section 2).
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if PRODUCTION
    else ("django.core.mail.backends.dummy.EmailBackend")
)
if PRODUCTION:
    EMAIL_CONFIG = environ.Env.email_url_config(required("EMAIL_URL", elsewhere="dummymail://"))
    vars().update(EMAIL_CONFIG)
    DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", elsewhere="")
EMAIL_TIMEOUT = 10  # seconds: a mail server that hangs is one that takes nothing

# The weekly mail that something is due goes out on this day of the week (1 is Monday) from this hour on.
DIGEST_WEEKDAY = env.int("DIGEST_WEEKDAY", default=1)
DIGEST_HOUR = env.int("DIGEST_HOUR", default=7)
# How many working days before a report takes nothing more in the secretariat is told of overdue reviews.
REVIEWS_TOLD_WORKING_DAYS = env.int("REVIEWS_TOLD_WORKING_DAYS", default=5)
PARAGRAPHS_TOLD_WORKING_DAYS = env.int("PARAGRAPHS_TOLD_WORKING_DAYS", default=2)
# How often one calendar may fetch its address, and how often one caller may ask for an address that is none.
CALENDAR_FETCH_RATE = env.str("CALENDAR_FETCH_RATE", default="60/hour")
CALENDAR_FAILED_RATE = env.str("CALENDAR_FAILED_RATE", default="30/min")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],  # closed unless opened
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "liaison.api.deprecations.Described",
    "EXCEPTION_HANDLER": "common.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_THROTTLE_RATES": {
        "client": env.str("API_RATE", default="240/min"),  # for each token
        "failed": "30/min",  # wrong tokens from one address
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
}
# The pages' process answers the API too where there is no proxy to send it to the API's own (API_PORT).
API_BESIDE_PAGES = env.bool("API_BESIDE_PAGES", default=not PRODUCTION)
if env.str("SLIRISK_PROCESS", default="") == "api":
    vars().update(
        settings_of_api(address=env.str("API_DATABASE_URL", default=""), database=DATABASES["default"])
    )
# The exception to the council's awareness (safeguarding, crime, legal duty) is off; WORKFLOW section 4.
RELEASE_WITHOUT_AWARENESS = env.bool("RELEASE_WITHOUT_AWARENESS", default=False)
SPECTACULAR_SETTINGS = DOCUMENT

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # urllib3 would write whole addresses at DEBUG, those signed with a key among them.
    "loggers": {"pikepdf": {"level": "WARNING"}, "urllib3": {"level": "WARNING"}},
}

# Every line of every logger, Django's and gunicorn's among them: a calendar's address is a secret.
logging.setLogRecordFactory(MaskedRecord)

# Fetching reaches the outside only; the demonstration's and the tests' publisher stands on the loopback.
FETCH_LOOPBACK = DEMONSTRATION or TESTING
# How long a worker that says nothing keeps its pull; one that works says something every quarter of it.
PULLS_LEASE_SECONDS = env.float("PULLS_LEASE_SECONDS", default=60.0)
# A base address that stands in for every publisher's own: the demonstration's extract (manage.py publisher).
INDICATOR_PUBLISHER = env.str("INDICATOR_PUBLISHER", default="http://127.0.0.1:9000" if DEMONSTRATION else "")
# What LG Inform gave this service to sign its questions with; without both it is not asked.
LG_INFORM_KEY = env.str("LG_INFORM_KEY", default="")
LG_INFORM_SECRET = env.str("LG_INFORM_SECRET", default="")

if _missing:
    raise ImproperlyConfigured(
        f"{', '.join(_missing)}: not set. Production takes each from the environment or .env (.env.example "
        "explains them). To try slirisk on this machine, run script/server without SLIRISK_MODE=production."
    )
