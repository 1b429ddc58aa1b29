"""What the page components are given: plain values a view prepares and a template tag draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class ClauseState(TextChoices):
    """Whether a condition is fulfilled, will be by itself, or lacks something."""

    MET = "met", _("met")
    OPENS = "opens", _("opens")
    MISSING = "missing", _("missing")

    @property
    def icon(self) -> str:
        """The drawing that stands beside the word."""
        return {"met": "check", "opens": "clock", "missing": "cross"}[self.value]


@dataclass(frozen=True)
class ClauseItem:
    """A condition in plain words: `since` is the day it was or will be met; `note` adds what is lacking."""

    state: ClauseState
    text: Text
    since: date | None = None
    note: Text = ""
    action_label: Text = ""
    action_url: str = ""


@dataclass(frozen=True)
class Definition:
    """A term with its value, and the page the value leads to."""

    term: Text
    value: object
    url: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened on a day. `colour` is a badge colour for `kind`."""

    day: date
    title: Text
    text: Text = ""
    kind: Text = ""
    colour: str = "secondary"
    url: str = ""


@dataclass(frozen=True)
class Bar:
    """A line of a bar list: a name, how many, and the page that lists them."""

    label: Text
    number: int
    url: str = ""


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its length against the longest (0–100), its number and its share of the whole as written."""

    bar: Bar
    length: int
    number: str
    share: str


@dataclass(frozen=True)
class Progress:
    """How far a background job has come.

    `poll_url` answers with this component, `page_url` with the whole page.
    """

    done: int
    total: int
    message: Text
    poll_url: str
    page_url: str
    is_over: bool = False
    has_failed: bool = False

    @property
    def percent(self) -> int:
        """Whole per cent done, 0–100."""
        return min(100, self.done * 100 // self.total) if self.total > 0 else 0

    @property
    def counted(self) -> str:
        """How many of how many, as written."""
        return f"{self.done:,} / {self.total:,}" if self.total > 0 else ""


@dataclass(frozen=True)
class CodeSlip:
    """One slip of a printed sheet of codes, cut out and handed to one person."""

    name: str
    number: str
    code: str
    note: Text = ""


@dataclass(frozen=True)
class Crumb:
    """A page above this one."""

    label: Text
    url: str


def draw_bars(bars: Sequence[Bar]) -> list[DrawnBar]:
    """Measure the bars against the longest and against their sum."""
    longest = max((bar.number for bar in bars), default=0) or 1
    whole = sum(bar.number for bar in bars) or 1
    return [
        DrawnBar(
            bar,
            max(bar.number * 100 // longest, 1 if bar.number else 0),
            f"{bar.number:,}",
            f"{bar.number * 100 / whole:.1f} %",
        )
        for bar in bars
    ]
