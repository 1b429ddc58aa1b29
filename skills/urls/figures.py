"""Addresses of the figures and targets."""

from django.urls import path

from skills.views import figures, targets

urlpatterns = [
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("figures/years/", figures.YearsOfFigures.as_view(), name="figures_years"),
    path("figures/promotions/", figures.PromotionList.as_view(), name="promotions"),
    path("figures/targets/", targets.Targets.as_view(), name="targets"),
    path("figures/targets/new/", targets.NewTarget.as_view(), name="target_new"),
    path("figures/targets/<int:pk>/", targets.TargetPage.as_view(), name="target"),
    path("figures/targets/<int:pk>/change/", targets.ChangeTarget.as_view(), name="target_change"),
    path("figures/targets/<int:pk>/withdraw/", targets.WithdrawTarget.as_view(), name="target_withdraw"),
    path("figures/targets/<int:pk>/report/", targets.ReportTarget.as_view(), name="target_report"),
]
