"""The menu and the desk hold what a person may see, in order."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from base.menu import DeskCard, MenuEntry, MenuRegistry, Place, Screen, ShownTopLink, TopLink
from base.scoping import AnyUser
from workforce.models import User


def _page(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("", _page, name="home"),
    path("people/", _page, name="people"),
    path("people/<int:pk>/", _page, name="person"),
    path("people/imports/", _page, name="imports"),
]

pytestmark = pytest.mark.urls(__name__)


def logged_in(user: AnyUser) -> bool:
    return user.is_authenticated


def everybody(_user: AnyUser) -> bool:
    return True


def request_of(user: AnyUser, address: str = "/") -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = user  # type: ignore[assignment]
    return request


@pytest.fixture
def menu() -> MenuRegistry:
    registry = MenuRegistry()
    registry.register_entry(MenuEntry("Imports", "imports", logged_in, order=30))
    registry.register_entry(MenuEntry("People", "people", logged_in, order=20))
    registry.register_entry(MenuEntry("Home", "home", everybody, order=10))
    registry.register_entry(MenuEntry("Account", "home", logged_in, place=Place.ACCOUNT))
    return registry


def test_menu_holds_only_what_the_person_may_see(menu: MenuRegistry, alice: User) -> None:
    assert [link.label for link in menu.menu_for(request_of(AnonymousUser()))] == ["Home"]
    assert [link.label for link in menu.menu_for(request_of(alice))] == ["Home", "People", "Imports"]


def test_account_menu_is_apart(menu: MenuRegistry, alice: User) -> None:
    assert [link.label for link in menu.menu_for(request_of(alice), Place.ACCOUNT)] == ["Account"]


@pytest.mark.parametrize(
    ("address", "current"),
    [
        ("/", ["Home"]),
        ("/people/", ["People"]),
        ("/people/7/", ["People"]),
        ("/people/imports/", ["Imports"]),
    ],
)
def test_closest_entry_is_the_current_one(
    menu: MenuRegistry, alice: User, address: str, current: list[str]
) -> None:
    links = menu.menu_for(request_of(alice, address))
    assert [link.label for link in links if link.is_current] == current


def test_page_outside_the_menu_marks_nothing(menu: MenuRegistry, alice: User) -> None:
    assert not any(link.is_current for link in menu.menu_for(request_of(alice, "/elsewhere/")))


def test_entry_declared_twice_stands_once(menu: MenuRegistry, alice: User) -> None:
    menu.register_entry(MenuEntry("Staff", "people", logged_in, order=20))
    assert [link.label for link in menu.menu_for(request_of(alice))] == ["Home", "Staff", "Imports"]


def test_desk_shows_cards_with_content_to_those_who_may_see_them(alice: User) -> None:
    registry = MenuRegistry()
    crumb = "base/components/messages.html"
    registry.register_card(DeskCard("late", crumb, lambda _request: {"messages": ["second"]}, logged_in, 200))
    registry.register_card(DeskCard("first", crumb, lambda _request: {"messages": ["first"]}, everybody, 10))
    registry.register_card(DeskCard("empty", crumb, lambda _request: None, everybody, 20))

    cards = registry.desk_cards_for(request_of(alice))
    assert ["first" in cards[0], "second" in cards[1], len(cards)] == [True, True, 2]
    assert len(registry.desk_cards_for(request_of(AnonymousUser()))) == 1


def test_card_stands_on_the_screens_it_names(alice: User) -> None:
    registry = MenuRegistry()
    crumb = "base/components/messages.html"

    def context(_request: HttpRequest) -> dict[str, list[str]]:
        return {"messages": ["late"]}

    registry.register_card(DeskCard("desk", crumb, context, everybody))
    registry.register_card(DeskCard("own", crumb, context, everybody, screens=frozenset({Screen.OWN})))
    registry.register_card(DeskCard("both", crumb, context, everybody, screens=frozenset(Screen)))
    shown = {screen: len(registry.desk_cards_for(request_of(alice), screen)) for screen in Screen}
    assert shown == {Screen.DESK: 2, Screen.OWN: 2}


def test_top_line_holds_what_the_person_may_see_with_its_number(menu: MenuRegistry, alice: User) -> None:
    def number(request: HttpRequest) -> str:
        return f"{request.path}1"

    menu.register_top_link(TopLink("Inbox", "people", "imports", icon="bell", number=number, who=logged_in))
    assert menu.top_links_for(request_of(AnonymousUser())) == []
    assert menu.top_links_for(request_of(alice)) == [
        ShownTopLink("Inbox", "/people/", "/people/imports/", "bell", "/1")
    ]


def test_top_link_declared_again_replaces_the_first(menu: MenuRegistry, alice: User) -> None:
    for label in ("Inbox", "To-dos"):
        menu.register_top_link(TopLink(label, "people", "imports", "bell", lambda _request: None, logged_in))
    assert [link.label for link in menu.top_links_for(request_of(alice))] == ["To-dos"]
