import pytest
from hypothesis import given
from hypothesis import strategies as st

from base import text
from base.text import clean, clean_lines, search_keys


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("  张　三  ", "张 三"),
        ("ＪＣ０００１", "JC0001"),
        ("车工（数控）", "车工(数控)"),
        ("a\u00a0\u00a0b\tc\nd", "a b c d"),
        ("\ufeff张\u200b三\x00", "张三"),
        ("e\u0301", "é"),
        ("甲、乙。", "甲、乙。"),
    ],
)
def test_clean_brings_text_to_one_form(typed: str, written: str) -> None:
    assert clean(typed) == written


@given(st.text(st.sampled_from("aZ0 ~!/　Ａ－é\u0301\u200b\t、。·《》张鑫豈\U00020000")))
def test_clean_leaves_only_what_it_would_not_rewrite(typed: str) -> None:
    assert clean(typed) == text._rewritten(typed)


def test_clean_leaves_no_character_that_it_would_rewrite() -> None:
    passed = [chr(code) for code in range(0x30000) if text._WRITTEN.fullmatch(chr(code))]
    assert len(passed) > 20_000
    assert [char for char in passed if text._rewritten(f"a{char}b") != f"a{char}b"] == []


@given(st.text())
def test_clean_twice_changes_nothing_more(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(st.text())
def test_clean_lines_twice_changes_nothing_more(typed: str) -> None:
    assert clean_lines(clean_lines(typed)) == clean_lines(typed)


def test_clean_lines_keeps_paragraphs_and_punctuation() -> None:
    assert clean_lines(" 一，二 \r\n\r\n\r\n\r\n三（四）\n") == "一，二\n\n三（四）"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("张三", ("zhangsan", "zs")),
        ("单小明", ("shanxiaoming", "sxm")),
        ("万俟卓", ("moqizhuo", "mqz")),
        ("吕布", ("lvbu", "lb")),
        ("欧阳　修", ("ouyangxiu", "oyx")),
        ("Ａlex 李", ("alexli", "al")),
        ("", ("", "")),
    ],
)
def test_search_keys_of_a_name(name: str, keys: tuple[str, str]) -> None:
    assert search_keys(name) == keys
