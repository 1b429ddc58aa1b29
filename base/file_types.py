"""What a file is, told from its bytes and never from its name."""

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

import filetype
from django.utils.translation import pgettext

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
XLS = "application/vnd.ms-excel"
ZIP = "application/zip"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"

_HEAD_BYTES = 8192
_NAMES = {
    PDF: "PDF",
    JPEG: "JPEG",
    PNG: "PNG",
    XLSX: "Excel (.xlsx)",
    XLSM: "Excel (.xlsm)",
    XLS: "Excel (.xls)",
}
_OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


def sniff_type(content: BinaryIO) -> str | None:
    """The content type of a seekable file, None when it is empty; leaves the position at the start."""
    content.seek(0)
    head = content.read(_HEAD_BYTES)
    try:
        return _type_of(head, content)
    finally:
        content.seek(0)


def _type_of(head: bytes, content: BinaryIO) -> str | None:
    if not head:
        return None
    if head.startswith(b"PK\x03\x04"):
        return _type_of_zip(content)
    if head.startswith(_OLE_MAGIC):
        return XLS
    kind = filetype.guess(head)
    if kind is not None:
        return str(kind.mime)
    return TEXT if _is_text(head) else UNKNOWN


def _type_of_zip(content: BinaryIO) -> str:
    """A workbook is a zip with a workbook part; macros make it another type. Nothing is unpacked."""
    try:
        with zipfile.ZipFile(content) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return ZIP
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        return ZIP
    return XLSM if "xl/vbaProject.bin" in names else XLSX


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # a character may be cut at the end of the head
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def type_names(types: Iterable[str]) -> str:
    """Content types as people call them, for a sentence."""
    return pgettext("between the items of a list", ", ").join(
        _NAMES.get(content_type, content_type) for content_type in types
    )
