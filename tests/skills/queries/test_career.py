"""The timeline and the history of a worker, as each viewer may see them."""

from datetime import UTC, date, datetime
from decimal import Decimal

from skills.queries.history import Act, HistoryEntry, history
from skills.queries.timeline import TimelineKind, timeline
from skills.services.corrections import decline_correction, request_correction
from skills.services.fact_values import SpellValues, WageValues
from skills.services.facts import correct_fact, record_fact, void_fact
from skills.services.grades import annul_grade
from skills.services.personal_data import correct_personal_data
from tests.access import Cast
from tests.factories.skills import (
    ApprenticeshipFactory,
    DiplomaFactory,
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    TitleFactory,
)

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_timeline_is_one_dated_story_newest_first(cast: Cast) -> None:
    carol = cast.worker("carol")
    welder = OccupationFactory.create(name="焊工")
    GradeFactory.create(worker=carol, occupation=welder)
    SpellFactory.create(worker=carol, occupation=welder, until=date(2020, 1, 1))
    DiplomaFactory.create(worker=carol)
    TitleFactory.create(worker=carol)
    ApprenticeshipFactory.create(worker=carol, occupation=welder)
    entries = timeline(carol, viewer=cast.user("alice"))
    assert [(entry.kind, entry.on) for entry in entries] == [
        (TimelineKind.GRADE, date(2020, 6, 1)),
        (TimelineKind.TITLE, date(2018, 12, 1)),
        (TimelineKind.APPRENTICESHIP, date(2016, 7, 1)),
        (TimelineKind.WORK, date(2015, 7, 1)),
        (TimelineKind.PLACEMENT, date(2010, 1, 1)),
        (TimelineKind.SCHOOLING, date(2006, 7, 1)),
    ]
    work = entries[3]
    assert (work.last, work.is_open) == (date(2019, 12, 31), False)
    assert "焊工" in entries[0].title


def test_timeline_leaves_out_what_was_voided_and_what_is_hidden(cast: Cast) -> None:
    carol = cast.worker("carol")
    spell = SpellFactory.create(worker=carol)
    grade = GradeFactory.create(worker=carol)
    DiplomaFactory.create(worker=carol)
    void_fact(spell, actor=cast.user("alice"), reason="重复", now=NOW)
    annul_grade(grade, actor=cast.user("alice"), reason="重复", now=NOW)
    kinds = [entry.kind for entry in timeline(carol, viewer=cast.user("heidi"))]
    assert kinds == [TimelineKind.PLACEMENT]  # finance does not see diplomas


def newest(cast: Cast, viewer: str = "alice") -> HistoryEntry:
    return history(cast.worker("carol"), viewer=cast.user(viewer))[0]


def test_correction_reads_old_to_new_with_who_and_why(cast: Cast) -> None:
    carol = cast.worker("carol")
    welder, fitter = OccupationFactory.create(name="焊工"), OccupationFactory.create(name="钳工")
    spell = record_fact(
        SpellValues(occupation=welder, since=date(2012, 1, 1)),
        actor=cast.user("ruth"),
        worker_id=carol.pk,
        now=NOW,
    ).fact
    values = SpellValues(occupation=fitter, since=date(2012, 1, 1), until=date(2020, 1, 1))
    correct_fact(spell, values, actor=cast.user("alice"), reason="以合同为准", now=NOW)
    entries = history(carol, viewer=cast.user("alice"))
    assert [entry.act for entry in entries] == [Act.CORRECTED, Act.RECORDED]
    correction = entries[0]
    assert (correction.actor, correction.reason) == ("艾丽", "以合同为准")
    changes = {change.field: (change.old, change.new) for change in correction.changes}
    assert changes == {"occupation": ("焊工", "钳工"), "until": ("", "2019-12-31")}


def test_voided_fact_reads_as_taken_back(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    void_fact(spell, actor=cast.user("alice"), reason="登记错人", now=datetime.now(UTC))
    entry = newest(cast)
    assert (entry.act, entry.actor, entry.reason) == (Act.VOIDED, "艾丽", "登记错人")


def test_annulled_grade_reads_as_taken_back(cast: Cast) -> None:
    grade = GradeFactory.create(worker=cast.worker("carol"))
    annul_grade(grade, actor=cast.user("alice"), reason="证书系伪造", now=NOW)
    entry = newest(cast)
    assert (entry.act, entry.reason) == (Act.VOIDED, "证书系伪造")
    assert {change.field for change in entry.changes} >= {"level", "issued_on"}


def test_personal_data_changed_in_place_reads_old_to_new(cast: Cast) -> None:
    changes = {"phone": "13811112222"}
    correct_personal_data(cast.worker("carol"), changes, actor=cast.user("alice"), reason="本人申请", now=NOW)
    entry = newest(cast)
    assert (entry.act, entry.actor, entry.reason) == (Act.CHANGED, "艾丽", "本人申请")
    assert [(change.field, change.old, change.new) for change in entry.changes] == [
        ("phone", "13900000000", "13811112222")
    ]
    assert all(
        entry.act is not Act.CHANGED for entry in history(cast.worker("carol"), viewer=cast.user("heidi"))
    )


def test_wages_stand_in_the_history_of_those_who_see_them(cast: Cast) -> None:
    values = WageValues(month=date(2026, 10, 1), amount=Decimal("5432.10"))
    record_fact(values, actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW)
    shown = {
        name: any(
            "5,432.10" in change.new
            for entry in history(cast.worker("carol"), viewer=cast.user(name))
            for change in entry.changes
        )
        for name in ("alice", "heidi", "carol", "dave", "frank")
    }
    assert shown == {"alice": True, "heidi": True, "carol": True, "dave": False, "frank": False}


def test_decision_stands_in_the_history(cast: Cast) -> None:
    carol = cast.worker("carol")
    request = request_correction(
        carol, actor=cast.user("carol"), fact_kind="personal", text="电话已换", now=NOW
    )
    decline_correction(request, actor=cast.user("alice"), reason="请附证明", now=replace_hour(NOW))
    entry = newest(cast)
    assert (entry.actor, entry.reason) == ("艾丽", "请附证明")
    assert [change.field for change in entry.changes] == ["state"]


def replace_hour(moment: datetime) -> datetime:
    """An hour later."""
    return moment.replace(hour=moment.hour + 1)
