"""Background jobs of the skills app, and the kept files they read; `base` finds them by this name."""

from skills.privacy import erasures as privacy_erasures
from skills.privacy import exports as privacy_exports
from skills.roster import files as roster_files
from skills.roster import jobs as roster_jobs
from skills.roster import large_export as large_rosters
from skills.services.policy import jobs as policy_jobs
from skills.wages import files as wage_files
from skills.wages import jobs as wage_jobs

__all__ = [
    "large_rosters",
    "policy_jobs",
    "privacy_erasures",
    "privacy_exports",
    "roster_files",
    "roster_jobs",
    "wage_files",
    "wage_jobs",
]
