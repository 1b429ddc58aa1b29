import pytest
from pytest_django import Settings

from skills.certificate_number import BadCertificateNumber, parse_certificate_number
from skills.enums import Level


def code_of(text: str) -> str:
    with pytest.raises(BadCertificateNumber) as refused:
        parse_certificate_number(text, this_year=2026)
    return refused.value.code


def test_number_says_year_and_level() -> None:
    number = parse_certificate_number("Y000123000001195000001", this_year=2026)
    assert (number.year, number.level) == (19, Level.JUNIOR)
    assert number.contradicts(Level.SENIOR)
    assert not number.contradicts(Level.JUNIOR)


def test_year_of_the_last_century_is_past() -> None:
    assert parse_certificate_number("Y000015000001991000002", this_year=2026).year == 99


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Y00012300000119500001", "certificate_no_format"),
        ("X000123000001195000001", "certificate_no_format"),
        ("Y000123000001196000001", "certificate_no_format"),
        ("J000123000001195000001", "certificate_no_format"),
        ("Y000188000001195000001", "certificate_no_province"),
        ("Y000123000001275000001", "certificate_no_year"),
        ("123456789012345", "certificate_no_format"),
    ],
)
def test_number_that_breaks_the_rule_is_refused(text: str, code: str) -> None:
    assert code_of(text) == code


def test_letter_of_technical_schools_is_accepted_behind_its_setting(settings: Settings) -> None:
    settings.CERTIFICATE_LETTER_J = True
    assert parse_certificate_number("J000123000001195000001", this_year=2026).level == Level.JUNIOR


def test_old_number_of_sixteen_digits_names_no_level() -> None:
    number = parse_certificate_number("0815001234500123", this_year=2026)
    assert (number.year, number.level) == (8, None)
    assert not number.contradicts(Level.TECHNICIAN)
    assert number.contradicts(Level.MASTER_TECHNICIAN)


def test_number_of_a_master_technician_is_of_the_upper_levels() -> None:
    number = parse_certificate_number("TJ" + "0" * 20, this_year=2026)
    assert number.contradicts(Level.TECHNICIAN)
    assert not number.contradicts(Level.CHIEF_TECHNICIAN)
