"""The demo group: its units, their trades and their share of the people.

Companies and workshops bear the names of the sample roster, so that the sample can be imported into the demo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workforce.enums import UnitKind

#: The code of the root unit; its presence says that the demo is loaded.
ROOT_CODE = "BY"
OPENED_ON = date(1958, 8, 1)


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A unit of the demo group; `weight` is its share of the people placed in it directly."""

    code: str
    parent: str | None
    name: str
    kind: UnitKind
    weight: int = 0
    #: Codes of the occupations worked here, the main one first and as often as it is common.
    trades: tuple[str, ...] = ()


SMELTING = ("6-17-05-03", "6-17-05-03", "6-17-05-03", "6-17-05-01", "6-30-05-01", "6-31-01-02", "6-31-01-03")
ELECTROLYSIS = ("6-17-05-05", "6-17-05-05", "6-17-05-05", "6-17-05-04", "6-30-05-01", "6-31-03-01")
UTILITIES = ("6-28-01-01", "6-28-01-03", "6-28-01-14", "6-31-01-03", "6-28-03-01", "6-28-03-03", "6-11-02-01")
DRIVING = ("6-16-01-05", "6-16-01-05", "6-16-01-04", "6-16-01-06", "6-16-01-07", "6-16-01-08", "6-31-01-03")
DRESSING = ("6-16-01-15", "6-16-01-15", "6-16-01-14", "6-16-01-16", "6-16-01-17", "6-31-03-01")
ROLLING = ("6-17-09-02", "6-17-09-02", "6-17-09-01", "6-17-09-07", "6-17-09-05", "6-30-05-02")
EXTRUSION = ("6-17-09-09", "6-17-09-09", "6-17-09-08", "6-17-09-07", "6-31-01-03")
REPAIR = ("6-31-01-02", "6-31-01-02", "6-18-02-04", "6-18-01-01", "6-18-01-02", "6-31-01-03", "6-31-01-04")
ASSEMBLY = ("6-20-01-01", "6-20-01-01", "6-18-01-01", "6-18-01-07", "6-18-01-05", "6-31-03-05", "6-18-03-03")
WELDING = ("6-18-02-04", "6-18-02-04", "6-18-02-04", "6-18-01-11", "6-30-05-02", "6-31-03-04")

_COMPANIES: tuple[tuple[str, tuple[tuple[str, int, tuple[str, ...], tuple[str, ...]], ...]], ...] = (
    (
        "第一冶炼厂",
        (
            ("熔炼车间", 12, SMELTING, ("熔炼一班", "熔炼二班", "熔炼三班", "检修班")),
            ("电解车间", 11, ELECTROLYSIS, ("电解一班", "电解二班", "净液班")),
            ("动力车间", 8, UTILITIES, ()),
        ),
    ),
    (
        "矿山工程公司",
        (
            ("采掘一队", 11, DRIVING, ("凿岩班", "支护班", "运输班")),
            ("采掘二队", 11, DRIVING, ("凿岩班", "支护班")),
            ("选矿车间", 9, DRESSING, ("磨浮班", "脱水班")),
        ),
    ),
    (
        "铜加工分公司",
        (
            ("轧制车间", 9, ROLLING, ("热轧班", "冷轧班", "精整班")),
            ("挤压车间", 7, EXTRUSION, ()),
            ("机修车间", 6, REPAIR, ()),
        ),
    ),
    (
        "建材装备公司",
        (
            ("装配车间", 8, ASSEMBLY, ("装配一班", "装配二班")),
            ("铆焊车间", 8, WELDING, ("铆工班", "焊工班")),
        ),
    ),
)
#: Departments of the head office; their people have no skilled occupation.
_OFFICES = ("人力资源部", "集团工会", "财务部")


def demo_units() -> list[DemoUnit]:
    """Every unit of the group, parents before children."""
    units = [DemoUnit(ROOT_CODE, None, "白杨有色金属集团", UnitKind.GROUP)]
    head_office = f"{ROOT_CODE}00"
    units.append(DemoUnit(head_office, ROOT_CODE, "集团机关", UnitKind.COMPANY))
    for number, name in enumerate(_OFFICES, start=1):
        units.append(DemoUnit(f"{head_office}{number:02}", head_office, name, UnitKind.WORKSHOP))
    for company_number, (company, workshops) in enumerate(_COMPANIES, start=1):
        company_code = f"{ROOT_CODE}{company_number:02}"
        units.append(DemoUnit(company_code, ROOT_CODE, company, UnitKind.COMPANY))
        for workshop_number, (workshop, weight, trades, teams) in enumerate(workshops, start=1):
            code = f"{company_code}{workshop_number:02}"
            # a workshop with teams keeps a fifth of its people to itself
            own = weight * 10 // 5 if teams else weight * 10
            units.append(DemoUnit(code, company_code, workshop, UnitKind.WORKSHOP, own, trades))
            units += [
                DemoUnit(f"{code}{number:02}", code, team, UnitKind.TEAM, weight * 8 // len(teams), trades)
                for number, team in enumerate(teams, start=1)
            ]
    return units
