"""Policy in words: the routes of a version or a draft, level by level, and how each row came about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.components import TimelineEntry
from base.dates import last_day
from base.pagination import SortKey
from skills.eligibility.sentences import clause_sentence, level_name
from skills.enums import Mark, PolicyChangeKind, PolicyState, Validity
from skills.models import Occupation, PolicyChange, RuleSetVersion, Standard
from skills.models.dated import validity_on
from skills.queries.policy_changes import change_title
from skills.services.catalogue.rows import RouteRow
from skills.services.policy.proposals import route_row, routes_of

STANDARD_SORT_KEYS = (
    SortKey("occupation", gettext_lazy("Occupation"), ("occupation__name", "valid_from")),
    SortKey("from", gettext_lazy("Valid from"), ("valid_from",), descending=True),
)
VERSION_SORT_KEYS = (
    SortKey("rule_set", gettext_lazy("Rule set"), ("rule_set__code", "number")),
    SortKey("from", gettext_lazy("Valid from"), ("valid_from",), descending=True),
)
ALIAS_SORT_KEYS = (
    SortKey("name", gettext_lazy("Other name"), ("name",)),
    SortKey("occupation", gettext_lazy("Occupation"), ("occupation__name", "name")),
)
MAJOR_SORT_KEYS = (
    SortKey("occupation", gettext_lazy("Occupation"), ("occupation__name", "major__name")),
    SortKey("major", gettext_lazy("Major"), ("major__name", "occupation__name")),
)
RELATED_SORT_KEYS = (
    SortKey("occupation", gettext_lazy("Occupation"), ("occupation__name", "related__name")),
    SortKey("related", gettext_lazy("Related occupation"), ("related__name", "occupation__name")),
)


@dataclass(frozen=True)
class RouteInWords:
    """A route as people read it: any one route is enough, all its sentences must hold."""

    code: str
    sentences: tuple[str, ...]
    document: str
    mark: Mark
    source_note: str


@dataclass(frozen=True)
class LevelInWords:
    """A level with the routes that lead to it."""

    level: int
    name: str
    routes: tuple[RouteInWords, ...]


def route_in_words(row: RouteRow) -> RouteInWords:
    """One route rendered from its data, in the reader's language."""
    return RouteInWords(
        code=row.code,
        sentences=tuple(clause_sentence(clause) for clause in row.clauses),
        document=row.document,
        mark=Mark(row.mark),
        source_note=row.source_note,
    )


def version_rows(version: RuleSetVersion) -> list[RouteRow]:
    """The routes of a stored version as plain rows. Two statements."""
    return [route_row(route) for route in routes_of(version)]


def levels_in_words(rows: Iterable[RouteRow]) -> list[LevelInWords]:
    """Routes level by level, the lowest first."""
    ordered = sorted(rows, key=lambda row: (row.target, row.code))
    return [
        LevelInWords(level, level_name(level), tuple(route_in_words(row) for row in of_level))
        for level, of_level in groupby(ordered, key=lambda row: row.target)
    ]


def standing_of(version: RuleSetVersion, day: date) -> Validity | PolicyState:
    """How a version stands to a day; one that was not confirmed yet is in force on no day."""
    if version.confirmed_at is None:
        return PolicyState.SUBMITTED
    return validity_on(version.valid_from, version.valid_to, day)


def version_in_force(standard: Standard | None, day: date) -> RuleSetVersion | None:
    """The version of the rule set a standard names, on a day. One statement."""
    if standard is None:
        return None
    return (
        RuleSetVersion.objects.in_force(day)
        .filter(rule_set=standard.rule_set_id, confirmed_at__isnull=False)
        .select_related("rule_set")
        .first()
    )


def changes_of_rule_set(rule_set_id: int) -> QuerySet[PolicyChange]:
    """Confirmed changes that concern a rule set: its versions, and standards that began to name it."""
    return _confirmed().filter(Q(rule_set=rule_set_id) | Q(standard__rule_set=rule_set_id))


def changes_of_occupation(occupation: Occupation) -> QuerySet[PolicyChange]:
    """Confirmed changes that concern an occupation."""
    return _confirmed().filter(occupation=occupation)


def _confirmed() -> QuerySet[PolicyChange]:
    return (
        PolicyChange.objects.filter(state=PolicyState.CONFIRMED)
        .named()
        .select_related("rule_set", "occupation", "drafted_by", "decided_by", "version", "standard")
        .order_by("-effective_on", "-pk")
    )


def history_of_versions(
    versions: Sequence[RuleSetVersion], changes: Iterable[PolicyChange]
) -> list[TimelineEntry]:
    """How a rule set came to be what it is: shipped versions and confirmed changes, newest first."""
    shipped = [
        TimelineEntry(
            day=version.valid_from,
            title=_("Version %(number)s") % {"number": version.number},
            text=_("Shipped with release %(release)s. %(document)s")
            % {"release": version.release, "document": version.document},
            kind=_("Shipped"),
        )
        for version in versions
        if version.release
    ]
    return _newest_first([*shipped, *change_entries(changes)])


def history_of_standards(
    standards: Sequence[Standard], changes: Iterable[PolicyChange]
) -> list[TimelineEntry]:
    """How the policy of an occupation came to be what it is, newest first."""
    shipped = [
        TimelineEntry(
            day=standard.valid_from,
            title=f"{standard.title} {standard.edition}",
            text=_("Shipped with release %(release)s. %(document)s")
            % {"release": standard.release, "document": standard.document},
            kind=_("Shipped"),
        )
        for standard in standards
        if standard.release
    ]
    return _newest_first([*shipped, *change_entries(changes)])


def change_entries(changes: Iterable[PolicyChange]) -> list[TimelineEntry]:
    """Confirmed changes: who drafted and who confirmed, when and why."""
    return [
        TimelineEntry(
            day=change.effective_on,
            title=change_title(change),
            text=_("Drafted by %(drafter)s, confirmed by %(confirmer)s on %(day)s. %(document)s. %(reason)s")
            % {
                "drafter": change.drafted_by,
                "confirmer": change.decided_by,
                "day": f"{change.decided_at:%Y-%m-%d}" if change.decided_at else "",
                "document": change.document,
                "reason": change.reason,
            },
            kind=str(PolicyChangeKind(change.kind).label),
            colour="azure",
            url=change.get_absolute_url(),
        )
        for change in changes
    ]


def last_day_of(row: RuleSetVersion | Standard) -> date | None:
    """The last day on which it holds; None while no end is set."""
    return last_day(row.valid_to)


def _newest_first(entries: list[TimelineEntry]) -> list[TimelineEntry]:
    return sorted(entries, key=lambda entry: entry.day, reverse=True)
