"""A departed worker's identifiers are erased everywhere; what figures count stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import is_password_usable
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from base.encryption import decrypt, encrypt
from base.errors import Conflict, InvalidInput, NotPermitted
from base.file_contents import content_path
from base.invariants import all_invariants
from base.jobs import run_job
from base.models import DomainEvent, IdempotentAnswer, RetentionRule, StagedRow, StoredFile
from notices.models import Message, Reminder
from skills.models import Diploma, EmploymentSpell, GradeRecord, Standing
from skills.privacy.belongings import OWNED, history_model
from skills.privacy.erased_columns import DELETED, KEPT, REPLACED
from skills.privacy.erasures import ask_erasure, confirm_erasure, erasable_from, withdraw_erasure
from skills.services.merging import merge_workers
from tests.access import Cast
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from tests.skills.privacy.conftest import (
    EMPLOYEE_NO,
    ID_NUMBER,
    NAME,
    NOW,
    OLD_NAME,
    PHONE,
    SCHOOL,
    TODAY,
    Subject,
)
from workforce.enums import Role, WorkerStatus
from workforce.models import Erasure, Placement, User, Worker
from workforce.services.placements import place_worker

IDENTIFIERS = (NAME, OLD_NAME, EMPLOYEE_NO, ID_NUMBER, PHONE, SCHOOL, "ouyang", "1968-04-23")


@pytest.fixture
def second(cast: Cast) -> User:
    """Another HR officer of the whole group."""
    user = account_of(WorkerFactory.create(employee_no="C-rita", name="芮塔", unit=cast.group))
    RoleGrantFactory.create(user=user, role=Role.HR_OFFICER, unit=cast.group)
    return user


def asked(cast: Cast, subject: Subject, reason: str = "本人书面申请") -> Erasure:
    return ask_erasure(actor=cast.user("ruth"), worker=subject.worker, reason=reason, now=NOW, today=TODAY)


def erased(cast: Cast, subject: Subject, second: User) -> Worker:
    erasure = confirm_erasure(
        actor=second, erasure=asked(cast, subject, f"{NAME}（{EMPLOYEE_NO}）书面申请"), now=NOW, today=TODAY
    )
    assert erasure.job is not None
    run_job(erasure.job.pk)
    erasure.job.refresh_from_db()
    assert erasure.job.state == "succeeded", erasure.job.error
    return Worker.objects.get(pk=subject.worker.pk)


def found_anywhere(words: tuple[str, ...]) -> list[str]:
    """Columns that hold any of the words: every column of every table, as text, sealed bytes opened."""
    places = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for table, column, kind in cursor.fetchall():
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
            for (value,) in cursor.fetchall():
                text = _opened(bytes(value)) if kind == "bytea" else str(value)
                places += [f"{table}.{column}: {word}" for word in words if word in text]
    return places


def _opened(value: bytes) -> str:
    return (decrypt(value) if value[:1] == b"\x01" else value).decode(errors="replace")


def figures() -> dict[str, Any]:
    """What the figures count: levels held, grades, spells, placements and wages by unit, with their dates."""
    return {
        "standing": sorted(
            Standing.objects.values_list("worker__unit", "occupation", "held_level", "held_since"),
            key=str,
        ),
        "grades": sorted(
            GradeRecord.objects.values_list(
                "worker__unit", "occupation", "level", "issued_on", "basis", "is_void"
            )
        ),
        "spells": sorted(EmploymentSpell.objects.values_list("worker", "occupation", "since")),
        "placements": sorted(Placement.objects.values_list("worker", "unit", "status", "since", "post")),
        "people": sorted(
            Worker.objects.values_list("pk", "unit", "status", "sex", "birth_date__year", "hire_date"),
            key=str,
        ),
        "diplomas": sorted(Diploma.objects.values_list("worker", "kind", "graduated_on", "major")),
    }


@pytest.mark.django_db
class TestErasing:
    def test_nothing_anywhere_names_the_person_any_more(
        self, cast: Cast, departed: Subject, second: User
    ) -> None:
        assert {place.split(": ")[1] for place in found_anywhere(IDENTIFIERS)} == set(IDENTIFIERS)
        erased(cast, departed, second)
        assert found_anywhere(IDENTIFIERS) == []

    def test_what_was_told_goes_with_what_was_sent(self, cast: Cast, departed: Subject, second: User) -> None:
        """What others are told of it, too: it is made anew where it still holds."""
        other = Reminder.objects.create(
            rule="tests.other",
            kind="notice",
            subject_id=1,
            recipient=cast.users["alice"],
            due_on=TODAY,
            lead=0,
            made_at=NOW,
        )
        erased(cast, departed, second)
        assert list(Reminder.objects.all()) == [other]
        assert not Message.objects.exists()

    def test_the_figures_are_the_same(self, cast: Cast, departed: Subject, second: User) -> None:
        before = figures()
        assert len(before["grades"]) == 1
        erased(cast, departed, second)
        assert figures() == before

    def test_every_invariant_holds(self, cast: Cast, departed: Subject, second: User) -> None:
        erased(cast, departed, second)
        violated = {
            name: check() for name, check in all_invariants().items() if name != "base.kept_files_are_on_disk"
        }
        assert {
            name: lines for name, lines in violated.items() if lines and str(departed.worker.pk) in str(lines)
        } == {}

    def test_the_record_bears_a_pseudonym_and_the_day(
        self, cast: Cast, departed: Subject, second: User
    ) -> None:
        worker = erased(cast, departed, second)
        assert worker.name == worker.employee_no == f"ERASED-{worker.pk}"
        assert worker.birth_date == date(1968, 1, 1)
        assert (worker.id_number, worker.id_number_index, worker.id_number_mask) == (None, None, "")
        assert worker.erased_at is not None

    def test_the_account_is_closed_and_bare(self, cast: Cast, departed: Subject, second: User) -> None:
        erased(cast, departed, second)
        account = User.objects.get(pk=departed.user.pk)
        assert account.login == f"ERASED-{departed.worker.pk}"
        assert not account.is_active
        assert not is_password_usable(account.password)
        assert not apps.get_model("workforce", "ApiToken").objects.filter(user=account).exists()

    def test_evidence_is_removed_from_the_disk(
        self,
        cast: Cast,
        departed: Subject,
        second: User,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        assert content_path(departed.evidence.key).exists()
        with django_capture_on_commit_callbacks(execute=True):
            erased(cast, departed, second)
        assert not content_path(departed.evidence.key).exists()
        kept = StoredFile.objects.get(pk=departed.evidence.pk)
        assert (kept.name, kept.removed_at is None) == ("erased", False)

    def test_erasing_writes_no_old_values(self, cast: Cast, departed: Subject, second: User) -> None:
        events = apps.get_model("workforce", "WorkerEvent").objects.filter(pgh_obj_id=departed.worker.pk)
        before = events.count()
        erased(cast, departed, second)
        assert events.count() == before
        assert (
            DomainEvent.objects.filter(kind="workforce.worker_erased", subject_id=departed.worker.pk).count()
            == 1
        )

    def test_afterwards_history_refuses_changes_again(
        self, cast: Cast, departed: Subject, second: User
    ) -> None:
        erased(cast, departed, second)
        grade = GradeRecord.objects.get(worker=departed.worker)
        with pytest.raises(IntegrityError), transaction.atomic():
            GradeRecord.objects.filter(pk=grade.pk).update(level=8)
        carol = cast.worker("carol")
        events = apps.get_model("workforce", "WorkerEvent").objects.filter(pgh_obj_id=carol.pk)
        before = events.count()
        Worker.objects.filter(pk=carol.pk).update(phone="1")
        assert events.count() == before + 1

    def test_others_keep_their_words_but_for_the_mention(
        self, cast: Cast, departed: Subject, second: User
    ) -> None:
        erased(cast, departed, second)
        called = f"ERASED-{departed.worker.pk}"
        assert cast.worker("carol").remark == f"师傅：{called}（{called}）"

    def test_a_namesakes_record_is_not_touched(self, cast: Cast, departed: Subject, second: User) -> None:
        twin = WorkerFactory.create(
            name=NAME, unit=cast.workshop_b1, remark=f"{NAME}的备注", phone="13700000000"
        )
        erased(cast, departed, second)
        stored = Worker.objects.get(pk=twin.pk)
        assert (stored.name, stored.remark, stored.phone) == (NAME, f"{NAME}的备注", "13700000000")

    def test_who_shares_a_telephone_and_a_mask_keeps_both(
        self, cast: Cast, departed: Subject, second: User
    ) -> None:
        mask = departed.worker.id_number_mask
        wife = WorkerFactory.create(unit=cast.workshop_b1, phone=PHONE, remark=f"电话{PHONE}")
        Worker.objects.filter(pk=wife.pk).update(id_number_mask=mask)
        erased(cast, departed, second)
        stored = Worker.objects.get(pk=wife.pk)
        assert mask
        assert (stored.phone, stored.id_number_mask, stored.remark) == (PHONE, mask, f"电话{PHONE}")

    def test_a_number_inside_a_longer_one_is_another(
        self, cast: Cast, departed: Subject, second: User
    ) -> None:
        other = WorkerFactory.create(unit=cast.workshop_b1, remark=f"见{EMPLOYEE_NO}9和1{PHONE}")
        erased(cast, departed, second)
        assert Worker.objects.get(pk=other.pk).remark == f"见{EMPLOYEE_NO}9和1{PHONE}"

    def test_imported_rows_and_sealed_answers_go(self, cast: Cast, departed: Subject, second: User) -> None:
        kept = IdempotentAnswer.objects.create(
            asker="a", key="1", fingerprint=b"f", status=200, body=encrypt(NAME.encode()), created_at=NOW
        )
        other = IdempotentAnswer.objects.create(
            asker="a", key="2", fingerprint=b"f", status=200, body=encrypt(b"other"), created_at=NOW
        )
        erased(cast, departed, second)
        kept.refresh_from_db()
        other.refresh_from_db()
        assert (kept.body, other.body is None) == (None, False)
        assert not StagedRow.objects.exists()


@pytest.mark.django_db
class TestAsking:
    def test_the_same_person_does_not_confirm(self, cast: Cast, departed: Subject) -> None:
        with pytest.raises(NotPermitted):
            confirm_erasure(actor=cast.user("ruth"), erasure=asked(cast, departed), now=NOW, today=TODAY)
        with pytest.raises(IntegrityError), transaction.atomic():
            Erasure.objects.update(confirmed_by=cast.user("ruth"), confirmed_at=NOW)

    @pytest.mark.parametrize("name", ["alice", "bob", "erin", "dave", "admin"])
    def test_only_hr_of_the_whole_group_asks_and_confirms(
        self, cast: Cast, departed: Subject, name: str
    ) -> None:
        with pytest.raises(NotPermitted):
            ask_erasure(actor=cast.user(name), worker=departed.worker, reason="x", now=NOW, today=TODAY)
        erasure = asked(cast, departed)
        with pytest.raises(NotPermitted):
            confirm_erasure(actor=cast.user(name), erasure=erasure, now=NOW, today=TODAY)

    def test_people_at_work_are_not_erased(self, cast: Cast, subject: Subject) -> None:
        with pytest.raises(Conflict) as refused:
            asked(cast, subject)
        assert refused.value.code == "still_employed"

    def test_not_before_the_rules_allow_it(self, cast: Cast, departed: Subject) -> None:
        RetentionRule.objects.update_or_create(kind="workforce.departed", defaults={"days": 4 * 365})
        with pytest.raises(Conflict) as refused:
            asked(cast, departed)
        assert refused.value.code == "kept_longer"
        assert erasable_from(departed.worker) == TODAY + timedelta(days=365)

    def test_a_reason_is_needed(self, cast: Cast, departed: Subject) -> None:
        with pytest.raises(InvalidInput):
            asked(cast, departed, " ")

    def test_it_is_asked_for_once(self, cast: Cast, departed: Subject) -> None:
        asked(cast, departed)
        with pytest.raises(Conflict):
            asked(cast, departed)

    def test_a_withdrawn_one_is_not_confirmed_and_may_be_asked_again(
        self, cast: Cast, departed: Subject, second: User
    ) -> None:
        erasure = asked(cast, departed)
        withdraw_erasure(actor=second, erasure=erasure, now=NOW)
        with pytest.raises(Conflict):
            confirm_erasure(actor=second, erasure=erasure, now=NOW, today=TODAY)
        asked(cast, departed)

    def test_who_is_coming_back_is_not_erased(self, cast: Cast, departed: Subject, second: User) -> None:
        erasure = confirm_erasure(actor=second, erasure=asked(cast, departed), now=NOW, today=TODAY)
        place_worker(
            actor=None,
            worker=departed.worker,
            since=TODAY + timedelta(days=30),
            today=TODAY,
            status=WorkerStatus.ACTIVE,
        )
        assert erasure.job is not None
        run_job(erasure.job.pk)
        assert Worker.objects.get(pk=departed.worker.pk).erased_at is None

    def test_a_record_merged_meanwhile_is_not_erased_alone(
        self, cast: Cast, departed: Subject, second: User
    ) -> None:
        erasure = confirm_erasure(actor=second, erasure=asked(cast, departed), now=NOW, today=TODAY)
        merge_workers(
            actor=None,
            kept=cast.worker("carol"),
            duplicate=departed.worker,
            choices=dict.fromkeys(("birth_date", "sex", "id_number"), "duplicate"),
            reason="同一人",
            now=NOW,
        )
        assert erasure.job is not None
        run_job(erasure.job.pk)
        assert Worker.objects.get(pk=departed.worker.pk).erased_at is None

    def test_who_came_back_meanwhile_is_not_erased(self, cast: Cast, departed: Subject, second: User) -> None:
        erasure = asked(cast, departed)
        Worker.objects.filter(pk=departed.worker.pk).update(status="active")
        with pytest.raises(Conflict):
            confirm_erasure(actor=second, erasure=erasure, now=NOW, today=TODAY)


@pytest.mark.django_db
class TestPages:
    def client(self, user: User) -> Client:
        client = Client()
        client.force_login(user, backend="workforce.accounts.AccountBackend")
        return client

    def test_two_officers_erase_by_pages(self, cast: Cast, departed: Subject, second: User) -> None:
        ruth, other = self.client(cast.user("ruth")), self.client(second)
        address = reverse("skills:erase_worker", args=[EMPLOYEE_NO])
        assert "无法撤销" in ruth.get(address).content.decode()
        assert ruth.post(address, {"reason": "本人申请"}).status_code == 302
        erasure = Erasure.objects.get()
        assert ruth.post(reverse("skills:confirm_erasure", args=[erasure.pk])).status_code == 403
        assert EMPLOYEE_NO in other.get(reverse("skills:erasures")).content.decode()
        assert other.post(reverse("skills:confirm_erasure", args=[erasure.pk])).status_code == 302
        erasure.refresh_from_db()
        assert erasure.job is not None
        run_job(erasure.job.pk)
        assert f"ERASED-{departed.worker.pk}" in other.get(reverse("skills:erasures")).content.decode()
        page = ruth.get(reverse("skills:personal_data", args=[f"ERASED-{departed.worker.pk}"]))
        assert "2026" in page.content.decode()

    @pytest.mark.parametrize(
        ("name", "status"), [("bob", 404), ("alice", 403), ("erin", 403), ("admin", 404)]
    )
    def test_others_are_refused(self, cast: Cast, departed: Subject, name: str, status: int) -> None:
        client = self.client(cast.user(name))
        answer = client.post(reverse("skills:erase_worker", args=[EMPLOYEE_NO]), {"reason": "x"})
        assert answer.status_code == status
        assert not Erasure.objects.exists()
        assert client.get(reverse("skills:erasures")).status_code == 403


def test_every_column_of_text_about_a_person_is_decided_upon() -> None:
    """A new column of a table about people is replaced, kept with a reason, or goes with its row."""
    texts = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    undecided = [
        f"{label}.{column.name}"
        for label in OWNED
        if label not in DELETED
        for column in apps.get_model(label)._meta.local_concrete_fields
        if isinstance(column, texts)
        and not column.choices
        and column.name not in REPLACED.get(label, {})
        and f"{label}.{column.name}" not in KEPT
    ]
    assert undecided == []


def test_what_is_decided_exists() -> None:
    named = [(label, name) for label, columns in REPLACED.items() for name in columns]
    named += [tuple(place.rsplit(".", 1)) for place in KEPT]  # type: ignore[misc]
    for label, name in named:
        apps.get_model(label)._meta.get_field(name)
    assert all(history_model(apps.get_model(label)) is None for label in DELETED)
