"""Two people for one decision: not two accounts that one of them could have opened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from base.errors import NotPermitted
from workforce.models import ActivationCode, User

#: So long after handing somebody an activation code one could have signed in with it in their name.
INDEPENDENT_AFTER = timedelta(days=30)


def require_independent(actor: User, first_people: Collection[int], *, now: datetime) -> None:
    """Refuse as second person an account for which one of the first lately issued an activation code.

    A code sets a new password and removes the second factor; who issues it sees it. Raises NotPermitted.
    """
    opened = ActivationCode.objects.filter(
        user=actor, issued_by__in=list(first_people), issued_at__gt=now - INDEPENDENT_AFTER
    )
    if opened.exists():
        raise NotPermitted(
            _(
                "Within the last 30 days this account was given an activation code by the person who asks for"
                " the decision. Another officer decides."
            ),
            code="second_person_not_independent",
        )
