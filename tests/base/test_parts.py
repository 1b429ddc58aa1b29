"""Parts of a list that ask the same of other values are written as one text."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from base.parts import Part, texts_of_parts
from workforce.models import Worker


def placed(branch: int, *, employed: bool = True) -> Part:
    """An ordered part."""
    return Part(Q(branch=branch) & Q(is_employed=employed), is_ordered=True)


class Written:
    """Composes the rows of a part and keeps how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, part: Part) -> QuerySet[Any, Any]:
        self.times += 1
        return Worker.objects.filter(part.condition, name="王芳").order_by().values_list("pk")


def test_parts_that_differ_in_a_number_are_composed_once() -> None:
    rows_of = Written()
    parts = [placed(branch) for branch in (3, 4, 5)]
    texts = list(texts_of_parts(parts, rows_of))
    assert rows_of.times == 1
    assert [part for part, _text, _parameters in texts] == parts
    assert len({text for _part, text, _parameters in texts}) == 1
    assert [sorted(map(str, parameters)) for _part, _text, parameters in texts] == [
        ["3", "王芳"],
        ["4", "王芳"],
        ["5", "王芳"],
    ]


def test_parts_of_another_kind_have_a_text_of_their_own() -> None:
    rows_of = Written()
    parts = [placed(3), placed(4, employed=False), Part(Q(unit__in=[7, 8]), is_ordered=False), placed(5)]
    texts = {
        part.condition: text for part, text, _parameters in texts_of_parts([*parts[:2], parts[3]], rows_of)
    }
    assert rows_of.times == 2
    assert texts[parts[0].condition] == texts[parts[3].condition] != texts[parts[1].condition]
    assert len(list(texts_of_parts(parts, rows_of))) == 4


def test_a_part_known_to_be_empty_has_no_text() -> None:
    parts = [placed(3), Part(Q(pk__in=()), is_ordered=False)]
    assert [part for part, _text, _parameters in texts_of_parts(parts, Written())] == parts[:1]
