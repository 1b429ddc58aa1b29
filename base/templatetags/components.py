"""Template tags that draw the page components: ``{% load components %}``. Examples: docs/pages.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from base.badges import draw_badge
from base.charts import StackRow, draw_stacks
from base.components import (
    Bar,
    ClauseItem,
    CodeSlip,
    Crumb,
    Definition,
    Progress,
    Text,
    TimelineEntry,
    draw_bars,
)
from base.icons import PATHS
from base.menu import MenuLink, Place, Screen, ShownTopLink, desk_cards_for, menu_for, top_links_for
from base.staircase import LARGE, SMALL, Step, draw_staircase

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line drawing of `base.icons`; decoration only, words must stand beside it."""
    paths = format_html_join("", '<path d="{}"/>', ((path,) for path in PATHS[name]))
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', paths)


@register.simple_tag
def badge(value: Any, colour: str = "") -> SafeString:
    """A small label. A member of an enum brings its own label and colour."""
    return draw_badge(value, colour)


@register.simple_tag(takes_context=True)
def menu_links(context: Context, place: str = "main") -> list[MenuLink]:
    """The menu entries of the person looking at this page."""
    request = context.get("request")
    return menu_for(request, Place(place)) if request is not None and hasattr(request, "user") else []


@register.simple_tag(takes_context=True)
def top_links(context: Context) -> list[ShownTopLink]:
    """The links of the top line of the person looking at this page."""
    request = context.get("request")
    return top_links_for(request) if request is not None and hasattr(request, "user") else []


@register.simple_tag(takes_context=True)
def screen_cards(context: Context, screen: str) -> list[SafeString]:
    """The cards the apps put on a first screen: ``{% screen_cards "own" as cards %}``."""
    return desk_cards_for(context["request"], Screen(screen))


@register.inclusion_tag("base/components/staircase.html")
def staircase(steps: Sequence[Step], start: Text, end: Text) -> dict[str, Any]:
    """The large staircase with the words at both ends, and the same as a list for a screen reader."""
    return {"drawing": draw_staircase(steps, LARGE), "start": start, "end": end}


@register.inclusion_tag("base/components/staircase_small.html")
def staircase_small(steps: Sequence[Step]) -> dict[str, Any]:
    """The staircase as a sign for a line of a list, with the current and next step in words."""
    return {"drawing": draw_staircase(steps, SMALL)}


@register.inclusion_tag("base/components/definitions.html")
def definitions(items: Sequence[Definition]) -> dict[str, Any]:
    """Terms with their values; an empty value shows as a dash."""
    return {"items": items}


@register.inclusion_tag("base/components/clauses.html")
def clauses(items: Sequence[ClauseItem]) -> dict[str, Any]:
    """Conditions, each with a sign, a word and, where it has one, its day."""
    return {"items": items}


@register.inclusion_tag("base/components/timeline.html")
def timeline(entries: Sequence[TimelineEntry]) -> dict[str, Any]:
    """What happened, in the order given."""
    return {"entries": entries}


@register.inclusion_tag("base/components/bars.html")
def bars(items: Sequence[Bar], caption: Text, label_heading: Text, number_heading: Text) -> dict[str, Any]:
    """Bars beside their figures, as a table."""
    return {
        "bars": draw_bars(items),
        "caption": caption,
        "label_heading": label_heading,
        "number_heading": number_heading,
        "sum": f"{sum(item.number for item in items):,}",
    }


@register.inclusion_tag("base/components/stacks.html")
def stacks(
    rows: Sequence[StackRow], caption: Text, label_heading: Text, headings: Sequence[Text]
) -> dict[str, Any]:
    """Bars of coloured parts beside their figures, as a table; `headings` name the parts."""
    return {
        "stacks": draw_stacks(rows),
        "caption": caption,
        "label_heading": label_heading,
        "headings": headings,
    }


@register.inclusion_tag("base/components/progress.html")
def progress(job: Progress) -> dict[str, Any]:
    """How far a job is; asks again every two seconds until it is over."""
    return {"job": job}


@register.inclusion_tag("base/components/empty.html")
def empty(
    title: Text, text: Text = "", action_label: Text = "", action_url: str = "", *, sign: str = "check"
) -> dict[str, Any]:
    """What stands where nothing is: that all is done (the sign "check"), or why there is nothing ("info")."""
    return {
        "title": title,
        "text": text,
        "action_label": action_label,
        "action_url": action_url,
        "sign": sign,
    }


@register.inclusion_tag("base/components/code_sheet.html")
def code_sheet(slips: Sequence[CodeSlip]) -> dict[str, Any]:
    """Slips to print and cut, two abreast."""
    return {"slips": slips}


@register.inclusion_tag("base/components/breadcrumbs.html")
def breadcrumbs(crumbs: Sequence[Crumb]) -> dict[str, Any]:
    """The pages above this one."""
    return {"crumbs": crumbs}


@register.inclusion_tag("base/components/confirm_button.html", takes_context=True)
def confirm_button(
    context: Context, url: str, label: Text, question: Text, name: str, *, dangerous: bool = False
) -> dict[str, Any]:
    """A button that asks before it posts to `url`; without JavaScript it leads to `url`, a page that asks.

    `name` is unique on the page.
    """
    return {
        "csrf_token": context.get("csrf_token"),
        "url": url,
        "label": label,
        "question": question,
        "name": name,
        "dangerous": dangerous,
    }
