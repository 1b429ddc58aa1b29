"""Filters whose choices depend on who asks."""

from typing import Any

from django_filters import ModelChoiceFilter


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
