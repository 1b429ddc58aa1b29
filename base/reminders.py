"""Who is reminded of what: rules the apps declare in `<app>/reminders.py`, and the words they are told in.

    remind(ReminderRule(name="skills.grade_opens", kind=ReminderKind.NOTICE, candidates="SELECT ...", ...))

The app `notices` makes reminders of them at night and when an event touches what a rule looks at, shows them
and sends them. A rule says what the facts give today; what was told already is no business of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from base.enums import ReminderKind, TouchedBy
from base.models.domain_event import DomainEvent

#: Ids of what an event touches, in terms of the rule's `touched_by`; None: anything.
Touched = Callable[[DomainEvent], Sequence[int] | None]
Words = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReminderShown:
    """A reminder as it is put into words: what it is about, with the names looked up just now.

    `worker_name` and `worker_no` are empty where it is about no worker, `unit_name` where about no unit.
    """

    subject_id: int
    due_on: date
    values: Words
    worker_name: str = ""
    worker_no: str = ""
    unit_name: str = ""
    is_escalation: bool = False


@dataclass(frozen=True, slots=True)
class ReminderWords:
    """A reminder in the language in force: a title, a sentence or two, and the path of the very item."""

    title: str
    text: str
    link: str


def _as_they_are(values: Words) -> Words:
    return values


@dataclass(frozen=True, kw_only=True)
class ReminderRule:
    """Somebody is told of something that is due on a day.

    `candidates` is SQL that yields, for the whole enterprise or the ids touched, the rows

        recipient_id (workforce_user), subject_id bigint, due_on date, unit_id, worker_id, values jsonb

    one row a recipient and subject at most; unit and worker may be null. It takes `%(today)s` (a date) and
    `%(now)s`, never asks the clock, and holds `{only}` once or more: TRUE for all, else `only`, a column or
    expression, compared with the ids touched. It yields what is due on any day, past and coming: rows further
    ahead than the longest lead are dropped by the database as early as it can (no LIMIT, no DISTINCT ON over
    them). What ended or happened more than a year ago is left out. Recipients who cannot sign in are dropped.
    `values` are plain values and codes for the words; never names, id numbers or wages.

    `leads` are days before the due day (0 the day itself, negative = so many days over), counted in working
    days with `counts_working_days`; they, `escalates_after`, `at_once` are what a new system starts with:
    the page of rules changes them. `escalates_after` so many days over, the head of the unit is told too.

    `link` is asked for the head, too (`is_escalation`), who may not open what the first one decides on.

    A reminder ends when its condition does; one that `is_lasting` (an import finished) stays until put away.

    `title`, `text` and `overdue` (the text when the due day has passed; None: the same) have places
    `%(name)s`, `%(employee_no)s`, `%(unit)s`, `%(due)s` and those `words` gives for the values,
    in the language in force.
    """

    name: str
    label: str | Promise
    about: str | Promise
    kind: ReminderKind
    candidates: str
    only: str
    touched_by: TouchedBy
    title: str | Promise
    text: str | Promise
    link: Callable[[ReminderShown], str]
    leads: tuple[int, ...]
    overdue: str | Promise | None = None
    words: Callable[[Words], Words] = _as_they_are
    counts_working_days: bool = False
    escalates_after: int | None = None
    at_once: bool = False
    is_lasting: bool = False
    events: Mapping[str, Touched] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a declaration that could not work."""
        if "{only}" not in self.candidates:
            raise ValueError(f"The candidates of {self.name!r} hold no {{only}}.")
        if not self.leads:
            raise ValueError(f"The reminder rule {self.name!r} has no lead.")


_rules: dict[str, ReminderRule] = {}


def remind(rule: ReminderRule) -> ReminderRule:
    """Make a rule known under its stable name; declaring another one by the same name is a mistake."""
    known = _rules.get(rule.name)
    if known is not None and known != rule:
        raise ValueError(f"The reminder rule {rule.name!r} is declared twice.")
    _rules[rule.name] = rule
    return rule


def reminder_rules() -> Mapping[str, ReminderRule]:
    """Every declared rule by name, in name order."""
    return MappingProxyType(dict(sorted(_rules.items())))


def in_words(rule: ReminderRule, shown: ReminderShown, *, today: date) -> ReminderWords:
    """A reminder in the language in force."""
    places = {
        "name": shown.worker_name,
        "employee_no": shown.worker_no,
        "unit": shown.unit_name,
        "due": date_format(shown.due_on, "DATE_FORMAT"),
        **rule.words(shown.values),
    }
    text = str(rule.overdue if rule.overdue is not None and shown.due_on < today else rule.text) % places
    if shown.is_escalation:
        text = _("%(text)s You are told as head of the unit, because nobody has acted so far.") % {
            "text": text
        }
    return ReminderWords(str(rule.title) % places, text, rule.link(shown))
