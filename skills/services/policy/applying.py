"""Writing a change into the tables of policy: at its confirmation, and for a moment when its impact is asked.

Nothing is edited: a new row begins on the day of the change, and the row it succeeds ends there.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput
from skills.enums import PolicyChangeKind
from skills.models import (
    Clause,
    Diploma,
    Major,
    Occupation,
    OccupationAlias,
    OccupationMajor,
    PolicyChange,
    RelatedOccupation,
    Route,
    RuleSet,
    RuleSetVersion,
    Standard,
    Title,
)
from skills.services.policy.proposals import route_rows
from workforce.models import User

_Named = TypeVar("_Named", Occupation, RuleSet)
Successor = TypeVar("Successor", RuleSetVersion, Standard)
Link = TypeVar("Link", OccupationAlias, OccupationMajor, RelatedOccupation)


def apply_change(change: PolicyChange, *, actor: User | None, now: datetime) -> None:
    """Write what the draft proposes, from its day on; `change.version` or `.standard` is set in memory.

    Raises InvalidInput for what the draft names and is not there, Conflict where the policy in force leaves
    no room for it.
    """
    match PolicyChangeKind(change.kind):
        case PolicyChangeKind.VERSION:
            change.version = _add_version(change, actor, now)
        case PolicyChangeKind.STANDARD:
            change.standard = _add_standard(change)
        case PolicyChangeKind.ALIAS_ADD:
            _add_alias(change)
        case PolicyChangeKind.ALIAS_END:
            _end(_link(OccupationAlias.objects.filter(name=change.proposal["name"]), change), change)
        case PolicyChangeKind.MAJOR_ADD:
            _add_major(change)
        case PolicyChangeKind.MAJOR_END:
            _end(_link(OccupationMajor.objects.filter(major__name=change.proposal["major"]), change), change)
        case PolicyChangeKind.RELATED_ADD:
            _add_related(change)
        case PolicyChangeKind.RELATED_END:
            _end(
                _link(RelatedOccupation.objects.filter(related__code=change.proposal["related"]), change),
                change,
            )


def _add_version(change: PolicyChange, actor: User | None, now: datetime) -> RuleSetVersion:
    rule_set = _subject(change.rule_set)
    confirmed = rule_set.versions.filter(confirmed_at__isnull=False)
    valid_to = _make_room(confirmed, change.effective_on)
    numbers = rule_set.versions.order_by("-number").values_list("number", flat=True)
    version = RuleSetVersion.objects.create(
        rule_set=rule_set,
        number=next(iter(numbers[:1]), 0) + 1,
        valid_from=change.effective_on,
        valid_to=valid_to,
        document=change.document,
        mark=change.mark,
        source_note=change.proposal["source_note"],
    )
    rows = route_rows(change.proposal)
    routes = Route.objects.bulk_create(
        Route(
            version=version,
            code=row.code,
            target=row.target,
            document=row.document,
            mark=row.mark,
            source_note=row.source_note,
        )
        for row in rows
    )
    Clause.objects.bulk_create(
        Clause(
            route=route,
            position=position,
            kind=clause.kind,
            level=clause.level,
            years=clause.years,
            rank=clause.rank,
            diploma_kinds=None if clause.diploma_kinds is None else list(clause.diploma_kinds),
            final_year=clause.final_year,
            unrecorded_fact=clause.unrecorded_fact,
        )
        for route, row in zip(routes, rows, strict=True)
        for position, clause in enumerate(row.clauses, start=1)
    )
    version.confirmed_by, version.confirmed_at = actor, now
    version.save(update_fields=["confirmed_by", "confirmed_at"])
    return version


def _add_standard(change: PolicyChange) -> Standard:
    proposal = change.proposal
    valid_to = _make_room(Standard.objects.filter(occupation=change.occupation_id), change.effective_on)
    return Standard.objects.create(
        occupation=_subject(change.occupation),
        title=proposal["title"],
        edition=proposal["edition"],
        rule_set=rule_set_named(proposal["rule_set"]),
        valid_from=change.effective_on,
        valid_to=valid_to,
        document=change.document,
        mark=change.mark,
    )


def _make_room(rows: QuerySet[Successor], day: date) -> date | None:
    """End the row in force on the day, and say when the new one must end because a later one begins."""
    if rows.filter(valid_from=day).exists():
        raise Conflict(
            _("Something else begins on %(day)s already. Choose another day.") % {"day": day.isoformat()},
            code="day_taken",
            field="effective_on",
        )
    for predecessor in (
        rows.filter(valid_from__lt=day).exclude(valid_to__lte=day).select_for_update(no_key=True)
    ):
        predecessor.valid_to = day
        predecessor.save(update_fields=["valid_to"])
    later = rows.filter(valid_from__gt=day).order_by("valid_from").first()
    return later.valid_from if later else None


def rule_set_named(code: str) -> RuleSet:
    """The rule set a standard may name. Raises InvalidInput for others, that of levels 7 and 8 too."""
    found = RuleSet.objects.filter(code=code, applies_to_all=False).first()
    if found is None:
        message = _("There is no rule set %(code)s that a standard could name.") % {"code": code}
        raise InvalidInput(message, code="rule_set_unknown", field="rule_set")
    return found


def _add_alias(change: PolicyChange) -> None:
    name = change.proposal["name"]
    if Occupation.objects.filter(name=name).exists():
        message = _("“%(name)s” is the name of an occupation of its own.") % {"name": name}
        raise InvalidInput(message, code="name_of_an_occupation", field="name")
    known = OccupationAlias.objects.filter(name=name)
    _refuse_listed(known, change, field="name")
    OccupationAlias.objects.create(
        occupation=_subject(change.occupation),
        name=name,
        kind=change.proposal["kind"],
        valid_from=change.effective_on,
        document=change.document,
    )


def _add_major(change: PolicyChange) -> None:
    name = change.proposal["major"]
    _refuse_listed(
        OccupationMajor.objects.filter(occupation=change.occupation_id, major__name=name),
        change,
        field="major",
    )
    major, is_new = Major.objects.get_or_create(name=name)
    if is_new:  # diplomas and titles that name it point at it from now on
        Diploma._default_manager.filter(major=None, major_name=name).update(major=major)
        Title._default_manager.filter(major=None, speciality=name).update(major=major)
    OccupationMajor.objects.create(
        occupation=_subject(change.occupation),
        major=major,
        mark=change.mark,
        valid_from=change.effective_on,
        document=change.document,
    )


def _add_related(change: PolicyChange) -> None:
    related = Occupation.objects.filter(code=change.proposal["related"]).first()
    if related is None:
        raise InvalidInput(_("There is no such occupation."), code="occupation_unknown", field="related")
    if related.pk == change.occupation_id:
        message = _("An occupation is not related to itself.")
        raise InvalidInput(message, code="related_to_itself", field="related")
    known = RelatedOccupation.objects.filter(occupation=change.occupation_id, related=related)
    _refuse_listed(known, change, field="related")
    RelatedOccupation.objects.create(
        occupation=_subject(change.occupation),
        related=related,
        mark=change.mark,
        valid_from=change.effective_on,
        document=change.document,
    )


def _subject(named: _Named | None) -> _Named:
    """What the change is about; a CHECK keeps it from being empty."""
    if named is None:
        raise TypeError("a change of this kind names no such subject")
    return named


def _refuse_listed(known: QuerySet[Link], change: PolicyChange, *, field: str) -> None:
    if known.exclude(valid_to__lte=change.effective_on).exists():
        raise InvalidInput(_("This is in the table already."), code="listed_already", field=field)


def _link(rows: QuerySet[Link], change: PolicyChange) -> Link:
    found = rows.filter(occupation=change.occupation_id).in_force(change.effective_on).first()  # type: ignore[attr-defined]
    if found is None:
        raise Conflict(_("This is not in the table on that day."), code="not_listed")
    return found  # type: ignore[no-any-return]


def _end(link: Link, change: PolicyChange) -> None:
    """End a link or name; one that would begin and end on the same day is refused by its dates."""
    if link.valid_from == change.effective_on:
        message = _("It begins on that very day. Choose a later one.")
        raise Conflict(message, code="begins_that_day", field="effective_on")
    link.valid_to = change.effective_on
    link.save(update_fields=["valid_to"])
