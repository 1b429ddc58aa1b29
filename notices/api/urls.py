"""Addresses of the notices API."""

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import BaseRouter

from notices.api.inbox import NoticeSettingsView, OwnReminderViewSet
from notices.api.told import ReminderRulesView, ToldViewSet
from notices.api.webhooks import WebhookViewSet

urlpatterns: list[URLPattern | URLResolver] = [
    path("notices/settings", NoticeSettingsView.as_view(), name="notices-settings"),
    path("notices/rules", ReminderRulesView.as_view(), name="notices-rules"),
]


def register(router: BaseRouter) -> None:
    """Add this app's lists to the router of the API."""
    router.register("notices/reminders", OwnReminderViewSet, basename="notices-reminders")
    router.register("notices/told", ToldViewSet, basename="notices-told")
    router.register("notices/webhooks", WebhookViewSet, basename="notices-webhooks")
