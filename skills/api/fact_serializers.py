"""Career facts as the API shows and takes them.

Ranges are half-open: `until` is the first day no longer in the job.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from skills.api.scope import field_sight
from skills.models import (
    ApprenticeshipCompletion,
    Diploma,
    EmploymentSpell,
    Fact,
    Major,
    MonthlyWage,
    Occupation,
    Title,
)
from workforce.fields import Field

AnyFact = TypeVar("AnyFact", bound=Fact)

_SHOWN = ("id", "worker", "evidence", "created_at", "replaces", "voided_at", "void_reason")


class FactSerializer(serializers.ModelSerializer[AnyFact], Generic[AnyFact]):
    """What every fact shows: whose it is, the address of its proof (null when none or not shown), its
    voiding.
    """

    worker = serializers.CharField(source="worker.employee_no", read_only=True)
    evidence = serializers.SerializerMethodField()

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_evidence(self, fact: AnyFact) -> str | None:
        """Where the proof is downloaded."""
        if fact.evidence is None or Field.EVIDENCE not in field_sight(self.context).of(fact.worker):
            return None
        return fact.evidence.get_absolute_url()


class SpellSerializer(FactSerializer[EmploymentSpell]):
    """A spell of work."""

    class Meta:
        model = EmploymentSpell
        fields = (*_SHOWN, "occupation", "since", "until")


class TitleSerializer(FactSerializer[Title]):
    """A professional title."""

    class Meta:
        model = Title
        fields = (*_SHOWN, "rank", "name", "speciality", "major", "awarded_on")


class DiplomaSerializer(FactSerializer[Diploma]):
    """A diploma."""

    class Meta:
        model = Diploma
        fields = (*_SHOWN, "kind", "major_name", "major", "school", "graduated_on")


class ApprenticeshipSerializer(FactSerializer[ApprenticeshipCompletion]):
    """A completed apprenticeship."""

    class Meta:
        model = ApprenticeshipCompletion
        fields = (*_SHOWN, "occupation", "completed_on")


class WageSerializer(FactSerializer[MonthlyWage]):
    """A monthly wage in yuan."""

    class Meta:
        model = MonthlyWage
        fields = (*_SHOWN, "month", "amount")


class SpellValuesSerializer(serializers.Serializer[Any]):
    """What a spell states."""

    occupation = serializers.PrimaryKeyRelatedField(queryset=Occupation.objects.all())
    since = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True)


class TitleValuesSerializer(serializers.Serializer[Any]):
    """What a title states."""

    rank = serializers.ChoiceField(choices=Title._meta.get_field("rank").choices or [])
    name = serializers.CharField(max_length=40)
    speciality = serializers.CharField(max_length=80, required=False, allow_blank=True)
    major = serializers.PrimaryKeyRelatedField(queryset=Major.objects.all(), required=False, allow_null=True)
    awarded_on = serializers.DateField()


class DiplomaValuesSerializer(serializers.Serializer[Any]):
    """What a diploma states; `graduated_on` may lie ahead."""

    kind = serializers.ChoiceField(choices=Diploma._meta.get_field("kind").choices or [])
    major_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    major = serializers.PrimaryKeyRelatedField(queryset=Major.objects.all(), required=False, allow_null=True)
    school = serializers.CharField(max_length=100, required=False, allow_blank=True)
    graduated_on = serializers.DateField(required=False, allow_null=True)


class ApprenticeshipValuesSerializer(serializers.Serializer[Any]):
    """What a completed apprenticeship states."""

    occupation = serializers.PrimaryKeyRelatedField(queryset=Occupation.objects.all())
    completed_on = serializers.DateField()


class WageValuesSerializer(serializers.Serializer[Any]):
    """What a wage states; any day names its month."""

    month = serializers.DateField()
    amount = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0)


class NoticeSerializer(serializers.Serializer[Any]):
    """Something accepted that is worth a look."""

    code = serializers.CharField()
    message = serializers.CharField()


class ReasonSerializer(serializers.Serializer[Any]):
    """Why something is taken back."""

    reason = serializers.CharField(max_length=200)


class JudgementSerializer(serializers.Serializer[Any]):
    """Whether a title or diploma matches an occupation; `seen_at` is the `judged_at` the clerk saw, null for
    none.
    """

    occupation = serializers.PrimaryKeyRelatedField(queryset=Occupation.objects.all())
    matches = serializers.BooleanField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    seen_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class JudgedSerializer(serializers.Serializer[Any]):
    """A judgement as it stands."""

    occupation = serializers.IntegerField(source="occupation_id")
    matches = serializers.BooleanField()
    reason = serializers.CharField()
    judged_at = serializers.DateTimeField()


def written_as(name: str, record: type[serializers.BaseSerializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The answer to a write: the record now in force and what is worth a look."""
    fields = {
        "record": record(),
        "notices": NoticeSerializer(many=True),
        "__doc__": "The record now in force.",
    }
    return type(name, (serializers.Serializer,), fields)


def to_record(name: str, values: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """What is sent to record a fact: the worker's number, the values, and a proof as a file part."""
    fields = {
        "worker": serializers.CharField(max_length=32, help_text="Employee number."),
        "evidence": serializers.FileField(required=False, write_only=True),
        "__doc__": "What is sent to record a fact.",
    }
    return type(name, (values,), fields)


def to_correct(name: str, values: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """What is sent to correct a fact: all values, the reason, and a new proof as a file part if there is
    one.
    """
    fields = {
        "reason": serializers.CharField(max_length=200),
        "evidence": serializers.FileField(required=False, write_only=True),
        "__doc__": "What is sent to correct a fact.",
    }
    return type(name, (values,), fields)
