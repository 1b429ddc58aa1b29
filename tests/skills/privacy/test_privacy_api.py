"""The API's doors to privacy: a person's data, erasures with a second person, how long things are kept."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from base.jobs import run_job
from base.models import RetentionRule
from tests.access import ApiAccess, Cast
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from tests.skills.api.clients import signed_in
from tests.skills.privacy.conftest import NOW
from workforce.api_scopes import Scope
from workforce.enums import Role, WorkerStatus
from workforce.models import ApiToken, Erasure, PersonalExport, Placement, User, Worker

EXPORTS = reverse("skills-personal-exports-list")
ERASURES = reverse("skills-erasures-list")


class TestAskingForData(ApiAccess):
    method = "post"
    wrong = "erin"  # an auditor reads who asked, and asks for nothing

    def url(self, cast: Cast) -> str:
        return EXPORTS

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"worker": "C-carol", "reason": "本人书面申请"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.status_code == 202
        assert response.json()["state"] == "under_way"
        asked = PersonalExport.objects.get()
        assert (asked.worker, asked.asked_by, asked.reason) == (
            cast.worker("carol"),
            cast.users["alice"],
            "本人书面申请",
        )

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not PersonalExport.objects.exists()

    def test_hr_without_a_reason_is_told_so(self, cast: Cast) -> None:
        answer = signed_in(cast, "alice").post(EXPORTS, {"worker": "C-carol"})
        assert (answer.status_code, answer.json()["code"]) == (400, "reason_missing")
        self.assert_nothing_done(cast)


def made(cast: Cast, name: str) -> dict[str, Any]:
    """The export carol's data is put together for, done."""
    answer = signed_in(cast, name).post(EXPORTS, {"worker": "C-carol", "reason": "入档核对"})
    export = PersonalExport.objects.get(pk=answer.json()["id"])
    assert export.job is not None
    run_job(export.job.pk)
    told: dict[str, Any] = signed_in(cast, name).get(f"{EXPORTS}/{export.pk}").json()
    return told


@pytest.mark.django_db
class TestFetchingData:
    def test_who_asked_follows_it_and_fetches_the_file(self, cast: Cast) -> None:
        told = made(cast, "alice")
        assert told["state"] == "ready"
        answer = signed_in(cast, "alice").get(f"{EXPORTS}/{told['id']}/file")
        assert answer.headers["Cache-Control"] == "private, no-store"
        packed = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert "data.json" in zipfile.ZipFile(BytesIO(packed)).namelist()

    def test_the_worker_and_the_auditor_see_that_it_was_asked_but_not_the_file(self, cast: Cast) -> None:
        told = made(cast, "alice")
        for name in ("carol", "erin"):
            seen = signed_in(cast, name).get(EXPORTS).json()["results"]
            assert [(one["asked_by"], one["reason"]) for one in seen] == [("C-alice", "入档核对")]
            assert signed_in(cast, name).get(f"{EXPORTS}/{told['id']}/file").status_code in (403, 404)

    def test_others_see_nothing_of_it(self, cast: Cast) -> None:
        told = made(cast, "alice")
        for name in ("bob", "frank", "admin"):
            assert signed_in(cast, name).get(EXPORTS).json()["results"] == []
            assert signed_in(cast, name).get(f"{EXPORTS}/{told['id']}").status_code == 404

    def test_a_worker_fetches_the_own_data_without_a_reason(self, cast: Cast) -> None:
        answer = signed_in(cast, "carol").post(EXPORTS, {"worker": "C-carol"})
        assert (answer.status_code, answer.json()["with_id_number"]) == (202, True)

    def test_file_under_way_is_not_there_yet(self, cast: Cast) -> None:
        asked = signed_in(cast, "alice").post(EXPORTS, {"worker": "C-carol", "reason": "核对"}).json()
        answer = signed_in(cast, "alice").get(f"{EXPORTS}/{asked['id']}/file")
        assert (answer.status_code, answer.json()["code"]) == (409, "under_way")


@pytest.fixture
def gone(cast: Cast) -> Worker:
    """Left company A twenty years ago."""
    worker = WorkerFactory.create(
        employee_no="C-gone", name="老刘", unit=cast.workshop_a1, status=WorkerStatus.LEFT
    )
    Placement.objects.filter(worker=worker).delete()
    Placement.objects.create(
        worker=worker, unit=worker.unit, status=WorkerStatus.LEFT, since=date(2006, 1, 1)
    )
    return worker


@pytest.fixture
def second(cast: Cast) -> User:
    """Another HR officer of the whole group, who joins the cast as rita."""
    user = account_of(WorkerFactory.create(employee_no="C-rita", name="芮塔", unit=cast.group))
    RoleGrantFactory.create(user=user, role=Role.HR_OFFICER, unit=cast.group)
    cast.users["rita"] = user
    return user


@pytest.mark.usefixtures("gone")
class TestAskingForAnErasure(ApiAccess):
    right, wrong = "ruth", "alice"  # HR of the company sees the person, HR of the group erases
    method = "post"

    def url(self, cast: Cast) -> str:
        return ERASURES

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"worker": "C-gone", "reason": "本人书面申请"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        told = response.json()
        assert (told["worker"], told["state"], told["asked_by"]) == ("C-gone", "waiting", "C-ruth")
        assert Erasure.objects.get().reason == "本人书面申请"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not Erasure.objects.exists()


class OneErasure(ApiAccess):
    """An act on an erasure that ruth asked for."""

    wrong = "alice"
    method = "post"
    act = ""

    @pytest.fixture(autouse=True)
    def erasure(self, cast: Cast, gone: Worker, second: User) -> None:
        Erasure.objects.create(worker=gone, asked_by=cast.users["ruth"], asked_at=NOW, reason="书面申请")

    def url(self, cast: Cast) -> str:
        return f"{ERASURES}/{Erasure.objects.get().pk}{self.act}"

    def assert_nothing_done(self, cast: Cast) -> None:
        erasure = Erasure.objects.get()
        assert (erasure.confirmed_at, erasure.withdrawn_at) == (None, None)


class TestConfirmingAnErasure(OneErasure):
    right = "rita"
    act = "/confirm"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert (response.json()["state"], response.json()["confirmed_by"]) == ("under_way", "C-rita")

    def test_who_asked_does_not_confirm(self, cast: Cast) -> None:
        answer = self.ask(cast, "ruth")
        assert (answer.status_code, answer.json()["code"]) == (403, "second_person_needed")
        self.assert_nothing_done(cast)


class TestWithdrawingAnErasure(OneErasure):
    right = "ruth"
    act = "/withdraw"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["state"] == "withdrawn"


class TestReadingAnErasure(OneErasure):
    right = "ruth"
    method = "get"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["reason"] == "书面申请"


class TestListOfErasures(OneErasure):
    right = "ruth"
    method = "get"
    stranger = None  # the list is no object: whoever lacks the right is refused

    def url(self, cast: Cast) -> str:
        return f"{ERASURES}?state=waiting"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert [one["worker"] for one in response.json()["results"]] == ["C-gone"]
        done = signed_in(cast, "ruth").get(ERASURES, {"state": "erased"}).json()["results"]
        assert done == []


class TestListOfRetention(ApiAccess):
    right, wrong, stranger = "ruth", "alice", None  # as above

    def url(self, cast: Cast) -> str:
        RetentionRule.objects.get_or_create(kind="base.jobs", defaults={"days": 90})
        return reverse("skills-retention-list")

    def assert_done(self, cast: Cast, response: Any) -> None:
        days = {one["kind"]: one["days"] for one in response.json()["results"]}
        assert days["base.jobs"] == 90


class TestChangingRetention(ApiAccess):
    right, wrong, stranger = "ruth", "erin", None  # as above; an auditor does not write
    method = "patch"

    def url(self, cast: Cast) -> str:
        RetentionRule.objects.get_or_create(kind="base.jobs", defaults={"days": 90})
        return reverse("skills-retention", args=["base.jobs"])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        return {"days": 60, "reason": "少留一些"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["days"] == RetentionRule.objects.get(kind="base.jobs").days == 60

    def assert_nothing_done(self, cast: Cast) -> None:
        assert RetentionRule.objects.get(kind="base.jobs").days == 90

    def test_changed_meanwhile_is_not_overwritten(self, cast: Cast) -> None:
        client = signed_in(cast, "ruth")
        mark = client.get(self.url(cast)).headers["ETag"]
        RetentionRule.objects.update(days=80)
        answer = client.patch(self.url(cast), self.data(cast), headers={"If-Match": mark})
        assert answer.status_code == 409
        assert RetentionRule.objects.get(kind="base.jobs").days == 80

    def test_unknown_kind_is_not_found(self, cast: Cast) -> None:
        answer = signed_in(cast, "ruth").patch(reverse("skills-retention", args=["no.such"]), self.data(cast))
        assert answer.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("address", [ERASURES, reverse("skills-retention-list")])
def test_what_cannot_be_undone_is_closed_to_tokens(cast: Cast, address: str) -> None:
    _token, key = ApiToken.objects.create(user=cast.users["ruth"], scopes=Scope.values)
    answer = APIClient(headers={"Authorization": f"Token {key}"}).get(address)
    assert answer.status_code == 403
