"""Correction requests: the queue, the answer, a decision that came too late, and who may do none of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from base.dates import today
from skills.enums import CorrectionState, FactKind
from skills.models import CorrectionRequest, EmploymentSpell, Standing
from skills.services.corrections import accept_correction, decline_correction
from skills.services.refresh_eligibility import refresh_eligibility
from tests.access import Cast, PageAccess, QueryCount
from tests.factories.skills import (
    CorrectionRequestFactory,
    GradeFactory,
    SpellFactory,
    WageFactory,
    occupation_with_rules,
)
from tests.factories.workforce import WorkerFactory, account_of
from tests.skills.pages.clients import browser_of, text_of
from workforce.models import Worker

LIST = reverse("skills:corrections")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def request_of(cast: Cast, name: str = "carol", **values: object) -> CorrectionRequest:
    """A waiting request about a person's phone number."""
    made: CorrectionRequest = CorrectionRequestFactory.create(
        worker=cast.worker(name), requested_by=cast.users[name], **values
    )
    return made


def page_of(request: CorrectionRequest) -> str:
    return reverse("skills:correction", args=[request.pk])


def answer_of(request: CorrectionRequest, answer: str) -> str:
    return reverse("skills:decide_correction", args=[request.pk, answer])


class TestQueue(PageAccess):
    wrong = None  # everybody has a list: the own requests, if nothing else
    stranger = None

    def url(self, cast: Cast) -> str:
        request_of(cast)
        request_of(cast, "frank", state=CorrectionState.WITHDRAWN)
        request_of(cast, "ivan")
        return LIST

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert [line.row.worker.name for line in response.context["rows"]] == ["高兰"]


def test_worker_sees_the_own_requests_alone_whatever_became_of_them(cast: Cast) -> None:
    request_of(cast, state=CorrectionState.WITHDRAWN)
    request_of(cast, "frank")
    response = browser_of(cast.users["carol"]).get(LIST)
    assert [line.row.worker.name for line in response.context["rows"]] == ["高兰"]


class TestQueueQueries(QueryCount):
    queries = 6

    def url(self, cast: Cast) -> str:
        return LIST

    def make_rows(self, cast: Cast, number: int) -> None:
        for _unused in range(number):
            worker = WorkerFactory.create(unit=cast.workshop_a1)
            CorrectionRequestFactory.create(worker=worker, requested_by=account_of(worker))


class TestRequestPage(PageAccess):
    wrong = None  # who has it in scope may read it

    def url(self, cast: Cast) -> str:
        return page_of(request_of(cast, text="号码<i>换</i>了"))

    def assert_done(self, cast: Cast, response: Any) -> None:
        page = response.content.decode()
        assert "号码&lt;i&gt;换&lt;/i&gt;了" in page
        assert '<strong class="proposed-new">13811112222</strong>' in page
        assert answer_of(CorrectionRequest.objects.get(), "accept") in page


@pytest.mark.parametrize("name", ["dave", "heidi", "frank", "grace"])
def test_others_do_not_find_a_request(cast: Cast, name: str) -> None:
    request = request_of(cast)
    client = browser_of(cast.users[name])
    assert client.get(page_of(request)).status_code == 404
    assert client.post(answer_of(request, "decline"), {"reason": "不"}).status_code == 404


class TestAccept(PageAccess):
    method = "post"
    wrong = "erin"

    def url(self, cast: Cast) -> str:
        return answer_of(CorrectionRequest.objects.first() or request_of(cast), "accept")

    def data(self, cast: Cast) -> dict[str, str]:
        return {"phone": "13833334444"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert CorrectionRequest.objects.get().state == CorrectionState.ACCEPTED
        assert cast.worker("carol").phone == "13833334444"

    def assert_nothing_done(self, cast: Cast) -> None:
        assert CorrectionRequest.objects.get().state == CorrectionState.WAITING
        assert cast.worker("carol").phone == "13900000000"


class TestDecline(TestAccept):
    def url(self, cast: Cast) -> str:
        return answer_of(CorrectionRequest.objects.first() or request_of(cast), "decline")

    def data(self, cast: Cast) -> dict[str, str]:
        return {"reason": "号码属于他人"}

    def assert_done(self, cast: Cast, response: Any) -> None:
        request = CorrectionRequest.objects.get()
        assert (request.state, request.decision_reason) == (CorrectionState.DECLINED, "号码属于他人")
        page = browser_of(cast.users["carol"]).get(page_of(request)).content.decode()
        assert "号码属于他人" in page


def test_nobody_answers_the_own_request(cast: Cast) -> None:
    request = request_of(cast, "alice")
    client = browser_of(cast.users["alice"])
    assert "Accept and write" not in client.get(page_of(request)).content.decode()
    assert client.post(answer_of(request, "accept"), {"phone": "1"}).status_code == 403
    request.refresh_from_db()
    assert request.state == CorrectionState.WAITING


def test_declining_needs_a_message_and_keeps_the_page(cast: Cast) -> None:
    request = request_of(cast)
    response = browser_of(cast.users["alice"]).post(answer_of(request, "decline"), {"reason": "  "})
    assert response.status_code == 400
    assert response.context["decline_form"].errors["reason"]
    assert "Accept and write" in response.content.decode()


def test_answer_that_is_none_is_not_found(cast: Cast) -> None:
    request = request_of(cast)
    assert browser_of(cast.users["alice"]).post(answer_of(request, "erase")).status_code == 404


def test_second_clerk_is_told_who_was_faster(cast: Cast) -> None:
    request = request_of(cast)
    clerk = browser_of(cast.users["alice"])
    assert "Accept and write" in clerk.get(page_of(request)).content.decode()
    decline_correction(request, actor=cast.user("ruth"), reason="请附证明", now=timezone.now())
    response = clerk.post(answer_of(request, "accept"), {"phone": "13833334444"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "alert-danger" in page
    assert "请附证明" in page
    assert "Accept and write" not in page
    assert cast.worker("carol").phone == "13900000000"


def test_accepted_spell_opens_the_grade_it_proves(cast: Cast) -> None:
    carol = cast.worker("carol")
    occupation = occupation_with_rules()
    SpellFactory.create(worker=carol, occupation=occupation, since=today().replace(day=1))
    GradeFactory.create(worker=carol, occupation=occupation, level=2, issued_on=date(2020, 1, 1))
    refresh_eligibility([carol.pk], today=today())
    spell = EmploymentSpell.objects.get()
    request = request_of(
        cast, fact_kind=FactKind.SPELL, fact_id=spell.pk, proposed={"since": "2012-01-01"}, text="2012年起"
    )
    form = browser_of(cast.users["alice"]).get(page_of(request)).context["accept_form"]
    assert form["since"].value() == "2012-01-01"
    response = browser_of(cast.users["alice"]).post(
        answer_of(request, "accept"), {"occupation": occupation.pk, "since": "2012-03-01"}
    )
    assert response.status_code == 302
    assert str(Standing.objects.get(worker=carol).next_on) == "2017-03-01"


def test_value_that_cannot_be_written_stays_in_the_form(cast: Cast) -> None:
    request = request_of(
        cast, fact_kind=FactKind.SPELL, proposed={"since": "2012-01-01"}, text="从业经历缺一段"
    )
    occupation = occupation_with_rules()
    values = {"occupation": occupation.pk, "since": "2015-01-01", "until": "2014-01-01"}
    response = browser_of(cast.users["alice"]).post(answer_of(request, "accept"), values)
    assert response.status_code == 400
    assert response.context["accept_form"].errors
    assert 'value="2015-01-01"' in response.content.decode()
    assert not EmploymentSpell.objects.exists()


def test_worker_asks_with_a_proof_under_any_name(cast: Cast) -> None:
    wage = WageFactory.create(worker=cast.worker("carol"))
    client = browser_of(cast.users["carol"])
    proof = SimpleUploadedFile('"><script>x</script>.pdf', PDF, content_type="application/pdf")
    sent = client.post(
        f"{reverse('skills:ask_correction')}?kind=personal",
        {"text": "电话已换", "phone": "13811112222", "file": proof},
    )
    assert sent.status_code == 302, text_of(sent)
    request = CorrectionRequest.objects.get()
    assert request.proposed["phone"] == "13811112222"
    page = browser_of(cast.users["alice"]).get(page_of(request)).content.decode()
    assert "<script>x" not in page
    assert wage.worker_id == request.worker_id


def test_nobody_asks_about_the_record_of_another(cast: Cast) -> None:
    spell = SpellFactory.create(worker=cast.worker("frank"))
    asked = {"kind": "spell", "id": str(spell.pk)}
    assert browser_of(cast.users["carol"]).get(reverse("skills:ask_correction"), asked).status_code == 404
    assert browser_of(cast.users["erin"]).get(reverse("skills:ask_correction")).status_code == 404


class TestWithdraw(PageAccess):
    method = "post"
    right = "carol"
    wrong = "alice"

    def url(self, cast: Cast) -> str:
        request = CorrectionRequest.objects.first() or request_of(cast)
        return reverse("skills:withdraw_correction", args=[request.pk])

    def assert_done(self, cast: Cast, response: Any) -> None:
        assert CorrectionRequest.objects.get().state == CorrectionState.WITHDRAWN

    def assert_nothing_done(self, cast: Cast) -> None:
        assert CorrectionRequest.objects.get().state == CorrectionState.WAITING


def test_request_answered_meanwhile_is_not_withdrawn(cast: Cast) -> None:
    request = request_of(cast)
    accept_correction(request, actor=cast.user("alice"), now=timezone.now())
    response = browser_of(cast.users["carol"]).post(reverse("skills:withdraw_correction", args=[request.pk]))
    assert response.status_code == 409
    assert Worker.objects.get(pk=request.worker_id).phone == "13811112222"


def test_proposed_entry_that_the_clerk_empties_is_not_written(cast: Cast) -> None:
    occupation = occupation_with_rules()
    proposed = {"occupation": occupation.pk, "since": "2012-01-01", "until": "2015-01-01"}
    request = request_of(cast, fact_kind=FactKind.SPELL, proposed=proposed, text="缺一段")
    values = {"occupation": occupation.pk, "since": "2012-01-01", "until": ""}
    response = browser_of(cast.users["alice"]).post(answer_of(request, "accept"), values)
    assert response.status_code == 302, text_of(response)
    assert EmploymentSpell.objects.get().until is None
