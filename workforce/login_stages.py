"""The step of signing in that asks for the second factor."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest

from workforce.second_factor import came_by_directory_as


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """Asks whoever has a second factor, unless the settings trust the one of the directory they came by."""

    def _should_handle(self, request: HttpRequest) -> bool:
        user = self.login.user
        if settings.OIDC_SATISFIES_SECOND_FACTOR and came_by_directory_as(request, user):
            return False
        return bool(super()._should_handle(request))
