"""Addresses of the own account and of the ways in."""

from django.urls import path

from workforce.views import account, entrance

urlpatterns = [
    path("account/", account.AccountPage.as_view(), name="account"),
    path("account/language/", account.LanguageView.as_view(), name="language"),
    path("account/tokens/new/", account.NewTokenPage.as_view(), name="token_new"),
    path("account/tokens/<str:digest>/withdraw/", account.WithdrawTokenPage.as_view(), name="token_withdraw"),
    path("activate/", entrance.ActivationPage.as_view(), name="activate"),
    path("demo/", entrance.DemoPage.as_view(), name="demo"),
]
