import logging
from pathlib import Path

import pytest

from base.log_redaction import redact_id_numbers


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("id 13042919900101123X!", "id [id number]!"),
        ("13042919900101123x", "[id number]"),
        ("身份证130429199001011234重复", "身份证[id number]重复"),
        ("Key (id)=(130429199001011234) exists", "Key (id)=([id number]) exists"),
        ("certificate S000012345678901234567 stays", "certificate S000012345678901234567 stays"),
        ("9130429199001011234 has nineteen digits", "9130429199001011234 has nineteen digits"),
        (130429199001011234, "[id number]"),
        (42, 42),
        (True, True),
        (None, None),
    ],
)
def test_what_looks_like_an_id_number_is_masked(said: object, logged: object) -> None:
    assert redact_id_numbers(None, "info", {"event": said}) == {"event": logged}


def test_nested_values_are_masked_too() -> None:
    line = {
        "event": "e",
        "row": {"cells": ["a", ("130429199001011234",)]},
        "error": ValueError("130429199001011234"),
    }
    assert redact_id_numbers(None, "info", line) == {
        "event": "e",
        "row": {"cells": ["a", ["[id number]"]]},
        "error": "[id number]",
    }


def test_the_projects_own_handler_masks_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    from config.logs import logging_settings

    settings = logging_settings(level="INFO", as_json=True)
    formatter_settings = dict(settings["formatters"]["structured"])
    formatter = formatter_settings.pop("()")(**formatter_settings)
    try:
        raise ValueError("bad id 130429199001011234")
    except ValueError:
        import sys

        record = logging.LogRecord(
            "x", logging.ERROR, str(Path(__file__)), 1, "row %s", ("130429199001011234",), sys.exc_info()
        )
    assert "130429199001011234" not in formatter.format(record)
