"""Who is told that two records look alike, and by what."""

from skills.queries.duplicates import likely_duplicates
from tests.access import Cast
from tests.factories.workforce import WorkerFactory


def test_a_shared_phone_is_told_to_those_alone_who_see_phones(cast: Cast) -> None:
    first = WorkerFactory.create(unit=cast.workshop_a1, phone="13800001111", name="甲一")
    second = WorkerFactory.create(unit=cast.workshop_a2, phone="13800001111", name="甲二")
    (found,) = map(vars, likely_duplicates(cast.user("alice")))
    assert (found["id"], found["twin_id"], found["likeness"]) == (second.pk, first.pk, "phone")
    assert not likely_duplicates(cast.user("erin")).exists()


def test_namesakes_born_on_one_day_are_told_to_the_auditor_too(cast: Cast) -> None:
    first = WorkerFactory.create(unit=cast.workshop_a1, name="同名", phone="13800002222")
    WorkerFactory.create(unit=cast.workshop_a2, name="同名", birth_date=first.birth_date, phone="13800002222")
    found = map(vars, likely_duplicates(cast.user("erin")))
    assert [row["likeness"] for row in found] == ["namesake"]
