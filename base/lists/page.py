"""The list page itself: reads the address, and gives the template what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, ClassVar, Self

from django import forms
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic.base import View
from django_filters import FilterSet

from base.exports.sources import ListExport, register_source
from base.list_address import (
    CHOSEN_FIELD,
    COLUMNS_FIELD,
    COUNT_FIELD,
    CURSOR_FIELD,
    PASSING_FIELDS,
    SORT_FIELD,
    VIEW_FIELD,
)
from base.lists.actions import BulkAction, BulkBar, actions_of
from base.lists.chip_counts import count_each_up_to_limit
from base.lists.columns import (
    PICKED_FIELD,
    PICKER_FIELD,
    PLACE_PREFIX,
    CellReader,
    Column,
    Heading,
    choose_columns,
    picked_columns,
)
from base.lists.exporting import ExportOffer, sign_arguments
from base.lists.filters import (
    SEARCH_FIELD,
    ActiveFilter,
    ChoiceChip,
    dress_fields,
    filters_in_words,
    names_of_field,
)
from base.lists.views import ViewTabs, default_of, draw_tabs, url_of, views_with_choices
from base.models.saved_view import SHARE_VIEWS, SavedView
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
    count_exactly,
    count_up_to_limit,
    read_page,
)
from base.scoping import AnyUser
from base.selection import MOST_ROWS, mark_of_matching

Text = str | Promise
RESULTS_ID = "list-results"
WHOLE_ID = "list-page"
COUNT_ID = "list-count"


class ListPage(LoginRequired, View):
    """A filterable, sortable list.

    A subclass gives `get_queryset()` (from ``visible_to(request.user)``, with its joins), `filterset_class`,
    `sort_keys` and `columns`. `chip_filter` names a choice filter drawn as chips with counts. A filter named
    ``q`` becomes the search box. Filters in force from the start are set by the filter set in its data, where
    the parameter is absent; they are shown like all others, and an empty parameter takes them off.

    `export` makes it exportable under a stable kind. A list with a kind has saved views, and takes part in
    the choice of all matching rows; `more_parameters` are those the page reads besides its filters.
    `bulk_actions` draw a box beside each row. A page with a kind must be able to open with nothing but
    `request.user`, `request.GET` and the arguments of its address, for a background job opens it so.
    """

    title: Text = ""
    kind: ClassVar[str] = ""
    filterset_class: type[FilterSet]
    sort_keys: Sequence[SortKey]
    columns: Sequence[Column]
    more_parameters: Sequence[str] = ()
    bulk_actions: Sequence[BulkAction] = ()
    export: ClassVar[ListExport | None] = None
    chip_filter = ""
    page_size = DEFAULT_PAGE_SIZE
    template_name = "base/list.html"
    empty_title: Text = ""
    empty_text: Text = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make a list with a kind known by it."""
        super().__init_subclass__(**kwargs)
        if "export" in vars(cls) and cls.export is not None:
            cls.kind = cls.export.kind
        if {"kind", "export"} & vars(cls).keys() and cls.kind:
            register_source(cls.kind, cls)

    @classmethod
    def is_open_to(cls, user: AnyUser) -> bool:
        """Whether this person has this list at all; else it answers 403."""
        return True

    @classmethod
    def opened(cls, user: AnyUser, parameters: QueryDict, arguments: Mapping[str, Any]) -> Self:
        """The list away from a request of its own: for a background job, or an act on all its rows."""
        request = HttpRequest()
        request.method, request.user, request.GET = "GET", user, parameters  # type: ignore[assignment]
        page = cls()
        page.setup(request, **arguments)
        page.read_address()
        return page

    def get_queryset(self) -> QuerySet[Any]:
        """The rows in this person's scope. What only some columns need may be left to `is_shown`."""
        raise NotImplementedError

    def rows_for_file(self) -> QuerySet[Any]:
        """`matching` as a file reads it, from the first row to the last."""
        return self.matching

    def is_shown(self, column: str) -> bool:
        """Whether the column of this name is among those shown, so that its value must be read."""
        return any(shown.name == column for shown in self.column_set.shown)

    def get_context_data(self) -> dict[str, Any]:
        """More values for the page's own template; the rows shown stand in `page_read`."""
        return {}

    def read_address(self) -> None:
        """Take order, filters and columns from the address. Afterwards `matching` are the rows."""
        parameters = self.request.GET
        self.column_set = choose_columns(self.columns, self.request.user, parameters.get(COLUMNS_FIELD, ""))
        self.order = choose_order(self.sort_keys, parameters.get(SORT_FIELD, ""))
        self.filterset = self._filterset(parameters)
        self.parameters = self.filterset.data
        self.defaults = {name: str(value) for name, value in self._untouched_filters().data.items() if value}
        dress_fields(self.filterset.form)
        self.is_valid = self.filterset.is_valid()
        self.matching: QuerySet[Any] = self.filterset.qs if self.is_valid else self.filterset.queryset.none()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The whole list page, or for htmx the part it asks for."""
        if not self.is_open_to(request.user):
            raise PermissionDenied
        if PICKER_FIELD in request.GET:
            return HttpResponseRedirect(f"{request.path}{self._picked_url()}")
        self.read_address()
        if is_partial(request, COUNT_ID):
            return self._answer("base/components/list_count.html", {"count": count_exactly(self.matching)})
        is_form_drawn = not is_partial(request, RESULTS_ID)
        views = views_with_choices(self.kind, request.user, self.filterset.form if is_form_drawn else None)
        default = None if request.GET else default_of(views, request.user.pk)
        if default is not None:
            return HttpResponseRedirect(f"{request.path}{url_of(default)}")
        page, cursor_is_wrong = self._read_page(self.matching)
        self.page_read = page
        chips = self._chips() if self.chip_filter and self.is_valid else []
        count = self._count(chips)
        context = {
            **self._shown_filters(),
            "chips": chips,
            "title": self.title,
            "count": count,
            "exact_count_url": "" if count.exact else self.address({COUNT_FIELD: "exact"}),
            "headings": [self._heading(column) for column in self.column_set.shown],
            "rows": self._drawn(page),
            "bulk": self._bulk_bar(page, count),
            "view_tabs": self._view_tabs(views) if self.kind else None,
            "swap_tabs": is_partial(request, RESULTS_ID),
            "list_kind": self.kind,
            "list_query": self.address({}).removeprefix("?"),
            "export_offer": self._export_offer(count),
            "column_set": self.column_set,
            "picker_parameters": self._parameters_but(COLUMNS_FIELD, *PASSING_FIELDS),
            "usual_columns_url": self.address({COLUMNS_FIELD: None}),
            "pager": self._pager(page),
            "cursor_is_wrong": cursor_is_wrong,
            "clear_url": self.address(dict.fromkeys(self.defaults, ""), keep=(COLUMNS_FIELD,)),
            "empty_title": self.empty_title,
            "empty_text": self.empty_text,
            **self.get_context_data(),
        }
        return self._answer(self._template(), context)

    def _answer(self, template: str, context: dict[str, Any]) -> HttpResponse:
        response = render(self.request, template, context)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response

    def _template(self) -> str:
        if is_partial(self.request, RESULTS_ID):
            return "base/components/list_results.html"
        return "base/components/list_whole.html" if is_partial(self.request, WHOLE_ID) else self.template_name

    def _shown_filters(self) -> dict[str, Any]:
        """The filter form, and what of it is in force."""
        form = self.filterset.form
        active = self._active_filters(form) if self.is_valid else []
        return {
            "filter_form": form,
            "search_field": form[SEARCH_FIELD] if SEARCH_FIELD in form.fields else None,
            "filter_fields": [
                form[name] for name in form.fields if name not in {SEARCH_FIELD, self.chip_filter}
            ],
            "active_filters": active,
            "kept_parameters": self._kept_parameters(),
            "is_filtered": bool(active) or not self.is_valid,
        }

    def _filterset(self, parameters: QueryDict) -> Any:
        return self.filterset_class(parameters.copy(), queryset=self.get_queryset(), request=self.request)

    def _untouched_filters(self) -> Any:
        """The filters as they stand when nothing is asked for; no rows are read through them."""
        return self.filterset_class(
            QueryDict(mutable=True), queryset=self.filterset.queryset, request=self.request
        )

    def _read_page(self, matching: QuerySet[Any]) -> tuple[Page[Any], bool]:
        cursor = self.request.GET.get(CURSOR_FIELD, "")
        try:
            return read_page(matching, self.order, cursor=cursor, size=self.page_size), False
        except InvalidCursorError:
            return read_page(matching, self.order, size=self.page_size), True

    def _drawn(self, page: Page[Any]) -> list[Any]:
        reader = CellReader(self.column_set.shown, self.request.user)
        return [reader.draw(row) for row in page.rows]

    def _count(self, chips: Sequence[ChoiceChip]) -> BoundedCount:
        """How many rows match: what the chosen chip says, else counted. One statement at most."""
        if self.request.GET.get(COUNT_FIELD) == "exact":
            return count_exactly(self.matching)
        for chip in chips:
            if chip.is_active:
                return chip.count
        return count_up_to_limit(self.matching)

    def address(self, changes: Mapping[str, str | None], *, keep: Sequence[str] | None = None) -> str:
        """This list's address with other parameters, None taking one out.

        `keep` names the parameters that stay (None: all). A page mark and the like never survive.
        """
        parameters = self.request.GET.copy()
        for name in list(parameters):
            if name in PASSING_FIELDS or (keep is not None and name not in keep):
                del parameters[name]
        for name, value in changes.items():
            if value is None:
                parameters.pop(name, None)
            else:
                parameters[name] = value
        return f"?{parameters.urlencode()}"

    def _parameters_but(self, *names: str) -> list[tuple[str, str]]:
        """The address's parameters as pairs, for a form that must send them along."""
        return [
            (name, value)
            for name, values in self.request.GET.lists()
            if name not in names
            for value in values
        ]

    def _picked_url(self) -> str:
        """The address for what was ticked in the column picker."""
        sent = self.request.GET
        places = {name: str(sent[name]) for name in sent if name.startswith(PLACE_PREFIX)}
        chosen = picked_columns(
            sent.getlist(PICKED_FIELD),
            {name.removeprefix(PLACE_PREFIX): typed for name, typed in places.items()},
        )
        own = dict.fromkeys([PICKER_FIELD, PICKED_FIELD, *places])
        return self.address({**own, COLUMNS_FIELD: chosen or None})

    def _kept_parameters(self) -> list[tuple[str, str]]:
        """What the filter form must send along so that filtering keeps order, columns and the chip."""
        names = [SORT_FIELD, COLUMNS_FIELD, VIEW_FIELD, *([self.chip_filter] if self.chip_filter else [])]
        return [(name, str(self.parameters[name])) for name in names if name in self.parameters]

    def _heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column, "", "")
        if column.sort != self.order.key.name:
            return Heading(column, self.address({SORT_FIELD: column.sort}), "none")
        turned = Order(self.order.key, turned=not self.order.turned)
        direction = "descending" if self.order.descending else "ascending"
        return Heading(column, self.address({SORT_FIELD: turned.parameter}), direction)

    def _pager(self, page: Page[Any]) -> dict[str, str]:
        return {
            "first": self.address({}) if page.previous else "",
            "previous": self.address({CURSOR_FIELD: page.previous}) if page.previous else "",
            "next": self.address({CURSOR_FIELD: page.next}) if page.next else "",
            "last": self.address({CURSOR_FIELD: LAST_PAGE}) if page.next else "",
        }

    def _bulk_bar(self, page: Page[Any], count: BoundedCount) -> BulkBar | None:
        """The acts on chosen rows; None where this person may do none."""
        actions = actions_of(self.bulk_actions, self.request.user)
        if not actions or not page.rows:
            return None
        is_more = page.next is not None or page.previous is not None
        mark = ""
        if self.kind and is_more and (not count.exact or count.number <= MOST_ROWS):
            mark = mark_of_matching(
                self.kind, user=self.request.user, parameters=self.request.GET, arguments=self.kwargs
            )
        return BulkBar(
            actions,
            mark,
            count,
            page_url=self.address({CHOSEN_FIELD: "page", CURSOR_FIELD: self.request.GET.get(CURSOR_FIELD)}),
            is_whole_page_chosen=self.request.GET.get(CHOSEN_FIELD) == "page",
        )

    def _view_tabs(self, views: Sequence[SavedView]) -> ViewTabs:
        """The saved views of this list, and what may be kept of its present state."""
        form = self.filterset.form
        filters = [name for key in form.fields for name in names_of_field(key, form.fields[key].widget)]
        return draw_tabs(
            views,
            self.request.GET,
            user_id=self.request.user.pk,
            known={*filters, SORT_FIELD, COLUMNS_FIELD, *self.more_parameters},
            defaults=self.defaults,
            unknown_columns=self.column_set.unknown,
            may_share=isinstance(self.request.user, PermissionsMixin)
            and self.request.user.has_perm(SHARE_VIEWS),
        )

    def _export_offer(self, count: BoundedCount) -> ExportOffer | None:
        """What an export would hold; None where this person takes nothing out, or nothing is there."""
        if self.export is None or not count.number or not self.export.who(self.request.user):
            return None
        return ExportOffer(
            self.kind,
            query=self.address({}).removeprefix("?"),
            arguments=sign_arguments(self.kwargs),
            rows=count,
            columns=sum(column.is_exported for column in self.column_set.shown),
        )

    def _active_filters(self, form: forms.Form) -> list[ActiveFilter]:
        return [
            ActiveFilter(label, text, self._url_without(name, form.fields[name].widget))
            for name, label, text in filters_in_words(form)
            if name != self.chip_filter
        ]

    def _url_without(self, name: str, widget: forms.Widget) -> str:
        """The address without a filter and the ends of its range; an empty value switches a default off."""
        changes: dict[str, str | None] = dict.fromkeys(names_of_field(name, widget))
        if name in self.defaults:
            changes[name] = ""
        return self.address(changes)

    def _chips(self) -> list[ChoiceChip]:
        field: Any = self.filterset_class.base_filters[self.chip_filter].field
        chosen = self.parameters.get(self.chip_filter) or ""
        choices = [("", _("All")), *((str(value), label) for value, label in field.choices if value)]
        counts = count_each_up_to_limit([self._rows_of_chip(value) for value, _label in choices])
        return [
            ChoiceChip(label, self._chip_address(value), count, value == chosen)
            for (value, label), count in zip(choices, counts, strict=True)
        ]

    def _rows_of_chip(self, value: str) -> QuerySet[Any]:
        """The rows with another value of the chip's filter; the others are taken as they were read."""
        parameters = self.parameters.copy()
        parameters[self.chip_filter] = value
        filterset = self._filterset(parameters)
        form = copy(self.filterset.form)
        form.cleaned_data = {**form.cleaned_data, self.chip_filter: value}
        filterset._form = form
        rows: QuerySet[Any] = filterset.qs
        return rows

    def _chip_address(self, value: str) -> str:
        in_address = value if value or self.chip_filter in self.defaults else None
        return self.address({self.chip_filter: in_address})
