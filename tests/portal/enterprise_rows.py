"""Many rows by copying one: a hundred thousand people in seconds, inside the test's own transaction."""

from __future__ import annotations

from datetime import date

from django.db import connection, models

from skills.enums import Level
from skills.models import GradeRecord, Standing
from tests.access import Cast
from tests.factories.skills import CorrectionRequestFactory, GradeFactory, OccupationFactory, StandingFactory
from tests.factories.workforce import RoleGrantFactory, UnitFactory, WorkerFactory
from workforce.enums import Role
from workforce.models import RoleGrant, Unit, UnitHead, User, Worker


def copy_row(row: models.Model, number: int, **columns: str) -> None:
    """Write `number` copies of a row, where `columns` are SQL expressions over n = 1 … number."""
    table = type(row)._meta
    taken = [field.column for field in table.concrete_fields if field.column and not field.primary_key]
    kept = {name: f'template."{name}"' for name in taken} | columns
    names, values = ", ".join(f'"{name}"' for name in kept), ", ".join(kept.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table.db_table} ({names}) SELECT {values}"
            f"  FROM {table.db_table} template, generate_series(1, {number}) n"
            f" WHERE template.{table.pk.attname} = %s",
            [row.pk],
        )


def people(cast: Cast, number: int) -> None:
    """So many people more in company A, with an account, a standing and a grade each, in teams of thirty."""
    mark = f"N{number}"
    first = Worker.objects.order_by("-pk").values_list("pk", flat=True)[0]
    plant = UnitFactory.create(code=f"{mark}P", name=f"第{mark}分厂", parent=cast.company_a)
    workshop = UnitFactory.create(code=mark, name="2号冶炼选矿动力车间", parent=plant)
    team = UnitFactory.create(code=f"{mark}T", name=f"{mark}班", parent=workshop)
    copy_row(team, number // 30, code=f"'{mark}T' || n", name=f"'{mark}生产运行班' || n")
    teams = Unit.objects.filter(code__startswith=f"{mark}T").values_list("pk", flat=True)
    low, many = min(teams), len(teams)
    template = WorkerFactory.create(employee_no=f"{mark}", unit=team)
    copy_row(
        template,
        number,
        employee_no=f"'{mark}-' || n",
        name="'张' || chr(20000 + n %% 9000) || chr(21000 + n %% 8000)",
        name_pinyin="'zhang' || n",
        unit_id=f"{low} + n %% {many}",
    )
    occupation = OccupationFactory.create(name=f"{mark}汽轮机运行值班员")
    copy_row(occupation, 50, code=f"'{mark}-' || n", name=f"'{mark}水生产处理工' || n")
    standing = StandingFactory.create(
        worker=template,
        occupation=occupation,
        held_level=Level.SENIOR,
        next_level=Level.TECHNICIAN,
        next_on=date(2026, 7, 13),
    )
    _take_statistics()
    copies = "(SELECT id FROM workforce_worker WHERE employee_no = '" + mark + "-' || n)"
    with connection.cursor() as cursor:  # every worker has the row already
        cursor.execute(
            "UPDATE skills_standing own SET occupation_id = one.occupation_id,"
            "       held_level = one.held_level, held_since = one.held_since,"
            "       next_level = one.next_level, next_on = one.next_on"
            "  FROM skills_standing one, workforce_worker worker"
            " WHERE one.worker_id = %s AND own.worker_id = worker.id AND worker.employee_no LIKE %s",
            [standing.worker_id, f"{mark}-%"],
        )
    copy_row(GradeFactory.create(worker=template), number, worker_id=copies, certificate_no="''")
    _take_statistics()
    assert Worker.objects.filter(pk__gt=first, branch=cast.company_a).count() > number
    placed = Standing.objects.filter(
        worker__employee_no__startswith=f"{mark}-", occupation=standing.occupation
    )
    assert placed.count() == number
    assert GradeRecord.objects.filter(worker__employee_no__startswith=f"{mark}-").count() == number
    request = CorrectionRequestFactory.create(worker=template, requested_by=cast.users["carol"])
    copy_row(request, number // 50, worker_id=copies)
    copy_row(
        UnitHead.objects.create(unit=team, worker=template, since="2026-01-01"),
        many - 1,
        unit_id=f"{low} + n",
    )
    user = User.objects.create_user(f"{mark}-auditor")
    copy_row(user, number // 100, login=f"'{mark}-auditor' || n")
    grant = RoleGrantFactory.create(user=user, role=Role.AUDITOR, unit=workshop)
    copy_row(
        grant,
        number // 100,
        user_id=f"(SELECT id FROM workforce_user WHERE login = '{mark}-auditor' || n)",
        unit_id=f"{low} + n",
    )
    assert RoleGrant.objects.filter(user__login__startswith=f"{mark}-auditor").count() > number // 100
    _take_statistics()


def _take_statistics() -> None:
    """Tell the planner of the rows: it would join a hundred thousand with as many, one by one."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE workforce_worker, workforce_unit, skills_standing, skills_graderecord")
