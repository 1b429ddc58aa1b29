"""What the workforce puts in the menus."""

from django.utils.translation import gettext_lazy as _

from base.menu import DeskCard, MenuEntry, Place, Who, register_card, register_entry
from base.schedule_pages import late_card, sees_schedules
from base.scoping import AnyUser
from workforce.models import User


def _may(permission: str) -> Who:
    def may(user: AnyUser) -> bool:
        return isinstance(user, User) and user.has_perm(permission)

    return may


def _signed_in(user: AnyUser) -> bool:
    return isinstance(user, User)


register_entry(
    MenuEntry(
        _("Organisation"), "workforce:units", who=_may("workforce.view_people"), order=80, icon="building"
    )
)
register_entry(
    MenuEntry(
        _("Activation codes"), "workforce:codes", who=_may("workforce.issue_codes"), order=85, icon="print"
    )
)
register_entry(
    MenuEntry(_("Roles"), "workforce:roles", who=_may("workforce.view_roles"), order=90, icon="person")
)
register_entry(
    MenuEntry(
        _("Working calendar"), "workforce:calendar", who=_may("workforce.view_people"), order=92, icon="clock"
    )
)
register_entry(
    MenuEntry(
        _("Exports"),
        "base:exports",
        who=_may("workforce.view_people"),
        order=30,
        place=Place.ACCOUNT,
        icon="download",
    )
)
register_entry(MenuEntry(_("Scheduled work"), "base:schedules", who=sees_schedules, order=96, icon="clock"))
register_entry(
    MenuEntry(
        _("My account"), "workforce:account", who=_signed_in, order=10, place=Place.ACCOUNT, icon="person"
    )
)
register_card(
    DeskCard("late_schedules", "base/cards/late_schedules.html", late_card, who=sees_schedules, order=5)
)
