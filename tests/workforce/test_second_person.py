"""A second person is not somebody whose account the first could have opened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from base.errors import NotPermitted
from tests.access import Cast
from workforce.models import ActivationCode
from workforce.services.second_person import require_independent


def issue(cast: Cast, *, to: str, by: str, days_ago: int) -> None:
    """A code handed out so many days ago, and used or not."""
    issued_at = timezone.now() - timedelta(days=days_ago)
    ActivationCode.objects.create(
        user=cast.users[to],
        issued_by=cast.users[by],
        digest=f"{to}{by}{days_ago}".encode().ljust(32),
        issued_at=issued_at,
        expires_at=issued_at + timedelta(days=14),
        used_at=issued_at + timedelta(hours=1),
    )


def test_account_opened_by_the_first_person_is_refused(cast: Cast) -> None:
    issue(cast, to="alice", by="ruth", days_ago=29)
    with pytest.raises(NotPermitted) as refused:
        require_independent(cast.user("alice"), [cast.users["ruth"].pk], now=timezone.now())
    assert refused.value.code == "second_person_not_independent"


def test_old_codes_and_codes_of_others_do_not_count(cast: Cast) -> None:
    issue(cast, to="alice", by="ruth", days_ago=31)
    issue(cast, to="bob", by="ruth", days_ago=1)
    issue(cast, to="alice", by="dave", days_ago=1)
    require_independent(cast.user("alice"), [cast.users["ruth"].pk], now=timezone.now())
