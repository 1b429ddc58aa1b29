"""The state diagrams of the architecture page are those of the transition tables."""

from pathlib import Path

import pytest

from base.transitions import TransitionTable
from base.workbooks.transitions import IMPORT_TRANSITIONS
from skills.models import CorrectionRequest, PolicyChange

ARCHITECTURE = Path(__file__).parents[2] / "docs" / "architecture.md"


@pytest.mark.parametrize(
    "table",
    [IMPORT_TRANSITIONS, CorrectionRequest.transitions, PolicyChange.transitions],
    ids=lambda table: str(table.name),
)
def test_diagram_in_the_docs_is_the_table(table: TransitionTable) -> None:
    assert f"```mermaid\n{table.as_mermaid().strip()}\n```" in ARCHITECTURE.read_text(encoding="utf-8")
