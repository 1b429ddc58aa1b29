"""What stands in the addresses of pages: for each, a row about carol, about her company or of alice's.

`PARAMETERS` decides by name; an address that nobody decided upon is not in it, and its tests fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from base.dates import today
from base.exports.records import start_export
from base.models import ExportRecord, ScheduleState
from base.saved_views import save_view
from base.schedules import note_schedule
from notices.services.calendar_links import make_calendar_link
from notices.services.own_email import email_link_token
from skills.enums import FactKind, TargetMeasure
from skills.models import Document, MatchToJudge, PolicyChange, Target, Title
from skills.reminders import GRADE_OPENS
from skills.services.documents import add_document
from skills.services.policy.drafting import Ground, start_change
from skills.services.policy.proposals import routes_of
from skills.services.targets import TargetTerms, set_target
from skills.wages.columns import LABELS, TEMPLATE_KEYS
from skills.wages.imports import stage_wages
from tests.access import Cast
from tests.base.workbooks.books import workbook
from tests.factories.skills import (
    CorrectionRequestFactory,
    GradeFactory,
    OccupationFactory,
    SpellFactory,
    TitleFactory,
    rule_set_by_years,
)
from tests.factories.workforce import RoleGrantFactory, WorkerFactory, account_of
from tests.notices.rows import a_notice
from tests.notices.webhooks_data import webhook_message
from tests.portal.test_hr_year.people_at_work import SCAN
from tests.skills.api.test_correction_access import alices_import
from tests.workforce.rows_about_carol import rows_about_carol
from workforce.enums import Role
from workforce.models import ApiToken, Erasure, Placement, RoleGrant, UnitHead, User
from workforce.services.id_numbers import id_number_index
from workforce.services.systems import create_system
from workforce.services.worker_acts import ActOrder, act_on_worker
from workforce.worker_acts import WorkerAct

ID_NUMBER = "130429199001011234"
#: The parameters of an address, once there are rows to name.
Parameters = Callable[[Cast], dict[str, Any]]


def a_title(cast: Cast) -> Title:
    """A title of carol's that nobody judged, beside her work and grade."""
    spell = SpellFactory.create(worker=cast.worker("carol"))
    GradeFactory.create(worker=cast.worker("carol"), occupation=spell.occupation)
    return TitleFactory.create(worker=cast.worker("carol"), name="助理工程师")


def a_match(cast: Cast) -> MatchToJudge:
    """What waits to be judged of it."""
    return MatchToJudge.objects.get(kind=FactKind.TITLE, fact_id=a_title(cast).pk)


def a_scan(cast: Cast) -> Document:
    """A scan beside a title of carol's."""
    title = TitleFactory.create(worker=cast.worker("carol"))
    return add_document(title, content=BytesIO(SCAN), name="scan.png", actor=None, now=timezone.now())


def a_schedule(_cast: Cast) -> ScheduleState:
    """Work that runs by itself; no company's."""
    return note_schedule(now=timezone.now())[0]


def a_target(cast: Cast) -> Target:
    """A target of company A, reported by hand."""
    terms = TargetTerms(
        "培训人次", TargetMeasure.REPORTED, Decimal(10), today(), today() + timedelta(days=30), "甲字2号"
    )
    return set_target(actor=None, unit=cast.company_a, terms=terms)


def a_wage_import(cast: Cast) -> int:
    """The number of a wage workbook of alice's."""
    book = workbook([LABELS[key] for key in TEMPLATE_KEYS], ["C-carol", "高兰", "2026-10", 6500])
    alice = cast.user("alice")
    return stage_wages(file=BytesIO(book), name="工资.xlsx", actor=alice, now=timezone.now()).pk


def an_export(cast: Cast) -> ExportRecord:
    """An export of alice's that a job will make."""
    return start_export(
        actor=cast.user("alice"),
        kind="skills.people",
        parameters=QueryDict("q=高兰"),
        file_format="csv",
        now=timezone.now(),
        in_background=True,
    )


def a_token(cast: Cast) -> ApiToken:
    """A token of carol's."""
    token: ApiToken = ApiToken.objects.create(user=cast.users["carol"])[0]
    return token


def a_version_draft(cast: Cast) -> PolicyChange:
    """A change of policy that rita, HR of the group like ruth, drafts: a version with route T-3-1."""
    rita = account_of(WorkerFactory.create(employee_no="C-rita", name="黎塔", unit=cast.group))
    RoleGrantFactory.create(user=rita, role=Role.HR_OFFICER, unit=cast.group)
    rule_set = rule_set_by_years(T_3_1=(3, 5))
    source = rule_set.versions.get()
    return start_change(
        actor=rita,
        kind="version",
        rule_set=rule_set,
        proposal={"copied_from": source.number, "source_note": "", "routes": routes_of(source)},
        ground=Ground(
            effective_on=today() + timedelta(days=1), document="新规程", mark="design", reason="国家修订"
        ),
        now=timezone.now(),
    )


def a_system(cast: Cast) -> User:
    """A program's account, for which alice answers."""
    return create_system(
        actor=cast.user("ruth"),
        login="attendance",
        display_name="甲公司考勤",
        owner=cast.users["alice"],
        purpose="读取人员名单",
    )


def a_planned_retirement(cast: Cast) -> Placement:
    """carol retires in two months."""
    order = ActOrder(act=WorkerAct.RETIRE, since=today() + timedelta(days=60))
    act_on_worker(actor=None, worker=cast.worker("carol"), order=order, today=today())
    return Placement.objects.get(worker=cast.worker("carol"), status="retired")


def _number(cast: Cast) -> dict[str, Any]:
    return {"employee_no": "C-carol"}


def _id_number(cast: Cast) -> dict[str, Any]:
    carol = cast.worker("carol")
    carol.id_number, carol.id_number_index = ID_NUMBER, id_number_index(ID_NUMBER)
    carol.save()
    return {"employee_no": "C-carol"}


def _fact(cast: Cast) -> dict[str, Any]:
    return {"employee_no": "C-carol", "kind": "title", "pk": a_title(cast).pk}


def _scan(cast: Cast) -> dict[str, Any]:
    return {"employee_no": "C-carol", "pk": a_scan(cast).pk}


def _correction(cast: Cast) -> dict[str, Any]:
    request = CorrectionRequestFactory.create(
        worker=cast.worker("carol"), requested_by=cast.users["carol"], text="高兰的事"
    )
    return {"pk": request.pk, "answer": "accept"}


def _import(cast: Cast) -> dict[str, Any]:
    return {"pk": alices_import(cast).pk, "act": "confirm", "sheet_row": 2}


def _export(cast: Cast) -> dict[str, Any]:
    return {"pk": an_export(cast).pk}


def _view(cast: Cast) -> dict[str, Any]:
    view = save_view(
        actor=cast.user("alice"), kind="skills.people", name="高兰", parameters=QueryDict("q=高兰")
    )
    return {"pk": view.pk, "kind": view.kind, "act": "delete"}


def _calendar(cast: Cast) -> dict[str, Any]:
    """The secret of carol's calendar: whoever has it reads it."""
    return {"token": make_calendar_link(actor=cast.user("carol"), now=timezone.now())[1]}


def _email_link(cast: Cast) -> dict[str, Any]:
    """What was sent to an address of carol's."""
    return {"token": email_link_token(actor=cast.user("carol"), address="gaolan@example.com")}


def _version(cast: Cast) -> dict[str, Any]:
    return {"pk": rule_set_by_years(T_3_1=(3, 5)).versions.get().pk}


def _draft(cast: Cast) -> dict[str, Any]:
    return {"pk": a_version_draft(cast).pk, "code": "T-3-1", "act": "withdraw"}


def _erasure(cast: Cast) -> dict[str, Any]:
    asked = Erasure.objects.create(
        worker=cast.worker("carol"), asked_by=cast.users["ruth"], asked_at=timezone.now(), reason="申请"
    )
    return {"pk": asked.pk}


def _head(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.workshop_a1.pk, "head": UnitHead.objects.get(unit=cast.workshop_a1).pk}


def _role(cast: Cast) -> dict[str, Any]:
    return {"pk": RoleGrant.objects.get(user=cast.users["alice"]).pk}


def _about_carol(name: str) -> Parameters:
    return lambda cast: {"employee_no": "C-carol", **rows_about_carol(cast, name)}


def _unit(cast: Cast) -> dict[str, Any]:
    return {"pk": cast.company_a.pk}


#: What an address is about, and the names of the pages at such addresses.
_SUBJECTS: tuple[tuple[Parameters, str, tuple[str, ...]], ...] = (
    (lambda cast: {"key": a_scan(cast).file.key}, "base", ("file",)),
    (_export, "base", ("export", "export_progress")),
    (_view, "base", ("views", "act_on_view")),
    (lambda cast: {"pk": a_notice(cast.users["carol"]).pk}, "notices", ("open",)),
    (_calendar, "notices", ("calendar",)),
    (_email_link, "notices", ("email_confirm",)),
    (lambda cast: {"name": GRADE_OPENS}, "notices", ("rule", "rule_set", "rule_tomorrow")),
    (lambda cast: {"pk": a_notice(cast.users["carol"]).pk}, "notices", ("told_one",)),
    (lambda cast: {"pk": webhook_message(cast).pk}, "notices", ("message", "resend", "replay")),
    (
        lambda cast: {"pk": webhook_message(cast).channel_id},
        "notices",
        ("channel", *(f"channel_{part}" for part in ("change", "switch", "test", "retry", "secret", "log"))),
    ),
    (lambda cast: {"pk": a_match(cast).pk}, "skills", ("match_judge",)),
    (_fact, "skills", ("fact_record", "fact_correct", "fact_take_back", "fact_scans")),
    (_scan, "skills", ("scan_take_back",)),
    (
        lambda cast: {"pk": a_wage_import(cast), "act": "confirm"},
        "skills",
        ("wage_import", "wage_import_progress", "wage_import_rejected", "act_on_wage_import"),
    ),
    (_correction, "skills", ("correction", "withdraw_correction", "decide_correction")),
    (_import, "skills", ("import", "import_progress", "import_rejected", "repair_row", "act_on_import")),
    (_id_number, "skills", ("worker_id_number",)),
    (_version, "skills", ("policy_version",)),
    (lambda cast: {"pk": OccupationFactory.create().pk}, "skills", ("policy_occupation",)),
    (lambda cast: {"kind": "version"}, "skills", ("start_policy_change",)),
    (
        _draft,
        "skills",
        (
            *("policy_change", "policy_impact", "policy_progress", "edit_policy_change", "new_policy_route"),
            *("policy_route", "remove_policy_route", "decline_policy", "act_on_policy"),
        ),
    ),
    (_erasure, "skills", ("confirm_erasure", "withdraw_erasure")),
    (lambda cast: {"kind": "base.jobs"}, "skills", ("retention_rule",)),
    (lambda cast: {"pk": a_schedule(cast).pk}, "base", ("run_schedule",)),
    (lambda cast: {"year": 2027}, "workforce", ("calendar_year", "calendar_confirm")),
    (lambda cast: {"year": 2027, "month": 1, "day": 1}, "workforce", ("calendar_day",)),
    (
        lambda cast: {"pk": a_target(cast).pk},
        "skills",
        ("target", "target_change", "target_withdraw", "target_report"),
    ),
    (
        _number,
        "skills",
        (
            *("facts", "worker", "worker_ladder", "worker_matches", "worker_merge"),
            *("personal_data", "personal_data_progress", "erase_worker"),
        ),
    ),
    (
        _unit,
        "workforce",
        (
            *(
                "unit",
                "unit_branches",
                "unit_new",
                "unit_rename",
                "unit_recode",
                "unit_move",
                "unit_merge",
                "unit_close",
            ),
            "unit_reopen",
        ),
    ),
    (_head, "workforce", ("unit_head", "unit_head_end", "unit_delegate")),
    (_about_carol("plan"), "workforce", ("plan_cancel",)),
    (_about_carol("delegation"), "workforce", ("delegation_end",)),
    (
        _about_carol("declaration"),
        "workforce",
        ("declaration_accept", "declaration_decline", "declaration_withdraw"),
    ),
    (_about_carol("relation"), "workforce", ("worker_relation_end",)),
    (lambda cast: {"pk": cast.users["frank"].pk}, "workforce", ("person_roles",)),
    (_role, "workforce", ("role_end",)),
    # carol's account is found by her number alone, erin's has none
    (lambda cast: {"pk": cast.users["erin"].pk}, "workforce", ("reset_account",)),
    (
        lambda cast: {"employee_no": "C-carol", "pk": a_planned_retirement(cast).pk},
        "workforce",
        ("placement_cancel", "placement_correct"),
    ),
    (lambda cast: {"digest": a_token(cast).digest}, "workforce", ("token_withdraw",)),
    (
        lambda cast: {"pk": a_system(cast).pk},
        "workforce",
        ("system", "system_owner", "system_token", "system_close"),
    ),
    (
        _number,
        "workforce",
        (
            *("worker_reset", "worker_details", "worker_placements", "worker_relations"),
            *("worker_relation_new", *(f"worker_{act.value}" for act in WorkerAct)),
        ),
    ),
)
PARAMETERS: Mapping[str, Parameters] = {
    f"{app}:{name}": parameters for parameters, app, names in _SUBJECTS for name in names
}
