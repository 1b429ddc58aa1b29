"""Workbooks on their way in: staging, dry run, undo."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from base.models.job import Job
from base.models.stored_file import StoredFile
from base.scoping import AnyUser, ScopedQuerySet

if TYPE_CHECKING:
    from base.transitions import TransitionTable


class ImportState(models.TextChoices):
    """Where an import stands."""

    UPLOADED = "uploaded", _("Waiting to be read")
    STAGED = "staged", _("Checked, waiting for confirmation")
    COMMITTING = "committing", _("Being written")
    COMMITTED = "committed", _("Written")
    UNDONE = "undone", _("Undone")
    DISCARDED = "discarded", _("Discarded")
    FAILED = "failed", _("Failed")

    @property
    def colour(self) -> str:
        """The badge colour of the state."""
        return _STATE_COLOURS.get(self.value, "secondary")


_STATE_COLOURS = {
    "uploaded": "blue",
    "staged": "yellow",
    "committing": "blue",
    "committed": "green",
    "failed": "red",
}


class RowVerdict(models.TextChoices):
    """What a staged row would do."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REJECTED = "rejected", _("Rejected")

    @property
    def colour(self) -> str:
        """The badge colour of the verdict."""
        return _VERDICT_COLOURS.get(self.value, "secondary")


_VERDICT_COLOURS = {"new": "green", "changed": "yellow", "rejected": "red"}


class WorkbookImportQuerySet(ScopedQuerySet["WorkbookImport"]):
    """A person sees the workbooks they handed in."""

    def scope_for(self, user: AnyUser) -> Self:
        """Their own imports."""
        return self.filter(uploaded_by_id=user.pk)


class WorkbookImport(models.Model):
    """One workbook handed in: its file (encrypted, kept a set time), its parameters, what came of it."""

    #: Set by `base.workbooks.transitions`, which stands above the tables.
    transitions: ClassVar["TransitionTable"]

    kind = models.CharField(_("kind"), max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(
        _("state"), max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    parameters = models.JSONField(_("parameters"), default=dict)
    counts = models.JSONField(_("counts"), default=dict)
    error = models.CharField(_("error"), max_length=500, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    committed_at = models.DateTimeField(_("written at"), null=True, blank=True)
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = WorkbookImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("workbook import")
        verbose_name_plural = _("workbook imports")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="workbook_import_state_is_known", condition=models.Q(state__in=ImportState.values)
            ),
        ]
        # the desk: my imports, newest first
        indexes: ClassVar = [models.Index(fields=["uploaded_by", "-uploaded_at"], name="base_import_of_user")]

    def __str__(self) -> str:
        return self.file_name


class StagedRow(models.Model):
    """One row of a workbook as read, with its verdict.

    `cells` are texts by column key. The one secret cell of a row is in `secret` as an encryption envelope,
    with its blind index beside it once it is valid; `cells` and `changes` hold its mask at most. `applied` is
    what confirming wrote over, so that it can be undone. The table's pages are filled to the half (see the
    migration `staged_rows_noted_in_place`), so that noting it changes no index.
    """

    # the rows' own constraint begins with the batch: no index of its own
    batch = models.ForeignKey(WorkbookImport, models.CASCADE, related_name="rows", db_index=False)
    sheet_row = models.PositiveIntegerField(_("sheet row"))
    key = models.CharField(_("key"), max_length=64, blank=True)
    cells = models.JSONField(default=dict)
    secret = models.BinaryField(null=True)
    secret_index = models.BinaryField(max_length=32, null=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=RowVerdict.choices, blank=True)
    faults = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    repairs = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    subject_id = models.BigIntegerField(null=True)
    applied = models.JSONField(null=True)

    class Meta:
        verbose_name = _("staged row")
        verbose_name_plural = _("staged rows")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "sheet_row"], name="staged_row_once_a_batch"),
        ]
        # the clinic: rows of a verdict in sheet order
        indexes: ClassVar = [
            models.Index(fields=["batch", "verdict", "sheet_row"], name="base_staged_by_verdict")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.sheet_row}"
