"""Occupations and rule sets, to read: what a grade can be in, and what each level asks for."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.viewsets import GenericViewSet

from base.dates import today
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
from skills.policy_filters import AliasFilter, MajorFilter, RelatedFilter, StandardFilter
from skills.queries.policies import ALIAS_SORT_KEYS, MAJOR_SORT_KEYS, RELATED_SORT_KEYS, STANDARD_SORT_KEYS


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


class StandardRowSerializer(serializers.ModelSerializer[Standard]):
    """A standard with its occupation (id) and the code of the rule set it names."""

    rule_set = serializers.CharField(source="rule_set.code")

    class Meta:
        model = Standard
        fields = (
            "id",
            "occupation",
            "title",
            "edition",
            "rule_set",
            "valid_from",
            "valid_to",
            "document",
            "mark",
        )


class NameRowSerializer(serializers.ModelSerializer[OccupationAlias]):
    """Another name of an occupation (id); without a first day it has held since ever."""

    class Meta:
        model = OccupationAlias
        fields = ("id", "occupation", "name", "kind", "valid_from", "valid_to", "document")


class MajorRowSerializer(serializers.ModelSerializer[OccupationMajor]):
    """A major whose diplomas match an occupation (id)."""

    major = serializers.CharField(source="major.name")

    class Meta:
        model = OccupationMajor
        fields = ("id", "occupation", "major", "mark", "valid_from", "valid_to", "document")


class RelatedRowSerializer(serializers.ModelSerializer[RelatedOccupation]):
    """Work and certificates in `related` count for `occupation` (ids)."""

    class Meta:
        model = RelatedOccupation
        fields = ("id", "occupation", "related", "mark", "valid_from", "valid_to", "document")


class StandardViewSet(ListModelMixin, GenericViewSet[Standard]):
    """The standards of all occupations: in force, coming and past."""

    queryset = Standard.objects.select_related("rule_set")
    serializer_class = StandardRowSerializer
    pagination_class = KeysetPagination
    filterset_class = StandardFilter
    sort_keys = STANDARD_SORT_KEYS


class NameViewSet(ListModelMixin, GenericViewSet[OccupationAlias]):
    """The other names of occupations."""

    queryset = OccupationAlias.objects.all()
    serializer_class = NameRowSerializer
    pagination_class = KeysetPagination
    filterset_class = AliasFilter
    sort_keys = ALIAS_SORT_KEYS


class MajorViewSet(ListModelMixin, GenericViewSet[OccupationMajor]):
    """The occupation → major table."""

    queryset = OccupationMajor.objects.select_related("major")
    serializer_class = MajorRowSerializer
    pagination_class = KeysetPagination
    filterset_class = MajorFilter
    sort_keys = MAJOR_SORT_KEYS


class RelatedViewSet(ListModelMixin, GenericViewSet[RelatedOccupation]):
    """Occupations whose work counts for another."""

    queryset = RelatedOccupation.objects.all()
    serializer_class = RelatedRowSerializer
    pagination_class = KeysetPagination
    filterset_class = RelatedFilter
    sort_keys = RELATED_SORT_KEYS


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
            Prefetch("aliases", OccupationAlias.objects.in_force(today())),
            Prefetch("standards", Standard.objects.select_related("rule_set")),
            Prefetch("related_links", RelatedOccupation.objects.in_force(today()).select_related("related")),
            Prefetch("major_links", OccupationMajor.objects.in_force(today()).select_related("major")),
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
