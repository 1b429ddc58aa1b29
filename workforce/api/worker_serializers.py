"""Workers as the API shows and takes them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from rest_framework import serializers

from workforce.enums import Sex, WorkerStatus
from workforce.fields import FieldSight
from workforce.models import Placement, Worker
from workforce.services.worker_acts import MOST_WORKERS
from workforce.worker_acts import WorkerAct


class WorkerSerializer(serializers.Serializer[Worker]):
    """A worker; personal data is null when it is not known or not shown to the reader."""

    employee_no = serializers.CharField()
    name = serializers.CharField()
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField(allow_null=True)
    id_number_mask = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    hire_date = serializers.DateField(allow_null=True)
    remark = serializers.CharField(allow_null=True)
    unit = serializers.IntegerField(source="unit_id")
    unit_code = serializers.CharField(source="unit.code")
    unit_name = serializers.CharField(source="unit.name")
    post = serializers.CharField()
    status = serializers.ChoiceField(choices=WorkerStatus.choices)

    GUARDED = ("birth_date", "id_number_mask", "phone", "hire_date", "remark")

    def to_representation(self, instance: Worker) -> dict[str, Any]:
        """The row without what the role × field table hides from the reader."""
        shown = super().to_representation(instance)
        seen = self._sight.of(instance)
        return {
            name: None if name in self.GUARDED and name not in seen else value
            for name, value in shown.items()
        }

    @cached_property
    def _sight(self) -> FieldSight:
        """What the reader sees, worked out once for a list."""
        return FieldSight(self.context["request"].user)


class PlacementSerializer(serializers.ModelSerializer[Placement]):
    """Where a worker is placed in `[since, until)`."""

    unit_name = serializers.CharField(source="unit.name")

    class Meta:
        model = Placement
        fields = ("id", "unit", "unit_name", "post", "status", "since", "until", "reason")
        read_only_fields = fields


class DetailsToWrite(serializers.Serializer[Any]):
    """A worker's own data as a client sends it; what is not named stays."""

    name = serializers.CharField(max_length=80)
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_date = serializers.DateField(allow_null=True, required=False)
    id_number = serializers.CharField(
        max_length=20,
        allow_blank=True,
        required=False,
        write_only=True,
        help_text="The whole resident id number; it is never answered.",
    )
    phone = serializers.CharField(max_length=20, allow_blank=True, required=False)
    hire_date = serializers.DateField(allow_null=True, required=False)
    remark = serializers.CharField(max_length=500, allow_blank=True, required=False)


class DetailsToChange(DetailsToWrite):
    """The same, with why."""

    reason = serializers.CharField(max_length=200, allow_blank=True, required=False, default="")


class WorkerToCreate(DetailsToWrite):
    """A person to take up, placed in a unit from `since`; sex and birth date may follow the id number."""

    employee_no = serializers.CharField(max_length=32)
    sex = serializers.ChoiceField(choices=Sex.choices, required=False)
    unit = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="Id of the unit.")
    since = serializers.DateField()
    post = serializers.CharField(max_length=80, allow_blank=True, required=False)


class ActToDo(serializers.Serializer[Any]):
    """From when an act holds and why; unit and post for transfer, return and rehiring, else as they are."""

    since = serializers.DateField(help_text="The first day on which it holds.")
    unit = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False, allow_null=True, default=None
    )
    post = serializers.CharField(
        max_length=80, required=False, allow_null=True, allow_blank=True, default=None
    )
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class BulkActToDo(ActToDo):
    """One act with many workers: all of them, or none."""

    act = serializers.ChoiceField(choices=WorkerAct.choices)
    workers = serializers.ListField(
        child=serializers.CharField(max_length=32),
        allow_empty=False,
        max_length=MOST_WORKERS,
        help_text="Employee numbers.",
    )


class BulkDone(serializers.Serializer[Any]):
    """For how many it was done."""

    done = serializers.IntegerField()


class ReasonToGive(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=200)


class DayToCorrect(ReasonToGive):
    """The day a placement really began on, and why it stood wrong."""

    since = serializers.DateField()
