"""Addresses that belong to no single app."""

from django.urls import path

from portal import views

app_name = "portal"

urlpatterns = [
    path("", views.FirstScreen.as_view(), name="home"),
    path("desk/", views.Desk.as_view(), name="desk"),
]
