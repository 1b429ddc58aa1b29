"""People who probably stand on record twice."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from base.pagination import SortKey
from base.scoping import AnyUser
from skills.models import LikelyDuplicate
from skills.models.duplicate import Likeness
from skills.queries.unit_path import UnitPath
from workforce.access import Access
from workforce.enums import Role
from workforce.fields import SEEN_BY, Field
from workforce.models import Worker

DUPLICATE_SORT_KEYS = (
    SortKey("name", _("Name"), ("name_pinyin",)),
    SortKey("number", _("Employee number"), ("employee_no",)),
)


def likely_duplicates(user: AnyUser) -> QuerySet[Worker]:
    """Records that are probably another's duplicate, among the people `user` keeps or audits.

    Each is the later of two and carries `twin_id`, the earlier record, `likeness`, and `unit_path`. Two
    records that both have an id number are never taken for one person. One's own record is left out. Reads
    the kept rows alone (`skills.services.duplicates`) and looks for the earlier record of each again.
    """
    access = Access.of(user)
    kept = access.reach(Role.HR_OFFICER, Role.AUDITOR)
    # who does not see phones is not told who shares one
    with_phones = access.reach(*({Role.HR_OFFICER, Role.AUDITOR} & SEEN_BY[Field.PHONE]))
    open_pair = Q(id_number_index__isnull=True) | Q(IsNull(OuterRef("id_number_index"), True))
    earlier = (
        Worker.objects.unmerged().filter(open_pair, kept.rows("unit"), pk__lt=OuterRef("pk")).order_by("pk")
    )
    twin = earlier.filter(name=OuterRef("name"), birth_date=OuterRef("birth_date"))
    # the index holds filled phones only
    phone = earlier.filter(with_phones.rows("unit"), phone=OuterRef("phone")).exclude(phone="")
    namesakes = Q(kept.rows("unit"), Exists(twin), pk__in=_kept(Likeness.NAMESAKE))
    sharing = Q(with_phones.rows("unit"), Exists(phone), pk__in=_kept(Likeness.PHONE))
    return (
        # a few kept rows, found first and then sorted
        Worker.objects.visible_to(user)
        .unsplit()
        .filter(pk__in=LikelyDuplicate.objects.values("worker"))
        .filter(namesakes | sharing)
        .exclude(pk=access.worker_id or 0)
        .defer("id_number")
        .annotate(
            likeness=Case(
                When(namesakes, then=Value(Likeness.NAMESAKE.value)),
                default=Value(Likeness.PHONE.value),
            ),
            twin_id=Coalesce(Subquery(twin.values("pk")[:1]), Subquery(phone.values("pk")[:1])),
            twin_no=Coalesce(
                Subquery(twin.values("employee_no")[:1]), Subquery(phone.values("employee_no")[:1])
            ),
            unit_path=UnitPath("unit_id"),
        )
    )


def _kept(likeness: Likeness) -> QuerySet[Any, Any]:
    return LikelyDuplicate.objects.filter(likeness=likeness).values("worker")
