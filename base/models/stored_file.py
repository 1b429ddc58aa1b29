"""Files people hand in: content encrypted on disk, the row says what it is and who may ask for it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One kept file. `kind` names the guard that decides who may read it (see `base.files.file_guard`).

    `size` is in bytes and `sha256` in hex, both of the plain content; `content_type` is what the bytes are,
    not what the sender called them. The content is under MEDIA_ROOT as `<key[:2]>/<key>`, encrypted.
    After `expires_at` the content is removed and `removed_at` set; the row stays as the record.
    """

    key = models.UUIDField(_("key"), unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=100)
    name = models.CharField(_("file name"), max_length=255)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_at = models.DateTimeField(_("uploaded at"))
    expires_at = models.DateTimeField(_("kept until"), null=True)
    removed_at = models.DateTimeField(_("removed at"), null=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        indexes: ClassVar = [
            # read by purge_files
            models.Index(
                fields=["expires_at"], name="base_file_expiring", condition=models.Q(removed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where the file is downloaded, by those whom its guard lets through."""
        return reverse("base:file", args=[self.key])
