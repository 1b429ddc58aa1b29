"""Two facts of one worker entered at once leave no stale date."""

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from skills.models import Eligibility, Occupation
from skills.services.refresh_eligibility import refresh_eligibility
from tests.factories.skills import GradeFactory, SpellFactory
from tests.factories.workforce import WorkerFactory
from workforce.models import Worker

TODAY = date(2026, 11, 21)


@pytest.mark.django_db(transaction=True)
def test_two_facts_at_once_leave_no_stale_date() -> None:
    call_command("load_catalogues", verbosity=0)
    occupation = Occupation.objects.get(name="电工")
    worker = WorkerFactory.create(birth_date=date(1985, 6, 1))
    SpellFactory.create(worker=worker, occupation=occupation, since=date(2020, 1, 1))
    barrier = Barrier(2)

    def enter(write: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            with transaction.atomic():
                Worker.objects.lock_in_order([worker.pk])
                write()
                refresh_eligibility([worker.pk], today=TODAY)
        finally:
            connection.close()

    writes: list[Callable[[], object]] = [
        lambda: SpellFactory.create(
            worker=worker, occupation=occupation, since=date(2010, 1, 1), until=date(2014, 1, 1)
        ),
        lambda: GradeFactory.create(
            worker=worker, occupation=occupation, level=3, issued_on=date(2020, 6, 1)
        ),
    ]
    threads = [Thread(target=enter, args=(write,)) for write in writes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    # work(10): 1461 days before, so reckoned as if begun on 2015-12-31; cert(3, 4) opens earlier
    assert list(
        Eligibility.objects.filter(worker=worker).values_list("target", "opens_on", "route__code")
    ) == [(4, date(2024, 6, 1), "R23-3-2")]
