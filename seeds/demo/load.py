"""Writing the demo enterprise: one transaction of set-based writes, then everybody's dates computed once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _
from skills.services.refresh_eligibility import refresh_eligibility

from base.errors import Conflict
from base.text import search_keys
from seeds.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from seeds.demo.facts import write_careers
from seeds.demo.organisation import OPENED_ON, ROOT_CODE, demo_units
from seeds.demo.people import DemoPerson, Population
from seeds.demo.requests import ask_for_corrections
from skills.enums import Level
from skills.services.catalogue import Catalogue
from workforce.enums import RelationKind, UnitKind, WorkerStatus
from workforce.models import Placement, Relation, RoleGrant, Unit, UnitHead, User, Worker
from workforce.services.accounts import ensure_accounts
from workforce.services.id_numbers import parse_id_number

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoLoaded:
    """How much was written."""

    units: int
    workers: int
    accounts: int


def demo_is_loaded() -> bool:
    """Whether the demo group stands in the database."""
    return Unit.objects.filter(code=ROOT_CODE).exists()


@transaction.atomic
def load_demo_enterprise(
    *, catalogue: Catalogue, today: date, now: datetime, workers: int, say: Say
) -> DemoLoaded:
    """Load the demo group with so many workers, all days reckoned from `today`; `say` hears each step.

    Raises Conflict when it is loaded already; then nothing is written.
    """
    if demo_is_loaded():
        raise Conflict(_("The demo enterprise is loaded already."), code="demo_loaded")
    say(_("Units"))
    units = _write_units()
    say(_("Workers"))
    people = Population(catalogue, today=today, workers=workers).make()
    stored = _write_workers(people, units, today)
    say(_("Accounts"))
    accounts = _write_accounts(stored, units, today)
    _write_heads(people, stored, units)
    _write_relations(people, stored, today)
    say(_("Careers"))
    officer = accounts[next(account.login for account in DEMO_ACCOUNTS if account.role == "hr_officer")]
    write_careers(people, stored, recorded_by=officer, today=today, now=now)
    say(_("Dates of the next grades"))
    refresh_eligibility(None)
    ask_for_corrections(people, stored, today=today, now=now)
    return DemoLoaded(len(units), len(stored), len(accounts))


def _write_units() -> dict[str, Unit]:
    """The units by code; a level of the tree a statement, so that each knows its parent."""
    units: dict[str, Unit] = {}
    for kind in UnitKind:
        level = [
            Unit(
                code=unit.code,
                name=unit.name,
                kind=unit.kind,
                parent=units.get(unit.parent or ""),
                opened_on=OPENED_ON,
            )
            for unit in demo_units()
            if unit.kind == kind
        ]
        units.update((unit.code, unit) for unit in Unit.objects.bulk_create(level))
    return units


def _write_workers(people: list[DemoPerson], units: dict[str, Unit], today: date) -> list[Worker]:
    workers: list[Worker] = []
    for person in people:
        pinyin, initials = search_keys(person.name)
        id_number = parse_id_number(person.id_number)
        workers.append(
            Worker(
                employee_no=person.employee_no,
                name=person.name,
                name_pinyin=pinyin,
                name_initials=initials,
                sex=person.sex,
                birth_date=person.career.born,
                phone=person.phone,
                hire_date=person.career.hired_on,
                unit=units[person.unit],
                post=person.post,
                status=person.status,
                id_number=id_number.number,
                id_number_index=id_number.index,
                id_number_mask=id_number.mask,
            )
        )
    Worker.objects.bulk_create(workers, batch_size=1000)
    Placement.objects.bulk_create(
        (
            placement
            for person, worker in zip(people, workers, strict=True)
            for placement in _placements(person, worker, units)
        ),
        batch_size=1000,
    )
    return workers


def _placements(person: DemoPerson, worker: Worker, units: dict[str, Unit]) -> list[Placement]:
    """From the hire on: perhaps another team first, perhaps on leave, left or retired at the end."""
    rows = [
        Placement(
            worker=worker,
            unit=units[person.unit],
            post=person.post,
            status=WorkerStatus.ACTIVE,
            since=person.career.hired_on,
        )
    ]
    if person.moved:
        rows[-1].unit, moved_on = units[person.moved[0]], person.moved[1]
        rows[-1].until = moved_on
        rows.append(
            Placement(
                worker=worker, unit=worker.unit, post=person.post, status=WorkerStatus.ACTIVE, since=moved_on
            )
        )
    if person.status_since:
        rows[-1].until = person.status_since
        rows.append(
            Placement(
                worker=worker,
                unit=worker.unit,
                post=person.post,
                status=person.status,
                since=person.status_since,
            )
        )
    return rows


def _write_accounts(workers: list[Worker], units: dict[str, Unit], today: date) -> dict[str, User]:
    """The demo accounts by login and their roles; they have a password in demo mode alone.

    Every other worker gets an account that waits for its activation code.
    """
    by_number = {worker.employee_no: worker for worker in workers}
    password = make_password(DEMO_PASSWORD if settings.DEMO_MODE else None)
    accounts = {
        account.login: User(
            login=account.login,
            password=password,
            worker=by_number[account.login] if account.worker else None,
            display_name=by_number[account.login].name if account.worker else account.title,
            is_staff=account.administrator,
            is_superuser=account.administrator,
            is_demo=True,
            demo_note=f"{account.title}：{account.note}",
        )
        for account in DEMO_ACCOUNTS
    }
    User.objects.bulk_create(accounts.values())
    ensure_accounts()
    administrator = next(accounts[account.login] for account in DEMO_ACCOUNTS if account.administrator)
    RoleGrant.objects.bulk_create(
        RoleGrant(
            user=accounts[account.login],
            role=account.role,
            unit=units[account.unit],
            since=today.replace(month=1, day=1),
            granted_by=administrator,
            reason=account.title,
        )
        for account in DEMO_ACCOUNTS
        if account.role
    )
    return accounts


def _write_heads(people: list[DemoPerson], workers: list[Worker], units: dict[str, Unit]) -> None:
    """Each company, workshop and team is headed by its highest graded worker, one workshop by a fixed one."""
    best: dict[str, tuple[bool, int, int]] = {}
    for index, person in enumerate(people):
        if person.status != WorkerStatus.ACTIVE or person.trade is None:
            continue
        rank = (person.post == "车间主任", int(person.career.level), -index)
        for length in range(
            6 if units[person.unit].kind == UnitKind.WORKSHOP else 4, len(person.unit) + 1, 2
        ):
            best[person.unit[:length]] = max(best.get(person.unit[:length], (False, 0, 0)), rank)
    UnitHead.objects.bulk_create(
        UnitHead(
            unit=units[code], worker=workers[-rank[2]], since=people[-rank[2]].career.grades[-1].issued_on
        )
        for code, rank in best.items()
        if people[-rank[2]].career.grades
    )


def _write_relations(people: list[DemoPerson], workers: list[Worker], today: date) -> None:
    """Masters teach the young of their own unit; a few are relatives."""
    random = Random(len(people))  # noqa: S311 - made-up people
    masters: dict[str, list[int]] = {}
    for index, person in enumerate(people):
        if person.career.level >= Level.SENIOR and person.status == WorkerStatus.ACTIVE:
            masters.setdefault(person.unit, []).append(index)
    rows: list[Relation] = []
    for index, person in enumerate(people):
        teachers = [found for found in masters.get(person.unit, ()) if found != index]
        if (
            person.trade is None
            or not teachers
            or person.career.level > Level.JUNIOR
            or random.random() < 0.5
        ):
            continue
        teacher = workers[random.choice(teachers)]
        since = max(person.career.hired_on, people[index].career.spells[-1][1])
        over = since.replace(year=since.year + 2, day=min(since.day, 28))
        rows.append(
            Relation(
                kind=RelationKind.MENTOR,
                from_worker=teacher,
                to_worker=workers[index],
                since=since,
                until=over if over < today else None,
            )
        )
    for _number in range(min(10, len(people) // 100)):
        one, other = random.sample(range(len(people)), 2)
        rows.append(
            Relation(
                kind=RelationKind.RELATIVE,
                from_worker=workers[one],
                to_worker=workers[other],
                since=max(people[one].career.hired_on, people[other].career.hired_on),
            )
        )
    Relation.objects.bulk_create(rows, batch_size=1000)
