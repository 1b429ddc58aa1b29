"""Every address of the system, by floor."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config.health import healthz, readyz


def _present(*modules: str) -> list[URLPattern | URLResolver]:
    prefixes = {"portal": "", "workforce": "workforce/", "skills": "skills/", "base": ""}
    return [path(prefixes[m], include(f"{m}.urls")) for m in modules if find_spec(f"{m}.urls")]


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("system/", admin.site.urls),
    *_present("workforce", "skills", "base", "portal"),
]
