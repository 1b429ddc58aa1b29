"""Addresses of the policy pages."""

from django.urls import path

from skills.views import policies, policies_changes, policies_drafts, policies_impact

urlpatterns = [
    path("policies/", policies.StandardList.as_view(), name="policies"),
    path("policies/rule-sets/", policies.VersionList.as_view(), name="policy_versions"),
    path("policies/rule-sets/<int:pk>/", policies.VersionPage.as_view(), name="policy_version"),
    path("policies/occupations/<int:pk>/", policies.OccupationPage.as_view(), name="policy_occupation"),
    path("policies/names/", policies.AliasList.as_view(), name="policy_aliases"),
    path("policies/majors/", policies.MajorList.as_view(), name="policy_majors"),
    path("policies/related/", policies.RelatedList.as_view(), name="policy_related"),
    path("policies/changes/", policies_changes.ChangeList.as_view(), name="policy_changes"),
    path(
        "policies/changes/new/<str:kind>/", policies_drafts.StartChange.as_view(), name="start_policy_change"
    ),
    path("policies/changes/<int:pk>/", policies_changes.ChangePage.as_view(), name="policy_change"),
    path("policies/changes/<int:pk>/edit/", policies_drafts.EditChange.as_view(), name="edit_policy_change"),
    path(
        "policies/changes/<int:pk>/routes/new/", policies_drafts.RoutePage.as_view(), name="new_policy_route"
    ),
    path(
        "policies/changes/<int:pk>/routes/<str:code>/",
        policies_drafts.RoutePage.as_view(),
        name="policy_route",
    ),
    path(
        "policies/changes/<int:pk>/routes/<str:code>/remove/",
        policies_drafts.RemoveRoute.as_view(),
        name="remove_policy_route",
    ),
    path("policies/changes/<int:pk>/impact/", policies_impact.ImpactList.as_view(), name="policy_impact"),
    path(
        "policies/changes/<int:pk>/progress/",
        policies_changes.ChangeProgress.as_view(),
        name="policy_progress",
    ),
    path(
        "policies/changes/<int:pk>/decline/", policies_changes.DeclineChange.as_view(), name="decline_policy"
    ),
    path(
        "policies/changes/<int:pk>/<str:act>/", policies_changes.ActOnChange.as_view(), name="act_on_policy"
    ),
]
