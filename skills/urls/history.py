"""Addresses of histories and past days."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
