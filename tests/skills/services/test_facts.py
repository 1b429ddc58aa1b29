"""Facts: recorded, corrected, voided; by whom, and with what refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.models import DomainEvent
from skills.enums import DiplomaKind, FactKind
from skills.event_kinds import FACTS_CHANGED
from skills.models import Diploma, DiplomaMatch, EmploymentSpell, MonthlyWage, Standing, Title
from skills.services.fact_values import (
    ApprenticeshipValues,
    DiplomaValues,
    FactValues,
    SpellValues,
    TitleValues,
    WageValues,
)
from skills.services.facts import correct_fact, find_fact, record_fact, void_fact
from skills.services.judgements import judge_diploma, judge_title
from tests.access import Cast
from tests.factories.skills import (
    DiplomaFactory,
    MajorFactory,
    OccupationFactory,
    OccupationMajorFactory,
    SpellFactory,
    TitleFactory,
    WageFactory,
    occupation_with_rules,
)
from workforce.services.workers import update_worker_details

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def spell_values(**values: object) -> SpellValues:
    return replace(SpellValues(occupation=occupation_with_rules(), since=date(2012, 3, 1)), **values)  # type: ignore[arg-type]


def test_spell_recorded_opens_the_levels_it_earns(cast: Cast) -> None:
    carol = cast.worker("carol")
    values = spell_values()
    written = record_fact(values, actor=cast.user("alice"), worker_id=carol.pk, now=NOW)
    assert EmploymentSpell.objects.get() == written.fact
    assert written.fact.created_by == cast.users["alice"]
    assert written.notices == []
    standing = Standing.objects.get(worker=carol)
    assert (standing.occupation, standing.next_level, standing.next_on) == (
        values.occupation,
        2,
        date(2001, 6, 1),
    )


def test_change_tells_who_did_what(cast: Cast) -> None:
    carol = cast.worker("carol")
    written = record_fact(spell_values(), actor=cast.user("alice"), worker_id=carol.pk, now=NOW)
    event = DomainEvent.objects.get(kind=FACTS_CHANGED)
    assert (event.subject, event.subject_id, event.actor) == (
        "workforce.worker",
        carol.pk,
        cast.users["alice"],
    )
    assert event.payload == {"changes": [{"act": "recorded", "kind": "spell", "id": written.fact.pk}]}


@pytest.mark.parametrize("name", ["bob", "dave", "erin", "frank", "heidi", "grace", "carol", "admin"])
def test_only_hr_of_the_unit_records(cast: Cast, name: str) -> None:
    with pytest.raises(NotPermitted):
        record_fact(spell_values(), actor=cast.user(name), worker_id=cast.worker("carol").pk, now=NOW)
    assert not EmploymentSpell.objects.exists()


def test_nobody_records_their_own(cast: Cast) -> None:
    with pytest.raises(NotPermitted) as refusal:
        record_fact(spell_values(), actor=cast.user("alice"), worker_id=cast.worker("alice").pk, now=NOW)
    assert refusal.value.code == "own_record"


def test_unknown_worker_is_missing(cast: Cast) -> None:
    with pytest.raises(Missing):
        record_fact(spell_values(), actor=cast.user("alice"), worker_id=0, now=NOW)


def refused_values() -> list[tuple[str, str, dict[str, object]]]:
    return [
        ("in_future", "since", {"since": date(2026, 11, 22)}),
        ("before_birth", "since", {"since": date(1985, 6, 1)}),
        ("ends_before_it_begins", "until", {"until": date(2012, 3, 1)}),
        ("ends_before_it_begins", "until", {"until": date(2011, 1, 1)}),
        ("absurd_year", "since", {"since": date(201, 3, 1)}),
        ("absurd_year", "until", {"until": date(2206, 3, 1)}),
    ]


@pytest.mark.parametrize(("code", "field", "values"), refused_values())
def test_spell_that_cannot_be_true_is_refused(
    cast: Cast, code: str, field: str, values: dict[str, object]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        record_fact(
            spell_values(**values), actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW
        )
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert not EmploymentSpell.objects.exists()


def test_planned_end_of_a_spell_is_accepted(cast: Cast) -> None:
    written = record_fact(
        spell_values(until=date(2027, 6, 1)),
        actor=cast.user("alice"),
        worker_id=cast.worker("carol").pk,
        now=NOW,
    )
    assert EmploymentSpell.objects.get(pk=written.fact.pk).until == date(2027, 6, 1)


def test_overlapping_spells_are_kept_and_pointed_out(cast: Cast) -> None:
    carol = cast.worker("carol")
    earlier = SpellFactory.create(worker=carol, since=date(2010, 1, 1), until=date(2012, 4, 1))
    SpellFactory.create(worker=carol, since=date(2009, 1, 1), until=date(2012, 3, 1))  # touches only
    written = record_fact(spell_values(), actor=cast.user("alice"), worker_id=carol.pk, now=NOW)
    assert [notice.code for notice in written.notices] == ["spells_overlap"]
    assert earlier.occupation.name in written.notices[0].message
    assert "2010-01-01" in written.notices[0].message
    assert EmploymentSpell.objects.filter(worker=carol).count() == 3


def test_work_before_sixteen_is_pointed_out(cast: Cast) -> None:
    values = spell_values(since=date(2001, 5, 31))
    written = record_fact(values, actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW)
    assert [notice.code for notice in written.notices] == ["work_before_16"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (TitleValues(rank=2, name="工程师", awarded_on=date(2026, 11, 22)), "awarded_on"),
        (TitleValues(rank=2, name="工程师", awarded_on=date(1980, 1, 1)), "awarded_on"),
        (TitleValues(rank=4, name="工程师", awarded_on=date(2020, 1, 1)), "rank"),
        (TitleValues(rank=2, name="", awarded_on=date(2020, 1, 1)), "name"),
        (DiplomaValues(kind="博士后", graduated_on=date(2020, 1, 1)), "kind"),
        (DiplomaValues(kind=DiplomaKind.BACHELOR, graduated_on=date(1985, 1, 1)), "graduated_on"),
        (DiplomaValues(kind=DiplomaKind.BACHELOR, graduated_on=date(2206, 7, 1)), "graduated_on"),
        (WageValues(month=date(2026, 12, 1), amount=Decimal("1.00")), "month"),
        (WageValues(month=date(2026, 10, 1), amount=Decimal("-0.01")), "amount"),
        (WageValues(month=date(2026, 10, 1), amount=Decimal("1.001")), "amount"),
        (WageValues(month=date(2026, 10, 1), amount=Decimal("NaN")), "amount"),
    ],
)
def test_fact_that_cannot_be_true_is_refused_at_its_field(cast: Cast, values: FactValues, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        record_fact(values, actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW)
    assert refusal.value.field == field


def test_apprenticeship_in_the_future_is_refused(cast: Cast) -> None:
    values = ApprenticeshipValues(occupation=OccupationFactory.create(), completed_on=date(2027, 1, 1))
    with pytest.raises(InvalidInput) as refusal:
        record_fact(values, actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW)
    assert refusal.value.field == "completed_on"


def test_expected_graduation_is_accepted_and_pointed_out(cast: Cast) -> None:
    values = DiplomaValues(kind=DiplomaKind.TECHNICIAN_COLLEGE, graduated_on=date(2027, 7, 1))
    written = record_fact(values, actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW)
    assert [notice.code for notice in written.notices] == ["graduation_expected"]


def test_known_major_is_linked_by_its_name(cast: Cast) -> None:
    major = MajorFactory.create(name="冶金技术")
    values = DiplomaValues(kind=DiplomaKind.BACHELOR, major_name="冶金技术", graduated_on=date(2007, 7, 1))
    written = record_fact(values, actor=cast.user("alice"), worker_id=cast.worker("carol").pk, now=NOW)
    assert Diploma.objects.get(pk=written.fact.pk).major == major


def test_wage_is_stored_at_the_first_of_its_month_once(cast: Cast) -> None:
    carol = cast.worker("carol")
    values = WageValues(month=date(2026, 10, 17), amount=Decimal("5432.10"))
    record_fact(values, actor=cast.user("alice"), worker_id=carol.pk, now=NOW)
    assert MonthlyWage.objects.get().month == date(2026, 10, 1)
    with pytest.raises(InvalidInput) as refusal:
        record_fact(values, actor=cast.user("alice"), worker_id=carol.pk, now=NOW)
    assert refusal.value.code == "wage_twice"


def test_correction_voids_the_old_row_and_writes_a_new_one(cast: Cast) -> None:
    carol = cast.worker("carol")
    spell = SpellFactory.create(worker=carol, occupation=occupation_with_rules())
    values = replace(SpellValues.of(spell), since=date(2014, 1, 1))
    written = correct_fact(spell, values, actor=cast.user("alice"), reason="劳动合同为准", now=NOW)
    spell.refresh_from_db()
    assert (spell.voided_at, spell.voided_by, spell.void_reason) == (NOW, cast.users["alice"], "劳动合同为准")
    assert spell.since == date(2015, 7, 1)
    current = EmploymentSpell.objects.get(voided_at__isnull=True)
    assert (current, current.since) == (written.fact, date(2014, 1, 1))
    assert written.notices == []


def test_correction_keeps_who_and_why_in_the_history(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    void_fact(spell, actor=cast.user("alice"), reason="录入错误", now=NOW)
    event = spell.history.select_related("pgh_context").get()  # type: ignore[attr-defined]
    assert event.voided_at is None
    assert event.pgh_context.metadata == {"reason": "录入错误", "user": cast.users["alice"].pk}


def test_second_clerk_who_voids_is_told(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    seen_by_second = EmploymentSpell.objects.get(pk=spell.pk)
    void_fact(spell, actor=cast.user("alice"), reason="重复", now=NOW)
    with pytest.raises(Conflict) as refusal:
        void_fact(seen_by_second, actor=cast.user("ruth"), reason="删", now=NOW)
    assert refusal.value.code == "changed_meanwhile"
    assert EmploymentSpell.objects.get().void_reason == "重复"


def test_second_clerk_who_corrects_is_told_and_overwrites_nothing(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    seen_by_second = EmploymentSpell.objects.get(pk=spell.pk)
    first = replace(SpellValues.of(spell), since=date(2014, 1, 1))
    correct_fact(spell, first, actor=cast.user("alice"), reason="合同", now=NOW)
    second = replace(SpellValues.of(seen_by_second), since=date(2016, 1, 1))
    with pytest.raises(Conflict):
        correct_fact(seen_by_second, second, actor=cast.user("ruth"), reason="改", now=NOW)
    assert EmploymentSpell.objects.get(voided_at__isnull=True).since == date(2014, 1, 1)


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_voiding_needs_a_reason_of_fair_length(cast: Cast, reason: str) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    with pytest.raises(InvalidInput) as refusal:
        void_fact(spell, actor=cast.user("alice"), reason=reason, now=NOW)
    assert refusal.value.field == "reason"


def test_fact_of_another_worker_is_not_found(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("ivan"))
    with pytest.raises(Missing):
        find_fact(FactKind.SPELL, spell.pk, worker_id=cast.worker("carol").pk)


def test_same_title_twice_is_refused(cast: Cast) -> None:
    title = TitleFactory.create(worker=cast.worker("carol"))
    with pytest.raises(InvalidInput) as refusal:
        record_fact(TitleValues.of(title), actor=cast.user("alice"), worker_id=title.worker_id, now=NOW)
    assert refusal.value.code == "title_twice"
    assert Title.objects.count() == 1


def test_judgement_counts_and_may_be_changed_by_who_saw_it(cast: Cast) -> None:
    title = TitleFactory.create(worker=cast.worker("carol"))
    occupation = OccupationFactory.create()
    first = judge_title(title, occupation, actor=cast.user("alice"), matches=True, now=NOW)
    assert (first.matches, first.judged_by, first.judged_at) == (True, cast.users["alice"], NOW)
    later = NOW.replace(hour=3)
    second = judge_title(
        title, occupation, actor=cast.user("ruth"), matches=False, seen_at=NOW, reason="专业不符", now=later
    )
    assert (second.pk, second.matches, second.reason) == (first.pk, False, "专业不符")


def test_judging_over_an_unseen_judgement_is_a_conflict(cast: Cast) -> None:
    diploma = DiplomaFactory.create(worker=cast.worker("carol"))
    occupation = OccupationFactory.create()
    judge_diploma(diploma, occupation, actor=cast.user("alice"), matches=True, now=NOW)
    with pytest.raises(Conflict):
        judge_diploma(diploma, occupation, actor=cast.user("ruth"), matches=False, now=NOW)
    assert DiplomaMatch.objects.get().matches is True


def test_listed_major_is_not_judged_away(cast: Cast) -> None:
    listed = OccupationMajorFactory.create()
    diploma = DiplomaFactory.create(worker=cast.worker("carol"), major=listed.major)
    title = TitleFactory.create(worker=cast.worker("carol"), major=listed.major)
    with pytest.raises(InvalidInput) as refused:
        judge_diploma(diploma, listed.occupation, actor=cast.user("alice"), matches=False, now=NOW)
    assert refused.value.code == "major_listed"
    with pytest.raises(InvalidInput):
        judge_title(title, listed.occupation, actor=cast.user("alice"), matches=False, now=NOW)
    assert not DiplomaMatch.objects.exists()
    judge_diploma(diploma, listed.occupation, actor=cast.user("alice"), matches=True, now=NOW)
    judge_diploma(diploma, OccupationFactory.create(), actor=cast.user("alice"), matches=False, now=NOW)


def test_judgement_of_ones_own_title_is_refused(cast: Cast) -> None:
    title = TitleFactory.create(worker=cast.worker("alice"))
    with pytest.raises(NotPermitted):
        judge_title(title, OccupationFactory.create(), actor=cast.user("alice"), matches=True, now=NOW)


def test_judgement_stays_when_only_the_day_is_corrected(cast: Cast) -> None:
    diploma = DiplomaFactory.create(worker=cast.worker("carol"))
    judge_diploma(diploma, OccupationFactory.create(), actor=cast.user("alice"), matches=True, now=NOW)
    values = replace(DiplomaValues.of(diploma), graduated_on=date(2005, 7, 1))
    written = correct_fact(diploma, values, actor=cast.user("alice"), reason="证书日期", now=NOW)
    assert DiplomaMatch.objects.get(diploma_id=written.fact.pk).matches is True


def test_judgement_goes_when_the_major_is_corrected(cast: Cast) -> None:
    diploma = DiplomaFactory.create(worker=cast.worker("carol"))
    judge_diploma(diploma, OccupationFactory.create(), actor=cast.user("alice"), matches=True, now=NOW)
    values = replace(DiplomaValues.of(diploma), major_name="会计")
    written = correct_fact(diploma, values, actor=cast.user("alice"), reason="专业有误", now=NOW)
    assert not DiplomaMatch.objects.filter(diploma_id=written.fact.pk).exists()


def test_voided_fact_frees_its_place(cast: Cast) -> None:
    wage = WageFactory.create(worker=cast.worker("carol"))
    void_fact(wage, actor=cast.user("alice"), reason="月份错误", now=NOW)
    values = WageValues(month=wage.month, amount=Decimal("1.00"))
    written = record_fact(values, actor=cast.user("alice"), worker_id=wage.worker_id, now=NOW)
    assert MonthlyWage.objects.get(voided_at__isnull=True) == written.fact


@pytest.mark.parametrize(("name", "code"), [("carol", "before_birth"), ("frank", "date_before_birth")])
def test_a_birth_date_after_a_fact_or_placement_is_refused_by_whatever_way(
    cast: Cast, name: str, code: str
) -> None:
    placed = cast.worker("frank").placements.get().since
    SpellFactory.create(worker=cast.worker("carol"), since=placed - timedelta(days=30))
    born = placed - timedelta(days=20) if name == "carol" else placed
    with pytest.raises(InvalidInput) as refused:
        update_worker_details(
            actor=cast.user("alice"), worker=cast.worker(name), changes={"birth_date": born}
        )
    assert refused.value.code == code
