"""Django's settings, read from the environment. The variables are described in docs/operations.md."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from base.schedule_plan import beat_entries
from config.checkout_secrets import load_checkout_secrets
from config.databases import database_settings
from config.environment import Environment
from config.logs import logging_settings
from config.runner import layout
from config.schedules import SCHEDULE

django_stubs_ext.monkeypatch()  # typed fields and admin classes may be subscripted at run time

BASE_DIR = layout.ROOT
env = Environment(os.environ)

# -- What kind of system this is
MODE = env.choice("JIANGJIE_MODE", ("development", "demo", "production"), "development")
PRODUCTION = MODE == "production"
DEMO_MODE = MODE == "demo"
"""Demo mode alone has one-click sign-in; the runner sets it, production refuses it."""
DEBUG = env.flag("DEBUG", False)

# -- Keys
DEFAULTED_KEYS = [
    name for name in ("SECRET_KEY", "ENCRYPTION_KEYS", "BLIND_INDEX_KEY") if not env.is_set(name)
]
"""Keys the environment does not name: they come from the checkout, which `check --deploy` refuses."""
if DEFAULTED_KEYS:
    _checkout = load_checkout_secrets(layout.SECRETS)
    SECRET_KEY = env.text("SECRET_KEY", _checkout.secret_key)
    ENCRYPTION_KEYS = env.keys("ENCRYPTION_KEYS") or {"checkout": _checkout.encryption_key}
    BLIND_INDEX_KEY = env.key("BLIND_INDEX_KEY") or _checkout.blind_index_key
else:
    SECRET_KEY = env.text("SECRET_KEY", "")
    ENCRYPTION_KEYS = env.keys("ENCRYPTION_KEYS")
    BLIND_INDEX_KEY = env.key("BLIND_INDEX_KEY") or b""
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS")
ENCRYPTION_KEY_ID = env.choice("ENCRYPTION_KEY_ID", tuple(ENCRYPTION_KEYS), next(iter(ENCRYPTION_KEYS)))

# -- Who may ask
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", () if PRODUCTION else ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
"""How many reverse proxies stand in front; the client's address and https are believed from them alone."""

# -- Servers
_database = env.database("DATABASE_URL", layout.RUN.database_url)
DATABASES = database_settings(env, _database)
REPLICA_MAX_LAG_SECONDS = env.number("REPLICA_MAX_LAG_SECONDS", 10, minimum=1)
"""A replica (REPLICA_DATABASE_URL) is read only while it holds everything committed until so long ago."""
_redis = env.redis("REDIS_URL", layout.RUN.redis_url)
EMBEDDED_SERVICES = [
    name
    for name, socket_path in (("DATABASE_URL", _database.host), ("REDIS_URL", _redis.socket_path))
    if layout.is_embedded(socket_path)
]
"""Addresses that lead to this checkout's embedded servers, which `check --deploy` refuses."""

REDIS_CLIENT_URL = _redis.client_url
"""The broker's address as redis-py spells it."""

CACHES = {
    "default": {
        "BACKEND": "base.cache.ResilientRedisCache",
        "LOCATION": env.text("CACHE_URL", _redis.cache_url),
        "KEY_PREFIX": "jiangjie",
        "TIMEOUT": 300,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}

CELERY = {
    "broker_url": _redis.broker_url,
    "broker_connection_timeout": 2,
    "broker_connection_retry_on_startup": True,
    "broker_transport_options": {
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
        "visibility_timeout": 3600,
    },
    "task_publish_retry": False,
    "task_ignore_result": True,
    "task_default_queue": "light",
    "task_routes": {"base.run_job": {"queue": "heavy"}},
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "task_soft_time_limit": 3300,
    "task_time_limit": 3600,
    "worker_prefetch_multiplier": 1,
    "worker_hijack_root_logger": False,
    "timezone": "Asia/Shanghai",
    "beat_schedule": beat_entries(SCHEDULE),
    "beat_schedule_filename": env.text("BEAT_STATE", str(layout.RUN.home / "beat")),
}

# -- The building
INSTALLED_APPS = [
    "config",
    "portal",
    "skills",
    "notices",
    "workforce",
    "base",
    "seeds",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "rules.apps.AutodiscoverRulesConfig",
    "rest_framework",
    "django_filters",
    "knox",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "base.middleware.RequestContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.language.ChosenLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "workforce.session_tracking.SessionTrackingMiddleware",
    "workforce.second_factor_gate.SecondFactorMiddleware",
    *(["base.replica.OwnWritesMiddleware"] if "replica" in DATABASES else []),
    "base.idempotency.IdempotencyMiddleware",  # last: it holds the transaction of the view alone
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "base.form_rendering.PageFormRenderer"
CSRF_FAILURE_VIEW = "base.error_pages.csrf_failure"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
            ],
        },
    }
]

# -- Language and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# -- Accounts
AUTH_USER_MODEL = "workforce.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "workforce.accounts.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_ADAPTER = "workforce.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "workforce.forms.LoginForm", "change_password": "workforce.forms.PasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
_login_rate = env.rate("LOGIN_RATE", "30/min")
ACCOUNT_RATE_LIMITS = {
    "login": f"{_login_rate[0]}/{_login_rate[1]}s/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "activate": "20/m/ip,10/300s/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
LOGIN_ATTEMPTS_ALLOWED = env.number("LOGIN_ATTEMPTS_ALLOWED", 5)
LOGIN_LOCK_MINUTES = env.number("LOGIN_LOCK_MINUTES", 15)
"""After so many wrong passwords in a row an account is locked for so many minutes."""
CERTIFICATE_LETTER_J = env.flag("CERTIFICATE_LETTER_J", False)
"""Whether certificate numbers of technical schools (letter J, recalled) are accepted beside Y and S."""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "匠阶 Jiangjie"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "workforce.forms.second_factor.SecondFactorForm",
    "reauthenticate": "workforce.forms.second_factor.ConfirmCodeForm",
    "activate_totp": "workforce.forms.second_factor.AppForm",
    "add_webauthn": "workforce.forms.second_factor.PasskeyForm",
    "edit_webauthn": "workforce.forms.second_factor.PasskeyNameForm",
}
MFA_ADAPTER = "workforce.second_factor.SecondFactorAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_REQUIRED = env.flag("MFA_REQUIRED", PRODUCTION)
MFA_REQUIRED_ROLES = env.items("MFA_REQUIRED_ROLES", ("hr_officer", "union_officer", "finance"))
"""Whether whoever holds one of these roles is let in only with a second factor; production insists."""

# -- Login with the enterprise's own directory (OpenID Connect); off without OIDC_ISSUER
OIDC_NAME = env.text("OIDC_NAME", "SSO")
OIDC_ISSUER = env.text("OIDC_ISSUER", "")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_LOGIN_CLAIM = env.text("OIDC_LOGIN_CLAIM", "preferred_username")
OIDC_SATISFIES_SECOND_FACTOR = env.flag("OIDC_SATISFIES_SECOND_FACTOR", False)
SOCIALACCOUNT_ADAPTER = "workforce.directory_login.DirectoryAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_QUERY_EMAIL = False
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "SCOPE": ["openid", "profile"],
            "APPS": [
                {
                    "provider_id": "directory",
                    "name": OIDC_NAME,
                    "client_id": OIDC_CLIENT_ID,
                    "secret": env.text("OIDC_CLIENT_SECRET", ""),
                    "settings": {"server_url": OIDC_ISSUER, "fetch_userinfo": False},
                }
            ],
        }
    }
    if OIDC_ISSUER
    else {}
)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# -- API
KNOX_TOKEN_MODEL = "workforce.ApiToken"  # noqa: S105 - the name of a model
MIGRATION_MODULES = {"knox": None}
"""Knox's migrations make its own token table even when another model stands for it."""
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "workforce.api_authentication.ApiTokenAuthentication",  # first: it lets "who are you" be answered 401
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "base.api_parsers.JSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "base.pagination.KeysetPagination",
    "EXCEPTION_HANDLER": "base.problems.problem_response",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["base.throttling.AskerThrottle"],
    "NUM_PROXIES": TRUSTED_PROXIES,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
API_RATES = {
    "anonymous": env.rate("API_RATE_ANONYMOUS", "60/min"),
    "session": env.rate("API_RATE_SESSION", "1200/min"),
    "token": env.rate("API_RATE_TOKEN", "1200/min"),
    "calendar": env.rate("CALENDAR_RATE", "60/hour"),
}
"""How often one asker may ask the API, and a calendar link be fetched: (requests, seconds)."""
IDEMPOTENCY_WAIT_SECONDS = env.number("IDEMPOTENCY_WAIT_SECONDS", 10, minimum=1)
"""How long a repeated request waits for the first one before it is told to come later."""
SPECTACULAR_SETTINGS = {
    "TITLE": "匠阶 Jiangjie",
    "DESCRIPTION": "Skill grades of an enterprise's workers: records, eligibility, roster imports.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "base.api_documentation.document_idempotency",
        "workforce.api_documentation.document_scopes",
    ],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "LevelEnum": "skills.enums.Level",
        "MarkEnum": "skills.enums.Mark",
        "FactKindEnum": "skills.enums.FactKind",
        "GradeKindEnum": "skills.enums.GradeKind",
        "DiplomaKindEnum": "skills.enums.DiplomaKind",
        "ClauseKindEnum": "skills.enums.ClauseKind",
        "AliasKindEnum": "skills.enums.AliasKind",
        "TimelineKindEnum": "skills.queries.timeline.TimelineKind",
        "UnitKindEnum": "workforce.enums.UnitKind",
        "UnitChangeKindEnum": "workforce.enums.UnitChangeKind",
        "UnitChangeStateEnum": "workforce.enums.UnitChangeState",
        "RelationKindEnum": "workforce.enums.RelationKind",
        "DeclarationStateEnum": "workforce.enums.DeclarationState",
        "WorkerStatusEnum": "workforce.enums.WorkerStatus",
        "AnswerStatusEnum": "skills.api.eligibility.STATUSES",
        "PolicyChangeKindEnum": "skills.enums.PolicyChangeKind",
        "PolicyStateEnum": "skills.enums.PolicyState",
        "ReminderKindEnum": "base.enums.ReminderKind",
        "MessageStateEnum": "notices.enums.MessageState",
        "TellingModeEnum": "notices.enums.Mode",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# -- What leaves the system
EMAIL_HOST = env.text("EMAIL_HOST", "")
"""The mail server; without one no e-mail is sent."""
EMAIL_PORT = env.number("EMAIL_PORT", 25, minimum=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT", 10, minimum=1)
EMAIL_DOMAINS = env.items("EMAIL_DOMAINS")
"""People may only have their messages sent to addresses of these domains; without one to any."""
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "jiangjie@localhost")
PUBLIC_URL = env.text(
    "PUBLIC_URL",
    f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION and ALLOWED_HOSTS else "http://localhost:8000",
).rstrip("/")
"""What stands before the path of a link that is sent outside."""
OUTGOING_ALLOWED_NETWORKS = env.networks("OUTGOING_ALLOWED_NETWORKS")
"""Private networks robots and webhooks may stand in; without it nothing is sent into any."""
DELIVERERS_AT_ONCE = env.number("DELIVERERS_AT_ONCE", 4, minimum=1)
"""So many tasks send messages at the same time, on all machines together."""

# -- Files
STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(layout.VAR / "static"))) if PRODUCTION else None
"""Where `collectstatic` puts the files production serves; elsewhere they are served from where they lie."""
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(layout.MEDIA)))
EXPORT_ROWS_AT_ONCE = env.number("EXPORT_ROWS_AT_ONCE", 5_000)
"""A list with more rows than this is exported in the background."""
EXPORT_DAYS_KEPT = env.number("EXPORT_DAYS_KEPT", 7)
"""Days the file of a background export is kept, encrypted, for its owner."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # an act on 2,000 chosen rows sends each with a mark of what was shown
FILE_UPLOAD_HANDLERS = ["base.upload_handler.MemoryUploadHandler"]
"""Files people hand in are encrypted before they reach a disk, so none is put into a temporary directory."""
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# -- What a browser may do
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *env.origins("OIDC_ISSUER")],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_SECURE = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

# -- Logs
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(level=env.text("LOG_LEVEL", "INFO"), as_json=env.flag("LOG_JSON", PRODUCTION))
