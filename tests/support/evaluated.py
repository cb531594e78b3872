"""An evaluation of the small workspace's tester, worked out by hand, as the contract says it."""

from copy import deepcopy
from typing import Any

Data = dict[str, Any]


def kpi(name: str, value: str | None, points: str | None, full: str | None, **more: Any) -> Data:
    """One KPI of the contract; what is not given is as for a plain scored one."""
    given = {
        "kpi": name, "status": "scored" if value is not None else "no_data", "value": value,
        "percent": False, "numerator": value, "denominator": "1", "pending": 0, "excluded": 0,
        "target": None, "met": None, "points": points, "full": full, "applied": points,
        "held": value is None, "rule": None, "trace": trace(name),
    }  # fmt: skip
    return given | more


def trace(name: str) -> Data:
    """What stands behind a figure."""
    return {
        "definition": f"roles/stress.yaml:{60 + len(name)}", "version": "0123456789ab",
        "parameters": {}, "measured": [f"计量 {name}"], "scored": [f"计分 {name}"],
        "as_of": "2026-11-03", "calendar": None,
        "files": [{"name": "logs/jobs.csv", "sha256": "0" * 64}],
        "rows": f"dutybook explain T001 {name} --period 2026-10 --rows",
    }  # fmt: skip


RATING = kpi(
    "rating", "8.6", "12.9", "15", met=True, numerator="8.6",
    raters=[
        {"rater": "customer", "weight": "0.6", "mean": "9", "count": 3, "anonymous": False},
        {"rater": "peer", "weight": "0.4", "mean": "8", "count": 1, "anonymous": False},
    ],
    lacking=[],
)  # fmt: skip
WAITING = kpi(
    "rating", None, None, "15", status="not_rated", numerator=None, denominator=None,
    raters=[{"rater": "peer", "weight": "0.4", "mean": "8", "count": 1, "anonymous": False}],
    lacking=[{"rater": "customer", "count": 0, "needs": 1}],
)  # fmt: skip

# 30 + 20 + 13 + 12 + 0 + 12.9 = 87.9; the highest bonus 2 and the highest penalty -4: 85.9, grade B
SHEET: Data = {
    "employee": "T001", "name": "张三", "stretches": [["2026-10-01", "2026-11-01"]], "role": "stress",
    "superior": "T009", "status": "complete", "total": "85.9", "grade": "B", "coefficient": "1",
    "person_coefficient": "1",
    "kpis": [
        kpi("on-time", "0.95", "30", "30", percent=True, numerator="19", denominator="20",
            met=True, rule="steps"),
        kpi("collected", "0.86", "20", "20", percent=True, numerator="86", denominator="100"),
        kpi("complaints", "1", "13", "15", met=False, denominator=None,
            costing={"heads": ["结果", "编号"], "rows": [["计入", "J-7"]], "count": 1}),
        kpi("amount", "80", "12", "10", met=True),
        kpi("reports", "0.5", "0", "10", percent=True, numerator="1", denominator="2", met=False),
        RATING,
        kpi("extra", "0", "0", None),
        kpi("watched", "2", None, None, met=True),
    ],
    "adjustments": [
        kpi("praise", "2", "2", None),
        kpi("discipline", "3", "-4", None),
        kpi("mixed", "0", "0", None),
        kpi("watched", "0", None, None),
    ],
    "vetoes": [], "consequences": [], "appeals": [], "decided": None, "rollup": None,
}  # fmt: skip


def results(**changes: Any) -> Data:
    """The whole evaluation; ``changes`` are of the one sheet."""
    return deepcopy(
        {
            "period": "2026-10", "as_of": "2026-11-03", "scores": [SHEET | changes],
            "conservation": [
                {"source": "jobs", "read": 30, "counted": 25, "other_period": 1,
                 "other_employee": 1, "filtered": 1, "excluded": 1, "rejected": 1}
            ],
            "earlier": [
                {"period": "2026-08", "from": "closed", "scores": [
                    {"employee": "T001", "role": "stress", "status": "complete", "total": "78",
                     "grade": "B"}]},
                {"period": "2026-09", "from": "computed", "scores": [
                    {"employee": "T001", "role": "stress", "status": "incomplete", "total": None,
                     "grade": None}]},
            ],
        }
    )  # fmt: skip


def incomplete() -> Data:
    """The same with the customers' ratings still to come."""
    kpis = [WAITING if one["kpi"] == "rating" else one for one in SHEET["kpis"]]
    return results(status="incomplete", total=None, grade=None, coefficient=None, kpis=kpis)
