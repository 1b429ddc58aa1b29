"""What is read from a replica, and what never is: who asks, what they reach, pages that may not lag."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connections
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from base.exports.records import start_export
from base.files import open_file
from base.jobs import run_job
from base.models import ExportRecord
from base.models.export import ExportState
from skills.queries.figures import levels_over_years
from skills.queries.promotions import promotions_by_year
from skills.queries.wage_figures import wage_gap
from tests.access import Cast
from tests.base.replica_database import Standby, standby

pytestmark = pytest.mark.django_db(transaction=True)

#: Tables that say who somebody is and what they may see.
RIGHTS = ("workforce_user", "workforce_rolegrant", "workforce_unithead", "workforce_delegation", "session")
TODAY = date(2026, 11, 21)


@pytest.fixture
def second() -> Iterator[Standby]:
    with standby() as made:
        yield made


class Asked:
    """The statements each of the two databases was sent in the block, without those about the log."""

    def __enter__(self) -> Asked:
        self._primary = CaptureQueriesContext(connections["default"]).__enter__()
        self._replica = CaptureQueriesContext(connections["replica"]).__enter__()
        return self

    def __exit__(self, *_error: object) -> None:
        self._replica.__exit__(None, None, None)
        self._primary.__exit__(None, None, None)

    @property
    def primary(self) -> list[str]:
        return [query["sql"] for query in self._primary if "_lsn" not in query["sql"]]

    @property
    def replica(self) -> list[str]:
        return [query["sql"] for query in self._replica if "_lsn" not in query["sql"]]


def about(statements: list[str], *tables: str) -> list[str]:
    """Those that name one of the tables."""
    return [sql for sql in statements if any(table in sql for table in tables)]


def exported(cast: Cast) -> ExportRecord:
    record = start_export(
        actor=cast.user("alice"),
        kind="skills.people",
        parameters=QueryDict(""),
        file_format="csv",
        now=timezone.now(),
        in_background=True,
    )
    assert record.job is not None
    run_job(record.job.pk)
    record.refresh_from_db()
    return record


def test_an_export_reads_its_rows_from_the_replica_and_the_right_to_them_from_the_primary(
    cast: Cast, second: Standby
) -> None:
    with Asked() as asked:
        record = exported(cast)
    assert record.state == ExportState.DONE
    assert record.file is not None
    assert "高兰" in b"".join(open_file(record.file)).decode()
    assert len(about(asked.replica, "workforce_worker")) == 2  # how many, and the rows
    assert about(asked.replica, *RIGHTS) == []
    assert about(asked.primary, "workforce_rolegrant")
    in_scope = [sql for sql in about(asked.primary, "workforce_worker") if '"id" IN' in sql]
    assert in_scope, "rows are looked up in the scope of the moment, on the primary"


def test_an_export_reads_the_primary_where_the_replica_does_not_hold_everything(
    cast: Cast, second: Standby, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("base.replica.CATCH_UP_SECONDS", 0.0)
    second.stop()
    with Asked() as asked:
        assert exported(cast).state == ExportState.DONE
    assert asked.replica == []


def test_figures_of_years_come_from_the_replica_and_what_one_reaches_from_the_primary(
    cast: Cast, second: Standby
) -> None:
    user = cast.user("erin")
    with Asked() as asked:
        past = levels_over_years(user, today=TODAY, years=1)
        promoted = promotions_by_year(user, years=[2025], base_year=2025)
        wages = wage_gap(user, years=[2025])
    assert (len(past), len(promoted), len(wages)) == (2, 1, 1)
    assert len(asked.replica) == 3  # a past day, promotions, wages
    assert about(asked.replica, *RIGHTS) == []
    assert about(asked.primary, "workforce_rolegrant")
    assert about(asked.primary, "skills_graderecord", "skills_monthlywage", "workforce_placement") == []


@pytest.mark.parametrize(
    "address", ["/skills/people/", "/skills/people/C-carol/", "/desk/", "/skills/figures/"]
)
def test_other_pages_ask_the_replica_nothing(
    cast: Cast, second: Standby, client: Client, address: str
) -> None:
    client.force_login(cast.user("alice"), backend="workforce.accounts.AccountBackend")
    with Asked() as asked:
        assert client.get(address).status_code == 200
    assert asked.replica == []
    assert asked.primary
