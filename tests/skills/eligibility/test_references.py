"""Results refer to the catalogue and the rules without keys of the database: nothing they name can go."""

from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import ProtectedError

from skills.invariants import eligibility_is_current
from skills.models import Eligibility, Occupation, Route, RuleSetVersion, Standing
from skills.services.refresh_eligibility import refresh_eligibility
from tests.skills.eligibility.careers import make_career
from tests.skills.eligibility.stored_careers import NAMES, RELATED, make_occupations, store_careers

TODAY = date(2026, 11, 21)
#: The results that name a row, as a filter of each table.
NAMED_BY: dict[type[models.Model], tuple[str | None, str | None]] = {
    Occupation: ("occupation", "occupation"),
    Route: ("route", "next_route"),
    RuleSetVersion: ("version", None),
}


@pytest.fixture
def stored(rules: None) -> None:
    """Forty careers and their results."""
    random = Random(5)
    careers = [make_career(random, occupations=NAMES, related=RELATED) for _number in range(40)]
    store_careers(careers, make_occupations(), random)
    refresh_eligibility(None, today=TODAY)


def named_row(model: type[models.Model]) -> models.Model:
    """A row that results name."""
    path = NAMED_BY[model][0]
    return model._default_manager.filter(pk__in=Eligibility.objects.values(str(path)))[:1].get()


@pytest.mark.parametrize("model", NAMED_BY)
def test_a_row_that_results_name_is_not_deleted(stored: None, model: type[models.Model]) -> None:
    row = named_row(model)
    with pytest.raises(ProtectedError) as refused, transaction.atomic():
        row.delete()
    kinds = {type(kept) for kept in refused.value.protected_objects}
    assert Eligibility in kinds
    assert model._default_manager.filter(pk=row.pk).exists()


def test_a_route_a_standing_names_is_not_deleted(stored: None) -> None:
    Eligibility.objects.all().delete()
    route = Route.objects.filter(pk__in=Standing.objects.values("next_route"))[:1].get()
    with pytest.raises(ProtectedError), transaction.atomic():
        route.delete()


def delete_past_django(model: type[models.Model]) -> Callable[[int], None]:
    def delete(pk: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [pk])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    return delete


@pytest.mark.parametrize("model", [Occupation, RuleSetVersion])
def test_sql_past_django_is_refused_by_the_facts_and_rules(stored: None, model: type[models.Model]) -> None:
    with pytest.raises(IntegrityError):
        delete_past_django(model)(named_row(model).pk)


def test_a_result_that_names_nothing_is_found(stored: None) -> None:
    assert eligibility_is_current() == []
    Eligibility.objects.filter(pk=Eligibility.objects.order_by("pk")[:1].get().pk).update(route_id=2**40)
    Standing.objects.filter(pk=Standing.objects.filter(occupation__isnull=False)[:1].get().pk).update(
        occupation_id=2**40
    )
    assert len(eligibility_is_current()) >= 2
