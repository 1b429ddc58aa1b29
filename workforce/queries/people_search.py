"""People found by what one types of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from base.text import clean
from workforce.models import Worker
from workforce.services.merged_records import merged_numbers_leading_to


def search_people(workers: QuerySet[Worker], text: str) -> QuerySet[Worker]:
    """Workers whose name, pinyin, initials or employee number contains the text (trigram indexes answer it).

    A number merged into another record finds that one; one statement more looks these up.
    """
    word = clean(text).replace(" ", "")
    if not word:
        return workers
    if not word.isascii():
        return workers.filter(name__contains=word)
    low = word.lower()
    found = (
        Q(name_pinyin__contains=low)
        | Q(name_initials__contains=low)
        | Q(employee_no__icontains=word)
        | Q(name__contains=word)
    )
    leading_on = merged_numbers_leading_to(word)
    return workers.filter(found | Q(pk__in=leading_on) if leading_on else found)
