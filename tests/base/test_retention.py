"""What is kept longer than its rule says goes in the night; nothing else does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pghistory.models
import pytest
from django.contrib.sessions.models import Session

from base import retention
from base.edit_marks import ChangedMeanwhile, Shown
from base.enums import JobState
from base.errors import Conflict, InvalidInput, Missing
from base.invariants import all_invariants
from base.models import (
    DomainEvent,
    EventDelivery,
    ExportRecord,
    Job,
    RetentionRule,
    StagedRow,
    StoredFile,
    WorkbookImport,
)
from base.models.workbook import ImportState
from base.retention import (
    RetentionKind,
    declare_retention,
    load_retention_defaults,
    purge_all,
    retention_kinds,
    rule_record,
    set_retention,
)
from skills.roster.undo import undo_roster
from tests.factories.workforce import UserFactory
from workforce.models import ActivationCode, ApiToken, User

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
OLD, NEW = NOW - timedelta(days=200), NOW - timedelta(days=2)

pytestmark = pytest.mark.django_db


def rule(kind: str, days: int = 100) -> RetentionRule:
    return RetentionRule.objects.create(kind=kind, days=days)


def job(finished: datetime | None, state: JobState = JobState.SUCCEEDED) -> Job:
    return Job.objects.create(kind="x", created_at=OLD, finished_at=finished, state=state)


def batch(uploaded: datetime, state: ImportState, file: StoredFile | None = None) -> WorkbookImport:
    made = WorkbookImport.objects.create(
        kind="skills.roster", file=file, file_name="x", sha256="x", state=state, uploaded_at=uploaded
    )
    StagedRow.objects.bulk_create([StagedRow(batch=made, sheet_row=number) for number in range(3)])
    return made


@pytest.fixture
def failing() -> Iterator[str]:
    def fail(_before: datetime, _limit: int) -> int:
        raise RuntimeError

    declare_retention(RetentionKind("a.failing", "x", "x", 1, fail))
    yield "a.failing"
    retention._kinds.pop("a.failing")


class TestPurge:
    def test_finished_jobs_go_and_others_stay(self) -> None:
        rule("base.jobs")
        job(OLD)
        kept = [job(NEW), job(None, JobState.QUEUED)]
        assert purge_all(now=NOW) == {"base.jobs": 1}
        assert list(Job.objects.order_by("pk")) == kept

    def test_without_a_rule_everything_is_kept(self) -> None:
        job(OLD)
        assert purge_all(now=NOW) == {}
        assert Job.objects.count() == 1

    def test_batches_go_on_until_nothing_is_left(self) -> None:
        rule("base.jobs")
        for _number in range(7):
            job(OLD)
        assert purge_all(now=NOW, batch=3) == {"base.jobs": 7}

    def test_a_second_purge_finds_nothing(self) -> None:
        rule("base.jobs")
        job(OLD)
        purge_all(now=NOW)
        assert purge_all(now=NOW) == {"base.jobs": 0}

    def test_the_last_purge_is_noted_without_history(self) -> None:
        kept = rule("base.jobs")
        job(OLD)
        purge_all(now=NOW)
        kept.refresh_from_db()
        assert (kept.purged_at, kept.purged_rows) == (NOW, 1)
        assert not pghistory.models.Events.objects.tracks(kept).exists()

    def test_deliveries_made_go_and_events_stay(self) -> None:
        rule("base.deliveries")
        event = DomainEvent.objects.create(kind="x", subject="x", subject_id=1, occurred_at=OLD)
        for name, consumed, failed in (("a", OLD, None), ("b", None, OLD), ("c", NEW, None)):
            EventDelivery.objects.create(
                event=event, consumer=name, due_at=OLD, consumed_at=consumed, failed_at=failed
            )
        assert purge_all(now=NOW) == {"base.deliveries": 1}
        assert (EventDelivery.objects.count(), DomainEvent.objects.count()) == (2, 1)

    def test_staged_rows_of_imports_that_are_over_go(self) -> None:
        rule("base.staged_rows")
        over = batch(OLD, ImportState.DISCARDED)
        waiting, fresh = batch(OLD, ImportState.STAGED), batch(NEW, ImportState.DISCARDED)
        assert purge_all(now=NOW, batch=2) == {"base.staged_rows": 3}
        over.refresh_from_db()
        assert "rows_purged_at" in over.parameters
        assert (over.rows.count(), waiting.rows.count(), fresh.rows.count()) == (0, 3, 3)

    def test_an_import_without_its_rows_is_not_undone(self) -> None:
        rule("base.staged_rows")
        written = batch(OLD, ImportState.COMMITTED)
        WorkbookImport.objects.update(committed_at=OLD)
        purge_all(now=NOW)
        with pytest.raises(Conflict) as refused:
            undo_roster(written.pk, actor=None, now=NOW)
        assert refused.value.code == "rows_purged"

    def test_files_of_imports_expire(self) -> None:
        rule("base.import_files")
        files = [
            StoredFile.objects.create(
                kind="x", name="x", content_type="x", size=1, sha256="x", created_at=when
            )
            for when in (OLD, NEW)
        ]
        batch(OLD, ImportState.COMMITTED, files[0])
        batch(NEW, ImportState.COMMITTED, files[1])
        assert purge_all(now=NOW) == {"base.import_files": 1}
        assert purge_all(now=NOW) == {"base.import_files": 0}
        assert list(StoredFile.objects.filter(expires_at__lte=NOW)) == files[:1]

    def test_records_of_exports_are_kept_a_year_at_least(self) -> None:
        rule("base.export_records", days=1)
        for days in (100, 400):
            ExportRecord.objects.create(kind="x", sha256="x", exported_at=NOW - timedelta(days=days))
        assert purge_all(now=NOW) == {"base.export_records": 1}

    def test_expired_sessions_codes_and_tokens_go(self) -> None:
        for kind in ("base.sessions", "workforce.activation_codes", "workforce.api_tokens"):
            rule(kind)
        user = UserFactory.create()
        for number, when in enumerate((OLD, NEW)):
            Session.objects.create(session_key=f"s{number}", session_data="", expire_date=when)
            ActivationCode.objects.create(
                user=user,
                digest=bytes([number]),
                issued_at=OLD - timedelta(days=1),
                expires_at=when,
                used_at=when,
            )
            token, _key = ApiToken.objects.create(user=user, label="x", expiry=timedelta(days=1))
            ApiToken.objects.filter(pk=token.pk).update(expiry=when)
        assert purge_all(now=NOW) == {
            "base.sessions": 1,
            "workforce.activation_codes": 1,
            "workforce.api_tokens": 1,
        }

    def test_one_kinds_fault_keeps_no_other_from_its_purge(self, failing: str) -> None:
        rule(failing)
        rule("base.jobs")
        job(OLD)
        assert purge_all(now=NOW) == {"base.jobs": 1}

    def test_the_invariants_hold_afterwards(self) -> None:
        for name, kind in retention_kinds().items():
            rule(name, max(kind.least_days, 1))
        job(OLD)
        batch(OLD, ImportState.COMMITTED)
        purge_all(now=NOW)
        assert {name: lines for name, check in all_invariants().items() if (lines := check())} == {}


class TestRules:
    def test_shipped_numbers_are_added_and_never_overwrite(self) -> None:
        rule("base.jobs", 30)
        rows = [{"kind": "base.jobs", "days": 90}, {"kind": "base.sessions", "days": 1}]
        assert load_retention_defaults(rows) == 1
        assert RetentionRule.objects.get(kind="base.jobs").days == 30

    def test_a_change_needs_a_reason_and_leaves_the_old_value(self) -> None:
        officer: User = UserFactory.create()
        kept = rule("base.jobs", 90)
        with pytest.raises(InvalidInput) as refused:
            set_retention("base.jobs", days=60, reason=" ", actor=officer)
        assert refused.value.field == "reason"
        set_retention("base.jobs", days=60, reason="少留一些", actor=officer)
        old = pghistory.models.Events.objects.tracks(kept).get()
        assert old.pgh_data["days"] == 90
        assert (old.pgh_context["reason"], old.pgh_context["user"]) == ("少留一些", officer.pk)

    def test_the_lower_bound_holds(self) -> None:
        rule("base.export_records", 400)
        with pytest.raises(InvalidInput) as refused:
            set_retention("base.export_records", days=364, reason="x", actor=None)
        assert refused.value.field == "days"

    def test_an_unknown_kind_is_missing(self) -> None:
        with pytest.raises(Missing):
            set_retention("base.nothing", days=60, reason="x", actor=None)

    def test_the_second_of_two_is_shown_the_first_ones_change(self) -> None:
        kept = rule("base.jobs", 90)
        mark = Shown.of(rule_record(kept))
        set_retention("base.jobs", days=60, reason="x", actor=None, shown=mark)
        with pytest.raises(ChangedMeanwhile):
            set_retention("base.jobs", days=70, reason="x", actor=None, shown=mark)
        kept.refresh_from_db()
        assert kept.days == 60
