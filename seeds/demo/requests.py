"""Correction requests that wait on HR's desk when the demo opens."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from seeds.demo.people import DemoPerson
from skills.enums import FactKind
from skills.models import EmploymentSpell, GradeRecord
from skills.services.corrections import request_correction
from workforce.enums import WorkerStatus
from workforce.models import User, Worker

#: The demo account whose own request waits.
OWN_REQUEST = "BY100009"
#: So many other workers wait for an answer.
WAITING = 7


def ask_for_corrections(
    people: list[DemoPerson], workers: list[Worker], *, today: date, now: datetime
) -> None:
    """One request of a worker with a demo account, the others of workers here and there."""
    own = next(worker for worker in workers if worker.employee_no == OWN_REQUEST)
    _ask_about_spell(own, User.objects.get(worker=own), now - timedelta(days=2))
    others = [
        worker
        for person, worker in zip(people, workers, strict=True)
        if person.status == WorkerStatus.ACTIVE and person.career.grades
    ][20::40][:WAITING]
    for number, worker in enumerate(others):
        user = User.objects.get(worker=worker)
        asked_at = now - timedelta(days=1 + number * 3, hours=number)
        if number % 3 == 0:
            _ask_about_spell(worker, user, asked_at)
        elif number % 3 == 1:
            _ask_about_grade(worker, user, asked_at)
        else:
            request_correction(
                worker,
                actor=user,
                fact_kind=FactKind.DIPLOMA,
                text="去年取得的大专毕业证没有登记，请补录。",
                proposed={
                    "kind": "大专",
                    "major_name": "机电一体化",
                    "school": "白杨职业技术学院",
                    "graduated_on": date(today.year - 1, 7, 1).isoformat(),
                },
                now=asked_at,
            )


def _ask_about_spell(worker: Worker, user: User, asked_at: datetime) -> None:
    spell = EmploymentSpell._default_manager.filter(worker=worker).latest("since")
    began = spell.since - timedelta(days=92)
    request_correction(
        worker,
        actor=user,
        fact_kind=FactKind.SPELL,
        fact_id=spell.pk,
        text="从事本工种的时间早了三个月，劳动合同上有记载，请核对。",
        proposed={"since": began.isoformat()},
        now=asked_at,
    )


def _ask_about_grade(worker: Worker, user: User, asked_at: datetime) -> None:
    grade = GradeRecord.objects.filter(worker=worker, is_void=False).latest("issued_on")
    if grade.issued_on is None:
        return
    request_correction(
        worker,
        actor=user,
        fact_kind=FactKind.GRADE,
        fact_id=grade.pk,
        text="证书上的发证日期与登记的差一天，请按证书更正。",
        proposed={"issued_on": (grade.issued_on - timedelta(days=1)).isoformat()},
        now=asked_at,
    )
