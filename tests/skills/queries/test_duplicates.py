"""Who is told that two records look alike, and by what."""

from skills.models import LikelyDuplicate
from skills.queries.duplicates import likely_duplicates
from skills.services.duplicates import find_duplicates
from tests.access import Cast
from tests.factories.workforce import WorkerFactory
from workforce.models import Worker


def test_a_shared_phone_is_told_to_those_alone_who_see_phones(cast: Cast) -> None:
    first = WorkerFactory.create(unit=cast.workshop_a1, phone="13800001111", name="甲一")
    second = WorkerFactory.create(unit=cast.workshop_a2, phone="13800001111", name="甲二")
    find_duplicates()
    (found,) = map(vars, likely_duplicates(cast.user("alice")))
    assert (found["id"], found["twin_id"], found["likeness"]) == (second.pk, first.pk, "phone")
    assert not likely_duplicates(cast.user("erin")).exists()


def test_namesakes_born_on_one_day_are_told_to_the_auditor_too(cast: Cast) -> None:
    first = WorkerFactory.create(unit=cast.workshop_a1, name="同名", phone="13800002222")
    WorkerFactory.create(unit=cast.workshop_a2, name="同名", birth_date=first.birth_date, phone="13800002222")
    find_duplicates()
    found = map(vars, likely_duplicates(cast.user("erin")))
    assert [row["likeness"] for row in found] == ["namesake"]


def test_kept_rows_follow_touched_workers_and_the_night(cast: Cast) -> None:
    first = WorkerFactory.create(unit=cast.workshop_a1, name="同名")
    second = WorkerFactory.create(unit=cast.workshop_a2, name="同名", birth_date=first.birth_date)
    assert find_duplicates([first.pk]) == 1
    assert [row.pk for row in likely_duplicates(cast.user("alice"))] == [second.pk]
    Worker.objects.filter(pk=second.pk).update(name="异名")
    assert not likely_duplicates(cast.user("alice")).exists()
    assert LikelyDuplicate.objects.filter(worker=second).exists()
    assert find_duplicates() == 0
    assert not LikelyDuplicate.objects.filter(worker=second).exists()
