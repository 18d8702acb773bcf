"""Every setting, typed, from the environment and the file that DRIPR_ENV_FILE names (local-dev.env by default).

A real environment variable wins over the file. In production a value that dripr cannot work without has no default: all
that are missing are named in one error.
"""

import json
import logging
import os
import re
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- Environment file ----------
DRIPR_ENV_FILE = Path(os.environ.get("DRIPR_ENV_FILE") or BASE_DIR / "local-dev.env")
if not DRIPR_ENV_FILE.is_absolute():
    DRIPR_ENV_FILE = BASE_DIR / DRIPR_ENV_FILE
if not DRIPR_ENV_FILE.is_file():
    raise ImproperlyConfigured(f"DRIPR_ENV_FILE names {DRIPR_ENV_FILE}, and there is no such file.")
environ.Env.read_env(DRIPR_ENV_FILE)
for name in [name for name, value in os.environ.items() if name.startswith("AWS_") and not value]:
    del os.environ[name]  # boto3 takes an empty AWS_ENDPOINT_URL for an address

DRIPR_ENVIRONMENT = env.str("DRIPR_ENVIRONMENT", default="local")
if not re.fullmatch("[A-Za-z0-9_-]{1,40}", DRIPR_ENVIRONMENT):
    raise ImproperlyConfigured(
        f"DRIPR_ENVIRONMENT is {DRIPR_ENVIRONMENT!r}; queues are named after it: up to 40 letters, digits, - and _."
    )
IS_PRODUCTION = DRIPR_ENVIRONMENT == "production"
if IS_PRODUCTION:
    needed = ("SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_SENDER_ADDRESS")
    if missing := [name for name in needed if not env.str(name, default="")]:
        raise ImproperlyConfigured(f"production needs {', '.join(missing)}: set them in the environment.")

# --- Django ----------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env.str("SITE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "dripr.urls"
WSGI_APPLICATION = "dripr.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "dripr.accounts",
    "campaigns",
    "fetcher",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_extensions",
    "anymail",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
            ],
        },
    },
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"

# --- Security ----------
X_FRAME_OPTIONS = "DENY"  # but for the admin's view of an e-mail, which says so itself
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
SESSION_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_SECURE = IS_PRODUCTION

# --- Database ----------
DATABASE_OPTIONS: dict[str, dict[str, Any]] = {
    "sqlite3": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
    "mysql": {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        "init_command": "SET sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    },
}


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for a DATABASE_URL; a relative SQLite path is taken from the project's root."""
    database = dict(environ.Env.db_url_config(url))
    vendor = str(database["ENGINE"]).rpartition(".")[2]
    if vendor not in DATABASE_OPTIONS:
        raise ImproperlyConfigured(f"DATABASE_URL: dripr runs on sqlite:/// and mysql://, not on {vendor}.")
    database["OPTIONS"] = DATABASE_OPTIONS[vendor] | database.get("OPTIONS", {})
    if vendor == "sqlite3":
        database["NAME"] = str(BASE_DIR / str(database["NAME"]))
        database["TEST"] = {"NAME": env.str("TEST_SQLITE_PATH", default=str(BASE_DIR / ".run" / "test.sqlite3"))}
    else:
        database["TEST"] = {"CHARSET": "utf8mb4"}
    return database | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database_settings(env.str("DATABASE_URL"))}


# --- Numbers ----------
LONGEST_DAYS = 36_500


def whole_number(name: str, default: int, most: int, least: int = 0) -> int:
    """A whole number within its bounds, from the environment; the default where nothing is set."""
    text = env.str(name, default="").strip() or str(default)
    if not re.fullmatch("[0-9]{1,12}", text) or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be a whole number from {least:,} to {most:,}.")
    return int(text)


def days(name: str, default: int) -> timedelta:
    return timedelta(days=whole_number(name, default, LONGEST_DAYS))


def hours(name: str, default: int) -> timedelta:
    return timedelta(hours=whole_number(name, default, LONGEST_DAYS * 24))


# --- Queues ----------
SNS_CAMPAIGN_EVENTS_TOPIC_ARN = env.str("SNS_CAMPAIGN_EVENTS_TOPIC_ARN", default="")
SQS_QUEUE_URLS = {
    "property": env.str("SQS_PROPERTY_QUEUE_URL", default=""),
    "listings": env.str("SQS_ACTIVE_LISTINGS_QUEUE_URL", default=""),
    "sales": env.str("SQS_RECENT_SALES_QUEUE_URL", default=""),
    "local_market": env.str("SQS_LOCAL_MARKET_QUEUE_URL", default=""),
    "intro": env.str("SQS_INTRO_QUEUE_URL", default=""),
    "home_report": env.str("SQS_HOME_REPORT_QUEUE_URL", default=""),
    "email_creation": env.str("SQS_EMAIL_CREATION_QUEUE_URL", default=""),
    "email_sending": env.str("SQS_EMAIL_SENDING_QUEUE_URL", default=""),
    "delivery_events": env.str("SQS_DELIVERY_EVENTS_QUEUE_URL", default=""),
}
SQS_LONG_POLL_SECONDS = whole_number("SQS_LONG_POLL_SECONDS", 20, most=20)
SQS_VISIBILITY_SECONDS = whole_number("SQS_VISIBILITY_SECONDS", 120, least=1, most=43_200)


# --- Data and text ----------
PROPERTY_PROVIDER = env.str("PROPERTY_PROVIDER", default="offline")
LISTINGS_PROVIDER = env.str("LISTINGS_PROVIDER", default="offline")
SALES_PROVIDER = env.str("SALES_PROVIDER", default="offline")
MARKET_PROVIDER = env.str("MARKET_PROVIDER", default="offline")
MORTGAGE_RATE_PROVIDER = env.str("MORTGAGE_RATE_PROVIDER", default="offline")
RENTCAST_BASE_URL = env.str("RENTCAST_BASE_URL", default="") or "https://api.rentcast.io/v1"
RENTCAST_API_KEY = env.str("RENTCAST_API_KEY", default="").strip()
RENTCAST_CALLS_PER_SECOND = whole_number("RENTCAST_CALLS_PER_SECOND", 20, most=1_000)
RENTCAST_MONTHLY_CALLS = whole_number("RENTCAST_MONTHLY_CALLS", 0, most=1_000_000_000)
FRED_BASE_URL = env.str("FRED_BASE_URL", default="") or "https://api.stlouisfed.org/fred"
FRED_API_KEY = env.str("FRED_API_KEY", default="").strip()
# How long an answer is used before its source is asked again, and how old one may be that stands in for a source that
# has been down for a while.
PROPERTY_FRESH_FOR = days("PROPERTY_FRESH_DAYS", 25)
PROPERTY_OLDEST = days("PROPERTY_OLDEST_DAYS", 60)
LISTINGS_FRESH_FOR = days("LISTINGS_FRESH_DAYS", 1)
LISTINGS_OLDEST = days("LISTINGS_OLDEST_DAYS", 7)
SALES_FRESH_FOR = days("SALES_FRESH_DAYS", 7)
SALES_OLDEST = days("SALES_OLDEST_DAYS", 30)
MARKET_FRESH_FOR = days("MARKET_FRESH_DAYS", 7)
MARKET_OLDEST = days("MARKET_OLDEST_DAYS", 30)
MORTGAGE_RATE_FRESH_FOR = hours("MORTGAGE_RATE_FRESH_HOURS", 12)
MORTGAGE_RATE_OLDEST = days("MORTGAGE_RATE_OLDEST_DAYS", 30)
SOURCE_DOWN_AFTER = timedelta(minutes=whole_number("SOURCE_DOWN_AFTER_MINUTES", 10, most=LONGEST_DAYS))
PROPERTY_VALUE_JUMP_PERCENT = whole_number("PROPERTY_VALUE_JUMP_PERCENT", 20, most=1_000_000)
WRITER = env.str("WRITER", default="offline")

# --- Texts by Amazon Bedrock ----------


def number_setting(name: str, default: str) -> Decimal:
    """A finite number; its bounds are the business of the system checks."""
    text = env.str(name, default="").strip() or default
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be a number.")
    return number


def optional_number_setting(name: str, default: str) -> Decimal | None:
    """The same; None where it says none, so that nothing is sent."""
    return None if env.str(name, default="").strip().lower() == "none" else number_setting(name, default)


def object_setting(name: str) -> dict[str, Any]:
    """A JSON object by model, its numbers exact; empty where nothing is set."""
    text = env.str(name, default="").strip() or "{}"
    try:
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f"{name} must be a JSON object by model; docs/operations.md shows one.")
    return found


BEDROCK_MODEL_ID = env.str("BEDROCK_MODEL_ID", default="").strip()
BEDROCK_REGION = env.str("BEDROCK_REGION", default="").strip()
BEDROCK_TEMPERATURE = optional_number_setting("BEDROCK_TEMPERATURE", "0.5")
BEDROCK_MAX_TOKENS = number_setting("BEDROCK_MAX_TOKENS", "700")
BEDROCK_TIMEOUT_SECONDS = number_setting("BEDROCK_TIMEOUT_SECONDS", "45")
BEDROCK_PRICES = object_setting("BEDROCK_PRICES")
BEDROCK_MONTHLY_BUDGET_DOLLARS = number_setting("BEDROCK_MONTHLY_BUDGET_DOLLARS", "0")
BEDROCK_CACHE_MINIMUM_TOKENS = object_setting("BEDROCK_CACHE_MINIMUM_TOKENS")

# --- E-mail ----------
EMAIL_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
EMAIL_SENDER_ADDRESS = env.str("EMAIL_SENDER_ADDRESS")
DEFAULT_FROM_EMAIL = EMAIL_SENDER_ADDRESS
SES_CONFIGURATION_SET = env.str("SES_CONFIGURATION_SET", default="")
ANYMAIL: dict[str, Any] = {
    "AMAZON_SES_CLIENT_PARAMS": {
        # send_email has no idempotency token, so a retry inside the client could mail a person twice
        "config": {"retries": {"total_max_attempts": 1, "mode": "standard"}, "connect_timeout": 5, "read_timeout": 30},
    },
}
if SES_CONFIGURATION_SET:
    ANYMAIL["AMAZON_SES_CONFIGURATION_SET_NAME"] = SES_CONFIGURATION_SET

# --- The campaign calendar ----------
PREPARATION_LEAD = hours("PREPARATION_LEAD_HOURS", 0)
FIRST_SEND_DELAY = hours("FIRST_SEND_DELAY_HOURS", 24)
EMAIL_FACTS_MAX_AGE = days("EMAIL_FACTS_MAX_AGE_DAYS", 10)

# --- History ----------
HISTORY_RETENTION_DAYS = whole_number("HISTORY_RETENTION_DAYS", 730, most=LONGEST_DAYS)

# --- Logging ----------
LOG_FORMAT = env.str("LOG_FORMAT", default="") or "text"
LOG_LEVEL = (env.str("LOG_LEVEL", default="") or "INFO").upper()
if LOG_FORMAT not in {"text", "json"}:
    raise ImproperlyConfigured(f"LOG_FORMAT is {LOG_FORMAT!r}; it must be text or json.")
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
    raise ImproperlyConfigured(f"LOG_LEVEL is {LOG_LEVEL!r}; it must be DEBUG, INFO, WARNING, ERROR or CRITICAL.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "dripr.logs.TextFormatter"},
        "json": {"()": "dripr.logs.JsonFormatter"},
    },
    "handlers": {"console": {"class": "dripr.logs.ConsoleHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"level": "INFO"},  # no handlers of its own, so that its lines take our form too
        # At DEBUG, or at INFO, these write statements, bodies and URLs whole, with addresses and keys in them.
        **{name: {"level": "INFO"} for name in ("django.db.backends", "django.template")},
        **{
            name: {"level": "WARNING"}
            for name in ("boto3", "botocore", "django.server", "httpcore", "httpx", "urllib3")
        },
    },
}
# No line names its thread, its process or its place in the code; they would be looked up for every one.
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
logging._srcfile = None
