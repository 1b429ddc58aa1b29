"""Occupations and rule sets, to read: what a grade can be in, and what each level asks for."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from base.pagination import KeysetPagination, SortKey
from skills.models import (
    Clause,
    Occupation,
    OccupationAlias,
    OccupationMajor,
    RelatedOccupation,
    Route,
    RuleSet,
    RuleSetVersion,
    Standard,
)


class AliasSerializer(serializers.ModelSerializer[OccupationAlias]):
    """Another name of an occupation, or a trade within it."""

    class Meta:
        model = OccupationAlias
        fields = ("name", "kind")


class StandardSerializer(serializers.ModelSerializer[Standard]):
    """A standard of an occupation and the rule set it names."""

    rule_set = serializers.CharField(source="rule_set.code")

    class Meta:
        model = Standard
        fields = ("title", "edition", "rule_set", "valid_from", "valid_to", "document", "mark")


class OccupationSerializer(serializers.ModelSerializer[Occupation]):
    """An occupation; `code_mark` says how far its code is vouched for."""

    class Meta:
        model = Occupation
        fields = ("id", "code", "name", "field", "code_mark")


class OccupationDetailSerializer(OccupationSerializer):
    """An occupation with its names, standards, majors and the occupations whose work counts for it."""

    aliases = AliasSerializer(many=True)
    standards = StandardSerializer(many=True)
    related = serializers.SerializerMethodField()
    majors = serializers.SerializerMethodField()

    class Meta(OccupationSerializer.Meta):
        fields = (*OccupationSerializer.Meta.fields, "aliases", "standards", "related", "majors")  # type: ignore[assignment]

    def get_related(self, occupation: Occupation) -> list[str]:
        """Names of the occupations whose work and certificates count for this one."""
        return [link.related.name for link in occupation.related_links.all()]

    def get_majors(self, occupation: Occupation) -> list[str]:
        """Names of the majors that match."""
        return [link.major.name for link in occupation.major_links.all()]


class OccupationViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[Occupation]):
    """The occupations of the national classification that are loaded here."""

    queryset = Occupation.objects.all()
    serializer_class = OccupationSerializer
    pagination_class = KeysetPagination
    sort_keys = (
        SortKey("code", _("Occupation code"), ("code",)),
        SortKey("name", _("Occupation"), ("name",)),
    )
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Occupation]:
        """All occupations; for one of them also what belongs to it."""
        occupations = Occupation.objects.all()
        if self.action != "retrieve":
            return occupations
        return occupations.prefetch_related(
            "aliases",
            Prefetch("standards", Standard.objects.select_related("rule_set")),
            Prefetch("related_links", RelatedOccupation.objects.select_related("related")),
            Prefetch("major_links", OccupationMajor.objects.select_related("major")),
        )

    def get_serializer_class(self) -> type[serializers.BaseSerializer[Any]]:
        """One occupation is shown in full."""
        return OccupationDetailSerializer if self.action == "retrieve" else OccupationSerializer


class ClauseSerializer(serializers.ModelSerializer[Clause]):
    """One condition of a route; which fields are used depends on its kind."""

    class Meta:
        model = Clause
        fields = (
            "position",
            "kind",
            "level",
            "years",
            "rank",
            "diploma_kinds",
            "final_year",
            "unrecorded_fact",
        )


class RouteSerializer(serializers.ModelSerializer[Route]):
    """One way to be eligible for a level: all its clauses must hold."""

    clauses = ClauseSerializer(many=True)

    class Meta:
        model = Route
        fields = ("code", "target", "document", "mark", "source_note", "clauses")


class RuleSetVersionSerializer(serializers.ModelSerializer[RuleSetVersion]):
    """The routes in force in a span of days."""

    routes = RouteSerializer(many=True)

    class Meta:
        model = RuleSetVersion
        fields = (
            "number",
            "valid_from",
            "valid_to",
            "document",
            "mark",
            "source_note",
            "confirmed_at",
            "routes",
        )


class RuleSetSerializer(serializers.ModelSerializer[RuleSet]):
    """A family of application routes with its versions."""

    versions = RuleSetVersionSerializer(many=True)

    class Meta:
        model = RuleSet
        fields = ("code", "title", "applies_to_all", "versions")


class RuleSetViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet[RuleSet]):
    """The rule sets with every version, route and clause, and where each comes from."""

    queryset = RuleSet.objects.prefetch_related("versions__routes__clauses")
    serializer_class = RuleSetSerializer
    pagination_class = KeysetPagination
    sort_keys = (SortKey("code", _("Rule set"), ("code",)),)
    lookup_field = "code"
    lookup_value_regex = "[A-Za-z0-9-]+"
