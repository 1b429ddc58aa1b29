from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.models import DomainEvent
from tests.access import Cast
from tests.workforce.id_number_samples import make_id_number
from workforce.enums import Sex
from workforce.models import IdNumberReading, Placement, User, Worker
from workforce.services.id_numbers import mask_id_number, parse_id_number, reveal_id_number
from workforce.services.workers import NewWorker, create_worker, create_workers, update_worker_details

TODAY = date(2026, 11, 21)
BORN = date(1990, 3, 4)
NUMBER = make_id_number(BORN, serial=12)


def new_worker(cast: Cast, **changes: object) -> NewWorker:
    """A woman to take up in workshop_a1."""
    values: dict[str, object] = {
        "employee_no": "N001",
        "name": "单雪梅",
        "unit_id": cast.workshop_a1.pk,
        "since": TODAY,
        "id_number": NUMBER,
        "hire_date": date(2012, 7, 1),
        "post": "化验员",
        **changes,
    }
    return NewWorker(**values)  # type: ignore[arg-type]


def test_create_worker_with_everything_derived(cast: Cast) -> None:
    worker = create_worker(
        actor=cast.user("alice"), row=new_worker(cast, name="　单 雪梅 ", employee_no="Ｎ００１"), today=TODAY
    )
    worker.refresh_from_db()
    assert (worker.employee_no, worker.name, worker.name_initials) == ("N001", "单 雪梅", "sxm")
    assert (worker.birth_date, worker.sex) == (BORN, Sex.FEMALE)
    assert worker.id_number == NUMBER
    assert worker.id_number_mask == f"620302********{NUMBER[-4:]}"
    placement = Placement.objects.get(worker=worker)
    assert (placement.unit, placement.since, placement.until) == (cast.workshop_a1, TODAY, None)
    account = User.objects.get(worker=worker)
    assert (account.login, account.is_active, account.has_usable_password()) == ("N001", True, False)
    assert DomainEvent.objects.get(kind="workforce.workers_created").payload == {"worker_ids": [worker.pk]}


def test_create_workers_costs_the_same_for_one_and_thirty(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in (1, 30):
        rows = [
            new_worker(
                cast,
                employee_no=f"N{number}-{index}",
                id_number=make_id_number(BORN, serial=number * 10 + index),
            )
            for index in range(number)
        ]
        with django_assert_num_queries(13):
            create_workers(actor=None, rows=rows, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"employee_no": " "}, "employee_no_missing"),
        ({"employee_no": "X" * 33}, "text_too_long"),
        ({"name": ""}, "name_missing"),
        ({"id_number": NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")}, "id_check_digit"),
        ({"id_number": "12345"}, "id_number_format"),
        ({"id_number": make_id_number(BORN).replace("0304", "0231")}, "id_number_format"),
        ({"since": BORN}, "date_before_birth"),
        ({"sex": Sex.MALE}, "sex_contradicts_id"),
        ({"birth_date": date(1990, 3, 5)}, "birth_date_contradicts_id"),
        (
            {"id_number": "", "sex": Sex.MALE, "birth_date": date(9999, 1, 1), "hire_date": None},
            "absurd_year",
        ),
        ({"hire_date": BORN}, "date_before_birth"),
        ({"id_number": "", "sex": None}, "sex_missing"),
    ],
)
def test_create_worker_that_cannot_be_right_is_refused(
    cast: Cast, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        create_worker(actor=None, row=new_worker(cast, **changes), today=TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"employee_no": "C-carol", "id_number": make_id_number(BORN, 14)}, "employee_no_taken"),
        ({"employee_no": "erin", "id_number": make_id_number(BORN, 14)}, "employee_no_taken"),
        ({"employee_no": "N002"}, "id_number_taken"),
    ],
)
def test_create_worker_that_is_taken_writes_nothing(
    cast: Cast, changes: dict[str, object], code: str
) -> None:
    create_worker(actor=None, row=new_worker(cast), today=TODAY)
    before = Worker.objects.count()
    with pytest.raises(Conflict) as refused:
        create_worker(
            actor=None,
            row=new_worker(cast, **changes),
            today=TODAY,
        )
    assert refused.value.code == code
    assert Worker.objects.count() == before


def test_create_worker_elsewhere_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        create_worker(actor=cast.user("bob"), row=new_worker(cast), today=TODAY)


def test_create_worker_in_closed_unit_is_refused(cast: Cast) -> None:
    cast.workshop_a1.closed_on = TODAY
    cast.workshop_a1.save()
    with pytest.raises(Conflict):
        create_worker(actor=cast.user("alice"), row=new_worker(cast), today=TODAY)


def test_update_details_keeps_old_values_in_history(cast: Cast) -> None:
    carol = cast.worker("carol")
    update_worker_details(
        actor=cast.user("alice"), worker=carol, changes={"name": "高岚", "phone": "１３９ 0000 1111"}
    )
    carol.refresh_from_db()
    assert (carol.name, carol.name_pinyin, carol.phone) == ("高岚", "gaolan", "139 0000 1111")
    assert cast.user("carol").display_name == "高岚"
    assert apps.get_model("workforce", "WorkerEvent").objects.get(pgh_obj=carol).name == "高兰"


def test_update_own_details_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        update_worker_details(actor=cast.user("alice"), worker=cast.worker("alice"), changes={"phone": "1"})


def test_update_to_id_number_of_another_is_refused(cast: Cast) -> None:
    create_worker(actor=None, row=new_worker(cast), today=TODAY)
    with pytest.raises(Conflict) as refused:
        update_worker_details(
            actor=cast.user("alice"),
            worker=cast.worker("carol"),
            changes={"sex": Sex.FEMALE, "birth_date": BORN, "id_number": NUMBER},
        )
    assert refused.value.code == "id_number_taken"


def test_id_number_stands_in_clear_nowhere(cast: Cast) -> None:
    worker = create_worker(actor=cast.user("alice"), row=new_worker(cast), today=TODAY)
    other = make_id_number(BORN, serial=14)
    update_worker_details(actor=cast.user("alice"), worker=worker, changes={"id_number": other})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
        )
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s', [f"{NUMBER}|{other}"])
            assert (table, cursor.fetchone()[0]) == (table, 0)
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ~ %s',
                [f"{NUMBER.encode().hex()}|{other.encode().hex()}"],
            )
            assert (table, cursor.fetchone()[0]) == (table, 0)
    assert "workforce_workerevent" in tables


def test_reveal_id_number_is_written_down(cast: Cast) -> None:
    now = timezone.now()
    worker = create_worker(actor=None, row=new_worker(cast), today=TODAY)
    worker = Worker.objects.get(pk=worker.pk)
    number = reveal_id_number(actor=cast.user("alice"), worker=worker, reason=" 办理证书 ", now=now)
    reading = IdNumberReading.objects.get()
    assert number == NUMBER
    assert (reading.worker, reading.reader, reading.reason, reading.read_at) == (
        worker,
        cast.users["alice"],
        "办理证书",
        now,
    )


@pytest.mark.parametrize("name", ["bob", "dave", "heidi", "erin", "frank", "carol", "admin"])
def test_reveal_id_number_is_for_hr_alone(cast: Cast, name: str) -> None:
    worker = create_worker(actor=None, row=new_worker(cast), today=TODAY)
    with pytest.raises(NotPermitted):
        reveal_id_number(actor=cast.user(name), worker=worker, reason="查", now=timezone.now())
    assert not IdNumberReading.objects.exists()


def test_reveal_id_number_without_reason_or_number(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        reveal_id_number(
            actor=cast.user("alice"), worker=cast.worker("carol"), reason=" ", now=timezone.now()
        )
    with pytest.raises(Missing):
        reveal_id_number(
            actor=cast.user("alice"), worker=cast.worker("carol"), reason="查", now=timezone.now()
        )


def test_parse_id_number_of_somebody_born_before_the_county_was_founded() -> None:
    number = make_id_number(date(1962, 5, 1), area="620302")
    assert parse_id_number(number).birth_date == date(1962, 5, 1)


def test_parse_id_number_reads_what_people_type() -> None:
    with_x = next(
        number
        for serial in range(1, 99)
        if (number := make_id_number(BORN + timedelta(days=1), serial)).endswith("X")
    )
    assert parse_id_number(f" {with_x[:6]} {with_x[6:].lower()}　").number == with_x
    assert mask_id_number(with_x) == f"620302********{with_x[-4:]}"
