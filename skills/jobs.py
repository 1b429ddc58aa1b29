"""Background jobs of the skills app, and the kept files they read: found by `base` when the apps are ready."""

from skills.roster import files as roster_files
from skills.roster import jobs as roster_jobs

__all__ = ["roster_files", "roster_jobs"]
