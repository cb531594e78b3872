"""p% of cases within the limit: what was achieved, what is pending, and whether it can still turn."""

from typing import Any

import pytest
from office import Office, result

from dutybook.finding.catalogue import Catalogue
from dutybook.report.contract import as_data
from dutybook.report.trace import trace
from dutybook.report.words import Words
from dutybook.score.verdict import Verdict, verdict

SPAN = {"from": "received_at", "to": "answered_at", "within": "2 h"}


def cases(office: Office, good: int, late: int, open_: int) -> None:
    """Cases of 31 October; the open ones came in within the last two hours before as-of."""
    at = ["10:00,2026-10-31 11:00"] * good + ["10:00,2026-10-31 13:00"] * late + ["22:30,"] * open_
    office.rows(*(f",E1,complaint,2026-10-31 {moments}" for moments in at))


@pytest.mark.parametrize(
    ("target", "counts", "met", "settled", "said"),
    [
        ("≥ 90%", (9, 1, 0), True, True, "目标 ≥ 90%：达标"),
        ("≥ 90%", (8, 2, 0), False, True, "目标 ≥ 90%：未达标"),
        # 9 of 10 so far, one pending: 9 ÷ 11 = 81.82% or 10 ÷ 11 = 90.91%
        ("≥ 90%", (9, 1, 1), True, False,
         "目标 ≥ 90%：达标（目前）；还有 1 条未到期，最后会在 81.82% 到 90.91% 之间，结论未定"),
        ("≥ 90%", (8, 1, 1), False, False,
         "目标 ≥ 90%：未达标（目前）；还有 1 条未到期，最后会在 80% 到 90% 之间，结论未定"),
        ("≥ 90%", (5, 5, 3), False, True, "目标 ≥ 90%：未达标；未到期的 3 条不会改变结论"),
        ("≥ 70%", (9, 0, 2), True, True, "目标 ≥ 70%：达标；未到期的 2 条不会改变结论"),
        ("between 82% and 88%", (9, 1, 5), False, False,
         "目标 82% ~ 88%：未达标（目前）；还有 5 条未到期，最后会在 60% 到 93.33% 之间，结论未定"),
    ],
)  # fmt: skip
def test_met_not_met_and_not_yet_decidable(
    office: Office, target: str, counts: tuple[int, int, int], met: bool, settled: bool, said: str
) -> None:
    office.kpi({"share": {"of": "calls", "good": SPAN}}, None, target=target)
    cases(office, *counts)
    evaluation = office.evaluate()
    kpi = evaluation.sheets[0].kpis[0]
    catalogue, words = Catalogue.load(None, "zh-Hans"), Words.load(None, "zh-Hans")
    told = trace(evaluation, evaluation.sheets[0], kpi, words, catalogue)
    assert (kpi.met, kpi.value.pending) == (met, counts[2])
    assert said in told.measured
    (data, _) = as_data(evaluation)["scores"]
    assert (data["kpis"][0]["met"], data["kpis"][0]["settled"]) == (met, settled)


def test_counts_of_late_ones_and_figures_nothing_waits_for(office: Office) -> None:
    office.kpi({"count": {"of": "calls", "late": SPAN}}, None, target="< 3")
    office.kpi({"count": {"of": "calls"}}, None, target="≥ 1")
    office.kpi({"count": {"of": "calls"}}, None)
    cases(office, 1, 2, 1)
    evaluation = office.evaluate()
    assert verdict(result(evaluation)) == Verdict(True, settled=False, pending=1, low=2, high=3)  # type: ignore[arg-type]
    assert verdict(result(evaluation, kpi="k2")) == Verdict(True, settled=True)
    assert verdict(result(evaluation, kpi="k3")) is None


@pytest.mark.parametrize(("count", "settled"), [(None, False), (["missing"], False)])
def test_schedules_still_running(office: Office, count: Any, settled: bool) -> None:
    office.role["duties"] = [{"id": "d", "text": "交报表", "schedule": "every day"}]
    body = {"duty": "d", "of": "calls", **({"count": count} if count else {})}
    target = "≤ 5" if count else "≥ 80%"
    office.kpi({"schedule": body}, None, target=target)
    office.rows(*(f",E1,x,2026-10-{day:02d} 10:00," for day in range(1, 20)))
    found = verdict(office.result(as_of="2026-10-20"))
    assert found is not None
    assert (found.met, found.settled, found.pending) == (True, settled, 11)
