"""Ties between people and declared relatives, asked by each of the cast."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.dates import today
from base.errors import Conflict, InvalidInput, NotPermitted
from tests.access import Cast, PageAccess
from tests.factories.workforce import LONG_AGO
from workforce.enums import RelationKind
from workforce.models import Relation, RelativeDeclaration
from workforce.services.relative_declarations import accept_declaration, declare_relative


def mentor_of_carol(cast: Cast) -> Relation:
    return Relation.objects.create(
        kind=RelationKind.MENTOR,
        from_worker=cast.worker("frank"),
        to_worker=cast.worker("carol"),
        since=LONG_AGO,
    )


def declared(cast: Cast, *, employee_no: str = "C-ivan", name: str = "易凡") -> RelativeDeclaration:
    """Carol declares a relative who works in the other company."""
    return declare_relative(
        actor=cast.users["carol"],
        employee_no=employee_no,
        name=name,
        since=LONG_AGO,
        note="兄妹",
        today=today(),
    )


class TestRelations(PageAccess):
    right = "erin"
    wrong = "dave"

    def url(self, cast: Cast) -> str:
        mentor_of_carol(cast)
        return reverse("workforce:worker_relations", args=["C-carol"])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "傅安" in page
        assert reverse("workforce:worker_relation_new", args=["C-carol"]) not in page

    def test_worker_reads_the_own_ones(self, cast: Cast) -> None:
        assert "傅安" in self.ask(cast, "carol").content.decode()
        client = Client()
        client.force_login(cast.users["carol"], backend="workforce.accounts.AccountBackend")
        assert "傅安" in client.get(reverse("workforce:own_relations")).content.decode()


class TestNewRelation(PageAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:worker_relation_new", args=["C-carol"])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"kind": "apprentice", "other": "C-frank", "since": "2026-01-01"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        row = Relation.objects.get()
        assert (row.kind, row.from_worker, row.to_worker) == (
            "mentor",
            cast.worker("frank"),
            cast.worker("carol"),
        )

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Relation.objects.exists()


class TestEndRelation(PageAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        row = mentor_of_carol(cast)
        return reverse("workforce:worker_relation_end", args=["C-carol", row.pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"last_day": today().isoformat(), "reason": "出师"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert Relation.objects.get().until is not None

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Relation.objects.exclude(until=None).exists()


class TestDeclareRelative(PageAccess):
    method = "post"
    right = "carol"
    wrong = "erin"  # no worker
    stranger = None

    def url(self, cast: Cast) -> str:
        return reverse("workforce:declare_relative")

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"employee_no": "C-ivan", "name": "易凡", "since": "2010-05-01", "note": "兄妹"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        row = RelativeDeclaration.objects.get()
        assert (row.worker, row.employee_no, row.state) == (cast.worker("carol"), "C-ivan", "waiting")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not RelativeDeclaration.objects.exists()

    @pytest.mark.parametrize("number", ["C-ivan", "C-alice", "Z-nobody"])
    def test_answer_tells_nothing_about_other_people(self, cast: Cast, number: str) -> None:
        client = Client()
        client.force_login(cast.users["carol"], backend="workforce.accounts.AccountBackend")
        response = client.post(self.url(cast), {**self.data(cast), "employee_no": number})
        assert response.status_code == 302


class TestAcceptDeclaration(PageAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:declaration_accept", args=[declared(cast).pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        row = RelativeDeclaration.objects.get()
        assert row.state == "accepted"
        assert row.relation is not None
        assert {row.relation.from_worker, row.relation.to_worker} == {
            cast.worker("carol"),
            cast.worker("ivan"),
        }

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Relation.objects.exists()


class TestDeclineDeclaration(PageAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:declaration_decline", args=[declared(cast).pk])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"reason": "工号不符"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        row = RelativeDeclaration.objects.get()
        assert (row.state, row.decision_reason) == ("declined", "工号不符")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert RelativeDeclaration.objects.filter(state="waiting").count() == (
            RelativeDeclaration.objects.count()
        )


class TestWithdrawDeclaration(PageAccess):
    method = "post"
    right = "carol"
    wrong = "alice"  # HR answers, it does not withdraw

    def url(self, cast: Cast) -> str:
        return reverse("workforce:declaration_withdraw", args=[declared(cast).pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert RelativeDeclaration.objects.get().state == "withdrawn"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not RelativeDeclaration.objects.filter(state="withdrawn").exists()


@pytest.mark.django_db
def test_number_and_name_must_be_one_persons(cast: Cast) -> None:
    wrong = declared(cast, name="鲍勃")
    with pytest.raises(Conflict) as refused:
        accept_declaration(actor=cast.users["alice"], declaration=wrong, today=today(), now=timezone.now())
    assert refused.value.code == "nobody_matches"


@pytest.mark.django_db
def test_officer_accepts_nothing_about_oneself(cast: Cast) -> None:
    about_hr = declared(cast, employee_no="C-alice", name="艾丽")
    with pytest.raises(NotPermitted):
        accept_declaration(actor=cast.users["alice"], declaration=about_hr, today=today(), now=timezone.now())


@pytest.mark.django_db
def test_declaring_oneself_twice_or_without_end_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        declared(cast, employee_no="c-CAROL", name="高兰")
    declared(cast)
    with pytest.raises(Conflict) as twice:
        declared(cast)
    assert twice.value.code == "declared_already"
