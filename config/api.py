"""The API's addresses: what each app registers, the schema and its page."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

router = SimpleRouter(trailing_slash=False)
extra_paths: list[URLPattern | URLResolver] = []

for name in ("workforce.api", "skills.api"):
    if find_spec(name):
        module = import_module(name)
        module.register(router)
        extra_paths += getattr(module, "urlpatterns", [])

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    *extra_paths,
    path("", include(router.urls)),
]
