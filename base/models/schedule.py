"""What became of the scheduled tasks: where each stands, and its runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from base.scoping import AnyUser, ScopedQuerySet

#: The right to see the scheduled tasks, and the right to start one; rules of the app that knows roles.
VIEW_SCHEDULES = "base.view_schedules"
RUN_SCHEDULES = "base.run_schedules"


class RunOutcome(models.TextChoices):
    """How a run ended; empty while it is under way."""

    SUCCEEDED = "succeeded", _("Finished")
    FAILED = "failed", _("Failed")
    LOST = "lost", _("Broken off")

    @property
    def colour(self) -> str:
        """The badge colour of the outcome."""
        return {"succeeded": "green", "failed": "red", "lost": "red"}[self.value]


Row = TypeVar("Row", bound=models.Model, covariant=True)


class OfSchedulesQuerySet(ScopedQuerySet[Row]):
    """All rows for those who may see the scheduled tasks, none for others."""

    def scope_for(self, user: AnyUser) -> Self:
        """Everything or nothing: the tasks belong to no unit."""
        return self.all() if user.has_perm(VIEW_SCHEDULES) else self.none()  # type: ignore[union-attr]


class ScheduleState(models.Model):
    """Where one entry of the schedule stands; `name` is its name in the settings' SCHEDULE.

    `moment` is the planned moment last taken, `run` counts runs and fences: a run writes only while its
    number is the row's. `lease_until` is set while one is under way. `attempt` counts the runs for this
    moment. `good_moment` is the last planned moment whose run ended well; unless the next one does by
    `late_from`, the task is late. `told_late_from` is that instant once the lateness was told. `asked_at`
    waits for a run somebody asked for by hand. An entry that is gone from the schedule keeps its row, without
    plan and never late.
    """

    name = models.CharField(_("schedule"), max_length=60, unique=True)
    plan = models.CharField(_("planned"), max_length=200, blank=True)
    known_since = models.DateTimeField(_("known since"))
    moment = models.DateTimeField(_("planned moment"), null=True, blank=True)
    good_moment = models.DateTimeField(_("planned moment done"), null=True, blank=True)
    run = models.PositiveBigIntegerField(_("runs"), default=0)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=RunOutcome, blank=True, default="")
    error = models.TextField(_("reason of failure"), blank=True, default="")
    again_from = models.DateTimeField(_("tried again from"), null=True, blank=True)
    late_from = models.DateTimeField(_("late from"), null=True, blank=True)
    told_late_from = models.DateTimeField(_("told late from"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked for at"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = OfSchedulesQuerySet["ScheduleState"].as_manager()

    class Meta:
        verbose_name = _("state of a schedule")
        verbose_name_plural = _("states of schedules")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome__in=["", *RunOutcome.values]), name="base_schedule_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", finished_at=None) | ~Q(outcome="") & Q(finished_at__isnull=False),
                name="base_schedule_finished_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(lease_until=None) | Q(outcome="", started_at__isnull=False),
                name="base_schedule_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(asked_at=None) | Q(asked_by__isnull=False), name="base_schedule_asked_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def took(self) -> timedelta | None:
        """How long the last run took; None while it is under way and before the first."""
        return _took(self.started_at, self.finished_at)


class ScheduleRun(models.Model):
    """One run of a scheduled task: each planned by time of day, and each asked for by hand."""

    state = models.ForeignKey(
        ScheduleState, verbose_name=_("schedule"), on_delete=models.CASCADE, related_name="runs"
    )
    run = models.PositiveBigIntegerField(_("number"))
    moment = models.DateTimeField(_("planned moment"))
    attempt = models.PositiveSmallIntegerField(_("attempt"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked for by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=RunOutcome, blank=True, default="")
    error = models.TextField(_("reason of failure"), blank=True, default="")

    objects = OfSchedulesQuerySet["ScheduleRun"].as_manager()

    class Meta:
        verbose_name = _("run of a schedule")
        verbose_name_plural = _("runs of schedules")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state", "run"], name="base_schedule_run_once"),
            models.CheckConstraint(
                condition=Q(outcome="", finished_at=None) | ~Q(outcome="") & Q(finished_at__isnull=False),
                name="base_schedule_run_finished_with_outcome",
            ),
        ]
        indexes: ClassVar = [
            # read by the list of runs, newest first, and by the nightly purge
            models.Index(fields=["-started_at", "-id"], name="base_schedule_run_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.state_id} #{self.run}"

    @property
    def took(self) -> timedelta | None:
        """How long it took; None while it is under way."""
        return _took(self.started_at, self.finished_at)


def _took(started: datetime | None, finished: datetime | None) -> timedelta | None:
    return finished - started if started is not None and finished is not None else None
