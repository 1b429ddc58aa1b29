"""Uploads stay in memory: a roster or a proof in plain text never lies in the temporary directory."""

from __future__ import annotations

import io
import os
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext as _

from base.errors import InvalidInput
from base.workbooks.safety import MAX_FILE_BYTES


class DroppedContent(io.RawIOBase):
    """Stands for content that was too much to keep: it tells its size, and reading it raises InvalidInput.

    Whoever checks the size before reading gives the reason in words of their own.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._position = 0

    def seekable(self) -> bool:
        """Whether the size can be found by seeking: yes."""
        return True

    def readable(self) -> bool:
        """Whether it may be asked for its bytes: yes, and it answers why there are none."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move; the end is where the content ended."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def tell(self) -> int:
        """Where it stands."""
        return self._position

    def read(self, size: int = -1, /) -> bytes:
        """Refuse."""
        raise InvalidInput(
            _("The file is too large. Please choose a smaller one."), code="file_too_large", field="file"
        )


class MemoryUploadHandler(FileUploadHandler):
    """Keeps the files of one request in memory, together at most as much as the largest file accepted.

    A file beyond that is read to its end, so that the sender gets an answer, but dropped as it comes:
    neither memory nor disk grows with it.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._kept_before = 0
        self._content: io.BytesIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._content = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep the piece, or drop the file once it is too large."""
        if self._content is not None:
            if self._kept_before + start + len(raw_data) > MAX_FILE_BYTES:
                self._content = None
            else:
                self._content.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """The file, with its content or what stands for it."""
        content: Any = DroppedContent(file_size)
        if self._content is not None:
            content = self._content
            content.seek(0)
            self._kept_before += file_size
        return InMemoryUploadedFile(
            file=content,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
