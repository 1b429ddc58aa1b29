"""The erasing itself: own rows, old values, files, and every mention anywhere else. One transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from pghistory.models import Context
from pgtrigger import registry

from base.encryption import decrypt
from base.events import record_event
from base.file_contents import remove_content
from base.models import ExportRecord, IdempotentAnswer, StagedRow, StoredFile, WorkbookImport
from skills.dates import day_of
from skills.privacy.belongings import history_model, old_values_about, owned_models, person_ids, rows_about
from skills.privacy.erased_columns import DELETED, REPLACED, WIPED, pseudonym
from skills.privacy.mentions import Identifiers, replace_mentions
from skills.services.refresh_eligibility import refresh_eligibility
from workforce.models import PersonalExport, User, Worker

#: Triggers that copy old values, or refuse to change what is written once (a policy's texts may name somebody
#: too). Every other wall stands.
_SILENCED = frozenset(
    {
        "update_update",
        "delete_delete",
        "append_only",
        "append_only_update",
        "append_only_delete",
        "confirmed_is_never_edited",
        "frozen_once_confirmed",
        "draft_alone_is_edited",
    }
)


@dataclass(frozen=True)
class Erased:
    """What was done: rows rewritten, files removed, mentions replaced elsewhere."""

    rows: int
    files: int
    mentions: int


@transaction.atomic
def erase_identifiers(worker: Worker, *, actor: User | None, now: datetime) -> Erased:
    """Put pseudonyms in the place of everything that identifies the person; figures stay as they are.

    The caller has checked the right and holds a confirmed `Erasure`. There is no way back. Contents of files
    are removed when the transaction commits; should that fail, the nightly purge of files does it.
    """
    ids = person_ids(worker)
    people = Worker.objects.lock_in_order(ids)
    identifiers = Identifiers.of(ids)
    with pgtrigger.ignore(*_silenced()):
        contexts = _contexts(ids)
        files = _remove_files(ids, now=now)
        rows = _delete_accounts_belongings(ids) + _rewrite(ids)
        rows += _drop_staged(ids, identifiers)
        _close_accounts(ids)
        _wipe_reasons(contexts)
        mentions = replace_mentions(identifiers, pseudonym(worker.pk))
        Worker.objects.filter(pk__in=ids).update(erased_at=now)
    refresh_eligibility([person.pk for person in people], today=day_of(now))
    record_event(
        "workforce.worker_erased",
        subject="workforce.worker",
        subject_id=worker.pk,
        payload={"worker_ids": ids, "rows": rows, "files": files, "mentions": mentions},
        actor=actor,
        now=now,
    )
    return Erased(rows, files, mentions)


def _silenced() -> list[str]:
    """The triggers to pass by, by name; the constraints and all other triggers are not touched."""
    return [uri for uri in registry._registry if uri.rsplit(":", 1)[1] in _SILENCED]


def _rewrite(ids: Sequence[int]) -> int:
    """The person's own rows and their old values, column by column as `REPLACED` says."""
    total = 0
    for model in owned_models():
        replaced = REPLACED.get(model._meta.label)
        if not replaced:
            continue
        old = old_values_about(model, ids)
        for rows in (rows_about(model, ids), *(() if old is None else (old,))):
            known = {column.name for column in rows.model._meta.concrete_fields}
            names = [name for name in replaced if name in known]
            for row in rows:
                whose = _whose(model, row, ids)
                for name in names:
                    setattr(row, name, replaced[name](getattr(row, name), whose))
                rows.model._base_manager.filter(pk=row.pk).update(
                    **{name: getattr(row, name) for name in names}
                )
                total += 1
    return total


def _whose(model: type[models.Model], row: Any, ids: Sequence[int]) -> int:
    """The worker whose pseudonym a row bears: its own for workers and accounts."""
    if issubclass(model, Worker):
        return int(row.id)
    return int(getattr(row, "worker_id", None) or ids[0])


def _delete_accounts_belongings(ids: Sequence[int]) -> int:
    """Codes, tokens, second factors, sessions, saved views and links of the account."""
    return sum(rows_about(apps.get_model(label), ids).order_by().delete()[0] for label in DELETED)


def _close_accounts(ids: Sequence[int]) -> None:
    for account in User.objects.filter(worker__in=list(ids)):
        account.password, account.is_active = make_password(None), False
        account.session_epoch += 1
        account.save(update_fields=["password", "is_active", "session_epoch"])


def _remove_files(ids: Sequence[int], *, now: datetime) -> int:
    """Evidence of the person's rows and exports about them; workbooks that named them, and lists kept for
    fetching, since nobody can tell whom they name.
    """
    keys: set[int] = set()
    for model in owned_models():
        old = old_values_about(model, ids)
        for rows in (rows_about(model, ids), *(() if old is None else (old,))):
            for column in rows.model._meta.concrete_fields:
                if isinstance(column, models.ForeignKey) and column.related_model is StoredFile:
                    keys.update(rows.order_by().values_list(column.attname, flat=True))
    numbers = list(Worker.objects.filter(pk__in=list(ids)).values_list("employee_no", flat=True))
    named = StagedRow.objects.filter(models.Q(subject_id__in=list(ids)) | models.Q(key__in=numbers))
    batches = WorkbookImport.objects.filter(pk__in=named.values("batch"), file__isnull=False)
    lists = ExportRecord.objects.filter(file__isnull=False)
    about = PersonalExport.objects.filter(worker__in=list(ids), file__isnull=False)
    for files in (batches, lists, about):
        keys.update(files.values_list("file_id", flat=True))
    kept = StoredFile.objects.select_for_update().filter(pk__in=[key for key in keys if key])
    removed = 0
    for stored in kept.order_by("pk"):
        stored.name = WIPED
        if stored.removed_at is None:
            stored.removed_at = now
            transaction.on_commit(lambda key=stored.key: remove_content(key))  # type: ignore[misc]
            removed += 1
        stored.save(update_fields=["name", "removed_at"])
    return removed


def _drop_staged(ids: Sequence[int], identifiers: Identifiers) -> int:
    """The person's rows of workbooks; the import they came by stays and can be undone for the others."""
    about = models.Q(subject_id__in=list(ids)) | models.Q(key__in=list(identifiers.numbers))
    about |= models.Q(secret_index__in=list(identifiers.digests))
    removed = StagedRow.objects.filter(about).delete()[0]
    pattern = identifiers.pattern()
    for answer in IdempotentAnswer.objects.exclude(body=None).order_by("pk"):  # of the last day; sealed
        if pattern and pattern.search(decrypt(bytes(answer.body or b"")).decode()):
            answer.body, answer.has_body = None, False
            answer.save(update_fields=["body", "has_body"])
    return removed


def _contexts(ids: Sequence[int]) -> set[Any]:
    """The requests that changed this person's rows and nobody else's."""
    own: set[Any] = set()
    others: set[Any] = set()
    for model in owned_models():
        events = history_model(model)
        old = old_values_about(model, ids)
        if events is None or old is None:
            continue
        mine = set(old.order_by().values_list("pgh_context", flat=True)) - {None}
        keys = list(old.order_by().values_list("pk", flat=True))
        shared = events._base_manager.filter(pgh_context__in=mine).exclude(pk__in=keys)
        own |= mine
        others |= set(shared.values_list("pgh_context", flat=True))
    return own - others


def _wipe_reasons(contexts: Iterable[Any]) -> None:
    """Reasons typed for a change of this person alone."""
    for context in Context.objects.filter(pk__in=list(contexts), metadata__has_key="reason"):
        context.metadata = {**context.metadata, "reason": WIPED}
        context.save(update_fields=["metadata"])
