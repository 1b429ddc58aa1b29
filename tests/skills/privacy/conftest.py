"""A worker with something in every table, and unmistakable identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pghistory
import pytest
from allauth.mfa.models import Authenticator

from base.encryption import encrypt
from base.events import record_event
from base.models import Job, SavedView, StagedRow, StoredFile, WorkbookImport
from base.models.workbook import ImportState
from notices.models import (
    Attempt,
    CalendarLink,
    Channel,
    Choice,
    Message,
    MessageItem,
    PersonSettings,
    Reminder,
)
from skills.enums import CorrectionState, FactKind, Level
from skills.files import keep_evidence
from skills.models import CorrectionRequest, Diploma, DiplomaMatch, TitleMatch
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import Cast
from tests.factories.skills import (
    ApprenticeshipFactory,
    DiplomaFactory,
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    TitleFactory,
    WageFactory,
)
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from tests.workforce.id_number_samples import make_id_number
from workforce.enums import RelationKind, Role, WorkerStatus
from workforce.models import Placement, Relation, Unit, User, Worker
from workforce.services.api_tokens import create_api_token
from workforce.services.id_numbers import reveal_id_number
from workforce.services.placements import place_worker
from workforce.services.workers import update_worker_details

NAME = "欧阳拓荒"
OLD_NAME = "欧阳辟疆"
EMPLOYEE_NO = "ZX8812345"
PHONE = "13912348765"
ID_NUMBER = make_id_number(date(1968, 4, 23), 7)
SCHOOL = "独一无二技校"
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
PDF = b"%PDF-1.4 " + NAME.encode()


@dataclass
class Subject:
    """The worker all tests here are about, the account and the evidence."""

    worker: Worker
    user: User
    evidence: StoredFile


@pytest.fixture
def subject(cast: Cast) -> Subject:
    """Works in workshop A1 since 1990; alice (HR of A) and ruth (HR of all) kept the record."""
    return make_subject(cast, cast.workshop_a1)


def make_subject(cast: Cast, unit: Unit) -> Subject:
    alice = cast.user("alice")
    worker = WorkerFactory.create(
        employee_no=EMPLOYEE_NO,
        name=OLD_NAME,
        unit=unit,
        birth_date=date(1968, 4, 23),
        hire_date=date(1990, 7, 1),
        sex="M",
    )
    user = account_of(worker)
    with pghistory.context(user=alice.pk, reason=f"{NAME}要求更名"):
        update_worker_details(
            actor=alice,
            worker=worker,
            changes={"name": NAME, "id_number": ID_NUMBER, "phone": PHONE, "remark": f"{NAME}，老师傅"},
        )
    worker.refresh_from_db()
    evidence = keep_evidence(BytesIO(PDF), name=f"{NAME}证书.pdf", actor=alice, now=NOW)
    occupation = OccupationFactory.create()
    SpellFactory.create(worker=worker, occupation=occupation, since=date(1990, 7, 1))
    GradeFactory.create(
        worker=worker,
        occupation=occupation,
        level=Level.SENIOR,
        issued_on=date(2010, 6, 1),
        evidence=evidence,
    )
    title = TitleFactory.create(worker=worker)
    diploma: Diploma = DiplomaFactory.create(worker=worker, school=SCHOOL, evidence=evidence)
    ApprenticeshipFactory.create(worker=worker, occupation=occupation)
    WageFactory.create(worker=worker, voided_at=NOW, void_reason=f"{NAME}的工资录错")
    TitleMatch.objects.create(
        title=title, occupation=occupation, matches=True, judged_by=alice, judged_at=NOW, reason=NAME
    )
    DiplomaMatch.objects.create(
        diploma=diploma, occupation=occupation, matches=True, judged_by=alice, judged_at=NOW, reason=PHONE
    )
    CorrectionRequest.objects.create(
        worker=worker,
        fact_kind=FactKind.DIPLOMA,
        text=f"我叫{NAME}，电话{PHONE}",
        proposed={"school": SCHOOL},
        state=CorrectionState.DECLINED,
        decision_reason=f"{NAME}请补原件",
        decided_by=alice,
        decided_at=NOW,
        requested_by=user,
        requested_at=NOW,
    )
    Relation.objects.create(
        kind=RelationKind.MENTOR,
        from_worker=worker,
        to_worker=cast.worker("carol"),
        since=date(2015, 1, 1),
    )
    RoleGrantFactory.create(user=user, role=Role.UNION_REVIEWER, unit=unit, reason=f"{NAME}参加评审")
    reveal_id_number(actor=alice, worker=worker, reason=f"给{NAME}办社保", now=NOW)
    create_api_token(actor=user, label=f"{NAME}的报表", days=30)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    SavedView.objects.create(owner=user, kind="skills.people", name=f"{NAME}的视图", parameters={})
    told = {
        "rule": "skills.grade_opens",
        "kind": "notice",
        "subject_id": worker.pk,
        "due_on": TODAY,
        "lead": 7,
    }
    reminders = [
        Reminder.objects.create(recipient=recipient, worker=worker, unit=unit, made_at=NOW, **told)
        for recipient in (user, alice)
    ]
    channel = Channel.objects.create(kind="email", name="邮件", added_at=NOW)
    message = Message.objects.create(
        channel=channel, recipient=user, language="en", send_after=NOW, last_error=f"550 {NAME} {PHONE}"
    )
    MessageItem.objects.create(message=message, reminder=reminders[0], channel=channel)
    Attempt.objects.create(message=message, number=1, started_at=NOW, detail=f"550 {NAME}")
    PersonSettings.objects.create(user=user)
    Choice.objects.create(user=user, rule="skills.grade_opens", mode="inbox_only")
    CalendarLink.objects.create(user=user, digest=b"x" * 32, made_at=NOW)
    batch = WorkbookImport.objects.create(
        kind="skills.roster",
        file=evidence,
        file_name=f"{NAME}.xlsx",
        sha256="0" * 64,
        state=ImportState.COMMITTED,
        uploaded_by=alice,
        uploaded_at=NOW,
        committed_at=NOW,
    )
    StagedRow.objects.create(
        batch=batch,
        sheet_row=2,
        key=EMPLOYEE_NO,
        cells={"name": NAME, "phone": PHONE},
        secret=encrypt(ID_NUMBER.encode()),
        subject_id=worker.pk,
        verdict="new",
    )
    record_event(
        "tests.noted",
        subject="workforce.worker",
        subject_id=worker.pk,
        payload={"note": f"{EMPLOYEE_NO} {NAME}"},
        actor=alice,
        now=NOW,
    )
    Job.objects.create(
        kind="tests.note", params={"search": NAME}, owner=alice, created_at=NOW, message=f"{NAME}的名单"
    )
    Worker.objects.filter(pk=cast.worker("carol").pk).update(remark=f"师傅：{NAME}（{PHONE}）")
    refresh_eligibility([worker.pk], today=TODAY)
    return Subject(Worker.objects.get(pk=worker.pk), User.objects.get(pk=user.pk), evidence)


@pytest.fixture
def departed(cast: Cast, subject: Subject) -> Subject:
    """The same, retired three years ago."""
    Placement.objects.filter(worker=subject.worker).delete()
    since = TODAY - timedelta(days=3 * 365)
    Placement.objects.create(
        worker=subject.worker, unit=subject.worker.unit, status=WorkerStatus.ACTIVE, since=date(1990, 7, 1)
    )
    place_worker(
        actor=cast.user("ruth"),
        worker=subject.worker,
        since=since,
        today=TODAY,
        unit=subject.worker.unit,
        post="",
        status=WorkerStatus.RETIRED,
        reason=f"{NAME}退休",
    )
    refresh_eligibility([subject.worker.pk], today=TODAY)
    return Subject(
        Worker.objects.get(pk=subject.worker.pk), User.objects.get(pk=subject.user.pk), subject.evidence
    )
