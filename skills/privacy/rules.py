"""Who may have a person's data put together, erase identifiers, and set how long things are kept."""

from __future__ import annotations

import rules

from workforce.rules import is_hr_at_root, is_hr_over, is_oneself

EXPORT_PERSON = "skills.export_person"
ERASE_WORKER = "skills.erase_worker"
SET_RETENTION = "skills.set_retention"

may_erase = is_hr_at_root & ~is_oneself

rules.add_perm(EXPORT_PERSON, is_oneself | is_hr_over)
rules.add_perm(ERASE_WORKER, may_erase)
rules.add_perm(SET_RETENTION, is_hr_at_root)
