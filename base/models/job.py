"""Background jobs: the row is the truth, the broker only wakes a worker."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.enums import JobState
from base.scoping import AnyUser, ScopedQuerySet


class JobQuerySet(ScopedQuerySet["Job"]):
    """A person sees the jobs they started."""

    def scope_for(self, user: AnyUser) -> Self:
        """One's own jobs."""
        return self.filter(owner_id=user.pk)


class Job(models.Model):
    """One piece of heavy work asked for by `owner` (None: by the system), run by a worker under a lease.

    `attempt` counts starts and fences: a run may write only while its attempt number is the row's.
    `lease_until` and `heartbeat_at` are set while it runs. `published_at` is when the broker last took
    its message. `progress_done` of `progress_total` (None: not known) are units of the kind's own choosing.
    """

    kind = models.CharField(_("kind"), max_length=100)
    params = models.JSONField(_("parameters"), default=dict)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=20, choices=JobState, default=JobState.QUEUED)
    progress_done = models.PositiveIntegerField(_("done so far"), default=0)
    progress_total = models.PositiveIntegerField(_("total"), null=True)
    message = models.TextField(_("message"), blank=True, default="")
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=0)
    max_attempts = models.PositiveSmallIntegerField(_("attempts allowed"), default=3)
    lease_until = models.DateTimeField(_("lease until"), null=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True)
    published_at = models.DateTimeField(_("handed to the broker at"), null=True)
    created_at = models.DateTimeField(_("asked for at"))
    started_at = models.DateTimeField(_("started at"), null=True)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    result = models.JSONField(_("result"), null=True)
    error = models.TextField(_("reason of failure"), blank=True, default="")

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="base_job_state_known"),
            models.CheckConstraint(
                condition=Q(state=JobState.RUNNING, lease_until__isnull=False, heartbeat_at__isnull=False)
                | (~Q(state=JobState.RUNNING) & Q(lease_until__isnull=True)),
                name="base_job_lease_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[JobState.SUCCEEDED, JobState.FAILED], finished_at__isnull=False)
                | Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at__isnull=True),
                name="base_job_finished_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state=JobState.FAILED) | ~Q(error=""), name="base_job_failure_has_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "-id"], name="base_job_of_owner"
            ),  # read by the person's list of jobs
            models.Index(  # read by sweep_jobs
                fields=["state", "lease_until"],
                name="base_job_open",
                condition=Q(state__in=["queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    @property
    def percent(self) -> int | None:
        """Progress in whole percent, None while the total is not known."""
        if self.state == JobState.SUCCEEDED:
            return 100
        return min(100, self.progress_done * 100 // self.progress_total) if self.progress_total else None

    @property
    def note(self) -> str:
        """The one sentence to show beside the state: why it waits, what it does, or why it failed."""
        if self.state == JobState.FAILED:
            return self.error
        if self.state == JobState.QUEUED and self.published_at is None:
            return gettext(
                "The background service cannot be reached just now. This starts by itself when it is back."
            )
        return self.message
