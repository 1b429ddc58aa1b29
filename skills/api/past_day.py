"""The past day an API call is asked about."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError as ValidationFailed
from rest_framework.request import Request

from skills.past_day import AS_OF_FIELD, read_past_day

AS_OF = OpenApiParameter(
    AS_OF_FIELD,
    OpenApiTypes.DATE,
    description="A past day: what held that day, as far as it is known today. Today when left out.",
)


def past_day_asked(request: Request) -> date | None:
    """The past day named; None for today. Raises ValidationError for what is no day, or lies ahead."""
    try:
        return read_past_day(request.query_params.get(AS_OF_FIELD, ""))
    except ValidationError as error:
        raise ValidationFailed({AS_OF_FIELD: error.messages}) from error
