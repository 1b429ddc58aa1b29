"""Whatever the OpenAPI document allows, and much it does not, is answered; never with a server error.

Requests are generated from the document for every operation; four people ask them in turn, about records that
exist and about ones that do not. Each request is rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import cycle, product
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, settings

from tests.access import Cast
from tests.factories.skills import (
    ApprenticeshipFactory,
    CorrectionRequestFactory,
    DiplomaFactory,
    GradeFactory,
    SpellFactory,
    TitleFactory,
    WageFactory,
)
from workforce.api_scopes import Scope
from workforce.models import ApiToken, Placement

EXAMPLES = 12  # one round of the askers
DOCUMENT: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
api = schemathesis.openapi.from_dict(DOCUMENT)
api.app = get_wsgi_application()


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's connection, and with it its transaction, over the requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def askers(cast: Cast) -> Iterator[tuple[bool, str]]:
    """Without end: whether to ask about what exists, and a token.

    Of the group's HR, a company's HR, an auditor, and a worker about whom facts of every kind are kept.
    """
    carol = cast.worker("carol")
    for factory in (
        ApprenticeshipFactory,
        DiplomaFactory,
        GradeFactory,
        SpellFactory,
        TitleFactory,
        WageFactory,
    ):
        factory.create(worker=carol)
    CorrectionRequestFactory.create(worker=carol, requested_by=cast.users["carol"])
    tokens = [
        ApiToken.objects.create(user=cast.users[name], label=name, scopes=Scope.values)[1]
        for name in ("ruth", "alice", "erin", "carol")
    ]
    return cycle(product((True, True, False), tokens))


def existing(case: schemathesis.Case[Any]) -> dict[str, Any]:
    """Path parameters that lead to something: carol's record, the first row of the list asked about."""
    found: dict[str, Any] = {}
    for name in case.path_parameters:
        if name == "employee_no":
            found[name] = "C-carol"
        elif name == "id":
            view = resolve(re.sub(r"\{\w+\}", "1", case.operation.path)).func
            rows = getattr(view.cls, "queryset", None)  # type: ignore[attr-defined]
            model = Placement if rows is None else rows.model
            first = model.objects.order_by("pk").first()
            found[name] = first.pk if first else 1
    return found


@api.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_brings_a_server_error(
    case: schemathesis.Case[Any], askers: Iterator[tuple[bool, str]]
) -> None:
    about_existing, token = next(askers)
    if about_existing:
        case.path_parameters.update(existing(case))
    with transaction.atomic():
        response = case.call(headers={"Authorization": f"Token {token}"})
        transaction.set_rollback(True)
    assert response.status_code < 500, (case.as_curl_command(), response.text[:500])
