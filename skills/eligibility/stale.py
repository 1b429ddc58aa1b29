"""Whose stored results cannot be right any more, told without reckoning a date."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

from django.db import connection


def stale_worker_ids(*, today: date) -> list[int]:
    """Workers to refresh because of the calendar or of the rules, in rising order. One query.

    That is: without a standing; whose main occupation became another one today; with results of a version
    no longer asked for, or of an occupation they neither work in nor hold a grade in; or without any result
    of a version that rules them. A fact changed by hand, past the services, is not seen:
    `recompute_eligibility --all` finds it.
    """
    text = (files("skills.eligibility") / "sql" / "stale.sql").read_text(encoding="utf-8")
    with connection.cursor() as cursor:
        cursor.execute(text, {"today": today})
        return [row[0] for row in cursor.fetchall()]
