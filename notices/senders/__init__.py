"""The ways messages leave, one file each; a kind of channel that is not named here sends nothing."""

from __future__ import annotations

from collections.abc import Mapping

from notices.enums import ChannelKind
from notices.senders.dingtalk import DingTalkSender
from notices.senders.email import EmailSender
from notices.senders.sender import Sender
from notices.senders.webhook import WebhookSender
from notices.senders.wecom import WeComSender

SENDERS: Mapping[str, type[Sender]] = {
    ChannelKind.EMAIL: EmailSender,
    ChannelKind.WECOM: WeComSender,
    ChannelKind.DINGTALK: DingTalkSender,
    ChannelKind.WEBHOOK: WebhookSender,
}
