"""Made-up rosters: workbooks of people nobody has stored yet, in units and occupations that are."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from base.workbooks.writing import SheetColumn, Value, write_workbook
from skills.models import Occupation
from skills.roster.books import UnitBook
from skills.roster.columns import COLUMNS, KEYS
from workforce.enums import UnitKind
from workforce.models import Unit

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂兰建国志文玉华红春梅海燕晓东鹏飞宇晨浩然"
_POSTS = ("钳工岗", "电工岗", "焊工岗", "车工岗", "主控岗", "化验岗", "司机岗", "巡检岗", "操作岗", "班长")
_LEVELS = (("初级工（五级）", 5), ("中级工", 4), ("三级/高级工", 3), ("技师", 2), ("高级技师（一级）", 1))
_SCHOOLING = ("高中", "中专", "技工学校", "大专", "本科")
_MAJORS = ("机电一体化", "电气自动化技术", "焊接技术", "有色冶金", "", "数控技术")
_FIRST_BIRTH = date(1967, 1, 1)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Places:
    """The names the rows draw from: companies with their workshops, and occupations."""

    units: tuple[tuple[str, str], ...]
    occupations: tuple[str, ...]

    @classmethod
    def of_the_database(cls, today: date) -> Places:
        """Workshops that a roster's two names lead to, and the occupations, in the order of their codes."""
        book = UnitBook(today=today)
        workshops = Unit.objects.filter(kind=UnitKind.WORKSHOP).order_by("code").values_list("pk", flat=True)
        named = {unit_id: book.shown(unit_id) for unit_id in workshops[:400]}
        found = [names for pk, names in named.items() if book.find(*names, create=False).unit_id == pk]
        return cls(tuple(found), tuple(Occupation.objects.order_by("code").values_list("name", flat=True)))


def id_number(number: int) -> str:
    """The `number`-th made-up resident id number: every one is valid, no two are alike."""
    day, serial = number % 12_000, number // 12_000
    area, order = 621_102 + serial // 999, 1 + serial % 999
    body = f"{area}{_FIRST_BIRTH + timedelta(days=day):%Y%m%d}{order:03}"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return body + "10X98765432"[total % 11]


def roster_rows(numbers: range, places: Places, *, phone: str = "139") -> Iterator[list[Value]]:
    """Rows of people nobody has stored, in the order of the roster's columns; each number is a person.

    Another `phone` prefix gives the same people with one cell changed.
    """
    units, occupations = cycle(places.units), cycle(places.occupations)
    for number in numbers:
        born = _FIRST_BIRTH + timedelta(days=number % 12_000)
        hired = date(born.year + 20, 7, 1 + number % 28)
        since = date(born.year + 21, 1 + number % 12, 1 + number % 28)
        level, digit = _LEVELS[number % 5]
        issued = date(2010 + number % 16, 1 + number % 12, 1 + number % 28)
        company, workshop = next(units)
        name = _SURNAMES[number % 38] + _GIVEN[number // 38 % 40] + _GIVEN[number // 1520 % 40]
        certificate = f"Y0011{62 if number % 2 else 11}999999{issued:%y}{digit}{number % 1_000_000:06}"
        titled = number % 5 == 0
        cells: dict[str, Value] = {
            "seq": number + 1,
            "employee_no": f"R{number:07}",
            "name": name,
            "sex": "男" if (number // 12_000 % 999 + 1) % 2 else "女",
            "id_number": id_number(number),
            "unit": company,
            "workshop": workshop,
            "post": _POSTS[number % 10],
            "occupation": next(occupations),
            "level": level,
            "certificate_no": certificate,
            "issued_on": issued if number % 3 else issued.isoformat(),
            "hire_date": hired if number % 3 else f"{hired:%Y.%m.%d}",
            "occupation_since": since if number % 3 else f"{since:%Y/%m/%d}",
            "diploma_kind": _SCHOOLING[number % 5],
            "major": _MAJORS[number % 6],
            "graduated_on": f"{born.year + 19}年7月",
            "title": "助理工程师" if titled else "无",
            "title_on": date(2016, 1 + number % 12, 1) if titled else None,
            "phone": f"{phone}{number:08}",
            "remark": f"档案号{number}" if number % 10 == 0 else None,
        }
        yield [cells[key] for key in KEYS]


def roster_workbook(rows: Iterable[list[Value]]) -> bytes:
    """The rows as a workbook under the roster's header."""
    target = io.BytesIO()
    write_workbook(target, sheet="名册", columns=[SheetColumn(column.label) for column in COLUMNS], rows=rows)
    return target.getvalue()
