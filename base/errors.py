"""What a service raises when it will not do what was asked; pages and the API show the message as it is."""

from dataclasses import dataclass

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal a person can understand and act on.

    `message` is translated and says what to do; `code` is stable for programs and tests;
    `field` names the input at fault, if one is.
    """

    default_code = "refused"

    def __init__(self, message: str | Promise, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class InvalidInput(DomainError):
    """The input cannot be accepted as it is (HTTP 400)."""

    default_code = "invalid"


class NotPermitted(DomainError):
    """The thing is in the person's sight, but this act is not theirs (HTTP 403)."""

    default_code = "not_permitted"


class Conflict(DomainError):
    """The present state does not allow it, or somebody else was faster (HTTP 409)."""

    default_code = "conflict"


class Missing(DomainError):
    """It does not exist, or not for this person (HTTP 404)."""

    default_code = "not_found"


@dataclass(frozen=True)
class RowRefusal:
    """Why one of many rows cannot be done: what the row is called, the stable code and the words."""

    name: str
    code: str
    message: str


class RowsRefused(Conflict):
    """An act on many rows is all or nothing, and these rows refuse (HTTP 409); nothing was written."""

    default_code = "rows_refused"

    def __init__(self, message: str | Promise, rows: tuple[RowRefusal, ...]) -> None:
        super().__init__(message)
        self.rows = rows
