"""Saving a list under a name, and keeping the views one has saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic.base import View

from base.errors import DomainError
from base.exports.sources import UnknownSource, source_for
from base.lists.views import url_of
from base.models.saved_view import NAME_LENGTH, SHARE_VIEWS, SavedView
from base.pages import LoginRequired, raise_for_page
from base.saved_views import (
    delete_view,
    make_default,
    move_view_forward,
    rename_view,
    replace_view,
    save_view,
    share_view,
)


def _list_path(request: HttpRequest, sent: str) -> str:
    """The list one came from; the first page when the address is not one of ours."""
    if url_has_allowed_host_and_scheme(sent, allowed_hosts=None) and sent.startswith("/"):
        return sent.split("?")[0]
    return "/"


def _actor(request: HttpRequest) -> AbstractBaseUser:
    if not isinstance(request.user, AbstractBaseUser):
        raise PermissionDenied
    return request.user


class SaveView(LoginRequired, View):
    """Keep a list as it stands: under a new name, or as the view one looks through."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Back to the list, seen through the view; a refusal is told there and the list stays as it was."""
        sent, actor = request.POST, _actor(request)
        path = _list_path(request, sent.get("list", ""))
        parameters = QueryDict(sent.get("query", ""))
        try:
            if sent.get("view"):
                view = replace_view(actor=actor, view_id=_number(sent["view"]), parameters=parameters)
            else:
                view = save_view(
                    actor=actor,
                    kind=sent.get("kind", ""),
                    name=sent.get("name", ""),
                    parameters=parameters,
                    is_shared=bool(sent.get("shared")),
                )
        except DomainError as error:
            raise_for_page(error)
            messages.error(request, str(error.message))
            return HttpResponseRedirect(f"{path}?{parameters.urlencode()}")
        messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
        return HttpResponseRedirect(f"{path}{url_of(view)}")


class KeptViews(LoginRequired, View):
    """One's own views of a list: rename, order, open first, show to everybody, delete."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The views of a list with what may be done with each."""
        try:
            source = source_for(kind)
        except UnknownSource as error:
            raise Http404 from error
        path = _list_path(request, request.GET.get("list", ""))
        views = SavedView.objects.filter(owner_id=request.user.pk, kind=kind).order_by("position", "pk")
        context = {
            "title": _("Views of the list “%(list)s”") % {"list": source.title},
            "views": [(view, f"{path}{url_of(view)}") for view in views],
            "kind": kind,
            "list_path": path,
            "name_length": NAME_LENGTH,
            "may_share": _actor(request).has_perm(SHARE_VIEWS),  # type: ignore[attr-defined]
        }
        return render(request, "base/saved_views.html", context)


Act = Callable[[AbstractBaseUser, int, QueryDict], Any]

ACTS: dict[str, Act] = {
    "rename": lambda actor, pk, sent: rename_view(actor=actor, view_id=pk, name=sent.get("name", "")),
    "forward": lambda actor, pk, sent: move_view_forward(actor=actor, view_id=pk),
    "open-first": lambda actor, pk, sent: make_default(actor=actor, view_id=pk, is_default=True),
    "open-plain": lambda actor, pk, sent: make_default(actor=actor, view_id=pk, is_default=False),
    "share": lambda actor, pk, sent: share_view(actor=actor, view_id=pk, is_shared=True),
    "keep-private": lambda actor, pk, sent: share_view(actor=actor, view_id=pk, is_shared=False),
    "delete": lambda actor, pk, sent: delete_view(actor=actor, view_id=pk),
}


class ActOnView(LoginRequired, View):
    """One act on one of one's own views."""

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Do it, say so and return to the views."""
        if act not in ACTS:
            raise Http404
        try:
            view = ACTS[act](_actor(request), pk, request.POST)
        except DomainError as error:
            raise_for_page(error)
            messages.error(request, str(error.message))
            kind = SavedView.objects.values_list("kind", flat=True).get(pk=pk)
        else:
            messages.success(request, _("Done."))
            kind = view.kind
        path = _list_path(request, request.POST.get("list", ""))
        query = QueryDict(mutable=True)
        query["list"] = path
        return HttpResponseRedirect(f"{reverse('base:views', args=[kind])}?{query.urlencode()}")


def _number(text: str) -> int:
    return int(text[:18]) if text.isascii() and text.isdigit() else 0
