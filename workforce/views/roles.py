"""Who holds which role over which unit, since when and by whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.cells import CellKind
from base.components import Crumb
from base.dates import today
from base.lists import Column, ListExport, ListPage
from base.pages import VisibleObjectMixin
from base.scoping import AnyUser
from workforce.enums import Role, Term
from workforce.filters import ROLE_SORT_KEYS, ShownRoleFilter
from workforce.forms.roles import EndRoleForm, ExternalAccountForm, RoleForm
from workforce.models import RoleGrant, User
from workforce.queries.roles import term_on, visible_grants
from workforce.services.accounts import create_external_account
from workforce.services.roles import end_role, grant_role
from workforce.views.form_page import ServiceFormPage


def _is_endable(grant: RoleGrant) -> bool:
    return term_on(grant, today()) is not Term.ENDED


def _term(grant: RoleGrant) -> Term:
    return term_on(grant, today())


def _end(grant: RoleGrant) -> str:
    """Who ended it and why; empty when nobody did."""
    return ": ".join(filter(None, (grant.ended_by.display_name if grant.ended_by else "", grant.end_reason)))


def _page_of_person(grant: RoleGrant) -> str:
    return reverse("workforce:person_roles", args=[grant.user_id])


def _last_day(grant: RoleGrant) -> date | None:
    return grant.last_day if grant.until is None or grant.until > grant.since else None


def may_view_roles(user: AnyUser) -> bool:
    """Those who keep or audit any unit."""
    return isinstance(user, User) and user.has_perm("workforce.view_roles")


def _manages_roles(user: AnyUser) -> bool:
    return isinstance(user, User) and user.has_perm("workforce.manage_roles")


class RoleListPage(ListPage):
    """Roles on the units the person keeps or audits; those held today unless asked otherwise."""

    title = gettext_lazy("Roles")
    export = ListExport("workforce.roles", who=may_view_roles)
    filterset_class = ShownRoleFilter
    sort_keys = ROLE_SORT_KEYS
    chip_filter = "state"
    template_name = "workforce/role_list.html"
    empty_title = gettext_lazy("No roles")
    empty_text = gettext_lazy("No role is held on the units you see.")
    columns = (
        Column("person", gettext_lazy("Person"), "user.display_name", sort="person", link=_page_of_person),
        Column("login", gettext_lazy("Employee number or login"), "user.login", CellKind.CODE),
        Column("role", gettext_lazy("Role"), "get_role_display"),
        Column("unit", gettext_lazy("Unit"), "unit.name", sort="unit"),
        Column("since", gettext_lazy("Since"), kind=CellKind.DATE, sort="since"),
        Column("last_day", gettext_lazy("Last day"), _last_day, kind=CellKind.DATE),
        Column("granted_by", gettext_lazy("Granted by"), "granted_by.display_name"),
        Column("reason", gettext_lazy("Reason")),
        Column("ended", gettext_lazy("Ended by"), _end),
        Column("state", gettext_lazy("State"), _term, kind=CellKind.BADGE),
        Column(
            "end",
            gettext_lazy("Action"),
            _is_endable,
            template="workforce/role_action.html",
            who=_manages_roles,
            is_exported=False,
        ),
    )

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """For those who keep or audit any unit."""
        return may_view_roles(user)

    def get_queryset(self) -> QuerySet[RoleGrant]:
        """Roles in scope, with who, where and by whom."""
        return visible_grants(self.request.user)

    def get_context_data(self) -> dict[str, Any]:
        """Whether roles may be changed here."""
        return {"may_manage": self.request.user.has_perm("workforce.manage_roles")}


class _RoleManagersOnly(ServiceFormPage):
    """A form for HR officers of the whole group."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse everybody else before the form is shown."""
        if request.user.is_authenticated and not request.user.has_perm("workforce.manage_roles"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """The list of roles."""
        return reverse("workforce:roles")

    def get_crumbs(self) -> list[Crumb]:
        """The list of roles."""
        return [Crumb(_("Roles"), reverse("workforce:roles"))]


class GrantRolePage(_RoleManagersOnly):
    """Give somebody a role."""

    form_class = RoleForm
    title = gettext_lazy("Give a role")
    submit_label = gettext_lazy("Give the role")

    def get_initial(self) -> dict[str, Any]:
        """From today on."""
        return {"since": today()}

    def act(self, data: dict[str, Any]) -> None:
        """Grant it."""
        grant_role(
            actor=self.actor,
            user=data["user"],
            role=Role(data["role"]),
            unit=data["unit"],
            since=data["since"],
            today=today(),
            reason=data["reason"],
            last_day=data["last_day"],
        )


class ExternalAccountPage(_RoleManagersOnly):
    """Make an account for somebody who is no worker."""

    form_class = ExternalAccountForm
    title = gettext_lazy("Account for somebody from outside")
    submit_label = gettext_lazy("Make the account")
    explanation = gettext_lazy(
        "For an auditor or adviser who is no worker here. Give the role next, then print the activation code."
    )

    def act(self, data: dict[str, Any]) -> None:
        """Create it."""
        self.user_made: User = create_external_account(actor=self.actor, **data)

    def get_success_url(self) -> str:
        """On to the activation code of the new account."""
        made = getattr(self, "user_made", None)
        return reverse("workforce:reset_account", args=[made.pk]) if made else reverse("workforce:roles")


class EndRolePage(VisibleObjectMixin[RoleGrant], ServiceFormPage):
    """End a role: at once, or after a last day."""

    model = RoleGrant
    form_class = EndRoleForm
    title = gettext_lazy("End the role")
    submit_label = gettext_lazy("End the role")
    done_message = gettext_lazy("The end of the role is written down.")

    def get_object(self) -> RoleGrant:
        """A role in scope, for those who may change roles."""
        found = super().get_object()
        if not self.request.user.has_perm("workforce.manage_roles"):
            raise PermissionDenied
        return found

    def get_explanation(self) -> str:
        """Whose role it is."""
        return _("%(role)s of %(person)s over %(unit)s. Without a last day it ends at once.") % {
            "role": self.object.get_role_display(),
            "person": self.object.user.display_name,
            "unit": self.object.unit.name,
        }

    def act(self, data: dict[str, Any]) -> None:
        """End it."""
        end_role(actor=self.actor, grant=self.object, today=today(), **data)

    def get_success_url(self) -> str:
        """The list of roles."""
        return reverse("workforce:roles")

    def get_crumbs(self) -> list[Crumb]:
        """The list of roles."""
        return [Crumb(_("Roles"), reverse("workforce:roles"))]
