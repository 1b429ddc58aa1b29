"""Choices are the asker's, whatever was asked before them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from skills.filters import PeopleFilter
from tests.access import Cast


def test_list_offers_its_units_after_the_field_was_made_for_nobody(cast: Cast) -> None:
    made_for_nobody: Any = PeopleFilter.base_filters["unit"].field
    assert not made_for_nobody.queryset.exists()
    client = Client()
    client.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
    page = client.get(reverse("skills:people")).content.decode()
    assert f'<option value="{cast.workshop_a1.pk}">一车间</option>' in page
    assert "乙一车间" not in page
