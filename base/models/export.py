"""What left the system: the record of every export."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.enums import JobState
from base.models.job import Job
from base.models.stored_file import StoredFile
from base.scoping import AnyUser, ScopedQuerySet

#: The right to see what everybody exported; a rule of the app that knows roles.
VIEW_ALL_EXPORTS = "base.view_all_exports"


class ExportFormat(models.TextChoices):
    """What a list is written as."""

    XLSX = "xlsx", _("Excel (.xlsx)")
    CSV = "csv", _("CSV (.csv)")


class ExportState(models.TextChoices):
    """How far an export came."""

    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    BROKEN_OFF = "broken_off", _("Broken off")

    @property
    def colour(self) -> str:
        """The badge colour of the state."""
        return {"under_way": "blue", "done": "green", "broken_off": "red"}[self.value]


#: Whose exports a person sees besides their own, said by the apps that know units.
_OTHERS: list[Callable[[AnyUser], models.Q]] = []


def sees_exports_of(others: Callable[[AnyUser], models.Q]) -> Callable[[AnyUser], models.Q]:
    """Let a person see exports of others too: those of which the condition on `ExportRecord` holds."""
    _OTHERS.append(others)
    return others


class ExportRecordQuerySet(ScopedQuerySet["ExportRecord"]):
    """A person sees what they exported, and what those did whom `sees_exports_of` names; who holds
    `VIEW_ALL_EXPORTS` sees what everybody did.
    """

    def scope_for(self, user: AnyUser) -> Self:
        """One's own exports, those of others in reach, or all."""
        if user.has_perm(VIEW_ALL_EXPORTS):  # type: ignore[union-attr]
            return self
        seen = models.Q(exported_by_id=user.pk)
        for others in _OTHERS:
            seen |= others(user)
        return self.filter(seen)


class ExportRecord(models.Model):
    """One export: what was asked, when, by whom, how many rows, and the checksum of the file.

    `parameters` are those of the list's address (name → values), `arguments` those within its path, `columns`
    the columns written. `sha256` (hex) is of the whole file and empty unless the export is done. `file` is
    kept for exports made in the background, until `file.expires_at`. `token_digest` names the API token that
    asked: the export ends when the token does.
    """

    kind = models.CharField(_("kind"), max_length=80)
    parameters = models.JSONField(_("parameters"), default=dict)
    arguments = models.JSONField(_("arguments"), default=dict)
    columns = models.JSONField(_("columns"), default=list)
    format = models.CharField(
        _("format"), max_length=8, choices=ExportFormat.choices, default=ExportFormat.XLSX
    )
    state = models.CharField(_("state"), max_length=12, choices=ExportState.choices, default=ExportState.DONE)
    row_count = models.PositiveIntegerField(_("rows"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, default="")
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("exported by"),
    )
    exported_at = models.DateTimeField(_("exported at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    error = models.CharField(_("why it was broken off"), max_length=500, blank=True, default="")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    token_digest = models.CharField(max_length=128, blank=True, default="")

    objects = ExportRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="export_state_is_known", condition=models.Q(state__in=ExportState.values)
            ),
            models.CheckConstraint(
                name="export_format_is_known", condition=models.Q(format__in=ExportFormat.values)
            ),
            # a checksum is of a whole file: nothing broken off or under way has one
            models.CheckConstraint(
                name="export_done_has_checksum",
                condition=(models.Q(state=ExportState.DONE) & ~models.Q(sha256=""))
                | (~models.Q(state=ExportState.DONE) & models.Q(sha256="")),
            ),
        ]
        # the page of exports: mine or everybody's, newest first
        indexes: ClassVar = [
            models.Index(fields=["exported_by", "exported_at", "id"], name="base_export_of_user"),
            models.Index(fields=["exported_at", "id"], name="base_export_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.exported_at}"

    @property
    def shown_state(self) -> ExportState:
        """The state; one whose job was given up is broken off, though nobody was left to write it down."""
        if self.state == ExportState.UNDER_WAY and self.job is not None and self.job.state == JobState.FAILED:
            return ExportState.BROKEN_OFF
        return ExportState(self.state)

    @property
    def duration(self) -> timedelta | None:
        """From asking to the last row; None while under way."""
        return self.finished_at - self.exported_at if self.finished_at else None
