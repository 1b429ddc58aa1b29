"""For the system administrator: what went out and what did not; not what anybody was told.

The sealed addresses of channels and the values of reminders are not shown.
"""

from __future__ import annotations

from django.contrib import admin

from notices.models import Channel, Message, RulePolicy
from workforce.admin import ReadOnlyAdmin


@admin.register(RulePolicy)
class RulePolicyAdmin(ReadOnlyAdmin):
    """What was set for rules."""

    list_display = ("rule", "is_on", "leads", "counts_working_days", "escalates_after", "at_once")


@admin.register(Channel)
class ChannelAdmin(ReadOnlyAdmin):
    """Channels."""

    list_display = ("name", "kind", "unit", "is_on", "paused_until", "consecutive_failures")
    list_select_related = ("unit",)
    fields = ("name", "kind", "unit", "is_on", "paused_until", "consecutive_failures", "next_free_at")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """Messages."""

    list_display = ("message_id", "channel", "state", "send_after", "attempts", "sent_at")
    list_select_related = ("channel",)
    fields = ("message_id", "channel", "state", "send_after", "attempts", "last_error", "sent_at")
