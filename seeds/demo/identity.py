"""Made-up persons: names, resident id numbers with a valid check digit, phones."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

from stdnum.cn import ric

from workforce.enums import Sex

#: Area of the demo's id numbers: the prefecture of earlier years, then the district that followed.
EARLIER_AREA, AREA, AREA_SINCE = "622100", "620302", 1985
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_MALE = "伟强磊军勇杰涛超明刚平辉鹏斌宇浩凯健俊峰建国华志成海波飞林栋亮龙文武胜利德福贵东升学庆振兴永安宏达"
_FEMALE = "芳娜敏静丽艳娟霞秀英玉兰萍红梅燕玲丹雪琳慧莹倩婷颖洁蕾欣怡春凤莉云晓璐佳淑珍桂香月文瑞"


def full_name(random: Random, sex: Sex) -> str:
    """A surname and one or two given characters."""
    given = _MALE if sex == Sex.MALE else _FEMALE
    return random.choice(_SURNAMES) + "".join(random.choice(given) for _ in range(random.choice((1, 2, 2))))


def phone(random: Random) -> str:
    """A mobile number of a series that is not given out."""
    return f"1999{random.randrange(10**7):07}"


class IdNumbers:
    """Resident id numbers, each given once."""

    def __init__(self) -> None:
        self._given: Counter[tuple[date, Sex]] = Counter()

    def next_for(self, birth_date: date, sex: Sex) -> str:
        """An 18-character number that agrees with the birth date and the sex."""
        area = AREA if birth_date.year >= AREA_SINCE else EARLIER_AREA
        # sequences from 900 up are hardly ever given out, so nobody's real number is met
        sequence = 901 + 2 * self._given[birth_date, sex] - (sex == Sex.FEMALE)
        self._given[birth_date, sex] += 1
        body = f"{area}{birth_date:%Y%m%d}{sequence:03}"
        return body + ric.calc_check_digit(f"{body}0")
