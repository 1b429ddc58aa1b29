"""Policy pages: read by everybody, drafted at the root, decided by a second person."""

from datetime import date
from typing import Any, ClassVar

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.edit_marks import SHOWN_FIELD
from base.jobs import run_job
from base.lists.exporting import sign_arguments
from base.models import ExportRecord
from skills.models import Occupation, OccupationAlias, PolicyChange, PolicyImpact, RuleSet, RuleSetVersion
from skills.services.policy.drafting import put_route, start_change, submit_change
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import OccupationFactory, SpellFactory, occupation_with_rules
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from tests.skills.policy.drafts import QUICK, ground, measured, submitted, today, version_draft
from workforce.enums import Role


def page(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
    return client


def name_draft(cast: Cast) -> PolicyChange:
    """ruth's draft of another name."""
    return start_change(
        actor=cast.user("ruth"),
        kind="alias_add",
        occupation=OccupationFactory.create(name="电气设备安装工"),
        proposal={"name": "电气工", "kind": "alias"},
        ground=ground(),
        now=timezone.now(),
    )


def second_officer(cast: Cast) -> None:
    """rita, HR of the whole group."""
    cast.users["rita"] = account_of(WorkerFactory.create(employee_no="C-rita", unit=cast.group))
    RoleGrantFactory.create(user=cast.users["rita"], role=Role.HR_OFFICER, unit=cast.group)


def rule_version(cast: Cast) -> RuleSetVersion:
    """A version with three routes, named by a standard."""
    occupation_with_rules(name="高炉炼铁工")
    return RuleSetVersion.objects.get(rule_set__code="TEST")


class ReadByAll(PageAccess):
    """Pages for everybody signed in."""

    right = "carol"
    wrong = None
    stranger = None


class TestStandards(ReadByAll):
    def url(self, cast: Cast) -> str:
        rule_version(cast)
        return reverse("skills:policies")

    def assert_done(self, cast: Cast, response: Any) -> None:
        text = response.content.decode()
        assert "高炉炼铁工" in text
        assert reverse("skills:start_policy_change", args=["standard"]) not in text


class TestVersion(ReadByAll):
    def url(self, cast: Cast) -> str:
        return reverse("skills:policy_version", args=[rule_version(cast).pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        text = response.content.decode()
        assert "年满16周岁" in text
        assert "累计从事本职业或相关职业满10年" in text
        assert "测试用规程" in text


class TestOccupation(ReadByAll):
    right = "erin"

    def url(self, cast: Cast) -> str:
        rule_version(cast)
        occupation = Occupation.objects.get(name="高炉炼铁工")
        OccupationAlias.objects.create(occupation=occupation, name="炉前工", kind="trade")
        return reverse("skills:policy_occupation", args=[occupation.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        text = response.content.decode()
        assert "炉前工" in text
        assert "累计从事本职业或相关职业满5年" in text


class TestStartingADraft(PageAccess):
    right, wrong, stranger, method = "ruth", "alice", None, "post"

    def url(self, cast: Cast) -> str:
        return reverse("skills:start_policy_change", args=["alias_add"])

    def data(self, cast: Cast) -> dict[str, Any]:
        return {
            "occupation": OccupationFactory.create().pk,
            "name": "电气工",
            "kind": "alias",
            "effective_on": today().isoformat(),
            "document": "内部通知",
            "mark": "design",
            "reason": "名册中常用",
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        change = PolicyChange.objects.get()
        assert response.headers["Location"] == change.get_absolute_url()
        assert (change.state, change.proposal["name"]) == ("draft", "电气工")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert PolicyChange.objects.count() == 0


class TestDraftShown(PageAccess):
    right, wrong, stranger = "erin", None, "carol"  # company HR and auditors read what is not in force yet

    def url(self, cast: Cast) -> str:
        return name_draft(cast).get_absolute_url()

    def assert_done(self, cast: Cast, response: Any) -> None:
        text = response.content.decode()
        assert "电气工" in text
        assert "submit/" not in text


class OnADraft(PageAccess):
    """Acts with a draft: company HR reads it and may do nothing with it; a worker does not find it."""

    right, wrong, stranger, method = "ruth", "alice", "carol", "post"
    act: ClassVar[str] = ""

    def url(self, cast: Cast) -> str:
        self.change = name_draft(cast)
        return reverse("skills:act_on_policy", args=[self.change.pk, self.act])

    def state(self) -> str:
        return str(PolicyChange.objects.get(pk=self.change.pk).state)

    def assert_nothing_done(self, cast: Cast) -> None:
        if hasattr(self, "change"):
            assert self.state() == "draft"


class TestHandingIn(OnADraft):
    act = "submit"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert self.state() == "submitted"


class TestWithdrawing(OnADraft):
    act = "withdraw"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert self.state() == "withdrawn"


class TestEditing(OnADraft):
    def url(self, cast: Cast) -> str:
        self.change = name_draft(cast)
        return reverse("skills:edit_policy_change", args=[self.change.pk])

    def data(self, cast: Cast) -> dict[str, Any]:
        shown = page(cast, "ruth").get(reverse("skills:edit_policy_change", args=[self.change.pk]))
        assert shown.context is not None
        return {
            "name": "电气维修工",
            "kind": "trade",
            "effective_on": today().isoformat(),
            "document": "内部通知",
            "mark": "design",
            "reason": "更正",
            SHOWN_FIELD: shown.context["shown_mark"],
        }

    def assert_done(self, cast: Cast, response: Any) -> None:
        change = PolicyChange.objects.get(pk=self.change.pk)
        assert (change.proposal, change.reason) == ({"name": "电气维修工", "kind": "trade"}, "更正")


class TestConfirming(PageAccess):
    """Whoever drafted is refused; the second person is served."""

    right, wrong, stranger, method = "rita", "ruth", "carol", "post"

    def url(self, cast: Cast) -> str:
        second_officer(cast)
        self.change = submit_change(name_draft(cast), actor=cast.user("ruth"), now=timezone.now())
        return reverse("skills:act_on_policy", args=[self.change.pk, "confirm"])

    def ask(self, cast: Cast, name: str | None) -> Any:
        if name == "rita":  # the digest is that of the draft, which is there only once the cast is
            second_officer(cast)
            self.change = submit_change(name_draft(cast), actor=cast.user("ruth"), now=timezone.now())
            address = reverse("skills:act_on_policy", args=[self.change.pk, "confirm"])
            return page(cast, "rita").post(address, {"digest": self.change.digest})
        return super().ask(cast, name)

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert PolicyChange.objects.get(pk=self.change.pk).decided_by == cast.users["rita"]
        assert OccupationAlias.objects.filter(name="电气工").count() == 1

    def assert_nothing_done(self, cast: Cast) -> None:
        assert OccupationAlias.objects.count() == 0


class TestDeclining(PageAccess):
    right, wrong, stranger, method = "ruth", "alice", "carol", "post"

    def url(self, cast: Cast) -> str:
        second_officer(cast)
        change = start_change(
            actor=cast.user("rita"),
            kind="alias_add",
            occupation=OccupationFactory.create(),
            proposal={"name": "电气工", "kind": "alias"},
            ground=ground(),
            now=timezone.now(),
        )
        self.change = submit_change(change, actor=cast.user("rita"), now=timezone.now())
        return reverse("skills:decline_policy", args=[self.change.pk])

    def data(self, cast: Cast) -> dict[str, Any]:
        return {"reason": "与另一职业混淆"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        change = PolicyChange.objects.get(pk=self.change.pk)
        assert (change.state, change.decision_reason) == ("declined", "与另一职业混淆")

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not PolicyChange.objects.filter(state="declined").exists()


class TestImpact(PageAccess):
    """The rows of workers one sees: alice those of company A, nobody of company B."""

    right, wrong, stranger = "alice", None, "carol"

    def url(self, cast: Cast) -> str:
        version = rule_version(cast)
        occupation = Occupation.objects.get(name="高炉炼铁工")
        for name in ("carol", "ivan"):
            SpellFactory.create(worker=cast.worker(name), occupation=occupation, since=date(2023, 1, 1))
        change = start_change(
            actor=cast.user("ruth"),
            kind="version",
            rule_set=version.rule_set,
            proposal={"routes": [QUICK]},
            ground=ground(),
            now=timezone.now(),
        )
        self.change = measured(cast, change)
        return reverse("skills:policy_impact", args=[self.change.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        text = response.content.decode()
        assert PolicyImpact.objects.filter(change=self.change, worker=cast.worker("ivan")).exists()
        assert "C-carol" in text
        assert "C-ivan" not in text
        assert "2025-01-01" in text
        numbers = page(cast, "alice").get(self.change.get_absolute_url()).context["effects"]
        assert {effect.value: number for effect, number in numbers} == {
            "earlier": 1,
            "later": 0,
            "gained": 0,
            "lost": 2,
        }

    def test_list_is_taken_out_as_it_is_filtered_and_of_the_people_one_sees(self, cast: Cast) -> None:
        address = self.url(cast)
        sent = {
            "kind": "skills.policy_impact",
            "query": "effect=earlier",
            "format": "csv",
            "arguments": sign_arguments({"pk": self.change.pk}),
        }
        answer: Any = page(cast, "alice").post(reverse("base:make_export"), sent)
        lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
        assert len(lines) == 2
        assert "C-carol" in lines[1]
        record = ExportRecord.objects.get()
        assert (record.kind, record.row_count, record.arguments) == (
            "skills.policy_impact",
            1,
            {"pk": self.change.pk},
        )
        assert reverse("base:make_export") in page(cast, "alice").get(address).content.decode()

    def test_who_sees_nobodys_dates_takes_nothing_out(self, cast: Cast) -> None:
        self.url(cast)
        sent = {
            "kind": "skills.policy_impact",
            "query": "",
            "format": "csv",
            "arguments": sign_arguments({"pk": self.change.pk}),
        }
        assert page(cast, "carol").post(reverse("base:make_export"), sent).status_code in (403, 404)
        assert not ExportRecord.objects.exists()


class TestChangeListCost(QueryCount):
    queries = 6
    viewer = "alice"

    def url(self, cast: Cast) -> str:
        return reverse("skills:policy_changes")

    def make_rows(self, cast: Cast, number: int) -> None:
        for _index in range(number):
            start_change(
                actor=cast.user("ruth"),
                kind="related_add",
                occupation=OccupationFactory.create(),
                proposal={"related": OccupationFactory.create().code},
                ground=ground(),
                now=timezone.now(),
            )


def test_route_is_changed_in_the_fields_words(policy_cast: Cast, r2023: RuleSet) -> None:
    change, client = version_draft(policy_cast, r2023), page(policy_cast, "ruth")
    address = reverse("skills:policy_route", args=[change.pk, "R23-4-2"])
    form = client.get(address)
    assert "取得初级工（五级）及以上证书后，从事本职业或相关职业满3年" in form.content.decode()
    sent = {
        "code": "R23-4-2",
        "target": "3",
        "document": "新规程",
        "mark": "design",
        "source_note": "",
        "c0-kind": "cert",
        "c0-level": "2",
        "c0-years": "2",
        SHOWN_FIELD: form.context["shown_mark"],
    }
    more = client.post(address, {**sent, "add": "diploma"})
    assert more.status_code == 200
    assert [clause.kind for clause, _words in more.context["clauses"]] == ["cert", "diploma"]
    wrong = client.post(address, {**sent, "c1-kind": "diploma"})
    assert wrong.status_code == 400
    change.refresh_from_db()
    assert {"kind": "cert", "level": 2, "years": 3} in change.proposal["routes"][2]["clauses"]
    done = client.post(
        address, {**sent, "c1-kind": "diploma", "c1-diploma_kinds": ["大专"], "c1-final_year": "on"}
    )
    assert done.status_code == 302
    change.refresh_from_db()
    route = next(route for route in change.proposal["routes"] if route["code"] == "R23-4-2")
    assert route["clauses"] == [
        {"kind": "cert", "level": 2, "years": 2},
        {"kind": "diploma", "diploma_kinds": ["大专"], "final_year": True},
    ]
    text = client.get(change.get_absolute_url()).content.decode()
    assert "取得初级工（五级）及以上证书后，从事本职业或相关职业满2年" in text


def test_second_to_save_a_route_keeps_what_was_typed_and_saves_knowingly(
    policy_cast: Cast, r2023: RuleSet
) -> None:
    change, client = version_draft(policy_cast, r2023), page(policy_cast, "ruth")
    address = reverse("skills:policy_route", args=[change.pk, "R23-4-1"])
    mark = client.get(address).context["shown_mark"]
    put_route(
        change,
        actor=policy_cast.user("rita"),
        code="R23-4-1",
        route={**QUICK, "clauses": [{"kind": "work", "years": 9}]},
        now=timezone.now(),
    )
    sent = {
        "code": "R23-4-1",
        "target": "3",
        "document": "新规程",
        "mark": "design",
        "c0-kind": "work",
        "c0-years": "4",
        SHOWN_FIELD: mark,
    }
    refused = client.post(address, sent)
    assert refused.status_code == 409
    assert "满9年" in refused.content.decode()
    assert 'value="4"' in refused.content.decode()
    assert client.post(address, {**sent, SHOWN_FIELD: refused.context["shown_mark"]}).status_code == 302
    change.refresh_from_db()
    route = next(route for route in change.proposal["routes"] if route["code"] == "R23-4-1")
    assert route["clauses"] == [{"kind": "work", "years": 4}]


def test_whole_way_from_draft_to_confirmation_on_the_pages(policy_cast: Cast, r2023: RuleSet) -> None:
    ruth, rita = page(policy_cast, "ruth"), page(policy_cast, "rita")
    version = r2023.versions.get()
    begun = ruth.post(
        reverse("skills:start_policy_change", args=["version"]),
        {
            "rule_set": r2023.pk,
            "copied_from": version.pk,
            "effective_on": today().isoformat(),
            "document": "新规程",
            "mark": "attested",
            "reason": "国家修订",
        },
    )
    change = PolicyChange.objects.get()
    assert begun.headers["Location"] == change.get_absolute_url()
    ruth.post(reverse("skills:remove_policy_route", args=[change.pk, "R23-4-1"]))
    ruth.post(reverse("skills:act_on_policy", args=[change.pk, "submit"]))
    change.refresh_from_db()
    waiting = rita.get(change.get_absolute_url())
    assert waiting.context["progress"] is not None
    assert rita.get(reverse("skills:policy_progress", args=[change.pk])).status_code == 200
    address = reverse("skills:act_on_policy", args=[change.pk, "confirm"])
    assert rita.post(address, {"digest": change.digest}).status_code == 409
    run_job(change.impact_job_id or 0)
    assert rita.get(reverse("skills:policy_progress", args=[change.pk])).headers["HX-Refresh"] == "true"
    assert "chip-count" in rita.get(reverse("portal:desk")).content.decode()
    assert rita.post(address, {"digest": change.digest}).status_code == 302
    assert r2023.versions.count() == 2
    shown = page(policy_cast, "carol").get(change.get_absolute_url())
    assert shown.status_code == 200
    assert shown.context["shows_impact"] is False


@pytest.mark.parametrize("name", ["rita", "ruth"])
def test_desk_names_what_waits_to_the_second_person_alone(
    policy_cast: Cast, r2023: RuleSet, name: str
) -> None:
    change = submitted(policy_cast, version_draft(policy_cast, r2023))
    text = page(policy_cast, name).get(reverse("portal:desk")).content.decode()
    assert (change.get_absolute_url() in text) == (name == "rita")


@pytest.mark.parametrize("part", ["policy_aliases", "policy_majors", "policy_related", "policy_versions"])
@pytest.mark.parametrize("validity", ["in_force", "coming", "past"])
def test_lists_filter_by_validity(policy_cast: Cast, part: str, validity: str) -> None:
    answer = page(policy_cast, "carol").get(reverse(f"skills:{part}"), {"validity": validity})
    assert answer.status_code == 200
    assert (len(answer.context["rows"]) > 0) == (validity == "in_force")
