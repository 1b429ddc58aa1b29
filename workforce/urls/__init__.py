"""Addresses of the workforce pages, a file per area."""

from workforce.urls import accounts, organisation, workers

app_name = "workforce"

urlpatterns = [*organisation.urlpatterns, *workers.urlpatterns, *accounts.urlpatterns]
