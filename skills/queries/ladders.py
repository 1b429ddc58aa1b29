"""From which day the next levels open: as stored, as explained clause by clause, and for facts handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from base.errors import InvalidInput
from base.text import clean
from skills.eligibility.answer import LadderAnswer
from skills.eligibility.explain import answer_from_rows, empty_answer
from skills.eligibility.facts import Facts
from skills.eligibility.statement import Question, Source, fetch
from skills.enums import Level
from skills.models import Eligibility, Occupation, OccupationAlias, RuleSet, Standard
from workforce.models import Worker

#: Levels above this one are reached by appointment: shown with the worker, not part of a ladder or a what-if.
HIGHEST_CERTIFICATE = Level.SENIOR_TECHNICIAN

#: For each level above the one held that has a date: the date and the id of the route that gives it.
Ladder = dict[int, tuple[date, str]]


def stored_ladders(workers: QuerySet[Worker], *, today: date) -> Iterator[tuple[str, Ladder]]:
    """Employee number and stored ladder (levels 2 to 6, main occupation) of each worker, in number order.

    Two queries, read as a stream; a worker without any date has an empty ladder.
    """
    rows = (
        Eligibility.objects.in_force(today)
        .filter(
            worker__in=workers, occupation=F("worker__standing__occupation"), target__lte=HIGHEST_CERTIFICATE
        )
        .order_by("worker__employee_no", "target")
        .values_list("worker__employee_no", "target", "opens_on", "route__code")
    )
    of_worker = groupby(rows.iterator(chunk_size=5000), key=lambda row: row[0])
    number, group = next(of_worker, (None, iter(())))
    names = workers.order_by("employee_no").values_list("employee_no", flat=True)
    for employee_no in names.iterator(chunk_size=5000):
        ladder: Ladder = {}
        if employee_no == number:
            ladder = {target: (opens_on, code) for _number, target, opens_on, code in group}
            number, group = next(of_worker, (None, iter(())))
        yield employee_no, ladder


def explain_ladder(
    worker_id: int, occupation_id: int | None, *, today: date, as_of: date | None = None
) -> LadderAnswer:
    """Every route and clause above the level held, levels 7 and 8 included, reckoned live. One query.

    With `as_of` from the facts and rules of that past day.

    `occupation_id` None = the main occupation; a worker without one, or an occupation whose standard names
    no rules in force, gets an answer without targets (one query more). The caller has checked that the asker
    may see the worker.
    """
    rows = fetch(
        Source.STORED,
        Question.EXPLAIN,
        today=today,
        as_of=as_of,
        worker_ids=[worker_id],
        occupation_ids=[] if occupation_id is None else [occupation_id],
    )
    answer = answer_from_rows(rows, as_of or today, highest_target=Level.CHIEF_TECHNICIAN)
    if answer is not None or occupation_id is not None:
        return answer or empty_answer(as_of or today)
    return _without_rules(worker_id, today=today, as_of=as_of)


def _without_rules(worker_id: int, *, today: date, as_of: date | None) -> LadderAnswer:
    """The level held in the main occupation, which no rules in force speak of. One query."""
    rows = fetch(Source.STORED, Question.LEVELS, today=today, as_of=as_of, worker_ids=[worker_id])
    if not rows:
        return empty_answer(as_of or today)
    _worker, occupation_id, held, held_since = rows[0]
    return LadderAnswer(occupation_id, held, held_since, as_of or today, targets=())


def explain_what_if(facts: Facts, *, today: date) -> LadderAnswer:
    """Every route and clause of levels 2 to 6 for facts handed in; nothing is stored.

    Raises InvalidInput (field `rule_set` or `occupation`) when no rules in force answer to that name.
    """
    careers = careers_json([facts], today=today)
    rows = fetch(Source.GIVEN, Question.EXPLAIN, today=today, careers=careers)
    answer = answer_from_rows(rows, today, highest_target=HIGHEST_CERTIFICATE)
    if answer is None:
        held = max((certificate.level for certificate in facts.certificates), default=Level.APPRENTICE)
        return empty_answer(today, held_level=held)
    return answer


def what_if_ladders(careers: Sequence[Facts], *, today: date) -> list[Ladder]:
    """The ladder (levels 2 to 6) of each career, in the order given. One statement for all of them."""
    ladders: list[Ladder] = [{} for _career in careers]
    rows = fetch(Source.GIVEN, Question.LADDER, today=today, careers=careers_json(careers, today=today))
    for number, target, opens_on, code in rows:
        if target <= HIGHEST_CERTIFICATE:
            ladders[number][target] = (opens_on, code)
    return ladders


def careers_json(careers: Sequence[Facts], *, today: date) -> str:
    """The careers as `sql/facts_given.sql` reads them; a career's `worker` is its place in the sequence."""
    names = {(facts.rule_set, facts.occupation): facts for facts in careers}
    rule_sets = {name: rule_set_of(facts, today=today) for name, facts in names.items()}
    return json.dumps(
        [
            {
                "worker": number,
                "rule_set": rule_sets[facts.rule_set, facts.occupation],
                "birth_date": facts.born,
                "spells": [{"since": spell.since, "until": spell.until} for spell in facts.spells],
                "grades": [{"level": row.level, "issued_on": row.issued_on} for row in facts.certificates],
                "titles": [vars(row) for row in facts.titles],
                "diplomas": [vars(row) for row in facts.diplomas],
                "apprenticeships": [{"completed_on": day} for day in facts.apprenticeships_completed],
            }
            for number, facts in enumerate(careers)
        ],
        default=str,
    )


def ladder_as_json(ladder: Ladder) -> dict[str, dict[str, str]]:
    """A ladder as the commands and the API print it: {level: {"from", "route"}}."""
    return {str(level): {"from": day.isoformat(), "route": code} for level, (day, code) in ladder.items()}


def rule_set_of(facts: Facts, *, today: date) -> int:
    """The id of the rule set a career is reckoned by: the one it names, else that of its occupation's
    standard.

    Raises InvalidInput (field `rule_set` or `occupation`) when no rules in force answer to that name.
    """
    if not facts.rule_set:
        return _rule_set_of_occupation(facts.occupation, today)
    known = dict(RuleSet.objects.filter(applies_to_all=False).values_list("code", "pk"))
    if facts.rule_set not in known:
        message = _("There is no rule set %(name)s; known are: %(names)s.") % {
            "name": facts.rule_set,
            "names": ", ".join(sorted(known)),
        }
        raise InvalidInput(message, code="rule_set_unknown", field="rule_set")
    return known[facts.rule_set]


def _rule_set_of_occupation(name: str, today: date) -> int:
    """The rule set named by the standard in force for the occupation with this name, alias or code."""
    named = clean(name)
    occupation = Occupation.objects.filter(
        Q(name=named)
        | Q(code=named)
        | Q(pk__in=OccupationAlias.objects.in_force(today).filter(name=named).values("occupation"))
    ).first()
    if occupation is None:
        message = _("There is no occupation “%(name)s” in the catalogue.") % {"name": named}
        raise InvalidInput(message, code="occupation_unknown", field="occupation")
    standard = Standard.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=today), occupation=occupation, valid_from__lte=today
    ).first()
    if standard is None:
        message = _("No standard in force names the rules for “%(name)s”.") % {"name": occupation.name}
        raise InvalidInput(message, code="occupation_without_standard", field="occupation")
    return standard.rule_set_id
