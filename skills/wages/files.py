"""Who may have a kept wage workbook back: the person who handed it in, while they keep people's records."""

from __future__ import annotations

from base.files import file_guard
from base.models import StoredFile
from base.scoping import AnyUser
from base.workbooks.safety import MAX_FILE_BYTES
from skills.rules import IMPORT_ROSTER
from skills.wages.staging import KIND
from workforce.models import User


@file_guard(KIND, allow=None, max_bytes=MAX_FILE_BYTES)
def may_read_wages(user: AnyUser, stored: StoredFile) -> bool:
    """Whether the user handed this file in and still imports workbooks."""
    return isinstance(user, User) and stored.uploaded_by_id == user.pk and user.has_perm(IMPORT_ROSTER)
