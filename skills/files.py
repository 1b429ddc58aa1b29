"""Evidence files of facts, grades and correction requests: for those who may see the row and its evidence."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from base.files import file_guard, store_file
from base.models import StoredFile
from base.scoping import AnyUser
from skills.models import (
    ApprenticeshipCompletion,
    CorrectionRequest,
    Diploma,
    Document,
    EmploymentSpell,
    GradeRecord,
    MonthlyWage,
    Title,
)
from skills.queries.facts import seen_by_field, visible_facts
from workforce.fields import Field
from workforce.models import User

EVIDENCE = "skills.evidence"


@file_guard(EVIDENCE)
def may_read_evidence(user: AnyUser, stored: StoredFile) -> bool:
    """Whether a row the user may see, of a worker whose evidence is shown to the user, carries this file."""
    rows = (
        GradeRecord.objects.visible_to(user),
        CorrectionRequest.objects.visible_to(user),
        *(
            visible_facts(model, user)
            for model in (EmploymentSpell, Title, Diploma, ApprenticeshipCompletion, MonthlyWage)
        ),
    )
    shown = seen_by_field(user, Field.EVIDENCE)
    if any(visible.filter(shown, evidence=stored).exists() for visible in rows):
        return True
    return Document.objects.visible_to(user).filter(shown, file=stored).exists()


def keep_evidence(content: BinaryIO, *, name: str, actor: User | None, now: datetime) -> StoredFile:
    """Keep a proof (PDF, JPEG or PNG, at most 10 MB), encrypted. Raises InvalidInput(field="file")."""
    return store_file(EVIDENCE, content=content, name=name, actor=actor, now=now)
