"""An office to evaluate: one post, one source, as little else as possible."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dutybook.grammar.time.period import parse_period
from dutybook.report.contract import as_data
from dutybook.score.evaluation import Run, evaluate
from dutybook.score.result import Evaluation, KpiResult
from dutybook.workspace import Workspace, load

COLUMNS = {
    "no": "text", "employee": "text", "area": "text", "category": "text", "level": "text",
    "received_at": "instant", "answered_at": "instant", "closed_at": "instant", "due_at": "instant",
    "received_on": "date", "due_on": "date", "for": "date", "paid": "decimal(12,2)",
    "billed": "decimal(12,2)", "errors": "integer", "repeated": "boolean",
    "kpi": "text", "rater": "text", "value": "decimal(6,2)",
}  # fmt: skip


class Office:
    """A workspace below ``root``; everything has a default that a test may replace."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.config: dict[str, Any] = {
            "organisation": "测试公司",
            "scheme": "plain",
            "logs": {"calls": "logs/*.csv"},
        }
        self.role: dict[str, Any] = {"role": "clerk", "title": "文员", "kpis": []}
        self.source: dict[str, Any] = {
            "source": "calls", "grain": "case", "key": "no", "employee": "employee",
            "time": "received_at", "columns": dict(COLUMNS),
        }  # fmt: skip
        self.scheme: dict[str, Any] = {"scheme": "plain"}
        self.calendar: dict[str, Any] = {}
        self.more: list[dict[str, Any]] = []
        self.adjustments: list[dict[str, Any]] = []
        self.people = "employee,name,role,from,to,area\nE1,甲,clerk,,,A\nE2,乙,clerk,,,B\n"
        self.logs: dict[str, str | bytes] = {}

    def kpi(self, measure: dict[str, Any] | None, weight: int | None = 30, **rest: Any) -> None:
        """Adds a KPI; the first is called ``k``, the next ``k2``."""
        number = len(self.role["kpis"]) + 1
        kpi = {"id": "k" if number == 1 else f"k{number}", "name": "指标", **rest}
        if measure:
            kpi["measure"] = deepcopy(measure)
        if weight is not None:
            kpi["weight"] = weight
        self.role["kpis"].append(kpi)

    def rows(self, *lines: str, head: str = "no,employee,category,received_at,answered_at") -> None:
        """The log: a heading and its rows; keys may be left out."""
        numbered = [
            line if line[:1] not in "," else f"{n}{line}" for n, line in enumerate(lines, 1)
        ]
        self.logs["logs/calls.csv"] = "\n".join([head, *numbered]) + "\n"

    def write(self) -> Workspace:
        """Writes everything and loads it."""
        files: dict[str, str | bytes] = {
            "dutybook.yaml": _yaml(self.config),
            "roles/clerk.yaml": _yaml(self.role),
            "rules/sources/calls.yaml": _yaml(self.source),
            "rules/schemes/plain.yaml": _yaml(self.scheme),
            "people.csv": self.people,
            **{f"roles/more-{n}.yaml": _yaml(data) for n, data in enumerate(self.more)},
            **self.logs,
        }
        if self.calendar:
            files["rules/calendars/own.yaml"] = _yaml(self.calendar)
        if self.adjustments:
            files["adjustments.yaml"] = _yaml({"adjustments": self.adjustments})
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(self.root)

    @contextmanager
    def run(self, period: str = "2026-10", as_of: str | None = None) -> Iterator[Run]:
        """An evaluation with its engine still open."""
        workspace = self.write()
        assert not workspace.findings, workspace.findings
        last = date.fromisoformat(as_of) if as_of else None
        with evaluate(workspace, parse_period(period), last) as run:
            yield run

    @contextmanager
    def run_anyway(self) -> Iterator[Run]:
        """An evaluation of definitions that have faults."""
        with evaluate(self.write(), parse_period("2026-10")) as run:
            yield run

    def evaluate(self, period: str = "2026-10", as_of: str | None = None) -> Evaluation:
        """A finished evaluation."""
        with self.run(period, as_of) as run:
            return run.evaluation

    def result(self, employee: str = "E1", kpi: str = "k", as_of: str | None = None) -> KpiResult:
        """One KPI of one employee."""
        return result(self.evaluate(as_of=as_of), employee, kpi)

    def data(self, **how: Any) -> dict[str, Any]:
        """The contract of an evaluation."""
        return as_data(self.evaluate(**how))


def result(evaluation: Evaluation, employee: str = "E1", kpi: str = "k") -> KpiResult:
    """One KPI or item of one employee."""
    sheet = next(s for s in evaluation.sheets if s.sheet.employee == employee)
    return next(r for r in (*sheet.kpis, *sheet.items) if r.kpi.id == kpi)


def codes(evaluation: Evaluation) -> list[str]:
    """Codes of the findings, each once."""
    return sorted({finding.code for finding in evaluation.findings})


def _yaml(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
