"""A role with far more in it than any real one: 120 duties, 40 KPIs, titles of 60 characters, six
scripts, emoji, addresses without a space. And one with nothing at all."""

from typing import Any, Final

import yaml

LONG: Final = "超长岗位名称" * 10
ADDRESS: Final = (
    "https://intranet.example.com/" + "services/tenancy-and-complaints/" * 4 + "form?id=12345"
)
SCRIPTS: Final = (
    "繁體與简体并列",
    "Grüße, naïve façade – Ελληνικά – Кириллица",
    "日本語のかなと한국어",
    "العربية من اليمين",
    "ภาษาไทยไม่มีช่องว่าง",
    "表情😀👩‍👩‍👧和1️⃣",
    ADDRESS,
    "a" * 90,
    "𠮷野家的生僻字龘靐𓀀\ue000",
)
LIMITS: Final = ("10 min", "2 working h", "3 workdays", "same day", "1 month", "next day by 12:00")
SCHEDULES: Final = (
    "每天17:00前",
    "every workday by 09:00",
    "7 times a week",
    "每月5日前",
    "every quarter",
)
LEVELS: Final = ("full", "lead", "shared", "assist")


def duty(n: int) -> dict[str, Any]:
    """A duty with everything a duty may have."""
    words = SCRIPTS[n % len(SCRIPTS)]
    return {
        "id": f"duty-{n}",
        "text": f"第{n}项职责：{words}",
        "area": f"领域{n}",
        "responsibility": LEVELS[n % 4],
        "indicator": f"要点{n}清楚",
        "within": LIMITS[n % len(LIMITS)],
        "schedule": SCHEDULES[n % len(SCHEDULES)],
        "tasks": [f"任务{n}甲{words}", f"任务{n}乙"],
        "standards": [{"text": f"标准{n}甲不含糊", "methods": [{"how": f"抽查{n}"}]}, f"标准{n}乙{words}"],
        "difficulties": [f"难处{n}"],
        "taboos": [f"禁做{n}"],
        "records": [f"台账{n}"],
    }  # fmt: skip


def kpi(n: int) -> dict[str, Any]:
    """A KPI with a rule long enough to wrap."""
    return {
        "id": f"kpi-{n}",
        "name": f"指标{n}{SCRIPTS[n % len(SCRIPTS)]}"[:60],
        "definition": f"定义{n}：按月统计，口径以登记为准",
        "covers": [f"duty-{n}"],
        "weight": 2.5,
        "measure": {"share": {"of": "tickets", "where": {"category": "complaint"},
                              "good": {"from": "received_at", "to": "answered_at", "within": LIMITS[n % 3]}}},
        "target": f"≥ {50 + n}%",
        "score": {"steps": {"from": "target", "per": "1 pp", "lose": 1, "partial": "whole"}},
    }  # fmt: skip


def crowded() -> dict[str, Any]:
    """The role that has everything, many times."""
    texts = [f"第{i}条{words}" for i, words in enumerate(SCRIPTS)]
    return {
        "role": "crowded",
        "title": LONG,
        "code": "编" * 60,
        "department": "压力测试部",
        "level": "级" * 60,
        "reports_to": {"line": "empty", "functional": ["外" * 60]},
        "headcount": 120,
        "effective": "2026-01-01",
        "revised": "2026-06-30",
        "purpose": texts,
        "contacts": {"internal": {"share": "30%", "with": texts}, "external": {"share": "70%", "with": texts}},
        "qualifications": {
            "education": SCRIPTS[1], "major": ADDRESS, "experience": {"years": "3-5", "field": "客服"},
            "certificates": texts, "skills": texts, "knowledge": texts, "traits": texts, "other": texts,
        },
        "authority": texts,
        "equipment": texts,
        "conditions": dict.fromkeys(("place", "hours", "environment", "travel", "hazards"), ADDRESS),
        "career": {"from": ["源" * 60], "to": ["empty"], "rotation": ["转" * 60]},
        "training": {"hours": 8, "per": "month", "topics": texts},
        "pitfalls": [{"error": f"差错{text}", "remedy": [f"对策{text}"]} for text in texts],
        "posting": {"employment": "full_time", "openings": 3, "place": ADDRESS, "salary": {"from": 1, "to": 2},
                    "benefits": texts, "notes": texts, "posted": "2026-01-01", "apply_by": "2026-02-01",
                    "contact": {"person": LONG, "phone": "1" * 60, "url": ADDRESS, "address": ADDRESS}},
        "duties": [duty(n) for n in range(1, 121)],
        "kpis": [kpi(n) for n in range(1, 41)],
    }  # fmt: skip


def procedure() -> dict[str, Any]:
    """A procedure of 40 steps."""
    return {
        "sop": "crowded-procedure",
        "title": "程序" * 30,
        "department": "压力测试部",
        "purpose": SCRIPTS[1],
        "scope": f"范围{ADDRESS}",
        "trigger": f"起因{SCRIPTS[4]}",
        "owner": "crowded",
        "steps": [
            {"id": f"step-{n}", "text": f"步骤{n}{SCRIPTS[n % len(SCRIPTS)]}", "owner": "crowded",
             "within": LIMITS[n % len(LIMITS)], "records": [f"单据{n}"], "taboos": [f"切忌{n}"],
             **({"branches": [{"when": f"情形{n}{SCRIPTS[n % 9]}", "to": f"step-{n + 5}"}]} if n % 10 == 1 else {})}
            for n in range(1, 41)
        ],
        "escalation": [{"after": f"{n} h", "to": "crowded", "text": f"报告{n}{SCRIPTS[n]}"} for n in range(1, 9)],
    }  # fmt: skip


def agreement() -> dict[str, Any]:
    """An agreement on all 40 KPIs, with everything an agreement may have."""
    texts = [f"约定{i}{words}" for i, words in enumerate(SCRIPTS)]
    return {
        "agreement": "crowded-deal",
        "title": "责任书" * 20,
        "department": "压力测试部",
        "parties": {"company": "empty", "responsible": "crowded"},
        "term": {"from": "2026-01-01", "to": "2026-12-31"},
        "definitions": [{"term": f"术语{i}", "meaning": text} for i, text in enumerate(texts)],
        "targets": [f"crowded/kpi-{n}" for n in range(1, 41)],
        "rights": {
            side: [f"{side}{text}" for text in texts] for side in ("company", "responsible")
        },
        "obligations": {
            "responsible": [
                {"id": f"owed-{i}", "text": f"义务{text}", "schedule": SCHEDULES[i % 5]}
                for i, text in enumerate(texts)
            ]
        },
    }


PERSON: Final = "热娜·ภาษาไทย😀" + "的姓名" * 15
"""Who holds the crowded post."""


def tickets() -> str:
    """A small log: every third case is answered two days late."""
    rows = [
        f"T-{n},P1,complaint,2026-10-{n:02d} 09:00,2026-10-{n + (2 if n % 3 == 0 else 0):02d} 09:05"
        for n in range(1, 28)
    ]
    return "\n".join(["ticket_no,employee,category,received_at,answered_at", *rows]) + "\n"


def _yaml(*documents: dict[str, Any]) -> str:
    return yaml.safe_dump_all(documents, allow_unicode=True, sort_keys=False, width=10**6)


FILES: Final[dict[str, str | bytes]] = {
    "dutybook.yaml": "organisation: 压力测试公司\nscheme: monthly\ncalendar: cn-mainland\n"
    "logs: {tickets: logs/tickets.csv}\n"
    "departments: {压力测试部: {title: 压力测试部, manual_code: YL}}\n",
    "roles/crowded.yaml": _yaml(crowded(), procedure(), agreement()),
    "roles/empty.yaml": "role: empty\ntitle: 空\ndepartment: 压力测试部\n",
    "people.csv": f"employee,name,role,from,to\nP1,{PERSON},crowded,2026-01-01,\n",
    "logs/tickets.csv": tickets(),
}  # fmt: skip
