"""HR's desk: what waits, and whose grade opens when."""

from datetime import date, timedelta

from django.utils import timezone

from skills.enums import CorrectionState
from skills.queries.desk import openings_by_month, soonest_openings, waiting_corrections
from tests.access import Cast
from tests.factories.skills import CorrectionRequestFactory, StandingFactory
from workforce.enums import WorkerStatus
from workforce.models import Worker

TODAY = date(2026, 11, 21)


def test_desk_shows_what_one_may_decide_oldest_first(cast: Cast) -> None:
    now = timezone.now()
    late = CorrectionRequestFactory.create(
        worker=cast.worker("carol"), requested_by=cast.users["carol"], requested_at=now
    )
    early = CorrectionRequestFactory.create(
        worker=cast.worker("frank"), requested_by=cast.users["frank"], requested_at=now - timedelta(days=2)
    )
    CorrectionRequestFactory.create(worker=cast.worker("alice"), requested_by=cast.users["alice"])
    CorrectionRequestFactory.create(worker=cast.worker("ivan"), requested_by=cast.users["ivan"])
    CorrectionRequestFactory.create(
        worker=cast.worker("dave"), requested_by=cast.users["dave"], state=CorrectionState.WITHDRAWN
    )
    waiting = list(waiting_corrections(cast.user("alice")))
    assert waiting == [early, late]
    assert waiting[0].unit_path == "集团 / 甲公司 / 一车间"  # type: ignore[attr-defined]
    assert list(waiting_corrections(cast.user("erin"))) == []  # audit reads elsewhere, decides nothing


def test_openings_are_counted_for_four_months(cast: Cast) -> None:
    days = {
        "carol": date(2026, 11, 1),
        "frank": date(2026, 11, 30),
        "dave": date(2027, 2, 28),
        "heidi": date(2027, 3, 1),
        "grace": date(2026, 10, 31),
        "ivan": date(2026, 12, 1),
    }
    for name, day in days.items():
        StandingFactory.create(worker=cast.worker(name), next_on=day)
    months = openings_by_month(cast.user("alice"), today=TODAY)
    assert [(month.month, month.count.number) for month in months] == [
        (date(2026, 11, 1), 2),
        (date(2026, 12, 1), 0),
        (date(2027, 1, 1), 0),
        (date(2027, 2, 1), 1),
    ]
    assert months[-1].last_day == date(2027, 2, 28)
    rows = soonest_openings(cast.user("alice"), since=date(2026, 11, 1), until=date(2027, 3, 1), most=2)
    assert [worker.employee_no for worker in rows] == ["C-carol", "C-frank"]


def test_openings_leave_out_people_who_left(cast: Cast) -> None:
    StandingFactory.create(worker=cast.worker("carol"), next_on=TODAY)
    Worker.objects.filter(employee_no="C-carol").update(status=WorkerStatus.LEFT)
    assert sum(month.count.number for month in openings_by_month(cast.user("alice"), today=TODAY)) == 0


def test_worker_without_a_role_counts_nobody(cast: Cast) -> None:
    StandingFactory.create(worker=cast.worker("carol"), next_on=TODAY)
    assert sum(month.count.number for month in openings_by_month(cast.user("carol"), today=TODAY)) == 0
