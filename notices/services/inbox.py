"""What people do with what they were told: read it, and put notices away. Only one's own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from base.enums import ReminderKind
from base.errors import InvalidInput, Missing
from notices.badge import drop_count
from notices.enums import Ending
from notices.models import Reminder
from notices.models.reminder import ReminderQuerySet
from notices.queries.inbox import own_among
from workforce.models import User

#: The most that is named by id at once.
MOST_IDS = 2_000


def mark_read(*, actor: User, now: datetime, ids: Collection[int] = (), rules: Collection[str] = ()) -> int:
    """Note that the actor has read these, and all open ones of these rules; how many were unread.

    Raises InvalidInput for nothing or too many named, Missing when one was told to somebody else.
    """
    with transaction.atomic():
        named = _named(actor, ids, rules)
        number = named.filter(read_at__isnull=True).update(read_at=now)
        drop_count(actor)
    return number


def mark_all_read(*, actor: User, now: datetime) -> int:
    """Note that the actor has read every notice that is open; how many were unread."""
    with transaction.atomic():
        notices = _own(actor).open().filter(kind=ReminderKind.NOTICE, read_at__isnull=True)
        number = notices.update(read_at=now)
        drop_count(actor)
    return number


def put_away(*, actor: User, now: datetime, ids: Collection[int] = (), rules: Collection[str] = ()) -> int:
    """Take notices out of the actor's inbox, and all open ones of these rules; how many were there.

    What ended meanwhile stays as it is. Raises as `mark_read`; InvalidInput for a to-do, which goes when it
    is done.
    """
    with transaction.atomic():
        named = _named(actor, ids, rules)
        if ids and own_among(actor, ids).filter(kind=ReminderKind.TODO).exists():
            raise InvalidInput(
                _("A to-do goes when it is done; only notices are put away."), code="todo_stays", field="ids"
            )
        notices = named.open().filter(kind=ReminderKind.NOTICE)
        number = notices.update(
            ended_at=now, ended_as=Ending.DISMISSED, read_at=Coalesce("read_at", Value(now))
        )
        drop_count(actor)
    return number


def _own(actor: User) -> ReminderQuerySet:
    return Reminder.objects.filter(recipient=actor.pk)


def _named(actor: User, ids: Collection[int], rules: Collection[str]) -> ReminderQuerySet:
    """The actor's own of these ids, and the open ones of these rules."""
    chosen = set(ids)
    if not chosen and not rules:
        raise InvalidInput(_("Choose at least one."), code="nothing_chosen", field="ids")
    if len(chosen) > MOST_IDS:
        raise InvalidInput(_("These are too many at once."), code="too_many_chosen", field="ids")
    if any("\0" in rule for rule in rules):  # no text of the database holds it
        raise Missing(_("There is no such notice."))
    if chosen and own_among(actor, chosen).count() != len(chosen):
        raise Missing(_("There is no such notice."))
    return _own(actor).filter(Q(pk__in=chosen) | Q(rule__in=list(rules), ended_at__isnull=True))
