"""The few addresses the page shell knows by name."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty_page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("login/", empty_page, name="account_login"),
    path("logout/", empty_page, name="account_logout"),
]
