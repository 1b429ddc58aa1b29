"""Interim settings; the typed ones follow."""
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit, parse_qs

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = True
SECRET_KEY = "dev-insecure-key"
ALLOWED_HOSTS = ["*"]
DEMO_MODE = True
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.staticfiles", "django.contrib.postgres", "django.contrib.humanize",
    "pgtrigger", "pghistory", "rules.apps.AutodiscoverRulesConfig", "rest_framework", "django_filters", "knox", "drf_spectacular", "drf_spectacular_sidecar",
    "django_htmx", "csp", "allauth", "allauth.account", "allauth.mfa",
    "base", "workforce", "skills", "portal", "seeds",
]
AUTH_USER_MODEL = "workforce.User"
ROOT_URLCONF = "config.urls"
_u = urlsplit(os.environ.get("DATABASE_URL", "postgresql:///jiangjie?host=/tmp/pgdev"))
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": _u.path.lstrip("/"),
    "HOST": parse_qs(_u.query).get("host", [_u.hostname or ""])[0], "USER": "postgres"}}
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LANGUAGE_CODE = "zh-hans"
