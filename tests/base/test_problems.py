from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError
from django.http import Http404
from django.utils import translation
from rest_framework import serializers
from rest_framework.exceptions import APIException, NotAuthenticated, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.views import APIView

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.problems import problem_response
from tests.access import Cast


def answer_to(error: Exception) -> Response:
    class Raising(APIView):
        permission_classes = [AllowAny]
        authentication_classes: list[Any] = []
        throttle_classes: list[Any] = []

        def get(self, request: Request) -> Response:
            raise error

        def get_exception_handler(self) -> Any:
            return problem_response

    with translation.override("en"):
        response = Raising.as_view()(APIRequestFactory().get("/"))
        response.render()
    return response


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (InvalidInput("Wrong."), 400, "invalid"),
        (NotPermitted("Not yours."), 403, "not_permitted"),
        (Missing("Gone."), 404, "not_found"),
        (Conflict("Too late.", code="state_changed"), 409, "state_changed"),
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "not_permitted"),
        (IntegrityError("duplicate key value violates x"), 409, "conflict"),
        (Throttled(wait=5), 429, "throttled"),
        (NotAuthenticated(), 403, "not_authenticated"),
        (APIException(), 500, "error"),
    ],
)
def test_every_error_is_a_problem(error: Exception, status: int, code: str) -> None:
    response = answer_to(error)
    assert response["Content-Type"] == "application/problem+json"
    assert (response.status_code, response.data["status"], response.data["code"]) == (status, status, code)
    assert set(response.data) == {"type", "title", "status", "detail", "code", "errors"}


def test_a_field_at_fault_is_named() -> None:
    response = answer_to(InvalidInput("The date lies before the birth date.", field="since"))
    assert response.data["errors"] == [{"field": "since", "message": "The date lies before the birth date."}]


def test_nested_serializer_errors_have_dotted_paths() -> None:
    class Fact(serializers.Serializer[Any]):
        since = serializers.DateField()

    class Form(serializers.Serializer[Any]):
        name = serializers.CharField()
        facts = Fact(many=True)

    form = Form(data={"facts": [{"since": "2026-01-01"}, {"since": "soon"}]})
    with pytest.raises(serializers.ValidationError) as refused, translation.override("en"):
        form.is_valid(raise_exception=True)
    assert [error["field"] for error in answer_to(refused.value).data["errors"]] == ["name", "facts.1.since"]


def test_model_validation_errors_are_told_by_field() -> None:
    error = DjangoValidationError({"code": ["Taken."], "__all__": ["Contradiction."]})
    assert answer_to(error).data["errors"] == [
        {"field": "code", "message": "Taken."},
        {"field": "", "message": "Contradiction."},
    ]


def test_a_database_error_shows_none_of_its_text() -> None:
    assert "duplicate key" not in str(answer_to(IntegrityError("duplicate key value (id)=(110)")).data)


def test_a_throttled_caller_is_told_when_to_come_back() -> None:
    assert answer_to(Throttled(wait=5))["Retry-After"] == "5"


def test_an_unknown_fault_is_not_hidden() -> None:
    with pytest.raises(RuntimeError):
        answer_to(RuntimeError("bug"))


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "deep"}])
@pytest.mark.django_db
def test_json_nested_too_deeply_is_the_senders_fault(cast: Cast, headers: dict[str, str]) -> None:
    client = APIClient()
    client.force_login(cast.users["alice"], backend="workforce.accounts.AccountBackend")
    for path in ("/api/v1/exports", "/api/v1/skills/grades"):
        response = client.post(path, "[" * 100_000, content_type="application/json", headers=headers)
        assert (response.status_code, response.json()["code"]) == (400, "parse_error")


def test_a_message_that_repeats_half_a_character_can_be_sent() -> None:
    answer = answer_to(InvalidInput("“\ud800” is not known", code="unknown", field="kind\ud800"))
    assert answer.data["detail"] == "“?” is not known"
    assert answer.data["errors"][0]["field"] == "kind?"
