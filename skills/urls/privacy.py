"""Addresses of personal data in one file, erasures and retention."""

from django.urls import path

from skills.views import privacy

urlpatterns = [
    path("people/<str:employee_no>/data/", privacy.PersonalDataPage.as_view(), name="personal_data"),
    path(
        "people/<str:employee_no>/data/progress/",
        privacy.PersonalDataProgress.as_view(),
        name="personal_data_progress",
    ),
    path("people/<str:employee_no>/erase/", privacy.EraseWorkerPage.as_view(), name="erase_worker"),
    path("erasures/", privacy.ErasureList.as_view(), name="erasures"),
    path("erasures/<int:pk>/confirm/", privacy.ConfirmErasure.as_view(), name="confirm_erasure"),
    path("erasures/<int:pk>/withdraw/", privacy.WithdrawErasure.as_view(), name="withdraw_erasure"),
    path("retention/", privacy.RetentionList.as_view(), name="retention"),
    path("retention/<str:kind>/", privacy.RetentionPage.as_view(), name="retention_rule"),
]
