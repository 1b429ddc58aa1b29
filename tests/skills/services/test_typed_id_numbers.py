"""Reasons and answers people type: whatever door they come by, an id number in them is not kept."""

from datetime import UTC, date, datetime

from django.db import connection

from base.models import DomainEvent
from skills.enums import FactKind
from skills.services.corrections import decline_correction, request_correction
from skills.services.judgements import judge_title
from skills.services.reasons import required_reason
from tests.access import Cast
from tests.factories.skills import OccupationFactory, TitleFactory
from tests.workforce.id_number_samples import make_id_number
from workforce.enums import Role
from workforce.models import IdNumberReading
from workforce.services.id_numbers import reveal_id_number
from workforce.services.placements import place_worker
from workforce.services.roles import end_role, grant_role
from workforce.services.workers import NewWorker, create_worker, update_worker_details

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
NUMBER = make_id_number(date(1985, 6, 1))
SPACED = f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"
REASON = f"本人A{NUMBER} 又作{SPACED}"
KEPT = "本人A[id number] 又作[id number]"


def tables_with(text: str) -> list[str]:
    """The tables with a row that holds the text anywhere."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{text}%"])
            if cursor.fetchone() != (0,):
                found.append(table)
    return found


def test_id_numbers_in_reasons_are_kept_nowhere(cast: Cast) -> None:
    alice, carol = cast.user("alice"), cast.worker("carol")
    request = request_correction(
        carol,
        actor=cast.user("carol"),
        fact_kind=FactKind.PERSONAL,
        text="电话已换",
        proposed={"phone": "13811112222"},
        now=NOW,
    )
    declined = decline_correction(request, actor=alice, reason=REASON, now=NOW)
    title = TitleFactory.create(worker=carol)
    judged = judge_title(title, OccupationFactory.create(), actor=alice, matches=True, reason=REASON, now=NOW)
    grant = grant_role(
        actor=cast.user("ruth"),
        user=cast.users["carol"],
        role=Role.AUDITOR,
        unit=cast.company_a,
        since=TODAY,
        today=TODAY,
        reason=REASON,
    )
    ended = end_role(actor=cast.user("ruth"), grant=grant, today=TODAY, reason=REASON)
    placed = place_worker(actor=alice, worker=carol, since=TODAY, today=TODAY, post=REASON)
    newcomer = NewWorker(
        employee_no="N1",
        name="李四",
        unit_id=cast.workshop_a1.pk,
        since=TODAY,
        id_number=make_id_number(date(1990, 1, 1)),
    )
    stored = create_worker(actor=alice, row=newcomer, today=TODAY)
    reveal_id_number(actor=alice, worker=stored, reason=REASON, now=NOW)
    read = IdNumberReading.objects.get()
    assert {declined.decision_reason, judged.reason, grant.reason, ended.reason, read.reason} == {KEPT}
    assert (placed.post, required_reason(REASON)) == (KEPT, KEPT)
    assert DomainEvent.objects.filter(kind__endswith=".declined").get().payload["reason"] == KEPT
    assert (tables_with(NUMBER), tables_with(SPACED)) == ([], [])


def test_id_number_in_a_name_is_not_kept(cast: Cast) -> None:
    worker = update_worker_details(
        actor=cast.user("alice"), worker=cast.worker("carol"), changes={"name": f"高兰{NUMBER}"}
    )
    assert worker.name == "高兰[id number]"
