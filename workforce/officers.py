"""Who keeps the people of a unit: the officers nearest to it, for the SQL that tells them something."""

from __future__ import annotations

from workforce.enums import Role


def nearest_officers(role: Role, *, path: str, besides: str = "NULL::bigint") -> str:
    """SQL behind `CROSS JOIN LATERAL`: a row `user_id`, `unit_id` (where it is held) for each
    nearest holder of the role, upwards.

    `path` is the path of the unit asked about. Whoever cannot sign in holds nothing here, nor does the worker
    `besides`: nobody acts on their own record. Takes the parameter `%(today)s`.
    """
    return f"""(
        SELECT held.user_id, held.unit_id
          FROM workforce_rolegrant held
          JOIN workforce_user officer ON officer.id = held.user_id
         WHERE held.role = '{role.value}' AND held.unit_id = ANY({path})
           AND held.since <= %(today)s AND (held.until IS NULL OR held.until > %(today)s)
           AND officer.is_active AND NOT officer.is_system AND officer.worker_id IS DISTINCT FROM {besides}
         ORDER BY array_position({path}, held.unit_id) DESC
         FETCH FIRST ROW WITH TIES
    )"""  # noqa: S608 - constant SQL


def officers_at_root() -> str:
    """SQL behind `CROSS JOIN`: a row `user_id`, `unit_id` for each HR officer of the whole group who can sign
    in. Takes the parameter `%(today)s`.
    """
    return f"""(
        SELECT DISTINCT held.user_id, held.unit_id
          FROM workforce_rolegrant held
          JOIN workforce_unit top ON top.id = held.unit_id AND top.parent_id IS NULL
          JOIN workforce_user officer ON officer.id = held.user_id
         WHERE held.role = '{Role.HR_OFFICER.value}'
           AND held.since <= %(today)s AND (held.until IS NULL OR held.until > %(today)s)
           AND officer.is_active AND NOT officer.is_system
    )"""  # noqa: S608 - constant SQL
