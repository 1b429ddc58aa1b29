"""Cells of exported files: the quick way gives what the careful one gives."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

from defusedcsv import csv as defused_csv
from django.db.models import TextChoices

from base.cells import CellKind
from base.exports.values import FileValues, csv_value
from base.exports.writing import ExportRows, csv_pieces
from base.workbooks.writing import Value


class Lamp(TextChoices):
    """A choice."""

    ON = "on", "lit"


class Job(TextChoices):
    """Another one with the same value."""

    ON = "on", "under way"


def test_lines_are_those_of_the_defusing_writer_alone() -> None:
    """Only rows with a cell that may begin a formula pass it; the others would come out of it unchanged."""
    beginnings = (
        "",
        "A",
        "=1+1",
        "+1",
        "-1",
        "@x",
        "|x",
        "%x",
        "\t=1",
        "＝1",
        "x|y",
        "-12.5",
        "a,b",
        'a"b',
        "\n",
    )
    values: list[Value] = [*beginnings, None, 3, Decimal("1.50"), date(2026, 11, 21)]
    chunk: list[list[Value]] = [[first, second] for first in values for second in values]
    rows = ExportRows([], len(chunk), iter([chunk]))
    written = b"".join(csv_pieces(rows)).decode("utf-8-sig").partition("\r\n")[2]
    expected = io.StringIO(newline="")
    writer = defused_csv.writer(expected)
    writer.writerows([csv_value(value) for value in row] for row in chunk)
    assert written == expected.getvalue()
    assert "'=1+1" in written


def test_choices_of_two_kinds_with_one_value_keep_their_own_words() -> None:
    values = FileValues()
    words = [values.of(choice, CellKind.BADGE) for choice in (Lamp.ON, Job.ON, Lamp.ON, Job.ON)]
    assert words == ["lit", "under way"] * 2
