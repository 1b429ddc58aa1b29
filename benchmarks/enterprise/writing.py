"""What is stored of the made-up people: a method a kind of row."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from benchmarks.enterprise.lives import Life
from benchmarks.enterprise.persons import IdNumbers, sealed
from benchmarks.enterprise.tables import NULL, Table
from benchmarks.enterprise.tree import MadeUnit
from seeds.demo.careers import DemoGrade
from skills.enums import CERTIFICATE_LEVELS, GradeBasis, Level
from skills.models import Major, Occupation
from workforce.enums import EMPLOYED, WorkerStatus

WAGE_MONTHS = 3
OPENED_ON = date(1958, 8, 1)
_SCHOOLS = ("白杨工业学校", "白杨职业技术学院", "河西冶金技工学校", "河西理工学院")
#: One grade in so many was entered a year off first, and a later row says what is right.
_CORRECTED = 500
#: Workers one request of a clerk is about.
_ONE_REQUEST = 500
#: What the triggers on units cost grows with the square of those written by one statement.
_UNITS_AT_ONCE = 1_000
_FACT = "created_at void_reason created_by_id worker_id"


class Writer:
    """Turns people into rows; ids count from 1, an account has the id of its worker."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._numbers = IdNumbers()
        self._serials: Counter[tuple[int, int, int]] = Counter()
        self._occupations = dict(Occupation.objects.values_list("code", "pk"))
        self._majors = dict(Major.objects.values_list("name", "pk"))
        self._best: dict[int, tuple[int, int, date]] = {}
        self._masters: dict[int, int] = {}
        self._new: list[int] = []
        self._stamp = f"{today - timedelta(days=30)} 08:00:00+08"
        newest = today.year * 12 + today.month - 2
        self._months = [
            date(number // 12, number % 12 + 1, 1) for number in range(newest - WAGE_MONTHS + 1, newest + 1)
        ]
        self.units = Table("workforce_unit", "id parent_id code name kind opened_on path")
        self.workers = Table(
            "workforce_worker",
            "id employee_no name name_pinyin name_initials sex birth_date id_number id_number_index"
            " id_number_mask phone hire_date remark post status created_at unit_id",
        )
        self.users = Table(
            "workforce_user",
            "id password is_superuser login display_name email is_active is_staff language failed_logins"
            " session_epoch is_demo demo_note date_joined worker_id is_system purpose",
        )
        self.placements = Table("workforce_placement", "id worker_id unit_id post status since until reason")
        self.spells = Table("skills_employmentspell", f"id occupation_id since until {_FACT}")
        self.apprenticeships = Table(
            "skills_apprenticeshipcompletion", f"id occupation_id completed_on {_FACT}"
        )
        self.diplomas = Table("skills_diploma", f"id kind major_name major_id school graduated_on {_FACT}")
        self.titles = Table("skills_title", f"id rank name speciality awarded_on {_FACT}")
        self.wages = Table("skills_monthlywage", f"id month amount {_FACT}")
        self.diploma_matches = Table(
            "skills_diplomamatch", "id diploma_id occupation_id matches judged_at judged_by_id reason"
        )
        self.title_matches = Table(
            "skills_titlematch", "id title_id occupation_id matches judged_at judged_by_id reason"
        )
        self.grades = Table(
            "skills_graderecord",
            "id worker_id kind occupation_id level issued_on basis certificate_no voids_id is_void reason"
            " recorded_by_id recorded_at",
        )
        self.relations = Table("workforce_relation", "id kind from_worker_id to_worker_id since until")
        self.heads = Table("workforce_unithead", "id unit_id worker_id since")
        self.contexts = Table("pghistory_context", "id created_at updated_at metadata")
        self.worker_events = Table(
            "workforce_workerevent",
            "pgh_id pgh_created_at pgh_label id employee_no name name_pinyin name_initials sex birth_date"
            " id_number_mask phone hire_date remark post status created_at pgh_context_id pgh_obj_id unit_id",
        )
        self.placement_events = Table(
            "workforce_placementevent",
            "pgh_id pgh_created_at pgh_label id post status since until reason pgh_context_id pgh_obj_id"
            " unit_id worker_id",
        )
        self.events = Table("base_domainevent", "id kind subject subject_id payload occurred_at actor_id")

    @property
    def tables(self) -> list[Table]:
        """Every table of the people, those referred to before those that refer."""
        tables = [table for table in vars(self).values() if isinstance(table, Table)]
        return [table for table in tables if table is not self.units]

    def send(self) -> None:
        """Copy what has been gathered."""
        self._tell_of_new_workers()
        for table in self.tables:
            table.send()

    def write_units(self, units: list[MadeUnit]) -> None:
        """The whole tree, floor by floor, as the triggers on units are meant for: a part at a time."""
        floors: dict[int, list[MadeUnit]] = {}
        depth: dict[int | None, int] = {None: -1}
        for unit in units:
            depth[unit.id] = depth[unit.parent] + 1
            floors.setdefault(depth[unit.id], []).append(unit)
        for _depth, floor in sorted(floors.items()):
            for start in range(0, len(floor), _UNITS_AT_ONCE):
                for unit in floor[start : start + _UNITS_AT_ONCE]:
                    self.units.add_plain(
                        unit.id, unit.parent or NULL, unit.code, unit.name, unit.kind.value, OPENED_ON, "{}"
                    )
                self.units.send()
            self.units.analyze()
        self.units.next_id = len(units) + 1

    def write_person(self, employee_no: str, life: Life, random: Random) -> None:
        """A worker with account, placements, facts, grades and history."""
        worker = self.workers.next_id
        self._write_worker(employee_no, life)
        self._write_account(employee_no, life, random, worker)
        self._write_placements(worker, employee_no, life, random)
        fact = f"{self._stamp}\t\t1\t{worker}"
        self._write_work(fact, life)
        self._write_schooling(fact, life, random)
        self._write_titles(fact, life)
        self._write_wages(fact, life, random)
        self._write_grades(worker, life, random)
        self._write_ties(worker, life, random)

    def write_heads(self, units: list[MadeUnit]) -> None:
        """Each unit is headed by the highest graded of those placed in it or below."""
        for unit in reversed(units):  # those below before those above
            best = self._best.get(unit.id)
            if best is None:
                continue
            _level, worker, since = best
            self.heads.add(unit.id, -worker, since)
            if unit.parent is not None:
                self._best[unit.parent] = max(self._best.get(unit.parent, best), best)

    def _write_worker(self, employee_no: str, life: Life) -> None:
        career = life.career
        envelope, index, mask = sealed(self._numbers.draw(career.born, life.sex))
        name, pinyin, initials = life.name
        self._new.append(
            self.workers.add(
                employee_no, name, pinyin, initials, life.sex.value, career.born, envelope, index, mask,
                life.phone, career.hired_on, "", life.post, life.status.value, self._stamp, life.unit.id,
            )
        )  # fmt: skip

    def _write_account(self, employee_no: str, life: Life, random: Random, worker: int) -> None:
        is_active = "t" if life.status in EMPLOYED else "f"
        password = f"!{random.getrandbits(160):040x}"
        self.users.add(
            password, "f", employee_no, life.name[0], "", is_active, "f", "", 0, 0, "f", "", self._stamp,
            worker, "f", "",
        )  # fmt: skip

    def _write_placements(self, worker: int, employee_no: str, life: Life, random: Random) -> None:
        """The way through the units to today's status, with what history keeps of each step."""
        unit, since, steps = life.unit.id, life.career.hired_on, []
        for place, until in life.moves:
            steps.append((place, WorkerStatus.ACTIVE, since, until))
            since = until
        if life.status_since is not None:
            steps.append((unit, WorkerStatus.ACTIVE, since, life.status_since))
            since = life.status_since
        for place, status, begun, until in steps:
            row = self.placements.add(worker, place, life.post, status.value, begun, until, "")
            self._remember_placement(row, worker, place, life, begun, until, random)
            self._remember_worker(worker, employee_no, life, place, until, random)
        self.placements.add(worker, unit, life.post, life.status.value, since, NULL, "")
        if life.earlier_phone:
            day = self._today - timedelta(days=random.randrange(1, 700))
            self._remember_worker(worker, employee_no, life, unit, day, random, phone=life.earlier_phone)

    def _remember_placement(
        self, row: int, worker: int, unit: int, life: Life, since: date, ended: date, random: Random
    ) -> None:
        """The placement as it was before it ended."""
        context, at = self._request(ended, random)
        self.placement_events.add(
            at, "update", row, life.post, WorkerStatus.ACTIVE.value, since, NULL, "", context, row, unit,
            worker,
        )  # fmt: skip

    def _remember_worker(
        self, worker: int, employee_no: str, life: Life, unit: int, day: date, random: Random,
        *, phone: str = "",
    ) -> None:  # fmt: skip
        """The worker's row as it was before a move, or with another phone."""
        context, at = self._request(day, random)
        status = life.status if phone else WorkerStatus.ACTIVE
        self.worker_events.add(
            at, "update", worker, employee_no, *life.name, life.sex.value, life.career.born, "",
            phone or life.phone, life.career.hired_on, "", life.post, status.value, self._stamp, context,
            worker, unit,
        )  # fmt: skip

    def _request(self, day: date, random: Random) -> tuple[str, str]:
        """The context of the request that changed something on a day, and its time."""
        return self._context, f"{day} {8 + random.randrange(10):02}:{random.randrange(60):02}:00+08"

    @property
    def _context(self) -> str:
        """The request of the moment; a new one for every some hundred workers."""
        number = self.workers.next_id // _ONE_REQUEST + 1
        text = f"00000000-0000-4000-8000-{number:012x}"
        if self.contexts.next_id <= number:
            self.contexts.next_id = number + 1
            metadata = f'{{"url": "/people/", "user": 1, "method": "POST", "request": "{number:032x}"}}'
            self.contexts.add_plain(text, self._stamp, self._stamp, metadata)
        return text

    def _write_work(self, fact: str, life: Life) -> None:
        for code, since, until in life.career.spells:
            self.spells.add(self._occupations[code], since, until or NULL, fact)
        done = life.career.apprenticed_until
        if done is not None and done < self._today and life.career.spells:
            self.apprenticeships.add(self._occupations[life.career.spells[0][0]], done, fact)

    def _write_schooling(self, fact: str, life: Life, random: Random) -> None:
        for held in life.career.schooling:
            school = random.choice(_SCHOOLS) if held.major else ""
            major = self._majors.get(held.major, NULL)
            row = self.diplomas.add(held.kind.value, held.major, major, school, held.graduated_on, fact)
            if held.matches is not None and life.trade:
                self._judge(self.diploma_matches, row, life.trade, held.matches)

    def _write_titles(self, fact: str, life: Life) -> None:
        for held in life.career.titles:
            row = self.titles.add(held.rank.value, held.name, "", held.awarded_on, fact)
            if held.matches is not None and life.trade:
                self._judge(self.title_matches, row, life.trade, held.matches)

    def _judge(self, table: Table, row: int, trade: str, matches: bool) -> None:
        reason = "专业对口" if matches else "专业不对口"
        table.add(row, self._occupations[trade], "t" if matches else "f", self._stamp, 1, reason)

    def _write_wages(self, fact: str, life: Life, random: Random) -> None:
        if life.status not in EMPLOYED:
            return
        for month in self._months:
            if month >= life.career.hired_on:
                self.wages.add(month, f"{life.wage * random.randrange(94, 111) / 100:.2f}", fact)

    def _write_grades(self, worker: int, life: Life, random: Random) -> None:
        if not life.trade:
            return
        occupation = self._occupations[life.trade]
        for grade in life.career.grades:
            wrong = NULL
            if grade.basis == GradeBasis.ASSESSMENT and random.randrange(_CORRECTED) == 0:
                entered = DemoGrade(grade.level, grade.issued_on - timedelta(days=365), grade.basis)
                wrong = str(self._write_grade(worker, occupation, life, entered))
            self._write_grade(worker, occupation, life, grade, voids=wrong)

    def _write_grade(
        self, worker: int, occupation: int, life: Life, grade: DemoGrade,
        *, voids: str = NULL,
    ) -> int:  # fmt: skip
        number = self._certificate_no(life.unit.company, grade.level, grade.issued_on)
        reason = "" if voids == NULL else "发证日期录入有误，按证书更正"
        return self.grades.add(
            worker, "grant", occupation, grade.level.value, grade.issued_on, grade.basis.value, number, voids,
            "f", reason, 1, self._stamp,
        )  # fmt: skip

    def _certificate_no(self, company: int, level: Level, issued_on: date) -> str:
        """By the 22-character rule, the company being the assessing body; none for 首席技师."""
        if level == Level.CHIEF_TECHNICIAN:
            return ""
        year = issued_on.year % 100
        self._serials[company, year, level] += 1
        serial = self._serials[company, year, level]
        body = f"000062{company + 1:06}"
        if level in CERTIFICATE_LEVELS:
            return f"Y{body}{year:02}{level.national_no}{serial:06}"
        return f"TJ{body}{year:02}{serial:06}"

    def _write_ties(self, worker: int, life: Life, random: Random) -> None:
        """Who is the best of the unit, and which young worker has a master there."""
        if life.status != WorkerStatus.ACTIVE:
            return
        career, unit = life.career, life.unit.id
        if career.grades and not life.is_kept:
            rank = (int(career.level), -worker, career.grades[-1].issued_on)
            self._best[unit] = max(self._best.get(unit, rank), rank)
        if career.level >= Level.SENIOR:
            self._masters[unit] = worker
        elif career.level <= Level.JUNIOR and unit in self._masters and random.random() < 0.5:
            until = career.hired_on + timedelta(days=730)
            self.relations.add(
                "mentor", self._masters[unit], worker, career.hired_on, until if until < self._today else NULL
            )

    def _tell_of_new_workers(self) -> None:
        """The events by which everybody was taken up, a thousand people each."""
        for start in range(0, len(self._new), 1000):
            ids = self._new[start : start + 1000]
            payload = f'{{"worker_ids": {ids}}}'
            self.events.add("workforce.workers_created", "workforce.worker", ids[0], payload, self._stamp, 1)
        self._new.clear()
