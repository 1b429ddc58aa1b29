"""List pages: a view is a queryset, a filter set, sort keys and columns; everything else is here.

The state of a list lives in its address: filters, ``sort``, ``columns``, ``view`` and ``cursor``. With htmx
only the changed part is sent.
"""

from base.exports.sources import ListExport
from base.lists.actions import BulkAction
from base.lists.columns import Column
from base.lists.page import ListPage

__all__ = ["BulkAction", "Column", "ListExport", "ListPage"]
