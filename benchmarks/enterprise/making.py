"""Making an enterprise in an empty database: people by COPY, what is kept of them by the product's code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone
from knox.crypto import hash_token
from knox.settings import CONSTANTS

from benchmarks.enterprise.bulk_loading import without_indexes_and_references
from benchmarks.enterprise.lives import Life, Lives
from benchmarks.enterprise.tables import set_counters
from benchmarks.enterprise.tree import MadeUnit, Tree
from benchmarks.enterprise.viewers import Viewer, token_of
from benchmarks.enterprise.writing import Writer
from seeds.catalogue_files import read_catalogue
from skills.services.past_figures import count_past_figures
from skills.services.refresh_eligibility import refresh_eligibility
from workforce.api_scopes import Scope
from workforce.models import ApiToken, Unit, User
from workforce.services.roles import grant_role
from workforce.services.unit_totals import rebuild_totals

SEED = 20261121
#: Workers whose rows are gathered before they are sent.
PART = 20_000
#: One in so many came from another team of the workshop.
_MOVED = 6

Say = Callable[[str], None]


def make_enterprise(*, workers: int, today: date, say: Say) -> None:
    """Fill a migrated database that holds the catalogues and nobody yet.

    The same number of workers on the same day gives the same rows, but for sealed id numbers and times of
    writing. Raises ValueError where there are workers already or fewer than 100 are asked for.
    """
    if workers < 100:
        raise ValueError("at least 100 workers")
    if Unit.objects.exists():
        raise ValueError("the database is inhabited")
    random = Random(SEED)  # noqa: S311 - made-up people
    tree = Tree(workers, random)
    writer = Writer(today)
    say(f"{len(tree.units):,} units")
    writer.write_units(tree.units)
    with without_indexes_and_references([table.name for table in writer.tables]):
        _write_people(tree, writer, random, today, workers, say)
        say("indexes, references")
        set_counters([writer.units, *writer.tables])
    _let_viewers_in(today)
    say("dates of the next grades")
    refresh_eligibility(None, today=today)
    rebuild_totals()
    say("figures of past years")
    count_past_figures(today=today, now=timezone.now())
    _tidy()
    say("done")


def _write_people(tree: Tree, writer: Writer, random: Random, today: date, workers: int, say: Say) -> None:
    lives = Lives(read_catalogue(), random, today)
    companies: dict[int, list[MadeUnit]] = {}
    siblings: dict[int | None, list[int]] = {}
    for unit in tree.units:
        companies.setdefault(unit.company, []).append(unit)
        if unit.people:
            siblings.setdefault(unit.parent, []).append(unit.id)
    kept = {viewer.login for viewer in Viewer}
    done = 0
    for company, units in companies.items():
        # whose number is next works anywhere in the company
        places = [unit for unit in units for _person in range(unit.people)]
        random.shuffle(places)
        for serial, unit in enumerate(places, start=1):
            employee_no = f"ZG{company:02}{serial:06}"
            life: Life = lives.make(unit, is_kept=employee_no in kept)
            if unit.trades and not life.is_kept and random.randrange(_MOVED) == 0:
                lives.move(life, siblings[unit.parent])
            writer.write_person(employee_no, life, random)
            done += 1
            if done % PART == 0:
                writer.send()
                if done % (10 * PART) == 0:
                    say(f"{done:,} of {workers:,} workers")
    writer.write_heads(tree.units)
    writer.send()


@transaction.atomic
def _let_viewers_in(today: date) -> None:
    for viewer in Viewer:
        user = User.objects.get(login=viewer.login)
        if viewer.role is not None:
            grant_role(
                actor=None,
                user=user,
                role=viewer.role,
                unit=Unit.objects.get(code=viewer.unit),
                since=date(today.year, 1, 1),
                today=today,
                reason="benchmark",
            )
        key = token_of(viewer.login)
        ApiToken(
            digest=hash_token(key),
            token_key=key[: CONSTANTS.TOKEN_KEY_LENGTH],
            user=user,
            expiry=timezone.now() + timedelta(days=366),
            label="benchmark",
            scopes=Scope.values,
        ).save(force_insert=True)


def _tidy() -> None:
    """As autovacuum leaves it: visibility known, figures of the planner fresh."""
    if connection.in_atomic_block:  # in a test
        return
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
