"""Lists of the API cost as many statements at 1 row as at 30."""

from datetime import date

from base.models.workbook import StagedRow
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import Cast, QueryCount
from tests.factories.skills import (
    CorrectionRequestFactory,
    DiplomaFactory,
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    occupation_with_rules,
    rule_set_by_years,
)
from tests.factories.workforce import WorkerFactory
from tests.skills.api.clients import API
from tests.skills.api.test_correction_access import alices_import


class TestPeople(QueryCount):
    queries = 6

    def url(self, cast: Cast) -> str:
        return f"{API}/workers?sort=opens"

    def make_rows(self, cast: Cast, number: int) -> None:
        occupation = occupation_with_rules()
        for worker in WorkerFactory.create_batch(number, unit=cast.workshop_a1):
            SpellFactory.create(worker=worker, occupation=occupation)
        refresh_eligibility(None, today=date(2026, 11, 21))


class TestGrades(QueryCount):
    queries = 5

    def url(self, cast: Cast) -> str:
        return f"{API}/grades"

    def make_rows(self, cast: Cast, number: int) -> None:
        for worker in WorkerFactory.create_batch(number, unit=cast.workshop_a1):
            GradeFactory.create(worker=worker)


class TestSpells(QueryCount):
    queries = 5

    def url(self, cast: Cast) -> str:
        return f"{API}/spells"

    def make_rows(self, cast: Cast, number: int) -> None:
        for worker in WorkerFactory.create_batch(number, unit=cast.workshop_a1):
            SpellFactory.create(worker=worker)


class TestDiplomas(QueryCount):
    queries = 5

    def url(self, cast: Cast) -> str:
        return f"{API}/diplomas"

    def make_rows(self, cast: Cast, number: int) -> None:
        for worker in WorkerFactory.create_batch(number, unit=cast.workshop_a1):
            DiplomaFactory.create(worker=worker)


class TestEligibility(QueryCount):
    queries = 5

    def url(self, cast: Cast) -> str:
        return f"{API}/eligibility"

    def make_rows(self, cast: Cast, number: int) -> None:
        TestPeople.make_rows(TestPeople(), cast, number)


class TestCorrections(QueryCount):
    queries = 5

    def url(self, cast: Cast) -> str:
        return f"{API}/correction-requests"

    def make_rows(self, cast: Cast, number: int) -> None:
        for worker in WorkerFactory.create_batch(number, unit=cast.workshop_a1):
            CorrectionRequestFactory.create(worker=worker)


class TestImportRows(QueryCount):
    queries = 6

    def url(self, cast: Cast) -> str:
        return f"{API}/imports/{self.batch_id}/rows"

    def make_rows(self, cast: Cast, number: int) -> None:
        batch = alices_import(cast)
        self.batch_id = batch.pk
        StagedRow.objects.bulk_create(StagedRow(batch=batch, sheet_row=row + 3) for row in range(number))


class TestOccupations(QueryCount):
    queries = 4

    def url(self, cast: Cast) -> str:
        return f"{API}/occupations"

    def make_rows(self, cast: Cast, number: int) -> None:
        OccupationFactory.create_batch(number)


class TestRuleSets(QueryCount):
    queries = 7

    def url(self, cast: Cast) -> str:
        return f"{API}/rule-sets"

    def make_rows(self, cast: Cast, number: int) -> None:
        for position in range(number):
            rule_set_by_years(f"R{position}", T_2_1=(2, 16), T_3_1=(3, 5))


class TestTimeline(QueryCount):
    queries = 6

    def url(self, cast: Cast) -> str:
        return f"{API}/workers/C-carol/timeline"

    def make_rows(self, cast: Cast, number: int) -> None:
        worker = cast.worker("carol")
        for _position in range(number):
            SpellFactory.create(worker=worker)
            GradeFactory.create(worker=worker)
            DiplomaFactory.create(worker=worker)


class TestHistory(QueryCount):
    queries = 7  # two a table whose rows change in place, one for merged records

    def url(self, cast: Cast) -> str:
        return f"{API}/workers/C-carol/history"

    def make_rows(self, cast: Cast, number: int) -> None:
        TestTimeline.make_rows(TestTimeline(), cast, number)
        worker = cast.worker("carol")
        for position in range(number):
            worker.phone = f"1380000{position:04}"
            worker.save(update_fields=["phone"])
