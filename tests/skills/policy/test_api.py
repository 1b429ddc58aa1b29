"""Policy through the API: the same rights, the same refusals, ETags for drafts."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from base.jobs import run_job
from skills.models import OccupationAlias, PolicyChange, RuleSet
from skills.services.policy.drafting import start_change
from tests.access import ApiAccess, Cast
from tests.factories.skills import OccupationFactory
from tests.skills.api.clients import API, signed_in
from tests.skills.policy.drafts import QUICK, ground, submitted, today, version_draft

CHANGES = f"{API}/policy/changes"


def body(**values: Any) -> dict[str, Any]:
    """A whole draft of another name."""
    return {
        "kind": "alias_add",
        "effective_on": today().isoformat(),
        "document": "内部通知",
        "mark": "design",
        "reason": "名册中常用",
        "proposal": {"name": "电气工", "kind": "alias"},
        **values,
    }


def name_draft(cast: Cast) -> PolicyChange:
    return start_change(
        actor=cast.user("ruth"),
        kind="alias_add",
        occupation=OccupationFactory.create(),
        proposal={"name": "电气工", "kind": "alias"},
        ground=ground(),
        now=timezone.now(),
    )


class TestDraftBegun(ApiAccess):
    right, wrong, stranger, method = "ruth", "alice", None, "post"

    def url(self, cast: Cast) -> str:
        return CHANGES

    def ask(self, cast: Cast, name: str | None) -> Any:
        client = signed_in(cast, name) if name else APIClient()
        return client.post(CHANGES, body(occupation=OccupationFactory.create().pk), format="json")

    def assert_done(self, cast: Cast, response: Any) -> None:
        shown, change = response.json(), PolicyChange.objects.get()
        assert (response.status_code, shown["state"], shown["proposal"]["name"]) == (201, "draft", "电气工")
        assert response.headers["ETag"] == f'"{change.digest}"'

    def assert_nothing_done(self, cast: Cast) -> None:
        assert PolicyChange.objects.count() == 0


class TestDraftRead(ApiAccess):
    right, wrong, stranger = "alice", None, "carol"

    def url(self, cast: Cast) -> str:
        return f"{CHANGES}/{name_draft(cast).pk}"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["title"].endswith("“电气工”") or "电气工" in response.json()["title"]


@pytest.mark.parametrize("act", ["submit", "reopen", "withdraw", "measure", "confirm", "decline"])
@pytest.mark.parametrize(("name", "status"), [("alice", 403), ("erin", 403), ("carol", 404), ("admin", 404)])
def test_act_without_the_right(cast: Cast, act: str, name: str, status: int) -> None:
    change = name_draft(cast)
    if act in ("reopen", "confirm", "decline"):
        PolicyChange.objects.filter(pk=change.pk).update(state="submitted", submitted_at=timezone.now())
    before = PolicyChange.objects.values().get(pk=change.pk)
    answer = signed_in(cast, name).post(f"{CHANGES}/{change.pk}/{act}", {"reason": "不妥"}, format="json")
    assert answer.status_code == status, answer.content
    assert PolicyChange.objects.values().get(pk=change.pk) == before


def test_second_writer_with_an_old_etag_is_told(cast: Cast) -> None:
    change, client = name_draft(cast), signed_in(cast, "ruth")
    etag = client.get(f"{CHANGES}/{change.pk}").headers["ETag"]
    first = body(proposal={"name": "电气维修工", "kind": "trade"})
    assert (
        client.put(f"{CHANGES}/{change.pk}", first, format="json", headers={"If-Match": etag}).status_code
        == 200
    )
    second = client.put(f"{CHANGES}/{change.pk}", body(), format="json", headers={"If-Match": etag})
    assert (second.status_code, second.json()["code"]) == (409, "changed_meanwhile")
    change.refresh_from_db()
    assert change.proposal["name"] == "电气维修工"


@pytest.mark.parametrize(
    ("values", "status", "field"),
    [
        ({"kind": "version", "rule_set": "NONE"}, 404, None),
        ({"kind": "version"}, 400, "rule_set"),
        ({"proposal": {"name": "", "kind": "alias"}}, 400, "name"),
        ({"proposal": {"name": ["x"], "kind": "alias"}}, 400, "name"),
        ({"proposal": {"name": "x\x00", "kind": "alias"}}, 400, "name"),
        ({"effective_on": "2020-01-01"}, 400, "effective_on"),
        ({"effective_on": "9999-12-31"}, 400, "effective_on"),
    ],
)
def test_draft_that_cannot_be_right(
    cast: Cast, values: Mapping[str, Any], status: int, field: str | None
) -> None:
    sent = body(**({} if values.get("kind") == "version" else {"occupation": OccupationFactory.create().pk}))
    answer = signed_in(cast, "ruth").post(CHANGES, {**sent, **values}, format="json")
    assert answer.status_code == status, answer.content
    if field:
        assert field in answer.content.decode()
    assert PolicyChange.objects.count() == 0


def test_whole_way_through_the_api(policy_cast: Cast, r2023: RuleSet) -> None:
    ruth, rita = signed_in(policy_cast, "ruth"), signed_in(policy_cast, "rita")
    sent = body(kind="version", rule_set="R2023", proposal={"routes": [QUICK]})
    change_id = ruth.post(CHANGES, sent, format="json").json()["id"]
    handed = ruth.post(f"{CHANGES}/{change_id}/submit", format="json")
    assert (handed.status_code, handed.json()["impact"]["is_fresh"]) == (200, False)
    assert rita.post(f"{CHANGES}/{change_id}/confirm", format="json").json()["code"] == "impact_not_fresh"
    run_job(PolicyChange.objects.get(pk=change_id).impact_job_id or 0)
    assert ruth.post(f"{CHANGES}/{change_id}/confirm", format="json").status_code == 403
    stale = rita.post(f"{CHANGES}/{change_id}/confirm", format="json", headers={"If-Match": '"other"'})
    assert stale.status_code == 409
    etag = rita.get(f"{CHANGES}/{change_id}").headers["ETag"]
    done = rita.post(f"{CHANGES}/{change_id}/confirm", format="json", headers={"If-Match": etag})
    assert (done.status_code, done.json()["state"], done.json()["version"]) == (200, "confirmed", 2)
    versions = signed_in(policy_cast, "carol").get(f"{API}/rule-sets/R2023").json()["versions"]
    assert [version["number"] for version in versions] == [1, 2]


def test_impact_rows_are_those_of_workers_one_sees(policy_cast: Cast, r2023: RuleSet) -> None:
    change = submitted(policy_cast, version_draft(policy_cast, r2023))
    address = f"{API}/policy-impact/{change.pk}"
    assert signed_in(policy_cast, "alice").get(address).json()["results"] == []
    assert signed_in(policy_cast, "dave").get(address).status_code == 404
    assert signed_in(policy_cast, "erin").get(address).status_code == 200


@pytest.mark.parametrize("part", ["standards", "names", "majors", "related"])
def test_everybody_reads_the_tables(policy_cast: Cast, part: str) -> None:
    answer = signed_in(policy_cast, "carol").get(f"{API}/policy/{part}", {"validity": "in_force"})
    assert answer.status_code == 200
    assert len(answer.json()["results"]) > 10
    assert signed_in(policy_cast, "carol").post(f"{API}/policy/{part}", {}).status_code == 405


def test_ended_name_is_not_in_the_occupation_shown(policy_cast: Cast) -> None:
    alias = OccupationAlias.objects.filter(occupation__name="电工")[0]
    OccupationAlias.objects.filter(pk=alias.pk).update(valid_to=today())
    shown = signed_in(policy_cast, "carol").get(f"{API}/occupations/{alias.occupation_id}").json()
    assert alias.name not in {name["name"] for name in shown["aliases"]}
