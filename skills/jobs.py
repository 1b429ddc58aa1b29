"""Background jobs of the skills app, and the kept files they read; `base` finds them by this name."""

from skills.roster import files as roster_files
from skills.roster import jobs as roster_jobs
from skills.services.policy import jobs as policy_jobs

__all__ = ["policy_jobs", "roster_files", "roster_jobs"]
