"""The saved views of a list as tabs, and what a view asks for that the list no longer has."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.functional import Promise

from base.filters import fields_to_load
from base.list_address import VIEW_FIELD, query_of
from base.models.saved_view import SavedView
from base.rows_at_once import rows_at_once
from base.saved_views import in_order, parameters_to_save
from base.scoping import AnyUser

Text = str | Promise
#: The value of ``view`` that stands for the list as it comes, whatever one's default is.
PLAIN = "all"


@dataclass(frozen=True)
class ViewTab:
    """A tab above a list."""

    name: str
    url: str
    is_current: bool
    is_shared: bool


@dataclass(frozen=True)
class ViewTabs:
    """The tabs of a list: the list as it comes, then each view.

    `current` is the view looked at; `is_changed` when filters, order or columns are no longer its own;
    `mine` when it may be saved over. `gone` names what the view asks for and the list no longer has.
    """

    tabs: Sequence[ViewTab] = ()
    plain_url: str = ""
    current: SavedView | None = None
    is_changed: bool = False
    mine: bool = False
    gone: Sequence[str] = ()
    may_share: bool = False


def url_of(view: SavedView) -> str:
    """The list seen through a view, below the list's own path."""
    query = query_of(view.parameters)
    query[VIEW_FIELD] = str(view.pk)
    return f"?{query.urlencode()}"


def default_of(views: Sequence[SavedView], user_id: int | None) -> SavedView | None:
    """The view one's list opens with."""
    return next((view for view in views if view.is_default and view.owner_id == user_id), None)


def draw_tabs(
    views: Sequence[SavedView],
    parameters: QueryDict,
    *,
    user_id: int | None,
    known: Collection[str],
    defaults: Mapping[str, str],
    unknown_columns: Sequence[str],
    may_share: bool,
) -> ViewTabs:
    """The tabs for this look at the list.

    `known` are the parameters the list reads, `defaults` the filters in force without being asked for.
    """
    asked = parameters.get(VIEW_FIELD, "")
    current = next((view for view in views if str(view.pk) == asked), None)
    gone: list[str] = []
    is_changed = False
    if current is not None:
        asked_for = [name for name, values in current.parameters.items() if any(values)]
        gone = [name for name in asked_for if name not in known] + list(unknown_columns)
        now, kept = parameters_to_save(parameters), current.parameters
        is_changed = _telling(now, known, defaults) != _telling(kept, known, defaults)
    return ViewTabs(
        tabs=[ViewTab(view.name, url_of(view), view is current, view.is_shared) for view in views],
        plain_url=f"?{VIEW_FIELD}={PLAIN}",
        current=current,
        is_changed=is_changed,
        mine=current is not None and current.owner_id == user_id,
        gone=gone,
        may_share=may_share,
    )


def _telling(
    parameters: Mapping[str, Sequence[str]], known: Collection[str], defaults: Mapping[str, str]
) -> dict[str, list[str]]:
    """The parameters that make a difference: known ones, but for empty fields and defaults spelt out."""
    return {
        name: list(values)
        for name, values in parameters.items()
        if name in known and list(values) != [defaults.get(name, "")]
    }


def views_with_choices(kind: str, user: AnyUser, form: BaseForm | None) -> list[SavedView]:
    """The saved views of a list (none without a kind), and the choices of its filters filled into the form.

    One statement for both; none where neither is asked for.
    """
    fields = fields_to_load(form) if form is not None else []
    asked: dict[Hashable, QuerySet[Any]] = {
        field: field.queryset for field in fields if field.queryset is not None
    }
    if kind:
        asked[SavedView] = SavedView.objects.visible_to(user).filter(kind=kind)
    found = rows_at_once(asked)
    for field in fields:
        field.load(found[field])
    return in_order(found.get(SavedView, ()), user)
