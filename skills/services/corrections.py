"""Correction requests: a worker says what is wrong, HR writes the fact or says why not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from base.errors import Conflict, InvalidInput, Missing, NotPermitted
from base.events import record_event
from base.log_redaction import hide_typed_id_numbers
from base.models import StoredFile
from base.text import clean, clean_lines
from base.transitions import apply_transition
from skills.enums import CorrectionState, FactKind, GradeKind
from skills.event_kinds import CORRECTION_REQUESTED
from skills.models import CorrectionRequest, Fact, GradeRecord
from skills.rules import may_request_correction
from skills.services.facts import correct_fact, find_fact, record_fact, void_fact
from skills.services.grades import annul_grade, correct_grade, record_grade
from skills.services.personal_data import correct_personal_data
from skills.services.proposals import (
    REMOVED,
    asks_removal,
    fact_values_from,
    grade_values_from,
    proposal_as_json,
    read_proposal,
)
from workforce.models import User, Worker

MAX_TEXT = 2000
#: A worker with this many requests waiting is asked to wait for an answer first.
MAX_WAITING = 20


def request_correction(
    worker: Worker,
    *,
    actor: User,
    fact_kind: str,
    fact_id: int | None = None,
    text: str,
    proposed: Mapping[str, Any] | None = None,
    evidence: StoredFile | None = None,
    now: datetime,
) -> CorrectionRequest:
    """Ask HR to correct one's own record; `fact_id` None asks to add what is missing.

    Raises NotPermitted for another's record, Missing for a record that is not the worker's, InvalidInput.
    """
    if not may_request_correction.test(actor, worker):
        message = _("Only the worker asks for a correction of their own record.")
        raise NotPermitted(message, code="not_own_record")
    kind = _kind(fact_kind)
    said = hide_typed_id_numbers(clean_lines(text))
    if not said:
        message = _("Please say what is wrong and what it should be.")
        raise InvalidInput(message, code="required", field="text")
    if len(said) > MAX_TEXT:
        raise InvalidInput(_("Keep the text within 2,000 characters."), code="too_long", field="text")
    values = read_proposal(kind, proposed or {})
    with transaction.atomic():
        Worker.objects.lock_in_order([worker.pk])
        _refuse_useless(worker, kind, fact_id)
        request = CorrectionRequest.objects.create(
            worker=worker,
            fact_kind=kind,
            fact_id=fact_id,
            text=said,
            proposed=_proposal(values, proposed or {}, fact_id),
            evidence=evidence,
            requested_by=actor,
            requested_at=now,
        )
        record_event(
            CORRECTION_REQUESTED,
            subject=CorrectionRequest._meta.label_lower,
            subject_id=request.pk,
            payload={"worker": worker.pk, "fact_kind": kind.value, "fact_id": fact_id},
            actor=actor,
            now=now,
        )
    return request


def accept_correction(
    request: CorrectionRequest,
    *,
    actor: User,
    adjusted: Mapping[str, Any] | None = None,
    reason: str = "",
    now: datetime,
) -> CorrectionRequest:
    """Write what the request asks for, HR's `adjusted` values over the proposed ones; eligibility follows at
    once.

    One transaction: either the request is accepted and the record says so, or neither. Raises Conflict when
    somebody decided before or the record changed meanwhile, NotPermitted, or InvalidInput with the field that
    needs a value.
    """
    kind = _kind(request.fact_kind)
    wanted = dict(request.proposed) if adjusted is None else {**request.proposed, **adjusted}
    values = read_proposal(kind, wanted)
    answer = _answer(reason)
    with transaction.atomic():
        decided = _decide(request, CorrectionState.ACCEPTED, actor=actor, answer=answer, now=now)
        why = _("Correction request no. %(number)s") % {"number": decided.pk}
        if kind == FactKind.PERSONAL:
            correct_personal_data(decided.worker, values, actor=actor, reason=why, now=now)
        elif kind == FactKind.GRADE:
            _write_grade(decided, values, wanted, actor=actor, why=why, now=now)
        else:
            _write_fact(decided, kind, values, wanted, actor=actor, why=why, now=now)
    return decided


def decline_correction(
    request: CorrectionRequest, *, actor: User, reason: str, now: datetime
) -> CorrectionRequest:
    """Answer no, with the reason the worker will read.

    Raises InvalidInput without one, Conflict or NotPermitted.
    """
    return _decide(request, CorrectionState.DECLINED, actor=actor, answer=_answer(reason), now=now)


def withdraw_correction(request: CorrectionRequest, *, actor: User, now: datetime) -> CorrectionRequest:
    """Take one's own waiting request back. Raises Conflict or NotPermitted."""
    return apply_transition(request, CorrectionState.WITHDRAWN, actor=actor, now=now)


def _decide(
    request: CorrectionRequest, state: CorrectionState, *, actor: User, answer: str, now: datetime
) -> CorrectionRequest:
    changes = {"decided_by": actor, "decided_at": now, "decision_reason": answer}
    return apply_transition(request, state, actor=actor, reason=answer, now=now, changes=changes)


def _write_fact(
    request: CorrectionRequest,
    kind: FactKind,
    values: Mapping[str, Any],
    wanted: Mapping[str, Any],
    *,
    actor: User,
    why: str,
    now: datetime,
) -> None:
    fact: Fact | None = None
    if request.fact_id is not None:
        fact = find_fact(kind, request.fact_id, worker_id=request.worker_id)
    if fact is not None and asks_removal(wanted):
        void_fact(fact, actor=actor, reason=why, now=now)
        return
    whole = fact_values_from(kind, values, on_record=fact)
    if fact is None:
        record_fact(whole, actor=actor, worker_id=request.worker_id, evidence=request.evidence, now=now)
    else:
        correct_fact(fact, whole, actor=actor, reason=why, evidence=request.evidence, now=now)


def _write_grade(
    request: CorrectionRequest,
    values: Mapping[str, Any],
    wanted: Mapping[str, Any],
    *,
    actor: User,
    why: str,
    now: datetime,
) -> None:
    grade: GradeRecord | None = None
    if request.fact_id is not None:
        grade = _own_grade(request.worker_id, request.fact_id)
    if grade is not None and asks_removal(wanted):
        annul_grade(grade, actor=actor, reason=why, now=now)
        return
    whole = grade_values_from(values, on_record=grade)
    if grade is None:
        record_grade(whole, actor=actor, worker_id=request.worker_id, evidence=request.evidence, now=now)
    else:
        correct_grade(grade, whole, actor=actor, reason=why, evidence=request.evidence, now=now)


def _own_grade(worker_id: int, grade_id: int) -> GradeRecord:
    grade = GradeRecord.objects.filter(pk=grade_id, worker_id=worker_id, kind=GradeKind.GRANT).first()
    if grade is None:
        raise Missing(_("There is no such grade."))
    return grade


def _kind(text: str) -> FactKind:
    try:
        return FactKind(text)
    except ValueError as error:
        message = _("Choose what is wrong.")
        raise InvalidInput(message, code="unknown_kind", field="fact_kind") from error


def _proposal(values: Mapping[str, Any], proposed: Mapping[str, Any], fact_id: int | None) -> dict[str, Any]:
    if asks_removal(proposed):
        if fact_id is None:
            message = _("Say which record should be taken back.")
            raise InvalidInput(message, code="required", field="fact_id")
        return {REMOVED: True}
    return proposal_as_json(values)


def _refuse_useless(worker: Worker, kind: FactKind, fact_id: int | None) -> None:
    """The record must be the worker's own and in force, and not asked about already."""
    if fact_id is not None:
        if kind == FactKind.PERSONAL:
            raise Missing(_("There is no such record."))
        _refuse_not_in_force(worker, kind, fact_id)
    waiting = CorrectionRequest.objects.filter(worker=worker, state=CorrectionState.WAITING)
    if fact_id is not None and waiting.filter(fact_kind=kind, fact_id=fact_id).exists():
        message = _("A request about this record is waiting already. Withdraw it first to ask again.")
        raise InvalidInput(message, code="already_waiting", field="fact_id")
    if waiting.count() >= MAX_WAITING:
        message = _("Many of your requests are still waiting. Please wait for an answer first.")
        raise InvalidInput(message, code="too_many_waiting", field="text")


def _refuse_not_in_force(worker: Worker, kind: FactKind, fact_id: int) -> None:
    if kind == FactKind.GRADE:
        in_force = not _own_grade(worker.pk, fact_id).is_void
    else:
        in_force = find_fact(kind, fact_id, worker_id=worker.pk).voided_at is None
    if not in_force:
        message = _("This record was changed meanwhile. Look at what it says now.")
        raise Conflict(message, code="changed_meanwhile")


def _answer(text: str) -> str:
    answer = hide_typed_id_numbers(clean(text))
    if len(answer) > 500:
        raise InvalidInput(_("Keep the answer within 500 characters."), code="too_long", field="reason")
    return answer
