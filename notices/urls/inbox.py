"""Addresses of what everybody has: the inbox, one's settings, the calendar."""

from django.urls import URLPattern, URLResolver, path

from notices.views import calendar, inbox, settings

urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox.InboxPage.as_view(), name="inbox"),
    path("act/", inbox.InboxAct.as_view(), name="act"),
    path("all/", inbox.ReminderList.as_view(), name="all"),
    path("count/", inbox.WaitingNumber.as_view(), name="count"),
    path("<int:pk>/", inbox.OpenReminder.as_view(), name="open"),
    path("settings/", settings.SettingsPage.as_view(), name="settings"),
    path("settings/calendar/", settings.MakeCalendarLink.as_view(), name="calendar_make"),
    path("settings/calendar/revoke/", settings.RevokeCalendarLink.as_view(), name="calendar_revoke"),
    path("calendar/<str:token>.ics", calendar.CalendarFeed.as_view(), name="calendar"),
]
