"""Is this process alive (/healthz), and can it serve (/readyz)?"""

from importlib.util import find_spec
from pkgutil import iter_modules

import structlog
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from base.schedules import late_states

logger = structlog.get_logger(__name__)


class MigrationState:
    """Whether the database has every migration of this code. A yes is final for the life of the process."""

    def __init__(self) -> None:
        self._applied = False

    def is_applied(self) -> bool:
        """Ask the database until it once says yes. Raises ``DatabaseError`` when it cannot be asked."""
        if not self._applied:
            self._applied = _migrations_there() <= MigrationRecorder(connection).applied_migrations().keys()
        return self._applied


def _migrations_there() -> set[tuple[str, str]]:
    """Application and name of every migration of this code, by their files: reading them fills megabytes."""
    there: set[tuple[str, str]] = set()
    for application in apps.get_app_configs():
        module, _is_named = MigrationLoader.migrations_module(application.label)
        package = find_spec(module) if module else None
        if package is not None and package.submodule_search_locations:
            found = iter_modules(package.submodule_search_locations)
            there.update((application.label, part.name) for part in found if part.name[0] not in "_~")
    return there


migration_state = MigrationState()


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; asks no server."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, else 503. Without the broker pages work, jobs wait: "degraded", 200; the
    same when scheduled work has not run when it should.
    """
    database = database_state(migration_state)
    broker = broker_state(settings.REDIS_CLIENT_URL)
    if database != "ok":
        return JsonResponse({"status": "unavailable", "database": database, "broker": broker}, status=503)
    schedules = schedule_state()
    status = "ok" if broker == schedules == "ok" else "degraded"
    parts = {"database": database, "broker": broker, "schedules": schedules}
    return JsonResponse({"status": status, **parts})


def database_state(migrations: MigrationState) -> str:
    """ "ok", "migrations missing" or "down"."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok" if migrations.is_applied() else "migrations missing"
    except DatabaseError as error:
        logger.warning("database not reachable", error=type(error).__name__)
        return "down"


def schedule_state() -> str:
    """ "ok" or "late": scheduled work has not run when it should, so beat or the workers may be down."""
    return "late" if late_states(now=timezone.now()) else "ok"


def broker_state(url: str) -> str:
    """ "ok" or "down", asked with a one-second limit."""
    client = Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1)
    try:
        client.ping()
    except RedisError as error:
        logger.warning("broker not reachable", error=type(error).__name__)
        return "down"
    finally:
        client.close()
    return "ok"
