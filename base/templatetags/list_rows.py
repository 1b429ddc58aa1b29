"""The tag that draws the rows of a list: ``{% load list_rows %}``."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from base.lists.actions import BulkBar
from base.lists.columns import Heading, RowCells
from base.lists.drawing import draw_rows

register = template.Library()


@register.simple_tag(takes_context=True)
def list_rows(
    context: Context, rows: Sequence[RowCells], headings: Sequence[Heading], bulk: BulkBar | None
) -> SafeString:
    """The lines below the headings; with a box before each where there are acts on chosen rows."""
    chosen = bulk.is_whole_page_chosen if bulk is not None else None
    return draw_rows(context, rows, [heading.column for heading in headings], chosen=chosen)
