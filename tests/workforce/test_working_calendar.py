"""Keeping the working calendar: pre-filled, changed by HR of the whole group, confirmed, read by all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from base.edit_marks import ChangedMeanwhile, Shown
from base.errors import Conflict, InvalidInput
from base.models import DomainEvent
from tests.access import ApiAccess, Cast, PageAccess, QueryCount
from workforce.enums import DayKind
from workforce.models import CalendarDay, CalendarYear
from workforce.services.working_calendar import (
    change_day,
    confirm_year,
    day_mark,
    prefill_calendar,
    year_mark,
)

NOTICE = "国办发明电〔2026〕9号"
NEW_YEAR = date(2027, 1, 1)


def new_year_off(actor: Any = None, **changed: Any) -> None:
    values = {"kind": DayKind.OFF, "name": "元旦", "document": NOTICE, "reason": "按通知"} | changed
    change_day(actor=actor, day=NEW_YEAR, **values)


@pytest.mark.django_db
class TestPrefilling:
    def test_published_tables_are_taken_over_and_count(self) -> None:
        assert 2026 in prefill_calendar(now=timezone.now())
        year = CalendarYear.objects.get(year=2026)
        assert year.confirmed_at is not None
        assert year.confirmed_by is None
        adjusted = year.days.filter(kind=DayKind.ADJUSTED).values_list("day", flat=True)
        assert [f"{day:%m-%d}" for day in adjusted] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
        assert year.days.get(day=date(2026, 10, 1)).name == "国庆节"
        assert CalendarYear.objects.filter(year__gte=2027).count() == 0

    def test_a_release_brings_them(self) -> None:
        call_command("load_catalogues", verbosity=0)
        assert CalendarYear.objects.filter(year=2026, confirmed_at__isnull=False).exists()

    def test_again_changes_nothing_and_keeps_what_hr_set(self, cast: Cast) -> None:
        prefill_calendar(now=timezone.now())
        change_day(actor=cast.user("ruth"), day=date(2026, 10, 10), kind=None, reason="本企业另有安排")
        rows, events = CalendarDay.objects.count(), DomainEvent.objects.count()
        assert prefill_calendar(now=timezone.now()) == []
        assert (CalendarDay.objects.count(), DomainEvent.objects.count()) == (rows, events)
        assert not CalendarDay.objects.filter(day=date(2026, 10, 10)).exists()

    def test_days_of_december_belong_to_the_notice_of_the_year_to_come(self) -> None:
        prefill_calendar(now=timezone.now())
        day = CalendarDay.objects.get(day=date(2023, 12, 30))
        assert (day.year_id, day.document) == (2023, "国务院办公厅关于2024年部分节假日安排的通知")

    def test_a_year_begun_by_hand_gets_its_days_and_waits(self) -> None:
        day = date(2026, 10, 1)
        change_day(actor=None, day=day, kind=DayKind.OFF, name="国庆", document="手工", reason="先录入")
        assert 2026 not in prefill_calendar(now=timezone.now())
        assert CalendarDay.objects.get(day=day).name == "国庆"
        assert CalendarDay.objects.filter(day=date(2026, 10, 2)).exists()
        assert CalendarYear.objects.get(year=2026).confirmed_at is None


@pytest.mark.django_db
class TestChangingADay:
    def test_it_is_told_with_old_and_new_and_kept_in_history(self, cast: Cast) -> None:
        new_year_off(cast.user("ruth"))
        new_year_off(cast.user("ruth"), name="新年", reason="改名")
        told = DomainEvent.objects.order_by("pk").last()
        assert told is not None
        assert (told.kind, told.subject_id) == ("workforce.calendar_day_changed", 2027)
        assert (told.payload["old"]["name"], told.payload["new"]["name"]) == ("元旦", "新年")
        assert CalendarDay.objects.get().history.get().name == "元旦"  # type: ignore[attr-defined]

    def test_back_to_the_week_takes_the_row_out(self) -> None:
        new_year_off()
        new_year_off(kind=None)
        assert not CalendarDay.objects.exists()

    def test_who_comes_second_is_shown_what_changed(self) -> None:
        shown = Shown.of(day_mark(NEW_YEAR))
        new_year_off()
        with pytest.raises(ChangedMeanwhile, match="元旦"):
            new_year_off(name="新年", shown=shown)
        assert CalendarDay.objects.get().name == "元旦"

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"kind": DayKind.ADJUSTED}, "weekday_is_worked"),
            ({"name": " "}, "name_missing"),
            ({"document": ""}, "document_missing"),
            ({"reason": ""}, "reason_missing"),
        ],
    )
    def test_refused(self, changed: dict[str, Any], code: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            new_year_off(**changed)
        assert refused.value.code == code
        assert not CalendarDay.objects.exists()

    def test_the_database_keeps_days_in_their_year_and_weekdays_worked(self) -> None:
        year = CalendarYear.objects.create(year=2027)
        words = {"name": "元旦", "document": NOTICE}
        for day, kind in ((date(2026, 1, 1), "off"), (date(2027, 1, 4), "adjusted")):
            with pytest.raises(IntegrityError), transaction.atomic():
                CalendarDay.objects.create(year=year, day=day, kind=kind, **words)


@pytest.mark.django_db
class TestConfirming:
    def test_an_empty_table_is_not_confirmed(self) -> None:
        with pytest.raises(Conflict) as refused:
            confirm_year(actor=None, year=2027, document=NOTICE, reason="核对", now=timezone.now())
        assert refused.value.code == "calendar_empty"
        assert not CalendarYear.objects.filter(confirmed_at__isnull=False).exists()

    def test_a_second_look_is_refused_when_the_first_confirmed(self) -> None:
        new_year_off()
        shown = Shown.of(year_mark(2027))
        values: dict[str, Any] = {"actor": None, "year": 2027, "reason": "核对", "now": timezone.now()}
        confirm_year(document=NOTICE, shown=shown, **values)
        with pytest.raises(ChangedMeanwhile):
            confirm_year(document="另一份", shown=shown, **values)
        assert CalendarYear.objects.get(year=2027).document == NOTICE


class TestYearPage(PageAccess):
    right, wrong, stranger = "carol", None, None  # everybody works by it

    def url(self, cast: Cast) -> str:
        prefill_calendar(now=timezone.now())
        return reverse("workforce:calendar_year", args=[2026])

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert len(re.findall(r'class="number day-off"', page)) == 33
        assert len(re.findall(r'class="number day-adjusted"', page)) == 6
        assert "国务院办公厅关于2026年部分节假日安排的通知" in page
        assert "248" in page
        assert reverse("workforce:calendar_day", args=[2026, 1, 1]) not in page

    def test_hr_of_the_group_may_change_each_day(self, cast: Cast) -> None:
        page = self.ask(cast, "ruth").content.decode()
        year = reverse("workforce:calendar_year", args=[2026])
        assert page.count(f'href="{year}') == 365 + 1  # and the confirmation

    def test_who_changed_what_and_why_is_for_officers(self, cast: Cast) -> None:
        new_year_off(cast.user("ruth"), reason="按通知")
        client = Client()
        seen = {}
        for name in ("ruth", "alice", "carol"):
            client.force_login(cast.users[name], backend="workforce.accounts.AccountBackend")
            seen[name] = (
                "按通知" in client.get(reverse("workforce:calendar_year", args=[2027])).content.decode()
            )
        assert seen == {"ruth": True, "alice": True, "carol": False}

    def test_a_year_without_a_table_says_so(self, cast: Cast) -> None:
        client = Client()
        client.force_login(cast.users["carol"], backend="workforce.accounts.AccountBackend")
        page = client.get(reverse("workforce:calendar_year", args=[2027])).content.decode()
        assert "这一年还没有确认的放假调休表" in page
        assert client.get(reverse("workforce:calendar_year", args=[1999])).status_code == 404


class TestThisYear(PageAccess):
    right, wrong, stranger = "carol", None, None

    def url(self, cast: Cast) -> str:
        return reverse("workforce:calendar")

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.context["shown"].year == timezone.localdate().year


class TestChangingOnThePage(PageAccess):
    right, wrong, stranger = "ruth", "alice", None  # the address of a day exists for everybody
    method = "post"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:calendar_day", args=[2027, 1, 1])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        shown = Shown.of(day_mark(NEW_YEAR)).to_field("workforce.calendar.2027-01-01")
        return {"kind": "off", "name": "元旦", "document": NOTICE, "reason": "按通知", "shown": shown}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert CalendarDay.objects.get().day == NEW_YEAR
        told = DomainEvent.objects.get(kind="workforce.calendar_day_changed")
        assert told.actor_id == cast.users["ruth"].pk
        page = self.ask_year(cast)
        assert "元旦" in page
        assert "按通知" in page

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not CalendarDay.objects.exists()

    def ask_year(self, cast: Cast) -> str:
        client = Client()
        client.force_login(cast.users["ruth"], backend="workforce.accounts.AccountBackend")
        return client.get(reverse("workforce:calendar_year", args=[2027])).content.decode()


class TestDayForm(PageAccess):
    right, wrong, stranger = "ruth", "erin", None

    def url(self, cast: Cast) -> str:
        return reverse("workforce:calendar_day", args=[2027, 1, 1])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert "国务院办公厅关于2027年部分节假日安排的通知" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("day", [(2027, 2, 29), (2027, 13, 1), (1999, 1, 1)])
def test_there_is_no_such_day(cast: Cast, day: tuple[int, int, int]) -> None:
    client = Client()
    client.force_login(cast.users["ruth"], backend="workforce.accounts.AccountBackend")
    assert client.get(reverse("workforce:calendar_day", args=day)).status_code == 404


class TestConfirmingOnThePage(PageAccess):
    right, wrong, stranger = "ruth", "alice", None
    method = "post"

    def url(self, cast: Cast) -> str:
        new_year_off()
        return reverse("workforce:calendar_confirm", args=[2027])

    def data(self, cast: Cast) -> Mapping[str, Any]:
        shown = Shown.of(year_mark(2027)).to_field("workforce.calendar.2027")
        return {"document": NOTICE, "reason": "逐日核对", "shown": shown}

    def assert_done(self, cast: Cast, response: Any) -> None:
        year = CalendarYear.objects.get(year=2027)
        assert (year.document, year.confirmed_by) == (NOTICE, cast.users["ruth"])
        assert year.confirmed_at is not None

    def assert_nothing_done(self, cast: Cast) -> None:
        assert not CalendarYear.objects.filter(confirmed_at__isnull=False).exists()


class TestCostOfAYear(QueryCount):
    queries, viewer = 7, "ruth"

    def url(self, cast: Cast) -> str:
        return reverse("workforce:calendar_year", args=[2027])

    def make_rows(self, cast: Cast, number: int) -> None:
        for day in range(1, number + 1):
            change_day(
                actor=cast.user("ruth"),
                day=date(2027, 1, day),
                kind=DayKind.OFF,
                name="假",
                document=NOTICE,
                reason="按通知",
            )


class TestYearOfTheApi(ApiAccess):
    right, wrong, stranger = "carol", None, None

    def url(self, cast: Cast) -> str:
        prefill_calendar(now=timezone.now())
        return "/api/v1/working-calendar/2026"

    def assert_done(self, cast: Cast, response: Any) -> None:
        told = response.json()
        assert (told["year"], told["working_days"], len(told["days"])) == (2026, 248, 39)
        assert told["confirmed_at"] is not None
        assert told["days"][0]["name"] == "元旦"


class TestYearsOfTheApi(ApiAccess):
    right, wrong, stranger = "carol", None, None

    def url(self, cast: Cast) -> str:
        new_year_off()
        return "/api/v1/working-calendar"

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert response.json()["results"] == [{"year": 2027, "document": "", "confirmed_at": None}]
