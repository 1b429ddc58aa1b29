"""The addresses allauth knows, as far as this house has them: nobody signs up, nothing goes by e-mail."""

from allauth.account import views
from django.urls import include, path
from django.views.generic import RedirectView

from workforce import directory_login

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("directory/<str:provider_id>/login/", directory_login.directory_login, name="openid_connect_login"),
    path(
        "directory/<str:provider_id>/callback/",
        directory_login.directory_callback,
        name="openid_connect_callback",
    ),
    # allauth's own pages lead to these names
    path("signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path(
        "password/reset/",
        RedirectView.as_view(pattern_name="workforce:activate"),
        name="account_reset_password",
    ),
    path(
        "password/set/", RedirectView.as_view(pattern_name="workforce:account"), name="account_set_password"
    ),
]
