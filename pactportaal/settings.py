"""Settings, all from the environment; `omgeving.py` declares and documents each variable."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from pactportaal.logboek import logging_instellingen, stel_structlog_in
from pactportaal.omgeving import WORTEL, lees, naast
from pactportaal.rest import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401
from pactportaal.rooster import stel_samen
from pactportaal.versie import lees_versie
from toegang.oidc.instellingen import stel_in

env = Env()
BASE_DIR = WORTEL
VERSIE = lees_versie()
DEBUG = lees(env, "DEBUG")
DEMO = lees(env, "DEMO")
DATA_MAP = lees(env, "DATA_MAP").absolute()
try:
    DATA_MAP.mkdir(parents=True, exist_ok=True)
except OSError as fout:
    raise ImproperlyConfigured(
        f"DATA_MAP ({DATA_MAP}) is niet te maken: {fout.strerror}. "
        "Geef een map waarin deze gebruiker mag schrijven."
    ) from fout
DATABASE_URL = lees(env, "DATABASE_URL")
REDIS_URL = lees(env, "REDIS_URL")
if REDIS_URL and not REDIS_URL.startswith(("redis://", "rediss://")):
    raise ImproperlyConfigured("REDIS_URL begint niet met redis:// of rediss://.")
HTTPS = lees(env, "HTTPS")


def _sleutel() -> str:
    gegeven: str = lees(env, "SECRET_KEY")
    if gegeven and len(gegeven) < 50 and HTTPS:
        raise ImproperlyConfigured(
            "SECRET_KEY telt minder dan 50 tekens; met HTTPS aan is dat te kort. "
            "Maak er een met: python -c 'import secrets; print(secrets.token_urlsafe(60))'"
        )
    if gegeven:
        return gegeven
    if DATABASE_URL:
        raise ImproperlyConfigured(
            "SECRET_KEY ontbreekt. Zet een lange, willekeurige waarde in de omgeving; "
            "alleen zonder DATABASE_URL maakt het portaal er zelf een."
        )
    bestand = DATA_MAP / "geheime_sleutel"
    if not bestand.exists():
        # Written aside and linked: web and worker may start at the same moment.
        nieuw = DATA_MAP / f"geheime_sleutel.{os.getpid()}"
        nieuw.touch(mode=0o600)
        nieuw.write_text(secrets.token_urlsafe(60))
        with contextlib.suppress(FileExistsError):
            os.link(nieuw, bestand)
        nieuw.unlink()
    return str(bestand.read_text().strip())


SECRET_KEY = _sleutel()
SECRET_KEY_FALLBACKS = lees(env, "SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = lees(env, "ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = lees(env, "CSRF_TRUSTED_ORIGINS")

# The rooms, lowest floor first; each is a Django app (docs/architectuur.md).
ROOMS = [
    "gemeenten",
    "toegang",
    "doelstellingen",
    "verbeteringen",
    "ondersteuners",
    "dataleveranciers",
    "meldingen",
    "rapportering",
    "koppelingen",
]

INSTALLED_APPS = [
    "pactportaal.apps.PactportaalConfig",
    "pactportaal.apps.BeheerConfig",
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
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    *ROOMS,
]

MIDDLEWARE = [
    "pactportaal.middleware.bezoekersadres",
    "pactportaal.middleware.AanvraagMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # After the security headers and static files, before anything that knows a visitor.
    "pactportaal.paginacache.paginacache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "toegang.middleware.ToegangMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
    """PostgreSQL by address, else a SQLite file that several processes may write in turn."""
    if DATABASE_URL.startswith(("postgres://", "postgresql://")):
        return dict(dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True))
    if DATABASE_URL and not DATABASE_URL.startswith("sqlite:///"):
        raise ImproperlyConfigured(
            "DATABASE_URL begint niet met postgres:// of sqlite:///. Laat de variabele weg voor een "
            "SQLite-bestand in DATA_MAP."
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE_URL.removeprefix("sqlite:///") or DATA_MAP / "pactportaal.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        # A file, not memory: threads and the worker of a test see the same tables.
        "TEST": {"NAME": DATA_MAP / "test.sqlite3"},
    }


DATABASES = {"default": _database()}

_locmem = "django.core.cache.backends.locmem.LocMemCache"
# What is small, asked often and named by its edition: each process may find it out for itself.
_proces = {"BACKEND": _locmem, "LOCATION": "proces", "OPTIONS": {"MAX_ENTRIES": 2000}}
CACHES: dict[str, dict[str, Any]] = {"proces": _proces}
if REDIS_URL:
    # The cache beside the queue, not in it: emptying it must leave the tasks alone.
    _soort = "django.core.cache.backends.redis.RedisCache"
    _redis = {"BACKEND": _soort, "LOCATION": naast(REDIS_URL)}
    CACHES["default"] = {**_redis, "KEY_PREFIX": "pactportaal"}
    CACHES["paginas"] = {**_redis, "KEY_PREFIX": "pactportaal-paginas"}
    CELERY_BROKER_URL = REDIS_URL
    # Longer than the longest import, or Redis would hand the same task out twice.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {"visibility_timeout": 6 * 3600}
else:
    CACHES["default"] = {"BACKEND": _locmem, "OPTIONS": {"MAX_ENTRIES": 2000}}
    # Whole pages, compressed: some 30 kB each, so at most about 50 MB in a process.
    _paginas = {"LOCATION": "paginas", "OPTIONS": {"MAX_ENTRIES": 1500}}
    CACHES["paginas"] = {"BACKEND": _locmem, **_paginas}
    CELERY_BROKER_URL = "filesystem://localhost//"
    _in, _verwerkt, _beheer = (DATA_MAP / "werkrij" / deel for deel in ("in", "verwerkt", "beheer"))
    for _deel in (_in, _verwerkt, _beheer):
        _deel.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_in),
        "data_folder_out": str(_in),
        "processed_folder": str(_verwerkt),
        "control_folder": str(_beheer),
        "store_processed": False,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# Tasks are idempotent: one that was cut off by a crash may run again.
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BEAT_SCHEDULE = stel_samen(ROOMS)
# Addresses that the schedule fetches; a feed without one only comes in by command.
FEED_URLS = {
    "groenblauwpeil": lees(env, "GROENBLAUWPEIL_URL"),
    "fluvius-led": lees(env, "FLUVIUS_LED_URL"),
    "fluvius-renovaties": lees(env, "FLUVIUS_RENOVATIES_URL"),
    "cijfers": lees(env, "CIJFERS_URL"),
}
AANLEVERING_MB = lees(env, "AANLEVERING_MB")
WEBHOOKS_LOKAAL = lees(env, "WEBHOOKS_LOKAAL")
if WEBHOOKS_LOKAAL and HTTPS:
    raise ImproperlyConfigured(
        "WEBHOOKS_LOKAAL=1 laat webhooks het eigen netwerk bereiken en kan niet samen met HTTPS=1."
    )
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
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    # Of the plotly wheel only plotly.min.js.
    "rapportering.statisch.PlotlyZoeker",
]
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

# Signing in: ACM/IDM, invitations with a second factor, and in a demonstration one click.
OIDC = stel_in(
    issuer=lees(env, "OIDC_ISSUER"),
    client_id=lees(env, "OIDC_CLIENT_ID"),
    client_secret=lees(env, "OIDC_CLIENT_SECRET"),
    scope=lees(env, "OIDC_SCOPE"),
    rol_claim=lees(env, "OIDC_ROL_CLAIM"),
    rollen=lees(env, "OIDC_ROLLEN"),
    vlaamse_organisaties=lees(env, "VLAAMSE_ORGANISATIES"),
    client_auth=lees(env, "OIDC_CLIENT_AUTH"),
)
VLAAMSE_ORGANISATIES = frozenset(lees(env, "VLAAMSE_ORGANISATIES"))
if DEMO and (HTTPS or (OIDC and OIDC.issuer.startswith("https"))):
    raise ImproperlyConfigured(
        "DEMO=1 laat iedereen aanmelden als eender wie en kan niet samen met HTTPS=1 of een echte "
        "OIDC_ISSUER. Zet DEMO=0 op een portaal met echte gegevens."
    )
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
CSRF_FAILURE_VIEW = "toegang.views.aanmelden.csrf_fout"
LOGIN_URL = "toegang:deur"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "toegang.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_FORMS = {
    "login": "toegang.formulieren.Aanmelden",
    "reset_password": "toegang.formulieren.WachtwoordVergeten",
}
SOCIALACCOUNT_ADAPTER = "toegang.adapters.AcmAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "toegang.oidc.provider.AcmIdmProvider",
        "APPS": [
            {
                "provider_id": "acm-idm",
                "name": "ACM/IDM",
                "client_id": OIDC.client_id,
                "secret": OIDC.client_secret,
                "settings": {"server_url": OIDC.issuer, "uid_field": "sub"},
            }
        ]
        if OIDC
        else [],
    }
}
MFA_ADAPTER = "toegang.adapters.TotpAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "PactPortaal"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {"authenticate": "toegang.formulieren.TweedeStap"}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "toegang.wachtwoorden.LijktNietOpUzelf"},
    {"NAME": "toegang.wachtwoorden.MinstensZoLang", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]


def _dienst(variabele: str) -> str:
    """Give the address of an outside service; "uit" switches it off (empty means the default)."""
    adres: str = lees(env, variabele)
    return "" if adres == "uit" else adres


KAARTLAGEN = [
    (naam, _dienst(variabele), bron)
    for naam, variabele, bron in (
        ("Kleur", "KAART_KLEUR", "GRB-basiskaart, Digitaal Vlaanderen"),
        ("Grijs", "KAART_GRIJS", "GRB-basiskaart, Digitaal Vlaanderen"),
        ("Luchtfoto", "KAART_ORTHO", "Orthofoto, Digitaal Vlaanderen"),
    )
]
ADRESZOEKER = _dienst("ADRESZOEKER")


def _oorsprongen(*adressen: str) -> list[str]:
    """Give scheme and host of each address, once: what the browser may load from or ask."""
    delen = [urlsplit(adres) for adres in adressen if adres]
    return sorted({f"{deel.scheme}://{deel.netloc}" for deel in delen})


CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": [
            "'self'",
            "data:",
            "blob:",
            *_oorsprongen(*(adres for _, adres, _ in KAARTLAGEN)),
        ],
        "connect-src": ["'self'", *_oorsprongen(ADRESZOEKER)],
        # Signing out posts here and is sent on to the issuer: browsers check that step too.
        "form-action": ["'self'", *([OIDC.oorsprong] if OIDC else [])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}
API_ANONIEM_PER_MINUUT = lees(env, "API_ANONIEM_PER_MINUUT")
SESSION_COOKIE_AGE = lees(env, "SESSIE_UREN") * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-sessie" if HTTPS else "sessie"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrftoken"
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# The health check asks from inside, where there is no proxy with a certificate.
SECURE_REDIRECT_EXEMPT = [r"^gezondheid/"]
ACHTER_PROXY = lees(env, "ACHTER_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ACHTER_PROXY else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

MAIL_URL = lees(env, "MAIL_URL")
DEFAULT_FROM_EMAIL = lees(env, "MAIL_VAN")
if MAIL_URL:
    _mail = dj_email_url.parse(MAIL_URL)
    if not _mail.get("EMAIL_BACKEND"):
        raise ImproperlyConfigured(
            "MAIL_URL is niet te lezen. Begin met submission:// (STARTTLS) of smtp://."
        )
    globals().update(_mail)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_MAP / "mail"
EMAIL_TIMEOUT = 15

LOGGING = logging_instellingen(niveau=lees(env, "LOGNIVEAU"), formaat=lees(env, "LOGFORMAAT"))
stel_structlog_in()
