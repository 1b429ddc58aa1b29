"""Addresses of the notices API."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import BaseRouter

from notices.api.inbox import NoticeSettingsView, OwnReminderViewSet

urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/settings", NoticeSettingsView.as_view(), name="notices-settings"),
]


def register(router: BaseRouter) -> None:
    """Add this app's lists to the router of the API."""
    router.register("notices/reminders", OwnReminderViewSet, basename="notices-reminders")
