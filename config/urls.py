"""Every address of the system."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("workforce.account_urls")),
    path("workforce/", include("workforce.urls")),
    path("skills/", include("skills.urls")),
    path("notices/", include("notices.urls")),
    path("system/", admin.site.urls),
    path("api/v1/", include("config.api")),
    path("", include("base.urls")),
    path("", include("portal.urls")),
]

handler400 = "base.error_pages.bad_request"
handler403 = "base.error_pages.permission_denied"
handler404 = "base.error_pages.page_not_found"
handler500 = "base.error_pages.server_error"
