"""Where Django finds its databases: the primary, and a streaming replica if there is one."""

from typing import Any

from config.environment import DatabaseAddress, Environment

REPLICA_CONNECT_SECONDS = 2
"""A page waits no longer for a replica that is away; it asks the primary then (`base.replica`)."""


def database_settings(env: Environment, primary: DatabaseAddress) -> dict[str, dict[str, Any]]:
    """`DATABASES`.

    Behind a pooler in transaction mode (DATABASE_POOLER=transaction) no cursor outlives its transaction, so
    rows are fetched by plain statements. Statements are never prepared on the server (Django's default).
    The replica is asked over connections of its own, never through the pool: a pool would make the first
    request after an outage wait for a connection.
    """
    pool_size = env.number("DATABASE_POOL_SIZE", 0)
    is_pooled = env.choice("DATABASE_POOLER", ("none", "transaction"), "none") == "transaction"
    pool = {"pool": {"min_size": 1, "max_size": pool_size, "timeout": 5}} if pool_size else {}
    found = {
        "default": {
            **_postgres(primary, {"connect_timeout": 5, **primary.options, **pool}),
            "CONN_MAX_AGE": 0 if pool_size else 60,
            "DISABLE_SERVER_SIDE_CURSORS": is_pooled,
        }
    }
    if env.is_set("REPLICA_DATABASE_URL"):
        replica = env.database("REPLICA_DATABASE_URL", "")
        found["replica"] = {
            **_postgres(replica, {"connect_timeout": REPLICA_CONNECT_SECONDS, **replica.options}),
            "CONN_MAX_AGE": 60,
            "TEST": {"MIRROR": "default"},
        }
    return found


def _postgres(address: DatabaseAddress, options: dict[str, Any]) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
    }
