"""Rule sets, their versions, routes and clauses, and the standard that names a rule set for an occupation."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from base.history import tracked
from skills.enums import ClauseKind, Level, Mark, TitleRank, UnrecordedFact
from skills.models.dated import DatedQuerySet
from skills.models.occupation import Occupation
from workforce.models.unit import DateRange

_REFUSE = """
    RAISE EXCEPTION 'a confirmed version of a rule set is never edited: draft a new version'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'confirmed_version_is_never_edited';
"""


def _frozen_once_confirmed(version_of: str) -> list[pgtrigger.Trigger]:
    """Triggers for a part of a version; `version_of` is SQL for its version's id, read from `touched`."""
    return [
        pgtrigger.Trigger(
            name="frozen_once_confirmed",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("touched", "record")],
            func=f"""
                IF TG_OP <> 'INSERT' THEN
                    touched := OLD;
                    IF EXISTS (SELECT FROM skills_rulesetversion v
                                WHERE v.id = {version_of} AND v.confirmed_at IS NOT NULL) THEN
                        {_REFUSE}
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                END IF;
                touched := NEW;
                IF EXISTS (SELECT FROM skills_rulesetversion v
                            WHERE v.id = {version_of} AND v.confirmed_at IS NOT NULL) THEN
                    {_REFUSE}
                END IF;
                RETURN NEW;
            """,  # noqa: S608 - the text is ours
        )
    ]


@tracked()
class RuleSet(models.Model):
    """A family of application routes, e.g. R2023; its content lives in dated versions."""

    code = models.CharField(_("Rule set"), max_length=12, unique=True)
    title = models.CharField(_("Title"), max_length=120)
    applies_to_all = models.BooleanField(
        _("Applies to every occupation"),
        default=False,
        help_text=_("The date clauses for levels 7 and 8 hold whatever rule set the standard names."),
    )

    class Meta:
        verbose_name = _("Rule set")
        verbose_name_plural = _("Rule sets")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class RuleSetVersionQuerySet(DatedQuerySet["RuleSetVersion"]):
    """Reads of versions."""


@tracked()
class RuleSetVersion(models.Model):
    """The routes of a rule set as in force in `[valid_from, valid_to)`; never edited once confirmed.

    Its routes and clauses are written first and it is confirmed last: from then on a trigger lets only
    `valid_to` change, when another version succeeds it.
    """

    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("Version"))
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    document = models.CharField(_("Document"), max_length=200)
    mark = models.CharField(_("Source"), max_length=10, choices=Mark.choices)
    source_note = models.CharField(_("Note on the source"), max_length=300, blank=True)
    release = models.CharField(_("Shipped with release"), max_length=20, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("Confirmed at"), null=True, blank=True)

    objects = RuleSetVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Version of a rule set")
        verbose_name_plural = _("Versions of rule sets")
        ordering = ("rule_set_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("rule_set", "number"), name="rule_set_version_numbered_once"),
            models.CheckConstraint(
                name="rule_set_version_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(name="rule_set_version_mark_is_known", condition=Q(mark__in=Mark.values)),
            # a version in force was confirmed by a second person, or by the release it shipped with
            ExclusionConstraint(
                name="rule_set_one_version_a_day",
                expressions=[
                    ("rule_set", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(confirmed_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="confirmed_is_never_edited",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF OLD.confirmed_at IS NULL THEN
                        RETURN COALESCE(NEW, OLD);
                    END IF;
                    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'valid_to' = to_jsonb(NEW) - 'valid_to' THEN
                        RETURN NEW;
                    END IF;
                    {_REFUSE}
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_set_id} v{self.number}"


@tracked()
class Route(models.Model):
    """One way to be eligible for a level: all its clauses must hold."""

    version = models.ForeignKey(RuleSetVersion, models.PROTECT, related_name="routes")
    code = models.CharField(_("Route"), max_length=12)
    target = models.PositiveSmallIntegerField(_("Level applied for"), choices=Level.choices)
    document = models.CharField(_("Document"), max_length=200)
    mark = models.CharField(_("Source"), max_length=10, choices=Mark.choices)
    source_note = models.CharField(_("Note on the source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Application route")
        verbose_name_plural = _("Application routes")
        ordering = ("version_id", "target", "code")
        constraints = [
            models.UniqueConstraint(fields=("version", "code"), name="route_named_once_a_version"),
            models.CheckConstraint(
                name="route_target_above_apprentice", condition=Q(target__gte=2, target__lte=8)
            ),
            models.CheckConstraint(name="route_mark_is_known", condition=Q(mark__in=Mark.values)),
        ]
        triggers = _frozen_once_confirmed("touched.version_id")

    def __str__(self) -> str:
        return self.code


@tracked()
class Clause(models.Model):
    """One condition of a route. Which columns it uses depends on its kind; a CHECK keeps the shape."""

    route = models.ForeignKey(Route, models.PROTECT, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("Position"))
    kind = models.CharField(_("Kind"), max_length=16, choices=ClauseKind.choices)
    level = models.PositiveSmallIntegerField(
        _("Certificate level"), choices=Level.choices, null=True, blank=True
    )
    years = models.PositiveSmallIntegerField(_("Years"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("Title rank"), choices=TitleRank.choices, null=True, blank=True)
    diploma_kinds = ArrayField(models.CharField(max_length=12), null=True, blank=True)
    final_year = models.BooleanField(_("Final-year students included"), default=False)
    unrecorded_fact = models.CharField(max_length=32, choices=UnrecordedFact.choices, blank=True)

    class Meta:
        verbose_name = _("Clause of a route")
        verbose_name_plural = _("Clauses of routes")
        ordering = ("route_id", "position")
        constraints = [
            models.UniqueConstraint(fields=("route", "position"), name="clause_position_once_a_route"),
            models.CheckConstraint(
                name="clause_has_the_shape_of_its_kind",
                condition=(
                    Q(
                        kind="age",
                        years__gte=1,
                        level__isnull=True,
                        rank__isnull=True,
                        diploma_kinds__isnull=True,
                    )
                    | Q(
                        kind="work",
                        years__gte=1,
                        level__isnull=True,
                        rank__isnull=True,
                        diploma_kinds__isnull=True,
                    )
                    | Q(
                        kind="cert", years__gte=0, level__gte=2, rank__isnull=True, diploma_kinds__isnull=True
                    )
                    | Q(
                        kind="title",
                        years__gte=0,
                        rank__gte=1,
                        level__isnull=True,
                        diploma_kinds__isnull=True,
                    )
                    | Q(
                        kind="diploma",
                        diploma_kinds__len__gte=1,
                        years__isnull=True,
                        level__isnull=True,
                        rank__isnull=True,
                    )
                    | Q(kind="apprenticeship", years__isnull=True, level__isnull=True, rank__isnull=True)
                    | (Q(kind="unrecorded", years__isnull=True) & ~Q(unrecorded_fact=""))
                ),
            ),
        ]
        triggers = _frozen_once_confirmed(
            "(SELECT r.version_id FROM skills_route r WHERE r.id = touched.route_id)"
        )

    def __str__(self) -> str:
        return f"{self.route_id}.{self.position} {self.kind}"


class StandardQuerySet(DatedQuerySet["Standard"]):
    """Reads of standards."""


@tracked()
class Standard(models.Model):
    """The standard in force for an occupation in `[valid_from, valid_to)` and the rule set it names."""

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="standards")
    title = models.CharField(_("Standard"), max_length=160)
    edition = models.CharField(_("Edition"), max_length=20)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="standards")
    valid_from = models.DateField(_("Valid from"))
    valid_to = models.DateField(_("Valid to"), null=True, blank=True)
    document = models.CharField(_("Document"), max_length=200)
    mark = models.CharField(_("Source"), max_length=10, choices=Mark.choices)
    release = models.CharField(_("Shipped with release"), max_length=20, blank=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("Occupational standard")
        verbose_name_plural = _("Occupational standards")
        ordering = ("occupation_id", "valid_from")
        constraints = [
            models.CheckConstraint(
                name="standard_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
            ),
            models.CheckConstraint(name="standard_mark_is_known", condition=Q(mark__in=Mark.values)),
            ExclusionConstraint(
                name="standard_one_a_day",
                expressions=[
                    ("occupation", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.title
