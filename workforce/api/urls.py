"""The addresses of this app below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import BaseRouter

from workforce.api.organisation import RoleViewSet, UnitViewSet
from workforce.api.own_account import MeView
from workforce.api.tokens import TokenViewSet

urlpatterns: list[URLPattern | URLResolver] = [path("me", MeView.as_view(), name="me")]


def register(router: BaseRouter) -> None:
    """Put this app's viewsets under the API's root."""
    router.register("tokens", TokenViewSet)
    router.register("units", UnitViewSet)
    router.register("roles", RoleViewSet)
