"""Loading the policy catalogues: rows that ship with a release, brought in by natural key.

An upgrade adds what is new. What HR entered or changed stays as HR left it, and the report says so. A shipped
version of a rule set is never edited: a change of content needs a new version with its own first day.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from skills.dates import day_of
from skills.models import Major, OccupationMajor, RelatedOccupation
from skills.services.catalogue.occupations import (
    load_aliases,
    load_majors,
    load_occupation_majors,
    load_occupations,
    load_related,
)
from skills.services.catalogue.policy import load_rule_sets, load_standards, load_versions
from skills.services.catalogue.rows import (
    AliasRow,
    Catalogue,
    ClauseRow,
    LoadReport,
    MajorRow,
    OccupationMajorRow,
    OccupationRow,
    RelatedRow,
    RouteRow,
    RuleSetRow,
    StandardRow,
    VersionRow,
)
from skills.services.refresh_eligibility import refresh_eligibility

__all__ = [
    "AliasRow",
    "Catalogue",
    "ClauseRow",
    "LoadReport",
    "MajorRow",
    "OccupationMajorRow",
    "OccupationRow",
    "RelatedRow",
    "RouteRow",
    "RuleSetRow",
    "StandardRow",
    "VersionRow",
    "load_catalogue",
]


@transaction.atomic
def load_catalogue(*, catalogue: Catalogue, now: datetime) -> LoadReport:
    """Add what the catalogue has and the database has not; recompute eligibility if a rule or a link changed.

    Two processes that start at once take turns. Raises InvalidInput naming file and row for data that cannot
    be right, Conflict when the catalogue changes a version already shipped; then nothing is written.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('skills.catalogue'))")
    report = LoadReport()
    occupations = load_occupations(catalogue.occupations, report)
    load_aliases(catalogue.aliases, occupations, report)
    load_related(catalogue.related, occupations, report)
    majors = load_majors(catalogue.majors, report)
    load_occupation_majors(catalogue.occupation_majors, occupations, majors, report)
    rule_sets = load_rule_sets(catalogue.rule_sets, report)
    changed = [load_versions(rule_sets[row.code], row.versions, now, report) for row in catalogue.rule_sets]
    changed.append(load_standards(catalogue.standards, occupations, rule_sets, report))
    tables = (RelatedOccupation, Major, OccupationMajor)
    changed.append(any(report.added[str(table._meta.verbose_name_plural)] for table in tables))
    if any(changed):
        refresh_eligibility(None, today=day_of(now))
    return report
