"""Forms of drafted changes of policy: one a kind, a route with its conditions, and the second person's no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from base.form_rendering import DayInput
from skills.enums import (
    AliasKind,
    ClauseKind,
    DiplomaKind,
    Level,
    Mark,
    PolicyChangeKind,
    TitleRank,
    UnrecordedFact,
)
from skills.models import Major, Occupation, RuleSet, RuleSetVersion
from skills.services.catalogue.policy import NEEDED
from skills.services.policy.drafting import Ground
from skills.services.policy.proposals import MOST_CLAUSES, MOST_YEARS, routes_of

_ABOVE_APPRENTICE = [(level.value, level.label) for level in Level if level > Level.APPRENTICE]


class GroundForm(forms.Form):
    """From when, by which document and why: what every change says beside its content."""

    effective_on = forms.DateField(
        label=_("Takes effect on"),
        widget=DayInput,
        help_text=_("Today at the earliest; days that are over keep their rules."),
    )
    document = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("Name and number of the published text.")
    )
    mark = forms.ChoiceField(label=_("Source"), choices=Mark.choices)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def ground(self) -> Ground:
        """As the services take it."""
        data = self.cleaned_data
        return Ground(
            effective_on=data["effective_on"],
            document=data["document"],
            mark=data["mark"],
            reason=data["reason"],
        )


class DraftForm(GroundForm):
    """A form of one kind of change; `subject` and `proposal` are what it adds to the ground."""

    def subject(self) -> dict[str, Any]:
        """The rule set or occupation the change is about, for a change begun here."""
        return {"occupation": self.cleaned_data["occupation"]}

    def proposal(self) -> dict[str, Any]:
        """What is proposed."""
        raise NotImplementedError


class VersionForm(DraftForm):
    """A new version of a rule set, begun as a copy of another."""

    rule_set = forms.ModelChoiceField(label=_("Rule set"), queryset=RuleSet.objects.all())
    copied_from = forms.ModelChoiceField(
        label=_("Copy the routes of"),
        queryset=RuleSetVersion.objects.select_related("rule_set"),
        required=False,
        empty_label=_("nothing: begin without routes"),
    )
    source_note = forms.CharField(label=_("Note on the source"), max_length=300, required=False)

    field_order = ("rule_set", "copied_from", "effective_on", "document", "mark", "source_note", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["copied_from"]
        field.label_from_instance = _version_label

    def subject(self) -> dict[str, Any]:
        """The rule set."""
        return {"rule_set": self.cleaned_data["rule_set"]}

    def proposal(self) -> dict[str, Any]:
        """The routes of the version copied."""
        source: RuleSetVersion | None = self.cleaned_data["copied_from"]
        return {
            "copied_from": source.number if source else None,
            "source_note": self.cleaned_data["source_note"],
            "routes": routes_of(source) if source else [],
        }


class VersionHeadForm(GroundForm):
    """The head of a drafted version; its routes have pages of their own."""

    source_note = forms.CharField(label=_("Note on the source"), max_length=300, required=False)


class StandardForm(DraftForm):
    """A new edition of an occupation's standard."""

    occupation = forms.ModelChoiceField(label=_("Occupation"), queryset=Occupation.objects.all())
    title = forms.CharField(label=_("Standard"), max_length=160)
    edition = forms.CharField(
        label=_("Edition"), max_length=20, help_text=_("As it names itself, such as 2027年版.")
    )
    rule_set = forms.ModelChoiceField(
        label=_("Rule set it names"),
        queryset=RuleSet.objects.filter(applies_to_all=False),
        to_field_name="code",
    )

    field_order = ("occupation", "title", "edition", "rule_set")

    def proposal(self) -> dict[str, Any]:
        """Title, edition, rule set."""
        data = self.cleaned_data
        return {"title": data["title"], "edition": data["edition"], "rule_set": data["rule_set"].code}


class AliasForm(DraftForm):
    """Another name of an occupation."""

    occupation = forms.ModelChoiceField(label=_("Occupation"), queryset=Occupation.objects.all())
    name = forms.CharField(label=_("Other name"), max_length=80, help_text=_("As rosters write it."))
    kind = forms.ChoiceField(label=_("Kind"), choices=AliasKind.choices)

    field_order = ("occupation", "name", "kind")

    def proposal(self) -> dict[str, Any]:
        """Name and kind."""
        return {"name": self.cleaned_data["name"], "kind": self.cleaned_data["kind"]}


class _MajorInput(forms.TextInput):
    """A text field that offers the majors known so far."""

    template_name = "skills/policies/parts/major_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the known majors."""
        context = super().get_context(name, value, {**(attrs or {}), "list": f"{name}_known"})
        context["known"] = Major.objects.order_by("name").values_list("name", flat=True)
        return context


class MajorForm(DraftForm):
    """A major whose diplomas match an occupation."""

    occupation = forms.ModelChoiceField(label=_("Occupation"), queryset=Occupation.objects.all())
    major = forms.CharField(
        label=_("Major"),
        max_length=80,
        widget=_MajorInput,
        help_text=_("As diplomas name it; a new one is added."),
    )

    field_order = ("occupation", "major")

    def proposal(self) -> dict[str, Any]:
        """The name of the major."""
        return {"major": self.cleaned_data["major"]}


class RelatedForm(DraftForm):
    """An occupation whose work and certificates count for another."""

    occupation = forms.ModelChoiceField(label=_("Occupation"), queryset=Occupation.objects.all())
    related = forms.ModelChoiceField(
        label=_("Related occupation"),
        queryset=Occupation.objects.all(),
        to_field_name="code",
        help_text=_("Its work and certificates count for the occupation above, not the other way."),
    )

    field_order = ("occupation", "related")

    def proposal(self) -> dict[str, Any]:
        """The code of the other occupation."""
        return {"related": self.cleaned_data["related"].code}


class EndForm(DraftForm):
    """The end of a name or link; what ends was chosen by the page that led here."""

    occupation = forms.ModelChoiceField(queryset=Occupation.objects.all(), widget=forms.HiddenInput)
    what = forms.CharField(max_length=80, widget=forms.HiddenInput)
    key = "name"

    def proposal(self) -> dict[str, Any]:
        """What ends."""
        return {self.key: self.cleaned_data["what"]}


class EndMajorForm(EndForm):
    """The end of a matching major."""

    key = "major"


class EndRelatedForm(EndForm):
    """The end of a related occupation."""

    key = "related"


FORMS: Mapping[PolicyChangeKind, type[DraftForm]] = {
    PolicyChangeKind.VERSION: VersionForm,
    PolicyChangeKind.STANDARD: StandardForm,
    PolicyChangeKind.ALIAS_ADD: AliasForm,
    PolicyChangeKind.ALIAS_END: EndForm,
    PolicyChangeKind.MAJOR_ADD: MajorForm,
    PolicyChangeKind.MAJOR_END: EndMajorForm,
    PolicyChangeKind.RELATED_ADD: RelatedForm,
    PolicyChangeKind.RELATED_END: EndRelatedForm,
}


class RouteForm(forms.Form):
    """The head of a route: the level it leads to and where it comes from."""

    code = forms.CharField(label=_("Code of the route"), max_length=12, help_text=_("Such as R23-4-1."))
    target = forms.TypedChoiceField(label=_("Level applied for"), choices=_ABOVE_APPRENTICE, coerce=int)
    document = forms.CharField(label=_("Document"), max_length=200)
    mark = forms.ChoiceField(label=_("Source"), choices=Mark.choices)
    source_note = forms.CharField(label=_("Note on the source"), max_length=300, required=False)


class ClauseForm(forms.Form):
    """One condition; its kind decides which fields there are."""

    def __init__(self, kind: ClauseKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["kind"] = forms.CharField(widget=forms.HiddenInput, initial=kind.value)
        for name in ("level", "rank", "years", "diploma_kinds", "unrecorded_fact"):
            if name in NEEDED[kind]:
                self.fields[name] = _clause_field(kind, name)
        if kind is ClauseKind.DIPLOMA:
            self.fields["final_year"] = forms.BooleanField(
                label=_("Final-year students included"), required=False
            )
        self.fields["remove"] = forms.BooleanField(label=_("Take this condition out"), required=False)

    def clause(self) -> dict[str, Any]:
        """The condition as a draft keeps it."""
        return {
            "kind": self.kind.value,
            **{n: v for n, v in self.cleaned_data.items() if n not in ("kind", "remove")},
        }

    @property
    def is_taken_out(self) -> bool:
        """Whether the clerk asks for the condition to go."""
        return bool(self.cleaned_data.get("remove"))


def clause_forms(sent: QueryDict | None, stored: list[Mapping[str, Any]]) -> list[ClauseForm]:
    """The conditions as sent, else as stored. What was sent under an unknown kind is left out."""
    if sent is None:
        return [
            ClauseForm(ClauseKind(clause["kind"]), initial=dict(clause), prefix=f"c{number}")
            for number, clause in enumerate(stored)
        ]
    found = []
    for number in range(MOST_CLAUSES + 1):
        kind = sent.get(f"c{number}-kind", "")
        if kind in ClauseKind.values:
            found.append(ClauseForm(ClauseKind(kind), sent, prefix=f"c{number}"))
    return found


def empty_clause_form(kind: str, number: int) -> ClauseForm | None:
    """A new condition of a kind, to be filled in; None for an unknown kind or when there are enough."""
    if kind not in ClauseKind.values or number >= MOST_CLAUSES:
        return None
    return ClauseForm(ClauseKind(kind), prefix=f"c{number}")


class DeclinePolicyForm(forms.Form):
    """The second person's no."""

    reason = forms.CharField(
        label=_("Why not"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The drafters read it."),
    )


def _version_label(version: RuleSetVersion) -> str:
    return f"{version.rule_set.code} v{version.number}（{version.valid_from}）"


def _clause_field(kind: ClauseKind, name: str) -> forms.Field:
    match name:
        case "level":
            return forms.TypedChoiceField(
                label=_("Certificate of this level or above"), choices=_ABOVE_APPRENTICE, coerce=int
            )
        case "rank":
            return forms.TypedChoiceField(
                label=_("Title of this rank or above"), choices=TitleRank.choices, coerce=int
            )
        case "diploma_kinds":
            return forms.MultipleChoiceField(
                label=_("Any of these diplomas"),
                choices=DiplomaKind.choices,
                widget=forms.CheckboxSelectMultiple,
            )
        case "unrecorded_fact":
            return forms.ChoiceField(label=_("What is asked for"), choices=UnrecordedFact.choices)
        case _:
            least = 1 if kind in (ClauseKind.AGE, ClauseKind.WORK) else 0
            return forms.IntegerField(label=_YEARS[kind], min_value=least, max_value=MOST_YEARS)


_YEARS = {
    ClauseKind.AGE: _("Age in years, at least"),
    ClauseKind.WORK: _("Years of work in total"),
    ClauseKind.CERT: _("Years of work since the certificate (0: the certificate alone)"),
    ClauseKind.TITLE: _("Years of work since the title (0: the title alone)"),
}
