"""Units, workers and accounts for tests. A worker comes with the placement its unit and post repeat."""

from datetime import date
from typing import Any

import factory

from base.text import search_keys
from workforce.enums import Role, Sex, UnitKind, WorkerStatus
from workforce.models import Placement, RoleGrant, Unit, UnitHead, User, Worker

#: Long before any test's today.
LONG_AGO = date(2010, 1, 1)


class UnitFactory(factory.django.DjangoModelFactory[Unit]):
    """A unit without a parent; give `parent=` to place it."""

    code = factory.Sequence(lambda number: f"U{number:04}")
    name = factory.LazyAttribute(lambda unit: f"单位 {unit.code}")
    kind = UnitKind.WORKSHOP
    opened_on = None

    class Meta:
        model = Unit


class WorkerFactory(factory.django.DjangoModelFactory[Worker]):
    """An active worker, placed in `unit` since `placed_since`."""

    employee_no = factory.Sequence(lambda number: f"T{number:06}")
    name = "王建国"
    name_pinyin = factory.LazyAttribute(lambda worker: search_keys(worker.name)[0])
    name_initials = factory.LazyAttribute(lambda worker: search_keys(worker.name)[1])
    sex = Sex.MALE
    birth_date = date(1985, 6, 1)
    hire_date = LONG_AGO
    phone = "13900000000"
    unit = factory.SubFactory(UnitFactory)
    post = "操作工"
    status = WorkerStatus.ACTIVE

    class Meta:
        model = Worker

    @classmethod
    def create(cls, **kwargs: Any) -> Worker:
        """The worker with the placement behind it."""
        placed_since = kwargs.pop("placed_since", LONG_AGO)
        worker = super().create(**kwargs)
        Placement.objects.create(
            worker=worker, unit=worker.unit, post=worker.post, status=worker.status, since=placed_since
        )
        return worker


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An account with the password `PASSWORD`; give `worker=` for a worker's."""

    login = factory.Sequence(lambda number: f"user{number}")
    is_active = True

    class Meta:
        model = User

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", None)
        return model_class.objects.create_user(kwargs.pop("login"), password, **kwargs)


def account_of(worker: Worker, password: str | None = None) -> User:
    """The account of a worker, under the employee number."""
    return UserFactory.create(
        login=worker.employee_no, worker=worker, display_name=worker.name, password=password
    )


class RoleGrantFactory(factory.django.DjangoModelFactory[RoleGrant]):
    """A role since long ago, granted by the system."""

    user = factory.SubFactory(UserFactory)
    role = Role.HR_OFFICER
    unit = factory.SubFactory(UnitFactory)
    since = LONG_AGO

    class Meta:
        model = RoleGrant


class UnitHeadFactory(factory.django.DjangoModelFactory[UnitHead]):
    """The head of a unit since long ago."""

    unit = factory.SubFactory(UnitFactory)
    worker = factory.SubFactory(WorkerFactory)
    since = LONG_AGO

    class Meta:
        model = UnitHead
