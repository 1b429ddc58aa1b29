"""Loading occupations, their other names, kin and majors."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from skills.models import (
    Diploma,
    Major,
    Occupation,
    OccupationAlias,
    OccupationMajor,
    RelatedOccupation,
    Title,
)
from skills.services.catalogue.checking import add_all, check, named, refuse_twice, refused
from skills.services.catalogue.rows import (
    AliasRow,
    LoadReport,
    MajorRow,
    OccupationMajorRow,
    OccupationRow,
    RelatedRow,
)


def load_occupations(rows: Sequence[OccupationRow], report: LoadReport) -> dict[str, Occupation]:
    """The occupations by catalogue code; one that HR entered under another code is found by its name."""
    stored = list(Occupation.objects.all())
    by_code = {occupation.code: occupation for occupation in stored}
    by_name = {occupation.name: occupation for occupation in stored}
    refuse_twice(rows, lambda row: row.code)
    refuse_twice(rows, lambda row: row.name)
    found: dict[str, Occupation] = {}
    new: list[Occupation] = []
    for row in rows:
        occupation = Occupation(code=row.code, name=row.name, field=row.field, code_mark=row.mark)
        check(occupation, row.origin)
        held = by_code.get(row.code) or by_name.get(row.name)
        if held is None:
            new.append(occupation)
        elif (held.code, held.name) != (row.code, row.name):
            report.kept.append(_("%(row)s: HR's own occupation is kept") % {"row": row.origin})
        found[row.code] = held or occupation
    add_all(new, report)
    return found


def load_aliases(rows: Sequence[AliasRow], occupations: dict[str, Occupation], report: LoadReport) -> None:
    """Add the other names not yet known; a name that HR gave to another occupation stays there."""
    stored = dict(OccupationAlias.objects.values_list("name", "occupation_id"))
    names = {occupation.name for occupation in occupations.values()}
    names.update(Occupation.objects.values_list("name", flat=True))
    refuse_twice(rows, lambda row: row.name)
    new: list[OccupationAlias] = []
    for row in rows:
        alias = OccupationAlias(
            occupation=named(occupations, row.occupation, row.origin), name=row.name, kind=row.kind
        )
        check(alias, row.origin)
        if row.name in names:
            report.kept.append(_("%(row)s: the name is an occupation of its own") % {"row": row.origin})
        elif row.name not in stored:
            new.append(alias)
        elif stored[row.name] != alias.occupation_id:
            report.kept.append(_("%(row)s: HR's own other name is kept") % {"row": row.origin})
    add_all(new, report)


def load_related(rows: Sequence[RelatedRow], occupations: dict[str, Occupation], report: LoadReport) -> None:
    """Add the directed links between occupations that are not yet there."""
    stored = set(RelatedOccupation.objects.values_list("occupation_id", "related_id"))
    refuse_twice(rows, lambda row: (row.occupation, row.related))
    new: list[RelatedOccupation] = []
    for row in rows:
        link = RelatedOccupation(
            occupation=named(occupations, row.occupation, row.origin),
            related=named(occupations, row.related, row.origin),
            mark=row.mark,
        )
        check(link, row.origin)
        if link.occupation_id == link.related_id:
            raise refused(row.origin, _("an occupation is not related to itself"))
        if (link.occupation_id, link.related_id) not in stored:
            new.append(link)
    add_all(new, report)


def load_majors(rows: Sequence[MajorRow], report: LoadReport) -> dict[str, Major]:
    """The majors by name. Diplomas and titles that name a major which is new now point at it."""
    majors = {major.name: major for major in Major.objects.all()}
    refuse_twice(rows, lambda row: row.name)
    new: list[Major] = []
    for row in rows:
        if row.name not in majors:
            major = Major(name=row.name)
            check(major, row.origin)
            majors[row.name] = major
            new.append(major)
    add_all(new, report)
    for major in new:
        Diploma._default_manager.filter(major=None, major_name=major.name).update(major=major)
        Title._default_manager.filter(major=None, speciality=major.name).update(major=major)
    return majors


def load_occupation_majors(
    rows: Sequence[OccupationMajorRow],
    occupations: dict[str, Occupation],
    majors: dict[str, Major],
    report: LoadReport,
) -> None:
    """Add the rows of the occupation → major table that are not yet there."""
    stored = set(OccupationMajor.objects.values_list("occupation_id", "major_id"))
    refuse_twice(rows, lambda row: (row.occupation, row.major))
    new: list[OccupationMajor] = []
    for row in rows:
        if row.major not in majors:
            raise refused(row.origin, _("the major %(name)s is not listed") % {"name": row.major})
        link = OccupationMajor(
            occupation=named(occupations, row.occupation, row.origin), major=majors[row.major], mark=row.mark
        )
        check(link, row.origin)
        if (link.occupation_id, link.major_id) not in stored:
            new.append(link)
    add_all(new, report)
