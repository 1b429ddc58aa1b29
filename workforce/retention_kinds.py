"""What accounts leave behind, and how long a departed person's identifiers are kept at least."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.retention import RetentionKind, declare_retention, retention
from workforce.models import ActivationCode, ApiToken

DEPARTED = "workforce.departed"
#: Where no rule is loaded: two years, in which claims of a departed worker may still come.
DEPARTED_DAYS = 730


@retention(
    "workforce.activation_codes",
    label=_("Activation codes used, withdrawn or expired"),
    why=_("Kept to answer who let whom in."),
    least_days=14,
)
def purge_activation_codes(before: datetime, limit: int) -> int:
    """Codes that open nothing any more."""
    over = Q(used_at__lt=before) | Q(withdrawn_at__lt=before) | Q(expires_at__lt=before)
    ids = list(ActivationCode.objects.filter(over).order_by("pk").values_list("pk", flat=True)[:limit])
    ActivationCode.objects.filter(pk__in=ids).delete()
    return len(ids)


@retention(
    "workforce.api_tokens",
    label=_("API tokens that expired"),
    why=_("Kept to answer which program asked; a token that expired opens nothing."),
    least_days=30,
)
def purge_api_tokens(before: datetime, limit: int) -> int:
    """Tokens that expired."""
    ids = list(ApiToken.objects.filter(expiry__lt=before).order_by("pk").values_list("pk", flat=True)[:limit])
    ApiToken.objects.filter(pk__in=ids).delete()
    return len(ids)


declare_retention(
    RetentionKind(
        DEPARTED,
        label=_("Identifiers of people who left"),
        why=_("So long after leaving nobody's identifiers may be erased: claims can still come."),
        least_days=30,
        purge=None,
    )
)
