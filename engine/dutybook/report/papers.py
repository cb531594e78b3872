"""An evaluation, or what was signed of it, as the papers receive it: the contract with traces, the
rows that cost points, and what earlier periods came to."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Final

from dutybook.finding.catalogue import Catalogue
from dutybook.report.contract import fault_places, with_traces
from dutybook.report.explain.rows import RowData, as_rows, as_table, costing, only_costing
from dutybook.report.explain.signed import signed_sheets
from dutybook.report.trends import earlier
from dutybook.report.words import Words
from dutybook.score.evaluation import Run
from dutybook.workspace import Workspace
from dutybook.workspace.closings import Closed

SHOWN: Final = 10
"""How many rows of a KPI a paper lists."""


def for_papers(
    run: Run,
    words: Words,
    catalogue: Catalogue,
    superiors: Mapping[tuple[str, str], str],
    *,
    trends: bool,
) -> dict[str, Any]:
    """The contract of ``run``, and in it what only papers print: ``costing`` (heads, rows as text
    and their number) of KPIs that lost points, the ``superior`` of each (employee, role), places of
    ``faults`` that hold a sheet, ``earlier`` periods where ``trends`` are to be drawn (they may
    have to be evaluated)."""
    evaluation, zone = run.evaluation, run.counted.zone
    data = with_traces(evaluation, words, catalogue)
    for written, sheet in zip(data["scores"], evaluation.sheets, strict=True):
        written["superior"] = superiors.get((written["employee"], written["role"]), "")
        written["faults"] = fault_places(sheet) if sheet.status == "incomplete" else []
        for key, results in (("kpis", sheet.kpis), ("adjustments", sheet.items)):
            for item, result in zip(written[key], results, strict=True):
                if _lost(item):
                    rows = as_rows(costing(run, sheet, result), zone)
                    item["costing"] = _table(rows, words)
    return data | {"earlier": earlier(run) if trends else []}


def signed_for_papers(workspace: Workspace, closed: Closed, words: Words) -> dict[str, Any]:
    """The same of a closing, without earlier periods."""
    sheets = signed_sheets(workspace, closed)
    for sheet in sheets:
        behind = closed.rows(sheet["employee"])
        for item in (*sheet["kpis"], *sheet["adjustments"]):
            rows = behind.get((sheet["role"], item["kpi"]))
            if rows and _lost(item):
                item["costing"] = _table(only_costing(rows["rows"]), words)
    return {**closed.scores, "scores": sheets, "earlier": []}


def _table(rows: Sequence[RowData], words: Words) -> dict[str, Any]:
    """The first rows as text, file and line in one column, and how many there are."""
    heads, table = as_table(rows[:SHOWN], words)
    cells = [["" if c is None else str(c) for c in row] for row in table]
    placed = [[*row[:-2], ":".join(filter(None, row[-2:]))] for row in cells]
    return {"heads": heads[:-1], "rows": placed, "count": len(rows)}


def _lost(kpi: dict[str, Any]) -> bool:
    """Whether a KPI gave less than its full points, took some, or missed its target."""
    points, full = kpi["points"], kpi["full"]
    if points is None:
        return kpi["met"] is False
    return Fraction(points) < Fraction(full or 0)
