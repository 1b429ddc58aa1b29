"""The columns of the roster in HR's order; their labels are the workbook's own words."""

from __future__ import annotations

from base.workbooks.headers import KnownColumn

COLUMNS = (
    KnownColumn("seq", "序号", counts=False),
    KnownColumn("employee_no", "工号", ("员工编号", "职工编号", "员工号", "职工号", "人员编号"), needed=True),
    KnownColumn("name", "姓名", ("职工姓名", "员工姓名")),
    KnownColumn("sex", "性别"),
    KnownColumn("id_number", "身份证号", ("身份证号码", "身份证", "公民身份号码", "居民身份证号码")),
    KnownColumn("unit", "单位", ("所属单位", "单位名称", "所在单位", "公司")),
    KnownColumn("workshop", "车间（部门）", ("车间", "部门", "车间/部门", "所在部门", "所在车间")),
    KnownColumn("post", "岗位", ("岗位名称", "工作岗位")),
    KnownColumn("occupation", "职业（工种）", ("职业", "工种", "职业/工种", "职业工种")),
    KnownColumn("level", "现技能等级", ("技能等级", "职业技能等级", "现等级", "等级")),
    KnownColumn("certificate_no", "证书编号", ("证书号", "证书号码", "技能等级证书编号")),
    KnownColumn("issued_on", "发证日期", ("发证时间", "取证日期", "取证时间")),
    KnownColumn("hire_date", "参加工作时间", ("参加工作日期",)),
    KnownColumn("occupation_since", "从事本工种时间", ("从事本职业时间", "从事本工种日期")),
    KnownColumn("diploma_kind", "学历", ("文化程度",)),
    KnownColumn("major", "专业", ("所学专业",)),
    KnownColumn("graduated_on", "毕业时间", ("毕业日期",)),
    KnownColumn("title", "职称", ("专业技术职称", "职称名称")),
    KnownColumn("title_on", "职称取得时间", ("职称取得日期",)),
    KnownColumn("phone", "手机号码", ("手机号", "手机", "联系电话", "电话")),
    KnownColumn("remark", "备注", ("说明",)),
)
LABELS = {column.key: column.label for column in COLUMNS}
KEYS = tuple(LABELS)
#: The column that holds a secret: staged encrypted, shown and exported masked.
ID_COLUMN = "id_number"
