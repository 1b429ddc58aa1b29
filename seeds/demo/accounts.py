"""The accounts of the demo, one for each kind of visitor."""

from __future__ import annotations

from dataclasses import dataclass

from workforce.enums import Role

#: The password of every demo account, set in demo mode alone.
DEMO_PASSWORD = "jiangjie-demo"  # noqa: S105 - printed for everybody, works in demo mode alone


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account, the worker behind it (by employee number), and the role it holds over a unit."""

    login: str
    title: str
    #: What to look at first, in the words of the demo's pages.
    note: str
    worker: bool = True
    role: Role | None = None
    unit: str = ""
    administrator: bool = False


DEMO_ACCOUNTS = (
    DemoAccount("BY100007", "职工（中级工）", "我的成长：看八级阶梯，本月可申报高级工"),
    DemoAccount("BY100008", "职工（新进学徒工）", "我的成长：看初级工以上各级从哪天起可申报；试算"),
    DemoAccount("BY100009", "职工（技师，有职称）", "我的成长：逐条看高级技师的申报条件"),
    DemoAccount("BY100006", "熔炼车间主任", "看本车间职工的等级和下一级日期"),
    DemoAccount(
        "BY100001", "集团人力资源", "工作台、人员、花名册导入、更正申请", role=Role.HR_OFFICER, unit="BY"
    ),
    DemoAccount(
        "BY100010",
        "集团人力资源（复核）",
        "复核条件与标准的变更：起草人不能自己确认",
        role=Role.HR_OFFICER,
        unit="BY",
    ),
    DemoAccount(
        "BY100002",
        "第一冶炼厂人力资源",
        "只看得到本厂职工；导入本厂花名册",
        role=Role.HR_OFFICER,
        unit="BY01",
    ),
    DemoAccount("BY100003", "集团工会", "技能等级金字塔和各单位数字", role=Role.UNION_OFFICER, unit="BY"),
    DemoAccount(
        "BY100004",
        "工会评审",
        "只看得到自己的记录；评审任务随后续版本开放",
        role=Role.UNION_REVIEWER,
        unit="BY",
    ),
    DemoAccount("BY100005", "财务", "看人员和等级，不改记录", role=Role.FINANCE, unit="BY"),
    DemoAccount(
        "by-audit", "外部审计", "只读：金字塔、人员和依据", worker=False, role=Role.AUDITOR, unit="BY"
    ),
    DemoAccount("by-admin", "系统管理员", "系统维护；不经手职工记录", worker=False, administrator=True),
)
