"""Addresses of the notices API."""

from django.urls import URLPattern, URLResolver
from rest_framework.routers import BaseRouter

urlpatterns: list[URLPattern | URLResolver] = []


def register(router: BaseRouter) -> None:
    """Add this app's lists to the router of the API."""
