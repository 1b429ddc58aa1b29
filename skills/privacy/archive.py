"""The ZIP handed out: `data.json`, the files, and `index.html` to read it by."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string

from base.files import open_file
from skills.privacy.contents import Contents


def pack(contents: Contents) -> bytes:
    """The ZIP. Made in memory: nothing is put on a disk in plaintext."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "data.json", json.dumps(contents.document, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
        )
        archive.writestr("index.html", render_to_string("skills/privacy/export_index.html", _page(contents)))
        for one in contents.files:
            archive.writestr(one.path, b"".join(open_file(one.stored)))
    return target.getvalue()


def _page(contents: Contents) -> dict[str, Any]:
    document = contents.document
    return {
        "document": document,
        "tables": [
            (table["title"], sorted({key for row in table["rows"] for key in row}), _cells(table["rows"]))
            for table in document["tables"].values()
            if table["rows"]
        ],
        "files": contents.files,
    }


def _cells(rows: list[dict[str, Any]]) -> list[list[str]]:
    names = sorted({key for row in rows for key in row})
    return [[_in_words(row.get(name)) for name in names] for row in rows]


def _in_words(value: Any) -> str:
    if isinstance(value, dict) and "text" in value:
        return str(value["text"] or value.get("value", value.get("id", "")))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)
