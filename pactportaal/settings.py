"""Settings, all from the environment; `omgeving.py` declares and documents each variable."""

from __future__ import annotations

import secrets
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from pactportaal.omgeving import WORTEL, lees

env = Env()
BASE_DIR = WORTEL
DEBUG = lees(env, "DEBUG")
DEMO = lees(env, "DEMO")
DATA_MAP = lees(env, "DATA_MAP")
DATA_MAP.mkdir(parents=True, exist_ok=True)
DATABASE_URL = lees(env, "DATABASE_URL")
REDIS_URL = lees(env, "REDIS_URL")
HTTPS = lees(env, "HTTPS")


def _sleutel() -> str:
    gegeven: str = lees(env, "SECRET_KEY")
    if gegeven:
        return gegeven
    if DATABASE_URL:
        raise ImproperlyConfigured(
            "SECRET_KEY ontbreekt. Zet een lange, willekeurige waarde in de omgeving; "
            "alleen zonder DATABASE_URL maakt het portaal er zelf een."
        )
    bestand = DATA_MAP / "geheime_sleutel"
    if not bestand.exists():
        bestand.touch(mode=0o600)
        bestand.write_text(secrets.token_urlsafe(60))
    return str(bestand.read_text().strip())


SECRET_KEY = _sleutel()
ALLOWED_HOSTS = lees(env, "ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = lees(env, "CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    # SimpleAdminConfig: autodiscover would import leaflet.admin, which needs GDAL.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "leaflet",
    "django_htmx",
    "simple_history",
    "gemeenten",
    "toegang",
    "doelstellingen",
    "verbeteringen",
    "dataleveranciers",
    "rapportering",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "pactportaal.urls"
WSGI_APPLICATION = "pactportaal.wsgi.application"
AUTH_USER_MODEL = "toegang.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"opmaak": "gereedschap.templatetags.opmaak"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rapportering.context.pagina",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    if DATABASE_URL:
        return dict(dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_MAP / "pactportaal.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        # A file, not memory: threads and the worker of a test see the same tables.
        "TEST": {"NAME": DATA_MAP / "test.sqlite3"},
    }


DATABASES = {"default": _database()}

if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
        }
    }
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CELERY_BROKER_URL = "filesystem://"
    _rij = DATA_MAP / "werkrij"
    for _deel in ("in", "verwerkt", "beheer"):
        (_rij / _deel).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_rij / "in"),
        "data_folder_out": str(_rij / "in"),
        "processed_folder": str(_rij / "verwerkt"),
        "control_folder": str(_rij / "beheer"),
        "store_processed": False,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/Brussels"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_MAP / "beat")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

LANGUAGE_CODE = "nl-be"
LANGUAGES = [("nl-be", "Nederlands")]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_MAP / "bestanden"
FIXTURES_MAP = BASE_DIR / "fixtures"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{naam}"}
    for naam in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", "https://geo.api.vlaanderen.be"],
        "connect-src": ["'self'", "https://geo.api.vlaanderen.be"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": lees(env, "LOGNIVEAU")},
}
