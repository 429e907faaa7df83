"""All settings in one place, each read from the environment; README.md lists them.

Without any variable this is a development machine with its own embedded PostgreSQL. In production
(`TRACKER_PRODUCTION=1`) the start fails, naming the variable, when a secret or a host is missing.
"""

import re
from pathlib import Path

import environ
import pghistory
import pgtrigger
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

PRODUCTION = env.bool("TRACKER_PRODUCTION", False)
DEBUG = env.bool("TRACKER_DEBUG", False)
SITE_NAME = env("TRACKER_SITE_NAME", default="Said & Done")
# Where the embedded PostgreSQL keeps its data, and the development key.
DATA_DIR = Path(env("TRACKER_DATA", default=str(BASE_DIR / "var"))).absolute()


def required(name, what_to_set):
    """The variable's value; in production a missing one stops the start with what to do about it."""
    value = env(name, default="")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"Set {name}: {what_to_set}")
    return value


SECRET_KEY = required("SECRET_KEY", "50 random characters, the same for every process, kept out of the code.")
SECRET_KEY = SECRET_KEY or "for development only: whoever runs this in production has to set SECRET_KEY"
ALLOWED_HOSTS = [
    host.strip()
    for host in required("TRACKER_HOSTS", "the site's host names, separated by commas.").split(",")
    if host.strip()
] or ["localhost", "127.0.0.1", "[::1]"]
# Where readers find the site: every address and identifier that leaves the house begins with it.
SITE_ADDRESS = env("TRACKER_ADDRESS", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else "")
SITE_ADDRESS = SITE_ADDRESS.rstrip("/")
# Under which licence the record is given away, and whom to tell of a hole in the site.
LICENCE = env("TRACKER_LICENCE", default="CC BY 4.0")
LICENCE_ADDRESS = env("TRACKER_LICENCE_ADDRESS", default="https://creativecommons.org/licenses/by/4.0/")
SECURITY_CONTACT = env("TRACKER_SECURITY_CONTACT", default="")
# Where `manage.py export_dataset` leaves the files that /data/ offers for download.
DATASET_DIR = DATA_DIR / "dataset"

INSTALLED_APPS = [
    "tracker.desk.apps.DeskConfig",  # django.contrib.admin, with our own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "tracker",
]

# What only adds headers comes first, so that files, redirects and refused hosts carry them too. Then come files, then
# what need not be answered anew; all that asks who somebody is comes after.
MIDDLEWARE = [
    "tracker.headers.with_headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.kept.answered_again",
    "tracker.languages.spoken_by_address",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pghistory.middleware.HistoryMiddleware",  # who changed what; no addresses of people's machines
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tracker.pages.errors.not_allowed",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
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
            ],
        },
    },
]

# An answer in two seconds beats a queue when the database is gone: the pool does not wait longer.
# A pool that gives up soon asks the server anew at the next request, so the site is back as soon as the server is.
POOL = {"min_size": 1, "max_size": env.int("TRACKER_POOL", 8), "timeout": 2, "reconnect_timeout": 2}
if env("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL server: postgresql://user@host/name")
else:
    DATABASES = {"default": {"ENGINE": "tracker.database", "NAME": "tracker"}}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = POOL
# PostgreSQL may have restarted its own processes since a connection was last used.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A server that went without a word is missed in two seconds too.
for _option, _limit in {"connect_timeout": 2, "tcp_user_timeout": 2000}.items():
    DATABASES["default"]["OPTIONS"].setdefault(_option, _limit)
# A connection keeps the plan of a query that it was asked so often (tracker/database/written_once.py).
DATABASES["default"]["OPTIONS"].setdefault("prepare_threshold", 5)
# The web server's role and patience (tracker/database/roles.py); commands come as the owner and take their time.
WEB_ROLE = env("TRACKER_WEB_ROLE", default="tracker_web")
WEB_LIMITS = {
    "statement_timeout": env.int("TRACKER_STATEMENT_SECONDS", 15),
    "lock_timeout": env.int("TRACKER_LOCK_SECONDS", 5),
    "idle_in_transaction_session_timeout": env.int("TRACKER_IDLE_SECONDS", 60),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# History: every change of every row of the record, in tables that only grow (tracker/models.py).
PGHISTORY_LEVEL = pgtrigger.Statement
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_APPEND_ONLY = True
# Events are looked up by the row that they tell of, never by what that row refers to.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)
# Reading changes nothing: nobody is asked who he or she is, so public answers do not vary by a cookie.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Accounts: tracker/desk/entrance.py says what the newsroom wants of them.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "tracker.desk.entrance.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator typed it
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True  # here as everywhere else: whoever changed it signs in with it
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}  # a key is one account, known or not
# Django's own, because allauth's does more for an account that exists.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
PASSWORD_RESET_TIMEOUT = 60 * 60
REQUIRE_MFA = env.bool("TRACKER_REQUIRE_MFA", PRODUCTION)
MFA_ADAPTER = "tracker.desk.entrance.SecondFactors"
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Attempts are counted where all processes see them, and only there: pages for readers use no cache of this kind.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "attempts",
        "KEY_FUNCTION": "tracker.desk.entrance.attempt_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # How often each address asked the API, in each process's own memory (tracker/api/throttling.py).
    "questions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "questions",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}
# How often one address may ask the API; empty: as often as it likes.
API_RATE = env("TRACKER_API_RATE", default="300/minute")
if API_RATE and not re.fullmatch(r"[1-9]\d*/(second|minute|hour|day)", API_RATE):
    raise ImproperlyConfigured(f"TRACKER_API_RATE is “{API_RATE}”: write it like 300/minute, or leave it empty.")

# Without a mail server nobody gets a new password by mail: the page names whom to ask.
CAN_SEND_EMAIL = bool(env("EMAIL_URL", default=""))
if CAN_SEND_EMAIL:
    vars().update(env.email("EMAIL_URL"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("TRACKER_EMAIL_FROM", default="noreply@localhost")
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ADMINISTRATOR = env("TRACKER_ADMINISTRATOR", default="")

# Who a newsroom is, and how its pages name its people: "name" or "role".
ONE_PERSON_NEWSROOM = env.bool("TRACKER_ONE_PERSON_NEWSROOM", False)
AUTHORS_SHOWN = env("TRACKER_AUTHORS", default="name")
if AUTHORS_SHOWN not in ("name", "role"):
    raise ImproperlyConfigured(f"TRACKER_AUTHORS is “{AUTHORS_SHOWN}”: write name or role.")

# What goes wrong is written to the server's own output, with its trace; readers see neither.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["output"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["output"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # not every address that somebody mistyped
    },
}

# The API (tracker/api/): what its views do not say themselves.
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "tracker.api.schema.Described",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,  # there is one format, so “format” is no parameter
    "NUM_PROXIES": 0,
}
SPECTACULAR_SETTINGS = {"OAS_VERSION": "3.1.0", "POSTPROCESSING_HOOKS": [], "SORT_OPERATION_PARAMETERS": False}

# Megabytes of answers that each server process keeps in memory (tracker/kept.py). In development templates change too.
PAGE_CACHE = env.int("TRACKER_PAGE_CACHE", 64 if PRODUCTION else 0)

# The interface's languages, each at addresses of its own (tracker/languages.py). README tells how to add one.
LANGUAGE_CODE = "en-gb"  # day before month, as the record writes its days
LANGUAGES = [(LANGUAGE_CODE, "English"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "tracker" / "locale"]
TIME_ZONE = env("TRACKER_TIME_ZONE", default="UTC")  # the newsroom's: it decides what "today" is
FORMAT_MODULE_PATH = "tracker.formats"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "tracker" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# Readers' browsers talk to this host only, and no page holds inline script or style.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
# An outlet whose page an editor opens from a draft must not learn the draft's address, nor who reads this site.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Only the desk has cookies. They end with the browser, and for the server after a day.
SESSION_COOKIE_AGE, CSRF_COOKIE_AGE = 24 * 60 * 60, None
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
if PRODUCTION:  # a name that another site below the same domain cannot set
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
CSRF_FAILURE_VIEW = "tracker.pages.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("TRACKER_HSTS_SUBDOMAINS", False)
if env.bool("TRACKER_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Its X-Forwarded-For tells the addresses that attempts and questions come from.
    ALLAUTH_TRUSTED_PROXY_COUNT = REST_FRAMEWORK["NUM_PROXIES"] = 1
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether the subdomains are ours to promise is the operator's to say:
    "security.W021",  # TRACKER_HSTS_SUBDOMAINS
]

if not PRODUCTION and env.bool("TRACKER_ZEAL", False):
    INSTALLED_APPS.append("zeal")
    MIDDLEWARE.insert(0, "zeal.middleware.zeal_middleware")
