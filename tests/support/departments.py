"""Departments of any size, made up: for tests and benches of what grows with them."""

from pathlib import Path

AREAS = "东南西北中外"
WORK = ("客服专员", "维修技工", "秩序维护员", "保洁领班", "绿化养护员", "设备巡检员", "收费专员", "档案管理员", "前台接待")  # fmt: skip
DUTIES = (
    ("每日巡视本区域，登记异常情况并通知责任岗位", "full", "every day by 17:00"),
    ("受理住户报修，跟进到完成并回访", "lead", "every workday by 18:00"),
    ("协助主管编制周报，核对各岗位上报的数字", "assist", "every week by friday 12:00"),
    ("参加部门例会，反馈现场问题并提出建议", "shared", "every week by monday 10:00"),
    ("维护本岗位台账和电子档案，做到账实相符", "full", "every month by day 5"),
    ("完成季度自查，列出问题和整改期限", "lead", "every quarter by day 10 of the next month"),
)
SETTINGS = """organisation: 广厦物业集团有限公司
locale: zh-Hans
departments:
  运营部:
    manual_code: GX-YY-00
    revisions: [{version: "3.0", date: 2026-03-01, changes: 按片区重编, prepared: 综合办}]
"""


def role(
    name: str, title: str, number: int, line: str, functional: str = "", duties: int = len(DUTIES)
) -> str:
    """A role with so many duties: with three its description fills two pages."""
    above = f"{{line: {line}, functional: [{functional}]}}" if functional else line
    listed = "\n".join(
        f"  - {{id: d{i}, text: {text}（{title}）, responsibility: {part}, schedule: {when}, records: [{title}台账],\n"
        f"     standards: [当日事项当日登记，不漏项不补记, 数据与台账一致，随时可以核对], tasks: [查看现场, 填写记录]}}"
        for i, (text, part, when) in enumerate(DUTIES[:duties])
    )
    return f"""role: {name}
title: {title}
code: 运-{number:03d}
department: 运营部
level: 专员
reports_to: {above}
headcount: 3
effective: 2026-03-01
purpose: 按标准完成{title}的工作，让住户满意，让设施完好。
authority: [对不合格的工作要求返工, 调用本区域的应急物资]
contacts: {{internal: {{share: 70%, with: [财务部, 工程部]}}, external: {{share: 30%, with: [住户, 街道办]}}}}
qualifications: {{education: 高中, experience: {{years: 1, field: 物业服务}}, skills: [沟通, 办公软件], certificates: [上岗证]}}
equipment: [对讲机, 工具包]
pitfalls: [{{error: 只口头转达，没有记录, remedy: [转达后立刻补登记]}}]
duties:
{listed}
kpis:
  - {{id: k0, name: 巡视完成率, covers: [d0], weight: 60, target: "≥ 95%"}}
  - {{id: k1, name: 报修及时率, covers: [d1], weight: 40, target: "≥ 90%"}}
"""


def roles(count: int, duties: int = len(DUTIES)) -> list[str]:
    """A head, six leads, and posts below them, ``count`` in all."""
    docs = [role("head", "运营部经理", 1, "总经理", duties=duties)]
    docs += [role(f"lead-{i}", f"{AREAS[i]}区主管", i + 2, "head", duties=duties) for i in range(6)]
    for i in range(count - len(docs)):
        area, turn = i % 6, i // 6
        title = f"{AREAS[area]}区{WORK[turn % 9]}" + (f"{turn // 9 + 1}" if turn >= 9 else "")
        functional = "lead-0" if (area, turn) == (1, 2) else ""
        docs.append(role(f"post-{i}", title, i + 8, f"lead-{area}", functional, duties))
    return docs[:count]


def write_department(root: Path, count: int, duties: int = len(DUTIES)) -> None:
    """A workspace at ``root`` with one department of ``count`` roles, a file each."""
    (root / "roles").mkdir(parents=True, exist_ok=True)
    (root / "dutybook.yaml").write_text(SETTINGS, "utf-8")
    for i, text in enumerate(roles(count, duties)):
        (root / "roles" / f"r{i:03d}.yaml").write_text(text, "utf-8")
