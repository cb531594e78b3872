"""What `dutybook explain` says of an employee: arithmetic, the YAML line, rows that cost points.

Sheets are data (:mod:`~dutybook.report.explain.snapshot`): of an evaluation, or of a closing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.report.explain.rows import as_table, only_costing
from dutybook.report.explain.signed import signed_sheets
from dutybook.report.explain.snapshot import BEHIND, sheet_told
from dutybook.report.explain.variants import as_text as variants
from dutybook.report.words import Words
from dutybook.score.evaluation import Run
from dutybook.words.table import aligned
from dutybook.workspace import Workspace
from dutybook.workspace.closings import Closed

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be explained: an ``employee``, one ``kpi`` (None: all), with the ``rows`` that
    cost points, or ``every`` one."""

    employee: str
    kpi: str | None = None
    rows: bool = False
    every: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sheet of the employee with the KPIs asked about, of a period and as of a day; ``signed``:
    what a closing keeps, not what the logs come to."""

    sheet: Data
    period: str
    as_of: str
    signed: Closed | None = None

    @property
    def items(self) -> list[Data]:
        """KPIs and adjustments."""
        return [*self.sheet["kpis"], *self.sheet["adjustments"]]


def explain(run: Run, words: Words, catalogue: Catalogue, wanted: Wanted) -> list[Explanation]:
    """The employee's sheets as computed. Findings where there is no such."""
    evaluation = run.evaluation
    with_rows = wanted.rows or wanted.every
    mine = [
        sheet_told(run, sheet, words, catalogue, rows=with_rows)
        for sheet in evaluation.sheets
        if sheet.sheet.employee == wanted.employee
    ]
    period, as_of = evaluation.plan.period.text, evaluation.as_of.isoformat()
    known = [sheet.sheet.employee for sheet in evaluation.sheets]
    return _chosen([Explanation(sheet, period, as_of) for sheet in mine], known, wanted)


def explain_signed(
    workspace: Workspace, closings: Iterable[Closed], wanted: Wanted
) -> list[Explanation]:
    """The employee's sheets as ``closings`` keep them: no log is read."""
    found, known = [], []
    for closed in closings:
        period, as_of = closed.period.text, closed.scores["as_of"]
        behind = closed.rows(wanted.employee) if wanted.rows or wanted.every else {}
        for sheet in signed_sheets(workspace, closed):
            known.append(sheet["employee"])
            if sheet["employee"] == wanted.employee:
                found.append(Explanation(_with(behind, sheet), period, as_of, closed))
    return _chosen(found, known, wanted)


def _with(behind: Mapping[tuple[str, str], Data], sheet: Data) -> Data:
    """A sheet with what stands behind its KPIs."""
    joined = {
        key: [{**item, **behind.get((sheet["role"], item["kpi"]), {})} for item in sheet[key]]
        for key in ("kpis", "adjustments")
    }
    return {**sheet, **joined}


def _chosen(found: list[Explanation], known: Sequence[str], wanted: Wanted) -> list[Explanation]:
    if not found:
        raise DutybookError(_unknown("employee-not-evaluated", wanted.employee, known))
    items = [item for one in found for item in one.items]
    ids = [item["kpi"] for item in items]
    kpi = wanted.kpi
    if kpi and kpi not in ids:
        kpi = next((item["kpi"] for item in items if item.get("name") == kpi), kpi)
        wanted = replace(wanted, kpi=kpi)
    if kpi and kpi not in ids:
        raise DutybookError(_unknown("kpi-not-evaluated", kpi, ids))
    cut = [_cut(one, wanted) for one in found]
    return [one for one in cut if one.items or not kpi]


def _cut(one: Explanation, wanted: Wanted) -> Explanation:
    """Only the KPI asked for, with the rows asked for."""

    def shown(item: Data) -> Data:
        if wanted.every:
            return item
        if wanted.rows:
            return {**item, "rows": only_costing(item["rows"])} if "rows" in item else item
        return {key: value for key, value in item.items() if key not in BEHIND}

    kept = {
        key: [shown(item) for item in one.sheet[key] if wanted.kpi in (None, item["kpi"])]
        for key in ("kpis", "adjustments")
    }
    return Explanation({**one.sheet, **kept}, one.period, one.as_of, one.signed)


def as_data(found: Sequence[Explanation]) -> dict[str, Any]:
    """For programs: the contract of an evaluation, cut to one employee, with traces and rows."""
    return {
        "period": found[0].period,
        "as_of": found[0].as_of,
        "scores": [one.sheet for one in found],
        "closed": next((one.signed.entry for one in found if one.signed), None),
    }


def as_text(found: Sequence[Explanation], words: Words, workspace: Workspace) -> str:
    """For people; ``workspace`` has the definitions that the scores were made by."""
    parts = [_signed(one.signed, words) for one in found[:1] if one.signed]
    for one in found:
        parts.append(_heading(one, words))
        parts += [_one(item, one, words, workspace) for item in one.items]
    return "\n\n".join(parts) + "\n"


def _signed(closed: Closed, words: Words) -> str:
    made = closed.manifest
    slots = {"number": closed.number, "on": made.get("signed_on") or "–"}
    slots["by"] = made.get("signed_by") or "–"
    said = words.say("closed", "signed", period=closed.period, **slots)
    return said if closed.format > 1 else f"{said}\n{words.say('closed', 'without_rows')}"


def _heading(one: Explanation, words: Words) -> str:
    sheet = one.sheet
    rank = sheet.get("rank") or {}
    shown = [
        f"{words.say('headings', 'total')} {sheet['total']}" if sheet["total"] is not None else "",
        f"{words.say('headings', 'grade')} {sheet['grade']}" if sheet["grade"] else "",
        words.say("sheet_status", sheet["status"]),
        f"{words.say('headings', 'rank')} {rank['place']}/{rank['of']}"
        if rank.get("place")
        else "",
    ]
    title = f"{sheet['employee']} {sheet['name']} · {sheet['title']} · {one.period}"
    after = [_decided(sheet["decided"], words)] if sheet.get("decided") else []
    vetoes = [f"  ! {veto['text'] or veto['veto']}" for veto in sheet["vetoes"]]
    rolled = [_label(words, "rollup", line) for line in sheet["said"]["rollup"]]
    follow = [f"  → {line}" for line in sheet["said"]["follows"]]
    told = [_appeal(heard, words) for heard in sheet["appeals"] if heard["kpi"] is None]
    told += [_remark(remark, words) for remark in sheet.get("remarks", ())]
    return "\n".join(
        [title, "  " + " · ".join(filter(None, shown)), *after, *vetoes, *rolled, *told, *follow]
    )


def _decided(decided: Data, words: Words) -> str:
    """The total and grade after appeals, beside the computed ones."""
    grade = decided["grade"]
    figures = [
        f"{words.say('headings', 'decided_total')} {decided['total']}",
        f"{words.say('headings', 'decided_grade')} {grade}" if grade else "",
        words.say("sheet_status", decided["status"]),
    ]
    return "  " + " · ".join(filter(None, figures))


def _appeal(heard: Data, words: Words) -> str:
    """One appeal: who decided what, when and why; the file that says so."""
    slots = {"id": heard["id"], "filed": heard["filed_on"], "why": heard["why"]}
    slots |= {"by": heard["by"] or "", "on": heard["decided_on"] or ""}
    told = words.say("appeals", heard["decision"], **slots)
    late = words.say("appeals", "late", deadline=heard["deadline"]) if heard["late"] else ""
    return _label(words, "appeal", f"{told}{late} ({heard['place']})")


def _remark(remark: Data, words: Words) -> str:
    """What somebody wrote on the form, in one line."""
    text = remark["text"].replace("\n", " / ")
    if remark["part"] == "answer":
        text = words.say("answers", text)
    part = words.say("remark_parts", remark["part"])
    slots = {"part": part, "text": text, "by": remark["by"] or "", "on": remark["on"] or ""}
    return _label(words, "remark", words.say("remarks", "remark", **slots))


def _one(item: Data, one: Explanation, words: Words, workspace: Workspace) -> str:
    sheet, found = one.sheet, item["trace"]
    status = words.say("kpi_status", item["status"])
    points = f"{_points(item)} [{status}]".strip()
    lines = [f"{item['name']} ({item['kpi']}): {points}"]
    lines.append(_label(words, "definition", f"{found['definition']} ({found['version']})"))
    lines += _source_line(workspace, found["definition"])
    lines += [_label(words, "measure", sentence) for sentence in found["measured"]]
    lines += [_label(words, "scoring", sentence) for sentence in found["scored"]]
    lines += [_appeal(one, words) for one in sheet["appeals"] if one["kpi"] == item["kpi"]]
    if (ruled := _decided_points(sheet, item["kpi"])) is not None:
        lines.append(_label(words, "decided", words.say("appeals", "points", points=ruled)))
    lines.append(_label(words, "as_of", found["as_of"]))
    if found["calendar"]:
        lines.append(_label(words, "calendar", found["calendar"]))
    lines += [
        _label(words, "files", f"{file['name']} (sha256 {file['sha256'][:12]})")
        for file in found["files"]
    ]
    if "rows" not in item:
        lines.append(_label(words, "rows", found["rows"]))
    elif not item["rows"]:
        lines.append(_label(words, "rows", words.say("trace", "no_rows")))
    else:
        table = aligned(*as_table(item["rows"], words))
        lines += ["    " + line for line in table.splitlines()]
    if "variants" in item:
        steps = _steps(workspace, item["sop"])
        lines += ["", *("    " + line for line in variants(item, steps, words))]
    return "\n".join(lines)


def _points(item: Data) -> str:
    if item["applied"] is None:
        return ""
    full = item["full"]
    if full is not None and "/" in full:
        full = f"{float(Fraction(full)):.2f}"
    return str(item["applied"]) + ("" if full is None else f" / {full}")


def _decided_points(sheet: Data, kpi: str) -> str | None:
    """Points of a KPI or adjustment after appeals; None where no ruling changed the sheet."""
    decided = sheet.get("decided") or {"kpis": (), "adjustments": ()}
    items = (*decided["kpis"], *decided["adjustments"])
    return next((item["applied"] for item in items if item["kpi"] == kpi), None)


def _steps(workspace: Workspace, name: str) -> dict[str, str]:
    sop = workspace.definitions.sops.get(name)
    return {step.id: step.text.at(workspace.locale) for step in sop.steps} if sop else {}


def _label(words: Words, key: str, text: str) -> str:
    return f"  {words.say('trace', key)}  {text}"


def _source_line(workspace: Workspace, place: str) -> list[str]:
    """The line of YAML on which the definition begins."""
    file, _, number = place.rpartition(":")
    line = int(number)
    document = next((d for d in workspace.documents if d.file == file), None)
    lines = document.text.splitlines() if document else []
    source = lines[line - 1] if 0 < line <= len(lines) else ""
    return [f"    {line:>5} | {source}"] if source else []


def _unknown(code: str, value: str, known: Sequence[str]) -> Finding:
    guess = get_close_matches(value, known, 1, cutoff=0)
    return Finding(code, Place(value), {"value": value, "guess": guess[0] if guess else ""})
