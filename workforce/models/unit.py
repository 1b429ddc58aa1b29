"""The organisation tree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from operator import or_

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from base.dates import last_day
from base.history import tracked
from base.scoping import AnyUser, ScopedQuerySet
from workforce.enums import UnitKind

#: Ids from the topmost unit down to the unit itself.
UnitPath = Sequence[int]
#: A unit and everything below it; one statement for any number of roots.
SUBTREE_SQL = """
SELECT below.id
  FROM workforce_unit root
  JOIN workforce_unit below
    ON below.path >= root.path
   AND below.path < trim_array(root.path, 1) || (root.path[cardinality(root.path)] + 1)
 WHERE root.id = ANY(%s::bigint[])
"""


def _write_paths(changed: str) -> str:
    """SQL that writes the paths of the units in `changed` and of all below them, from what stands above."""
    return f"""
        WITH RECURSIVE touched(id) AS (
            SELECT id FROM {changed}
            UNION
            SELECT child.id FROM workforce_unit child JOIN touched ON child.parent_id = touched.id
        ), up(id, above, path) AS (
            SELECT unit.id, unit.parent_id, ARRAY[unit.id]
              FROM workforce_unit unit JOIN touched ON touched.id = unit.id
            UNION ALL
            SELECT up.id, parent.parent_id, parent.id || up.path
              FROM workforce_unit parent JOIN up ON up.above = parent.id
        )
        UPDATE workforce_unit unit SET path = up.path
          FROM up
         WHERE up.id = unit.id AND up.above IS NULL AND unit.path IS DISTINCT FROM up.path
    """  # noqa: S608 - constant SQL


#: The units of an UPDATE that now stand below another one, or whose path was written by somebody else.
_MOVED = """(
    SELECT new_rows.id FROM new_rows JOIN old_rows USING (id)
     WHERE (new_rows.parent_id, new_rows.path) IS DISTINCT FROM (old_rows.parent_id, old_rows.path)
)"""
#: Units that were there before the one above them came, as a foreign key checked at the end allows.
_WITHOUT_PATH = """
    SELECT child.id FROM changed JOIN workforce_unit child ON child.parent_id = changed.id
     WHERE changed.path <> '{}' AND child.path = '{}'
"""
_REFUSE_CYCLE = """
    RAISE EXCEPTION 'unit % cannot stand below itself', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'unit_has_no_cycle';
"""
_ABOVE_ITSELF = """
    WITH RECURSIVE up(id, parent_id) AS (
        SELECT id, parent_id FROM workforce_unit WHERE id = $1
        UNION
        SELECT u.id, u.parent_id FROM workforce_unit u JOIN up ON u.id = up.parent_id
    )
    SELECT EXISTS (SELECT 1 FROM up WHERE $2 IN (id, parent_id))
"""


class DateRange(Func):
    """`[since, until)` as a PostgreSQL daterange, for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()


def in_branches(paths: Iterable[UnitPath]) -> Q:
    """Units at or below those of these paths, as ranges of the index on `path`."""
    ranges = [Q(path__gte=list(path), path__lt=[*path[:-1], path[-1] + 1]) for path in paths]
    return reduce(or_, ranges) if ranges else Q(pk__in=())


class UnitQuerySet(ScopedQuerySet["Unit"]):
    """Reads of the organisation tree."""

    def scope_for(self, user: AnyUser) -> UnitQuerySet:
        """Units on or below those the user's roles or headships were granted on, and the user's own unit."""
        from workforce.access import Access  # models load before the access rules that read them

        access = Access.of(user)
        if access.sees_everything:
            return self.all()
        return self.filter(Q(pk__in=access.own_unit_ids) | access.sight.branches())

    def below(self, root_ids: list[int]) -> UnitQuerySet:
        """The given units and all units below them. With known paths `within` has the better plan."""
        subtree = RawSQL(SUBTREE_SQL, [list(root_ids)])  # noqa: S611 - constant SQL, ids bound
        return self.filter(pk__in=subtree)

    def within(self, paths: Iterable[UnitPath]) -> UnitQuerySet:
        """The units of these paths and all units below them: ranges of the index on `path`."""
        return self.filter(in_branches(paths))

    def open_on(self, day: date) -> UnitQuerySet:
        """Units that exist on a day."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day)).filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=day)
        )


@tracked(exclude=["path"])
class Unit(models.Model):
    """A group, company, workshop or team. A closed unit keeps its row, its people's past and its history.

    `path` holds the ids from the topmost unit down to this one. Triggers keep it, whatever an instance in
    memory says; one made or moved must be read again to have it. Sorted by path a unit is followed by all
    that is below it, so a subtree is one range of an index. `check_invariants` proves it.
    """

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Parent unit")
    )
    code = models.CharField(_("Unit code"), max_length=40, unique=True)
    name = models.CharField(_("Unit name"), max_length=100)
    kind = models.CharField(_("Kind"), max_length=12, choices=UnitKind.choices)
    opened_on = models.DateField(_("Opened on"), null=True, blank=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    path = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("Unit")
        verbose_name_plural = _("Units")
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=("parent", "name"), name="unit_name_unique_under_parent"),
            models.CheckConstraint(
                name="unit_closes_after_it_opens",
                condition=Q(closed_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(closed_on__gt=F("opened_on")),
            ),
            models.CheckConstraint(name="unit_kind_is_known", condition=Q(kind__in=UnitKind.values)),
        ]
        # subtrees: a range of paths
        indexes = [models.Index(fields=("path",), include=("id",), name="unit_by_path")]
        triggers = [
            # The path comes from the unit above, so nothing is written twice. Each statement is planned at
            # every run: a plan kept from the first units would read all of them for each of many.
            pgtrigger.Trigger(
                name="comes_below",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("above", "bigint[]"), ("found", "boolean")],
                func=f"""
                    NEW.path := ARRAY[NEW.id];
                    IF NEW.parent_id IS NULL THEN RETURN NEW; END IF;
                    PERFORM pg_advisory_xact_lock(hashtext('workforce_unit.tree'));
                    -- held as its foreign key will hold it, and so never sought through a whole index
                    EXECUTE 'SELECT path FROM workforce_unit WHERE id = $1 FOR KEY SHARE'
                       INTO above USING NEW.parent_id;
                    IF above <> '{{}}' THEN
                        found := NEW.id = ANY(above);
                        NEW.path := above || NEW.id;
                    ELSE
                        EXECUTE $text${_ABOVE_ITSELF}$text$ INTO found USING NEW.parent_id, NEW.id;
                        NEW.path := '{{}}';
                    END IF;
                    IF found OR NEW.parent_id = NEW.id THEN {_REFUSE_CYCLE} END IF;
                    RETURN NEW;
                """,  # noqa: S608 - constant SQL
            ),
            pgtrigger.Trigger(
                name="path_of_new",
                level=pgtrigger.Statement,
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(new="changed"),
                declare=[("found", "boolean")],
                func=f"""
                    EXECUTE $text$SELECT EXISTS ({_WITHOUT_PATH})$text$ INTO found;
                    IF found THEN
                        EXECUTE $text${_write_paths(f"({_WITHOUT_PATH}) waiting")}$text$;
                    END IF;
                    RETURN NULL;
                """,
            ),
            # an instance read before the move, or made in memory, writes the path it knows of
            pgtrigger.Trigger(
                name="path_not_written",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition(
                    "pg_trigger_depth() = 0 AND NEW.path IS DISTINCT FROM OLD.path"
                ),
                func="NEW.path := OLD.path; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="path_of_moved",
                level=pgtrigger.Statement,
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                # a move to the top takes no turn in `no_cycle`; whatever changes paths does
                declare=[("found", "boolean")],
                func=f"""
                    EXECUTE $text$SELECT EXISTS {_MOVED}$text$ INTO found;
                    IF NOT found THEN RETURN NULL; END IF;
                    PERFORM pg_advisory_xact_lock(hashtext('workforce_unit.tree'));
                    EXECUTE $text${_write_paths(f"{_MOVED} moved")}$text$;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="branch_of_moved",
                level=pgtrigger.Statement,
                operation=pgtrigger.Update,
                when=pgtrigger.After,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                # planned at every run, for some rows as for many
                func="""
                    EXECUTE $text$
                    UPDATE workforce_worker worker SET branch_id = moved.branch_id
                      FROM (SELECT new_rows.id, COALESCE(new_rows.path[2], new_rows.path[1]) AS branch_id
                              FROM new_rows JOIN old_rows USING (id)
                             WHERE COALESCE(new_rows.path[2], new_rows.path[1])
                                   IS DISTINCT FROM COALESCE(old_rows.path[2], old_rows.path[1])) moved
                     WHERE worker.unit_id = moved.id AND worker.branch_id IS DISTINCT FROM moved.branch_id
                    $text$;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="no_cycle",
                operation=pgtrigger.UpdateOf("parent_id"),
                when=pgtrigger.Before,
                declare=[("found", "boolean")],
                # Two moves at once could each be legal and together make a cycle: they take turns.
                func=f"""
                    IF NEW.parent_id IS NULL THEN RETURN NEW; END IF;
                    PERFORM pg_advisory_xact_lock(hashtext('workforce_unit.tree'));
                    EXECUTE $text${_ABOVE_ITSELF}$text$ INTO found USING NEW.parent_id, NEW.id;
                    IF found THEN {_REFUSE_CYCLE} END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class UnitHead(models.Model):
    """Who heads a unit in `[since, until)`; at most one person a day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="heads")
    worker = models.ForeignKey("workforce.Worker", models.PROTECT, related_name="headships")
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("Head of unit")
        verbose_name_plural = _("Heads of units")
        ordering = ("unit_id", "since")
        constraints = [
            models.CheckConstraint(
                name="unit_head_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            ExclusionConstraint(
                name="unit_has_one_head_a_day",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.worker_id}"

    @property
    def last_day(self) -> date | None:
        """The last day of the headship, as people write it."""
        return last_day(self.until)
