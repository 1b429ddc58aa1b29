"""Tables of the workforce, a file per noun."""

from workforce.models.account import ActivationCode, ApiToken, User
from workforce.models.delegation import Delegation
from workforce.models.id_number_reading import IdNumberReading
from workforce.models.privacy import Erasure, PersonalExport
from workforce.models.relative_declaration import RelativeDeclaration
from workforce.models.role import RoleGrant
from workforce.models.unit import Unit, UnitHead
from workforce.models.unit_change import UnitChange
from workforce.models.unit_total import UnitTotal, UnitTotalChange
from workforce.models.worker import Placement, Relation, Worker
from workforce.models.working_calendar import CalendarDay, CalendarYear

__all__ = [
    "ActivationCode",
    "ApiToken",
    "CalendarDay",
    "CalendarYear",
    "Delegation",
    "Erasure",
    "IdNumberReading",
    "PersonalExport",
    "Placement",
    "Relation",
    "RelativeDeclaration",
    "RoleGrant",
    "Unit",
    "UnitChange",
    "UnitHead",
    "UnitTotal",
    "UnitTotalChange",
    "User",
    "Worker",
]
