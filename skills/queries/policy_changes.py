"""A change of policy in words: its title, what it proposes, and what is new against what it succeeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from base.components import Definition
from base.pagination import SortKey
from base.scoping import AnyUser
from skills.eligibility.sentences import clause_sentence, level_name
from skills.enums import AliasKind, ImpactEffect, Mark, PolicyChangeKind, PolicyState
from skills.models import Occupation, PolicyChange, PolicyImpact, RuleSetVersion
from skills.services.catalogue.rows import RouteRow
from skills.services.policy.proposals import route_row, route_rows, routes_of

CHANGE_SORT_KEYS = (
    SortKey("drafted", gettext_lazy("Drafted at"), ("drafted_at",), descending=True),
    SortKey("effective", gettext_lazy("Takes effect on"), ("effective_on",), descending=True),
)
IMPACT_SORT_KEYS = (
    SortKey("worker", gettext_lazy("Worker"), ("worker__employee_no", "target")),
    SortKey("after", gettext_lazy("After"), ("after_on", "worker__employee_no")),
    SortKey("before", gettext_lazy("Before"), ("before_on", "worker__employee_no")),
)


class Comparison(models.TextChoices):
    """How a drafted route stands to the version it succeeds."""

    NEW = "new", gettext_lazy("New")
    CHANGED = "changed", gettext_lazy("Changed")
    SAME = "same", gettext_lazy("As before")
    REMOVED = "removed", gettext_lazy("Removed")

    @property
    def colour(self) -> str:
        """The semantic colour of the badge."""
        return {"new": "teal", "changed": "orange", "same": "secondary", "removed": "red"}[self.value]


@dataclass(frozen=True)
class DraftedRoute:
    """A route of a draft: what it says, and what the version before said where that was another thing."""

    code: str
    level: str
    target: int
    sentences: tuple[str, ...]
    source: str
    mark: Mark
    comparison: Comparison
    before: tuple[str, ...] = ()


def change_title(change: PolicyChange) -> str:
    """What the change does to what, in one line."""
    named = change.proposal
    match PolicyChangeKind(change.kind):
        case PolicyChangeKind.VERSION:
            return _("New version of %(rule_set)s") % {"rule_set": change.rule_set}
        case PolicyChangeKind.STANDARD:
            words = {"occupation": change.occupation, "edition": named["edition"]}
            return _("%(occupation)s: standard, edition %(edition)s") % words
        case PolicyChangeKind.ALIAS_ADD | PolicyChangeKind.ALIAS_END:
            words = {"occupation": change.occupation, "name": named["name"]}
            added = change.kind == PolicyChangeKind.ALIAS_ADD
            text = (
                _("%(occupation)s: also called “%(name)s”")
                if added
                else _("%(occupation)s: no longer called “%(name)s”")
            )
            return text % words
        case PolicyChangeKind.MAJOR_ADD | PolicyChangeKind.MAJOR_END:
            words = {"occupation": change.occupation, "major": named["major"]}
            added = change.kind == PolicyChangeKind.MAJOR_ADD
            text = (
                _("%(occupation)s: major %(major)s matches")
                if added
                else _("%(occupation)s: major %(major)s no longer matches")
            )
            return text % words
        case _:
            words = {"occupation": change.occupation, "related": _related_name(change)}
            added = change.kind == PolicyChangeKind.RELATED_ADD
            text = (
                _("%(occupation)s: work in %(related)s counts")
                if added
                else _("%(occupation)s: work in %(related)s no longer counts")
            )
            return text % words


def _related_name(change: PolicyChange) -> str:
    """The name of the occupation named by its code; lists bring it along (`named`), else one statement."""
    code = change.proposal["related"]
    if hasattr(change, "related_name"):
        return str(change.related_name or code)
    return str(Occupation.objects.filter(code=code).values_list("name", flat=True).first() or code)


def proposal_in_words(change: PolicyChange) -> list[Definition]:
    """What is proposed, but for the routes of a version."""
    named = change.proposal
    items: list[Definition] = []
    match PolicyChangeKind(change.kind):
        case PolicyChangeKind.VERSION:
            if named["copied_from"]:
                items.append(Definition(_("Copied from version"), named["copied_from"]))
            if named["source_note"]:
                items.append(Definition(_("Note on the source"), named["source_note"]))
        case PolicyChangeKind.STANDARD:
            items += [
                Definition(_("Standard"), named["title"]),
                Definition(_("Edition"), named["edition"]),
                Definition(_("Rule set"), named["rule_set"]),
            ]
        case PolicyChangeKind.ALIAS_ADD:
            items += [
                Definition(_("Other name"), named["name"]),
                Definition(_("Kind"), AliasKind(named["kind"]).label),
            ]
        case _:
            items += [Definition(_("What"), value) for value in named.values()]
    return items


def compared_routes(change: PolicyChange) -> list[DraftedRoute]:
    """The routes of a drafted version against those it succeeds; removed ones too. Three statements."""
    if change.kind != PolicyChangeKind.VERSION:
        return []
    before = {row.code: row for row in _rows_before(change)}
    after = {row.code: row for row in route_rows(change.proposal)}
    drafted = [_drafted(row, before.get(code)) for code, row in after.items()]
    removed = [_in_words(row, Comparison.REMOVED) for code, row in before.items() if code not in after]
    return sorted([*drafted, *removed], key=lambda route: (route.target, route.code))


def predecessor(change: PolicyChange) -> RuleSetVersion | None:
    """The confirmed version in force on the day before the change takes effect. One statement."""
    return (
        RuleSetVersion.objects.filter(
            rule_set=change.rule_set_id, confirmed_at__isnull=False, valid_from__lt=change.effective_on
        )
        .order_by("-valid_from")
        .first()
    )


def impact_counts(change: PolicyChange, user: AnyUser) -> dict[ImpactEffect, int]:
    """How many dates of workers the reader sees move which way. One statement."""
    rows = (
        PolicyImpact.objects.visible_to(user)
        .filter(change=change)
        .order_by()
        .values_list("effect")
        .annotate(number=Count("pk"))
    )
    counted: Mapping[str, int] = dict(rows)
    return {effect: counted.get(effect, 0) for effect in ImpactEffect}


def with_impact_people(changes: QuerySet[PolicyChange], user: AnyUser) -> QuerySet[PolicyChange]:
    """With `people_moved`: how many workers the reader sees are touched by each."""
    seen = PolicyImpact.objects.visible_to(user).filter(change=OuterRef("pk"))
    people = seen.order_by().values("change").annotate(people=Count("worker", distinct=True)).values("people")
    counted: QuerySet[PolicyChange] = changes.annotate(people_moved=Coalesce(Subquery(people), 0))
    return counted


def impact_people(change: PolicyChange, user: AnyUser) -> int:
    """How many workers the reader sees are touched. One statement."""
    seen = PolicyImpact.objects.visible_to(user).filter(change=change)
    return seen.order_by().values("worker").distinct().count()


def changes_to_confirm(user: AnyUser) -> QuerySet[PolicyChange]:
    """What waits for this person's word: handed in, and not written by them. The caller checked the right."""
    return (
        PolicyChange.objects.visible_to(user)
        .filter(state=PolicyState.SUBMITTED)
        .exclude(drafters__user=user.pk)
        .named()
        .select_related("rule_set", "occupation", "drafted_by")
        .order_by("submitted_at", "pk")
    )


def _rows_before(change: PolicyChange) -> list[RouteRow]:
    found = predecessor(change)
    return [] if found is None else [route_row(route) for route in routes_of(found)]


def _drafted(row: RouteRow, before: RouteRow | None) -> DraftedRoute:
    if before is None:
        return _in_words(row, Comparison.NEW)
    if (row.target, row.clauses) == (before.target, before.clauses):
        return _in_words(row, Comparison.SAME)
    return _in_words(row, Comparison.CHANGED, _lines(before))


def _in_words(row: RouteRow, comparison: Comparison, before: tuple[str, ...] = ()) -> DraftedRoute:
    return DraftedRoute(
        code=row.code,
        level=level_name(row.target),
        target=row.target,
        sentences=tuple(clause_sentence(clause) for clause in row.clauses),
        source=" ".join(part for part in (row.document, row.source_note) if part),
        mark=Mark(row.mark),
        comparison=comparison,
        before=before,
    )


def _lines(row: RouteRow) -> tuple[str, ...]:
    return (level_name(row.target), *(clause_sentence(clause) for clause in row.clauses))
