"""Addresses of the organisation, its roles and activation codes."""

from django.urls import path

from workforce.views import (
    codes,
    id_readings,
    relations,
    rights,
    roles,
    unit_choices,
    unit_forms,
    unit_heads,
    units,
)

urlpatterns = [
    path("units/", units.UnitTreePage.as_view(), name="units"),
    path("units/choices/", unit_choices.UnitChoicesPart.as_view(), name="unit_choices"),
    path("units/<int:pk>/", units.UnitPage.as_view(), name="unit"),
    path("units/<int:pk>/below/", units.BranchesBelowPart.as_view(), name="unit_branches"),
    path("units/<int:pk>/new/", unit_forms.NewUnitPage.as_view(), name="unit_new"),
    path("units/<int:pk>/rename/", unit_forms.RenameUnitPage.as_view(), name="unit_rename"),
    path("units/<int:pk>/code/", unit_forms.RecodeUnitPage.as_view(), name="unit_recode"),
    path("units/<int:pk>/move/", unit_forms.MoveUnitPage.as_view(), name="unit_move"),
    path("units/<int:pk>/merge/", unit_forms.MergeUnitPage.as_view(), name="unit_merge"),
    path("units/<int:pk>/close/", unit_forms.CloseUnitPage.as_view(), name="unit_close"),
    path("units/<int:pk>/reopen/", unit_forms.ReopenUnitPage.as_view(), name="unit_reopen"),
    path("units/plans/<int:pk>/cancel/", unit_forms.CancelPlanPage.as_view(), name="plan_cancel"),
    path("units/<int:pk>/head/", unit_heads.SetHeadPage.as_view(), name="unit_head"),
    path("units/<int:pk>/head/<int:head>/end/", unit_heads.EndHeadPage.as_view(), name="unit_head_end"),
    path("units/<int:pk>/deputy/", unit_heads.DelegatePage.as_view(), name="unit_delegate"),
    path("deputies/<int:pk>/end/", unit_heads.EndDelegationPage.as_view(), name="delegation_end"),
    path("workers/<str:employee_no>/code/", codes.ResetWorkerPage.as_view(), name="worker_reset"),
    path("codes/", codes.ActivationCodesPage.as_view(), name="codes"),
    path("roles/", roles.RoleListPage.as_view(), name="roles"),
    path("roles/new/", roles.GrantRolePage.as_view(), name="role_new"),
    path("roles/review/", rights.RightsReviewPage.as_view(), name="roles_review"),
    path("roles/fields/", rights.FieldTablePage.as_view(), name="field_table"),
    path("roles/mine/", rights.OwnRightsPage.as_view(), name="own_roles"),
    path("roles/of/<int:pk>/", rights.PersonRightsPage.as_view(), name="person_roles"),
    path("relations/", relations.OwnRelationsPage.as_view(), name="own_relations"),
    path("relations/declare/", relations.DeclareRelativePage.as_view(), name="declare_relative"),
    path(
        "relations/declared/<int:pk>/accept/",
        relations.AcceptDeclarationPage.as_view(),
        name="declaration_accept",
    ),
    path(
        "relations/declared/<int:pk>/decline/",
        relations.DeclineDeclarationPage.as_view(),
        name="declaration_decline",
    ),
    path(
        "relations/declared/<int:pk>/withdraw/",
        relations.WithdrawDeclarationPage.as_view(),
        name="declaration_withdraw",
    ),
    path(
        "workers/<str:employee_no>/relations/",
        relations.RelationsPage.as_view(),
        name="worker_relations",
    ),
    path(
        "workers/<str:employee_no>/relations/new/",
        relations.NewRelationPage.as_view(),
        name="worker_relation_new",
    ),
    path(
        "workers/<str:employee_no>/relations/<int:relation>/end/",
        relations.EndRelationPage.as_view(),
        name="worker_relation_end",
    ),
    path("id-readings/", id_readings.IdReadingListPage.as_view(), name="id_readings"),
    path("roles/<int:pk>/end/", roles.EndRolePage.as_view(), name="role_end"),
    path("accounts/new/", roles.ExternalAccountPage.as_view(), name="account_new"),
    path("accounts/<int:pk>/code/", codes.ResetAccountPage.as_view(), name="reset_account"),
]
