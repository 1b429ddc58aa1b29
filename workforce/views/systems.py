"""Accounts of programs: listed, made, handed over, closed and given tokens by HR of the whole group."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb
from base.dates import today
from base.pages import ConfirmPage, LoginRequired
from workforce.accounts import may_act
from workforce.enums import Role
from workforce.forms.systems import NewSystemForm, OwnerForm
from workforce.models import ApiToken, RoleGrant, User
from workforce.services.api_tokens import issue_system_token
from workforce.services.systems import close_system, create_system, hand_over_system
from workforce.views.form_page import ServiceFormPage
from workforce.views.tokens import TokenFormPage


class RootHrOnly(LoginRequired):
    """Only for HR of the whole group; `self.system` is the account of the address, if it names one."""

    kwargs: dict[str, Any]
    system: User

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse, or find the system."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if not request.user.is_authenticated:
            return
        if not request.user.has_perm("workforce.manage_roles"):
            raise PermissionDenied
        if "pk" in kwargs:
            systems = User.objects.filter(is_system=True).select_related("owner__worker")
            self.system = get_object_or_404(systems, pk=kwargs["pk"])

    def get_crumbs(self) -> list[Crumb]:
        """The list, and the system."""
        crumbs = [Crumb(_("Systems"), reverse("workforce:systems"))]
        if hasattr(self, "system"):
            crumbs.append(Crumb(self.system.display_name, self.get_success_url()))
        return crumbs

    def get_success_url(self) -> str:
        """The system's page, else the list."""
        if hasattr(self, "system"):
            return reverse("workforce:system", args=[self.system.pk])
        return reverse("workforce:systems")


class SystemsPage(RootHrOnly, TemplateView):
    """Every system, open ones first."""

    template_name = "workforce/systems.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The systems and whether the person who answers for each is still here."""
        systems = User.objects.filter(is_system=True).select_related("owner__worker")
        rows = [(one, may_act(one.owner)) for one in systems.order_by("-is_active", "display_name", "pk")]
        return super().get_context_data(
            systems=rows, crumbs=[Crumb(_("Roles"), reverse("workforce:roles"))], **kwargs
        )


class SystemPage(RootHrOnly, TemplateView):
    """One system: who answers for it, its roles and its tokens."""

    template_name = "workforce/system.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its facts."""
        roles = RoleGrant.objects.filter(user=self.system).in_force_on(today()).select_related("unit")
        return super().get_context_data(
            system=self.system,
            owner_is_here=may_act(self.system.owner),
            roles=[(Role(grant.role).label, grant.unit.name, grant.since) for grant in roles],
            tokens=ApiToken.objects.filter(user=self.system).order_by("created"),
            crumbs=self.get_crumbs()[:1],
            **kwargs,
        )


class NewSystemPage(RootHrOnly, ServiceFormPage):
    """Make an account for a program."""

    form_class = NewSystemForm
    title = gettext_lazy("New system")
    submit_label = gettext_lazy("Make the system account")
    explanation = gettext_lazy(
        "For a program that acts in its own name. It has no password; give it the role it needs, then a "
        "token."
    )

    def act(self, data: dict[str, Any]) -> None:
        """Create it."""
        self.system = create_system(actor=self.actor, **data)


class HandOverSystemPage(RootHrOnly, ServiceFormPage):
    """Let another person answer for the system."""

    form_class = OwnerForm
    title = gettext_lazy("Who answers for it")

    def get_initial(self) -> dict[str, Any]:
        """As it is now."""
        return {
            "owner": self.system.owner.login if self.system.owner else "",
            "purpose": self.system.purpose,
        }

    def act(self, data: dict[str, Any]) -> None:
        """Hand it over."""
        hand_over_system(actor=self.actor, system=self.system, **data)


class SystemTokenPage(RootHrOnly, TokenFormPage):
    """Give a system a token."""

    explanation = gettext_lazy("The token is shown once. Hand it to the person who answers for the system.")

    def make(self, data: dict[str, Any]) -> Any:
        """One of the system's."""
        return issue_system_token(actor=self.actor, system=self.system, **data)


class CloseSystemPage(RootHrOnly, ConfirmPage):
    """Ask, then switch a system off."""

    action_label = gettext_lazy("Close the system account")
    done_message = gettext_lazy("The system account is closed; its tokens are withdrawn.")
    dangerous = True

    def get_question(self) -> str:
        """Which one."""
        return _("Close %(system)s? Its tokens stop working at once.") % {"system": self.system.display_name}

    def perform(self) -> None:
        """Close it."""
        close_system(actor=self.request.user, system=self.system)  # type: ignore[arg-type]
