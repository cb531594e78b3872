"""An evaluation as the papers receive it: the contract with traces, the rows that cost points, and
what earlier periods came to."""

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from dutybook.evaluate.engines import Row
from dutybook.evaluate.run import Run
from dutybook.evaluate.telling.behind import as_table, costing
from dutybook.evaluate.telling.report import with_traces
from dutybook.evaluate.telling.words import Words
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.period import Period, parse_period

SHOWN: Final = 10
"""How many rows of a KPI a paper lists."""

EARLIER: Final = 11
"""How many earlier periods a trend shows: a year of months with the one at hand."""

_KEPT: Final = ("employee", "role", "status", "total", "grade")


def for_papers(
    run: Run,
    words: Words,
    catalogue: Catalogue,
    folder: Path,
    superiors: Mapping[tuple[str, str], str],
) -> dict[str, Any]:
    """The contract of ``run``, and in it what only papers print: ``costing`` (heads, rows as text
    and their number) of KPIs that lost points, the ``superior`` of each (employee, role),
    ``earlier`` periods found below ``folder``."""
    evaluation, zone = run.evaluation, ZoneInfo(run.engine.frame.zone)
    data = with_traces(evaluation, words, catalogue)
    for written, sheet in zip(data["scores"], evaluation.sheets, strict=True):
        written["superior"] = superiors.get((written["employee"], written["role"]), "")
        for key, results in (("kpis", sheet.kpis), ("adjustments", sheet.items)):
            for item, result in zip(written[key], results, strict=True):
                if _lost(item):
                    rows = costing(run, sheet, result)
                    item["costing"] = _table(rows, words, zone)
    return data | {"earlier": list(earlier(folder, evaluation.plan.period))}


def _table(rows: list[Row], words: Words, zone: ZoneInfo) -> dict[str, Any]:
    """The first rows as text, file and line in one column, and how many there are."""
    heads, table = as_table(rows[:SHOWN], words, zone)
    cells = [["" if c is None else str(c) for c in row] for row in table]
    placed = [[*row[:-2], ":".join(filter(None, row[-2:]))] for row in cells]
    return {"heads": heads[:-1], "rows": placed, "count": len(rows)}


def _lost(kpi: dict[str, Any]) -> bool:
    """Whether a KPI gave less than its full points, took some, or missed its target."""
    points, full = kpi["points"], kpi["full"]
    if points is None:
        return kpi["met"] is False
    return Fraction(points) < Fraction(full or 0)


def earlier(folder: Path, period: Period) -> Iterator[dict[str, Any]]:
    """Totals of periods of the same length before ``period``, oldest first, from the scores.json
    that ``dutybook evaluate`` left; what cannot be read is left out."""
    found = []
    for path in folder.glob("*/scores.json"):
        try:
            before = parse_period(path.parent.name)
            if before.kind != period.kind or before.start >= period.start:
                continue
            scores = json.loads(path.read_bytes())["scores"]
            kept = [{key: sheet[key] for key in _KEPT} for sheet in scores]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        found.append((before.start, {"period": before.text, "scores": kept}))
    yield from (data for _, data in sorted(found, key=lambda pair: pair[0])[-EARLIER:])
