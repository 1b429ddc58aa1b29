"""A keyed POST is done once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone
from pytest_django import Settings
from rest_framework.test import APIClient

from base.idempotency import purge_idempotent_answers
from base.models import DomainEvent, IdempotentAnswer
from tests.base import idempotent_urls
from tests.factories.workforce import UserFactory
from workforce.models import ApiToken, User

pytestmark = pytest.mark.urls("tests.base.idempotent_urls")
ADDRESS, SECRET = "/api/v1/me", "/api/v1/me/secret"


def program(user: User) -> APIClient:
    """A program with a new token of this person."""
    _token, key = ApiToken.objects.create(user, label="脚本")
    return APIClient(headers={"authorization": f"Token {key}"}, raise_request_exception=False)


def post(client: APIClient, data: Any, key: str = "k1", address: str = ADDRESS, **options: Any) -> Any:
    """Send it with the key."""
    return client.post(address, data, headers={"Idempotency-Key": key}, **options)


def times_done() -> int:
    """How often the effect happened."""
    return DomainEvent.objects.filter(kind="tests.done").count()


@pytest.mark.django_db
class TestInTurn:
    @pytest.fixture
    def client(self, db: None) -> APIClient:
        return program(UserFactory.create(login="alice"))

    def test_same_request_is_answered_again_not_done_again(self, client: APIClient) -> None:
        first, second = post(client, {"name": "王"}), post(client, {"name": "王"})
        assert times_done() == 1
        assert second.status_code == first.status_code == 201
        assert second.content == first.content
        assert second.headers["Content-Type"] == first.headers["Content-Type"]
        assert second.headers["Location"] == "/things/1"
        assert "Idempotency-Replayed" not in first.headers
        assert second.headers["Idempotency-Replayed"] == "true"

    def test_without_a_key_each_is_done(self, client: APIClient) -> None:
        client.post(ADDRESS, {"name": "王"})
        client.post(ADDRESS, {"name": "王"})
        assert (times_done(), IdempotentAnswer.objects.count()) == (2, 0)

    @pytest.mark.parametrize("address", [ADDRESS + "?day=2026-11-21", SECRET])
    def test_key_of_another_address_is_refused(self, client: APIClient, address: str) -> None:
        post(client, {})
        answer = post(client, {}, address=address)
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
        assert times_done() == 1

    def test_key_with_another_body_is_refused(self, client: APIClient) -> None:
        post(client, {"name": "王"})
        answer = post(client, {"name": "李"})
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert times_done() == 1

    def test_files_are_part_of_the_request(self, client: APIClient) -> None:
        def send(content: str) -> Any:
            data = {"name": "王", "file": SimpleUploadedFile("a.csv", content.encode())}
            return post(client, data, format="multipart")

        first = send("eins")
        assert first.json() == {"sent": {"name": "王"}, "files": {"file": "eins"}}
        assert send("eins").content == first.content
        assert send("zwei").status_code == 422
        assert times_done() == 1

    def test_keys_belong_to_their_asker(self, client: APIClient) -> None:
        post(client, {})
        post(program(User.objects.get()), {})  # the same person, another token
        post(program(UserFactory.create(login="bob")), {})
        assert times_done() == 3

    def test_refusal_undoes_and_frees_the_key(self, client: APIClient) -> None:
        assert post(client, {"refuse": True}).status_code == 409
        assert (times_done(), IdempotentAnswer.objects.count()) == (0, 0)
        assert post(client, {"name": "王"}).status_code == 201

    def test_crash_leaves_neither_effect_nor_record(self, client: APIClient) -> None:
        assert post(client, {"break": True}).status_code == 500
        assert (times_done(), IdempotentAnswer.objects.count()) == (0, 0)

    def test_secret_is_not_kept_nor_made_twice(self, client: APIClient) -> None:
        assert post(client, {}, address=SECRET).json() == {"key": "geheim"}
        assert IdempotentAnswer.objects.get().body is None
        answer = post(client, {}, address=SECRET)
        assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_answer_not_kept")
        assert times_done() == 1

    def test_answer_rests_encrypted(self, client: APIClient) -> None:
        post(client, {"name": "wang-jianguo"})
        assert b"wang-jianguo" not in bytes(IdempotentAnswer.objects.get().body or b"")

    def test_revoked_token_is_not_given_the_kept_answer(self, client: APIClient) -> None:
        post(client, {})
        ApiToken.objects.all().delete()
        assert post(client, {}).status_code == 401

    @pytest.mark.parametrize("key", ["", " ", "a b", "ü", "x" * 256])
    def test_unfit_key_is_refused(self, client: APIClient, key: str) -> None:
        answer = client.post(ADDRESS, {}, HTTP_IDEMPOTENCY_KEY=key)
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")
        assert times_done() == 0

    def test_nobody_is_answered_as_ever(self, db: None) -> None:
        assert post(APIClient(), {}).status_code == 401
        assert not IdempotentAnswer.objects.exists()

    def test_key_serves_anew_after_a_day(self, client: APIClient) -> None:
        post(client, {"name": "王"})
        IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
        assert post(client, {"name": "李"}).status_code == 201
        assert times_done() == 2

    def test_purge_forgets_what_is_older_than_a_day(self, client: APIClient) -> None:
        post(client, {}, "old")
        now = timezone.now()
        IdempotentAnswer.objects.update(created_at=now - timedelta(hours=24, seconds=1))
        post(client, {}, "new")
        assert purge_idempotent_answers(now=now) == 1
        assert IdempotentAnswer.objects.get().key == "new"


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def run(self, client: APIClient, number: int, between: Any) -> list[Any]:
        """Send the same from so many threads; `between` runs while the first is at work."""
        gate = threading.Event()
        idempotent_urls.gate[:] = [gate]
        idempotent_urls.reached.clear()

        def send() -> Any:
            try:
                return post(client, {"name": "王"})
            finally:
                connections.close_all()

        try:
            with ThreadPoolExecutor(number) as threads:
                first = threads.submit(send)
                assert idempotent_urls.reached.wait(timeout=20)
                others = [threads.submit(send) for _index in range(number - 1)]
                between(others)
                gate.set()
                return [future.result(timeout=30) for future in (first, *others)]
        finally:
            idempotent_urls.gate.clear()

    def test_second_waits_and_is_given_the_first_answer(self) -> None:
        client = program(UserFactory.create(login="alice"))
        answers = self.run(client, 3, lambda _others: None)
        assert [answer.status_code for answer in answers] == [201, 201, 201]
        assert len({answer.content for answer in answers}) == 1
        assert times_done() == 1

    def test_second_is_told_to_come_later_when_the_first_takes_long(self, settings: Settings) -> None:
        settings.IDEMPOTENCY_WAIT_SECONDS = 1
        client = program(UserFactory.create(login="alice"))
        answers = self.run(client, 2, lambda others: others[0].result(timeout=20))
        assert [answer.status_code for answer in answers] == [201, 409]
        assert answers[1].json()["code"] == "idempotency_key_in_use"
        assert int(answers[1].headers["Retry-After"]) > 0
        assert times_done() == 1
