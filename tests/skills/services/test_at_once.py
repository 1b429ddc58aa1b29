"""Two people at once: both facts are kept and the dates right; of two decisions one wins.

The second act begins while the first has written but not committed, and is seen to wait for it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from base.edit_marks import ChangedMeanwhile
from base.errors import DomainError
from skills.enums import CorrectionState, FactKind, Level
from skills.models import (
    CorrectionRequest,
    EmploymentSpell,
    GradeRecord,
    MatchToJudge,
    Standing,
    TitleMatch,
)
from skills.services.corrections import accept_correction, decline_correction, request_correction
from skills.services.fact_marks import mark_of
from skills.services.fact_values import SpellValues
from skills.services.facts import correct_fact, record_fact
from skills.services.grades import GradeValues, record_grade
from skills.services.judgements import judge_all
from tests.access import Cast, build_cast
from tests.factories.skills import OccupationFactory, SpellFactory, TitleFactory, occupation_with_rules
from workforce.models import User

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)

WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The cast, committed, so that several connections see it."""
    return build_cast()


def outcome_of_second(first: Callable[[], object], second: Callable[[], object]) -> str:
    """Commit `first` only once `second`, begun after it, waits for it; what `second` came to: a code or
    "done".
    """
    outcomes: list[str] = []
    over = Event()

    def run_second() -> None:
        try:
            second()
            outcomes.append("done")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()
            over.set()

    thread = Thread(target=run_second)
    with transaction.atomic():
        first()
        thread.start()
        while not over.wait(timeout=0.02) and not someone_waits():
            pass
    thread.join(timeout=30)
    return outcomes[0]


def someone_waits() -> bool:
    with connection.cursor() as cursor:
        # within a transaction the server shows the same picture again and again unless told to forget it
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def test_two_facts_at_once_are_both_kept_and_counted(committed_cast: Cast) -> None:
    cast = committed_cast
    carol, alice, ruth = cast.worker("carol"), cast.user("alice"), cast.user("ruth")
    occupation = occupation_with_rules()
    # five years of work only together: neither spell alone opens level 3 that early
    first = SpellValues(occupation=occupation, since=date(2010, 1, 1), until=date(2013, 1, 1))
    second = SpellValues(occupation=occupation, since=date(2014, 1, 1))
    outcome = outcome_of_second(
        lambda: record_fact(first, actor=alice, worker_id=carol.pk, now=NOW),
        lambda: record_fact(second, actor=ruth, worker_id=carol.pk, now=NOW),
    )
    assert outcome == "done"
    assert EmploymentSpell.objects.current().filter(worker=carol).count() == 2
    assert carol.eligibility.get(target=Level.INTERMEDIATE).opens_on == date(2016, 1, 1)


def test_spell_and_grade_at_once_leave_no_stale_standing(committed_cast: Cast) -> None:
    cast = committed_cast
    carol, alice, ruth = cast.worker("carol"), cast.user("alice"), cast.user("ruth")
    occupation = occupation_with_rules()
    spell = SpellValues(occupation=occupation, since=date(2010, 1, 1))
    grade = GradeValues(
        occupation=occupation, level=Level.INTERMEDIATE, issued_on=date(2016, 1, 1), basis="assessment"
    )
    outcome = outcome_of_second(
        lambda: record_fact(spell, actor=alice, worker_id=carol.pk, now=NOW),
        lambda: record_grade(grade, actor=ruth, worker_id=carol.pk, now=NOW),
    )
    assert outcome == "done"
    standing = Standing.objects.get(worker=carol)
    assert (standing.held_level, standing.next_level) == (Level.INTERMEDIATE, Level.SENIOR)
    assert standing.next_on == date(2020, 1, 1)


def test_same_fact_corrected_by_two_at_once_has_one_winner(committed_cast: Cast) -> None:
    cast = committed_cast
    spell = SpellFactory.create(worker=cast.worker("carol"))
    alice, ruth = cast.user("alice"), cast.user("ruth")

    def correct(user: User, since: date) -> object:
        values = SpellValues(occupation=spell.occupation, since=since)
        seen = EmploymentSpell.objects.get(pk=spell.pk)
        return correct_fact(seen, values, actor=user, reason="合同", now=NOW)

    outcome = outcome_of_second(
        lambda: correct(alice, date(2011, 1, 1)), lambda: correct(ruth, date(2012, 1, 1))
    )
    assert outcome == "changed_meanwhile"
    assert EmploymentSpell.objects.current().get().since == date(2011, 1, 1)
    assert EmploymentSpell.objects.count() == 2


def test_same_grade_recorded_by_two_at_once_is_kept_once(committed_cast: Cast) -> None:
    cast = committed_cast
    carol, alice, ruth = cast.worker("carol"), cast.user("alice"), cast.user("ruth")
    values = GradeValues(
        occupation=OccupationFactory.create(),
        level=Level.SENIOR,
        issued_on=date(2019, 6, 1),
        basis="assessment",
    )
    outcome = outcome_of_second(
        lambda: record_grade(values, actor=alice, worker_id=carol.pk, now=NOW),
        lambda: record_grade(values, actor=ruth, worker_id=carol.pk, now=NOW),
    )
    assert outcome == "grade_twice"
    assert GradeRecord.objects.count() == 1


def test_one_certificate_number_for_two_workers_at_once_has_one_winner(committed_cast: Cast) -> None:
    cast = committed_cast
    values = GradeValues(
        occupation=OccupationFactory.create(),
        level=Level.SENIOR,
        issued_on=date(2019, 6, 1),
        basis="assessment",
        certificate_no="Y000123000001193000001",
    )
    carol, frank = cast.worker("carol"), cast.worker("frank")
    alice, ruth = cast.user("alice"), cast.user("ruth")
    outcome = outcome_of_second(
        lambda: record_grade(values, actor=alice, worker_id=carol.pk, now=NOW),
        lambda: record_grade(values, actor=ruth, worker_id=frank.pk, now=NOW),
    )
    assert outcome == "certificate_no_taken"
    assert GradeRecord.objects.get().worker == carol


def test_two_clerks_deciding_at_once_have_one_winner(committed_cast: Cast) -> None:
    cast = committed_cast
    alice, ruth, carol = cast.user("alice"), cast.user("ruth"), cast.user("carol")
    request = request_correction(
        cast.worker("carol"),
        actor=carol,
        fact_kind=FactKind.PERSONAL,
        text="电话已换",
        proposed={"phone": "13811112222"},
        now=NOW,
    )

    def fresh() -> CorrectionRequest:
        return CorrectionRequest.objects.get(pk=request.pk)

    outcome = outcome_of_second(
        lambda: accept_correction(fresh(), actor=alice, now=NOW),
        lambda: decline_correction(fresh(), actor=ruth, reason="请附证明", now=NOW),
    )
    assert outcome == "state_changed"
    assert (fresh().state, fresh().decided_by) == (CorrectionState.ACCEPTED, alice)
    assert cast.worker("carol").phone == "13811112222"


def test_second_of_two_at_once_is_told_what_the_first_wrote(committed_cast: Cast) -> None:
    cast = committed_cast
    spell = SpellFactory.create(worker=cast.worker("carol"))
    alice, ruth = cast.user("alice"), cast.user("ruth")
    told: list[str] = []

    def correct(user: User, since: date) -> None:
        values = SpellValues(occupation=spell.occupation, since=since)
        seen = EmploymentSpell.objects.get(pk=spell.pk)
        try:
            correct_fact(seen, values, actor=user, reason="合同", shown=mark_of(spell), now=NOW)
        except ChangedMeanwhile as refusal:
            told.extend(f"{change.shown} → {change.now}" for change in refusal.changes)
            raise

    outcome = outcome_of_second(
        lambda: correct(alice, date(2011, 1, 1)), lambda: correct(ruth, date(2012, 1, 1))
    )
    assert (outcome, told) == ("changed_meanwhile", ["2015-07-01 → 2011-01-01"])


def test_same_rows_judged_by_two_at_once_have_one_winner(committed_cast: Cast) -> None:
    cast = committed_cast
    for name in ("carol", "frank"):
        SpellFactory.create(worker=cast.worker(name))
        TitleFactory.create(worker=cast.worker(name))
    rows = list(MatchToJudge.objects.select_related("worker", "occupation").order_by("pk"))
    alice, ruth = cast.user("alice"), cast.user("ruth")
    outcome = outcome_of_second(
        lambda: judge_all(rows, actor=alice, matches=True, now=NOW),
        lambda: judge_all(list(reversed(rows)), actor=ruth, matches=False, now=NOW),
    )
    assert outcome == "rows_refused"
    assert list(TitleMatch.objects.values_list("matches", "judged_by")) == [(True, alice.pk)] * 2
