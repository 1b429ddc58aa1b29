"""Drafts: by whom, of what, and what two who write at once find."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from base.edit_marks import ChangedMeanwhile, Shown
from base.errors import Conflict, DomainError, InvalidInput, Missing, NotPermitted
from base.models import DomainEvent
from skills.models import (
    OccupationAlias,
    OccupationMajor,
    PolicyChange,
    PolicyDrafter,
    RuleSet,
    RuleSetVersion,
)
from skills.services.policy.drafting import (
    edit_change,
    put_route,
    remove_route,
    reopen_change,
    start_change,
    submit_change,
    withdraw_change,
)
from skills.services.policy.shown import change_as_shown, route_as_shown
from tests.access import Cast
from tests.skills.policy.drafts import QUICK, ground, occupation_draft, submitted, today, version_draft


def test_draft_writes_no_policy(policy_cast: Cast, r2023: RuleSet) -> None:
    before = RuleSetVersion.objects.count()
    change = version_draft(policy_cast, r2023)
    assert (change.state, len(change.proposal["routes"]), change.proposal["copied_from"]) == ("draft", 18, 1)
    assert RuleSetVersion.objects.count() == before
    assert r2023.versions.get().valid_to is None
    assert DomainEvent.objects.filter(kind="skills.policy.drafted", subject_id=change.pk).count() == 1


@pytest.mark.parametrize("name", ["alice", "erin", "carol", "dave", "admin"])
def test_only_hr_of_the_whole_group_drafts(policy_cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        start_change(
            actor=policy_cast.user(name),
            kind="alias_add",
            occupation=None,
            proposal={"name": "电气工", "kind": "alias"},
            ground=ground(),
            now=timezone.now(),
        )
    change = occupation_draft(policy_cast, "alias_add", {"name": "电气工", "kind": "alias"})
    with pytest.raises(NotPermitted):
        edit_change(change, actor=policy_cast.user(name), ground=ground(), now=timezone.now())
    with pytest.raises(NotPermitted):
        submit_change(change, actor=policy_cast.user(name), now=timezone.now())
    assert PolicyDrafter.objects.filter(user=policy_cast.users[name]).count() == 0


@pytest.mark.parametrize(
    ("kind", "proposal", "code"),
    [
        ("alias_add", {"name": "焊工", "kind": "alias"}, "name_of_an_occupation"),
        ("alias_add", {"name": "电工", "kind": "no"}, "choice_unknown"),
        ("alias_add", {"name": " ", "kind": "alias"}, "required"),
        ("alias_end", {"name": "没有的"}, "not_listed"),
        ("major_add", {"major": "机电一体化"}, "listed_already"),
        ("major_end", {"major": "冶金技术"}, "not_listed"),
        ("related_add", {"related": "0-00-00-00"}, "occupation_unknown"),
        ("standard", {"title": "电工", "edition": "2027", "rule_set": "APPT"}, "rule_set_unknown"),
        ("standard", {"title": "x" * 161, "edition": "2027", "rule_set": "R2023"}, "too_long"),
        ("nothing", {}, "kind_unknown"),
    ],
)
def test_draft_that_cannot_be_right_is_refused_at_once(
    policy_cast: Cast, kind: str, proposal: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        occupation_draft(policy_cast, kind, proposal)
    assert refusal.value.code == code
    assert PolicyChange.objects.count() == 0
    assert not OccupationAlias.objects.filter(name="没有的").exists()


@pytest.mark.parametrize(
    ("clauses", "field"),
    [
        ([], "clauses"),
        ([{"kind": "work", "years": 0}], "clauses.0.years"),
        ([{"kind": "work", "years": 2}, {"kind": "cert", "years": 0, "level": 1}], "clauses.1.level"),
        ([{"kind": "diploma", "diploma_kinds": []}], "clauses.0.diploma_kinds"),
        ([{"kind": "title", "years": 1, "rank": 4}], "clauses.0.rank"),
        ([{"kind": "unrecorded", "unrecorded_fact": ""}], "clauses.0.unrecorded_fact"),
        ([{"kind": "luck"}], "clauses.0.kind"),
        (["work"], "clauses.0"),
    ],
)
def test_clause_out_of_shape_is_refused_by_its_place(
    policy_cast: Cast, r2023: RuleSet, clauses: list[Any], field: str
) -> None:
    change = version_draft(policy_cast, r2023)
    with pytest.raises(InvalidInput) as refusal:
        put_route(
            change,
            actor=policy_cast.user("ruth"),
            code="R23-4-1",
            route={**QUICK, "clauses": clauses},
            now=timezone.now(),
        )
    assert refusal.value.field == field


def test_route_is_named_once(policy_cast: Cast, r2023: RuleSet) -> None:
    change, ruth, now = version_draft(policy_cast, r2023), policy_cast.user("ruth"), timezone.now()
    with pytest.raises(InvalidInput) as refusal:
        put_route(change, actor=ruth, route=QUICK, now=now)
    assert refusal.value.code == "route_twice"
    remove_route(change, actor=ruth, code="R23-4-1", now=now)
    with pytest.raises(Missing):
        remove_route(change, actor=ruth, code="R23-4-1", now=now)
    put_route(change, actor=ruth, route={**QUICK, "code": "r23-4-9"}, now=now)
    assert "R23-4-9" in {route["code"] for route in change.proposal["routes"]}


def test_day_that_is_over_is_refused(policy_cast: Cast, r2023: RuleSet) -> None:
    with pytest.raises(InvalidInput) as refusal:
        version_draft(policy_cast, r2023, effective_on=today() - timedelta(days=1))
    assert (refusal.value.code, refusal.value.field) == ("effective_in_the_past", "effective_on")


def test_second_to_save_a_draft_is_shown_the_first_change(policy_cast: Cast, r2023: RuleSet) -> None:
    change, now = version_draft(policy_cast, r2023), timezone.now()
    seen = Shown.of(change_as_shown(change))
    edit_change(
        change, actor=policy_cast.user("rita"), ground=ground(document="另一文件"), shown=seen, now=now
    )
    with pytest.raises(ChangedMeanwhile) as refusal:
        edit_change(change, actor=policy_cast.user("ruth"), ground=ground(), shown=seen, now=now)
    assert "另一文件" in str(refusal.value)
    change.refresh_from_db()
    assert change.document == "另一文件"


def test_two_routes_are_edited_at_once_but_one_route_is_not(policy_cast: Cast, r2023: RuleSet) -> None:
    change, now = version_draft(policy_cast, r2023), timezone.now()
    routes = {route["code"]: route for route in change.proposal["routes"]}
    seen = Shown.of(route_as_shown(routes["R23-4-1"]))
    remove_route(change, actor=policy_cast.user("rita"), code="R23-5-1", now=now)
    slower = {**QUICK, "clauses": [{"kind": "work", "years": 4}]}
    put_route(change, actor=policy_cast.user("ruth"), code="R23-4-1", route=slower, shown=seen, now=now)
    with pytest.raises(ChangedMeanwhile):
        put_route(change, actor=policy_cast.user("rita"), code="R23-4-1", route=QUICK, shown=seen, now=now)


def test_everybody_who_writes_is_a_drafter(policy_cast: Cast, r2023: RuleSet) -> None:
    change = version_draft(policy_cast, r2023)
    edit_change(change, actor=policy_cast.user("rita"), ground=ground(), now=timezone.now())
    edit_change(change, actor=policy_cast.user("rita"), ground=ground(), now=timezone.now())
    assert set(change.drafters.values_list("user__worker__employee_no", flat=True)) == {"C-ruth", "C-rita"}


def test_change_handed_in_is_not_edited_until_taken_back(policy_cast: Cast, r2023: RuleSet) -> None:
    change, ruth = submitted(policy_cast, version_draft(policy_cast, r2023)), policy_cast.user("ruth")
    with pytest.raises(Conflict):
        remove_route(change, actor=ruth, code="R23-4-1", now=timezone.now())
    reopen_change(change, actor=ruth, now=timezone.now())
    remove_route(change, actor=ruth, code="R23-4-1", now=timezone.now())
    withdraw_change(change, actor=ruth, now=timezone.now())
    with pytest.raises(Conflict):
        submit_change(change, actor=ruth, now=timezone.now())


def test_version_without_a_route_is_not_handed_in(policy_cast: Cast, r2023: RuleSet) -> None:
    ruth, now = policy_cast.user("ruth"), timezone.now()
    change = start_change(
        actor=ruth, kind="version", rule_set=r2023, proposal={"routes": []}, ground=ground(), now=now
    )
    with pytest.raises(InvalidInput) as refusal:
        submit_change(change, actor=ruth, now=now)
    assert refusal.value.code == "version_without_route"


def test_draft_of_a_new_major_leaves_no_major_behind(policy_cast: Cast) -> None:
    change = occupation_draft(policy_cast, "major_add", {"major": "智能控制技术应用"})
    assert change.state == "draft"
    assert not OccupationMajor.objects.filter(major__name="智能控制技术应用").exists()
