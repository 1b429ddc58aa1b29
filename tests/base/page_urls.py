"""The few addresses the page shell knows by name, and pages that show everything it is made of."""

from __future__ import annotations

from datetime import date

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from base.components import Bar, ClauseItem, ClauseState, CodeSlip, Definition, Progress, TimelineEntry
from base.lists import Column, ListPage
from base.pages import ConfirmPage
from base.pagination import SortKey
from base.staircase import Step, StepState
from workforce.models import User

EVERYTHING = """{% extends "base/page.html" %}{% load components %}
{% block title %}Everything{% endblock %}{% block heading %}Everything{% endblock %}
{% block content %}
{% staircase steps "工" "匠" %}{% staircase_small steps %}{% badge "在岗" "green" %}
{% definitions definitions %}{% clauses clauses %}{% timeline entries %}
{% bars bars "Levels" "Level" "People" %}
{% progress job %}{% empty "All caught up" %}{% code_sheet slips %}
{% confirm_button url="/undo/" label="Undo" question="Undo the import?" name="undo" %}
{% endblock %}"""

DAY = date(2026, 11, 21)
LONG_NAME = "阿卜杜拉合曼·买买提江·阿卜杜热依木 Abdurahman Mamatjan"


def empty_page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def everything(request: HttpRequest) -> HttpResponse:
    states = [StepState.REACHED, StepState.CURRENT, StepState.NEXT, *[StepState.CLOSED] * 5]
    context = {
        "steps": [Step(order, f"第{order}级", state, "2027-03-01") for order, state in enumerate(states, 1)],
        "definitions": [Definition("Name", LONG_NAME), Definition("Phone", None)],
        "clauses": [ClauseItem(state, LONG_NAME, DAY, "note", "Upload", "/") for state in ClauseState],
        "entries": [TimelineEntry(DAY, LONG_NAME, LONG_NAME, "kind", "green")],
        "bars": [Bar(LONG_NAME, 1234), Bar("b", 5)],
        "job": Progress(5, 10, "Reading", "/everything/", "/everything/", is_over=True),
        "slips": [CodeSlip(LONG_NAME, "T000001", "7KQ2-M4XP", "14 days")],
    }
    return HttpResponse(engines["django"].from_string(EVERYTHING).render(context, request))


class UndoPage(ConfirmPage):
    question = "Undo the import?"
    action_label = "Undo"

    def perform(self) -> None:
        """Nothing to undo."""

    def get_success_url(self) -> str:
        return "/everything/"


class AccountFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Login", field_name="login", lookup_expr="icontains")

    class Meta:
        model = User
        fields: list[str] = []


class AccountList(ListPage):
    title = "Accounts"
    filterset_class = AccountFilter
    sort_keys = (SortKey("login", "Login", ("login",)),)
    columns = (Column("login", "Login", sort="login"), Column("display_name", "Name"))
    page_size = 10

    def get_queryset(self) -> QuerySet[User]:
        return get_user_model().objects.all()


urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("login/", empty_page, name="account_login"),
    path("logout/", empty_page, name="account_logout"),
    path("everything/", everything, name="everything"),
    path("undo/", UndoPage.as_view(), name="undo"),
    path("accounts/", AccountList.as_view(), name="accounts"),
    path("", include("base.urls")),
]
