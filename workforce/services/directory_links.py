"""Which identity of the enterprise's directory belongs to which account."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from base.events import record_event
from workforce.models import User


def link_directory_identity(*, user: User, account: SocialAccount) -> None:
    """Bind the directory's identity to the account, at its first sign-in."""
    with transaction.atomic():
        account.user = user
        account.save()
        record_event(
            "workforce.directory_linked", subject="workforce.user", subject_id=user.pk, payload={}, actor=user
        )


def unlink_directory_identities(*, user: User) -> int:
    """Forget which identity belongs to the account; how many there were."""
    deleted: int
    deleted, _rows = SocialAccount.objects.filter(user=user).delete()
    return deleted
