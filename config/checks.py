"""Deployment checks: what runs at once by default must not reach production by accident."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

WILDCARDS = ("*", ".")
"""How a host of ALLOWED_HOSTS begins that stands for many."""

COMPULSORY = ("hr_officer", "union_officer", "finance")
"""Roles whose second factor production does not do without."""


@register(Tags.security, deploy=True)
def check_deployment(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse defaults meant for development (`manage.py check --deploy`; config.wsgi asks as well)."""
    return list(deployment_faults())


def deployment_faults() -> Iterator[Error]:
    """Every default of this process that production must not have."""
    if settings.MODE != "production":
        yield Error(
            f"JIANGJIE_MODE is {settings.MODE!r}.",
            hint="Set JIANGJIE_MODE=production: it turns demo sign-in off and secure cookies on.",
            id="config.E001",
        )
    if settings.DEBUG:
        yield Error("DEBUG is on.", hint="Unset DEBUG.", id="config.E002")
    if not settings.ALLOWED_HOSTS or any(host.startswith(WILDCARDS) for host in settings.ALLOWED_HOSTS):
        yield Error(
            "ALLOWED_HOSTS is empty or has a wildcard.",
            hint="Name the host names of this system, comma-separated.",
            id="config.E003",
        )
    for name in settings.DEFAULTED_KEYS:
        yield Error(
            f"{name} is not set: a key made for this checkout is in use.",
            hint=f"Set {name}; docs/operations.md tells how to make one.",
            id=f"config.E{4 + ('SECRET_KEY', 'ENCRYPTION_KEYS', 'BLIND_INDEX_KEY').index(name):03}",
        )
    for name in settings.EMBEDDED_SERVICES:
        yield Error(
            f"{name} leads to this checkout's embedded server.",
            hint=f"Set {name} to a real server.",
            id=f"config.E{7 + ('DATABASE_URL', 'REDIS_URL').index(name):03}",
        )
    for name, is_off in (
        ("MFA_REQUIRED", not settings.MFA_REQUIRED),
        ("MFA_REQUIRED_ROLES", not set(COMPULSORY).issubset(settings.MFA_REQUIRED_ROLES)),
    ):
        if is_off:
            yield Error(
                f"{name} lets HR, union officers or finance in without a second factor.",
                hint=f"Unset {name}; more roles may be named, none of the three left out.",
                id="config.E009",
            )
    if settings.OIDC_ISSUER and not settings.OIDC_ISSUER.startswith("https://"):
        yield Error("OIDC_ISSUER is no https:// address.", hint="Use the one with TLS.", id="config.E010")
    if settings.OIDC_ISSUER and not settings.OIDC_CLIENT_ID:
        yield Error(
            "OIDC_CLIENT_ID is not set.",
            hint="Set it, or unset OIDC_ISSUER to switch sign-in with a directory off.",
            id="config.E010",
        )
