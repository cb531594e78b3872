"""What `dutybook explain` says of an employee: arithmetic, the YAML line, rows that cost points."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from dutybook.count.rows import Row
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.quantity import plain
from dutybook.report import consequences as following
from dutybook.report.appeals import decided_points, rollup_lines
from dutybook.report.contract import exact, sheet_data, trace_data
from dutybook.report.explain.rows import as_rows, as_table, behind, costing
from dutybook.report.explain.variants import Followed, followed
from dutybook.report.explain.variants import as_data as variants_data
from dutybook.report.explain.variants import as_text as variants
from dutybook.report.tables import rank_text
from dutybook.report.trace import Trace, trace
from dutybook.report.words import Words
from dutybook.score.evaluation import Run
from dutybook.score.result import Heard, KpiResult, SheetResult
from dutybook.words.table import aligned
from dutybook.workspace import Workspace

RowsOf = Callable[[Run, SheetResult, KpiResult], list[Row]]


@dataclass(frozen=True, slots=True)
class Explained:
    """One KPI with its trace; ``rows`` None where they were not asked for."""

    result: KpiResult
    trace: Trace
    rows: Sequence[Row] | None
    followed: Followed | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sheet of the employee, and the KPIs asked about."""

    sheet: SheetResult
    kpis: Sequence[Explained]


def explain(
    run: Run,
    words: Words,
    catalogue: Catalogue,
    employee: str,
    kpi: str | None,
    *,
    rows: bool = False,
    every: bool = False,
) -> list[Explanation]:
    """Every sheet of ``employee``; with ``kpi`` only that one. with ``rows``
    those that cost points, with ``every`` all of them. Findings where there is no such."""
    mine = [sheet for sheet in run.evaluation.sheets if sheet.sheet.employee == employee]
    if not mine:
        known = [sheet.sheet.employee for sheet in run.evaluation.sheets]
        raise DutybookError(_unknown("employee-not-evaluated", employee, known))
    listed = behind if every else costing if rows else None
    found = [
        Explanation(sheet, list(_explained(run, sheet, words, catalogue, kpi, listed)))
        for sheet in mine
    ]
    if kpi and not any(explanation.kpis for explanation in found):
        ids = [result.kpi.id for sheet in mine for result in (*sheet.kpis, *sheet.items)]
        raise DutybookError(_unknown("kpi-not-evaluated", kpi, ids))
    return [explanation for explanation in found if explanation.kpis or not kpi]


def _explained(
    run: Run,
    sheet: SheetResult,
    words: Words,
    catalogue: Catalogue,
    kpi: str | None,
    listed: RowsOf | None,
) -> Iterator[Explained]:
    for result in (*sheet.kpis, *sheet.items):
        if kpi in (None, result.kpi.id):
            found = trace(run.evaluation, sheet, result, words, catalogue)
            rows = listed(run, sheet, result) if listed else None
            told = followed(run, sheet, result) if listed else None
            yield Explained(result, found, rows, told)


def as_data(run: Run, found: Sequence[Explanation]) -> dict[str, Any]:
    """For programs: the contract of an evaluation, cut to one employee, with traces and rows."""
    zone = run.counted.zone
    sheets = []
    for explanation in found:
        data = sheet_data(explanation.sheet)
        asked = {id(e.result): e for e in explanation.kpis}
        for key, results in (
            ("kpis", explanation.sheet.kpis),
            ("adjustments", explanation.sheet.items),
        ):
            data[key] = [
                item | _more(asked[id(result)], zone)
                for item, result in zip(data[key], results, strict=True)
                if id(result) in asked
            ]
        sheets.append(data)
    evaluation = run.evaluation
    return {
        "period": evaluation.plan.period.text,
        "as_of": evaluation.as_of.isoformat(),
        "scores": sheets,
    }


def _more(explained: Explained, zone: ZoneInfo) -> dict[str, Any]:
    rows = {} if explained.rows is None else {"rows": as_rows(list(explained.rows), zone)}
    grouped = variants_data(explained.followed, zone) if explained.followed else {}
    return {"trace": trace_data(explained.trace), **rows, **grouped}


def as_text(run: Run, found: Sequence[Explanation], words: Words, workspace: Workspace) -> str:
    """For people."""
    zone = run.counted.zone
    parts = []
    for explanation in found:
        parts.append(_heading(run, explanation.sheet, words))
        parts += [
            _one(explained, explanation.sheet, words, workspace, zone)
            for explained in explanation.kpis
        ]
    return "\n\n".join(parts) + "\n"


def _heading(run: Run, sheet: SheetResult, words: Words) -> str:
    who = sheet.sheet
    shown = [
        f"{words.say('headings', 'total')} {plain(sheet.total)}" if sheet.total is not None else "",
        f"{words.say('headings', 'grade')} {sheet.grade}" if sheet.grade else "",
        words.say("sheet_status", sheet.status),
        f"{words.say('headings', 'rank')} {rank}" if (rank := rank_text(sheet.rank)) else "",
    ]
    period = run.evaluation.plan.period
    vetoes = [f"  ! {veto.text or veto.veto}" for veto in sheet.vetoes]
    title = f"{who.employee} {who.name} · {who.role.title.at(words.locale)} · {period}"
    after = [_decided(sheet, words)] if sheet.decided else []
    rolled = [_label(words, "rollup", line) for line in rollup_lines(sheet, words)]
    follow = [f"  → {line}" for line in following.told(sheet, words)]
    told = [_appeal(heard, words) for heard in sheet.appeals if heard.kpi is None]
    return "\n".join(
        [title, "  " + " · ".join(filter(None, shown)), *after, *vetoes, *rolled, *told, *follow]
    )


def _decided(sheet: SheetResult, words: Words) -> str:
    """The total and grade after appeals, beside the computed ones."""
    assert sheet.decided is not None
    grade = sheet.decided.grade
    figures = [
        f"{words.say('headings', 'decided_total')} {exact(sheet.decided.total)}",
        f"{words.say('headings', 'decided_grade')} {grade}" if grade else "",
        words.say("sheet_status", sheet.decided.status),
    ]
    return "  " + " · ".join(filter(None, figures))


def _appeal(heard: Heard, words: Words) -> str:
    """One appeal: who decided what, when and why; the file that says so."""
    appeal = heard.appeal
    told = words.say(
        "appeals",
        appeal.decision,
        id=appeal.id,
        filed=appeal.filed_on,
        why=appeal.why.at(words.locale),
        by=appeal.by or "",
        on=appeal.decided_on or "",
    )
    late = words.say("appeals", "late", deadline=heard.deadline) if heard.late else ""
    place = appeal.origin.place
    return _label(words, "appeal", f"{told}{late} ({place.file}:{place.line})")


def _one(
    explained: Explained, sheet: SheetResult, words: Words, workspace: Workspace, zone: ZoneInfo
) -> str:
    result, found = explained.result, explained.trace
    points = (
        ""
        if result.adds is None
        else plain(result.adds) + ("" if result.full is None else f" / {_full(result)}")
    )
    status = words.say("kpi_status", result.status)
    lines = [f"{found.name} ({found.kpi}): {points} [{status}]".replace(":  [", ": [")]
    place = found.place
    lines.append(_label(words, "definition", f"{place.file}:{place.line} ({found.version})"))
    if source := _source_line(workspace, found):
        lines.append(f"    {place.line:>5} | {source}")
    lines += [_label(words, "measure", sentence) for sentence in found.measured]
    lines += [_label(words, "scoring", sentence) for sentence in found.scored]
    lines += [_appeal(heard, words) for heard in sheet.appeals if heard.kpi is explained.result]
    if (ruled := decided_points(sheet, result)) is not None:
        lines.append(_label(words, "decided", words.say("appeals", "points", points=ruled)))
    lines.append(_label(words, "as_of", found.as_of))
    if found.calendar:
        lines.append(_label(words, "calendar", found.calendar))
    lines += [
        _label(words, "files", f"{name} (sha256 {digest[:12]})") for name, digest in found.files
    ]
    if explained.rows is None:
        lines.append(_label(words, "rows", found.rows))
    elif not explained.rows:
        lines.append(_label(words, "rows", words.say("trace", "no_rows")))
    else:
        table = aligned(*as_table(list(explained.rows), words, zone))
        lines += ["    " + line for line in table.splitlines()]
    if explained.followed:
        lines += ["", *("    " + line for line in variants(explained.followed, words, zone))]
    return "\n".join(lines)


def _full(result: KpiResult) -> str:
    full = result.full
    assert full is not None
    shown = plain(full)
    return shown if "/" not in shown else f"{float(full):.2f}"


def _label(words: Words, key: str, text: str) -> str:
    return f"  {words.say('trace', key)}  {text}"


def _source_line(workspace: Workspace, found: Trace) -> str:
    """The line of YAML on which the definition begins."""
    documents = [d for d in workspace.documents if d.file == found.place.file]
    lines = documents[0].text.splitlines() if documents else []
    return lines[found.place.line - 1] if 0 < found.place.line <= len(lines) else ""


def _unknown(code: str, value: str, known: Sequence[str]) -> Finding:
    guess = get_close_matches(value, known, 1, cutoff=0)
    return Finding(code, Place(value), {"value": value, "guess": guess[0] if guess else ""})
