"""The address one's messages go to: it counts once the link sent there was opened by its owner."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from base.errors import Conflict, InvalidInput, Missing
from base.models import DomainEvent
from notices.services import own_email
from notices.services.own_email import MOST_AN_HOUR, ask_email, confirm_email, remove_email
from tests.access import Cast
from tests.notices.delivery.receivers import Mailbox
from tests.skills.pages.clients import browser_of, text_of
from workforce.models import User

ADDRESS = "gaolan@example.com"
ASK = reverse("notices:email")


def ask(cast: Cast, address: str = ADDRESS, name: str = "carol") -> None:
    ask_email(actor=cast.user(name), address=address, now=timezone.now())


def email_of(cast: Cast, name: str = "carol") -> str:
    return cast.user(name).email


def token_in(mailbox: Mailbox, number: int = -1) -> str:
    """The link's secret, as the receiver reads it."""
    text = " ".join(mailbox.text(number).split())
    found = re.search(r"https://grades\.example/notices/settings/email/(\S+)/", text)
    assert found is not None, text
    return found[1]


def test_address_counts_once_its_link_is_opened(cast: Cast, mailbox: Mailbox) -> None:
    client = browser_of(cast.users["carol"])
    client.post(ASK, {"address": ADDRESS})
    assert (mailbox.recipients, email_of(cast)) == ([ADDRESS], "")
    link = reverse("notices:email_confirm", args=[token_in(mailbox)])
    assert ADDRESS in text_of(client.get(link))
    assert email_of(cast) == ""
    assert ADDRESS in text_of(client.post(link, follow=True))
    assert email_of(cast) == ADDRESS
    assert [event.payload for event in DomainEvent.objects.filter(kind="workforce.email_set")] == [{}]


def test_link_counts_once(cast: Cast, mailbox: Mailbox) -> None:
    ask(cast)
    confirm_email(actor=cast.user("carol"), token=token_in(mailbox))
    remove_email(actor=cast.user("carol"))
    ask(cast, "other@example.com")
    confirm_email(actor=cast.user("carol"), token=token_in(mailbox))
    with pytest.raises(Missing):
        confirm_email(actor=cast.user("carol"), token=token_in(mailbox, 0))
    assert email_of(cast) == "other@example.com"


def test_link_of_another_is_not_found(cast: Cast, mailbox: Mailbox) -> None:
    ask(cast)
    link = reverse("notices:email_confirm", args=[token_in(mailbox)])
    client = browser_of(cast.users["ivan"])
    assert [client.get(link).status_code, client.post(link).status_code] == [404, 404]
    assert (email_of(cast, "ivan"), email_of(cast)) == ("", "")


def test_old_link_is_not_found(cast: Cast, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(cast)
    monkeypatch.setattr(own_email, "VALID_FOR", timedelta(seconds=-1))
    with pytest.raises(Missing):
        confirm_email(actor=cast.user("carol"), token=token_in(mailbox))


def test_altered_link_is_not_found(cast: Cast, mailbox: Mailbox) -> None:
    ask(cast)
    token = token_in(mailbox)
    with pytest.raises(Missing):
        confirm_email(actor=cast.user("carol"), token=token[:-1] + ("A" if token[-1] != "A" else "B"))


@pytest.mark.parametrize("address", ["", "gaolan", "a@b@c.example", f"{'a' * 64}@{'b.' * 120}example.com"])
def test_what_is_no_address_is_refused(cast: Cast, mailbox: Mailbox, address: str) -> None:
    with pytest.raises(InvalidInput):
        ask(cast, address)
    assert mailbox.received == []


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [(ADDRESS, True), ("a@EXAMPLE.com", True), ("a@example.org", False), ("a@evil-example.com", False)],
)
def test_only_domains_of_the_house(
    cast: Cast, mailbox: Mailbox, settings: Settings, address: str, is_taken: bool
) -> None:
    settings.EMAIL_DOMAINS = ["example.com"]
    answer = browser_of(cast.users["carol"]).post(ASK, {"address": address})
    assert (answer.status_code, len(mailbox.received)) == ((302, 1) if is_taken else (400, 0))


def test_nobody_is_flooded(cast: Cast, mailbox: Mailbox) -> None:
    for _unused in range(MOST_AN_HOUR):
        ask(cast)
    with pytest.raises(Conflict):
        ask(cast)
    ask(cast, name="ivan")
    assert len(mailbox.received) == MOST_AN_HOUR + 1


def test_refusal_of_the_mail_server_is_told_and_nothing_lost(cast: Cast, mailbox: Mailbox) -> None:
    mailbox.refusals[ADDRESS] = "550 no such user"
    answer = browser_of(cast.users["carol"]).post(ASK, {"address": ADDRESS})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "The link could not be sent" in page
    assert f'value="{ADDRESS}"' in page


def test_without_a_mail_server_no_address_is_asked_for(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    page = text_of(browser_of(cast.users["carol"]).get(reverse("notices:settings")))
    assert "This system sends no e-mail" in page
    assert f'href="{ASK}"' not in page
    with pytest.raises(Conflict):
        ask(cast)


def test_address_is_removed(cast: Cast) -> None:
    User.objects.filter(pk=cast.users["carol"].pk).update(email=ADDRESS)
    User.objects.filter(pk=cast.users["ivan"].pk).update(email=ADDRESS)
    browser_of(cast.users["carol"]).post(reverse("notices:email_remove"))
    assert (email_of(cast), email_of(cast, "ivan")) == ("", ADDRESS)
