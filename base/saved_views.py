"""Lists as people like to see them, kept under a name: private, or shown to everybody by those who may."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.http import QueryDict
from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.exports.sources import UnknownSource, source_for
from base.list_address import VIEW_FIELD, kept_parameters
from base.models.saved_view import NAME_LENGTH, SHARE_VIEWS, SavedView
from base.scoping import AnyUser
from base.text import clean

#: The most views one person keeps of one list.
MOST_VIEWS = 30


def views_of(kind: str, user: AnyUser) -> list[SavedView]:
    """The tabs of a list: one's own in their order, then those shown to everybody, by name. One statement."""
    return in_order(SavedView.objects.visible_to(user).filter(kind=kind), user)


def in_order(views: Iterable[SavedView], user: AnyUser) -> list[SavedView]:
    """The views of one list as their tabs stand."""
    return sorted(views, key=lambda view: (view.owner_id != user.pk, view.position, view.name))


def parameters_to_save(parameters: QueryDict) -> dict[str, list[str]]:
    """What of a list's address a view keeps."""
    return {name: values for name, values in kept_parameters(parameters).items() if name != VIEW_FIELD}


def save_view(
    *,
    actor: AbstractBaseUser,
    kind: str,
    name: str,
    parameters: QueryDict,
    is_shared: bool = False,
) -> SavedView:
    """Keep the list as it stands under a name, as the actor's last tab.

    Raises InvalidInput (no name, no such list), Conflict (the name is taken, thirty are kept), NotPermitted.
    """
    try:
        is_open = source_for(kind).is_open_to(actor)
    except UnknownSource:
        is_open = False
    if not is_open:
        raise InvalidInput(_("There is no such list."), code="kind_unknown", field="kind")
    if is_shared:
        _require_sharing(actor)
    kept = parameters_to_save(parameters)
    wanted = _clean_name(name)
    with transaction.atomic():
        mine = SavedView.objects.filter(owner_id=actor.pk, kind=kind)
        get_user_model()._default_manager.select_for_update(of=("self",), no_key=True).get(pk=actor.pk)
        if mine.count() >= MOST_VIEWS:
            raise Conflict(_("Thirty views of a list are the most. Delete one first."), code="too_many_views")
        last = mine.aggregate(last=Max("position"))["last"]
        view = SavedView(
            owner_id=actor.pk,
            kind=kind,
            name=wanted,
            parameters=kept,
            position=0 if last is None else last + 1,
            is_shared=is_shared,
        )
        _write(view)
    return view


def replace_view(*, actor: AbstractBaseUser, view_id: int, parameters: QueryDict) -> SavedView:
    """Let one's own view show the list as it stands now. Raises Missing."""
    view = _own(view_id, actor)
    view.parameters = parameters_to_save(parameters)
    view.save(update_fields=["parameters"])
    return view


def rename_view(*, actor: AbstractBaseUser, view_id: int, name: str) -> SavedView:
    """Give one's own view another name. Raises Missing, InvalidInput, Conflict."""
    view = _own(view_id, actor)
    view.name = _clean_name(name)
    with transaction.atomic():
        _write(view)
    return view


def share_view(*, actor: AbstractBaseUser, view_id: int, is_shared: bool) -> SavedView:
    """Show one's own view to all who have the list, or to oneself alone. Raises Missing, NotPermitted."""
    view = _own(view_id, actor)
    if is_shared:
        _require_sharing(actor)
    view.is_shared = is_shared
    view.save(update_fields=["is_shared"])
    return view


def make_default(*, actor: AbstractBaseUser, view_id: int, is_default: bool) -> SavedView:
    """Open the list with this view, or with none. Raises Missing."""
    view = _own(view_id, actor)
    with transaction.atomic():
        mine = SavedView.objects.filter(owner_id=actor.pk, kind=view.kind)
        list(mine.select_for_update().order_by("pk"))
        mine.filter(is_default=True).update(is_default=False)
        view.is_default = is_default
        view.save(update_fields=["is_default"])
    return view


def move_view_forward(*, actor: AbstractBaseUser, view_id: int) -> SavedView:
    """Put one's own view one tab further to the front. Raises Missing."""
    view = _own(view_id, actor)
    with transaction.atomic():
        mine = list(
            SavedView.objects.select_for_update()
            .filter(owner_id=actor.pk, kind=view.kind)
            .order_by("position", "pk")
        )
        place = next((at for at, other in enumerate(mine) if other.pk == view.pk), 0)
        if place:
            mine[place - 1], mine[place] = mine[place], mine[place - 1]
        for at, other in enumerate(mine):
            other.position = at
        SavedView.objects.bulk_update(mine, ["position"])
    view.position = max(place - 1, 0)
    return view


def delete_view(*, actor: AbstractBaseUser, view_id: int) -> SavedView:
    """Drop one's own view. Raises Missing."""
    view = _own(view_id, actor)
    with transaction.atomic():
        SavedView.objects.filter(owner_id=actor.pk, kind=view.kind, position__gt=view.position).update(
            position=F("position") - 1
        )
        SavedView.objects.filter(pk=view.pk).delete()
    return view


def _own(view_id: int, actor: AbstractBaseUser) -> SavedView:
    view = SavedView.objects.filter(pk=view_id, owner_id=actor.pk).first()
    if view is None:
        raise Missing(_("There is no such view among yours."), code="view_missing")
    return view


def _clean_name(name: str) -> str:
    wanted = clean(name)
    if not wanted:
        raise InvalidInput(_("Give the view a name."), code="name_missing", field="name")
    if len(wanted) > NAME_LENGTH:
        raise InvalidInput(
            _("A name has %(most)d characters at most.") % {"most": NAME_LENGTH},
            code="name_too_long",
            field="name",
        )
    return wanted


def _write(view: SavedView) -> None:
    """Save, inside a transaction of its own; the database keeps names apart."""
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Conflict(
            _("You have a view of this list named “%(name)s”. Choose another name, or save that one anew.")
            % {"name": view.name},
            code="name_taken",
            field="name",
        ) from error


def _require_sharing(actor: Any) -> None:
    if not actor.has_perm(SHARE_VIEWS):
        raise NotPermitted(_("Only HR officers of the whole group show a view to everybody."))
