"""People who probably stand on record twice."""

from __future__ import annotations

from django.core.exceptions import EmptyResultSet
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, TextChoices, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from base.pagination import SortKey
from base.scoping import AnyUser
from skills.queries.unit_path import UnitPath
from workforce.access import Access
from workforce.enums import Role
from workforce.fields import SEEN_BY, Field
from workforce.models import Worker
from workforce.reach import Reach


class Likeness(TextChoices):
    """What two records have in common."""

    NAMESAKE = "namesake", _("Same name and birth date")
    PHONE = "phone", _("Same phone")


DUPLICATE_SORT_KEYS = (
    SortKey("name", _("Name"), ("name_pinyin",)),
    SortKey("number", _("Employee number"), ("employee_no",)),
)

#: A number shared by more people than this is a workshop's, not a person's.
_MOST_SHARING = 5

# Of the records that agree, all but the first; two that both carry an id number are two persons.
_LATER_RECORDS = """
SELECT id FROM (
    SELECT id, id_number_index,
           count(*) OVER alike AS sharing,
           bool_or(id_number_index IS NULL) OVER before AS one_before_is_open,
           row_number() OVER (alike ORDER BY id) AS place
      FROM workforce_worker
     WHERE merged_into_id IS NULL AND {given} AND unit_id IN ({{units}})
    WINDOW alike AS (PARTITION BY {key}),
           before AS (PARTITION BY {key} ORDER BY id
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
) record
 WHERE place > 1 AND sharing <= %s AND (id_number_index IS NULL OR one_before_is_open)
"""
_NAMESAKES = _LATER_RECORDS.format(given="birth_date IS NOT NULL", key="name, birth_date")
_SHARED_PHONES = _LATER_RECORDS.format(given="phone <> ''", key="phone")


def _later_records(text: str, reach: Reach, most_sharing: int) -> RawSQL:
    """The ids of the later ones among the records of some units."""
    try:
        units, values = reach.units.values("pk").query.sql_with_params()
    except EmptyResultSet:
        units, values = "NULL", ()
    return RawSQL(text.format(units=units), [*values, most_sharing])  # noqa: S611 - Django wrote it


def likely_duplicates(user: AnyUser) -> QuerySet[Worker]:
    """Records that are probably another's duplicate, among the people `user` keeps or audits.

    Each is the later of two and carries `twin_id`, the earlier record, `likeness`, and `unit_path`. Two
    records that both have an id number are never taken for one person. One's own record is left out.
    """
    access = Access.of(user)
    kept = access.reach(Role.HR_OFFICER, Role.AUDITOR)
    # who does not see phones is not told who shares one
    with_phones = access.reach(*({Role.HR_OFFICER, Role.AUDITOR} & SEEN_BY[Field.PHONE]))
    namesakes = _later_records(_NAMESAKES, kept, 1_000)
    sharing = _later_records(_SHARED_PHONES, with_phones, _MOST_SHARING)
    open_pair = Q(id_number_index__isnull=True) | Q(IsNull(OuterRef("id_number_index"), True))
    earlier = (
        Worker.objects.unmerged().filter(open_pair, kept.rows("unit"), pk__lt=OuterRef("pk")).order_by("pk")
    )
    twin = earlier.filter(name=OuterRef("name"), birth_date=OuterRef("birth_date"))
    phone = earlier.filter(with_phones.rows("unit"), phone=OuterRef("phone"))
    return (
        Worker.objects.visible_to(user)
        .filter(Q(pk__in=namesakes) | Q(pk__in=sharing))
        .exclude(pk=access.worker_id or 0)
        .defer("id_number")
        .annotate(
            likeness=Case(
                When(pk__in=namesakes, then=Value(Likeness.NAMESAKE.value)),
                default=Value(Likeness.PHONE.value),
            ),
            twin_id=Coalesce(Subquery(twin.values("pk")[:1]), Subquery(phone.values("pk")[:1])),
            twin_no=Coalesce(
                Subquery(twin.values("employee_no")[:1]), Subquery(phone.values("employee_no")[:1])
            ),
            unit_path=UnitPath("unit_id"),
        )
    )
