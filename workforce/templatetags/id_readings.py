"""The part of a worker's page that says who read the id number."""

from __future__ import annotations

from typing import Any

from django import template

from base.scoping import AnyUser
from workforce.fields import Field, visible_fields
from workforce.models import IdNumberReading, Worker

register = template.Library()

#: Readings told on the page; the rest stand in the list.
SHOWN = 5


@register.inclusion_tag("workforce/parts/id_readings.html")
def id_readings(worker: Worker, viewer: AnyUser) -> dict[str, Any]:
    """The latest readings, for the worker and for HR and auditors over them; nothing for others.

    One statement.
    """
    readings: list[IdNumberReading] | None = None
    if Field.ID_NUMBER_MASK in visible_fields(viewer, worker):
        rows = IdNumberReading.objects.visible_to(viewer).about(worker).select_related("reader")
        readings = list(rows.order_by("-read_at", "-pk")[:SHOWN])
    return {"readings": readings, "worker": worker}
