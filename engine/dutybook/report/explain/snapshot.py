"""What a closing keeps of an evaluation, and the same again: every sheet as data, with the names it
prints, its sentences, and the rows behind each point.

`dutybook explain` reads scores through here, whether they were just computed or signed long ago.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dutybook.finding.catalogue import Catalogue
from dutybook.report import consequences as following
from dutybook.report.appeals import rollup_lines
from dutybook.report.contract import as_data, sheet_data, trace_data
from dutybook.report.explain.rows import as_rows, behind, costly
from dutybook.report.explain.variants import as_data as variants_data
from dutybook.report.explain.variants import followed
from dutybook.report.trace import trace
from dutybook.report.words import Words
from dutybook.roster.people import read_people
from dutybook.score.evaluation import Run
from dutybook.score.result import KpiResult, SheetResult
from dutybook.workspace import Workspace

Data = dict[str, Any]
BEHIND: Final = ("rows", "sop", "variants", "escalations")
"""What stands behind a KPI's points: kept in a file of its own."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The contract with traces, names and sentences; and per employee, role and KPI the rows."""

    scores: Data
    rows: Sequence[Data]


def snapshot(
    run: Run,
    words: Words,
    catalogue: Catalogue,
    superiors: Mapping[tuple[str, str], str],
    wanted: Callable[[SheetResult], bool] = lambda _: True,
) -> Snapshot:
    """The ``wanted`` sheets of an evaluation, without the names of people."""
    told = []
    rows: list[Data] = []
    for sheet in filter(wanted, run.evaluation.sheets):
        data = sheet_told(run, sheet, words, catalogue, rows=True)
        who = {"employee": data["employee"], "role": data["role"]}
        for item in (*data["kpis"], *data["adjustments"]):
            kept = {key: item.pop(key) for key in BEHIND if key in item}
            rows.append(who | {"kpi": item["kpi"]} | kept)
        del data["name"]
        told.append(data | {"superior": superiors.get((who["employee"], who["role"]), "")})
    return Snapshot(as_data(run.evaluation) | {"scores": told}, rows)


def sheet_told(
    run: Run, sheet: SheetResult, words: Words, catalogue: Catalogue, *, rows: bool
) -> Data:
    """A sheet of the contract, and beside it ``title`` (of the role), each KPI's ``name`` and
    ``trace``, what is ``said`` of the whole; with ``rows`` all that stands behind each KPI."""
    data = sheet_data(sheet)
    for key, results in (("kpis", sheet.kpis), ("adjustments", sheet.items)):
        for item, result in zip(data[key], results, strict=True):
            found = trace(run.evaluation, sheet, result, words, catalogue)
            item |= {"name": found.name, "trace": trace_data(found)}
            if rows:
                item |= dict(_behind(run, sheet, result))
    said = {
        "rollup": list(rollup_lines(sheet, words)),
        "follows": list(following.told(sheet, words)),
    }
    return data | {"title": sheet.sheet.role.title.at(words.locale), "said": said}


def _behind(run: Run, sheet: SheetResult, result: KpiResult) -> Iterator[tuple[str, Any]]:
    """The rows, which of them cost points, and what became of cases under a procedure."""
    zone, states = run.counted.zone, costly(result)
    listed = behind(run, sheet, result)
    told = zip(as_rows(listed, zone), listed, strict=True)
    yield "rows", [data | {"costs": row.state in states} for data, row in told]
    if found := followed(run, sheet, result):
        yield from variants_data(found, zone).items()


def superiors_of(workspace: Workspace) -> dict[tuple[str, str], str]:
    """The superior of each employee and role that people.csv names."""
    return {(a.employee, a.role): a.superior for a in read_people(workspace)[0]}
