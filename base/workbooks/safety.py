"""What is checked before a workbook is parsed, so that a hostile or broken file is answered, not suffered."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import IO

from django.utils.translation import gettext as _

from base.errors import InvalidInput

#: Largest file accepted, in bytes.
MAX_FILE_BYTES = 20 * 1024 * 1024
#: Largest sum of the unpacked parts, in bytes, whatever the archive's directory claims.
MAX_UNPACKED_BYTES = 400 * 1024 * 1024
#: A file that unpacks to more than this many times its size is a bomb (real rosters: 10 to 40).
MAX_RATIO = 250
#: Cells in the rectangle around a sheet's used cells; the reader holds that rectangle in memory.
MAX_SHEET_CELLS = 8_000_000

_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
#: A row or cell in any spelling the reader understands, as far as no "<" stands in it; closed or not.
#: A value in quotes may hold ">". Each byte is looked at once from the "<" before it, whatever the text.
_TAG = re.compile(
    rb"""<(?:[^\s<>/:]*+:)?+(c|row)(?=[\s/>])"""
    rb"""(?:\s++r\s*+=\s*+["']([A-Z]{0,3}+)([0-9]{1,20}+)["'])?+"""
    rb"""((?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)(>?)""",
    re.IGNORECASE,
)
#: The rest of a tag that holds a "<" in a value, which XML forbids and the reader takes.
_ODD_REST = re.compile(rb"""((?:[^>"']++|"[^"]*+"|'[^']*+')*+)(>?)""")
#: Where a row or cell says it stands. One in another attribute's value counts, too: that only refuses more.
_PLACE = re.compile(rb"""(?<![\w:.-])r\s*+=\s*+["']([A-Z]*+)0*+([0-9]{0,20})""", re.IGNORECASE)
#: How spreadsheet programs write a row and a cell; a piece in which all stand so is read faster.
_PLAIN_ROW = re.compile(rb'<row r="([0-9]{1,20})"')
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,20})"')
_DIGITS = b"0123456789"
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHUNK = 1024 * 1024
#: A longer tag, or more odd ones in a part, no spreadsheet program writes.
_CARRY = 4096
_MOST_ODD_TAGS = 1_000


def check_file_size(size: int) -> None:
    """Refuse an empty or oversized file by its size alone, before anything is read into memory."""
    if size == 0:
        raise InvalidInput(_("The file is empty. Please choose the workbook again."), code="file_empty")
    if size > MAX_FILE_BYTES:
        raise InvalidInput(
            _(
                "The file has %(size)d MB; at most %(limit)d MB can be read. "
                "Please split it into several files."
            )
            % {"size": -(-size // 1_048_576), "limit": MAX_FILE_BYTES // 1_048_576},
            code="file_too_large",
        )


def read_bounded(stream: IO[bytes]) -> bytes:
    """The stream's bytes, reading at most one byte more than is allowed."""
    content = stream.read(MAX_FILE_BYTES + 1)
    check_file_size(len(content))
    return content


def check_workbook(content: bytes, *, name: str) -> str:
    """What the bytes are: "xlsx" or "csv". The content decides, never the name.

    Raises InvalidInput with a reason a clerk understands for everything else.
    """
    check_file_size(len(content))
    if content.startswith(_ZIP_MAGIC):
        _check_archive(content)
        return "xlsx"
    if content.startswith(_OLE_MAGIC):
        if _ENCRYPTED_STREAM in content:
            raise InvalidInput(
                _("The workbook is protected by a password. Please remove the password and upload it again."),
                code="workbook_encrypted",
            )
        raise InvalidInput(
            _(
                "This is a workbook of the old .xls format, whatever its name says. "
                "Please open it, choose “Save as” and .xlsx, and upload that file."
            ),
            code="workbook_is_old_format",
        )
    if name.lower().endswith((".csv", ".txt")) and b"\x00" not in content:
        return "csv"
    raise InvalidInput(
        _("The file is not a workbook. Please upload an .xlsx file (or a .csv file)."), code="not_a_workbook"
    )


def kind_of_checked(content: bytes) -> str:
    """What bytes are that passed `check_workbook` before."""
    return "xlsx" if content.startswith(_ZIP_MAGIC) else "csv"


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_directory(parts, packed_bytes=len(content))
            _check_parts(archive, parts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise _damaged() from error


def _damaged() -> InvalidInput:
    return InvalidInput(
        _("The workbook is damaged and cannot be read. Please open it, save it again and upload it."),
        code="workbook_damaged",
    )


def _check_directory(parts: list[zipfile.ZipInfo], *, packed_bytes: int) -> None:
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 0x1 for part in parts):
        raise InvalidInput(
            _("The workbook is protected by a password. Please remove the password and upload it again."),
            code="workbook_encrypted",
        )
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise InvalidInput(
            _(
                "The workbook contains macros, which are not accepted. "
                "Please save it as .xlsx and upload that file."
            ),
            code="workbook_has_macros",
        )
    if "xl/workbook.xml" not in names:
        raise InvalidInput(
            _("The file is not a workbook. Please upload an .xlsx file (or a .csv file)."),
            code="not_a_workbook",
        )
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > 2_000 or unpacked > MAX_UNPACKED_BYTES or unpacked > packed_bytes * MAX_RATIO:
        raise _too_much_inside()


def _too_much_inside() -> InvalidInput:
    return InvalidInput(
        _(
            "The workbook unpacks to far more than its size allows and was not opened. "
            "Please save the sheet anew."
        ),
        code="workbook_unpacks_too_large",
    )


def _check_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Unpack every part once in small pieces, never past its declared size, against the checksum.

    A directory that lies about sizes is damage here, so no other reader sees it; a sheet's extent is found.
    """
    for part in parts:
        extent = _Extent()  # any part may be named as a sheet
        with archive.open(part) as stream:
            while piece := stream.read(_CHUNK):
                extent.add(piece)
        if extent.is_unreadable:
            raise _damaged()
        if extent.cells > MAX_SHEET_CELLS:
            raise InvalidInput(
                _(
                    "A sheet uses cells as far as column %(column)s, row %(row)d. "
                    "Please delete the unused columns and rows and save it again."
                )
                % {"column": extent.last_column_name, "row": extent.last_row},
                code="sheet_too_wide",
            )


class _Extent:
    """The last column and row that a sheet's cells reach, found while its text streams by.

    A cell or row that does not say where it stands comes after the one before it.
    """

    def __init__(self) -> None:
        self._tail = b""
        self._columns: dict[bytes, int] = {}
        self._column = self._row = 0
        self._odd_tags = 0
        self.is_unreadable = False
        self.last_column = 1
        self.last_row = 0

    @property
    def last_column_name(self) -> str:
        return _column_name(self.last_column)

    @property
    def cells(self) -> int:
        return self.last_column * self.last_row

    def add(self, piece: bytes) -> None:
        """Take the next piece of the text; what it breaks off in is looked at with the piece after it."""
        if self.is_unreadable:
            return
        text = self._tail + piece
        near_end = max(0, len(text) - _CARRY)
        end = text.rfind(b">", near_end) + 1
        if not end:
            begun = text.rfind(b"<", near_end)
            end = begun if begun >= 0 else len(text)
        self._tail = text[end:]
        if not self._add_plain(text[:end]):
            self._add_any(text, end)

    def _add_plain(self, text: bytes) -> bool:
        """Count a text in which every cell and row says in the usual spelling where it stands."""
        cells = _PLAIN_CELL.findall(text)
        rows = _PLAIN_ROW.findall(text)
        if not cells or len(cells) != text.count(b"<c") or len(rows) != text.count(b"<r"):
            return False
        if b":c" in text or b":r" in text:
            return False
        places = b" ".join(cells)
        last = max(map(int, {*places.translate(None, _LETTERS).split(), *rows}))
        self.last_row = max(self.last_row, last)
        widest = max(map(_column_number, set(places.translate(None, _DIGITS).split())))
        self.last_column = max(self.last_column, widest)
        if text.rfind(b"<row") > text.rfind(b"<c"):
            self._row, self._column = int(rows[-1]), 0
        else:
            letters = cells[-1].rstrip(_DIGITS)
            self._row, self._column = int(cells[-1][len(letters) :]), _column_number(letters)
        return True

    def _add_any(self, text: bytes, end: int) -> None:
        """Count what begins before `end`; a tag the text breaks off in waits for the next piece."""
        tags = _TAG.findall(text, 0, end)
        if all(tag[-1] for tag in tags):
            for kind, letters, row, attributes, _closed in tags:
                self._place(kind, letters, row, attributes)
        else:
            self._add_odd(text, end)

    def _add_odd(self, text: bytes, end: int) -> None:
        """The same of a text with tags that hold a "<", or break off."""
        for tag in _TAG.finditer(text):
            if tag.start() >= end:
                return
            kind, letters, row, attributes, closed = tag.groups(b"")
            if not closed:
                rest = text[tag.start(4) : tag.start(4) + _CARRY]
                odd = _ODD_REST.match(rest)
                attributes, closed = odd.groups() if odd else (b"", b"")
                if not closed and len(rest) < _CARRY:
                    self._tail = text[tag.start() :]
                    return
                self._odd_tags += 1
                if not closed or self._odd_tags > _MOST_ODD_TAGS:
                    self.is_unreadable = True
                    return
            self._place(kind, letters, row, attributes)

    def _place(self, kind: bytes, letters: bytes, row: bytes, attributes: bytes) -> None:
        """Go to where a row or cell says it stands, first or among its other attributes, else to the next."""
        if (b"r" in attributes or b"R" in attributes) and (places := _PLACE.findall(attributes)):
            is_row = len(kind) > 1
            if letters or (is_row and row):
                places.append((letters, row))
            named = [place for place in places if is_row or place[0]] or [(letters, row)]
            letters = max((place[0] for place in named), key=_column_number)
            row = max((place[1] for place in named), key=lambda digits: int(digits or 0))
        if len(kind) > 1:
            self._row, self._column = int(row) if row else self._row + 1, 0
        elif letters:
            known = self._columns.get(letters)
            self._column = known or self._columns.setdefault(letters, _column_number(letters))
            self._row = int(row) if row else self._row
        else:
            self._column += 1
        if self._column > self.last_column:
            self.last_column = self._column
        if self._row > self.last_row:
            self.last_row = self._row


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:20].upper():
        number = number * 26 + letter - 64
    return number


def _column_name(number: int) -> str:
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name
