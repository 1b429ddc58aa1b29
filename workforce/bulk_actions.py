"""What the bulk bar of a people list offers for the workers chosen."""

from __future__ import annotations

from base.lists import BulkAction
from base.scoping import AnyUser
from workforce.access import Access
from workforce.enums import Role
from workforce.worker_acts import WorkerAct


def keeps_anybody(user: AnyUser) -> bool:
    """HR officer of any unit."""
    return Access.of(user).holds(Role.HR_OFFICER)


#: Acts people do with many at once; rehiring is done one by one.
WORKER_BULK_ACTIONS = tuple(
    BulkAction(act.value, act.label, f"workforce:workers_{act.value}", who=keeps_anybody)
    for act in WorkerAct
    if act is not WorkerAct.REHIRE
)
