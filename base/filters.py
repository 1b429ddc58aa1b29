"""Filters whose choices depend on who asks, or are read once for drawing and choosing alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import BaseForm
from django_filters import ModelChoiceFilter, fields


class AskersChoiceFilter(ModelChoiceFilter):
    """A choice among rows the asker may see; `queryset` is called with the request.

    The library keeps the field it made first. Made of the class, without a request, it offers nothing, and
    every later list of the process would too: so it is made anew each time.
    """

    @property
    def field(self) -> Any:
        """The form's field, with the choices of this request."""
        vars(self).pop("_field", None)
        return super().field


class _LoadedIterator(fields.ModelChoiceIterator):  # type: ignore[type-arg]  # the library is not typed
    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        rows: dict[str, Any] = vars(self)["field"].loaded
        for row in rows.values():
            yield self.choice(row)


class LoadedChoiceField(fields.ModelChoiceField):
    """A choice among few rows: one statement draws them and finds the chosen one."""

    iterator = _LoadedIterator

    def __deepcopy__(self, memo: dict[int, Any]) -> LoadedChoiceField:
        copied: LoadedChoiceField = super().__deepcopy__(memo)
        vars(copied).pop("loaded", None)
        return copied

    @cached_property
    def loaded(self) -> dict[str, Any]:
        """The rows by their id."""
        return {str(row.pk): row for row in self.queryset or ()}

    def load(self, rows: Iterable[Model]) -> None:
        """Take the rows of the queryset, read elsewhere in no order."""
        offered: Any = self.queryset
        names = offered.query.order_by or offered.model._meta.ordering
        in_order = sorted(rows, key=lambda row: tuple(getattr(row, str(name)) for name in names))
        vars(self)["loaded"] = {str(row.pk): row for row in in_order}

    def to_python(self, value: Any) -> Any:
        """The chosen row. Raises ValidationError."""
        if value in self.empty_values:
            return None
        if str(value) not in self.loaded:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )
        return self.loaded[str(value)]


class LoadedChoiceFilter(ModelChoiceFilter):
    """A filter by one of few rows that everybody may choose."""

    field_class = LoadedChoiceField


def fields_to_load(form: BaseForm) -> list[LoadedChoiceField]:
    """The fields of a form whose rows were not read yet and will be, to draw the choices."""
    fields = [field for field in form.fields.values() if isinstance(field, LoadedChoiceField)]
    return [field for field in fields if "loaded" not in vars(field)]
