"""The names of a draft and of the policy it stands on: another draft or another policy has another name."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from base.edit_marks import ChangedField, ChangedMeanwhile
from skills.models import OccupationMajor, PolicyChange, RelatedOccupation, RuleSetVersion, Standard


def draft_digest(change: PolicyChange) -> str:
    """The name of exactly this draft."""
    return _digest(
        [
            change.kind,
            change.rule_set_id,
            change.occupation_id,
            change.proposal,
            change.effective_on,
            change.document,
            change.mark,
            change.reason,
        ]
    )


def ground_of(change: PolicyChange) -> str:
    """The name of this draft upon the policy as it is now: an impact counts while it is the same.

    Four statements. Facts of workers are not part of it; the impact says when it was computed.
    """
    dates = ("valid_from", "valid_to")
    return _digest(
        [
            change.digest,
            list(
                RuleSetVersion.objects.filter(confirmed_at__isnull=False)
                .order_by("pk")
                .values_list("pk", *dates)
            ),
            list(Standard.objects.order_by("pk").values_list("pk", "rule_set", *dates)),
            list(OccupationMajor.objects.order_by("pk").values_list("pk", "occupation", "major", *dates)),
            list(RelatedOccupation.objects.order_by("pk").values_list("pk", "occupation", "related", *dates)),
        ]
    )


def has_fresh_impact(change: PolicyChange) -> bool:
    """Whether the impact shown is that of this draft on today's policy; a name alone needs none."""
    return not change.touches_dates or (
        bool(change.impact_ground) and change.impact_ground == ground_of(change)
    )


def refuse_other_draft(change: PolicyChange, digest: str) -> None:
    """Raise ChangedMeanwhile when the draft is not the one that was read; an empty name asks for any."""
    if digest and digest != change.digest:
        raise ChangedMeanwhile((ChangedField(_("The draft"), None, _("written anew")),))


def _digest(value: Any) -> str:
    text = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
