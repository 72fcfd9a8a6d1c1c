"""The one settings file. Values come from the environment, secrets from files."""

import logging
from pathlib import Path

import dj_database_url
from environs import Env

from throughcare.vault.adapters.keyfiles import KeyFolder

env = Env()
BASE = Path(__file__).resolve().parents[3]

# Where things lie, and which kind of house this is -----------------------------------------------
THROUGHCARE_HOME = Path(env.str("THROUGHCARE_HOME", str(BASE / "var"))).resolve()
THROUGHCARE_KEYS = Path(env.str("THROUGHCARE_KEYS", str(BASE / "keys"))).resolve()
THROUGHCARE_OUTSIDE = env.path("THROUGHCARE_OUTSIDE", None)
PRODUCTION = env.bool("THROUGHCARE_PRODUCTION", False)
THROUGHCARE_PASSPHRASE_FILE = env.path("THROUGHCARE_PASSPHRASE_FILE", None)
THROUGHCARE_PASSPHRASE = (
    THROUGHCARE_PASSPHRASE_FILE.read_text().strip() if THROUGHCARE_PASSPHRASE_FILE else None
)
THROUGHCARE_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)

SECRET_KEY = (
    KeyFolder(THROUGHCARE_KEYS, THROUGHCARE_PASSPHRASE).read_or_make("house/sessions.key").hex()
)
DEBUG = False
ALLOWED_HOSTS = env.list("THROUGHCARE_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
# The address that stands in the square on a receipt: it should not name what the house is for.
OWN_PAGE_ADDRESS = env.str("THROUGHCARE_OWN_PAGE_ADDRESS", "")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []

# Apps, low to high -------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "throughcare.vault",
    "throughcare.audit",
    "throughcare.agencies",
    "throughcare.notices",
    "throughcare.persons",
    "throughcare.consent",
    "throughcare.identity",
    "throughcare.directory",
    "throughcare.cases",
    "throughcare.identification",
    "throughcare.referrals",
    "throughcare.linking",
    "throughcare.statistics",
    "throughcare.exchange",
    "throughcare.web",
    "throughcare.config",
]

MIDDLEWARE = [
    "throughcare.config.middleware.Measured",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "throughcare.web.middleware.PrivateAnswers",
    "throughcare.agencies.middleware.PlainDevices",
    "throughcare.agencies.middleware.IdleLock",
    "throughcare.agencies.middleware.SignedIn",
    "throughcare.agencies.middleware.ReadsIn",
    "throughcare.agencies.middleware.AnswersByGet",
    "throughcare.web.middleware.WhoIsThere",
    "throughcare.web.middleware.Refusals",
]
ROOT_URLCONF = "throughcare.config.urls"
WSGI_APPLICATION = "throughcare.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "src" / "throughcare" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "throughcare.web.queries.shell",
            ],
        },
    }
]

# Data base ---------------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", f"sqlite:///{THROUGHCARE_HOME / 'throughcare.db'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
            " PRAGMA foreign_keys = ON;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in -----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "agencies.Staff"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
IDLE_MINUTES = env.int("THROUGHCARE_IDLE_MINUTES", 5)
ACCOUNT_ADAPTER = "throughcare.agencies.adapters.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Waits of our own, kept in the data base, stand in place of limits by address of the device.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
MFA_ADAPTER = "throughcare.agencies.adapters.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "throughcare"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "throughcare.web.views.own_page.not_sent"
CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION

# What leaves the house ---------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
# Asked by the machine itself and by a web server in front, which speak plainly to each other.
SECURE_REDIRECT_EXEMPT = ["^health/$", "^ready/$", "^metrics/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# Messages without content: by mail, and to a gateway that sends texts ----------------------------
EMAIL_HOST = env.str("THROUGHCARE_MAIL_HOST", "")
EMAIL_PORT = env.int("THROUGHCARE_MAIL_PORT", 587)
EMAIL_HOST_USER = env.str("THROUGHCARE_MAIL_USER", "")
THROUGHCARE_MAIL_PASSWORD_FILE = env.path("THROUGHCARE_MAIL_PASSWORD_FILE", None)
EMAIL_HOST_PASSWORD = (
    THROUGHCARE_MAIL_PASSWORD_FILE.read_text().strip() if THROUGHCARE_MAIL_PASSWORD_FILE else ""
)
EMAIL_USE_SSL, EMAIL_USE_TLS = EMAIL_PORT == 465, EMAIL_PORT != 465
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("THROUGHCARE_MAIL_FROM", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
THROUGHCARE_TEXT_HOOK = env.str("THROUGHCARE_TEXT_HOOK", "")
THROUGHCARE_TEXT_SECRET_FILE = env.path("THROUGHCARE_TEXT_SECRET_FILE", None)

# Uploads and files -------------------------------------------------------------------------------
UPLOAD_MOST_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["throughcare.vault.adapters.uploads.SealingUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

STATIC_URL = "static/"
STATIC_ROOT = THROUGHCARE_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Figures for whoever runs the house; nothing is counted and nothing is here without a token -----
THROUGHCARE_METRICS_TOKEN_FILE = env.path("THROUGHCARE_METRICS_TOKEN_FILE", None)

# Nothing is remembered in the memory of one of several web processes: sessions, waits and spent
# codes are rows of the data base.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    # How often an address read the public directory: each process counts for itself.
    "rates": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "rates"},
}

# Language and time -------------------------------------------------------------------------------
LANGUAGE_CODE = env.str("THROUGHCARE_LANGUAGE", "en")
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("es", "Español"),
    ("fr", "Français"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("uk", "Українська"),
]
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
TIME_ZONE = env.str("THROUGHCARE_TIME_ZONE", "UTC")
USE_TZ = True
USE_I18N = True
COUNTRY = env.str("THROUGHCARE_COUNTRY", "XA")
LAWS = env.str("THROUGHCARE_LAWS", "")
AUTHORITIES = env.str("THROUGHCARE_AUTHORITIES", "")

# Logs say which door and how long, never who or what ---------------------------------------------
logging.captureWarnings(True)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"fields": {"()": "throughcare.config.adapters.log.Fields"}},
    "filters": {"no_content": {"()": "throughcare.config.adapters.log.NoContent"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "fields",
            "filters": ["no_content"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
