"""What Celery beat starts, and when (Asia/Shanghai). Nothing is scheduled anywhere else."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {}
