"""The what-if form: one's own facts or any others, typed row by row; works without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from base.dates import last_day, until_after
from base.errors import InvalidInput
from base.form_rendering import DayInput
from skills.eligibility.facts import MOST_ROWS, RANK_NAMES
from skills.enums import CERTIFICATE_LEVELS, DiplomaKind, TitleRank
from skills.models import RuleSet

#: Empty rows offered below those filled in.
EMPTY_ROWS = 1
_JUDGED = [("", _("not judged yet")), ("yes", _("Yes")), ("no", _("No"))]
_NOT_CHOSEN = ("", "—")


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), required=required)


class CareerForm(forms.Form):
    """Whose rules, and the birth date."""

    rule_set = forms.ModelChoiceField(
        label=_("Rule set"),
        queryset=RuleSet.objects.filter(applies_to_all=False),
        to_field_name="code",
        empty_label=None,
    )
    born = _day(_("Birth date"), required=False)


class SpellForm(forms.Form):
    """A spell of work in the occupation; people write the last day."""

    since = _day(_("From"))
    last = _day(_("Last day (empty: to this day)"), required=False)

    def fact(self) -> dict[str, Any]:
        """The row as facts are written."""
        return {"from": _iso(self.cleaned_data["since"]), "to": _iso(until_after(self.cleaned_data["last"]))}


class CertificateForm(forms.Form):
    """A certificate held."""

    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[_NOT_CHOSEN, *((level.value, level.label) for level in CERTIFICATE_LEVELS)],
        coerce=int,
    )
    issued = _day(_("Issued on"))

    def fact(self) -> dict[str, Any]:
        """The row as facts are written."""
        return {"level": self.cleaned_data["level"], "issued": _iso(self.cleaned_data["issued"])}


class TitleForm(forms.Form):
    """A professional title."""

    rank = forms.ChoiceField(
        label=_("Title rank"),
        choices=[_NOT_CHOSEN, *((name, TitleRank(rank).label) for name, rank in RANK_NAMES.items())],
    )
    on = _day(_("Awarded on"))
    matches = forms.ChoiceField(
        label=_("Matches the occupation"), choices=_JUDGED, required=False, initial="yes"
    )

    def fact(self) -> dict[str, Any]:
        """The row as facts are written."""
        given = self.cleaned_data
        return {"rank": given["rank"], "on": _iso(given["on"]), "matches": _judgement(given["matches"])}


class DiplomaForm(forms.Form):
    """A diploma, also one expected."""

    kind = forms.ChoiceField(label=_("Schooling"), choices=[_NOT_CHOSEN, *DiplomaKind.choices])
    graduated = _day(_("Graduated on"))
    matches = forms.ChoiceField(
        label=_("Matches the occupation"), choices=_JUDGED, required=False, initial="yes"
    )

    def fact(self) -> dict[str, Any]:
        """The row as facts are written."""
        given = self.cleaned_data
        return {
            "kind": given["kind"],
            "graduated": _iso(given["graduated"]),
            "matches": _judgement(given["matches"]),
        }


class ApprenticeshipForm(forms.Form):
    """An apprenticeship completed."""

    completed = _day(_("Completed on"))

    def fact(self) -> str | None:
        """The row as facts are written."""
        return _iso(self.cleaned_data["completed"])


#: The lists of a career: the name in the facts, the heading, and the form of a row.
LISTS: dict[str, tuple[Any, type[forms.Form]]] = {
    "spells": (_("Work in the occupation or a related one"), SpellForm),
    "certificates": (_("Certificates"), CertificateForm),
    "titles": (_("Professional titles"), TitleForm),
    "diplomas": (_("Diplomas"), DiplomaForm),
    "apprenticeships_completed": (_("Completed apprenticeships"), ApprenticeshipForm),
}


class WhatIfForms:
    """The career form and one list of rows for each kind of fact, bound to what was typed or filled from facts."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, facts: Mapping[str, Any] | None = None
    ) -> None:
        filled = facts or {}
        self.career = CareerForm(
            data, initial={"rule_set": filled.get("rule_set"), "born": filled.get("born")}
        )
        self.lists = [
            _RowList(name, heading, form, data, [_initial(name, row) for row in filled.get(name, ())])
            for name, (heading, form) in LISTS.items()
        ]

    def is_valid(self) -> bool:
        """Whether every row can be read; all are looked at, so that every fault is shown at once."""
        return all([self.career.is_valid(), *(rows.formset.is_valid() for rows in self.lists)])

    def facts(self) -> dict[str, Any]:
        """The career in the shape of the API."""
        given = self.career.cleaned_data
        lists = {rows.name: rows.facts() for rows in self.lists}
        return {"rule_set": given["rule_set"].code, "born": _iso(given["born"]), **lists}

    def refuse(self, error: InvalidInput) -> None:
        """Show a refusal beside the row it names."""
        name, _dot, rest = (error.field or "").partition(".")
        row = rest.partition(".")[0]
        for rows in self.lists:
            if rows.name == name and row.isdecimal():
                rows.filled()[int(row)].add_error(None, str(error.message))
                return
        self.career.add_error(None, str(error.message))


class _Rows(forms.BaseFormSet[forms.Form]):
    """Rows any of which may be left empty, also one that was filled in before."""

    def initial_form_count(self) -> int:
        """No row is one that must stay."""
        return 0


class _RowList:
    def __init__(
        self,
        name: str,
        heading: Any,
        form: type[forms.Form],
        data: Mapping[str, Any] | None,
        initial: list[dict[str, Any]],
    ) -> None:
        self.name, self.heading = name, heading
        rows = len(initial) + EMPTY_ROWS
        made = forms.formset_factory(
            form, formset=_Rows, extra=rows, max_num=MOST_ROWS, absolute_max=MOST_ROWS
        )
        self.formset = made(data, initial=initial, prefix=name)

    def filled(self) -> list[Any]:
        """The rows somebody filled in."""
        return [form for form in self.formset.forms if form.has_changed()]

    def facts(self) -> list[Any]:
        return [form.fact() for form in self.filled()]


def _initial(name: str, row: Any) -> dict[str, Any]:
    """A fact as the form of its list shows it."""
    if name == "spells":
        until = row["to"]
        return {"since": row["from"], "last": last_day(date.fromisoformat(until)) if until else None}
    if name == "apprenticeships_completed":
        return {"completed": row}
    if "matches" in row:
        return {**row, "matches": {True: "yes", False: "no", None: ""}[row["matches"]]}
    return dict(row)


def _judgement(typed: str) -> bool | None:
    return {"yes": True, "no": False}.get(typed)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
