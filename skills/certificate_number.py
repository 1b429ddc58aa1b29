"""Numbers of skill certificates: what each position says, and whether a number can be right.

Source: the published rule of the 22-character 职业技能等级证书 number (a letter and 21 digits). The 特级技师
number (two letters and 20 digits, the letters' meaning unknown) and the 16-digit 职业资格证书 number of
before 2019 are stored as they are, checked by their form alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings

from skills.enums import Level

_NUMBER = re.compile(r"([A-Z])(\d{4})(\d{2})(\d{6})(\d{2})([1-5])(\d{6})")
_MASTER_NUMBER = re.compile(r"[A-Z]{2}\d{20}")
_OLD_NUMBER = re.compile(r"(\d{2})\d{14}")

#: Kinds of assessing body: employers and social training and assessment organisations.
BODY_LETTERS = "YS"
#: Technical schools; the published rule shows Y and S only, so the setting CERTIFICATE_LETTER_J admits it.
SCHOOL_LETTER = "J"
#: First two digits of GB/T 2260: the province of the assessing body or its site.
PROVINCES = {
    "11": "北京",
    "12": "天津",
    "13": "河北",
    "14": "山西",
    "15": "内蒙古",
    "21": "辽宁",
    "22": "吉林",
    "23": "黑龙江",
    "31": "上海",
    "32": "江苏",
    "33": "浙江",
    "34": "安徽",
    "35": "福建",
    "36": "江西",
    "37": "山东",
    "41": "河南",
    "42": "湖北",
    "43": "湖南",
    "44": "广东",
    "45": "广西",
    "46": "海南",
    "50": "重庆",
    "51": "四川",
    "52": "贵州",
    "53": "云南",
    "54": "西藏",
    "61": "陕西",
    "62": "甘肃",
    "63": "青海",
    "64": "宁夏",
    "65": "新疆",
    "66": "新疆生产建设兵团",
    "71": "台湾",
    "81": "香港",
    "82": "澳门",
}


class BadCertificateNumber(ValueError):
    """The number breaks the rule; `code` is certificate_no_format, _province or _year."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class CertificateNumber:
    """A well-formed number, with what it says: the year's last two digits, and the level if it names one."""

    text: str
    year: int | None
    level: Level | None

    def contradicts(self, level: int) -> bool:
        """Whether a certificate with this number cannot be of `level`."""
        if self.level is not None:
            return level != self.level
        if self.year is None:
            return level < Level.MASTER_TECHNICIAN
        return not Level.JUNIOR <= level <= Level.SENIOR_TECHNICIAN


def parse_certificate_number(text: str, *, this_year: int) -> CertificateNumber:
    """Read a number already trimmed, narrow and in capitals.

    A two-digit year later than this year's is one of the last century down to 1970, else in the future.
    Raises BadCertificateNumber.
    """
    if match := _NUMBER.fullmatch(text):
        letter, _body, province, _site, year, level, _serial = match.groups()
        if letter not in accepted_letters():
            raise BadCertificateNumber("certificate_no_format")
        if province not in PROVINCES:
            raise BadCertificateNumber("certificate_no_province")
        return CertificateNumber(text, _past_year(year, this_year), Level.from_national_no(int(level)))
    if _MASTER_NUMBER.fullmatch(text):
        return CertificateNumber(text, None, None)
    if match := _OLD_NUMBER.fullmatch(text):
        return CertificateNumber(text, _past_year(match[1], this_year), None)
    raise BadCertificateNumber("certificate_no_format")


def accepted_letters() -> str:
    """The letters a 22-character number may begin with."""
    return BODY_LETTERS + (SCHOOL_LETTER if settings.CERTIFICATE_LETTER_J else "")


def _past_year(digits: str, this_year: int) -> int:
    year = int(digits)
    if this_year % 100 < year < 70:
        raise BadCertificateNumber("certificate_no_year")
    return year
