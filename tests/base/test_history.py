"""Units stand for every tracked model, users for one with fields that must not be copied."""

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from base.events import record_event
from tests.factories.workforce import UnitFactory
from workforce.models import Unit, User

pytestmark = pytest.mark.django_db


def unit_history() -> list[tuple[str, str]]:
    event_model = apps.get_model("workforce", "UnitEvent")
    return list(event_model.objects.order_by("pgh_id").values_list("pgh_label", "name"))


def test_a_new_row_writes_no_history() -> None:
    UnitFactory.create(name="一炼钢")
    assert unit_history() == []


def test_a_change_keeps_the_old_values() -> None:
    unit = UnitFactory.create(name="一炼钢")
    unit.name = "二炼钢"
    unit.save()
    assert unit_history() == [("update", "一炼钢")]


def test_a_save_that_changes_nothing_writes_no_history() -> None:
    UnitFactory.create(name="一炼钢").save()
    assert unit_history() == []


def test_bulk_and_sql_writes_are_seen() -> None:
    UnitFactory.create(name="甲")
    UnitFactory.create(name="乙")
    Unit.objects.update(name="丙")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workforce_unit SET name = '丁'")
    assert sorted(unit_history()) == [("update", name) for name in sorted(["甲", "乙", "丙", "丙"])]


def test_a_removed_row_is_kept_in_history() -> None:
    UnitFactory.create(name="甲").delete()
    assert unit_history() == [("delete", "甲")]


def test_history_names_author_and_reason(alice: User) -> None:
    unit = UnitFactory.create(name="甲")
    with pghistory.context(user=alice.pk, reason="renamed by order 12"):
        Unit.objects.filter(pk=unit.pk).update(name="乙")
    event = apps.get_model("workforce", "UnitEvent").objects.select_related("pgh_context").get()
    assert event.pgh_context.metadata == {"user": alice.pk, "reason": "renamed by order 12"}


def test_history_cannot_be_rewritten() -> None:
    unit = UnitFactory.create(name="甲")
    Unit.objects.filter(pk=unit.pk).update(name="乙")
    event_model = apps.get_model("workforce", "UnitEvent")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        event_model.objects.update(name="丙")
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        event_model.objects.all().delete()


def test_excluded_fields_have_no_column_in_history(alice: User) -> None:
    names = {field.name for field in apps.get_model("workforce", "UserEvent")._meta.get_fields()}
    assert "password" not in names
    assert "login" in names


def test_a_change_of_excluded_fields_alone_writes_no_history(alice: User) -> None:
    alice.set_password("another long password")
    alice.save()
    assert not apps.get_model("workforce", "UserEvent").objects.exists()


def test_an_append_only_row_says_what_to_do_instead(alice: User) -> None:
    with transaction.atomic():
        event = record_event("k", subject="s", subject_id=1, payload={}, actor=alice)
    with (
        pytest.raises(IntegrityError, match=r"base_domainevent are append-only .*corrects or voids"),
        transaction.atomic(),
    ):
        event.save()
