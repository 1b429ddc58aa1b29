"""Addresses of what everybody has: the inbox, one's settings, the calendar."""

from django.urls import URLPattern, URLResolver, path

from notices.views import calendar, inbox, own_email, settings

urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox.InboxPage.as_view(), name="inbox"),
    path("act/", inbox.InboxAct.as_view(), name="act"),
    path("all/", inbox.ReminderList.as_view(), name="all"),
    path("count/", inbox.WaitingNumber.as_view(), name="count"),
    path("<int:pk>/", inbox.OpenReminder.as_view(), name="open"),
    path("settings/", settings.SettingsPage.as_view(), name="settings"),
    path("settings/calendar/", settings.MakeCalendarLink.as_view(), name="calendar_make"),
    path("settings/calendar/revoke/", settings.RevokeCalendarLink.as_view(), name="calendar_revoke"),
    path("settings/email/", own_email.OwnEmailPage.as_view(), name="email"),
    path("settings/email/remove/", own_email.RemoveEmailPage.as_view(), name="email_remove"),
    path("settings/email/<str:token>/", own_email.ConfirmEmailPage.as_view(), name="email_confirm"),
    path("calendar/<str:token>.ics", calendar.CalendarFeed.as_view(), name="calendar"),
]
