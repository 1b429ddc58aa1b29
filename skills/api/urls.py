"""The addresses of this app below /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from rest_framework.routers import BaseRouter

from skills.api.corrections import CorrectionViewSet
from skills.api.documents import DocumentViewSet
from skills.api.eligibility import EligibilityViewSet, LadderView, WhatIfView
from skills.api.facts import ApprenticeshipViewSet, DiplomaViewSet, SpellViewSet, TitleViewSet, WageViewSet
from skills.api.figures import PyramidView, YearsView
from skills.api.grades import GradeViewSet
from skills.api.imports import ImportViewSet
from skills.api.matches import MatchViewSet
from skills.api.merging import DuplicateViewSet, MergeView
from skills.api.people import PeopleViewSet
from skills.api.policies import (
    MajorViewSet,
    NameViewSet,
    OccupationViewSet,
    RelatedViewSet,
    RuleSetViewSet,
    StandardViewSet,
)
from skills.api.policy_changes import PolicyChangeViewSet, PolicyImpactViewSet
from skills.api.privacy import (
    ErasureViewSet,
    PersonalExportViewSet,
    RetentionListView,
    RetentionView,
)
from skills.api.targets import TargetViewSet
from skills.api.wage_imports import WageImportViewSet

urlpatterns: list[URLPattern | URLResolver] = [
    path("skills/workers/<str:employee_no>/merge", MergeView.as_view(), name="skills-people-merge"),
    path("skills/workers/<str:employee_no>/ladder", LadderView.as_view(), name="skills-ladder"),
    path(
        "skills/policy-impact/<int:change_id>",
        PolicyImpactViewSet.as_view({"get": "list"}),
        name="skills-policy-impact",
    ),
    path("skills/eligibility/what-if", WhatIfView.as_view(), name="skills-what-if"),
    path("skills/retention", RetentionListView.as_view(), name="skills-retention-list"),
    path("skills/retention/<str:kind>", RetentionView.as_view(), name="skills-retention"),
    path("skills/figures/pyramid", PyramidView.as_view(), name="skills-pyramid"),
    path("skills/figures/years", YearsView.as_view(), name="skills-figures-years"),
]


def register(router: BaseRouter) -> None:
    """Add this app's lists to the router of the API."""
    router.register("skills/duplicates", DuplicateViewSet, basename="skills-duplicates")
    router.register("skills/workers", PeopleViewSet, basename="skills-people")
    router.register("skills/grades", GradeViewSet, basename="skills-grades")
    router.register("skills/spells", SpellViewSet, basename="skills-spells")
    router.register("skills/titles", TitleViewSet, basename="skills-titles")
    router.register("skills/diplomas", DiplomaViewSet, basename="skills-diplomas")
    router.register("skills/apprenticeships", ApprenticeshipViewSet, basename="skills-apprenticeships")
    router.register("skills/wages", WageViewSet, basename="skills-wages")
    router.register("skills/wage-imports", WageImportViewSet, basename="skills-wage-imports")
    router.register("skills/documents", DocumentViewSet, basename="skills-documents")
    router.register("skills/matches", MatchViewSet, basename="skills-matches")
    router.register("skills/eligibility", EligibilityViewSet, basename="skills-eligibility")
    router.register("skills/correction-requests", CorrectionViewSet, basename="skills-corrections")
    router.register("skills/imports", ImportViewSet, basename="skills-imports")
    router.register("skills/occupations", OccupationViewSet, basename="skills-occupations")
    router.register("skills/rule-sets", RuleSetViewSet, basename="skills-rule-sets")
    router.register("skills/targets", TargetViewSet, basename="skills-targets")
    router.register("skills/personal-exports", PersonalExportViewSet, basename="skills-personal-exports")
    router.register("skills/erasures", ErasureViewSet, basename="skills-erasures")
    router.register("skills/policy/changes", PolicyChangeViewSet, basename="skills-policy-changes")
    router.register("skills/policy/standards", StandardViewSet, basename="skills-standards")
    router.register("skills/policy/names", NameViewSet, basename="skills-occupation-names")
    router.register("skills/policy/majors", MajorViewSet, basename="skills-occupation-majors")
    router.register("skills/policy/related", RelatedViewSet, basename="skills-related-occupations")
