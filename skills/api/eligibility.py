"""Eligibility dates: the stored ones as a list, a worker's ladder clause by clause, and what-if."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from base.api_parsers import JSONParser
from base.components import ClauseState
from base.dates import today
from base.pagination import KeysetPagination, SortKey
from skills.api.past_day import AS_OF, past_day_asked
from skills.api.scope import EMPLOYEE_NO, visible_worker
from skills.eligibility.answer import ClauseAnswer, LadderAnswer, Missing, Status
from skills.eligibility.facts import parse_facts
from skills.eligibility.plausibility import warnings
from skills.eligibility.sentences import clause_sentence, next_sentence, status_sentence
from skills.enums import ClauseKind, DiplomaKind, Level
from skills.filters import EligibilityFilter
from skills.models import Eligibility
from skills.queries.hidden_dates import is_hidden, telling_dates, told_date
from skills.queries.ladder_proof import hidden_clauses, told_of_past, without_hidden_dates
from skills.queries.ladders import explain_ladder, explain_what_if
from skills.queries.records import place_on
from workforce.enums import EMPLOYED
from workforce.fields import visible_fields

STATUSES = [(status.value, status.value) for status in Status]
MISSING = [(missing.value, missing.value) for missing in Missing]


class EligibilitySerializer(serializers.ModelSerializer[Eligibility]):
    """From which day a worker may apply for a level in an occupation, and by which route first."""

    worker = serializers.CharField(source="worker.employee_no")
    worker_name = serializers.CharField(source="worker.name")
    occupation_name = serializers.CharField(source="occupation.name")
    target = serializers.ChoiceField(choices=Level.choices)
    opens_on = serializers.DateField(source="told_on", allow_null=True)
    opens_on_hidden = serializers.BooleanField(
        help_text="The level is open, and the day is not told: it would give the birth date away."
    )
    route = serializers.CharField(source="route.code")
    version = serializers.SerializerMethodField()

    class Meta:
        model = Eligibility
        fields = (
            "worker",
            "worker_name",
            "occupation",
            "occupation_name",
            "target",
            "opens_on",
            "opens_on_hidden",
            "route",
            "version",
        )

    def get_version(self, row: Eligibility) -> str:
        """Rule set and number of its version."""
        return f"{row.version.rule_set.code} v{row.version.number}"


class EligibilityViewSet(ListModelMixin, GenericViewSet[Eligibility]):
    """The dates by the rules in force, of the people employed whom the caller may see; no row means no
    date.
    """

    queryset = Eligibility.objects.none()
    serializer_class = EligibilitySerializer
    pagination_class = KeysetPagination
    filterset_class = EligibilityFilter
    sort_keys = (
        SortKey("opens", _("Opens on"), ("told_on",)),
        SortKey("number", _("Employee number"), ("worker__employee_no",)),
    )

    def get_queryset(self) -> QuerySet[Eligibility]:
        """The dates in the caller's scope."""
        user, day = self.request.user, today()
        rows = Eligibility.objects.visible_to(user).in_force(day)
        hidden = telling_dates(user, day="opens_on", route="route", worker="worker", today=day)
        return (
            rows.filter(worker__status__in=EMPLOYED)
            .select_related("worker", "occupation", "route", "version__rule_set")
            .defer("worker__id_number", "worker__id_number_index")
            .annotate(told_on=told_date("opens_on", hidden), opens_on_hidden=is_hidden(hidden))
        )


class ClauseAnswerSerializer(serializers.Serializer[ClauseAnswer]):
    """One clause: what it asks for, how it stands, and both in words. `missing` says why it has no date.

    Of a clause that would tell a fact the role × field table hides from the reader (an age the birth date),
    only the status is given.
    """

    kind = serializers.ChoiceField(choices=ClauseKind.choices)
    level = serializers.ChoiceField(choices=Level.choices, allow_null=True)
    rank = serializers.IntegerField(allow_null=True)
    years = serializers.IntegerField(allow_null=True)
    diploma_kinds = serializers.ListField(child=serializers.ChoiceField(choices=DiplomaKind.choices))
    final_year = serializers.BooleanField()
    opens_on = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(source="status.value", choices=STATUSES)
    missing = serializers.SerializerMethodField()
    asks_for = serializers.SerializerMethodField()
    stands = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=MISSING, allow_null=True))
    def get_missing(self, clause: ClauseAnswer) -> str | None:
        """Why there is no date."""
        return clause.missing.value if clause.missing else None

    def get_asks_for(self, clause: ClauseAnswer) -> str:
        """The clause in words."""
        return clause_sentence(clause)

    def get_stands(self, clause: ClauseAnswer) -> str:
        """How it stands, in words."""
        return status_sentence(clause, self.context["today"])

    def to_representation(self, instance: ClauseAnswer) -> dict[str, Any]:
        """The clause, without its date and what is missing when its kind is hidden from the reader."""
        shown = super().to_representation(instance)
        if instance.kind in self.context.get("hidden", ()):
            stands = str(ClauseState(instance.status.value).label)
            shown.update({"opens_on": None, "missing": None, "stands": stands})
        return shown


class RouteAnswerSerializer(serializers.Serializer[Any]):
    """One route: open from the latest date of its clauses, or never while one has none."""

    code = serializers.CharField()
    opens_on = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(source="status.value", choices=STATUSES)
    clauses = ClauseAnswerSerializer(many=True)


class TargetAnswerSerializer(serializers.Serializer[Any]):
    """One level above the one held: open from the earliest date of its routes."""

    level = serializers.ChoiceField(choices=Level.choices)
    opens_on = serializers.DateField(allow_null=True)
    route = serializers.CharField(allow_null=True)
    status = serializers.ChoiceField(source="status.value", choices=STATUSES)
    routes = RouteAnswerSerializer(many=True)


class LadderSerializer(serializers.Serializer[LadderAnswer]):
    """The level held and every level above it, route by route, clause by clause."""

    occupation = serializers.IntegerField(source="occupation_id", allow_null=True)
    held_level = serializers.ChoiceField(choices=Level.choices)
    held_since = serializers.DateField(allow_null=True)
    today = serializers.DateField()
    next = serializers.SerializerMethodField()
    targets = TargetAnswerSerializer(many=True)

    def get_next(self, answer: LadderAnswer) -> str:
        """Where the next level stands, in one line."""
        return next_sentence(answer)


class ImplausibleSerializer(serializers.Serializer[Any]):
    """Something implausible that was reckoned all the same."""

    field = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()


class WhatIfSerializer(LadderSerializer):
    """The ladder of the facts handed in, and what is implausible about them."""

    warnings = ImplausibleSerializer(many=True)

    def to_representation(self, instance: LadderAnswer) -> dict[str, Any]:
        """The ladder with the warnings of the facts beside it."""
        shown = LadderSerializer(instance, context=self.context).data
        found = ImplausibleSerializer(self.context["warnings"], many=True).data
        return {**shown, "warnings": found}


class SpellGivenSerializer(serializers.Serializer[Any]):
    """Work in `[from, to)`; without `to` still in it."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is no name in Python."""
        return {"from": serializers.DateField(), "to": serializers.DateField(required=False, allow_null=True)}


class CertificateGivenSerializer(serializers.Serializer[Any]):
    """A certificate of a level from 2 to 8."""

    level = serializers.IntegerField(min_value=2, max_value=8)
    issued = serializers.DateField()


class TitleGivenSerializer(serializers.Serializer[Any]):
    """A professional title; without `matches` not judged."""

    rank = serializers.CharField(help_text="初级, 中级 or 高级")
    on = serializers.DateField()
    matches = serializers.BooleanField(required=False, allow_null=True)


class DiplomaGivenSerializer(serializers.Serializer[Any]):
    """A diploma, also one expected; without `matches` not judged."""

    kind = serializers.CharField(help_text="中专, 大专 …")
    graduated = serializers.DateField()
    matches = serializers.BooleanField(required=False, allow_null=True)


class FactsGivenSerializer(serializers.Serializer[Any]):
    """A career handed in; all of it belongs to one occupation. Name the rule set or the occupation."""

    rule_set = serializers.CharField(required=False)
    occupation = serializers.CharField(required=False)
    born = serializers.DateField(required=False, allow_null=True)
    spells = SpellGivenSerializer(many=True, required=False)
    certificates = CertificateGivenSerializer(many=True, required=False)
    titles = TitleGivenSerializer(many=True, required=False)
    diplomas = DiplomaGivenSerializer(many=True, required=False)
    apprenticeships_completed = serializers.ListField(child=serializers.DateField(), required=False)


class LadderView(APIView):
    """A worker's ladder, reckoned live."""

    @extend_schema(
        parameters=[
            EMPLOYEE_NO,
            AS_OF,
            OpenApiParameter("occupation", OpenApiTypes.INT, description="Another than the main occupation."),
        ],
        responses=LadderSerializer,
    )
    def get(self, request: Request, employee_no: str) -> Response:
        """Every level above the one held: what each route asks for and how it stands.

        Of a past day, routes that ask for a fact the caller may not see (an age, a diploma) are left out.
        """
        worker = visible_worker(request.user, employee_no)
        raw = request.query_params.get("occupation")
        wanted = serializers.IntegerField(min_value=1, max_value=2**31)
        occupation_id = wanted.run_validation(raw) if raw else None
        past = past_day_asked(request)
        place_on(worker, past)
        hidden = hidden_clauses(visible_fields(request.user, worker))
        answer = explain_ladder(worker.pk, occupation_id, today=today(), as_of=past)
        if past is not None:
            answer = told_of_past(answer, hidden)
        answer = without_hidden_dates(answer, hidden)
        context = {"today": answer.today, "hidden": hidden}
        return Response(LadderSerializer(answer, context=context).data)


class WhatIfView(APIView):
    """What would be open, and from when, for a career handed in. Nothing is stored."""

    parser_classes = (JSONParser,)

    @extend_schema(request=FactsGivenSerializer, responses=WhatIfSerializer)
    def post(self, request: Request) -> Response:
        """Reckon levels 2 to 6; implausible facts are pointed out, not refused."""
        facts = parse_facts(request.data)
        day = today()
        answer = explain_what_if(facts, today=day)
        context = {"today": day, "warnings": warnings(facts)}
        return Response(WhatIfSerializer(answer, context=context).data)
