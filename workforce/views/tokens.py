"""Keys to the API: one's own, and all of them for HR of the whole group."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.cells import CellKind
from base.components import Crumb
from base.errors import DomainError
from base.lists import Column, ListPage
from base.pages import ConfirmPage, form_errors_from, raise_for_page
from workforce.forms.account import TokenForm
from workforce.models import ApiToken
from workforce.services.api_tokens import create_api_token, withdraw_api_token
from workforce.token_filters import TOKEN_SORT_KEYS, TokenFilter
from workforce.views.form_page import ServiceFormPage, page_before


def show_key(page: Any, token: ApiToken, key: str, back_url: str) -> HttpResponse:
    """The key as an answer that no cache keeps; there is no second chance to see it."""
    page.template_name = "workforce/token_made.html"
    response: Any = page.render_to_response({"token": token, "key": key, "back_url": back_url})
    response.render()
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "no-store, private"
    return response  # type: ignore[no-any-return]


class TokenFormPage(ServiceFormPage):
    """Asks what the token is for and may do, then shows it once."""

    form_class = TokenForm
    title = gettext_lazy("New API token")
    submit_label = gettext_lazy("Make the token")

    def make(self, data: dict[str, Any]) -> tuple[ApiToken, str]:
        """Call the service. May raise DomainError."""
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        """Make it and show it."""
        try:
            token, key = self.make(form.cleaned_data)
        except DomainError as error:
            raise_for_page(error)
            form_errors_from(error, form)
            return self.render_to_response(self.get_context_data(form=form), status=400)
        return show_key(self, token, key, self.get_success_url())


class NewTokenPage(TokenFormPage):
    """Make a key for oneself."""

    explanation = gettext_lazy(
        "Whoever has the token acts as you: sees what you see and may what you may, as far as you choose "
        "below. Keep it like a password."
    )

    def make(self, data: dict[str, Any]) -> tuple[ApiToken, str]:
        """One's own."""
        return create_api_token(actor=self.actor, **data)

    def get_success_url(self) -> str:
        """The own account."""
        return reverse("workforce:account")

    def get_crumbs(self) -> list[Crumb]:
        """The own account."""
        return [Crumb(_("My account"), reverse("workforce:account"))]


class WithdrawTokenPage(ConfirmPage):
    """Ask, then make a token worthless: one's own, or anybody's for HR of the whole group."""

    action_label = gettext_lazy("Withdraw the token")
    question = gettext_lazy("Withdraw this token? The program that uses it is refused from now on.")
    done_message = gettext_lazy("The token is withdrawn.")
    dangerous = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """There is nothing here about other people's tokens."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        found = ApiToken.objects.filter(digest=kwargs["digest"])
        if not request.user.has_perm("workforce.manage_roles"):
            found = found.filter(user=request.user.pk)
        if not found.exists():
            raise Http404

    def perform(self) -> None:
        """Withdraw it."""
        withdraw_api_token(actor=self.request.user, digest=self.kwargs["digest"])  # type: ignore[arg-type]

    def get_success_url(self) -> str:
        """Back to the page that led here, else the own account."""
        return page_before(self.request) or reverse("workforce:account")


class TokenListPage(ListPage):
    """Every token of everybody, for HR of the whole group."""

    title = gettext_lazy("API tokens")
    filterset_class = TokenFilter
    sort_keys = TOKEN_SORT_KEYS
    template_name = "workforce/token_list.html"
    empty_title = gettext_lazy("No tokens")
    empty_text = gettext_lazy("No program has a key to the API.")
    columns = (
        Column("account", gettext_lazy("Account"), "user.display_name"),
        Column("login", gettext_lazy("Employee number or login"), "user.login", CellKind.CODE),
        Column("label", gettext_lazy("What for"), "label"),
        Column("scopes", gettext_lazy("Scopes"), template="workforce/cell_scopes.html"),
        Column("issued_by", gettext_lazy("Issued by"), "issued_by.display_name"),
        Column("created", gettext_lazy("Made on"), sort="created"),
        Column("expiry", gettext_lazy("Valid until"), sort="expiry"),
        Column("last_used_at", gettext_lazy("Last used"), sort="used"),
        Column("last_used_from", gettext_lazy("Last used from"), kind=CellKind.CODE),
        Column("withdraw", gettext_lazy("Action"), "digest", template="workforce/cell_withdraw.html"),
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """For HR of the whole group."""
        if not request.user.has_perm("workforce.manage_roles"):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[ApiToken]:
        """All tokens with whose they are."""
        found: QuerySet[ApiToken] = ApiToken.objects.select_related("user", "issued_by")
        return found
