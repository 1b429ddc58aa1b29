"""What every endpoint needs: the right to ask at all, and a worker named by a client found within scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from base.edit_marks import Shown
from base.errors import Missing
from base.models import StoredFile
from base.scoping import AnyUser
from base.text import clean
from skills.files import keep_evidence
from skills.rules import require_keeping
from workforce.fields import FieldSight
from workforce.models import User, Worker
from workforce.services.merged_records import kept_record_of

#: How a worker is named in an address.
EMPLOYEE_NO = OpenApiParameter(
    "employee_no", OpenApiTypes.STR, OpenApiParameter.PATH, description="Employee number."
)
#: Rows are named by their number.
ROW_ID = OpenApiParameter("id", OpenApiTypes.INT, OpenApiParameter.PATH, description="Number of the record.")


IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The record's ETag as last read; 409 when it was changed since.",
)


def shown_to(request: Request) -> Shown | None:
    """What the client had read of the record, by its `If-Match`."""
    return Shown.from_etag(request.headers.get("If-Match", ""))


class HasRight(BasePermission):
    """Lets those through who hold the view's `right` (a permission of `skills.rules`) anywhere."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether the person holds the right on at least one unit."""
        return bool(request.user.is_authenticated and request.user.has_perm(getattr(view, "right", "")))


def visible_worker(user: AnyUser, employee_no: str) -> Worker:
    """The worker with this number, if the user sees them; a merged number leads on. Raises Missing."""
    workers = Worker.objects.visible_to(user).defer("id_number", "id_number_index")
    worker = workers.filter(employee_no=clean(employee_no)).first()
    worker = worker or kept_record_of(user, employee_no)
    if worker is None:
        raise Missing(_("There is no such worker."))
    return worker


def actor_of(request: Request) -> User:
    """The account that asks; views admit nobody who is not signed in."""
    if not isinstance(request.user, User):
        raise TypeError("the view must ask for a signed-in user")
    return request.user


def field_sight(context: Mapping[str, Any]) -> FieldSight:
    """What the reader of a serialized row sees of its worker; costs no statement, the reach is known."""
    return FieldSight(context["request"].user)


def read_sent(
    request: Request, shape: type[serializers.Serializer[Any]], *, partial: bool = False
) -> dict[str, Any]:
    """What the client sent, in the given shape (`partial`: what it names of it), text in one written form.

    Raises ValidationError.
    """
    serializer = shape(data=request.data, partial=partial)
    serializer.is_valid(raise_exception=True)
    sent: dict[str, Any] = dict(serializer.validated_data)
    return {name: clean(value) if isinstance(value, str) else value for name, value in sent.items()}


def keep_sent_evidence(request: Request, sent: dict[str, Any], worker: Worker) -> StoredFile | None:
    """Keep the proof that was sent, once it is sure that the caller may write the worker's facts."""
    proof = sent.pop("evidence", None)
    if proof is None:
        return None
    actor = actor_of(request)
    require_keeping(actor, worker)
    return keep_evidence(proof, name=proof.name, actor=actor, now=timezone.now())
