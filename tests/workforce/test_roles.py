from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from base.errors import Conflict, InvalidInput, NotPermitted
from base.models import DomainEvent
from tests.access import Cast
from workforce.access import Access
from workforce.enums import Role
from workforce.models import RoleGrant, User
from workforce.services.roles import end_role, grant_role

TODAY = date(2026, 11, 21)


def grant(
    cast: Cast, actor: str | None, user: str, role: Role = Role.FINANCE, since: date = TODAY
) -> RoleGrant:
    """A role over company_a given by one of the cast."""
    return grant_role(
        actor=cast.user(actor) if actor else None,
        user=cast.user(user),
        role=role,
        unit=cast.company_a,
        since=since,
        today=TODAY,
        reason=" 公司 决定 ",
    )


def test_grant_role_says_who_when_and_why(cast: Cast) -> None:
    row = grant(cast, "ruth", "carol")
    assert (row.granted_by, row.since, row.until, row.reason) == (
        cast.users["ruth"],
        TODAY,
        None,
        "公司 决定",
    )
    assert Access(cast.user("carol"), TODAY).holds(Role.FINANCE, cast.team_a11.pk)
    assert DomainEvent.objects.get(kind="workforce.role_granted").subject_id == cast.users["carol"].pk


@pytest.mark.parametrize(
    "name", ["alice", "bob", "dave", "erin", "frank", "grace", "heidi", "carol", "admin"]
)
def test_grant_role_is_for_hr_at_the_root_alone(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        grant(cast, name, "ivan")


def test_nobody_grants_oneself(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        grant(cast, "ruth", "ruth")


def test_role_for_days_gone_by_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        grant(cast, "ruth", "carol", since=TODAY - timedelta(days=1))
    assert refused.value.code == "date_past"


def test_role_held_already_is_refused(cast: Cast) -> None:
    with pytest.raises(Conflict) as refused:
        grant(cast, "ruth", "heidi")
    assert refused.value.code == "role_held"


def test_role_of_closed_account_is_refused(cast: Cast) -> None:
    User.objects.filter(login="C-carol").update(is_active=False)
    with pytest.raises(Conflict):
        grant(cast, "ruth", "carol")


def test_role_over_closed_unit_is_refused(cast: Cast) -> None:
    cast.company_a.closed_on = TODAY
    cast.company_a.save()
    with pytest.raises(Conflict):
        grant(cast, "ruth", "carol")


def test_role_begins_on_its_day(cast: Cast) -> None:
    grant(cast, "ruth", "carol", since=TODAY + timedelta(days=1))
    assert not Access(cast.user("carol"), TODAY).holds(Role.FINANCE)
    assert Access(cast.user("carol"), TODAY + timedelta(days=1)).holds(Role.FINANCE)


def test_end_role_holds_at_once_and_can_be_given_again(cast: Cast) -> None:
    held = RoleGrant.objects.get(user=cast.users["heidi"])
    end_role(actor=cast.user("ruth"), grant=held, today=TODAY)
    assert not Access(cast.user("heidi"), TODAY).holds(Role.FINANCE)
    with pytest.raises(Conflict):
        end_role(actor=cast.user("ruth"), grant=held, today=TODAY)
    assert grant(cast, "ruth", "heidi").pk != held.pk


def test_nobody_ends_the_own_role(cast: Cast) -> None:
    own = RoleGrant.objects.get(user=cast.users["ruth"])
    with pytest.raises(NotPermitted):
        end_role(actor=cast.user("ruth"), grant=own, today=TODAY)


def test_role_not_yet_begun_ends_without_a_day(cast: Cast) -> None:
    coming = grant(cast, "ruth", "carol", since=TODAY + timedelta(days=9))
    ended = end_role(actor=cast.user("ruth"), grant=coming, today=TODAY)
    assert ended.until == ended.since
    assert not Access(cast.user("carol"), ended.since).holds(Role.FINANCE)


def test_first_role_comes_from_the_command(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("grant_role", "C-carol", "hr_officer", "G")
    assert Access(cast.user("carol"), date.today()).holds_at_root(Role.HR_OFFICER)  # noqa: DTZ011 (as the command)
    assert "C-carol: hr_officer over G" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [("nobody", "auditor", "G"), ("C-carol", "auditor", "nowhere"), ("C-ruth", "hr_officer", "G")],
)
def test_command_says_what_is_wrong(cast: Cast, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("grant_role", *arguments)


def test_code_for_the_first_officer_comes_from_the_command(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("issue_code", "C-ruth")
    assert len(capsys.readouterr().out.strip()) == 14
