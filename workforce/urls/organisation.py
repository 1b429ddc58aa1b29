"""Addresses of the organisation, its roles and activation codes."""

from django.urls import path

from workforce.views import codes, roles, units

urlpatterns = [
    path("units/", units.UnitTreePage.as_view(), name="units"),
    path("units/<int:pk>/", units.UnitPage.as_view(), name="unit"),
    path("units/<int:pk>/new/", units.NewUnitPage.as_view(), name="unit_new"),
    path("units/<int:pk>/rename/", units.RenameUnitPage.as_view(), name="unit_rename"),
    path("units/<int:pk>/move/", units.MoveUnitPage.as_view(), name="unit_move"),
    path("units/<int:pk>/close/", units.CloseUnitPage.as_view(), name="unit_close"),
    path("units/<int:pk>/head/", units.SetHeadPage.as_view(), name="unit_head"),
    path("workers/<str:employee_no>/code/", codes.ResetWorkerPage.as_view(), name="worker_reset"),
    path("codes/", codes.ActivationCodesPage.as_view(), name="codes"),
    path("roles/", roles.RoleListPage.as_view(), name="roles"),
    path("roles/new/", roles.GrantRolePage.as_view(), name="role_new"),
    path("roles/<int:pk>/end/", roles.EndRolePage.as_view(), name="role_end"),
    path("accounts/new/", roles.ExternalAccountPage.as_view(), name="account_new"),
    path("accounts/<int:pk>/code/", codes.ResetAccountPage.as_view(), name="reset_account"),
]
