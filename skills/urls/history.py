"""Addresses of histories and past days."""

from django.urls import path

from skills.views import own_changes

urlpatterns = [path("me/changes/", own_changes.OwnChanges.as_view(), name="own_changes")]
