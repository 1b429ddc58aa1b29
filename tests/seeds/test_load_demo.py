"""When the demo enterprise is loaded, and when not."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from workforce.enums import UnitKind
from workforce.models import Unit, User

TODAY = date(2026, 11, 21)


def load(**options: object) -> str:
    """Load a demo of 120 workers; what the command printed."""
    out = StringIO()
    call_command("load_demo", workers=120, today=TODAY, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db
def test_inhabited_database_is_left_alone_if_empty_is_asked() -> None:
    own = Unit.objects.create(code="X", name="一厂", kind=UnitKind.COMPANY)

    assert load(if_empty=True) == ""

    assert list(Unit.objects.all()) == [own]


@pytest.mark.django_db
def test_too_few_workers_are_refused() -> None:
    with pytest.raises(CommandError):
        call_command("load_demo", workers=5)
    assert not Unit.objects.exists()


@pytest.mark.django_db
@override_settings(PRODUCTION=True)
def test_production_is_left_alone() -> None:
    with pytest.raises(CommandError):
        load()
    assert not Unit.objects.exists()


@pytest.mark.django_db
@override_settings(DEMO_MODE=False)
def test_no_account_has_a_password_outside_demo_mode() -> None:
    load()

    assert User.objects.filter(is_demo=True).exists()
    assert [user.login for user in User.objects.all() if user.has_usable_password()] == []


@pytest.mark.django_db
def test_accounts_are_not_listed_before_the_demo_is_loaded() -> None:
    out = StringIO()

    call_command("demo_accounts", stdout=out)

    assert out.getvalue().count("\n") == 1
