"""Addresses for HR: rules, what was told, channels and webhooks."""

from django.urls import path

from notices.views import rules, told

urlpatterns = [
    path("rules/", rules.RulesPage.as_view(), name="rules"),
    path("rules/<str:rule>/", rules.RulePage.as_view(), name="rule"),
    path("rules/<str:rule>/set/", rules.SetRulePage.as_view(), name="rule_set"),
    path("rules/<str:rule>/tomorrow/", rules.RuleTomorrow.as_view(), name="rule_tomorrow"),
    path("told/", told.ToldPage.as_view(), name="told"),
    path("told/<int:pk>/", told.ToldOnePage.as_view(), name="told_one"),
]
