"""The detailed answer in words: sentences are rendered from the data of a clause, never stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skills.eligibility.answer import ClauseAnswer, LadderAnswer, Missing, Status
from skills.enums import ClauseKind, DiplomaKind, Level, TitleRank, UnrecordedFact


class Condition(Protocol):
    """What a clause asks for: stored, drafted or answered. Which values are used depends on the kind."""

    @property
    def kind(self) -> str:
        """A ClauseKind."""

    @property
    def level(self) -> int | None:
        """A certificate of this level or above."""

    @property
    def rank(self) -> int | None:
        """A title of this rank or above."""

    @property
    def years(self) -> int | None:
        """Whole years."""

    @property
    def diploma_kinds(self) -> Sequence[str] | None:
        """Any of these kinds of diploma."""

    @property
    def final_year(self) -> bool:
        """Whether students of the final year are included."""

    @property
    def unrecorded_fact(self) -> str:
        """The fact nobody can record yet."""


def level_name(level: int) -> str:
    """A level with its national number, e.g. 高级工（三级）; without one where none exists."""
    known = Level(level)
    if known.national_no is None:
        return str(known.label)
    numbers = {
        1: _("national level 1"),
        2: _("national level 2"),
        3: _("national level 3"),
        4: _("national level 4"),
        5: _("national level 5"),
    }
    return _("%(level)s (%(number)s)") % {"level": known.label, "number": numbers[known.national_no]}


def clause_sentence(clause: Condition) -> str:
    """What the clause asks for."""
    years = clause.years or 0
    match clause.kind:
        case ClauseKind.AGE:
            return _("At least %(years)d years old") % {"years": years}
        case ClauseKind.WORK:
            return ngettext(
                "%(years)d year of work in this or a related occupation, in total",
                "%(years)d years of work in this or a related occupation, in total",
                years,
            ) % {"years": years}
        case ClauseKind.CERT if years:
            return ngettext(
                "%(years)d year of work since the certificate of %(level)s or above",
                "%(years)d years of work since the certificate of %(level)s or above",
                years,
            ) % {"years": years, "level": level_name(clause.level or Level.JUNIOR)}
        case ClauseKind.CERT:
            return _("A certificate of %(level)s or above") % {
                "level": level_name(clause.level or Level.JUNIOR)
            }
        case ClauseKind.TITLE if years:
            return ngettext(
                "%(years)d year of work since a matching %(rank)s or above",
                "%(years)d years of work since a matching %(rank)s or above",
                years,
            ) % {"years": years, "rank": TitleRank(clause.rank or TitleRank.JUNIOR).label}
        case ClauseKind.TITLE:
            return _("A matching %(rank)s or above") % {
                "rank": TitleRank(clause.rank or TitleRank.JUNIOR).label
            }
        case ClauseKind.DIPLOMA:
            return _diploma_sentence(clause)
        case ClauseKind.APPRENTICESHIP:
            return _("An apprenticeship completed in this occupation")
        case _:
            return str(UnrecordedFact(clause.unrecorded_fact).label)


def status_sentence(clause: ClauseAnswer, today: date) -> str:
    """How the clause stands: met since a day, opens on a day, or what is missing."""
    if clause.opens_on is None:
        return missing_sentence(clause, today)
    if clause.status is Status.MET:
        return _("Met since %(day)s") % {"day": clause.opens_on.isoformat()}
    return _("Opens on %(day)s, %(duration)s to go") % {
        "day": clause.opens_on.isoformat(),
        "duration": duration(today, clause.opens_on),
    }


def missing_sentence(clause: ClauseAnswer, today: date) -> str:
    """What the clause lacks; "not judged" says so and never reads like "you have none"."""
    match clause.missing:
        case Missing.WORK_YEARS if clause.short_until is not None:
            return _("%(duration)s of work still missing, and no work is going on that would fill it.") % {
                "duration": duration(today, clause.short_until)
            }
        case Missing.CERTIFICATE:
            return _("No certificate of %(level)s or above is recorded.") % {
                "level": level_name(clause.level or Level.JUNIOR)
            }
        case Missing.TITLE:
            return _("No %(rank)s or above is recorded.") % {
                "rank": TitleRank(clause.rank or TitleRank.JUNIOR).label
            }
        case missing:
            return str(_PLAIN[missing or Missing.UNRECORDED])


_PLAIN = {
    Missing.BIRTH_DATE: gettext_lazy("The birth date is not recorded."),
    Missing.WORK: gettext_lazy("No work in this or a related occupation is recorded."),
    Missing.WORK_YEARS: gettext_lazy("Not enough years of work."),
    Missing.TITLE_NOT_JUDGED: gettext_lazy(
        "The title is recorded; whether it matches the occupation is not judged yet."
    ),
    Missing.TITLE_NOT_MATCHING: gettext_lazy("The title was judged not to match the occupation."),
    Missing.DIPLOMA: gettext_lazy("No such diploma is recorded."),
    Missing.DIPLOMA_NOT_JUDGED: gettext_lazy(
        "The diploma is recorded; whether it matches the occupation is not judged yet."
    ),
    Missing.DIPLOMA_NOT_MATCHING: gettext_lazy("The diploma was judged not to match the occupation."),
    Missing.DIPLOMA_WITHOUT_DATE: gettext_lazy("The diploma is recorded without its date of graduation."),
    Missing.APPRENTICESHIP: gettext_lazy("No completed apprenticeship is recorded."),
    Missing.UNRECORDED: gettext_lazy("The system cannot record this yet; ask HR."),
}


def next_sentence(answer: LadderAnswer) -> str:
    """Where the level right above the one held stands, in one line; empty at the top and without rules."""
    target = answer.target(answer.held_level + 1)
    if target is None:
        return ""
    words = {"level": level_name(target.level)}
    if target.opens_on is None and target.status is not Status.MISSING:  # the day is hidden from the reader
        is_met = target.status is Status.MET
        return (_("You may apply for %(level)s.") if is_met else _("%(level)s is not open yet.")) % words
    if target.opens_on is None:
        return _("No route to %(level)s is open yet: see what is missing.") % words
    words["day"] = target.opens_on.isoformat()
    if target.status is Status.MET:
        return _("You may apply for %(level)s since %(day)s.") % words
    words["duration"] = duration(answer.today, target.opens_on)
    return _("%(level)s opens on %(day)s, %(duration)s to go.") % words


def duration(start: date, end: date) -> str:
    """The time from one day to a later one in words: years and months, months, or days when less than a
    month.
    """
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    years, months = divmod(max(months, 0), 12)
    if not years and not months:
        days = max((end - start).days, 0)
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    in_years = ngettext("%(years)d year", "%(years)d years", years) % {"years": years}
    in_months = ngettext("%(months)d month", "%(months)d months", months) % {"months": months}
    if not years:
        return in_months
    return _("%(years)s and %(months)s") % {"years": in_years, "months": in_months} if months else in_years


def _diploma_sentence(clause: Condition) -> str:
    kinds = " / ".join(str(DiplomaKind(kind).label) for kind in clause.diploma_kinds or ())
    if clause.final_year:
        return _("A matching diploma (%(kinds)s), final-year students included") % {"kinds": kinds}
    return _("A matching diploma (%(kinds)s), graduated") % {"kinds": kinds}
