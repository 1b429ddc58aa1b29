"""Rows by COPY from plain values."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from base.copying import copy_values, next_ids
from base.models import DomainEvent

pytestmark = pytest.mark.django_db


def test_ids_taken_are_nobody_elses() -> None:
    taken = [*next_ids(DomainEvent, 3), *next_ids(DomainEvent, 2)]
    event = DomainEvent.objects.create(kind="a.b", subject="a.c", subject_id=1, occurred_at=timezone.now())
    assert len({*taken, event.pk}) == 6
    assert next_ids(DomainEvent, 0) == []


def test_columns_not_named_hold_what_is_said_for_all_or_the_default() -> None:
    same = {"kind": "a.b", "subject": "a.c", "occurred_at": timezone.now()}
    copy_values(DomainEvent, ("subject_id",), ((number,) for number in range(3)), same=same)
    events = DomainEvent.objects.filter(kind="a.b").order_by("subject_id")
    assert [(event.subject_id, event.payload, event.actor_id) for event in events] == [
        (number, {}, None) for number in range(3)
    ]


def test_what_a_constraint_refuses_is_an_integrity_error_and_writes_nothing() -> None:
    same = {"kind": "a.b", "subject": "a.c", "occurred_at": timezone.now()}
    (pk,) = next_ids(DomainEvent, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_values(DomainEvent, ("id", "subject_id"), [(pk, 1), (pk, 2)], same=same)
    assert not DomainEvent.objects.filter(kind="a.b").exists()


def test_the_collector_rests_while_rows_are_copied() -> None:
    """It might close a half-read list, whose statement would wait for this very COPY for ever."""
    seen: list[bool] = []

    def rows() -> Iterator[tuple[Any, ...]]:
        seen.append(gc.isenabled())
        yield from ()

    copy_values(DomainEvent, ("subject_id",), rows(), same={"occurred_at": timezone.now()})
    assert seen == [False]
    assert gc.isenabled()
