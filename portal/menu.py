"""The portal's menu entry."""

from django.utils.translation import gettext_lazy as _

from base.menu import MenuEntry, register_entry
from base.scoping import AnyUser
from workforce.access import Access
from workforce.enums import Role


def _keeps_records(user: AnyUser) -> bool:
    return Access.of(user).holds(Role.HR_OFFICER)


register_entry(MenuEntry(_("Desk"), "portal:desk", who=_keeps_records, order=10, icon="desk"))
