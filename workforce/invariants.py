"""What must hold over the whole workforce; `manage.py check_invariants` proves it."""

from django.db import connection

from base.dates import today
from base.invariants import invariant
from workforce.unit_totals import PENDING_SQL, counted_sql

_MOST = 20


def _violations(sql: str, sentence: str, **parameters: object) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 1 LIMIT {_MOST}", parameters)  # type: ignore[arg-type]
        return [sentence % row for row in cursor.fetchall()]


@invariant("workforce.worker_repeats_placement")
def worker_repeats_placement() -> list[str]:
    """Unit, post and status of every worker are those of today's placement (before the first: the first)."""
    return _violations(
        """
        SELECT w.employee_no, w.unit_id, w.post, w.status, p.unit_id, p.post, p.status
          FROM workforce_worker w
          LEFT JOIN LATERAL (
              SELECT unit_id, post, status FROM workforce_placement
               WHERE worker_id = w.id
               ORDER BY (since <= %(today)s) DESC, CASE WHEN since <= %(today)s THEN since END DESC, since
               LIMIT 1
          ) p ON true
         WHERE (w.unit_id, w.post, w.status) IS DISTINCT FROM (p.unit_id, p.post, p.status)
        """,
        "worker %s shows unit %s, post “%s”, status %s; the placement says unit %s, post “%s”, status %s",
        today=today(),
    )


@invariant("workforce.placements_leave_no_gap")
def placements_leave_no_gap() -> list[str]:
    """A placement ends on the day the next one begins; the last one has no end."""
    return _violations(
        """
        SELECT employee_no, since, until, next FROM (
            SELECT w.employee_no, p.since, p.until,
                   lead(p.since) OVER (PARTITION BY w.id ORDER BY p.since) AS next
              FROM workforce_placement p JOIN workforce_worker w ON w.id = p.worker_id
        ) placement
         WHERE until IS DISTINCT FROM next
        """,
        "worker %s: the placement of %s ends on %s, the next begins on %s",
    )


@invariant("workforce.departed_cannot_sign_in")
def departed_cannot_sign_in() -> list[str]:
    """Accounts of people who left or retired are closed and hold neither tokens nor roles."""
    return _violations(
        """
        SELECT u.login, w.status
          FROM workforce_user u JOIN workforce_worker w ON w.id = u.worker_id
         WHERE w.status IN ('left', 'retired')
           AND (u.is_active
                OR EXISTS (SELECT 1 FROM workforce_apitoken t WHERE t.user_id = u.id)
                OR EXISTS (SELECT 1 FROM workforce_rolegrant g
                            WHERE g.user_id = u.id AND (g.until IS NULL OR g.until > %(today)s)))
        """,
        "account %s can still be used, though its person's status is %s",
        today=today(),
    )


@invariant("workforce.workers_have_accounts")
def workers_have_accounts() -> list[str]:
    """Every worker has an account (without a password until it is activated)."""
    return _violations(
        """
        SELECT w.employee_no FROM workforce_worker w
         WHERE NOT EXISTS (SELECT 1 FROM workforce_user u WHERE u.worker_id = w.id)
        """,
        "worker %s has no account",
    )


@invariant("workforce.unit_paths_follow_parents")
def unit_paths_follow_parents() -> list[str]:
    """A unit's path is that of the unit above with its own id behind."""
    return _violations(
        """
        SELECT u.code, u.path, COALESCE(parent.path, '{}') || u.id
          FROM workforce_unit u LEFT JOIN workforce_unit parent ON parent.id = u.parent_id
         WHERE u.path <> COALESCE(parent.path, '{}') || u.id
        """,
        "unit %s has the path %s, by the units above it is %s",
    )


@invariant("workforce.closed_units_are_empty")
def closed_units_are_empty() -> list[str]:
    """Nobody employed stands in a closed unit, and no open unit below it."""
    return _violations(
        """
        SELECT u.code, count(DISTINCT w.id), count(DISTINCT child.id)
          FROM workforce_unit u
          LEFT JOIN workforce_worker w ON w.unit_id = u.id AND w.status IN ('active', 'on_leave')
          LEFT JOIN workforce_unit child ON child.parent_id = u.id AND child.closed_on IS NULL
         WHERE u.closed_on IS NOT NULL
         GROUP BY u.code HAVING count(w.id) > 0 OR count(child.id) > 0
        """,
        "unit %s is closed and has %s people, %s open units below",
    )


@invariant("workforce.merged_records_hold_nothing_current")
def merged_records_hold_nothing_current() -> list[str]:
    """A merged record has left, leads on in one step, and holds neither id number, tie nor headship."""
    return _violations(
        """
        SELECT w.employee_no
          FROM workforce_worker w
          JOIN workforce_worker kept ON kept.id = w.merged_into_id
         WHERE kept.merged_into_id IS NOT NULL
            OR w.status NOT IN ('left', 'retired')
            OR w.id_number_index IS NOT NULL
            OR EXISTS (SELECT 1 FROM workforce_placement p
                        WHERE p.worker_id = w.id AND p.since > %(today)s)
            OR EXISTS (SELECT 1 FROM workforce_unithead h
                        WHERE h.worker_id = w.id AND (h.until IS NULL OR h.until > %(today)s))
            OR EXISTS (SELECT 1 FROM workforce_delegation d
                        WHERE d.deputy_id = w.id AND d.until > %(today)s)
            OR EXISTS (SELECT 1 FROM workforce_relation r
                        WHERE w.id IN (r.from_worker_id, r.to_worker_id)
                          AND kept.id NOT IN (r.from_worker_id, r.to_worker_id)
                          AND (r.until IS NULL OR r.until > %(today)s))
        """,
        "record %s was merged into another and still holds something current",
        today=today(),
    )


@invariant("workforce.worker_repeats_branch")
def worker_repeats_branch() -> list[str]:
    """The branch of every worker is the second unit of the path of the worker's unit, or the only one."""
    return _violations(
        """
        SELECT w.employee_no, w.branch_id, w.is_employed, u.path::text, w.status
          FROM workforce_worker w
          JOIN workforce_unit u ON u.id = w.unit_id
         WHERE (w.branch_id, w.is_employed)
               IS DISTINCT FROM (COALESCE(u.path[2], u.path[1]), w.status IN ('active', 'on_leave'))
        """,
        "worker %s is listed under branch %s, employed %s; the unit's path is %s, the status %s",
    )


@invariant("workforce.unit_totals_are_counted")
def unit_totals_are_counted() -> list[str]:
    """What is kept of a unit, with the changes not folded in yet, is what the facts give when counted."""
    return _violations(
        f"""
        WITH counted AS ({counted_sql()}), kept AS (
            SELECT unit_id, measure, sum(number) AS number
              FROM (SELECT unit_id, measure, number FROM workforce_unittotal
                    UNION ALL ({PENDING_SQL})) AS both_parts
             GROUP BY unit_id, measure
        )
        SELECT COALESCE(unit.code, 'id ' || unit_id), measure,
               COALESCE(kept.number, 0), COALESCE(counted.number, 0)
          FROM counted FULL JOIN kept USING (unit_id, measure)
          LEFT JOIN workforce_unit unit ON unit.id = unit_id
         WHERE COALESCE(kept.number, 0) <> COALESCE(counted.number, 0)
        """,  # noqa: S608 - constant SQL
        "unit %s keeps “%s” as %s, the facts give %s",
    )
