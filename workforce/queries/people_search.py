"""People found by what one types of them."""

from __future__ import annotations

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex, Upper
from django.db.models.lookups import GreaterThan

from base.pagination import EXACT_COUNT_LIMIT
from base.parts import is_split, keys_found_first
from base.text import clean
from workforce.branches import falls_into_branches, found_first
from workforce.letters import HasLetters
from workforce.models import Worker
from workforce.services.merged_records import merged_leading_to

#: Shorter texts have no trigram.
_FEWEST_LETTERS = 3


def search_people(workers: QuerySet[Worker], text: str, *, beside: str = "") -> QuerySet[Worker]:
    """Workers whose name, pinyin, initials or employee number contains the text.

    A number merged into another record finds that one. In a list of whole branches one statement more asks
    the index whom the text names. Where it names more than a list counts, the rows are compared one by one in
    the list's order, since some of the next will fit; but numbers that are alike stand together, and a long
    way apart from the next ones: whom a number names is always found first.
    """
    word = clean(text).replace(" ", "")
    if not word:
        return workers
    if not is_split(workers):
        return workers.filter(_indexed(word) | Q(pk__in=_led_to(word)))
    if falls_into_branches(workers) and _is_indexed(word):
        ids, leading_on = _found_first(workers, word)
        if len(ids) <= EXACT_COUNT_LIMIT:
            return found_first(workers.filter(pk__in={*ids, *leading_on}), beside=beside)
        if any(letter.isdigit() for letter in word):
            return found_first(workers.filter(_indexed(word) | Q(pk__in=leading_on)), beside=beside)
        return workers.filter(_compared(word) | Q(pk__in=leading_on))
    if not word.isascii():
        return workers.filter(_compared(word))
    # rows that are compared anyway may be looked up in a subquery: no index is given up for it
    return workers.filter(_compared(word) | Q(pk__in=merged_leading_to(word).values("merged_into_id")))


def _found_first(workers: QuerySet[Worker], word: str) -> tuple[list[int], list[int]]:
    """Whom the text names, one more than a list counts at most, to whom merged numbers lead. One query."""
    named, most = workers.filter(_indexed(word)), EXACT_COUNT_LIMIT + 1
    if not word.isascii():
        return keys_found_first(named, most), []
    led_to = merged_leading_to(word).values("merged_into_id")
    try:
        text, values = named.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return [], []
    more, more_values = led_to.query.sql_with_params()
    with connection.cursor() as cursor:
        # Django wrote the texts; for the offset see `keys_found_first`
        cursor.execute(
            f"(SELECT found.*, FALSE FROM ({text} OFFSET 0) AS found LIMIT {most:d})"  # noqa: S608
            f" UNION ALL SELECT led_to.*, TRUE FROM ({more}) AS led_to",
            [*values, *more_values],
        )
        found = cursor.fetchall()
    return [key for key, is_led_to in found if not is_led_to], [key for key, is_led_to in found if is_led_to]


def _led_to(word: str) -> list[int]:
    """Asked first: an index for one half of the question serves only where the other names rows."""
    if not word.isascii():
        return []
    return list(merged_leading_to(word).values_list("merged_into_id", flat=True))


def _is_indexed(word: str) -> bool:
    """Whether the index knows the text: characters of a name, or three letters and more."""
    return not word.isascii() or len(word) >= _FEWEST_LETTERS


def _indexed(word: str) -> Q:
    """Asked so that the index for the search answers."""
    named = Q(HasLetters("name", word)) & Q(name__contains=word)
    if not word.isascii():
        return named
    spelt = Q(name_pinyin__contains=word.lower()) | Q(name_initials__contains=word.lower())
    return named | spelt | Q(employee_no__icontains=word)


def _compared(word: str) -> Q:
    """Asked so that no index is taken: the rows at hand are compared with the text."""
    named = Q(_has(F("name"), word))
    if not word.isascii():
        return named
    spelt = Q(_has(F("name_pinyin"), word.lower())) | Q(_has(F("name_initials"), word.lower()))
    return named | spelt | Q(_has(Upper("employee_no"), word.upper()))


def _has(text: F | Upper, part: str) -> GreaterThan:
    return GreaterThan(StrIndex(text, Value(part)), 0)
