"""States and kinds of reminders and messages, each with its label and colour."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ending(models.TextChoices):
    """Why a reminder is no longer open."""

    OPEN = "", _("Open")
    DONE = "done", _("Settled")
    WITHDRAWN = "withdrawn", _("Taken back")
    SUPERSEDED = "superseded", _("Followed by a later one")
    DISMISSED = "dismissed", _("Put away")

    @property
    def colour(self) -> str:
        """The badge colour."""
        return {"": "yellow", "done": "green"}.get(self.value, "secondary")


class Mode(models.TextChoices):
    """How somebody wants to be told outside the inbox."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("In the daily digest")
    INBOX_ONLY = "inbox_only", _("In the inbox only")


class ChannelKind(models.TextChoices):
    """What a channel is."""

    EMAIL = "email", _("E-mail")
    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    WEBHOOK = "webhook", _("Webhook")


class MessageState(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    WITHDRAWN = "withdrawn", _("Taken back")

    @property
    def colour(self) -> str:
        """The badge colour of the state."""
        return {"queued": "blue", "sent": "green", "failed": "red", "withdrawn": "secondary"}[self.value]


class AttemptOutcome(models.TextChoices):
    """How an attempt to send ended."""

    UNDER_WAY = "", _("Under way")
    SENT = "sent", _("Sent")
    RETRY = "retry", _("Tried again later")
    FAILED = "failed", _("Failed")

    @property
    def colour(self) -> str:
        """The badge colour of the outcome."""
        return {"": "blue", "sent": "green", "retry": "yellow", "failed": "red"}[self.value]
