"""What Celery beat starts, and when (Asia/Shanghai). Nothing is scheduled anywhere else."""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    "deliver events": {"task": "base.dispatch_events", "schedule": 5.0},
    "recover jobs": {"task": "base.sweep_jobs", "schedule": 30.0},
    "fold totals of units": {"task": "workforce.fold_unit_totals", "schedule": 60.0},
    "apply due placements": {
        "task": "workforce.apply_due_placements",
        "schedule": crontab(hour="0", minute="5"),
    },
    "apply due unit changes": {
        "task": "workforce.apply_due_unit_changes",
        "schedule": crontab(hour="0", minute="3"),
    },
    "refresh stale eligibility": {
        "task": "skills.refresh_stale_eligibility",
        "schedule": crontab(hour="0", minute="15"),
    },
    # every hour, so that a midnight that was missed is caught up
    "switch policies": {"task": "skills.switch_policies", "schedule": crontab(minute="1")},
    "count figures of the past": {
        "task": "skills.count_past_figures",
        "schedule": crontab(hour="1", minute="10"),
    },
    "count figures asked for": {"task": "skills.count_asked_figures", "schedule": 60.0},
    "purge kept answers": {
        "task": "base.purge_idempotent_answers",
        "schedule": crontab(hour="3", minute="20"),
    },
    "purge sessions": {"task": "workforce.purge_sessions", "schedule": crontab(hour="3", minute="30")},
    "purge expired files": {"task": "base.purge_files", "schedule": crontab(hour="3", minute="10")},
    "purge by retention rules": {"task": "base.purge_retained", "schedule": crontab(hour="2", minute="40")},
}
