"""Addresses of the notices pages, a file per area."""

from django.urls import URLPattern, URLResolver

from notices.urls import hr, inbox

app_name = "notices"

urlpatterns: list[URLPattern | URLResolver] = [*hr.urlpatterns, *inbox.urlpatterns]
