"""The frame of a page whose form edits a record: it carries a mark of what it showed (`base.edit_marks`).

When somebody changed the record meanwhile, the page says what, keeps what was typed and carries a new mark:
saving again then overwrites knowingly. A mark that cannot be read overwrites nothing.

    class RenamePage(MarkedForm, ServiceFormPage):
        def mark_key(self) -> str: return f"workforce.unit.{self.object.pk}"
        def as_shown(self) -> Shown: return Shown.of(unit_mark(self.object))
        def read_again(self) -> None: self.object = self.get_object()
        def perform(self, data, shown) -> None: rename_unit(..., shown=shown)

The template puts `shown_mark` into a hidden input named `shown`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from base.edit_marks import SHOWN_FIELD, ChangedMeanwhile, Shown
from base.errors import Conflict


class Marked:
    """A page that carries the mark of a record and reads it back."""

    request: HttpRequest
    _new_mark = ""

    def mark_key(self) -> str:
        """Names the record, so that no mark serves for another."""
        raise NotImplementedError

    def as_shown(self) -> Shown:
        """What the page shows of the record."""
        raise NotImplementedError

    def read_again(self) -> None:
        """Read the record as it stands now."""
        raise NotImplementedError

    def mark(self) -> str:
        """The hidden field: as it was sent, over a mistyped form; a new one once the reader was told."""
        sent = str(self.request.POST.get(SHOWN_FIELD, ""))
        return self._new_mark or sent or self.as_shown().to_field(self.mark_key())

    def renew_mark(self) -> None:
        """The reader is told what stands on record now: saving again overwrites it knowingly."""
        self.read_again()
        self._new_mark = self.as_shown().to_field(self.mark_key())

    def read_mark(self) -> Shown:
        """What had been shown. Raises Conflict when the mark is missing, spoilt or another record's."""
        shown = Shown.from_field(str(self.request.POST.get(SHOWN_FIELD, "")), self.mark_key())
        if shown is None:
            self.renew_mark()
            raise Conflict(
                _("This form can no longer be read. Look at what stands on record now and save again."),
                code="mark_unreadable",
            )
        return shown


class MarkedForm(Marked, ContextMixin):
    """A page with one form: `act` hands what was typed and what had been shown to `perform`."""

    #: After which refusals the form is marked anew.
    renews_after: ClassVar[type[Conflict]] = ChangedMeanwhile

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Call the service. May raise DomainError."""
        raise NotImplementedError

    def act(self, data: dict[str, Any]) -> None:
        """Act on what was shown; refused with the differences, the next mark is of what stands there now."""
        shown = self.read_mark()
        try:
            self.perform(data, shown)
        except self.renews_after:
            self.renew_mark()
            raise

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the mark."""
        return super().get_context_data(shown_mark=self.mark(), **kwargs)
