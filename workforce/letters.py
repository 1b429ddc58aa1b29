"""The single characters of a name, by which any part of it is looked up."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, TextField, Value


class Letters(Func):
    """The characters of a column as an array.

    Chinese names have two or three: too few for the trigrams by which longer texts are searched.
    """

    function = "regexp_split_to_array"
    output_field = ArrayField(TextField())

    def __init__(self, column: str) -> None:
        super().__init__(F(column), Value(""))


class HasLetters(Func):
    """Whether a column has all the characters of a text, in whatever order."""

    template = "%(expressions)s"
    arg_joiner = " @> "
    output_field = BooleanField()

    def __init__(self, column: str, text: str) -> None:
        letters = Value(sorted(set(text)), output_field=ArrayField(TextField()))
        super().__init__(Letters(column), letters)
