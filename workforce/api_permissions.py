"""What a token may ask, by its scopes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from workforce.api_scopes import is_allowed, scope_needed
from workforce.models import ApiToken


class ScopeMissing(APIException):
    """The token's scopes do not name this."""

    status_code = 403
    default_code = "scope_missing"


class HasScope(BasePermission):
    """Lets a token do what its scopes name (`workforce.api_scopes`); sessions of people are not narrowed.

    It stands before the rules about roles: a token never does more than its account may.
    """

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the scopes reach. Raises ScopeMissing, naming the scope."""
        if not isinstance(request.auth, ApiToken):
            return True
        method = request.method or "GET"
        if is_allowed(request.path_info, method, request.auth.scopes):
            return True
        try:
            needed = scope_needed(request.path_info, method)
        except LookupError:
            raise ScopeMissing(_("Tokens are not admitted here. Sign in with a browser.")) from None
        raise ScopeMissing(
            _("The token lacks the scope %(scope)s. Make a new token that has it.") % {"scope": needed}
        )
