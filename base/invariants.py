"""Statements that must hold over the whole database; `manage.py check_invariants` proves them.

Each app declares its own in `<app>/invariants.py`; an invariant returns one readable line per violation.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.db.models import F
from django.utils.module_loading import autodiscover_modules

from base.events import consumer_names
from base.file_contents import content_path
from base.models.domain_event import EventDelivery
from base.models.schedule import ScheduleRun
from base.models.stored_file import StoredFile

Check = Callable[[], list[str]]

_invariants: dict[str, Check] = {}


def invariant(name: str) -> Callable[[Check], Check]:
    """Register a check under a stable name such as "skills.eligibility_is_current"."""

    def register(check: Check) -> Check:
        known = _invariants.get(name)
        if known is not None and known is not check:
            raise ValueError(f"The invariant {name!r} is declared twice.")
        _invariants[name] = check
        return check

    return register


def all_invariants() -> Mapping[str, Check]:
    """Every declared invariant by name, in name order; imports each app's `invariants` module."""
    autodiscover_modules("invariants")
    return MappingProxyType(dict(sorted(_invariants.items())))


@invariant("base.events_reach_their_consumers")
def undelivered_events() -> list[str]:
    """No delivery was given up, and none waits for a consumer that no longer exists."""
    owed = EventDelivery.objects.filter(consumed_at=None).select_related("event").order_by("pk")
    given_up = [f"{d.consumer} gave up event {d.event}: {d.last_error}" for d in owed.exclude(failed_at=None)]
    orphaned = owed.filter(failed_at=None).exclude(consumer__in=consumer_names())
    return given_up + [f"{d.consumer} is not declared, and event {d.event} waits for it" for d in orphaned]


@invariant("base.kept_files_are_on_disk")
def missing_contents() -> list[str]:
    """Every kept file that was not removed has its content."""
    kept = StoredFile.objects.filter(removed_at=None).order_by("pk").values_list("pk", "key")
    return [
        f"stored file {pk} has no content" for pk, key in kept.iterator() if not content_path(key).exists()
    ]


@invariant("base.schedule_runs_end")
def open_schedule_runs() -> list[str]:
    """Every run of scheduled work has its end written down, unless it is the last one of its entry."""
    still_open = ScheduleRun.objects.filter(outcome="").exclude(run=F("state__run"))
    rows = still_open.select_related("state").order_by("pk")
    return [
        f"run {run.run} of {run.state.name!r} never ended, and {run.state.run} came after it" for run in rows
    ]
