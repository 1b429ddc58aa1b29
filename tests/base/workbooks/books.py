"""Workbooks made for tests, good ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from base.workbooks.headers import KnownColumn

COLUMNS = (
    KnownColumn("no", "序号", counts=False),
    KnownColumn("key", "工号", ("员工编号",), needed=True),
    KnownColumn("name", "姓名"),
    KnownColumn("unit", "车间（部门）", ("车间",)),
)
HEADER = ("序号", "工号", "姓名", "车间（部门）")


def workbook(*rows: Sequence[Any]) -> bytes:
    """A workbook with one sheet of these rows."""
    return workbook_of({"名册": rows})


def workbook_of(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one more part, or with another content of a part it has."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for item in source.infolist():
            if item.filename != name:
                copy.writestr(item, source.read(item))
        copy.writestr(name, part)
    return target.getvalue()


def old_format(*streams: str) -> bytes:
    """The first bytes of an OLE file, with the names of its streams."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "".join(streams).encode("utf-16-le") + bytes(512)
    )
