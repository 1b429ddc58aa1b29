"""The targets of the demo group: two measured by the records, one reported by hand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from skills.enums import Level, Mark, TargetMeasure
from skills.services.targets import TargetTerms, report_reached, set_target
from workforce.models import Unit

#: The talent programme of source 003-3 names 1,000 managers; the demo group has a tenth of such a city.
_PROGRAMME = "集团“2+4”人才培养工程实施方案（示例）"


def write_targets(group: Unit, company: Unit, *, today: date) -> None:
    """Set the targets from the start of this year to the end of next, with two half-yearly reports."""
    since, due_on = date(today.year, 1, 1), date(today.year + 1, 12, 31)
    terms = (
        (group, "高技能人才占比", TargetMeasure.HIGH_SHARE, "55", None),
        (group, "技师及以上人才", TargetMeasure.LEVEL_PEOPLE, "300", Level.TECHNICIAN),
        (company, "年内晋升高级工", TargetMeasure.PROMOTIONS, "40", Level.SENIOR),
    )
    for unit, name, measure, value, level in terms:
        set_target(
            actor=None,
            unit=unit,
            terms=TargetTerms(
                name, measure, Decimal(value), since, due_on, _PROGRAMME, level=level, mark=Mark.DESIGN
            ),
        )
    managers = set_target(
        actor=None,
        unit=group,
        terms=TargetTerms(
            "经营管理人才培训",
            TargetMeasure.REPORTED,
            Decimal(100),
            since,
            due_on,
            _PROGRAMME,
            mark=Mark.DESIGN,
        ),
    )
    now = datetime.combine(today, time(9), ZoneInfo("Asia/Shanghai"))
    for day, value in ((today - timedelta(days=120), "22"), (today - timedelta(days=20), "37")):
        if day >= since:
            report_reached(
                actor=None,
                target_id=managers.pk,
                day=day,
                value=Decimal(value),
                source="培训中心月报",
                now=now,
            )
