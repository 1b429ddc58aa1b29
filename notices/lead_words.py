"""When a rule tells, in words: "30 and 7 days before, on the day, 3 days over"."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from notices.models import RulePolicy


def leads_in_words(policy: RulePolicy) -> str:
    """The leads of a policy, the earliest first, in the language in force."""
    ordered = sorted(set(policy.leads), reverse=True)
    parts = []
    if before := [lead for lead in ordered if lead > 0]:
        parts.append(_("%(days)s before") % {"days": _days(before, policy.counts_working_days)})
    if 0 in ordered:
        parts.append(_("on the day"))
    if over := [-lead for lead in ordered if lead < 0]:
        parts.append(_("%(days)s over") % {"days": _days(over, policy.counts_working_days)})
    return pgettext("between leads", ", ").join(parts)


def lead_in_words(lead: int) -> str:
    """One lead of a reminder that was told."""
    if lead == 0:
        return _("on the day")
    if lead > 0:
        return ngettext("%(days)d day before", "%(days)d days before", lead) % {"days": lead}
    return ngettext("%(days)d day over", "%(days)d days over", -lead) % {"days": -lead}


def escalation_in_words(policy: RulePolicy) -> str:
    """After how long the head of the unit is told too."""
    if policy.escalates_after is None:
        return pgettext("the head of the unit is told", "never")
    return _("%(days)s over") % {"days": _days([policy.escalates_after], policy.counts_working_days)}


def _days(numbers: Iterable[int], are_working_days: bool) -> str:
    named = [str(number) for number in numbers]
    counted = (
        named[0]
        if len(named) == 1
        else _("%(most)s and %(last)s")
        % {
            "most": _(", ").join(named[:-1]),
            "last": named[-1],
        }
    )
    if are_working_days:
        words = ngettext("%(count)s working day", "%(count)s working days", int(named[-1]))
    else:
        words = ngettext("%(count)s day", "%(count)s days", int(named[-1]))
    return words % {"count": counted}
