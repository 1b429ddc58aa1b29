"""People found by what one types of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex, Upper
from django.db.models.lookups import GreaterThan

from base.pagination import EXACT_COUNT_LIMIT
from base.parts import Part, is_split, keys_found_first, parts_of, texts_of_parts
from base.text import clean
from workforce.branches import falls_into_branches, found_first
from workforce.letters import HasLetters
from workforce.models import Worker
from workforce.services.merged_records import merged_leading_to

#: Shorter texts have no trigram.
_FEWEST_LETTERS = 3
#: Of one character, in pinyin.
_LONGEST_SURNAME = 6


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
    if not is_split(workers) and _is_indexed(word):
        return _found_among(workers, word)
    if falls_into_branches(workers) and _is_indexed(word):
        begun = _begun_by(word)
        ids, leading_on = _found_first(workers, word, begun)
        if ids is None and begun is not None:
            return workers.filter(_compared(word) | Q(pk__in=leading_on)).knowing_often(
                begun, order="name_pinyin"
            )
        if ids is not None and len(ids) <= EXACT_COUNT_LIMIT:
            return found_first(workers.filter(pk__in={*ids, *leading_on}), beside=beside)
        if any(letter.isdigit() for letter in word):
            return found_first(workers.filter(_indexed(word) | Q(pk__in=leading_on)), beside=beside)
        return workers.filter(_compared(word) | Q(pk__in=leading_on))
    if not word.isascii():
        return workers.filter(_compared(word))
    # rows that are compared anyway may be looked up in a subquery: no index is given up for it
    return workers.filter(_compared(word) | Q(pk__in=merged_leading_to(word).values("merged_into_id")))


def _found_among(workers: QuerySet[Worker], word: str) -> QuerySet[Worker]:
    """Rows of no list's order (of a past day, of another list) that the index names. One query."""
    ids, leading_on = _found_first(workers, word, None)
    if ids is not None and len(ids) <= EXACT_COUNT_LIMIT:
        return workers.filter(pk__in={*ids, *leading_on})
    if any(letter.isdigit() for letter in word):
        return workers.filter(_indexed(word) | Q(pk__in=leading_on))
    return workers.filter(_compared(word) | Q(pk__in=leading_on))


def _found_first(workers: QuerySet[Worker], word: str, begun: Q | None) -> tuple[list[int] | None, list[int]]:
    """Whom the text names, one more than a list counts at most, to whom merged numbers lead. One query.

    None where the text begins more names than a list counts: the index for the search would gather them all.
    """
    named, most = workers.filter(_indexed(word)), EXACT_COUNT_LIMIT + 1
    if not word.isascii():
        return keys_found_first(named, most), []
    led_to = merged_leading_to(word).values("merged_into_id")
    try:
        text, values = named.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return [], []
    more, more_values = led_to.query.sql_with_params()
    are_many, many_values = _are_many(workers, begun, most)
    with connection.cursor() as cursor:
        # Django wrote the texts; for the offset see `keys_found_first`
        cursor.execute(
            f"WITH many AS MATERIALIZED ({are_many})"  # noqa: S608
            f" (SELECT found.*, 1 FROM ({text} OFFSET 0) AS found WHERE NOT (SELECT yes FROM many)"
            f" LIMIT {most:d})"
            f" UNION ALL SELECT led_to.*, 2 FROM ({more}) AS led_to"
            f" UNION ALL SELECT NULL, 3 FROM many WHERE yes",
            [*many_values, *values, *more_values],
        )
        found = cursor.fetchall()
    kinds = {kind: [key for key, of in found if of == kind] for kind in (1, 2, 3)}
    return None if kinds[3] else kinds[1], kinds[2]


def _are_many(workers: QuerySet[Worker], begun: Q | None, most: int) -> tuple[str, list[Any]]:
    """A statement whether so many names begin so, told by the indexes of the parts."""
    texts: list[str] = []
    values: list[Any] = []

    def names_of(part: Part) -> QuerySet[Worker, tuple[int]]:
        rows = workers.filter(begun or Q(), part.condition)
        return rows.order_by("name_pinyin").values_list("pk")[:most]

    for _part, text, of_part in texts_of_parts(parts_of(workers), names_of) if begun else ():
        texts.append(f"({text})")
        values.extend(of_part)
    if not texts:
        return "SELECT FALSE AS yes", []
    some = f"SELECT FROM ({' UNION ALL '.join(texts)}) AS one LIMIT {most:d}"
    return f"SELECT COUNT(*) = {most:d} AS yes FROM ({some}) AS found", values  # noqa: S608 - Django wrote the texts


def _begun_by(word: str) -> Q | None:
    """Whose name begins so, where the text may be a surname: many bear the same."""
    spelt = word.lower()
    if not (spelt.isascii() and spelt.isalpha() and len(spelt) <= _LONGEST_SURNAME):
        return None
    return Q(name_pinyin__gte=spelt, name_pinyin__lt=f"{spelt}{{")


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
