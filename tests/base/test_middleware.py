from collections.abc import Callable

import pytest
import structlog
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from rest_framework.request import Request

from base.middleware import RequestContextMiddleware
from tests.factories.workforce import UnitFactory
from workforce.models import Unit, User


def respond(request: HttpRequest, view: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """The request through the middleware, as the handler calls it."""

    def inner(request: HttpRequest) -> HttpResponse:
        middleware.process_view(request)
        return view(request)

    middleware = RequestContextMiddleware(inner)
    return middleware(request)


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def test_a_request_id_is_taken_over_and_sent_back() -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": "proxy-1234"})
    assert respond(request, plain)["X-Request-ID"] == "proxy-1234"


@pytest.mark.parametrize("forged", ["", "short", "a b c d e f g h", "x" * 65, "line\\nbreak" * 2])
def test_a_malformed_request_id_is_replaced(forged: str) -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": forged})
    given = respond(request, plain)["X-Request-ID"]
    assert len(given) == 32
    assert given != forged


def test_log_lines_of_a_request_carry_its_id_and_no_other_does() -> None:
    seen: list[object] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(structlog.contextvars.get_contextvars().get("request_id"))
        return HttpResponse()

    respond(RequestFactory().get("/", headers={"X-Request-ID": "proxy-1234"}), view)
    assert seen == ["proxy-1234"]
    assert structlog.contextvars.get_contextvars() == {}


def rename(request: HttpRequest) -> HttpResponse:
    Unit.objects.update(name="乙")
    return HttpResponse()


def history_context() -> dict[str, object]:
    event = apps.get_model("workforce", "UnitEvent").objects.select_related("pgh_context").get()
    return dict(event.pgh_context.metadata)


def test_history_knows_who_wrote_where_and_why(alice: User) -> None:
    UnitFactory.create(name="甲")
    request = RequestFactory().post("/units/", {"reason": " 更名 "}, headers={"X-Request-ID": "proxy-1234"})
    request.user = alice
    respond(request, rename)
    assert history_context() == {
        "user": alice.pk,
        "method": "POST",
        "url": "/units/",
        "request": "proxy-1234",
        "reason": "更名",
    }


def test_the_reason_may_come_as_a_header(alice: User) -> None:
    UnitFactory.create(name="甲")
    request = RequestFactory().patch(
        "/units/", "{}", content_type="application/json", headers={"X-Reason": "%E6%9B%B4%E5%90%8D"}
    )
    request.user = alice
    respond(request, rename)
    assert history_context()["reason"] == "更名"


def test_history_knows_an_author_who_came_with_a_token(alice: User) -> None:
    def authenticate_then_rename(request: HttpRequest) -> HttpResponse:
        Request(request).user = alice
        return rename(request)

    UnitFactory.create(name="甲")
    respond(RequestFactory().post("/api/units/"), authenticate_then_rename)
    assert history_context()["user"] == alice.pk


def test_the_context_of_one_request_does_not_reach_the_next(alice: User) -> None:
    UnitFactory.create(name="甲")
    first = RequestFactory().post("/first/", {"reason": "mine"})
    first.user = alice
    respond(first, plain)
    respond(RequestFactory().post("/second/"), rename)
    assert history_context()["url"] == "/second/"
    assert history_context()["user"] is None
    assert "reason" not in history_context()


@pytest.mark.django_db
def test_the_middleware_stands_in_the_projects_own_chain(client: Client) -> None:
    assert client.get("/healthz")["X-Request-ID"]


@pytest.mark.parametrize(
    ("address", "status"),
    [("/skills/people/%00/", 404), ("/skills/people/?q=%00", 400), ("/workforce/roles/?q=a%00b", 400)],
)
def test_a_nul_in_an_address_does_not_reach_the_database(client: Client, address: str, status: int) -> None:
    assert client.get(address).status_code == status


def test_a_reason_is_kept_without_characters_the_database_does_not_take(alice: User) -> None:
    UnitFactory.create(name="甲")
    request = RequestFactory().patch(
        "/units/", "{}", content_type="application/json", headers={"X-Reason": "%00%E6%9B%B4%E5%90%8D"}
    )
    request.user = alice
    respond(request, rename)
    assert history_context()["reason"] == "更名"
