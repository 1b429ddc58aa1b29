"""The kinds of domain events this app records."""

#: Career facts or grades of the subject worker were recorded, corrected, voided or judged;
#: payload `changes`: [{"act", "kind", "id"}].
FACTS_CHANGED = "skills.facts_changed"
#: A duplicate was merged into the subject worker; payload names it and counts what moved, by kind.
WORKERS_MERGED = "skills.workers_merged"
#: A worker asked for a correction; the subject is the request.
CORRECTION_REQUESTED = "skills.correction.requested"
#: A change of policy was begun; the subject is the change, payload its `kind`, `rule_set`, `occupation`.
POLICY_DRAFTED = "skills.policy.drafted"
