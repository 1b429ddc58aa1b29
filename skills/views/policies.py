"""Policy to read, for everybody signed in: standards, rule sets in sentences, names, majors, kin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.cells import CellKind
from base.components import Crumb, Definition
from base.dates import last_day
from base.dates import today as local_today
from base.lists import Column, ListPage
from base.pages import LoginRequired
from skills.enums import AliasKind, Mark, PolicyChangeKind, Validity
from skills.models import (
    Occupation,
    OccupationAlias,
    OccupationMajor,
    RelatedOccupation,
    RuleSetVersion,
    Standard,
)
from skills.models.dated import validity_on
from skills.policy_filters import AliasFilter, MajorFilter, RelatedFilter, StandardFilter, VersionFilter
from skills.queries.policies import (
    ALIAS_SORT_KEYS,
    MAJOR_SORT_KEYS,
    RELATED_SORT_KEYS,
    STANDARD_SORT_KEYS,
    VERSION_SORT_KEYS,
    changes_of_occupation,
    changes_of_rule_set,
    history_of_standards,
    history_of_versions,
    levels_in_words,
    standing_of,
    version_in_force,
    version_rows,
)
from skills.rules import DRAFT_POLICY
from skills.views.list_cells import draw_words
from skills.views.policies_sections import sections


def occupation_page(row: Any) -> str:
    """The page of the occupation of a row."""
    return reverse("skills:policy_occupation", args=[row.occupation_id])


def _stands(row: Any) -> Validity:
    return validity_on(row.valid_from, row.valid_to, local_today())


def _last_day(row: Any) -> date | None:
    return last_day(row.valid_to)


def _mark(row: Any) -> Mark:
    return Mark(row.mark)


STATE = Column("state", gettext_lazy("Validity"), _stands, CellKind.BADGE)
SINCE = Column("valid_from", gettext_lazy("Valid from"), "valid_from", CellKind.DATE)
LAST = Column("last_day", gettext_lazy("Last day"), _last_day, CellKind.DATE)
MARK = Column("mark", gettext_lazy("Source"), _mark, CellKind.BADGE)
DOCUMENT = Column("document", gettext_lazy("Document"), "document", drawn=draw_words)


class PolicyListPage(ListPage):
    """A list of policy: the same parts above, the same chips of validity."""

    template_name = "skills/policies/list.html"
    chip_filter = "validity"
    new_kind: ClassVar[PolicyChangeKind]
    empty_text = gettext_lazy("Nothing of this kind is recorded.")

    def get_context_data(self) -> dict[str, Any]:
        """The parts of policy, and the way to a draft for those who may."""
        return {
            "sections": sections(self.request),
            "may_draft": self.request.user.has_perm(DRAFT_POLICY),
            "new_kind": self.new_kind,
        }


class StandardList(PolicyListPage):
    """Which standard holds for which occupation, and the rule set it names."""

    title = gettext_lazy("Policies")
    filterset_class = StandardFilter
    sort_keys = STANDARD_SORT_KEYS
    new_kind = PolicyChangeKind.STANDARD
    columns = (
        Column(
            "occupation",
            gettext_lazy("Occupation"),
            "occupation.name",
            sort="occupation",
            link=occupation_page,
        ),
        Column("code", gettext_lazy("Occupation code"), "occupation.code", CellKind.CODE),
        Column("title", gettext_lazy("Standard"), "title", drawn=draw_words),
        Column("edition", gettext_lazy("Edition"), "edition"),
        Column("rule_set", gettext_lazy("Rule set"), "rule_set.code", CellKind.CODE),
        STATE,
        Column("valid_from", gettext_lazy("Valid from"), "valid_from", CellKind.DATE, sort="from"),
        LAST,
        MARK,
    )

    def get_queryset(self) -> QuerySet[Standard]:
        """All standards."""
        return Standard.objects.select_related("occupation", "rule_set")


class VersionList(PolicyListPage):
    """The versions of the rule sets."""

    title = gettext_lazy("Rule sets")
    filterset_class = VersionFilter
    sort_keys = VERSION_SORT_KEYS
    new_kind = PolicyChangeKind.VERSION
    columns = (
        Column(
            "rule_set",
            gettext_lazy("Rule set"),
            "rule_set.code",
            CellKind.CODE,
            sort="rule_set",
            link=lambda row: reverse("skills:policy_version", args=[row.pk]),
        ),
        Column("title", gettext_lazy("What it is"), "rule_set.title", drawn=draw_words),
        Column("number", gettext_lazy("Version"), "number", CellKind.NUMBER),
        Column(
            "state", gettext_lazy("Validity"), lambda row: standing_of(row, local_today()), CellKind.BADGE
        ),
        Column("valid_from", gettext_lazy("Valid from"), "valid_from", CellKind.DATE, sort="from"),
        LAST,
        DOCUMENT,
        MARK,
    )

    def get_queryset(self) -> QuerySet[RuleSetVersion]:
        """All versions."""
        return RuleSetVersion.objects.select_related("rule_set")


class AliasList(PolicyListPage):
    """Names under which rosters and people know an occupation."""

    title = gettext_lazy("Trade names")
    filterset_class = AliasFilter
    sort_keys = ALIAS_SORT_KEYS
    new_kind = PolicyChangeKind.ALIAS_ADD
    columns = (
        Column("name", gettext_lazy("Other name"), "name", sort="name"),
        Column("kind", gettext_lazy("Kind"), lambda row: AliasKind(row.kind)),
        Column(
            "occupation",
            gettext_lazy("Occupation"),
            "occupation.name",
            sort="occupation",
            link=occupation_page,
        ),
        STATE,
        SINCE,
        LAST,
        DOCUMENT,
    )

    def get_queryset(self) -> QuerySet[OccupationAlias]:
        """All names."""
        return OccupationAlias.objects.select_related("occupation")


class MajorList(PolicyListPage):
    """Majors whose diplomas match an occupation."""

    title = gettext_lazy("Matching majors")
    filterset_class = MajorFilter
    sort_keys = MAJOR_SORT_KEYS
    new_kind = PolicyChangeKind.MAJOR_ADD
    columns = (
        Column(
            "occupation",
            gettext_lazy("Occupation"),
            "occupation.name",
            sort="occupation",
            link=occupation_page,
        ),
        Column("major", gettext_lazy("Major"), "major.name", sort="major"),
        STATE,
        SINCE,
        LAST,
        MARK,
        DOCUMENT,
    )

    def get_queryset(self) -> QuerySet[OccupationMajor]:
        """The whole table."""
        return OccupationMajor.objects.select_related("occupation", "major")


class RelatedList(PolicyListPage):
    """Occupations whose work and certificates count for another."""

    title = gettext_lazy("Related occupations")
    filterset_class = RelatedFilter
    sort_keys = RELATED_SORT_KEYS
    new_kind = PolicyChangeKind.RELATED_ADD
    columns = (
        Column(
            "occupation",
            gettext_lazy("Occupation"),
            "occupation.name",
            sort="occupation",
            link=occupation_page,
        ),
        Column("related", gettext_lazy("Work in it counts"), "related.name", sort="related"),
        STATE,
        SINCE,
        LAST,
        MARK,
        DOCUMENT,
    )

    def get_queryset(self) -> QuerySet[RelatedOccupation]:
        """The whole table."""
        return RelatedOccupation.objects.select_related("occupation", "related")


class VersionPage(LoginRequired, TemplateView):
    """A version of a rule set: every route as sentences, its sources, the versions beside it, its history."""

    template_name = "skills/policies/version.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Levels, versions, the standards that name it, history."""
        today = local_today()
        versions = RuleSetVersion.objects.select_related("rule_set", "confirmed_by")
        version = get_object_or_404(versions, pk=self.kwargs["pk"])
        siblings = list(versions.filter(rule_set=version.rule_set_id).order_by("-valid_from", "-number"))
        standards = Standard.objects.filter(rule_set=version.rule_set_id).in_force(today)
        return super().get_context_data(
            version=version,
            standing=standing_of(version, today),
            about=_about_version(version),
            levels=levels_in_words(version_rows(version)),
            siblings=[(other, standing_of(other, today), last_day(other.valid_to)) for other in siblings],
            standards=standards.select_related("occupation").order_by("occupation__name"),
            history=history_of_versions(siblings, changes_of_rule_set(version.rule_set_id)),
            may_draft=self.request.user.has_perm(DRAFT_POLICY),
            crumbs=[Crumb(_("Rule sets"), reverse("skills:policy_versions"))],
            **kwargs,
        )


class OccupationPage(LoginRequired, TemplateView):
    """An occupation: its standard and conditions today, its names, majors, kin, what was and what comes."""

    template_name = "skills/policies/occupation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The policy of the occupation as of today."""
        today = local_today()
        occupation = get_object_or_404(Occupation, pk=self.kwargs["pk"])
        standards = list(occupation.standards.select_related("rule_set").order_by("-valid_from"))
        current = next((row for row in standards if _stands(row) is Validity.IN_FORCE), None)
        version = version_in_force(current, today)
        return super().get_context_data(
            occupation=occupation,
            code_mark=Mark(occupation.code_mark),
            standards=[(row, _stands(row), last_day(row.valid_to), Mark(row.mark)) for row in standards],
            current=current,
            version=version,
            levels=levels_in_words(version_rows(version)) if version else [],
            aliases=_dated(occupation.aliases.order_by("name"), lambda row: row.name),
            majors=_dated(
                occupation.major_links.select_related("major").order_by("major__name"),
                lambda row: row.major.name,
            ),
            related=_dated(
                occupation.related_links.select_related("related").order_by("related__name"),
                lambda row: row.related.name,
                lambda row: row.related.code,
            ),
            history=history_of_standards(standards, changes_of_occupation(occupation)),
            may_draft=self.request.user.has_perm(DRAFT_POLICY),
            crumbs=[Crumb(_("Policies"), reverse("skills:policies"))],
            **kwargs,
        )


def _dated(
    rows: QuerySet[Any], name: Callable[[Any], str], key: Callable[[Any], str] | None = None
) -> list[dict[str, Any]]:
    """Names or links as the page lists them: what they are called, how they stand, what ends them."""
    return [
        {
            "name": name(row),
            "key": (key or name)(row),
            "state": _stands(row),
            "since": row.valid_from,
            "last": last_day(row.valid_to),
        }
        for row in rows
    ]


def _about_version(version: RuleSetVersion) -> list[Definition]:
    confirmed = f"{version.confirmed_by or _('with the release')}" if version.confirmed_at else _("not yet")
    items = [
        Definition(_("What it is"), version.rule_set.title),
        Definition(_("Valid from"), version.valid_from.isoformat()),
        Definition(_("Last day"), str(last_day(version.valid_to) or _("not set"))),
        Definition(_("Document"), version.document),
        Definition(_("Confirmed by"), confirmed),
    ]
    if version.source_note:
        items.append(Definition(_("Note on the source"), version.source_note))
    return items
