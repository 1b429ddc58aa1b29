"""Addresses of likely duplicates and of merging records."""

from django.urls import path

from skills.views import merging

urlpatterns = [
    path("people/duplicates/", merging.DuplicateList.as_view(), name="duplicates"),
    path("people/<str:employee_no>/merge/", merging.MergePage.as_view(), name="worker_merge"),
]
