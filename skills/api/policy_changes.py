"""Changes of policy through the API: drafted, handed in, measured, decided by a second person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from base.errors import Missing, NotPermitted
from base.pagination import KeysetPagination
from skills.api.scope import ROW_ID, actor_of, read_sent
from skills.enums import ImpactEffect, Mark, PolicyChangeKind
from skills.models import Occupation, PolicyChange, PolicyImpact, RuleSet
from skills.policy_filters import ChangeFilter, ImpactFilter
from skills.queries.policy_changes import CHANGE_SORT_KEYS, IMPACT_SORT_KEYS, change_title, impact_counts
from skills.rules import may_see_impact
from skills.services.policy.deciding import confirm_change, decline_change
from skills.services.policy.drafting import (
    Ground,
    edit_change,
    reopen_change,
    require_drafting,
    start_change,
    submit_change,
    withdraw_change,
)
from skills.services.policy.ground import has_fresh_impact
from skills.services.policy.impact import request_impact

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="The change's ETag as last read; 409 when the draft was written anew since.",
)


class ImpactSummarySerializer(serializers.Serializer[Any]):
    """How many dates of workers the caller sees would move; null numbers are not reckoned."""

    is_fresh = serializers.BooleanField(help_text="Reckoned for this very draft on the policy of today.")
    reckoned_at = serializers.DateTimeField(allow_null=True)
    looked_at = serializers.IntegerField(allow_null=True, help_text="Workers compared.")
    earlier = serializers.IntegerField()
    later = serializers.IntegerField()
    gained = serializers.IntegerField()
    lost = serializers.IntegerField()


class ChangeSerializer(serializers.ModelSerializer[PolicyChange]):
    """A change of policy; `proposal` has the shape of its kind, `version` is the number that came of it."""

    title = serializers.SerializerMethodField()
    rule_set = serializers.CharField(source="rule_set.code", allow_null=True, default=None)
    drafted_by = serializers.CharField(source="drafted_by.display_name")
    decided_by = serializers.CharField(source="decided_by.display_name", allow_null=True, default=None)
    version = serializers.IntegerField(source="version.number", allow_null=True, default=None)

    class Meta:
        model = PolicyChange
        fields = (
            "id",
            "kind",
            "title",
            "state",
            "rule_set",
            "occupation",
            "effective_on",
            "document",
            "mark",
            "reason",
            "drafted_by",
            "drafted_at",
            "submitted_at",
            "decided_by",
            "decided_at",
            "decision_reason",
            "version",
            "prepared_at",
            "switched_at",
        )

    def get_title(self, change: PolicyChange) -> str:
        """The change in one line."""
        return change_title(change)


class ChangeDetailSerializer(ChangeSerializer):
    """A change with what it proposes and, for HR and audit, whom it would move."""

    proposal = serializers.JSONField()
    impact = serializers.SerializerMethodField()

    class Meta(ChangeSerializer.Meta):
        fields = (*ChangeSerializer.Meta.fields, "proposal", "impact")  # type: ignore[assignment]

    @extend_schema_field(ImpactSummarySerializer(allow_null=True))
    def get_impact(self, change: PolicyChange) -> dict[str, Any] | None:
        """Null for those who see nobody's dates, and for a mere name."""
        user = self.context["request"].user
        if not change.touches_dates or not may_see_impact.test(user):
            return None
        counts = impact_counts(change, user)
        return {
            "is_fresh": change.decided_at is None and has_fresh_impact(change),
            "reckoned_at": change.impact_at,
            "looked_at": change.impact_looked_at,
            **{effect.value: counts[effect] for effect in ImpactEffect},
        }


class DraftSerializer(serializers.Serializer[Any]):
    """What a draft says: from when, by which document, why, and what.

    `proposal` by kind: version {source_note, routes: [{code, target, document, mark, source_note, clauses:
    [{kind, level, years, rank, diploma_kinds, final_year, unrecorded_fact}]}]} with the fields of the kind;
    standard {title, edition, rule_set}; alias_add {name, kind}; alias_end {name}; major_add and major_end
    {major}; related_add and related_end {related: code}.
    """

    effective_on = serializers.DateField()
    document = serializers.CharField(max_length=200)
    mark = serializers.ChoiceField(choices=Mark.choices)
    reason = serializers.CharField(max_length=500)
    proposal = serializers.DictField()

    def ground(self) -> Ground:
        """Day, document, mark and reason as the services take them."""
        sent = self.validated_data
        return Ground(
            effective_on=sent["effective_on"],
            document=sent["document"],
            mark=sent["mark"],
            reason=sent["reason"],
        )


class NewDraftSerializer(DraftSerializer):
    """A new draft: of a rule set (by code) for `version`, of an occupation (by id) for every other kind."""

    kind = serializers.ChoiceField(choices=PolicyChangeKind.choices)
    rule_set = serializers.CharField(max_length=12, required=False, allow_null=True, default=None)
    occupation = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False, allow_null=True, default=None
    )


class PolicyReasonSerializer(serializers.Serializer[Any]):
    """Why not."""

    reason = serializers.CharField(max_length=500)


class ImpactRowSerializer(serializers.ModelSerializer[PolicyImpact]):
    """A level that would open to a worker on another day, as of the day the change takes effect."""

    worker = serializers.CharField(source="worker.employee_no")
    worker_name = serializers.CharField(source="worker.name")

    class Meta:
        model = PolicyImpact
        fields = (
            "id",
            "worker",
            "worker_name",
            "occupation",
            "target",
            "effect",
            "before_on",
            "before_route",
            "after_on",
            "after_route",
        )


class PolicyChangeViewSet(ListModelMixin, GenericViewSet[PolicyChange]):
    """Changes of policy: confirmed ones for everybody, others for HR officers and auditors."""

    queryset = PolicyChange.objects.none()
    serializer_class = ChangeSerializer
    pagination_class = KeysetPagination
    filterset_class = ChangeFilter
    sort_keys = CHANGE_SORT_KEYS
    lookup_url_kwarg = "id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[PolicyChange]:
        """The changes in scope."""
        return (
            PolicyChange.objects.named()
            .visible_to(self.request.user)
            .select_related("rule_set", "occupation", "drafted_by", "decided_by", "version")
        )

    @extend_schema(parameters=[ROW_ID], responses=ChangeDetailSerializer, filters=False)
    def retrieve(self, request: Request, id: str) -> Response:  # noqa: A002
        """One change with its proposal; its ETag goes into `If-Match`."""
        return self._answer(self._found(id))

    @extend_schema(request=NewDraftSerializer, responses={201: ChangeDetailSerializer})
    def create(self, request: Request) -> Response:
        """Begin a draft; HR officers of the whole group alone."""
        require_drafting(actor_of(request))
        serializer = NewDraftSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        sent = serializer.validated_data
        rule_set = RuleSet.objects.filter(code=sent["rule_set"] or "").first()
        occupation = Occupation.objects.filter(pk=sent["occupation"] or 0).first()
        if (sent["rule_set"] and rule_set is None) or (sent["occupation"] and occupation is None):
            raise Missing(_("There is no such rule set or occupation."))
        change = start_change(
            actor=actor_of(request),
            kind=sent["kind"],
            rule_set=rule_set,
            occupation=occupation,
            proposal=sent["proposal"],
            ground=serializer.ground(),
            now=timezone.now(),
        )
        return self._answer(change, status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[ROW_ID, IF_MATCH],
        request=DraftSerializer,
        responses=ChangeDetailSerializer,
        filters=False,
    )
    def update(self, request: Request, id: str) -> Response:  # noqa: A002
        """Write the whole draft anew; the caller becomes one of its drafters."""
        found = self._found(id)
        require_drafting(actor_of(request))
        serializer = DraftSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        edit_change(
            found,
            actor=actor_of(request),
            proposal=serializer.validated_data["proposal"],
            ground=serializer.ground(),
            digest=_digest_read(request),
            now=timezone.now(),
        )
        return self._answer(found)

    @extend_schema(parameters=[ROW_ID], request=None, responses=ChangeDetailSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, id: str) -> Response:  # noqa: A002
        """Hand the draft in; its impact is reckoned in the background when it is not there yet."""
        return self._act(submit_change, id)

    @extend_schema(parameters=[ROW_ID], request=None, responses=ChangeDetailSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, id: str) -> Response:  # noqa: A002
        """Take a change that waits back into drafting."""
        return self._act(reopen_change, id)

    @extend_schema(parameters=[ROW_ID], request=None, responses=ChangeDetailSerializer, filters=False)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, id: str) -> Response:  # noqa: A002
        """Give a change up before it was decided."""
        return self._act(withdraw_change, id)

    @extend_schema(parameters=[ROW_ID], request=None, responses={202: ChangeDetailSerializer}, filters=False)
    @action(detail=True, methods=["post"])
    def measure(self, request: Request, id: str) -> Response:  # noqa: A002
        """Reckon in the background whose dates would move."""
        found = self._found(id)
        require_drafting(actor_of(request))
        request_impact(found, actor=actor_of(request), now=timezone.now())
        return self._answer(found, status.HTTP_202_ACCEPTED)

    @extend_schema(
        parameters=[ROW_ID, IF_MATCH], request=None, responses=ChangeDetailSerializer, filters=False
    )
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, id: str) -> Response:  # noqa: A002
        """Put the change in force from its day on; never by anybody who wrote on the draft."""
        found = self._found(id)
        require_drafting(actor_of(request))
        decided = confirm_change(
            found, actor=actor_of(request), digest=_digest_read(request), now=timezone.now()
        )
        return self._answer(decided)

    @extend_schema(
        parameters=[ROW_ID], request=PolicyReasonSerializer, responses=ChangeDetailSerializer, filters=False
    )
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, id: str) -> Response:  # noqa: A002
        """Say no, with the reason the drafters will read."""
        found = self._found(id)
        require_drafting(actor_of(request))
        reason = read_sent(request, PolicyReasonSerializer)["reason"]
        return self._answer(decline_change(found, actor=actor_of(request), reason=reason, now=timezone.now()))

    def _act(self, act: Callable[..., PolicyChange], row_id: str) -> Response:
        found = self._found(row_id)
        require_drafting(actor_of(self.request))
        return self._answer(act(found, actor=actor_of(self.request), now=timezone.now()))

    def _found(self, row_id: str) -> PolicyChange:
        found = self.get_queryset().filter(pk=int(row_id)).first()
        if found is None:
            raise Missing(_("There is no such change of policy."))
        return found

    def _answer(self, change: PolicyChange, code: int = status.HTTP_200_OK) -> Response:
        fresh = self._found(str(change.pk))
        body = ChangeDetailSerializer(fresh, context=self.get_serializer_context()).data
        return Response(body, code, headers={"ETag": f'"{fresh.digest}"'})


class PolicyImpactViewSet(ListModelMixin, GenericViewSet[PolicyImpact]):
    """Whom a change would move, among the workers the caller sees; HR officers and auditors alone."""

    queryset = PolicyImpact.objects.none()
    serializer_class = ImpactRowSerializer
    pagination_class = KeysetPagination
    filterset_class = ImpactFilter
    sort_keys = IMPACT_SORT_KEYS

    def get_queryset(self) -> QuerySet[PolicyImpact]:
        """The rows of the change in the address. Raises Missing out of scope, NotPermitted."""
        if getattr(self, "swagger_fake_view", False):
            return PolicyImpact.objects.none()
        user = self.request.user
        change = PolicyChange.objects.visible_to(user).filter(pk=int(self.kwargs["change_id"])).first()
        if change is None:
            raise Missing(_("There is no such change of policy."))
        if not may_see_impact.test(user):
            raise NotPermitted(_("Only HR officers and auditors see whose dates move."))
        rows = PolicyImpact.objects.visible_to(user).filter(change=change)
        return rows.select_related("worker").defer("worker__id_number", "worker__id_number_index")


def _digest_read(request: Request) -> str:
    """The name of the draft the caller read, from `If-Match`; empty asks for any."""
    sent = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    return "" if sent == "*" else sent
