"""What stands beside the computed scores: appeals with what was decided, and roll-ups."""

from collections.abc import Iterator
from typing import Final

from dutybook.grammar.time.period import parse_period, spans
from dutybook.report.contract import exact
from dutybook.report.words import Words
from dutybook.score.result import Evaluation, Heard, KpiResult, SheetResult
from dutybook.score.rollup import waited_for
from dutybook.words.table import Cell

_APPEALS: Final = (
    "appeal", "employee", "name", "kpi", "filed_on", "deadline", "late", "decision", "computed",
    "decided", "by", "decided_on", "why",
)  # fmt: skip
_PARTS: Final = ("employee", "name", "role", "period", "from", "status", "days", "refund", "total",
                 "counts")  # fmt: skip


def appeals(evaluation: Evaluation, words: Words) -> tuple[list[str], list[list[Cell]]]:
    """One row per appeal: what was computed, what was decided, by whom."""
    rows = [_appeal(sheet, heard, words) for sheet in evaluation.sheets for heard in sheet.appeals]
    return words.heads(*_APPEALS), rows


def _appeal(sheet: SheetResult, heard: Heard, words: Words) -> list[Cell]:
    appeal, about = heard.appeal, heard.kpi
    if about is None:
        computed: str | None = _total(sheet)
        now = _total(sheet.decided) if sheet.decided else None
    else:
        computed, now = exact(about.adds), decided_points(sheet, about)
    return [
        appeal.id,
        appeal.employee,
        sheet.sheet.name,
        about.kpi.name.at(words.locale) if about else words.say("headings", "total"),
        appeal.filed_on.isoformat(),
        heard.deadline.isoformat() if heard.deadline else None,
        None if heard.late is None else words.say("summary", "yes" if heard.late else "no"),
        words.say("decisions", appeal.decision),
        computed,
        now if appeal.decision == "upheld" else None,
        appeal.by,
        appeal.decided_on.isoformat() if appeal.decided_on else None,
        appeal.why.at(words.locale),
    ]


def _total(sheet: SheetResult) -> str:
    return " ".join(filter(None, (exact(sheet.total), sheet.grade)))


def decided_points(sheet: SheetResult, result: KpiResult) -> str | None:
    """Points of a KPI or adjustment after appeals; None where no ruling changed the sheet."""
    if sheet.decided is None:
        return None
    found = (*sheet.decided.kpis, *sheet.decided.items)
    return exact(next(r.adds for r in found if r.kpi.id == result.kpi.id))


def rollup(evaluation: Evaluation, words: Words) -> tuple[list[str], list[list[Cell]]]:
    """One row per shorter period that a total was rolled up from."""
    rows: list[list[Cell]] = []
    for sheet in evaluation.sheets:
        who = sheet.sheet
        for part in sheet.rollup.parts if sheet.rollup else ():
            status = "absent" if not part.days else part.status or "missing"
            rows.append(
                [
                    who.employee,
                    who.name,
                    who.role.title.at(words.locale),
                    part.period,
                    words.say("rollup", "closed" if part.closed else "evaluated")
                    if part.status
                    else None,
                    words.say("rollup", status) if not part.status else _status(part.status, words),
                    part.days,
                    exact(part.refund) if part.refund else None,
                    exact(part.total),
                    words.say("summary", "yes" if part.counts else "no"),
                ]
            )
    return words.heads(*_PARTS), rows


def _status(status: str, words: Words) -> str:
    return words.say("sheet_status", status)


def rollup_lines(sheet: SheetResult, words: Words) -> Iterator[str]:
    """The arithmetic of a roll-up in sentences."""
    rolled = sheet.rollup
    if rolled is None:
        return
    for part in rolled.parts:
        if part.refund:
            slots = {
                "period": part.period,
                "refund": exact(part.refund),
                "total": exact(part.total),
            }
            yield words.say("rollup", "refunded", **slots)
    for refund in rolled.refunds:
        key = {True: "refund_met", False: "refund_unmet", None: "refund_unknown"}[refund.met]
        name = refund.kpi.kpi.name.at(words.locale)
        yield words.say("rollup", key, kpi=name, points=exact(refund.points))
    yield from lacking_periods(sheet, words)
    yield from (words.line(line, "rollup") for line in rolled.lines)


def lacking_periods(sheet: SheetResult, words: Words) -> Iterator[str]:
    """The shorter periods without a total."""
    parts = [part for part in (sheet.rollup.parts if sheet.rollup else ()) if waited_for(part)]
    for status in dict.fromkeys(part.status for part in parts):
        periods = spans([parse_period(part.period) for part in parts if part.status == status])
        said = _status(status, words) if status else words.say("rollup", "missing")
        yield words.say("summary", "lacking", kpi=", ".join(periods), status=said)
