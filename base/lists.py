"""List pages: a view is a queryset, a filter set, sort keys and columns; everything else is here.

The state of a list lives in its address: filters, ``sort`` and ``cursor``. With htmx only the changed part is
sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic.base import View
from django_filters import FilterSet
from django_filters.widgets import DateRangeWidget

from base.cells import CellKind, format_cell, read_path
from base.form_rendering import DayRangeInput
from base.pages import LoginRequired, is_partial
from base.pagination import (
    DEFAULT_PAGE_SIZE,
    LAST_PAGE,
    BoundedCount,
    InvalidCursorError,
    Order,
    Page,
    SortKey,
    choose_order,
    count_up_to_limit,
    read_page,
)
from base.scoping import AnyUser

Text = str | Promise
RESULTS_ID = "list-results"
WHOLE_ID = "list-page"
SEARCH_FIELD = "q"


@dataclass(frozen=True)
class Column:
    """A column of a list.

    `value` is a dotted path from the row or a function of it (`name` when not given); `sort` names a sort
    key; `link` gives the page of the row; `template` draws the cell from `row` and `value`; `who` hides the
    column from those who may not see it.
    """

    name: str
    label: Text
    value: str | Callable[[Any], object] = ""
    kind: CellKind = CellKind.TEXT
    sort: str = ""
    link: Callable[[Any], str] | None = None
    template: str = ""
    who: Callable[[AnyUser], bool] | None = None

    def read(self, row: Any) -> object:
        """The value of the cell."""
        if callable(self.value):
            return self.value(row)
        return read_path(row, self.value or self.name)


@dataclass(frozen=True)
class Heading:
    """The head of a column: where a click sorts to and how it is sorted now (``aria-sort``)."""

    column: Column
    url: str
    direction: str


@dataclass(frozen=True)
class Cell:
    """A drawn cell."""

    column: Column
    value: object
    text: object
    url: str


@dataclass(frozen=True)
class RowCells:
    """A row with its cells in the order of the columns."""

    row: Any
    cells: list[Cell]


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in force and the address without it."""

    label: Text
    value: str
    url: str


@dataclass(frozen=True)
class ChoiceChip:
    """A choice of the list's main filter, with how many rows it holds."""

    label: Text
    url: str
    count: BoundedCount
    is_active: bool


class ListPage(LoginRequired, View):
    """A filterable, sortable list.

    A subclass gives `get_queryset()` (from ``visible_to(request.user)``, with its joins), `filterset_class`,
    `sort_keys` and `columns`. `chip_filter` names a choice filter drawn as chips with counts. A filter named
    ``q`` becomes the search box. Filters in force from the start are set by the filter set in its data, where
    the parameter is absent; they are shown like all others, and an empty parameter takes them off.
    """

    title: Text = ""
    filterset_class: type[FilterSet]
    sort_keys: Sequence[SortKey]
    columns: Sequence[Column]
    chip_filter = ""
    page_size = DEFAULT_PAGE_SIZE
    template_name = "base/list.html"
    empty_title: Text = ""
    empty_text: Text = ""

    def get_queryset(self) -> QuerySet[Any]:
        """The rows in this person's scope."""
        raise NotImplementedError

    def get_context_data(self) -> dict[str, Any]:
        """More values for the page's own template."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The whole list page, or for htmx the part it asks for."""
        self.order = choose_order(self.sort_keys, request.GET.get("sort", ""))
        filterset = self._filterset(request.GET)
        self.parameters = filterset.data
        self.defaults = {name for name, value in self._filterset(QueryDict()).data.items() if value}
        _dress_fields(filterset.form)
        is_valid = filterset.is_valid()
        matching = filterset.qs if is_valid else filterset.queryset.none()
        page, cursor_is_wrong = self._read_page(matching)
        columns = [column for column in self.columns if column.who is None or column.who(request.user)]
        active = self._active_filters(filterset.form) if is_valid else []
        context = {
            "title": self.title,
            "filter_form": filterset.form,
            "search_field": filterset.form[SEARCH_FIELD] if SEARCH_FIELD in filterset.form.fields else None,
            "filter_fields": self._form_fields(filterset.form),
            "active_filters": active,
            "chips": self._chips() if self.chip_filter and is_valid else [],
            "kept_parameters": self._kept_parameters(),
            "count": count_up_to_limit(matching),
            "headings": [self._heading(column) for column in columns],
            "rows": [RowCells(row, [_draw_cell(column, row) for column in columns]) for row in page.rows],
            "pager": self._pager(page),
            "cursor_is_wrong": cursor_is_wrong,
            "clear_url": self._url(dict.fromkeys(self.defaults, ""), keep=False),
            "empty_title": self.empty_title,
            "empty_text": self.empty_text,
            "is_filtered": bool(active) or not is_valid,
            **self.get_context_data(),
        }
        response = render(request, self._template(), context)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    def _template(self) -> str:
        if is_partial(self.request, RESULTS_ID):
            return "base/components/list_results.html"
        return "base/components/list_whole.html" if is_partial(self.request, WHOLE_ID) else self.template_name

    def _filterset(self, parameters: QueryDict) -> Any:
        return self.filterset_class(parameters.copy(), queryset=self.get_queryset(), request=self.request)

    def _read_page(self, matching: QuerySet[Any]) -> tuple[Page[Any], bool]:
        cursor = self.request.GET.get("cursor", "")
        try:
            return read_page(matching, self.order, cursor=cursor, size=self.page_size), False
        except InvalidCursorError:
            return read_page(matching, self.order, size=self.page_size), True

    def _url(self, changes: Mapping[str, str | None], *, keep: bool = True) -> str:
        """This list's address with other parameters, None taking one out; a page mark never survives."""
        parameters = self.request.GET.copy() if keep else QueryDict(mutable=True)
        parameters.pop("cursor", None)
        for name, value in changes.items():
            if value is None:
                parameters.pop(name, None)
            else:
                parameters[name] = value
        return f"?{parameters.urlencode()}"

    def _form_fields(self, form: forms.Form) -> list[forms.BoundField]:
        return [form[name] for name in form.fields if name not in {SEARCH_FIELD, self.chip_filter}]

    def _kept_parameters(self) -> list[tuple[str, str]]:
        """What the filter form must send along so that filtering keeps the order and the chip."""
        names = ["sort", *([self.chip_filter] if self.chip_filter else [])]
        return [(name, str(self.parameters[name])) for name in names if name in self.parameters]

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column, "", "")
        if column.sort != self.order.key.name:
            return Heading(column, self._url({"sort": column.sort}), "none")
        turned = Order(self.order.key, turned=not self.order.turned)
        direction = "descending" if self.order.descending else "ascending"
        return Heading(column, self._url({"sort": turned.parameter}), direction)

    def _pager(self, page: Page[Any]) -> dict[str, str]:
        return {
            "first": self._url({}) if page.previous else "",
            "previous": self._url({"cursor": page.previous}) if page.previous else "",
            "next": self._url({"cursor": page.next}) if page.next else "",
            "last": self._url({"cursor": LAST_PAGE}) if page.next else "",
        }

    def _active_filters(self, form: forms.Form) -> list[ActiveFilter]:
        active = []
        for name, value in form.cleaned_data.items():
            text = _describe(form.fields[name], value)
            if text and name != self.chip_filter:
                field = form.fields[name]
                active.append(ActiveFilter(field.label or name, text, self._url_without(name, field.widget)))
        return active

    def _url_without(self, name: str, widget: forms.Widget) -> str:
        """The address without a filter and the ends of its range; an empty value switches a default off."""
        ends = [f"{name}_{suffix}" for suffix in getattr(widget, "suffixes", ())]
        changes: dict[str, str | None] = dict.fromkeys([name, *ends])
        if name in self.defaults:
            changes[name] = ""
        return self._url(changes)

    def _chips(self) -> list[ChoiceChip]:
        field: Any = self.filterset_class.base_filters[self.chip_filter].field
        chosen = self.parameters.get(self.chip_filter, "")
        chips = [self._chip("", _("All"), is_active=not chosen)]
        for value, label in field.choices:
            if value:
                chips.append(self._chip(str(value), label, is_active=str(value) == chosen))
        return chips

    def _chip(self, value: str, label: Text, *, is_active: bool) -> ChoiceChip:
        parameters = self.parameters.copy()
        parameters[self.chip_filter] = value
        rows = self._filterset(parameters).qs
        in_address = value if value or self.chip_filter in self.defaults else None
        return ChoiceChip(
            label, self._url({self.chip_filter: in_address}), count_up_to_limit(rows), is_active
        )


def _draw_cell(column: Column, row: Any) -> Cell:
    value = column.read(row)
    return Cell(column, value, format_cell(value, column.kind), column.link(row) if column.link else "")


def _describe(field: forms.Field, value: Any) -> str:
    """A filter's value in words; empty when the filter is not in force."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, slice):
        return f"{_describe_end(value.start)} – {_describe_end(value.stop)}"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | QuerySet):
        return "、".join(_describe(field, one) for one in value)
    if isinstance(value, Model):
        return str(value)
    return _labels_of(field).get(str(value), str(format_cell(value)))


def _describe_end(end: Any) -> str:
    """An end of a range; a range of days ends at a time of day that is not shown."""
    if end is None:
        return ""
    return str(format_cell(end.date() if isinstance(end, datetime) else end))


def _labels_of(field: forms.Field) -> dict[str, str]:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return {str(key): str(label) for key, label in field.widget.choices}
    return {}


def _dress_fields(form: forms.Form) -> None:
    """Give the search field its looks, and ranges of days the browser's calendar."""
    for field in form.fields.values():
        if isinstance(field.widget, DateRangeWidget):
            field.widget = DayRangeInput()
    if SEARCH_FIELD in form.fields:
        field = form.fields[SEARCH_FIELD]
        field.widget = forms.TextInput(
            attrs={"type": "search", "placeholder": field.label, "autocomplete": "off"}
        )
