"""How long a file with everything about one person lies ready."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from base.retention import RetentionKind, declare_retention

PERSONAL_EXPORTS = "skills.personal_exports"
#: Where no rule is loaded.
PERSONAL_EXPORT_DAYS = 7

declare_retention(
    RetentionKind(
        PERSONAL_EXPORTS,
        label=_("Files with everything about one person"),
        why=_("Long enough to fetch it; it can be made again. Holds for files made from now on."),
        least_days=1,
        purge=None,
    )
)
