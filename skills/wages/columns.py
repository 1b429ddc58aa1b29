"""The columns of a wage workbook; their labels are the workbook's own words."""

from __future__ import annotations

from base.workbooks.headers import KnownColumn

COLUMNS = (
    KnownColumn("seq", "序号", counts=False),
    KnownColumn("employee_no", "工号", ("员工编号", "职工编号", "员工号", "职工号", "人员编号"), needed=True),
    KnownColumn("name", "姓名", ("职工姓名", "员工姓名")),
    KnownColumn("month", "月份", ("年月", "工资月份", "所属月份", "发放月份", "工资年月"), needed=True),
    KnownColumn(
        "amount",
        "应发工资（元）",
        ("应发工资", "应发", "应发合计", "工资", "工资额", "工资（元）", "月工资", "金额", "应发金额"),
        needed=True,
    ),
)
LABELS = {column.key: column.label for column in COLUMNS}
#: The columns of the empty workbook one may download.
TEMPLATE_KEYS = ("employee_no", "name", "month", "amount")
