"""The second person: who may, on what ground, and what the confirmation writes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from base.errors import Conflict, InvalidInput, NotPermitted
from skills.models import (
    Clause,
    Occupation,
    OccupationAlias,
    OccupationMajor,
    PolicyChange,
    RelatedOccupation,
    Route,
    RuleSet,
    RuleSetVersion,
    Standard,
)
from skills.roster.books import OccupationBook
from skills.services.policy.deciding import confirm_change, decline_change
from skills.services.policy.drafting import edit_change, put_route, reopen_change
from tests.access import Cast
from tests.factories.workforce import RoleGrantFactory
from tests.skills.policy.drafts import (
    QUICK,
    ground,
    in_force,
    measured,
    occupation_draft,
    submitted,
    today,
    version_draft,
)
from workforce.enums import Role
from workforce.models import ActivationCode, User


@pytest.fixture
def waiting(policy_cast: Cast, r2023: RuleSet) -> PolicyChange:
    """ruth's version of R2023 from tomorrow on, handed in and measured."""
    return submitted(policy_cast, version_draft(policy_cast, r2023))


def test_confirmation_ends_the_version_in_force_and_adds_the_new_one(
    policy_cast: Cast, waiting: PolicyChange, r2023: RuleSet
) -> None:
    now, day = timezone.now(), waiting.effective_on
    decided = confirm_change(waiting, actor=policy_cast.user("rita"), digest=waiting.digest, now=now)
    old, new = r2023.versions.order_by("number")
    assert (old.number, old.valid_to, new.number, new.valid_from, new.valid_to) == (1, day, 2, day, None)
    assert (new.confirmed_by, new.confirmed_at) == (policy_cast.user("rita"), now)
    assert (decided.version, decided.state, decided.switched_at) == (new, "confirmed", None)
    assert in_force(r2023, today()) == old
    assert old.routes.count() == new.routes.count() == 18
    assert list(Clause.objects.filter(route__version=new, route__code="R23-4-1").values("kind", "years")) == [
        {"kind": "work", "years": 2}
    ]
    assert Clause.objects.get(route__version=old, route__code="R23-4-1").years == 5


@pytest.mark.parametrize("name", ["ruth", "alice", "erin", "admin", "carol"])
def test_neither_the_drafter_nor_the_unentitled_decide(
    policy_cast: Cast, waiting: PolicyChange, name: str
) -> None:
    with pytest.raises(NotPermitted):
        confirm_change(waiting, actor=policy_cast.user(name), now=timezone.now())
    with pytest.raises(NotPermitted):
        decline_change(waiting, actor=policy_cast.user(name), reason="不妥", now=timezone.now())
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("submitted", None)


def test_account_the_drafter_could_have_opened_is_no_second_person(
    policy_cast: Cast, waiting: PolicyChange
) -> None:
    now = timezone.now()
    ActivationCode.objects.create(
        user=policy_cast.users["rita"],
        issued_by=policy_cast.users["ruth"],
        digest=b"rita".ljust(32),
        issued_at=now - timedelta(days=1),
        expires_at=now + timedelta(days=13),
    )
    with pytest.raises(NotPermitted):
        confirm_change(waiting, actor=policy_cast.user("rita"), digest=waiting.digest, now=now)
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_program_is_no_second_person(policy_cast: Cast, waiting: PolicyChange) -> None:
    """The person who answers for it may be the drafter."""
    ruth = policy_cast.user("ruth")
    program = User.objects.create_user("erp", display_name="ERP", is_system=True, owner=ruth, purpose="接口")
    RoleGrantFactory.create(user=program, role=Role.HR_OFFICER, unit=policy_cast.group)
    with pytest.raises(NotPermitted) as confirming:
        confirm_change(waiting, actor=program, now=timezone.now())
    with pytest.raises(NotPermitted) as declining:
        decline_change(waiting, actor=program, reason="不妥", now=timezone.now())
    assert confirming.value.code == declining.value.code == "second_person"
    assert not program.has_perm("skills.confirm_policy", waiting)


def test_superuser_who_drafted_is_refused_like_anybody(policy_cast: Cast, waiting: PolicyChange) -> None:
    User.objects.filter(pk=policy_cast.users["ruth"].pk).update(is_superuser=True)
    with pytest.raises(NotPermitted) as refusal:
        confirm_change(waiting, actor=policy_cast.user("ruth"), now=timezone.now())
    assert refusal.value.code == "second_person"


def test_whoever_edited_the_draft_does_not_confirm_it(policy_cast: Cast, waiting: PolicyChange) -> None:
    now = timezone.now()
    reopen_change(waiting, actor=policy_cast.user("rita"), now=now)
    edit_change(waiting, actor=policy_cast.user("rita"), ground=ground(), now=now)
    submitted(policy_cast, waiting)
    with pytest.raises(NotPermitted):
        confirm_change(waiting, actor=policy_cast.user("rita"), now=now)
    assert confirm_change(waiting, actor=policy_cast.user("rosa"), now=now).state == "confirmed"


@pytest.mark.parametrize("name", ["ruth", "rita"])
def test_database_refuses_a_drafter_who_decides(policy_cast: Cast, waiting: PolicyChange, name: str) -> None:
    reopen_change(waiting, actor=policy_cast.user("rita"), now=timezone.now())
    edit_change(waiting, actor=policy_cast.user("rita"), ground=ground(), now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyChange.objects.filter(pk=waiting.pk).update(
            state="confirmed", decided_by=policy_cast.users[name], decided_at=timezone.now()
        )


def test_database_refuses_to_rewrite_what_was_handed_in(waiting: PolicyChange) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyChange.objects.filter(pk=waiting.pk).update(effective_on=today() + timedelta(days=9))


def test_draft_written_anew_since_it_was_read_is_not_confirmed(
    policy_cast: Cast, waiting: PolicyChange
) -> None:
    read, now = waiting.digest, timezone.now()
    reopen_change(waiting, actor=policy_cast.user("ruth"), now=now)
    route = {**QUICK, "clauses": [{"kind": "work", "years": 1}]}
    put_route(waiting, actor=policy_cast.user("ruth"), code="R23-4-1", route=route, now=now)
    submitted(policy_cast, waiting)
    with pytest.raises(Conflict) as refusal:
        confirm_change(waiting, actor=policy_cast.user("rita"), digest=read, now=now)
    assert refusal.value.code == "changed_meanwhile"
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_confirmation_needs_the_impact_of_this_draft_on_this_policy(
    policy_cast: Cast, waiting: PolicyChange, r2023: RuleSet
) -> None:
    now = timezone.now()
    other = submitted(
        policy_cast,
        occupation_draft(policy_cast, "major_end", {"major": "机电一体化"}),
    )
    assert confirm_change(other, actor=policy_cast.user("rita"), now=now).state == "confirmed"
    with pytest.raises(Conflict) as refusal:
        confirm_change(waiting, actor=policy_cast.user("rita"), now=now)
    assert refusal.value.code == "impact_not_fresh"
    assert r2023.versions.count() == 1


def test_day_that_passed_while_it_waited_is_refused(policy_cast: Cast, waiting: PolicyChange) -> None:
    with pytest.raises(Conflict) as refusal:
        confirm_change(waiting, actor=policy_cast.user("rita"), now=timezone.now() + timedelta(days=3))
    assert refusal.value.code == "effective_in_the_past"


def test_declined_with_a_reason_alone(policy_cast: Cast, waiting: PolicyChange) -> None:
    rita, now = policy_cast.user("rita"), timezone.now()
    with pytest.raises(InvalidInput):
        decline_change(waiting, actor=rita, reason=" ", now=now)
    decided = decline_change(waiting, actor=rita, reason="年限太短", now=now)
    assert (decided.state, decided.decision_reason, decided.decided_by) == ("declined", "年限太短", rita)
    with pytest.raises(Conflict):
        confirm_change(waiting, actor=rita, now=now)


def test_version_fits_between_today_and_one_that_comes_later(
    policy_cast: Cast, waiting: PolicyChange, r2023: RuleSet
) -> None:
    later = waiting.effective_on + timedelta(days=30)
    second = version_draft(policy_cast, r2023, effective_on=later)
    confirm_change(submitted(policy_cast, second), actor=policy_cast.user("rita"), now=timezone.now())
    waiting.refresh_from_db()
    confirm_change(measured(policy_cast, waiting), actor=policy_cast.user("rita"), now=timezone.now())
    spans = r2023.versions.order_by("valid_from").values_list("number", "valid_from", "valid_to")
    first_day = r2023.versions.get(number=1).valid_from
    assert list(spans) == [
        (1, first_day, waiting.effective_on),
        (3, waiting.effective_on, later),
        (2, later, None),
    ]


def test_routes_of_a_confirmed_version_are_frozen(r2023: RuleSet) -> None:
    version = r2023.versions.get()
    route = version.routes.get(code="R23-4-1")
    clause = route.clauses.get()
    acts: list[Callable[[], object]] = [
        lambda: Clause.objects.filter(pk=clause.pk).update(years=1),
        lambda: Clause.objects.filter(pk=clause.pk).delete(),
        lambda: Clause.objects.create(route=route, position=9, kind="work", years=1),
        lambda: Route.objects.filter(pk=route.pk).update(target=4),
        lambda: Route.objects.create(version=version, code="X", target=3, document="x", mark="design"),
        lambda: type(version).objects.filter(pk=version.pk).update(document="x"),
        lambda: type(version).objects.filter(pk=version.pk).update(confirmed_at=None),
    ]
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    assert type(version).objects.filter(pk=version.pk).update(valid_to=today()) == 1


def test_new_edition_names_another_rule_set_from_its_day(policy_cast: Cast) -> None:
    proposal = {"title": "电工国家职业标准", "edition": "2027年版", "rule_set": "R2018"}
    change = submitted(policy_cast, occupation_draft(policy_cast, "standard", proposal))
    decided = confirm_change(change, actor=policy_cast.user("rita"), now=timezone.now())
    old, new = Standard.objects.filter(occupation__name="电工").order_by("valid_from")
    assert (old.valid_to, new.valid_from, new.rule_set.code, new.edition) == (
        change.effective_on,
        change.effective_on,
        "R2018",
        "2027年版",
    )
    assert decided.standard == new


def test_other_name_counts_from_its_day_in_a_roster(policy_cast: Cast) -> None:
    change = occupation_draft(policy_cast, "alias_add", {"name": "电气检修工甲", "kind": "trade"})
    assert submitted(policy_cast, change).impact_job is None
    confirm_change(change, actor=policy_cast.user("rita"), now=timezone.now())
    electrician = Occupation.objects.get(name="电工")
    assert OccupationBook.load(today=today()).find("电气检修工甲") is None
    assert OccupationBook.load(today=change.effective_on).find("电气检修工甲") == electrician.pk


def test_name_that_ended_may_go_to_another_occupation(policy_cast: Cast) -> None:
    alias = OccupationAlias.objects.filter(occupation__name="电工").first()
    assert alias is not None
    ending = submitted(policy_cast, occupation_draft(policy_cast, "alias_end", {"name": alias.name}))
    confirm_change(ending, actor=policy_cast.user("rita"), now=timezone.now())
    adding = occupation_draft(
        policy_cast, "alias_add", {"name": alias.name, "kind": "alias"}, occupation="焊工"
    )
    confirm_change(submitted(policy_cast, adding), actor=policy_cast.user("rita"), now=timezone.now())
    book = OccupationBook.load(today=ending.effective_on)
    assert book.find(alias.name) == Occupation.objects.get(name="焊工").pk
    assert OccupationBook.load(today=today()).find(alias.name) == alias.occupation_id


def test_major_and_related_occupation_begin_and_end(policy_cast: Cast) -> None:
    rita, now = policy_cast.user("rita"), timezone.now()
    welding = Occupation.objects.get(name="焊工")
    for kind, proposal in (
        ("major_add", {"major": "智能控制技术应用"}),
        ("related_add", {"related": welding.code}),
        ("major_end", {"major": "机电一体化"}),
    ):
        RelatedOccupation.objects.filter(occupation__name="电工", related=welding).delete()
        change = submitted(policy_cast, occupation_draft(policy_cast, kind, proposal))
        assert confirm_change(change, actor=rita, now=now).state == "confirmed"
    added = OccupationMajor.objects.get(major__name="智能控制技术应用")
    assert (added.valid_from, added.valid_to, added.document) == (today() + timedelta(days=1), None, "新规程")
    ended = OccupationMajor.objects.get(occupation__name="电工", major__name="机电一体化")
    assert ended.valid_to == today() + timedelta(days=1)


def test_upgrade_leaves_what_hr_confirmed_as_it_is(policy_cast: Cast, waiting: PolicyChange) -> None:
    rita, now = policy_cast.user("rita"), timezone.now()
    confirm_change(waiting, actor=rita, now=now)
    alias = OccupationAlias.objects.filter(occupation__name="电工")[0]
    proposals: list[tuple[str, dict[str, str]]] = [
        ("alias_end", {"name": alias.name}),
        ("major_end", {"major": "机电一体化"}),
        ("standard", {"title": "电工国家职业标准", "edition": "2027年版", "rule_set": "R2018"}),
    ]
    for kind, proposal in proposals:
        change = submitted(policy_cast, occupation_draft(policy_cast, kind, proposal))
        confirm_change(change, actor=rita, now=now)
    tables = (RuleSetVersion, Route, Clause, Standard, OccupationAlias, OccupationMajor, RelatedOccupation)
    before = [list(table._default_manager.order_by("pk").values_list()) for table in tables]
    call_command("load_catalogues", verbosity=0)
    assert [list(table._default_manager.order_by("pk").values_list()) for table in tables] == before
