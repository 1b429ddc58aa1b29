"""Finding what identifies a person wherever it was typed, and putting a pseudonym in its place.

Numbers (employee number, telephone, id number) are replaced wherever they stand whole, a telephone only while
nobody else has the same. A name is replaced only while nobody else's name contains it: a namesake's record
must not change. The mask of an id number is many people's; it goes with the person's own rows alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Cast

from workforce.models import Worker
from workforce.services.id_numbers import id_number_index

#: Numbers shorter than this also mean other things in a sentence; they are replaced only as a whole value.
_TELLING = 5
#: The vocabulary of policy and of the framework: no text of people's, and not to be changed.
_UNTOUCHED_MODULES = ("skills.models.occupation", "skills.models.policy", "django.contrib.contenttypes")
_OWN_DATA = {"name", "name_pinyin", "name_initials", "employee_no", "phone", "id_number_mask"}
_UNTOUCHED = {
    "workforce.Worker": _OWN_DATA,
    "workforce.WorkerEvent": _OWN_DATA,
    "workforce.User": {"display_name", "login", "password"},
    "workforce.UserEvent": {"display_name", "login"},
    "workforce.Unit": {"name", "code"},
    "workforce.UnitEvent": {"name", "code"},
}


@dataclass(frozen=True)
class Identifiers:
    """What the person was called and numbered by, now and formerly."""

    numbers: frozenset[str]
    names: frozenset[str]
    digests: frozenset[bytes]

    @classmethod
    def of(cls, ids: Sequence[int]) -> Identifiers:
        """Gathered from the record and from its old values, before anything is erased."""
        numbers: set[str] = set()
        names: set[str] = set()
        digests: set[bytes] = set()
        for worker in Worker.objects.filter(pk__in=list(ids)).select_related("account"):
            account = getattr(worker, "account", None)
            numbers |= {worker.employee_no, worker.phone, worker.id_number or ""}
            names |= {worker.name}
            if worker.id_number:
                digests.add(id_number_index(worker.id_number))
            if account is not None:
                numbers |= {account.login, account.email}
                names |= {account.display_name}
        events = apps.get_model("workforce", "WorkerEvent")
        for old in events._base_manager.filter(id__in=list(ids)):
            numbers |= {old.employee_no, old.phone}
            names |= {old.name}
        others = Worker.objects.exclude(pk__in=list(ids))
        numbers -= set(others.filter(phone__in=numbers).values_list("phone", flat=True))
        own = {name for name in names if len(name) > 1 and not others.filter(name__contains=name).exists()}
        return cls(frozenset(numbers - {""}), frozenset(own), frozenset(digests))

    def pattern(self) -> re.Pattern[str] | None:
        """Matches any of them inside a text; numbers only where they stand whole."""
        whole = sorted((number for number in self.numbers if len(number) >= _TELLING), key=len, reverse=True)
        parts = [rf"(?<![0-9A-Za-z]){re.escape(number)}(?![0-9A-Za-z])" for number in whole]
        parts += [re.escape(name) for name in sorted(self.names, key=len, reverse=True)]
        return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def replace_mentions(identifiers: Identifiers, called: str) -> int:
    """Replace every mention in every column of text and JSON; returns how many values changed."""
    pattern = identifiers.pattern()
    if pattern is None:
        return 0
    needles = [*identifiers.names, *identifiers.numbers]
    total = 0
    for model in apps.get_models(include_auto_created=False):
        if model._meta.managed and not model._meta.proxy and model.__module__ not in _UNTOUCHED_MODULES:
            for column in _texts(model):
                total += _replace_in(model, column, needles, pattern, identifiers.numbers, called)
    return total


def _texts(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """The columns people's words and the programs' notes stand in."""
    untouched = _UNTOUCHED.get(model._meta.label, set())
    for column in model._meta.local_concrete_fields:
        is_text = isinstance(column, models.CharField | models.TextField | models.JSONField | ArrayField)
        if is_text and not column.primary_key and not column.choices and column.name not in untouched:
            yield column


def _replace_in(
    model: type[models.Model],
    column: models.Field[Any, Any],
    needles: Iterable[str],
    pattern: re.Pattern[str],
    numbers: frozenset[str],
    called: str,
) -> int:
    changed = 0
    for pk in _mentioning(model, column, needles):
        row = model._base_manager.filter(pk=pk).only(column.attname).first()
        before = getattr(row, column.attname)
        after = _replaced(before, pattern, numbers, called)
        if isinstance(after, str) and column.max_length:
            after = after[: column.max_length]
        if after != before:
            model._base_manager.filter(pk=pk).update(**{column.attname: after})
            changed += 1
    return changed


def _mentioning(
    model: type[models.Model], column: models.Field[Any, Any], needles: Iterable[str]
) -> list[Any]:
    """The rows whose text holds any of the words, looked for by the database."""
    wanted = models.Q()
    for word in needles:
        wanted |= models.Q(as_text__icontains=word) | models.Q(as_text__icontains=json.dumps(word)[1:-1])
    as_text = Cast(column.name, models.TextField())
    found = model._base_manager.annotate(as_text=as_text).filter(wanted)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _replaced(value: Any, pattern: re.Pattern[str], numbers: frozenset[str], called: str) -> Any:
    """The value with every mention replaced: inside texts, and in whole values and keys of JSON."""
    match value:
        case str():
            return called if value in numbers else pattern.sub(called, value)
        case list():
            return [_replaced(one, pattern, numbers, called) for one in value]
        case dict():
            return {
                _replaced(key, pattern, numbers, called): _replaced(one, pattern, numbers, called)
                for key, one in value.items()
            }
        case _:
            return value
