"""Two who act at the same moment, and an impact beside people at work."""

from datetime import date
from functools import partial
from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from base.errors import DomainError
from base.jobs import run_job
from skills.models import Clause, Occupation, PolicyChange, PolicyImpact, RuleSet
from skills.services.policy.deciding import confirm_change, decline_change
from skills.services.policy.drafting import put_route, reopen_change
from skills.services.policy.impact import request_impact
from tests.access import Cast
from tests.factories.skills import SpellFactory
from tests.factories.workforce import WorkerFactory
from tests.skills.policy.drafts import QUICK, submitted, version_draft
from tests.workforce.races import run_at_once
from workforce.models import Worker

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_confirm_at_once_make_one_version(policy_cast: Cast, r2023: RuleSet) -> None:
    change, now = submitted(policy_cast, version_draft(policy_cast, r2023)), timezone.now()
    names = ("rita", "rosa")
    ended = run_at_once(
        [
            partial(
                confirm_change, PolicyChange.objects.get(pk=change.pk), actor=policy_cast.user(name), now=now
            )
            for name in names
        ]
    )
    refused = [error for error in ended if isinstance(error, DomainError)]
    assert [error.code for error in refused] == ["state_changed"]
    assert r2023.versions.count() == 2
    change.refresh_from_db()
    winner = names[0 if isinstance(ended[1], DomainError) else 1]
    assert change.decided_by == policy_cast.user(winner)


def test_one_confirms_while_another_declines(policy_cast: Cast, r2023: RuleSet) -> None:
    change, now = submitted(policy_cast, version_draft(policy_cast, r2023)), timezone.now()
    ended = run_at_once(
        [
            partial(
                confirm_change,
                PolicyChange.objects.get(pk=change.pk),
                actor=policy_cast.user("rita"),
                now=now,
            ),
            partial(
                decline_change,
                PolicyChange.objects.get(pk=change.pk),
                actor=policy_cast.user("rosa"),
                reason="不妥",
                now=now,
            ),
        ]
    )
    assert sum(isinstance(error, DomainError) for error in ended) == 1
    change.refresh_from_db()
    assert r2023.versions.count() == (2 if change.state == "confirmed" else 1)


def test_draft_edited_while_it_is_confirmed(policy_cast: Cast, r2023: RuleSet) -> None:
    change, now = submitted(policy_cast, version_draft(policy_cast, r2023)), timezone.now()
    read = change.digest
    other = {**QUICK, "clauses": [{"kind": "work", "years": 1}]}

    def edit() -> None:
        mine = PolicyChange.objects.get(pk=change.pk)
        reopen_change(mine, actor=policy_cast.user("ruth"), now=now)
        put_route(mine, actor=policy_cast.user("ruth"), code="R23-4-1", route=other, now=now)

    run_at_once(
        [
            edit,
            partial(
                confirm_change,
                PolicyChange.objects.get(pk=change.pk),
                actor=policy_cast.user("rita"),
                digest=read,
                now=now,
            ),
        ]
    )
    change.refresh_from_db()
    years = list(
        Clause.objects.filter(
            route__version__rule_set=r2023, route__version__number=2, route__code="R23-4-1"
        ).values_list("years", flat=True)
    )
    assert (change.state, change.digest == read, years) in [("confirmed", True, [2]), ("draft", False, [])]


def test_impact_waits_for_nobody_and_nobody_sees_the_draft(policy_cast: Cast, r2023: RuleSet) -> None:
    worker = WorkerFactory.create(birth_date=date(1990, 1, 1))
    SpellFactory.create(worker=worker, occupation=Occupation.objects.get(name="电工"), since=date(2023, 1, 1))
    change = version_draft(policy_cast, r2023)
    job = request_impact(change, actor=policy_cast.user("ruth"), now=timezone.now())
    locked, over = Event(), Event()

    def hold_the_worker() -> None:
        try:
            with transaction.atomic():
                Worker.objects.lock_in_order([worker.pk])
                locked.set()
                over.wait(timeout=30)
        finally:
            connections.close_all()

    holder = Thread(target=hold_the_worker)
    holder.start()
    try:
        assert locked.wait(timeout=10)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        run_job(job.pk)
    finally:
        over.set()
        holder.join()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
    job.refresh_from_db()
    assert (job.state, job.error) == ("succeeded", "")
    assert PolicyImpact.objects.filter(change=change, worker=worker).count() == 1
    assert r2023.versions.count() == 1
