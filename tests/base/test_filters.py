"""Choices are the asker's, whatever was asked before them; a unit is found as people name it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skills.filters import PeopleFilter
from tests.access import Cast
from tests.factories.workforce import UnitFactory
from workforce.models import Unit
from workforce.unit_input import find_unit


def client_of(cast: Cast, name: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    client.cookies["language"] = "en"
    return client


def suggested(cast: Cast, name: str, typed: str, of: str = "seen") -> list[str]:
    asked = {"of": of, "field": "unit", "unit": typed}
    response = client_of(cast, name).get(reverse("workforce:unit_choices"), asked)
    return [choice for choice, _above in response.context["choices"]]


def test_list_finds_its_units_after_the_field_was_made_for_nobody(cast: Cast) -> None:
    made_for_nobody: Any = PeopleFilter.base_filters["unit"].field
    assert not made_for_nobody.queryset.exists()
    page = client_of(cast, "alice").get(reverse("skills:people"), {"unit": cast.workshop_a1.pk})
    assert 'value="A1 一车间"' in page.content.decode()
    page = client_of(cast, "alice").get(reverse("skills:people"), {"unit": cast.workshop_b1.pk})
    assert "乙一车间" not in page.content.decode()
    assert "You reach no unit of this code or name." in page.content.decode()


def test_units_in_reach_are_suggested_by_code_and_name(cast: Cast) -> None:
    assert suggested(cast, "alice", "a1") == ["A1 一车间", "A11 甲班"]
    assert suggested(cast, "alice", "车间") == ["A1 一车间", "A2 二车间"]
    assert suggested(cast, "alice", "车间", of="kept") == ["A1 一车间", "A2 二车间"]
    assert suggested(cast, "dave", "车间", of="kept") == []
    assert suggested(cast, "carol", "车间") == ["A1 一车间"]
    assert suggested(cast, "ruth", "") == []


def test_suggestions_are_few_however_many_units_fit(cast: Cast) -> None:
    UnitFactory.create_batch(30, parent=cast.company_a)
    assert len(suggested(cast, "alice", "U")) == 20


@pytest.mark.parametrize("typed", ["A1", "a1", "A1 一车间", "一车间"])
def test_unit_is_found_as_people_name_it(cast: Cast, typed: str) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert find_unit(Unit.objects.all(), typed) == cast.workshop_a1
    assert len(statements) == 1


def test_name_of_several_units_is_refused_and_the_code_settles_it(cast: Cast) -> None:
    twin = UnitFactory.create(code="B9", name="一车间", parent=cast.company_b)
    with pytest.raises(ValidationError) as refused:
        find_unit(Unit.objects.all(), "一车间")
    assert refused.value.code == "several"
    assert find_unit(Unit.objects.all(), "B9 一车间") == twin


def test_number_is_an_id_in_addresses_alone(cast: Cast) -> None:
    """A form takes codes: a code made of figures must not lead to the unit that has it as its id."""
    UnitFactory.create(code=str(cast.company_b.pk), parent=cast.company_a)
    number = str(cast.company_b.pk)
    assert find_unit(Unit.objects.all(), number, by_id=True) == cast.company_b
    assert find_unit(Unit.objects.all(), number).code == number
    with pytest.raises(ValidationError):
        find_unit(Unit.objects.all(), str(cast.company_a.pk))


@pytest.mark.parametrize("typed", ["9" * 30, "²", "A1 二车间", "%", "\\"])
def test_text_that_names_no_unit_is_refused(cast: Cast, typed: str) -> None:
    with pytest.raises(ValidationError):
        find_unit(Unit.objects.all(), typed, by_id=True)
