"""People found by what one types of them."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex, Upper
from django.db.models.lookups import GreaterThan

from base.pagination import EXACT_COUNT_LIMIT
from base.parts import is_split, keys_found_first
from base.text import clean
from workforce.branches import falls_into_branches, found_first
from workforce.letters import HasLetters
from workforce.models import Worker
from workforce.services.merged_records import merged_numbers_leading_to

#: Shorter texts have no trigram.
_FEWEST_LETTERS = 3


def search_people(workers: QuerySet[Worker], text: str, *, beside: str = "") -> QuerySet[Worker]:
    """Workers whose name, pinyin, initials or employee number contains the text.

    A number merged into another record finds that one; one statement more looks these up. In a list of whole
    branches another one asks the index whom the text names. Where it names more than a list counts, the rows
    are compared one by one in the list's order, since some of the next will fit; but numbers that are alike
    stand together, and a long way apart from the next ones: whom a number names is always found first.
    """
    word = clean(text).replace(" ", "")
    if not word:
        return workers
    leading_on = merged_numbers_leading_to(word) if word.isascii() else []
    if falls_into_branches(workers) and _is_indexed(word):
        ids = keys_found_first(workers.filter(_indexed(word)), EXACT_COUNT_LIMIT + 1)
        if len(ids) <= EXACT_COUNT_LIMIT:
            return found_first(workers.filter(pk__in={*ids, *leading_on}), beside=beside)
        if any(letter.isdigit() for letter in word):
            return found_first(workers.filter(_indexed(word) | Q(pk__in=leading_on)), beside=beside)
    fitting = _compared(word) if is_split(workers) else _indexed(word)
    return workers.filter(fitting | Q(pk__in=leading_on) if leading_on else fitting)


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
