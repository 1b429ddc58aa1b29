"""What clients send: read in its shape, and whom or what it names found within their scope."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from base.errors import Missing
from base.scoping import AnyUser, ScopedQuerySet
from base.text import clean
from workforce.models import Unit, User, Worker

#: A number of a record as the database can hold it.
BIGGEST_ID = 2**63 - 1


class RowIdField(serializers.IntegerField):
    """The number of a record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=BIGGEST_ID, **kwargs)


def read_sent(request: Request, shape: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """What the client sent, in the given shape. Raises ValidationError."""
    serializer = shape(data=request.data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def sent_unit(user: AnyUser, unit_id: int) -> Unit:
    """The unit with this number, if the user sees it. Raises Missing."""
    unit: Unit = _visible(Unit.objects.all(), user, pk=unit_id)
    return unit


def sent_worker(user: AnyUser, employee_no: str) -> Worker:
    """The worker with this number, if the user sees them. Raises Missing."""
    rows = Worker.objects.defer("id_number", "id_number_index")
    worker: Worker = _visible(rows, user, employee_no__iexact=clean(employee_no))
    return worker


def sent_account(login: str) -> User:
    """The account with this login. Raises Missing. Only for those who may grant roles to anybody."""
    user = User.objects.filter(login__iexact=clean(login)).first()
    if user is None:
        raise Missing(_("No account has this employee number or login."), field="user")
    return user


def _visible(rows: Any, user: AnyUser, **named: Any) -> Any:
    scoped: ScopedQuerySet[Any] = rows
    found = scoped.visible_to(user).filter(**named).first()
    if found is None:
        raise Missing(_("There is nothing here, or nothing for you."))
    return found
