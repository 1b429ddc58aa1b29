"""Workers, where they are placed and whom they are tied to."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from base.encryption import EncryptedTextField
from base.history import tracked
from base.parts import PartedQuerySet
from base.scoping import AnyUser
from workforce.enums import EMPLOYED, RelationKind, Sex, WorkerStatus
from workforce.letters import Letters
from workforce.models.unit import DateRange, Unit


class WorkerQuerySet(PartedQuerySet["Worker"]):
    """Reads of workers."""

    def scope_for(self, user: AnyUser) -> WorkerQuerySet:
        """Oneself, and the workers of the units the user's roles or headships reach; no merged records.

        Where whole branches are reached the rows are known to fall into them.
        """
        from workforce.branches import InSight  # models load before the access rules that read them

        sight = InSight.of(user)
        rows = self.unmerged()
        return sight.split(rows if sight.is_everything else rows.filter(sight.people()))

    def unmerged(self) -> WorkerQuerySet:
        """Records that stand for a person: without the duplicates merged into another."""
        return self.filter(merged_into__isnull=True)

    def employed(self) -> WorkerQuerySet:
        """Workers who belong to the enterprise today (active or on leave)."""
        return self.filter(status__in=EMPLOYED)

    def lock_in_order(self, ids: list[int]) -> list[Worker]:
        """Lock the given workers in id order: two changes at once wait for each other and never deadlock.

        Rows that merely refer to a worker can still be written meanwhile (the key itself is not locked).
        """
        return list(self.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",), no_key=True))


@tracked(exclude=["id_number", "id_number_index", "branch", "is_employed"])
class Worker(models.Model):
    """A person employed, now or once, by the enterprise.

    `unit`, `post` and `status` repeat today's `Placement` row so that lists need no join; the placement
    services and the nightly task keep them, and `check_invariants` proves them.

    `branch` is the unit right below the top under which the worker is placed (the top itself for who is
    placed there), and `is_employed` what the status says. Triggers keep both, whatever an instance in
    memory says: each list index begins with them, so a list of one company costs the same beside a hundred
    others.

    A duplicate names the record it was `merged_into`: it is shown nowhere, and its number leads to that one.
    From `erased_at` on, number, name and everything else that identified the person are pseudonyms or gone.
    """

    employee_no = models.CharField(_("Employee number"), max_length=32, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    name_pinyin = models.CharField(_("Name in pinyin"), max_length=160, editable=False)
    name_initials = models.CharField(_("Initials of the name"), max_length=40, editable=False)
    sex = models.CharField(_("Sex"), max_length=1, choices=Sex.choices)
    birth_date = models.DateField(_("Birth date"), null=True, blank=True)
    id_number = EncryptedTextField(_("Resident id number"), null=True, blank=True)
    id_number_index = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    id_number_mask = models.CharField(_("Resident id number"), max_length=18, blank=True, editable=False)
    phone = models.CharField(_("Phone"), max_length=20, blank=True)
    hire_date = models.DateField(_("Hire date"), null=True, blank=True)
    remark = models.CharField(_("Remark"), max_length=500, blank=True)
    # `worker_list_of_unit` begins with the unit: no index of its own
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="workers", verbose_name=_("Unit"), db_index=False
    )
    post = models.CharField(_("Post"), max_length=80, blank=True)
    status = models.CharField(
        _("Status"), max_length=10, choices=WorkerStatus.choices, default=WorkerStatus.ACTIVE
    )
    # taken from a row that exists by the trigger: a foreign key would only prove it again, row by row
    branch = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", editable=False, db_constraint=False, db_index=False
    )
    is_employed = models.BooleanField(editable=False, default=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        related_name="merged_records",
        verbose_name=_("Merged into"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(_("Identifiers erased at"), null=True, blank=True, editable=False)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Worker")
        verbose_name_plural = _("Workers")
        ordering = ("employee_no",)
        constraints = [
            # accounts sign in with it in any case
            models.UniqueConstraint(Upper("employee_no"), name="worker_employee_no_in_any_case"),
            models.CheckConstraint(
                name="worker_status_is_known", condition=Q(status__in=WorkerStatus.values)
            ),
            models.CheckConstraint(name="worker_sex_is_known", condition=Q(sex__in=Sex.values)),
            models.CheckConstraint(
                name="worker_hired_after_birth",
                condition=Q(hire_date__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(hire_date__gt=F("birth_date")),
            ),
            models.CheckConstraint(name="worker_not_merged_into_itself", condition=~Q(merged_into=F("pk"))),
            models.CheckConstraint(
                name="worker_id_number_whole",
                condition=Q(id_number__isnull=True, id_number_index__isnull=True)
                | Q(id_number__isnull=False, id_number_index__isnull=False),
            ),
        ]
        indexes = [
            # the people list in each of its orders, of one branch, of people employed or gone. They hold whom
            # lists show, nobody merged into another: so these are counted by the index alone
            *(
                models.Index(
                    fields=("branch", "is_employed", order, "id"),
                    condition=Q(merged_into__isnull=True),
                    name=name,
                )
                for order, name in (
                    ("employee_no", "worker_by_number"),
                    ("name_pinyin", "worker_by_name"),
                    ("hire_date", "worker_by_hire_date"),
                )
            ),
            # the people of some units, and everybody of a status; it is asked about merged records, too
            models.Index(
                fields=("unit", "status", "employee_no"),
                include=("id", "merged_into"),
                name="worker_list_of_unit",
            ),
            # the search box: any part of the name, its pinyin, its initials or the number
            GinIndex(
                OpClass(Letters("name"), name="array_ops"),
                OpClass(F("name_pinyin"), name="gin_trgm_ops"),
                OpClass(F("name_initials"), name="gin_trgm_ops"),
                OpClass(Upper("employee_no"), name="gin_trgm_ops"),
                name="worker_search",
            ),
            # likely duplicates: who has a namesake born on the same day, who shares a telephone
            models.Index(fields=("name", "birth_date"), name="worker_namesakes"),
            models.Index(fields=("phone",), condition=~Q(phone=""), name="worker_phone"),
            # the few merged records: which lead to this one
            models.Index(
                fields=("merged_into",), condition=Q(merged_into__isnull=False), name="worker_merged_into"
            ),
        ]
        triggers = [
            # who comes into a unit waits for a move of that unit, and the move sees who came
            pgtrigger.Trigger(
                name="branch_of_new_worker",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                # many at once are given theirs; another trigger looks at all of them after the statement
                condition=pgtrigger.Q(new__branch_id__isnull=True),
                func="""
                    SELECT COALESCE(path[2], path[1]) INTO NEW.branch_id
                      FROM workforce_unit WHERE id = NEW.unit_id FOR SHARE;
                    NEW.is_employed := NEW.status IN ('active', 'on_leave');
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="branch_of_worker",
                operation=pgtrigger.UpdateOf("unit_id", "status", "branch_id", "is_employed"),
                when=pgtrigger.Before,
                func="""
                    IF NEW.unit_id IS DISTINCT FROM OLD.unit_id THEN
                        SELECT COALESCE(path[2], path[1]) INTO NEW.branch_id
                          FROM workforce_unit WHERE id = NEW.unit_id FOR SHARE;
                    ELSE
                        SELECT COALESCE(path[2], path[1]) INTO NEW.branch_id
                          FROM workforce_unit WHERE id = NEW.unit_id;
                    END IF;
                    NEW.is_employed := NEW.status IN ('active', 'on_leave');
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="merged_in_one_step",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__merged_into_id__isnull=False),
                func="""
                    IF EXISTS (SELECT 1 FROM workforce_worker
                                WHERE id = NEW.merged_into_id AND merged_into_id IS NOT NULL)
                       OR EXISTS (SELECT 1 FROM workforce_worker WHERE merged_into_id = NEW.id) THEN
                        RAISE EXCEPTION 'worker % would be merged in two steps', NEW.id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'worker_merged_in_one_step';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.employee_no})"


@tracked()
class Placement(models.Model):
    """Unit, post and status of a worker in `[since, until)`; the row without `until` is the last known."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="placements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="placements", verbose_name=_("Unit"))
    post = models.CharField(_("Post"), max_length=80, blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=WorkerStatus.choices)
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Placement")
        verbose_name_plural = _("Placements")
        ordering = ("worker_id", "since")
        constraints = [
            models.CheckConstraint(
                name="placement_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="placement_status_is_known", condition=Q(status__in=WorkerStatus.values)
            ),
            ExclusionConstraint(
                name="placement_one_a_day",
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    (DateRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        # the nightly task: rows that begin or end today
        indexes = [models.Index(fields=("since",), name="placement_begins")]

    def __str__(self) -> str:
        return f"{self.worker_id}: {self.unit_id} {self.since}"


@tracked()
class Relation(models.Model):
    """A dated tie between two persons, e.g. mentor and apprentice."""

    kind = models.CharField(_("Kind"), max_length=12, choices=RelationKind.choices)
    from_worker = models.ForeignKey(Worker, models.PROTECT, related_name="relations_from")
    to_worker = models.ForeignKey(Worker, models.PROTECT, related_name="relations_to")
    since = models.DateField(_("Since"))
    until = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        verbose_name = _("Relation")
        verbose_name_plural = _("Relations")
        ordering = ("from_worker_id", "since")
        constraints = [
            models.CheckConstraint(name="relation_kind_is_known", condition=Q(kind__in=RelationKind.values)),
            models.CheckConstraint(
                name="relation_joins_two_people", condition=~Q(from_worker=F("to_worker"))
            ),
            models.CheckConstraint(
                name="relation_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            ExclusionConstraint(
                name="relation_stated_once_a_day",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("from_worker", RangeOperators.EQUAL),
                    ("to_worker", RangeOperators.EQUAL),
                    (DateRange("since", "until"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_worker_id} {self.kind} {self.to_worker_id}"
