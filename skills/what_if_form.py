"""The what-if form: one's own facts or any others, typed row by row; works without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from base.dates import last_day, until_after
from base.errors import InvalidInput
from base.form_rendering import DayInput
from skills.eligibility.facts import FIRST_YEAR, LAST_YEAR, MOST_ROWS, RANK_NAMES
from skills.eligibility.plausibility import Implausible
from skills.enums import DiplomaKind, Level, TitleRank
from skills.models import RuleSet

#: Empty rows offered below those filled in.
EMPTY_ROWS = 1
_JUDGED = [("yes", _("Yes")), ("no", _("No")), ("", _("not judged yet"))]
_NOT_CHOSEN = ("", "—")


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    message = _("The year is out of range.")
    return forms.DateField(
        label=label,
        widget=DayInput({"min": first.isoformat(), "max": last.isoformat()}),
        required=required,
        validators=[MinValueValidator(first, message), MaxValueValidator(last, message)],
    )


class RuleSetField(forms.ModelChoiceField[RuleSet]):
    """The rule sets a standard may name, by their titles."""

    def label_from_instance(self, obj: RuleSet) -> str:
        """Code and title."""
        return f"{obj.code} {obj.title}"


class CareerForm(forms.Form):
    """Whose rules, and the birth date."""

    #: What of the facts stands in which field.
    fields_of = {"rule_set": "rule_set", "born": "born"}

    rule_set = RuleSetField(
        label=_("Rule set"),
        queryset=RuleSet.objects.filter(applies_to_all=False),
        to_field_name="code",
        empty_label=None,
    )
    born = _day(_("Birth date"), required=False)


class RowForm(forms.Form):
    """A row that counts as empty when only the judgement in it was touched; `remarks` point things out."""

    #: What of a fact stands in which field; "" when the fact is a single value.
    fields_of: Mapping[str, str] = {}

    leave_out = forms.BooleanField(label=_("Leave this row out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remarks: list[str] = []

    def has_changed(self) -> bool:
        """Whether the row says anything that counts."""
        if self.is_bound and self["leave_out"].data:
            return False
        return any(name not in ("matches", "leave_out") for name in self.changed_data)

    def fact(self) -> Any:
        """The row as facts are written."""
        raise NotImplementedError


class SpellForm(RowForm):
    """A spell of work in the occupation; people write the last day."""

    fields_of = {"from": "since", "to": "last"}

    since = _day(_("First day"))
    last = _day(_("Last day"), required=False)

    def fact(self) -> dict[str, Any]:
        """The row as facts are written: the end is the first day no longer in the job."""
        return {"from": _iso(self.cleaned_data["since"]), "to": _iso(until_after(self.cleaned_data["last"]))}


class CertificateForm(RowForm):
    """A certificate held."""

    fields_of = {"level": "level", "issued": "issued"}

    level = forms.TypedChoiceField(
        label=_("Level"),
        choices=[_NOT_CHOSEN, *((level.value, level.label) for level in Level if level > Level.APPRENTICE)],
        coerce=int,
    )
    issued = _day(_("Issued on"))

    def fact(self) -> dict[str, Any]:
        """The row as facts are written."""
        return {"level": self.cleaned_data["level"], "issued": _iso(self.cleaned_data["issued"])}


class TitleForm(RowForm):
    """A professional title."""

    fields_of = {"rank": "rank", "on": "on", "matches": "matches"}

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


class DiplomaForm(RowForm):
    """A diploma, also one expected."""

    fields_of = {"kind": "kind", "graduated": "graduated", "matches": "matches"}

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


class ApprenticeshipForm(RowForm):
    """An apprenticeship completed."""

    fields_of = {"": "completed"}

    completed = _day(_("Completed on"))

    def fact(self) -> str | None:
        """The row as facts are written."""
        return _iso(self.cleaned_data["completed"])


#: The lists of a career: the name in the facts, the heading, the form of a row, a word of help, and whether
#: the list stands open while it is empty.
LISTS: dict[str, tuple[Any, type[RowForm], Any, bool]] = {
    "spells": (
        _("Work in the occupation or a related one"),
        SpellForm,
        _("Leave the last day empty for work that goes on."),
        True,
    ),
    "certificates": (_("Certificates"), CertificateForm, "", True),
    "titles": (_("Professional titles"), TitleForm, _("Only what matches the occupation counts."), False),
    "diplomas": (
        _("Diplomas"),
        DiplomaForm,
        _("Only what matches the occupation counts; an expected graduation may be entered."),
        False,
    ),
    "apprenticeships_completed": (_("Completed apprenticeships"), ApprenticeshipForm, "", False),
}


class WhatIfForms:
    """The career form and a list of rows for each kind of fact: what was typed, or filled from facts."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, facts: Mapping[str, Any] | None = None
    ) -> None:
        filled = facts or {}
        self.career = CareerForm(
            data, initial={"rule_set": filled.get("rule_set"), "born": filled.get("born")}
        )
        self.remarks: list[str] = []
        self.lists = [
            RowList(name, data, [_initial(name, row) for row in filled.get(name, ())]) for name in LISTS
        ]

    def is_valid(self) -> bool:
        """Whether every row can be read; all are looked at, so that every fault is shown at once."""
        return all([self.career.is_valid(), *(rows.formset.is_valid() for rows in self.lists)])

    def facts(self) -> dict[str, Any]:
        """The career in the shape of the API."""
        given = self.career.cleaned_data
        lists = {rows.name: [form.fact() for form in rows.filled()] for rows in self.lists}
        return {"rule_set": given["rule_set"].code, "born": _iso(given["born"]), **lists}

    def refuse(self, error: InvalidInput) -> None:
        """Show a refusal beside the field it names. The forms must have been found valid."""
        form, part = self._place(error.field or "", is_typed=True)
        field = form.fields_of.get(part)
        form.add_error(field, str(error.message))

    def point_out(self, implausible: Sequence[Implausible]) -> None:
        """Put what can hardly be true beside its row; the forms are filled from the facts looked at."""
        for one in implausible:
            form, _part = self._place(one.field, is_typed=False)
            (form.remarks if isinstance(form, RowForm) else self.remarks).append(one.message)

    def _place(self, path: str, *, is_typed: bool) -> tuple[RowForm | CareerForm, str]:
        """The form a path such as "spells.1.to" leads to, and the part of the fact it names."""
        name, _dot, rest = path.partition(".")
        row, _dot, part = rest.partition(".")
        for rows in self.lists:
            if rows.name == name and row.isdecimal():
                forms_of_facts = rows.filled() if is_typed else rows.formset.forms
                return forms_of_facts[int(row)], part
        return self.career, name


class _Rows(forms.BaseFormSet[RowForm]):
    """Rows any of which may be left empty, also one that was filled in before."""

    def initial_form_count(self) -> int:
        """No row is one that must stay."""
        return 0


class RowList:
    """The rows of one kind of fact, with one empty row at the end."""

    def __init__(self, name: str, data: Mapping[str, Any] | None, initial: list[dict[str, Any]]) -> None:
        self.name = name
        self.heading, form, self.help, self._stands_open = LISTS[name]
        most = MOST_ROWS + EMPTY_ROWS
        made = forms.formset_factory(
            form, formset=_Rows, extra=len(initial) + EMPTY_ROWS, max_num=most, absolute_max=most
        )
        self.formset = made(data, initial=initial, prefix=name)

    def filled(self) -> list[RowForm]:
        """The rows somebody filled in and did not leave out."""
        return [form for form in self.formset.forms if form.has_changed()]

    @property
    def number(self) -> int:
        """How many rows are filled in."""
        rows = self.formset.forms
        return len(self.filled()) if self.formset.is_bound else len([form for form in rows if form.initial])

    @property
    def is_open(self) -> bool:
        """Whether the list shows its rows from the start."""
        return self._stands_open or self.number > 0


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
