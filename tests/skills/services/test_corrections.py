"""Correction requests: asked by the worker, decided by HR, and what is written then."""

from datetime import UTC, date, datetime

import pytest

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.models import StoredFile
from skills.enums import CorrectionState, DiplomaKind, FactKind, Level
from skills.models import CorrectionRequest, Diploma, EmploymentSpell, GradeRecord, Standing
from skills.services.corrections import (
    accept_correction,
    decline_correction,
    request_correction,
    withdraw_correction,
)
from skills.services.facts import void_fact
from tests.access import Cast
from tests.factories.skills import (
    CorrectionRequestFactory,
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    occupation_with_rules,
)
from tests.workforce.id_number_samples import make_id_number

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def ask(cast: Cast, name: str = "carol", **values: object) -> CorrectionRequest:
    stated: dict[str, object] = {"fact_kind": FactKind.PERSONAL, "text": "电话已换"}
    stated["proposed"] = {"phone": "13811112222"}
    return request_correction(cast.worker(name), actor=cast.user(name), now=NOW, **{**stated, **values})  # type: ignore[arg-type]


def proof() -> StoredFile:
    return StoredFile.objects.create(
        kind="skills.evidence",
        name="证书.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        created_at=NOW,
    )


def test_accepted_spell_is_corrected_and_eligibility_follows(cast: Cast) -> None:
    carol = cast.worker("carol")
    spell = SpellFactory.create(worker=carol, occupation=occupation_with_rules())
    evidence = proof()
    request = ask(
        cast,
        fact_kind=FactKind.SPELL,
        fact_id=spell.pk,
        proposed={"since": "2012-07-01"},
        evidence=evidence,
    )
    assert (request.state, request.proposed) == (CorrectionState.WAITING, {"since": "2012-07-01"})
    decided = accept_correction(request, actor=cast.user("alice"), now=NOW)
    assert (decided.state, decided.decided_by, decided.decided_at) == (
        CorrectionState.ACCEPTED,
        cast.users["alice"],
        NOW,
    )
    current = EmploymentSpell.objects.current().get()
    assert (current.since, current.occupation, current.evidence) == (
        date(2012, 7, 1),
        spell.occupation,
        evidence,
    )
    assert Standing.objects.get(worker=carol).occupation == spell.occupation


def test_values_adjusted_by_hr_take_the_place_of_the_proposed_ones(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    request = ask(cast, fact_kind=FactKind.SPELL, fact_id=spell.pk, proposed={"since": "2010-01-01"})
    accept_correction(request, actor=cast.user("alice"), adjusted={"since": "2011-03-01"}, now=NOW)
    assert EmploymentSpell.objects.current().get().since == date(2011, 3, 1)


def test_missing_fact_is_added(cast: Cast) -> None:
    proposed = {"kind": "大专", "major_name": "机电一体化", "graduated_on": "2008-07-01"}
    request = ask(cast, fact_kind=FactKind.DIPLOMA, proposed=proposed)
    accept_correction(request, actor=cast.user("alice"), now=NOW)
    diploma = Diploma.objects.get()
    assert (diploma.kind, diploma.major_name) == (DiplomaKind.JUNIOR_COLLEGE, "机电一体化")


def test_incomplete_request_names_the_value_that_hr_must_fill_in(cast: Cast) -> None:
    request = ask(cast, fact_kind=FactKind.SPELL, proposed={"since": "2012-07-01"})
    with pytest.raises(InvalidInput) as refusal:
        accept_correction(request, actor=cast.user("alice"), now=NOW)
    assert refusal.value.field == "occupation"
    request.refresh_from_db()
    assert request.state == CorrectionState.WAITING
    occupation = OccupationFactory.create()
    accept_correction(request, actor=cast.user("alice"), adjusted={"occupation": occupation.pk}, now=NOW)
    assert EmploymentSpell.objects.get().occupation == occupation


def test_grade_is_corrected_by_a_later_row(cast: Cast) -> None:
    grade = GradeFactory.create(worker=cast.worker("carol"), level=Level.INTERMEDIATE)
    request = ask(cast, fact_kind=FactKind.GRADE, fact_id=grade.pk, proposed={"level": 4})
    accept_correction(request, actor=cast.user("alice"), now=NOW)
    current = GradeRecord.objects.current().get()
    assert (current.level, current.voids) == (Level.SENIOR, grade)


def test_record_is_taken_back_when_that_is_asked(cast: Cast) -> None:
    grade = GradeFactory.create(worker=cast.worker("carol"))
    request = ask(cast, fact_kind=FactKind.GRADE, fact_id=grade.pk, proposed={"removed": True})
    accept_correction(request, actor=cast.user("alice"), now=NOW)
    assert not GradeRecord.objects.current().exists()


def test_personal_data_is_corrected(cast: Cast) -> None:
    accept_correction(ask(cast), actor=cast.user("alice"), now=NOW)
    assert cast.worker("carol").phone == "13811112222"


def test_birth_date_after_a_grade_is_refused(cast: Cast) -> None:
    GradeFactory.create(worker=cast.worker("carol"), issued_on=date(2020, 6, 1))
    request = ask(cast, proposed={"birth_date": "2020-06-01"})
    with pytest.raises(InvalidInput) as refusal:
        accept_correction(request, actor=cast.user("alice"), now=NOW)
    assert (refusal.value.code, refusal.value.field) == ("before_birth", "birth_date")


def test_id_number_typed_into_a_request_is_not_kept(cast: Cast) -> None:
    number = make_id_number(date(1985, 6, 1))
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    request = ask(cast, text=f"身份证号应为{number}，即{spaced}")
    assert request.text == "身份证号应为[id number]，即[id number]"


def test_sex_left_blank_is_refused(cast: Cast) -> None:
    request = ask(cast, proposed={"sex": ""})
    with pytest.raises(InvalidInput) as refusal:
        accept_correction(request, actor=cast.user("alice"), now=NOW)
    assert refusal.value.field == "sex"


def test_declined_with_a_reason_changes_nothing(cast: Cast) -> None:
    request = ask(cast)
    decided = decline_correction(request, actor=cast.user("alice"), reason="请附证明", now=NOW)
    assert (decided.state, decided.decision_reason) == (CorrectionState.DECLINED, "请附证明")
    assert cast.worker("carol").phone == "13900000000"


def test_declining_without_a_reason_is_refused(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(InvalidInput) as refusal:
        decline_correction(request, actor=cast.user("alice"), reason=" ", now=NOW)
    assert refusal.value.field == "reason"


@pytest.mark.parametrize("name", ["bob", "dave", "erin", "frank", "heidi", "carol", "admin"])
def test_only_hr_of_the_unit_decides(cast: Cast, name: str) -> None:
    request = ask(cast)
    with pytest.raises(NotPermitted):
        accept_correction(request, actor=cast.user(name), now=NOW)
    with pytest.raises(NotPermitted):
        decline_correction(request, actor=cast.user(name), reason="否", now=NOW)
    assert cast.worker("carol").phone == "13900000000"


def test_hr_officer_does_not_decide_the_own_request(cast: Cast) -> None:
    request = ask(cast, "alice")
    with pytest.raises(NotPermitted):
        accept_correction(request, actor=cast.user("alice"), now=NOW)
    accept_correction(request, actor=cast.user("ruth"), now=NOW)
    assert cast.worker("alice").phone == "13811112222"


def test_second_decision_is_a_conflict(cast: Cast) -> None:
    request = ask(cast)
    seen_by_second = CorrectionRequest.objects.get(pk=request.pk)
    decline_correction(request, actor=cast.user("alice"), reason="请附证明", now=NOW)
    with pytest.raises(Conflict):
        accept_correction(seen_by_second, actor=cast.user("ruth"), now=NOW)
    assert cast.worker("carol").phone == "13900000000"


def test_record_changed_meanwhile_leaves_the_request_waiting(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    request = ask(cast, fact_kind=FactKind.SPELL, fact_id=spell.pk, proposed={"since": "2012-07-01"})
    void_fact(spell, actor=cast.user("ruth"), reason="重复", now=NOW)
    with pytest.raises(Conflict):
        accept_correction(request, actor=cast.user("alice"), now=NOW)
    request.refresh_from_db()
    assert request.state == CorrectionState.WAITING


def test_worker_withdraws_the_own_waiting_request(cast: Cast) -> None:
    request = withdraw_correction(ask(cast), actor=cast.user("carol"), now=NOW)
    assert request.state == CorrectionState.WITHDRAWN
    with pytest.raises(Conflict):
        withdraw_correction(request, actor=cast.user("carol"), now=NOW)


def test_nobody_else_withdraws_a_request(cast: Cast) -> None:
    request = ask(cast)
    with pytest.raises(NotPermitted):
        withdraw_correction(request, actor=cast.user("alice"), now=NOW)


def test_nobody_asks_for_another(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        request_correction(
            cast.worker("carol"), actor=cast.user("alice"), fact_kind="personal", text="改", now=NOW
        )


def test_fact_of_another_worker_cannot_be_named(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("frank"))
    with pytest.raises(Missing):
        ask(cast, fact_kind=FactKind.SPELL, fact_id=spell.pk, proposed={"since": "2012-07-01"})
    grade = GradeFactory.create(worker=cast.worker("frank"))
    with pytest.raises(Missing):
        ask(cast, fact_kind=FactKind.GRADE, fact_id=grade.pk, proposed={"level": 4})


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("text", {"text": "  "}),
        ("text", {"text": "长" * 2001}),
        ("fact_kind", {"fact_kind": "salary"}),
        ("id_number", {"proposed": {"id_number": "110101199003070000"}}),
        ("employee_no", {"proposed": {"employee_no": "1"}}),
        ("birth_date", {"proposed": {"birth_date": "昨天"}}),
        ("birth_date", {"proposed": {"birth_date": 19900307}}),
        ("sex", {"proposed": {"sex": "X"}}),
        ("phone", {"proposed": {"phone": ["1"]}}),
        ("occupation", {"fact_kind": "spell", "proposed": {"occupation": 0}}),
        ("fact_id", {"fact_kind": "spell", "proposed": {"removed": True}}),
    ],
)
def test_request_that_cannot_be_read_is_refused(cast: Cast, field: str, values: dict[str, object]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ask(cast, **values)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert not CorrectionRequest.objects.exists()


def test_same_record_is_asked_about_once_at_a_time(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("carol"))
    ask(cast, fact_kind=FactKind.SPELL, fact_id=spell.pk, proposed={"since": "2012-07-01"})
    with pytest.raises(InvalidInput) as refusal:
        ask(cast, fact_kind=FactKind.SPELL, fact_id=spell.pk, proposed={"since": "2013-07-01"})
    assert refusal.value.code == "already_waiting"


def test_too_many_waiting_requests_are_refused(cast: Cast) -> None:
    carol = cast.users["carol"]
    CorrectionRequestFactory.create_batch(20, worker=cast.worker("carol"), requested_by=carol)
    with pytest.raises(InvalidInput) as refusal:
        ask(cast)
    assert refusal.value.code == "too_many_waiting"


def test_requests_are_seen_by_their_worker_and_by_who_keeps_or_audits(cast: Cast) -> None:
    request = ask(cast)
    seeing = {
        name
        for name in cast.users
        if CorrectionRequest.objects.visible_to(cast.user(name)).filter(pk=request.pk).exists()
    }
    assert seeing == {"carol", "alice", "ruth", "erin"}
