from datetime import date

import pytest
from django.db import IntegrityError, transaction

from base.errors import Conflict, InvalidInput, NotPermitted
from tests.access import Cast
from workforce.enums import RelationKind
from workforce.models import Relation
from workforce.services.relations import end_relation, state_relation

TODAY = date(2026, 11, 21)
SINCE = date(2026, 9, 1)


def mentor(cast: Cast, actor: str | None = "alice", **changes: object) -> Relation:
    """frank is carol's mentor."""
    values: dict[str, object] = {
        "kind": RelationKind.MENTOR,
        "from_worker": cast.worker("frank"),
        "to_worker": cast.worker("carol"),
        "since": SINCE,
        "today": TODAY,
        **changes,
    }
    return state_relation(actor=cast.user(actor) if actor else None, **values)  # type: ignore[arg-type]


def test_state_relation_and_end_it(cast: Cast) -> None:
    relation = mentor(cast)
    ended = end_relation(actor=cast.user("alice"), relation=relation, last_day=TODAY, today=TODAY)
    assert (ended.since, ended.until) == (SINCE, date(2026, 11, 22))
    with pytest.raises(Conflict):
        end_relation(actor=cast.user("alice"), relation=relation, last_day=TODAY, today=TODAY)


def test_relation_stated_twice_is_refused(cast: Cast) -> None:
    mentor(cast)
    with pytest.raises(Conflict):
        mentor(cast, since=date(2026, 10, 1))


def test_mutual_relation_is_one_in_both_directions(cast: Cast) -> None:
    mentor(cast, kind=RelationKind.RELATIVE)
    with pytest.raises(Conflict):
        mentor(
            cast,
            kind=RelationKind.RELATIVE,
            from_worker=cast.worker("carol"),
            to_worker=cast.worker("frank"),
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"since": date(2028, 12, 1)}, "date_too_far"),
        ({"since": date(1900, 1, 1)}, "date_too_far"),
        ({"last_day": date.max}, "date_too_far"),
        ({"last_day": date(2026, 8, 31)}, "ends_before"),
    ],
)
def test_relation_with_wrong_days_is_refused(cast: Cast, changes: dict[str, object], code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        mentor(cast, "alice", **changes)
    assert refused.value.code == code


def test_relation_to_oneself_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        mentor(cast, to_worker=cast.worker("frank"))
    frank = cast.worker("frank")
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(kind="mentor", from_worker=frank, to_worker=frank, since=SINCE)


def test_own_relation_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        mentor(cast, from_worker=cast.worker("alice"))


@pytest.mark.parametrize("name", ["bob", "dave", "erin", "frank", "carol", "admin"])
def test_relation_is_stated_by_hr_of_either(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        mentor(cast, name)
