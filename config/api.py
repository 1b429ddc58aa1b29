"""The API's addresses: what each app registers, the schema and its page."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from base.exports import api as exports_api
from base.schedule_api import ScheduleListView
from notices.api import urls as notices_api
from skills.api import urls as skills_api
from workforce.api import urls as workforce_api

router = SimpleRouter(trailing_slash=False)
workforce_api.register(router)
skills_api.register(router)
notices_api.register(router)
exports_api.register(router)

urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api-docs"),
    *workforce_api.urlpatterns,
    *skills_api.urlpatterns,
    *notices_api.urlpatterns,
    path("schedules", ScheduleListView.as_view(), name="schedules"),
    path("", include(router.urls)),
]
