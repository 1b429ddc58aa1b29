"""Two people at the same moment. Each in a thread and a connection of their own."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import authenticate

from base.errors import Conflict, InvalidInput
from tests.access import Cast, build_cast
from tests.workforce.races import run_at_once
from workforce.enums import Role, WorkerStatus
from workforce.models import ActivationCode, Placement, RoleGrant, Unit, User
from workforce.services.activation_codes import activate, issue_activation_codes, reset_password
from workforce.services.placements import place_worker
from workforce.services.roles import end_role, grant_role
from workforce.services.unit_changes import close_unit, move_unit
from workforce.services.units import ensure_units

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
GOOD = "correct horse battery"


@pytest.fixture
def crowd(transactional_db: None) -> Cast:
    """The cast, committed."""
    return build_cast()


def test_two_placements_of_one_worker(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda unit=unit: place_worker(  # type: ignore[misc]
                actor=None, worker=crowd.worker("carol"), since=TODAY, today=TODAY, unit=unit
            )
            for unit in (crowd.workshop_a2, crowd.team_a11)
        ]
    )
    assert not [answer for answer in answers if isinstance(answer, BaseException)]
    placements = list(Placement.objects.filter(worker=crowd.worker("carol")).order_by("since"))
    assert [placement.until for placement in placements] == [TODAY, None]
    assert crowd.worker("carol").unit == placements[1].unit


def test_two_grants_of_one_role(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda: grant_role(
                actor=crowd.user("ruth"),
                user=crowd.user("carol"),
                role=Role.AUDITOR,
                unit=crowd.company_a,
                since=TODAY,
                today=TODAY,
            )
        ]
        * 2
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "RoleGrant"]


def test_two_officers_cannot_end_each_other(crowd: Cast) -> None:
    rights = [
        RoleGrant.objects.get(user=crowd.users["ruth"]),
        RoleGrant.objects.create(
            user=crowd.users["dave"], role=Role.HR_OFFICER, unit=crowd.group, since=date(2020, 1, 1)
        ),
    ]
    run_at_once(
        [
            lambda: end_role(actor=crowd.user("ruth"), grant=rights[1], today=TODAY),
            lambda: end_role(actor=crowd.user("dave"), grant=rights[0], today=TODAY),
        ]
    )
    left = RoleGrant.objects.in_force_on(TODAY).filter(role=Role.HR_OFFICER, unit=crowd.group)
    assert left.count() == 1


def test_two_clerks_issue_one_code_a_person(crowd: Cast) -> None:
    answers = run_at_once(
        [lambda: issue_activation_codes(actor=crowd.user("alice"), unit=crowd.workshop_a1, now=NOW)] * 2
    )
    assert sorted(len(answer) for answer in answers) == [0, 2]  # type: ignore[arg-type]
    assert ActivationCode.objects.filter(withdrawn_at=None).count() == 2


def test_one_code_is_used_once(crowd: Cast) -> None:
    code = reset_password(actor=None, user=crowd.users["carol"], now=NOW).code
    answers = run_at_once(
        [
            lambda password=password: activate(  # type: ignore[misc]
                login="C-carol", code=code, new_password=password, now=NOW
            )
            for password in (GOOD, GOOD[::-1])
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["InvalidInput", "User"]


def test_two_moves_that_together_make_a_cycle(crowd: Cast) -> None:
    answers = run_at_once(
        [
            lambda unit=unit, parent=parent: move_unit(  # type: ignore[misc]
                actor=None, unit=unit, parent=parent, effective_on=TODAY, today=TODAY, reason="调整"
            )
            for unit, parent in (
                (crowd.workshop_a1, crowd.workshop_a2),
                (crowd.workshop_a2, crowd.workshop_a1),
            )
        ]
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Conflict", "UnitChange"]


def test_two_imports_of_one_new_unit(crowd: Cast) -> None:
    answers = run_at_once(
        [lambda: ensure_units(actor=None, paths=[("甲公司", "三车间")], root=crowd.group)] * 2
    )
    assert [answer for answer in answers if isinstance(answer, BaseException)] == []
    assert Unit.objects.filter(name="三车间").count() == 1


def test_unit_does_not_close_under_somebody_coming(crowd: Cast) -> None:
    yesterday = date(2026, 11, 20)
    answers = run_at_once(
        [
            lambda: close_unit(
                actor=None, unit=crowd.team_a11, last_day=yesterday, today=TODAY, reason="撤销"
            ),
            lambda: place_worker(
                actor=None, worker=crowd.worker("carol"), since=TODAY, today=TODAY, unit=crowd.team_a11
            ),
        ]
    )
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(refused) == 1
    closed = Unit.objects.get(pk=crowd.team_a11.pk).closed_on is not None
    assert closed is (crowd.worker("carol").unit != crowd.team_a11)


def test_guesses_at_once_are_no_more_than_guesses_in_turn(crowd: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.LOGIN_ATTEMPTS_ALLOWED = 2
    carol = crowd.user("carol")
    carol.set_password(GOOD)
    carol.save()
    run_at_once([lambda: authenticate(username="C-carol", password="wrong")] * 4)
    assert authenticate(username="C-carol", password=GOOD) is None
    assert User.objects.get(pk=carol.pk).failed_logins == 2


def test_leaving_and_activating_at_once(crowd: Cast) -> None:
    code = reset_password(actor=None, user=crowd.users["carol"], now=NOW).code
    answers = run_at_once(
        [
            lambda: activate(login="C-carol", code=code, new_password=GOOD, now=NOW),
            lambda: place_worker(
                actor=None,
                worker=crowd.worker("carol"),
                since=TODAY,
                today=TODAY,
                status=WorkerStatus.LEFT,
            ),
        ]
    )
    assert not [a for a in answers if isinstance(a, BaseException) and not isinstance(a, InvalidInput)]
    assert not crowd.user("carol").is_active
