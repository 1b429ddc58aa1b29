"""Addresses of records of facts kept by hand."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
