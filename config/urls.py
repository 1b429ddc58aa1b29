"""Every address of the system."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config.health import healthz, readyz

URLS = {"workforce.urls": "workforce/", "skills.urls": "skills/", "base.urls": "", "portal.urls": ""}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("workforce.account_urls")),
    path("system/", admin.site.urls),
    path("api/v1/", include("config.api")),
    path("i18n/", include("django.conf.urls.i18n")),
    *(path(prefix, include(module)) for module, prefix in URLS.items() if find_spec(module)),
]

handler400 = "base.error_pages.bad_request"
handler403 = "base.error_pages.permission_denied"
handler404 = "base.error_pages.page_not_found"
handler500 = "base.error_pages.server_error"
