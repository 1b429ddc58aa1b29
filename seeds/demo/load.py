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

from base.errors import Conflict
from seeds.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from seeds.demo.facts import write_careers
from seeds.demo.office import leave_work_on_desks
from seeds.demo.organisation import OPENED_ON, ROOT_CODE, demo_units
from seeds.demo.people import ELECTRICIAN, FIRST_NUMBER, PREFIX, WORKSHOP_HEAD, DemoPerson, Population
from seeds.demo.requests import ask_for_corrections
from seeds.demo.targets import write_targets
from skills.enums import Level
from skills.models import Occupation
from skills.services.catalogue import Catalogue
from skills.services.duplicates import find_duplicates
from skills.services.refresh_eligibility import refresh_eligibility
from workforce.enums import RelationKind, Role, Sex, UnitKind, WorkerStatus
from workforce.models import Relation, Unit, User, Worker
from workforce.services.placements import NewPlacement, place_workers
from workforce.services.roles import grant_role
from workforce.services.unit_heads import set_head
from workforce.services.units import create_unit
from workforce.services.workers import NewWorker, create_workers

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
    _write_duplicate(people[-1], stored[-1], PREFIX + str(FIRST_NUMBER + len(people)), today)
    say(_("Accounts"))
    accounts = _write_accounts(stored, units, today)
    _write_heads(people, stored, units, today)
    _write_relations(people, stored, today)
    say(_("Careers"))
    officer = accounts[next(account.login for account in DEMO_ACCOUNTS if account.role == Role.HR_OFFICER)]
    write_careers(people, stored, recorded_by=officer, today=today, now=now)
    say(_("Dates of the next grades"))
    refresh_eligibility(None, today=today)
    ask_for_corrections(people, stored, today=today, now=now)
    group = next(unit for unit in units.values() if unit.parent_id is None)
    _head_office, company, *_others = (unit for unit in units.values() if unit.parent_id == group.pk)
    write_targets(group, company, today=today)
    head = next(worker for worker in stored if worker.post == WORKSHOP_HEAD)
    leave_work_on_desks(
        drafter=officer,
        unit=head.unit,
        head=head,
        occupation=Occupation.objects.get(name=ELECTRICIAN),
        today=today,
        now=now,
    )
    return DemoLoaded(len(units), len(stored), len(accounts))


def _write_units() -> dict[str, Unit]:
    """The units by code, parents first."""
    units: dict[str, Unit] = {}
    for unit in demo_units():
        units[unit.code] = create_unit(
            actor=None,
            parent=units[unit.parent] if unit.parent else None,
            name=unit.name,
            kind=unit.kind,
            code=unit.code,
            opened_on=OPENED_ON,
        )
    return units


def _write_workers(people: list[DemoPerson], units: dict[str, Unit], today: date) -> list[Worker]:
    """Everybody hired into a first team; then those who moved on, went on leave, left or retired."""
    ids = create_workers(
        actor=None,
        rows=[
            NewWorker(
                employee_no=person.employee_no,
                name=person.name,
                unit_id=units[person.moved[0] if person.moved else person.unit].pk,
                since=person.career.hired_on,
                id_number=person.id_number,
                phone=person.phone,
                hire_date=person.career.hired_on,
                post=person.post,
            )
            for person in people
        ],
        today=today,
    )
    changes = [
        NewPlacement(
            worker_id=worker_id,
            unit_id=units[person.unit].pk,
            since=since,
            post=person.post,
            status=person.status,
        )
        for person, worker_id in zip(people, ids, strict=True)
        if (since := person.moved[1] if person.moved else person.status_since)
    ]
    place_workers(actor=None, rows=changes, today=today)
    workers = Worker.objects.in_bulk(ids)
    return [workers[worker_id] for worker_id in ids]


def _write_duplicate(person: DemoPerson, known: Worker, employee_no: str, today: date) -> None:
    """One person stands on record twice: entered again on paper, without the id number."""
    twice = NewWorker(
        employee_no=employee_no,
        name=known.name,
        unit_id=known.unit_id,
        since=person.career.hired_on,
        birth_date=known.birth_date,
        sex=Sex(known.sex),
        phone=known.phone,
        hire_date=person.career.hired_on,
        post=person.post,
    )
    create_workers(actor=None, rows=[twice], today=today)
    find_duplicates()


def _write_accounts(workers: list[Worker], units: dict[str, Unit], today: date) -> dict[str, User]:
    """The demo accounts by login and their roles; they have a password in demo mode alone.

    Every worker has an account by now that waits for its activation code; some become demo accounts.
    """
    names = {worker.employee_no: worker.name for worker in workers}
    password = make_password(DEMO_PASSWORD if settings.DEMO_MODE else None)
    accounts: dict[str, User] = {}
    for account in DEMO_ACCOUNTS:
        User.objects.update_or_create(
            login=account.login,
            defaults={
                "password": password,
                "display_name": names.get(account.login, account.title),
                "is_staff": account.administrator,
                "is_superuser": account.administrator,
                "is_demo": True,
                "demo_note": f"{account.title}：{account.note}",
            },
        )
        accounts[account.login] = User.objects.get(login=account.login)
        if account.role:
            grant_role(
                actor=None,
                user=accounts[account.login],
                role=account.role,
                unit=units[account.unit],
                since=today.replace(month=1, day=1),
                today=today,
                reason=account.title,
            )
    return accounts


def _write_heads(
    people: list[DemoPerson], workers: list[Worker], units: dict[str, Unit], today: date
) -> None:
    """Each company, workshop and team is headed by its highest graded worker, one workshop by a fixed one."""
    best: dict[str, tuple[bool, int, int]] = {}
    for index, person in enumerate(people):
        if person.status != WorkerStatus.ACTIVE or person.trade is None:
            continue
        rank = (person.post == WORKSHOP_HEAD, int(person.career.level), -index)
        for length in range(
            6 if units[person.unit].kind == UnitKind.WORKSHOP else 4, len(person.unit) + 1, 2
        ):
            best[person.unit[:length]] = max(best.get(person.unit[:length], (False, 0, 0)), rank)
    for code, rank in best.items():
        grades = people[-rank[2]].career.grades
        if grades:
            set_head(
                actor=None,
                unit=units[code],
                worker=workers[-rank[2]],
                since=grades[-1].issued_on,
                today=today,
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
        one, other = sorted(random.sample(range(len(people)), 2))  # a mutual relation: the lower id first
        rows.append(
            Relation(
                kind=RelationKind.RELATIVE,
                from_worker=workers[one],
                to_worker=workers[other],
                since=max(people[one].career.hired_on, people[other].career.hired_on),
            )
        )
    Relation.objects.bulk_create(rows, batch_size=1000)
