"""Who looks at the lists: accounts found in every enterprise, with roles, and keys to the API."""

from __future__ import annotations

import hashlib
from enum import Enum

from workforce.enums import Role


class Viewer(Enum):
    """A kind of asker: login (an employee number), role and the unit it is held on (by code)."""

    ROOT_HR = ("ZG00000001", Role.HR_OFFICER, "ZG")
    #: Of the company that employs exactly a fifth of the people.
    COMPANY_HR = ("ZG01000001", Role.HR_OFFICER, "ZG01")
    #: Of the department of 300 people.
    DEPARTMENT_HR = ("ZG03000001", Role.HR_OFFICER, "ZG03D")
    UNION_OFFICER = ("ZG00000002", Role.UNION_OFFICER, "ZG")
    AUDITOR = ("ZG00000003", Role.AUDITOR, "ZG")
    WORKER = ("ZG02000001", None, "")

    def __init__(self, login: str, role: Role | None, unit: str) -> None:
        self.login = login
        self.role = role
        self.unit = unit


def token_of(login: str) -> str:
    """The API key of an account: everybody can reckon it, so it opens benchmark databases alone."""
    return hashlib.sha256(f"benchmark {login}".encode()).hexdigest()
