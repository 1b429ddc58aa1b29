"""What the workforce changed is followed: new workers stand somewhere, a new birth date moves the age
clauses.
"""

from datetime import UTC, date, datetime

from base.events import dispatch_events
from skills.enums import Level
from skills.models import Standing
from tests.access import Cast
from tests.factories.skills import SpellFactory, occupation_with_rules
from workforce.enums import Sex
from workforce.services.workers import NewWorker, create_worker, update_worker_details

LATER = datetime(2100, 1, 1, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def test_new_worker_is_given_a_standing(cast: Cast) -> None:
    row = NewWorker("C-new", "新来", cast.workshop_a1.pk, since=TODAY, sex=Sex.FEMALE)
    worker = create_worker(actor=cast.user("alice"), row=row, today=TODAY)
    dispatch_events(now=LATER)
    assert Standing.objects.get(worker=worker).held_level == Level.APPRENTICE


def test_birth_date_changed_elsewhere_moves_the_age_clause(cast: Cast) -> None:
    carol = cast.worker("carol")
    SpellFactory.create(worker=carol, occupation=occupation_with_rules())
    update_worker_details(actor=cast.user("alice"), worker=carol, changes={"birth_date": date(1990, 1, 1)})
    dispatch_events(now=LATER)
    assert carol.eligibility.get(target=Level.JUNIOR).opens_on == date(2006, 1, 1)
