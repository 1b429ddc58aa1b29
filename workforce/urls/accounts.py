"""Addresses of the own account and of the ways in."""

from django.urls import path

from workforce.views import account, entrance, sessions, systems, tokens

urlpatterns = [
    path("account/", account.AccountPage.as_view(), name="account"),
    path("account/language/", account.LanguageView.as_view(), name="language"),
    path("account/sessions/", sessions.SessionsPage.as_view(), name="sessions"),
    path("account/tokens/new/", tokens.NewTokenPage.as_view(), name="token_new"),
    path("account/tokens/<str:digest>/withdraw/", tokens.WithdrawTokenPage.as_view(), name="token_withdraw"),
    path("tokens/", tokens.TokenListPage.as_view(), name="tokens"),
    path("systems/", systems.SystemsPage.as_view(), name="systems"),
    path("systems/new/", systems.NewSystemPage.as_view(), name="system_new"),
    path("systems/<int:pk>/", systems.SystemPage.as_view(), name="system"),
    path("systems/<int:pk>/owner/", systems.HandOverSystemPage.as_view(), name="system_owner"),
    path("systems/<int:pk>/tokens/new/", systems.SystemTokenPage.as_view(), name="system_token"),
    path("systems/<int:pk>/close/", systems.CloseSystemPage.as_view(), name="system_close"),
    path("activate/", entrance.ActivationPage.as_view(), name="activate"),
    path("demo/", entrance.DemoPage.as_view(), name="demo"),
]
