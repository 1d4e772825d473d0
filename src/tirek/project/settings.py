"""Settings of the Django project. What differs from one installation to another comes from the
environment: TIREK_DATA, DATABASE_URL, TIREK_SECRET, TIREK_HOSTS, TIREK_DEBUG."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from tirek.project.postgresql import embedded

DATA = embedded.data_folder()


def _database() -> dict[str, object]:
    server = embedded.chosen()
    url = os.environ.get("DATABASE_URL") if server is None else server.url()
    found = conninfo_to_dict(url or "")
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host",
             "PORT": "port"}  # fmt: skip
    return {
        "ENGINE": "tirek.project.postgresql",
        **{name: found.pop(key) for name, key in named.items() if key in found},
        "OPTIONS": found,
    }


def _secret(file: Path) -> str:
    """The key that signs; made once, kept in the data folder, readable by its owner only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        unready = file.with_name(f"{file.name}.{os.getpid()}")
        unready.touch(mode=0o600)
        unready.write_text(secrets.token_urlsafe(50))
        unready.replace(file)
    return file.read_text()


SECRET_KEY = os.environ.get("TIREK_SECRET") or _secret(DATA / "secret.txt")
DEBUG = os.environ.get("TIREK_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("TIREK_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "procrastinate.contrib.django",
    "tirek.registry",
    "tirek.ledger",
    "tirek.office",
    "tirek.portal",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tirek.project.headers.own_content_only",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tirek.office.gate.this_computer_only",
    "tirek.portal.errors.whole_forms_only",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
ROOT_URLCONF = "tirek.project.urls"
WSGI_APPLICATION = "tirek.project.wsgi.application"

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CONN_HEALTH_CHECKS = True

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Almaty"
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tirek.portal.errors.forbidden"

# What is uploaded stays in memory; see portal/uploads.py for how much.
FILE_UPLOAD_HANDLERS = ["tirek.portal.uploads.InMemory"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 4

STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = True  # straight from the package: nothing to be collected

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "masked": {
            "()": "tirek.project.logs.Masked",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"errors": {"class": "logging.StreamHandler", "formatter": "masked"}},
    # A form that is too large, a foreign host: answered; no faults to look into.
    "loggers": {
        "django.security.RequestDataTooBig": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
    "root": {"handlers": ["errors"], "level": "WARNING"},
}
