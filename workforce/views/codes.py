"""Activation codes: issued for a unit or one person, shown once, on a page made to be printed."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BooleanField, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.cells import format_cell
from base.components import CodeSlip
from base.errors import DomainError
from base.pages import ConfirmPage, VisibleObjectMixin, form_errors_from, raise_for_page
from base.scoping import AnyUser
from workforce.models import User, Worker
from workforce.queries.unit_choices import kept_units
from workforce.services.activation_codes import IssuedCode, issue_activation_codes, reset_password
from workforce.unit_input import UnitField
from workforce.views.form_page import ServiceFormPage, page_before


class CodesForm(Form):
    """For which unit, and whether slips already printed are replaced."""

    unit = UnitField(label=gettext_lazy("Unit and below"))
    replace = BooleanField(
        label=gettext_lazy("Replace codes already printed"),
        required=False,
        help_text=gettext_lazy("The slips handed out before stop working."),
    )

    def __init__(self, *args: Any, asker: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = kept_units(asker)  # type: ignore[attr-defined]


def slip_of(issued: IssuedCode) -> CodeSlip:
    """The slip handed to one person."""
    return CodeSlip(
        name=issued.user.display_name,
        number=issued.user.login,
        code=issued.code,
        note=_("Valid until %(moment)s, once.") % {"moment": format_cell(issued.expires_at)},
    )


def slips_by_unit(issued: list[IssuedCode]) -> list[tuple[str, list[CodeSlip]]]:
    """Slips in the order of the units, a heading each."""
    named = [(one.user.worker.unit.name if one.user.worker else "", one) for one in issued]
    return [
        (name, [slip_of(one) for _name, one in group])
        for name, group in groupby(named, key=lambda pair: pair[0])
    ]


class ActivationCodesPage(ServiceFormPage):
    """Asks for the unit, then shows the sheet; the codes stand in that one answer and nowhere else."""

    form_class = CodesForm
    title = gettext_lazy("Activation codes")
    submit_label = gettext_lazy("Make the sheet")
    explanation = gettext_lazy(
        "Everybody employed in the unit or below it who has no password yet gets a code to set one, valid "
        "for 14 days. The codes are shown once: print the sheet at once, and cut and hand out the slips."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """For HR officers."""
        if request.user.is_authenticated and not request.user.has_perm("workforce.issue_codes"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the units the person keeps."""
        return {**super().get_form_kwargs(), "asker": self.request.user}

    def get_success_url(self) -> str:
        """This page, empty."""
        return reverse("workforce:codes")

    def get_back_url(self) -> str:
        """The organisation."""
        return reverse("workforce:units")

    def form_valid(self, form: Form) -> HttpResponse:
        """Issue and show."""
        unit = form.cleaned_data["unit"]
        try:
            issued = issue_activation_codes(
                actor=self.actor, unit=unit, now=timezone.now(), replace=form.cleaned_data["replace"]
            )
        except DomainError as error:
            raise_for_page(error)
            form_errors_from(error, form)
            return self.form_invalid(form)
        return show_sheet(self, unit.name, slips_by_unit(issued))


def show_sheet(page: Any, name: str, sheets: list[tuple[str, list[CodeSlip]]]) -> HttpResponse:
    """The sheet as an answer that no cache keeps."""
    page.template_name = "workforce/code_sheet.html"
    response: HttpResponse = page.render_to_response(
        {
            "sheets": sheets,
            "name": name,
            "number": sum(len(slips) for _name, slips in sheets),
            "activation_url": page.request.build_absolute_uri(reverse("workforce:activate")),
        }
    )
    response.render()  # type: ignore[attr-defined]
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "no-store, private"
    return response


class ResetPasswordPage(ConfirmPage):
    """Asks, then gives one account a new code; its password, sessions and tokens end at once."""

    action_label = gettext_lazy("Give a new code")
    dangerous = True
    account: User

    def get_question(self) -> str:
        """Whose way in it is."""
        return _(
            "Give %(person)s a new activation code? The present password and the second factor stop working "
            "and every device is signed out at once."
        ) % {"person": self.account.display_name}

    def get_success_url(self) -> str:
        """The list of roles, from where accounts without a worker are reached."""
        return reverse("workforce:roles")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act and show the one slip."""
        try:
            issued = reset_password(actor=request.user, user=self.account, now=timezone.now())  # type: ignore[arg-type]
        except DomainError as error:
            raise_for_page(error)
            return self.render_to_response(self.get_context_data(refusal=error.message), status=400)
        return show_sheet(self, self.account.display_name, [("", [slip_of(issued)])])


class ResetWorkerPage(VisibleObjectMixin[Worker], ResetPasswordPage):
    """A new code for a worker."""

    model = Worker
    permission = "workforce.keep_worker"
    lookup_field = "employee_no"
    url_kwarg = "employee_no"

    def get_object(self) -> Worker:
        """The worker, whose account is the one renewed."""
        worker = super().get_object()
        self.account = User.objects.get(worker=worker)
        return worker

    def get_success_url(self) -> str:
        """Back to the page that led here, else the worker's unit."""
        return page_before(self.request) or reverse("workforce:unit", args=[self.object.unit_id])


class ResetAccountPage(ResetPasswordPage):
    """A new code for an account that belongs to no worker."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the account, for those who may change roles."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        if not request.user.has_perm("workforce.manage_roles"):
            raise PermissionDenied
        self.account = get_object_or_404(User, pk=kwargs["pk"], worker__isnull=True, is_staff=False)
