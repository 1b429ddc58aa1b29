"""All reminder rules, what one of them says and sent, whom it would tell tomorrow, and setting it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from base.components import Crumb
from base.dates import today
from base.edit_marks import Shown
from base.marked_forms import MarkedForm
from base.pages import LoginRequired
from base.pagination import count_up_to_limit
from base.reminders import ReminderRule, ReminderShown, in_words, reminder_rules
from base.scoping import AnyUser
from notices.enums import Ending
from notices.forms.rules import RuleForm, as_typed, setting_of
from notices.lead_words import escalation_in_words, lead_in_words, leads_in_words
from notices.models import Reminder, RulePolicy
from notices.queries.policies import policies, policy_of, shipped_policy
from notices.queries.preview import Foreseen, preview
from notices.rules import SET_RULES, VIEW_RULES
from notices.services.rule_policies import policy_record, set_rule
from notices.wording import words_of
from workforce.models import User
from workforce.queries.record_history import history_of
from workforce.views.form_page import ServiceFormPage

#: How many of those who would be told are named, and how many of what was told.
MOST_FORESEEN, MOST_TOLD = 100, 10


def reads_rules(user: AnyUser) -> bool:
    """HR officers and auditors, of whatever unit."""
    return isinstance(user, User) and user.has_perm(VIEW_RULES)


class OfRule(LoginRequired):
    """A page about the rule of the address; for those who read no rules there is none."""

    kwargs: dict[str, Any]
    rule: ReminderRule

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the rule. Raises Http404."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if not request.user.is_authenticated:
            return
        rule = reminder_rules().get(kwargs["name"])
        if rule is None or not reads_rules(request.user):
            raise Http404
        self.rule = rule

    def get_crumbs(self) -> list[Crumb]:
        """The list, and the rule."""
        return [
            Crumb(_("Reminder rules"), reverse("notices:rules")),
            Crumb(str(self.rule.label), reverse("notices:rule", args=[self.rule.name])),
        ]


class RulesPage(LoginRequired, TemplateView):
    """Every rule: who is told, when, and whether it is on."""

    template_name = "notices/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rules with what is in force. Raises PermissionDenied for those who read none."""
        if not reads_rules(self.request.user):
            raise PermissionDenied
        declared = reminder_rules()
        rows = [_in_force(declared[name], policy) for name, policy in policies().items()]
        rows.sort(key=lambda row: str(row["rule"].label))
        return super().get_context_data(rows=rows, **kwargs)


class RulePage(OfRule, TemplateView):
    """What a rule says, what it sent within one's units, and who changed it."""

    template_name = "notices/rule.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rule in force beside what was shipped, its newest reminders and its history."""
        user, policy = self.request.user, policy_of(self.rule)
        told = Reminder.objects.visible_to(user).filter(rule=self.rule.name)
        newest = told.select_related("recipient__worker", "worker", "unit").order_by("-id")[:MOST_TOLD]
        day = today()
        return super().get_context_data(
            **_in_force(self.rule, policy),
            shipped=_in_force(self.rule, shipped_policy(self.rule)),
            told=[
                (one, words_of(one, today=day), lead_in_words(one.lead), Ending(one.ended_as))
                for one in newest
            ],
            open_count=count_up_to_limit(told.open()).shown,
            history=history_of(policy, viewer=user) if policy.pk else [],
            may_set=user.has_perm(SET_RULES),
            crumbs=self.get_crumbs()[:1],
            **kwargs,
        )


class RuleTomorrow(OfRule, TemplateView):
    """Whom the rule would tell tomorrow within one's units, had nothing changed until then."""

    def get_template_names(self) -> list[str]:
        """The part the rule's page asks for, else a page."""
        is_part = self.request.headers.get("HX-Request") == "true"
        return ["notices/parts/tomorrow.html" if is_part else "notices/tomorrow.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who would be told of what."""
        policy, day = policy_of(self.rule), today() + timedelta(days=1)
        found = preview(self.rule, policy, day=day, user=self.request.user, limit=MOST_FORESEEN + 1)
        return super().get_context_data(
            rule=self.rule,
            policy=policy,
            day=day,
            rows=[(one, _title(self.rule, one), lead_in_words(one.lead)) for one in found[:MOST_FORESEEN]],
            is_cut=len(found) > MOST_FORESEEN,
            crumbs=self.get_crumbs(),
            **kwargs,
        )


class SetRulePage(MarkedForm, OfRule, ServiceFormPage):
    """Set a rule: for HR of the whole group, with a reason."""

    form_class = RuleForm
    done_message = gettext_lazy("Set. What is open follows within a minute.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse those without the right."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated and not request.user.has_perm(SET_RULES):
            raise PermissionDenied

    def get_title(self) -> str | Promise:
        """The rule."""
        return self.rule.label

    def get_explanation(self) -> str | Promise:
        """Who is told and when."""
        return self.rule.about

    def get_initial(self) -> dict[str, Any]:
        """As it is in force."""
        return as_typed(policy_of(self.rule))

    def mark_key(self) -> str:
        """The rule."""
        return f"notices.rule.{self.rule.name}"

    def as_shown(self) -> Shown:
        """What is in force."""
        return Shown.of(policy_record(policy_of(self.rule)))

    def read_again(self) -> None:
        """Nothing is kept of it between two looks."""

    def perform(self, data: dict[str, Any], shown: Shown) -> None:
        """Set it."""
        set_rule(
            self.rule.name,
            actor=self.actor,
            setting=setting_of(data),
            reason=data["reason"],
            now=timezone.now(),
            shown=shown,
        )

    def get_success_url(self) -> str:
        """The rule."""
        return reverse("notices:rule", args=[self.rule.name])


def _in_force(rule: ReminderRule, policy: RulePolicy) -> dict[str, Any]:
    """A rule and its policy, as a page shows them."""
    return {
        "rule": rule,
        "policy": policy,
        "leads": leads_in_words(policy),
        "escalation": escalation_in_words(policy),
    }


def _title(rule: ReminderRule, one: Foreseen) -> str:
    shown = ReminderShown(
        subject_id=one.subject_id,
        due_on=one.due_on,
        values=one.values,
        worker_name=one.worker.name if one.worker else "",
        worker_no=one.worker.employee_no if one.worker else "",
    )
    return in_words(rule, shown, today=today()).title
