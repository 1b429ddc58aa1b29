"""A row of each kind about carol's company, for the tests that ask every address with another's ids."""

from __future__ import annotations

from datetime import timedelta

from base.dates import today
from tests.access import Cast
from tests.factories.workforce import LONG_AGO
from workforce.enums import RelationKind
from workforce.models import Relation, RoleGrant, UnitHead
from workforce.services.delegations import delegate
from workforce.services.relative_declarations import declare_relative
from workforce.services.unit_changes import rename_unit


def rows_about_carol(cast: Cast, name: str) -> dict[str, int]:
    """The parameters of an address by its name: `pk`, and for a page about a worker's tie `relation`."""
    day = today()
    if "plan" in name or "changes" in name:
        change = rename_unit(
            actor=None,
            unit=cast.workshop_a1,
            name="焙烧车间",
            effective_on=day + timedelta(days=9),
            today=day,
            reason="计划",
        )
        return {"pk": change.pk}
    if "delegation" in name:
        row = delegate(
            actor=None,
            headship=UnitHead.objects.get(unit=cast.workshop_a1),
            deputy=cast.worker("carol"),
            since=day,
            last_day=day,
            reason="出差",
            today=day,
        )
        return {"pk": row.pk}
    if "declar" in name:
        declared = declare_relative(
            actor=cast.users["carol"], employee_no="X1", name="易凡", since=LONG_AGO, note="", today=day
        )
        return {"pk": declared.pk}
    if "relation" in name:
        relation = Relation.objects.create(
            kind=RelationKind.MENTOR,
            from_worker=cast.worker("frank"),
            to_worker=cast.worker("carol"),
            since=LONG_AGO,
        )
        return {"pk": relation.pk, "relation": relation.pk}
    return {"pk": RoleGrant.objects.get(user=cast.users["alice"]).pk}
