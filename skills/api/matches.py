"""What waits to be judged: the list, and judging many rows at once."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from base.api_parsers import JSONParser
from base.dates import today
from base.errors import NotPermitted, RowRefusal, RowsRefused
from base.pagination import KeysetPagination
from skills.api.scope import HasRight, actor_of, read_sent
from skills.enums import FactKind
from skills.match_filters import MATCH_SORT_KEYS, MOST_JUDGED, MatchFilter
from skills.models import MatchToJudge
from skills.queries.matches import matches_to_judge
from skills.rules import KEEP_FACTS, VIEW_FACT_RECORD
from skills.services.judgements import judge_all


class MatchToJudgeSerializer(serializers.ModelSerializer[MatchToJudge]):
    """A title or diploma beside an occupation of its worker; `fact` is the number of the title or diploma."""

    worker = serializers.CharField(source="worker.employee_no", read_only=True)
    kind = serializers.ChoiceField(choices=FactKind.choices, read_only=True)
    fact = serializers.IntegerField(source="fact_id", read_only=True)

    class Meta:
        model = MatchToJudge
        fields = ("id", "worker", "kind", "fact", "occupation", "name", "major", "major_name", "happened_on")
        read_only_fields = fields


class ToJudgeSerializer(serializers.Serializer[Any]):
    """One judgement for the rows of these ids."""

    ids = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        min_length=1,
        max_length=MOST_JUDGED,
    )
    matches = serializers.BooleanField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class NumberJudgedSerializer(serializers.Serializer[Any]):
    """How many rows were judged."""

    judged = serializers.IntegerField()


class MatchViewSet(ListModelMixin, GenericViewSet[MatchToJudge]):
    """The titles and diplomas that neither the table of majors nor anybody has judged."""

    queryset = MatchToJudge.objects.none()
    serializer_class = MatchToJudgeSerializer
    permission_classes = (IsAuthenticated, HasRight)
    right = VIEW_FACT_RECORD
    pagination_class = KeysetPagination
    filterset_class = MatchFilter
    parser_classes = (JSONParser,)
    sort_keys = MATCH_SORT_KEYS

    def get_queryset(self) -> QuerySet[MatchToJudge]:
        """What waits in the units the caller keeps or audits."""
        return matches_to_judge(self.request.user, today=today())

    @extend_schema(request=ToJudgeSerializer, responses=NumberJudgedSerializer, filters=False)
    @action(detail=False, methods=["post"])
    def judge(self, request: Request) -> Response:
        """Judge all of these rows alike, or none: 409 names those that wait no more."""
        actor = actor_of(request)
        if not actor.has_perm(KEEP_FACTS):
            raise NotPermitted(_("Only HR officers of this worker's unit keep these records."))
        sent = read_sent(request, ToJudgeSerializer)
        ids = set(sent["ids"])
        rows = list(self.get_queryset().filter(pk__in=ids).order_by("pk"))
        missing = sorted(ids - {row.pk for row in rows})
        if missing:
            why = _("Judged, corrected or taken back meanwhile.")
            refused = tuple(RowRefusal(str(pk), "changed_meanwhile", why) for pk in missing)
            raise RowsRefused(_("Nothing was judged: it cannot be done for every row chosen."), refused)
        number = judge_all(
            rows, actor=actor, matches=sent["matches"], reason=sent["reason"], now=timezone.now()
        )
        return Response({"judged": number})
