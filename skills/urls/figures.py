"""Addresses of the figures."""

from django.urls import path

from skills.views import figures

urlpatterns = [path("figures/", figures.Figures.as_view(), name="figures")]
