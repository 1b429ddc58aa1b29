"""The OpenAPI document, and the two ways to sign in to the API."""

import os

from django.core.management import call_command
from rest_framework.test import APIClient

from tests.access import Cast
from tests.factories.skills import CorrectionRequestFactory
from tests.skills.api.clients import API, signed_in
from workforce.models import ApiToken


def test_openapi_document_is_valid_and_without_warnings(db: None) -> None:
    call_command("spectacular", fail_on_warn=True, validate=True, file=os.devnull)


def test_token_opens_what_its_account_sees(cast: Cast) -> None:
    _kept, token = ApiToken.objects.create(user=cast.users["frank"])
    client = APIClient(headers={"Authorization": f"Token {token}"})
    rows = client.get(f"{API}/workers").json()["results"]
    assert {row["employee_no"] for row in rows} == {"C-frank", "C-carol"}
    wrong = APIClient(headers={"Authorization": f"Token {token[:-1]}x"})
    assert wrong.get(f"{API}/workers").status_code == 401


def test_auditor_reads_a_request_without_the_phone_the_field_table_hides(cast: Cast) -> None:
    request = CorrectionRequestFactory.create(
        worker=cast.worker("carol"),
        requested_by=cast.users["carol"],
        proposed={"phone": "13811112222", "hire_date": "2009-01-01"},
    )
    shown = {
        name: signed_in(cast, name).get(f"{API}/correction-requests/{request.pk}").json()["proposed"]
        for name in ("alice", "erin")
    }
    assert shown["alice"] == {"phone": "13811112222", "hire_date": "2009-01-01"}
    assert shown["erin"] == {"hire_date": "2009-01-01"}
