"""A unit is typed by code or name, with suggestions meanwhile: an enterprise has too many for a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django_filters import fields

from base.filters import AskersChoiceFilter
from base.text import clean
from workforce.models import Unit

#: What is suggested: units whose people one keeps, for forms, or all one sees, for filters.
KEPT, SEEN = "kept", "seen"
_SEVERAL = _("Several units have this name. Type the code of the one you mean.")
_UNKNOWN = _("You reach no unit of this code or name.")


def label_of(unit: Unit) -> str:
    """How the input names a unit: its code, then its name."""
    return f"{unit.code} {unit.name}"


def find_unit(units: QuerySet[Unit], text: str, *, by_id: bool = False) -> Unit:
    """The unit among `units` that a person named: by code, by code and name, or by a name no other has.

    `by_id` takes an id before all of it, for addresses. One statement. Raises ValidationError.
    """
    code, _space, name = text.partition(" ")
    named = Q(code__iexact=text) | Q(code__iexact=code, name=name.strip()) | Q(name=text)
    if by_id and text.isascii() and text.isdigit() and len(text) < 19:
        named |= Q(pk=int(text))
    found = list(units.filter(named)[:20])
    for fits in (
        [unit for unit in found if by_id and str(unit.pk) == text],
        [unit for unit in found if unit.code.casefold() == text.casefold()],
        [unit for unit in found if unit.code.casefold() == code.casefold() and unit.name == name.strip()],
        found,
    ):
        if len(fits) == 1:
            return fits[0]
    if found:
        raise ValidationError(
            _("Several units have this name. Type the code of the one you mean."), "several"
        )
    raise ValidationError(_UNKNOWN, "invalid_choice")


class UnitInput(forms.TextInput):
    """A text field that suggests units while one types; without JavaScript code or name are typed in full."""

    template_name = "workforce/unit_input.html"
    suggests = KEPT

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The input with the list its suggestions go to."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        asked = urlencode({"of": self.suggests, "field": name})
        context["widget"]["attrs"] |= {
            "list": f"{context['widget']['attrs'].get('id', name)}_units",
            "autocomplete": "off",
            "placeholder": _("Code or name"),
            "hx-get": f"{reverse('workforce:unit_choices')}?{asked}",
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "next datalist",
            "hx-swap": "innerHTML",
            "hx-push-url": "false",
            "hx-sync": "this:replace",
        }
        return context


class SeenUnitInput(UnitInput):
    """The same of a filter."""

    suggests = SEEN


class UnitField(forms.ModelChoiceField[Unit]):
    """A unit among those of the queryset, set by the form. The cleaned value is the Unit."""

    widget = UnitInput
    by_id = False

    def __init__(self, queryset: QuerySet[Unit] | None = None, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none() if queryset is None else queryset, **kwargs)

    def to_python(self, value: Any) -> Unit | None:
        """Find the unit. Raises ValidationError."""
        return find_typed(self, value)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input."""
        return typed_value(self, value)


class UnitFilterField(fields.ModelChoiceField):
    """The field of a filter by unit: its value in the address is an id or what a person typed."""

    widget = SeenUnitInput
    by_id = True

    def to_python(self, value: Any) -> Unit | None:
        """Find the unit. Raises ValidationError."""
        return find_typed(self, value)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input."""
        return typed_value(self, value)


def find_typed(field: Any, value: Any) -> Unit | None:
    """The unit for a value of the field, kept for when the input is drawn. One statement."""
    if value in field.empty_values:
        return None
    if isinstance(value, Unit):
        return value
    text = clean(str(value))
    unit = find_unit(field.queryset, text, by_id=field.by_id)
    field.found = {text: unit}
    return unit


def typed_value(field: Any, value: Any) -> Any:
    """Code and name for a unit, or its id; what was typed as it was."""
    if isinstance(value, Unit):
        return label_of(value)
    if isinstance(value, int):
        unit = field.queryset.filter(pk=value).first()
        return "" if unit is None else label_of(unit)
    found = getattr(field, "found", {}).get(clean(str(value or "")))
    return value if found is None else label_of(found)


def visible_units(request: HttpRequest | None) -> QuerySet[Unit]:
    """The units the person may choose from."""
    return Unit.objects.none() if request is None else Unit.objects.visible_to(request.user)


class UnitChoiceFilter(AskersChoiceFilter):
    """A filter by one of the units the asker sees: its id, or its code or name."""

    field_class = UnitFilterField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, queryset=visible_units, **kwargs)  # type: ignore[arg-type]  # called with the request
