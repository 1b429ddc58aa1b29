"""Drawing the API's document leaves the pages as they were."""

from django.test import Client
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from tests.access import Cast


def test_lists_offer_their_units_after_the_document_was_drawn(cast: Cast) -> None:
    SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    client = Client()
    client.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
    page = client.get(reverse("skills:people")).content.decode()
    assert f'<option value="{cast.workshop_a1.pk}">一车间</option>' in page
    assert "乙一车间" not in page
