"""Tables of the workforce, a file per noun."""

from workforce.models.account import ActivationCode, ApiToken, User
from workforce.models.id_number_reading import IdNumberReading
from workforce.models.role import RoleGrant
from workforce.models.unit import Unit, UnitHead
from workforce.models.worker import Placement, Relation, Worker

__all__ = [
    "ActivationCode",
    "ApiToken",
    "IdNumberReading",
    "Placement",
    "Relation",
    "RoleGrant",
    "Unit",
    "UnitHead",
    "User",
    "Worker",
]
