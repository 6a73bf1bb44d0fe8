"""Django's settings, made from `options.py`; the one place where Django is configured."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import unquote, urlsplit

from warraq.options import read_options

_options = read_options()


def _database(address: str) -> dict[str, Any]:
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": _options.data / "warraq.sqlite3",
            "TEST": {"NAME": _options.data / "test.sqlite3"},  # a file, as in real life: threads share it
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,
                # WAL survives a kill at any moment; NORMAL loses at most the last second to a power cut,
                # and what was lost is collected again.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; "
                    "PRAGMA mmap_size=268435456; PRAGMA cache_size=-32768;"
                ),
            },
        }
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }


def _secret_key() -> str:
    """The key file of the data folder; before that exists (help texts, tests) a key for this run only."""
    file = _options.data / "secret.key"
    return file.read_text(encoding="ascii").strip() if file.is_file() else secrets.token_urlsafe(48)


def trusted_origins(url: str) -> list[str]:
    """The origin of the site's public address. A web server that speaks HTTPS asks us over HTTP: without this the
    desk would refuse its own forms."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = (
    ["*"] if not _options.url else [urlsplit(_options.url).hostname or "", "127.0.0.1", "localhost", "[::1]"]
)
USE_X_FORWARDED_HOST = False
INSTALLED_APPS = [
    "warraq.store",
    "warraq.moderate",
    "warraq.serve",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "warraq.serve.door.PublicDoor",  # answers public pages itself; only the desk passes on to the rest
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "warraq.serve.addresses"
WSGI_APPLICATION = "warraq.serve.wsgi.application"
DATABASES = {"default": {**_database(_options.database), "CONN_MAX_AGE": None}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("MinimumLengthValidator", "CommonPasswordValidator", "NumericPasswordValidator")
]
LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("fr", "Français")]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # the desk's files, where they are installed: nothing to collect
LOGGING_CONFIG = None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _options.url.startswith("https://")
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = trusted_origins(_options.url)
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
