"""Workers' own data: number, name, birth, id number, phone. Where they are placed: `services.placements`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pghistory
from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.copying import copy_values, next_ids
from base.edit_marks import Shown
from base.encryption import encrypt
from base.errors import Conflict, InvalidInput
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.text import clean, search_keys
from workforce.enums import EMPLOYED, Sex, WorkerStatus
from workforce.models import Placement, Unit, User, Worker
from workforce.models.worker import WorkerQuerySet
from workforce.rules import require
from workforce.services.accounts import open_accounts
from workforce.services.bulk_rows import update_rows
from workforce.services.id_numbers import IdNumber, parse_id_number
from workforce.services.merged_records import refuse_merged
from workforce.services.worker_marks import refuse_if_worker_changed

#: What `update_worker_details` may change; number, unit, post and status have ways of their own.
DETAILS = ("name", "sex", "birth_date", "id_number", "phone", "hire_date", "remark")
_LENGTHS = {"employee_no": 32, "name": 80, "phone": 20, "remark": 500}
#: A birth in another year is a slip of the keyboard (and its age clauses could leave the calendar).
_BIRTH_YEARS = range(1900, 2100)
_SEXES = frozenset(Sex.values)
#: What is written beside a detail that others are derived from.
_WITH = {
    "name": ("name_pinyin", "name_initials"),
    "id_number": ("id_number_index", "id_number_mask", "birth_date", "sex"),
}
#: The details that must agree with an id number.
IDENTITY = frozenset(("id_number", "birth_date", "sex"))
_FIRST_PLACEMENT = ("worker_id", "unit_id", "post", "status", "since")

#: What the floors above know that a birth date must come before.
_BIRTH_CHECKS: list[Callable[[Worker, date], None]] = []


def checks_birth_date(check: Callable[[Worker, date], None]) -> Callable[[Worker, date], None]:
    """Have `check` asked before a worker's birth date changes; it raises InvalidInput to refuse it."""
    _BIRTH_CHECKS.append(check)
    return check


@dataclass(frozen=True, slots=True)
class NewWorker:
    """A person to take up, placed in a unit from `since`; birth date and sex default to the id number's.

    The id number is a text to be checked, or one that was.
    """

    employee_no: str
    name: str
    unit_id: int
    since: date
    sex: Sex | None = None
    birth_date: date | None = None
    id_number: str | IdNumber = ""
    phone: str = ""
    hire_date: date | None = None
    post: str = ""
    status: WorkerStatus = WorkerStatus.ACTIVE
    remark: str = ""


class _Person(NamedTuple):
    """The columns of a worker to take up, without the id."""

    employee_no: str
    name: str
    name_pinyin: str
    name_initials: str
    sex: str
    birth_date: date | None
    id_number: bytes | None
    id_number_index: bytes | None
    id_number_mask: str
    phone: str
    hire_date: date | None
    remark: str
    unit_id: int
    post: str
    status: str


def create_worker(*, actor: User | None, row: NewWorker, today: date) -> Worker:
    """Take up one person, with an account that waits for its activation code.

    Raises as `create_workers`, and Conflict for a unit that opens after the first day.
    """
    with transaction.atomic():
        worker_id = create_workers(actor=actor, rows=[row], today=today)[0]
        opened_on = Unit.objects.values_list("opened_on", flat=True).get(pk=row.unit_id)
        if opened_on is not None and opened_on > row.since:
            raise Conflict(
                gettext("The unit opens on %(day)s only.") % {"day": opened_on.isoformat()},
                code="unit_closed",
                field="unit",
            )
        return Worker.objects.get(pk=worker_id)


def create_workers(*, actor: User | None, rows: Sequence[NewWorker], today: date) -> list[int]:
    """Take up many people at once, each with a first placement and an account; set-based.

    One event tells of all of them. Returns the ids of the workers in the order of the rows. Raises
    NotPermitted for a unit the actor does not keep, InvalidInput for a row that cannot be right, Conflict for
    a closed unit and for an employee number, login or id number that is taken (`employee_no_taken`,
    `id_number_taken`).
    """
    if not rows:
        return []
    people = [_describe(row) for row in rows]
    with transaction.atomic():
        branches = _check_units(actor, {row.unit_id for row in rows})
        ids = next_ids(Worker, len(rows))
        _insert(ids, people, branches)
        placements = (
            (pk, person.unit_id, person.post, person.status, row.since)
            for pk, person, row in zip(ids, people, rows, strict=True)
        )
        copy_values(Placement, _FIRST_PLACEMENT, placements)
        open_accounts(
            [(pk, who.employee_no, who.name, who.status) for pk, who in zip(ids, people, strict=True)]
        )
        record_event(
            "workforce.workers_created",
            subject="workforce.worker",
            subject_id=ids[0],
            payload={"worker_ids": ids},
            actor=actor,
        )
    return ids


def update_worker_details(
    *,
    actor: User | None,
    worker: Worker,
    changes: Mapping[str, Any],
    reason: str = "",
    shown: Shown | None = None,
) -> Worker:
    """Change a worker's own data; keys are among `DETAILS`. Nobody changes the own record.

    `shown` is what the clerk saw of the record: when it was changed since, nothing is written. Raises
    NotPermitted, InvalidInput, ChangedMeanwhile, Conflict for an id number stored under another employee
    number and for a record merged meanwhile.
    """
    unknown = set(changes) - set(DETAILS)
    if unknown:
        raise ValueError(f"Not among a worker's details: {', '.join(sorted(unknown))}")
    why = hide_typed_id_numbers(clean(reason))
    if len(why) > 200:
        raise InvalidInput(_("Keep the reason within 200 characters."), code="too_long", field="reason")
    about: dict[str, Any] = {"reason": why} if why else {}
    if actor is not None:
        about["user"] = actor.pk
    with transaction.atomic(), pghistory.context(**about):
        locked = Worker.objects.lock_in_order([worker.pk])[0]
        require(actor, "workforce.keep_worker", locked)
        refuse_merged(locked)
        refuse_if_worker_changed(locked, shown)
        born = locked.birth_date
        for name, value in changes.items():
            set_detail(locked, name, value)
        if locked.birth_date is not None and locked.birth_date != born:
            _check_birth(locked, locked.birth_date)
        write_worker_details(actor=actor, workers=[locked])
    return locked


def _check_birth(worker: Worker, day: date) -> None:
    """Raise InvalidInput when something on record is not after this birth date."""
    for check in _BIRTH_CHECKS:
        check(worker, day)
    if Placement.objects.filter(worker=worker, since__lte=day).exists():
        raise InvalidInput(
            _("The person was placed before this birth date. Check which of them is wrong."),
            code="date_before_birth",
            field="birth_date",
        )


def set_detail(worker: Worker, name: str, value: Any) -> None:
    """Put a new value on a worker not yet written, with all that is derived from it. Raises InvalidInput."""
    if name == "id_number":
        _set_id_number(worker, value or "")
    elif name == "name":
        worker.name, worker.name_pinyin, worker.name_initials = _name_with_keys(value)
    elif name in ("phone", "remark"):
        setattr(worker, name, hide_typed_id_numbers(_text(name, value or "")))
    elif name == "sex":
        if value not in Sex.values:
            raise InvalidInput(_("The sex is missing."), code="sex_missing", field="sex")
        worker.sex = Sex(value)
    else:
        setattr(worker, name, value)


def details_of(names: Collection[str]) -> WorkerQuerySet:
    """The workers for a change of these details: without their id numbers, which are costly to open, unless
    one of `IDENTITY` is among them.
    """
    workers = Worker.objects.all()
    return workers if not IDENTITY.isdisjoint(names) else workers.defer("id_number", "id_number_index")


def write_worker_details(
    *,
    actor: User | None,
    workers: Sequence[Worker],
    names: Collection[str] = DETAILS,
    part_of: str = "",
) -> None:
    """Write workers changed by `set_detail`; the caller holds their locks. Set-based, one event for all.

    `names` are the details that may have changed; the id numbers are opened only for one of `IDENTITY`.
    `part_of` names the larger change that tells of it itself (a roster, a merge).
    Permission is the caller's to check (`workforce.keep_worker`). Raises InvalidInput, Conflict.
    """
    if not workers:
        return
    for worker in workers:
        stated = worker.id_number if not IDENTITY.isdisjoint(names) else None
        number = parse_id_number(stated) if stated else None
        _check_agreement(number, worker.sex, worker.birth_date, worker.hire_date)
    columns = {column for name in names for column in (name, *_WITH.get(name, ()))}
    try:
        with transaction.atomic():
            update_rows(workers, sorted(columns))
            if "name" in names:
                update_rows(_renamed_accounts(workers), ["display_name"])
            ids = [worker.pk for worker in workers]
            record_event(
                "workforce.worker_details_changed",
                subject="workforce.worker",
                subject_id=ids[0],
                payload={"worker_ids": ids, **({"part_of": part_of} if part_of else {})},
                actor=actor,
            )
    except IntegrityError as error:
        raise _refusal(error) from error


def _renamed_accounts(workers: Sequence[Worker]) -> list[User]:
    names = {worker.pk: worker.name for worker in workers}
    accounts = []
    for account in User.objects.filter(worker__in=list(names)).only("pk", "worker_id", "display_name"):
        name = names[account.worker_id or 0]
        if account.display_name != name:
            account.display_name = name
            accounts.append(account)
    return accounts


def _describe(row: NewWorker) -> _Person:
    """The columns of a person to take up. Raises InvalidInput."""
    employee_no = _text("employee_no", row.employee_no)
    post = hide_typed_id_numbers(clean(row.post))[:80]
    phone = _text("phone", row.phone)
    remark = hide_typed_id_numbers(_text("remark", row.remark))
    if not employee_no:
        raise InvalidInput(
            _("The employee number is missing."), code="employee_no_missing", field="employee_no"
        )
    name, pinyin, initials = _name_with_keys(row.name)
    number = row.id_number or None
    if isinstance(number, str):
        number = parse_id_number(number) if clean(number) else None
    sex, born = row.sex or "", row.birth_date
    if number is not None:
        sex, born = sex or number.sex, born or number.birth_date
    _check_agreement(number, sex, born, row.hire_date)
    if born is not None and row.since <= born:
        raise InvalidInput(_("This day lies before the birth date."), code="date_before_birth", field="since")
    return _Person(
        employee_no,
        name,
        pinyin,
        initials,
        sex,
        born,
        encrypt(number.number.encode()) if number else None,
        number.index if number else None,
        number.mask if number else "",
        phone,
        row.hire_date,
        remark,
        row.unit_id,
        post,
        row.status,
    )


def _text(name: str, value: str) -> str:
    text = clean(value)
    if len(text) > _LENGTHS[name]:
        raise InvalidInput(
            gettext("The text is longer than %(limit)d characters.") % {"limit": _LENGTHS[name]},
            code="text_too_long",
            field=name,
        )
    return text


def _name_with_keys(value: str) -> tuple[str, str, str]:
    """A name as it is stored, with its pinyin and initials. Raises InvalidInput."""
    name = hide_typed_id_numbers(_text("name", value))
    if not name:
        raise InvalidInput(_("The name is missing."), code="name_missing", field="name")
    pinyin, initials = search_keys(name)
    return name, pinyin[:160], initials[:40]


def _set_id_number(worker: Worker, value: str) -> None:
    if not clean(value):
        worker.id_number, worker.id_number_index, worker.id_number_mask = None, None, ""
        return
    parsed = parse_id_number(value)
    worker.id_number, worker.id_number_index, worker.id_number_mask = parsed.number, parsed.index, parsed.mask
    worker.birth_date = worker.birth_date or parsed.birth_date
    worker.sex = worker.sex or parsed.sex


def _check_agreement(
    number: IdNumber | None, sex: str, birth_date: date | None, hire_date: date | None
) -> None:
    """Raise InvalidInput when id number, birth date, sex and hire date contradict one another."""
    if number is not None:
        if sex != number.sex:
            raise InvalidInput(
                _("The sex contradicts the id number."), code="sex_contradicts_id", field="sex"
            )
        if birth_date != number.birth_date:
            raise InvalidInput(
                _("The birth date contradicts the id number."),
                code="birth_date_contradicts_id",
                field="birth_date",
            )
    if sex not in _SEXES:
        raise InvalidInput(_("The sex is missing."), code="sex_missing", field="sex")
    if birth_date and birth_date.year not in _BIRTH_YEARS:
        raise InvalidInput(_("Please check the year."), code="absurd_year", field="birth_date")
    if birth_date and hire_date and hire_date <= birth_date:
        raise InvalidInput(
            _("The hire date lies before the birth date."), code="date_before_birth", field="hire_date"
        )


def _check_units(actor: User | None, unit_ids: set[int]) -> dict[int, int]:
    """Hold the units open until the end of the transaction, and check that the actor keeps them.

    The branch of each: the unit right below the top, or the top itself.
    """
    branches = {}
    units = Unit.objects.filter(pk__in=unit_ids).order_by("pk").select_for_update(of=("self",), no_key=True)
    for unit in units:
        require(actor, "workforce.keep_unit", unit)
        if unit.closed_on is not None:
            raise Conflict(
                gettext("The unit “%(name)s” is closed.") % {"name": unit.name},
                code="unit_closed",
                field="unit",
            )
        branches[unit.pk] = unit.path[:2][-1]
    return branches


def _insert(ids: Sequence[int], people: Sequence[_Person], branches: Mapping[int, int]) -> None:
    rows = (
        (pk, branches.get(person.unit_id), person.status in EMPLOYED, *person)
        for pk, person in zip(ids, people, strict=True)
    )
    try:
        with transaction.atomic():
            copy_values(Worker, ("id", "branch_id", "is_employed", *_Person._fields), rows)
    except IntegrityError as error:
        raise _refusal(error) from error


def _refusal(error: IntegrityError) -> Conflict:
    """The constraint that refused, in words."""
    refused = str(error)
    if "id_number_index" in refused:
        return Conflict(
            _("This id number is stored under another employee number."),
            code="id_number_taken",
            field="id_number",
        )
    if "employee_no" in refused:
        return Conflict(_("This employee number is taken."), code="employee_no_taken", field="employee_no")
    raise error
