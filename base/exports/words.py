"""What an export was asked for, in words."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from base.cells import describe_span
from base.exports.sources import UnknownSource, named_kind, source_for
from base.list_address import COLUMNS_FIELD, SORT_FIELD, VIEW_FIELD, query_of
from base.lists.filters import filters_in_words
from base.models.export import ExportRecord
from base.scoping import AnyUser

Text = str | Promise


def describe_list(record: ExportRecord) -> str:
    """The name of the list; its kind when there is no such list any more."""
    named = named_kind(record.kind)
    if named is not None:
        return str(named.title)
    try:
        return str(source_for(record.kind).title) or record.kind
    except UnknownSource:
        return record.kind


def describe_duration(record: ExportRecord) -> str:
    """How long it took, in seconds or minutes; empty where no end was written down."""
    return describe_span(record.duration) if record.duration is not None else ""


def describe_parameters(record: ExportRecord, reader: AnyUser) -> list[tuple[Text, str]]:
    """Filters, order and columns in words, as far as the reader's own list knows them; the rest as it stands.

    Whoever has no such list reads the parameters as they were sent.
    """
    named = named_kind(record.kind)
    try:
        source = source_for(named.like if named else record.kind)
    except UnknownSource:
        return _as_sent(record)
    if isinstance(reader, AnonymousUser) or not source.is_open_to(reader):
        return _as_sent(record)
    page = source.open(reader, query_of(record.parameters), record.arguments)
    if not page.is_valid:
        return _as_sent(record)
    labels = {column.name: str(column.label) for column in page.columns}
    lines = [(label, text) for _name, label, text in filters_in_words(page.filterset.form)]
    direction = _("largest first") if page.order.descending else _("smallest first")
    lines.append((_("Order"), f"{page.order.key.label}{_(', ')}{direction}"))
    if record.columns:
        lines.append((_("Columns"), "、".join(labels.get(name, name) for name in record.columns)))
    return lines


def _as_sent(record: ExportRecord) -> list[tuple[Text, str]]:
    names = {SORT_FIELD: _("Order"), COLUMNS_FIELD: _("Columns"), VIEW_FIELD: _("View")}
    return [
        (names.get(name, name), "、".join(values))
        for name, values in record.parameters.items()
        if any(values)
    ]
