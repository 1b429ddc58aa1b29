"""What Celery beat starts, and when (Asia/Shanghai). Nothing is scheduled anywhere else.

The name of an entry is what its state is kept under: a new name is a new schedule. Label and explanation are
what HR reads. Every task may be run twice.
"""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from base.schedule_plan import At, ScheduledTask

SCHEDULE: dict[str, ScheduledTask] = {
    "deliver events": ScheduledTask(
        "base.dispatch_events",
        timedelta(seconds=5),
        _("Deliver events"),
        _("Hands what happened to the parts of the system that follow it."),
    ),
    "recover jobs": ScheduledTask(
        "base.sweep_jobs",
        timedelta(seconds=30),
        _("Recover background work"),
        _("Queues again what lost its worker, and what the broker did not take."),
    ),
    "start what is overdue": ScheduledTask(
        "base.start_overdue_schedules",
        timedelta(minutes=1),
        _("Start what is overdue"),
        _("Starts scheduled work that was not started in its time, and tells what is late."),
    ),
    "fold totals of units": ScheduledTask(
        "workforce.fold_unit_totals",
        timedelta(minutes=1),
        _("Fold the totals of units"),
        _("Adds what changed to the totals. Without it pages get slower, never wrong."),
    ),
    "apply due placements": ScheduledTask(
        "workforce.apply_due_placements",
        At(hour=0, minute=5),
        _("Apply placements"),
        _("Planned transfers, leaves and retirements begin, and accounts follow."),
    ),
    "apply due unit changes": ScheduledTask(
        "workforce.apply_due_unit_changes",
        At(hour=0, minute=3),
        _("Apply changes of units"),
        _("Planned changes of units take effect."),
    ),
    "refresh stale eligibility": ScheduledTask(
        "skills.refresh_stale_eligibility",
        At(hour=0, minute=15),
        _("Refresh next levels"),
        _("Reckons anew the workers whom the calendar or the rules touched."),
    ),
    # every hour, so that a midnight that was missed is caught up
    "switch policies": ScheduledTask(
        "skills.switch_policies",
        At(minute=1),
        _("Bring policies into force"),
        _("Follows confirmed changes of policy whose day has come."),
    ),
    "count figures of the past": ScheduledTask(
        "skills.count_past_figures",
        At(hour=1, minute=10),
        _("Count past figures"),
        _("Counts the figures of past years of many people anew."),
    ),
    "count figures asked for": ScheduledTask(
        "skills.count_asked_figures",
        timedelta(minutes=1),
        _("Count figures asked for"),
        _("Counts figures of a past day that somebody asked for the first time."),
    ),
    # after the night's other work, before the digests of the morning
    "make reminders": ScheduledTask(
        "notices.make_all",
        At(hour=6, minute=10),
        _("Make reminders"),
        _("Looks at every reminder rule for everybody: what is due is told, what is over ends."),
    ),
    # every few seconds, for whatever woke nobody: a broker that was away, a digest whose time has come
    "compose messages": ScheduledTask(
        "notices.compose",
        timedelta(seconds=10),
        _("Put messages together"),
        _("Puts together what is to be sent outside of the reminders made since."),
    ),
    "send messages": ScheduledTask(
        "notices.deliver_due",
        timedelta(seconds=10),
        _("Send messages"),
        _("Sends e-mail, group robots and webhooks whose time has come, and what lost its worker."),
    ),
    "find likely duplicates": ScheduledTask(
        "skills.find_duplicates",
        At(hour=1, minute=40),
        _("Find likely duplicates"),
        _("Compares all records by name, birth date and phone."),
    ),
    "purge kept answers": ScheduledTask(
        "base.purge_idempotent_answers",
        At(hour=3, minute=20),
        _("Forget kept answers"),
        _("Forgets the answers to repeated requests after a day."),
    ),
    "purge sessions": ScheduledTask(
        "workforce.purge_sessions",
        At(hour=3, minute=30),
        _("Forget sessions"),
        _("Forgets sign-ins that have run out."),
    ),
    "purge expired files": ScheduledTask(
        "base.purge_files",
        At(hour=3, minute=10),
        _("Remove expired files"),
        _("Removes the content of expired files, and content no row knows."),
    ),
    "purge by retention rules": ScheduledTask(
        "base.purge_retained",
        At(hour=2, minute=40),
        _("Remove by retention rules"),
        _("Removes what is kept longer than the retention rules say."),
    ),
}
