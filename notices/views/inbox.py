"""The inbox: to-dos with one link each, notices apart, what ended lately; and the number beside the bell."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.generic import TemplateView, View

from base.cells import CellKind
from base.dates import today
from base.enums import ReminderKind
from base.errors import DomainError, InvalidInput
from base.lists import Column, ListPage
from base.pages import LoginRequired, raise_for_page
from notices.badge import count_waiting, keep_count, number_shown
from notices.enums import Ending
from notices.inbox_filters import REMINDER_SORT_KEYS, OwnReminderFilter
from notices.inbox_groups import label_of
from notices.models import Reminder
from notices.queries.inbox import ended_lately, own_reminders, read_inbox
from notices.services.inbox import mark_all_read, mark_read, put_away
from notices.wording import words_of
from workforce.access import actor_of
from workforce.models import User

#: The status by which htmx stops asking again.
STOP_ASKING = 286
#: Figures of the largest id.
_ID_FIGURES = 18


class InboxPage(LoginRequired, TemplateView):
    """Everything that is open for the reader."""

    template_name = "notices/inbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """To-dos by their days, notices, what ended lately."""
        user, day = actor_of(self.request), today()
        inbox = read_inbox(user, today=day)
        if not inbox.is_more:
            keep_count(user, inbox.waiting_count)
        ended = ended_lately(user, today=day, now=timezone.now())
        return super().get_context_data(
            inbox=inbox, ended=[(item, Ending(item.reminder.ended_as)) for item in ended], **kwargs
        )


class InboxAct(LoginRequired, View):
    """Read or put away what was ticked, rows or all notices of a rule; or read everything."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Act and lead back to the inbox, which says how many it were. 404 for what is another's."""
        try:
            told = _done(actor_of(request), request)
        except InvalidInput as error:
            messages.error(request, str(error.message))
        except DomainError as error:
            raise_for_page(error)
            raise
        else:
            messages.success(request, told)
        return redirect("notices:inbox")


def _done(actor: User, request: HttpRequest) -> str:
    """Do what was asked; how it went, in words. Raises DomainError, Http404 for an unknown act."""
    act, now = request.POST.get("act", ""), timezone.now()
    if act == "read_all":
        return _read(mark_all_read(actor=actor, now=now))
    ids, rules = _ids(request.POST.getlist("row")), request.POST.getlist("rule")
    if act == "read":
        return _read(mark_read(actor=actor, now=now, ids=ids, rules=rules))
    if act == "put_away":
        number = put_away(actor=actor, now=now, ids=ids, rules=rules)
        words = ngettext("%(number)s notice is put away.", "%(number)s notices are put away.", number)
        return words % {"number": number}
    raise Http404


def _read(number: int) -> str:
    words = ngettext("%(number)s notice is marked as read.", "%(number)s notices are marked as read.", number)
    return words % {"number": number}


def _ids(sent: list[str]) -> list[int]:
    if not all(one.isascii() and one.isdigit() and len(one) <= _ID_FIGURES for one in sent):
        raise Http404
    return [int(one) for one in sent]


class OpenReminder(LoginRequired, View):
    """The one link of a reminder: notes that it was read, and leads to what it is about."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A redirect, also when it has ended meanwhile. 404 for what was told to somebody else."""
        actor = actor_of(request)
        reminder = get_object_or_404(own_reminders(actor), pk=pk)
        link = words_of(reminder, today=today()).link
        if not link:
            raise Http404
        if reminder.read_at is None:
            mark_read(actor=actor, now=timezone.now(), ids=[reminder.pk])
        return redirect(link)


class WaitingNumber(LoginRequired, View):
    """The number beside the bell, asked by the page itself."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever signed out elsewhere is left on the page they read, and not asked about again."""
        if not request.user.is_authenticated and request.headers.get("HX-Request") == "true":
            return HttpResponse(status=STOP_ASKING)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The part of the page that shows it and asks again."""
        number = number_shown(count_waiting(request.user))
        context = {"number": number, "number_url": reverse("notices:count")}
        response = render(request, "base/components/top_number.html", context)
        response.headers["Cache-Control"] = "no-store, private"
        return response


def _title(row: Reminder) -> str:
    return words_of(row, today=today()).title


def _text(row: Reminder) -> str:
    return words_of(row, today=today()).text


def _draw_title(row: Reminder, title: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("notices:open", args=[row.pk]), title)


def _standing(row: Reminder) -> Any:
    if row.ended_at is not None:
        return Ending(row.ended_as)
    return _("Not read") if row.read_at is None else pgettext("state", "Read")


class ReminderList(ListPage):
    """Everything one was told, open and ended, as a list."""

    title = gettext_lazy("Everything I was told")
    filterset_class = OwnReminderFilter
    sort_keys = REMINDER_SORT_KEYS
    chip_filter = "standing"
    empty_title = gettext_lazy("Nothing here")
    empty_text = gettext_lazy("With other filters something may be.")
    columns = (
        Column(
            "title", gettext_lazy("What"), lambda row: words_of(row, today=today()).title, drawn=_draw_title
        ),
        Column("text", gettext_lazy("In words"), lambda row: words_of(row, today=today()).text),
        Column("kind", gettext_lazy("Kind"), lambda row: ReminderKind(row.kind), CellKind.BADGE),
        Column("rule", gettext_lazy("Rule"), lambda row: label_of(row.rule), optional=True),
        Column("due_on", gettext_lazy("Due on"), kind=CellKind.DATE, sort="due"),
        Column("made_at", gettext_lazy("Told at"), sort="told"),
        Column("standing", gettext_lazy("Standing"), _standing, CellKind.BADGE),
    )

    def get_queryset(self) -> QuerySet[Reminder]:
        """One's own, as far as one still sees whom it is about."""
        return own_reminders(self.request.user)
