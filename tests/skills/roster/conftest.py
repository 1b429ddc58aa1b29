"""Occupations, units and the sample roster for the tests of the roster."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from base.workbooks.reading import read_table
from skills.enums import AliasKind, Mark
from skills.models import Occupation, OccupationAlias
from skills.roster.columns import COLUMNS
from tests.access import Cast
from tests.factories.workforce import UnitFactory
from workforce.enums import UnitKind
from workforce.models import Unit
from workforce.services.units import ensure_units

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def occupations(db: None) -> dict[str, Occupation]:
    """钳工 (an alias of 机修钳工) and 焊工."""
    fitter = Occupation.objects.create(
        code="6-31-01-01", name="机修钳工", field="机械", code_mark=Mark.DESIGN
    )
    OccupationAlias.objects.create(occupation=fitter, name="钳工", kind=AliasKind.ALIAS)
    welder = Occupation.objects.create(code="6-18-02-04", name="焊工", field="机械", code_mark=Mark.DESIGN)
    return {"钳工": fitter, "焊工": welder}


@pytest.fixture
def enterprise(cast: Cast, occupations: dict[str, Occupation]) -> Cast:
    """The cast's group, with the occupations the rows name."""
    return cast


@pytest.fixture
def sample(db: None) -> Path:
    """The sample roster, with the shipped catalogues and the units it names but the unknown one."""
    call_command("load_catalogues", verbosity=0)
    root = UnitFactory.create(code="G", name="集团公司", kind=UnitKind.GROUP, parent=None)
    path = DATA / "roster.xlsx"
    table = read_table(path.read_bytes(), name=path.name, columns=COLUMNS)
    paths = {(str(row.cells["unit"]), str(row.cells["workshop"])) for row in table.rows}
    ensure_units(actor=None, root=root, paths=[path for path in paths if path[0] != "不存在的公司"])
    assert Unit.objects.count() == 16
    return path


@pytest.fixture
def expected() -> dict[str, Any]:
    """What the check of the sample must say."""
    return dict(json.loads((DATA / "roster.expected.json").read_text()))


@pytest.fixture
def ladders() -> dict[str, Any]:
    """The ladders of sixty workers of the sample."""
    return dict(json.loads((DATA / "roster.ladders.json").read_text()))
