"""Valid made-up resident id numbers: an area, a birth date, a serial and the check digit they give."""

from datetime import date

from stdnum.cn import ric


def make_id_number(birth_date: date, serial: int = 1, area: str = "620302") -> str:
    """A number whose check digit is right; an odd serial is a man's."""
    body = f"{area}{birth_date:%Y%m%d}{serial:03}"
    return body + ric.calc_check_digit(f"{body}0")
