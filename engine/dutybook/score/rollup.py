"""The totals of shorter periods to one of a longer: a year from its months.

See docs/semantics.md#roll-ups. Months are closed results where they were closed, else evaluated
(:mod:`dutybook.score.history`).
A month in which somebody did not hold the post, or was not eligible, is no part of it; a month
without a total is *missing*, and the scheme says whether it is waited for.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain, rounded
from dutybook.grammar.time.period import Period
from dutybook.model import Rollup, Scheme
from dutybook.roster.attendance.days import overlap
from dutybook.rule.line import Line, as_shown
from dutybook.rule.points import undeducted
from dutybook.rule.sums import worked_out
from dutybook.rule.tree import Constant, printed
from dutybook.score.consequences.sheet import consequences_of
from dutybook.score.history.periods import History
from dutybook.score.history.results import PastSheet
from dutybook.score.result import KpiResult, Part, Refund, RolledUp, SheetResult
from dutybook.score.sums import of_group
from dutybook.score.total import graded, ungraded, vetoed


def rolled_up(
    sheet: SheetResult,
    period: Period,
    as_of: date,
    history: History,
    silent: Collection[Period] = (),
) -> tuple[SheetResult, list[Finding]]:
    """The sheet of a longer period with the total its scheme rolls up; its KPIs keep their values
    and verdicts over the whole period, and give no points of their own. ``silent`` periods have no
    logs: they are waited for, not evaluated."""
    scheme = sheet.sheet.scheme
    shorter, rule = scheme.parts(period), scheme.rollup
    if not shorter or rule is None or not sheet.sheet.scored:
        return sheet, []  # a role without weights is met or not, over the whole period
    kpis = tuple(map(_only_value, sheet.kpis))
    items = tuple(map(_only_value, sheet.items))
    if rule.from_ not in (None, scheme.period):
        return _open(sheet, kpis, items, RolledUp(_take(rule), ())), []  # told of the scheme
    if rule.out_of and rule.out_of != len(shorter):
        place = scheme.origin.below("rollup", "take").place
        details: dict[str, object] = {
            "out_of": rule.out_of,
            "count": len(shorter),
            "period": period.text,
        }
        nothing = RolledUp(_take(rule), ())
        return _open(sheet, kpis, items, nothing), [Finding("rollup-out-of", place, details)]
    past: dict[str, tuple[PastSheet | None, bool]] = {
        part.text: (None, False) if part in silent else _past(sheet, part, as_of, history)
        for part in shorter
    }
    known = [found for found, _ in past.values() if found]
    refunds = tuple(_refunds((*kpis, *items), rule, known))
    parts = [_part(sheet, part, *past[part.text], refunds) for part in shorter]
    parts = _counting(parts, rule)
    missing = [part for part in parts if waited_for(part)] if rule.missing == "hold" else []
    total, line = _joined([part for part in parts if part.counts], rule, scheme)
    made = RolledUp(_take(rule), tuple(parts), refunds, (line,) if line else ())
    if missing:
        return _open(sheet, kpis, items, made), []
    if total is None:
        return replace(_open(sheet, kpis, items, made), status="not_eligible"), []
    done = replace(_open(sheet, kpis, items, made), status="complete", total=total)
    done = graded(done, scheme.rolled)
    done, undecided = vetoed(done, scheme.rolled)
    follows, open_ends = consequences_of(done)
    done = replace(done, consequences=follows)
    return done, [*_gap(done, scheme, rule), *undecided, *open_ends]


def waited_for(part: Part) -> bool:
    """Whether a part should have had a total and has none."""
    return part.days > 0 and part.total is None and part.status != "not_eligible"


def _take(rule: Rollup) -> str:
    return f"best {rule.best} of {rule.out_of}" if rule.take == "best" else rule.take


def _open(
    sheet: SheetResult,
    kpis: tuple[KpiResult, ...],
    items: tuple[KpiResult, ...],
    made: RolledUp,
) -> SheetResult:
    """The sheet without any total."""
    return SheetResult(sheet.sheet, "incomplete", kpis, items, rollup=made)


def _only_value(result: KpiResult) -> KpiResult:
    return replace(
        result, exact=None, points=None, full=None, rule=None, lines=(), held=False, applied=None
    )


def _past(
    sheet: SheetResult, part: Period, as_of: date, history: History
) -> tuple[PastSheet | None, bool]:
    """The sheet of one shorter period, and whether that was closed."""
    if not _days(sheet, part) or part.start > as_of:
        return None, False
    usual = part.last + timedelta(days=sheet.sheet.scheme.cut_off)
    found = history.of(part, as_of if as_of < usual else None)
    if found is None:
        return None, False
    return found.sheets.get((sheet.sheet.employee, sheet.sheet.role.role)), found.closed


def _days(sheet: SheetResult, part: Period) -> int:
    """Days in the post within a shorter period."""
    held = (overlap(days, part.start, part.end) for days in sheet.sheet.days)
    return sum((end - start).days for start, end in filter(None, held))


def _part(
    sheet: SheetResult,
    part: Period,
    past: PastSheet | None,
    closed: bool,
    refunds: Sequence[Refund],
) -> Part:
    days = _days(sheet, part)
    if past is None:
        return Part(part.text, closed, None, days=days)
    total, back = past.total, Decimal(0)
    if total is not None and past.status == "complete":  # a refund does not lift a veto
        back = _back(sheet, past, [refund.kpi for refund in refunds if refund.met])
        top = sheet.sheet.scheme.clamp.max
        if top is not None:
            back = max(min(back, rounded(top, sheet.sheet.scheme.places) - total), Decimal(0))
        total += back
    counts = total is not None and past.status != "not_eligible"
    return Part(part.text, closed, past.status, total, days, back, counts, past.grade)


def _back(sheet: SheetResult, past: PastSheet, kpis: Sequence[KpiResult]) -> Decimal:
    """What comes back to a shorter period's total: what was lost, and in a group no more than its
    bounds let through."""
    scheme = sheet.sheet.scheme
    lost = {kpi.kpi.id: _lost(past, kpi) for kpi in kpis}
    every = [r for r in (*sheet.kpis, *sheet.items) if r.kpi.id in past.kpis]
    before = [replace(r, points=past.kpis[r.kpi.id].points, applied=None) for r in every]
    after = [
        r if r.points is None else replace(r, points=r.points + lost.get(r.kpi.id, Decimal(0)))
        for r in before
    ]
    groups = {group.id for group in scheme.groups}
    loose = (lost[kpi.kpi.id] for kpi in kpis if kpi.kpi.group not in groups)
    grouped = (of_group(g, after, scheme) - of_group(g, before, scheme) for g in scheme.groups)
    return sum((*loose, *grouped), Decimal(0))


def _lost(past: PastSheet, kpi: KpiResult) -> Decimal:
    """Points that were taken from a KPI in one shorter period, from where it starts; from what adds
    and takes, what it took: what it added stays."""
    found = past.kpis.get(kpi.kpi.id)
    if found is None or found.points is None:
        return Decimal(0)
    if kpi.kpi.weight is None:
        return max(-found.points, Decimal(0))
    if found.full is None:
        return Decimal(0)
    start = undeducted(kpi.kpi, kpi.own_full)
    most = found.full if start is None else min(start, found.full)
    places = -int(found.points.as_tuple().exponent)
    return max(rounded(most, places) - found.points, Decimal(0))


def _refunds(kpis: Sequence[KpiResult], rule: Rollup, past: Sequence[PastSheet]) -> list[Refund]:
    """KPIs whose lost points come back, and what they lost in all periods without a veto."""
    found = []
    for result in kpis:
        if not {"all", result.kpi.id} & set(rule.refund_if_met) or result.kpi.target is None:
            continue
        lost = sum(
            (_lost(sheet, result) for sheet in past if sheet.status == "complete"),
            Decimal(0),
        )
        found.append(Refund(result, result.met, lost if result.met else Decimal(0)))
    return found


def _counting(parts: list[Part], rule: Rollup) -> list[Part]:
    """Those that count: the best of them, or the last, where the rule says so."""
    counting = [number for number, part in enumerate(parts) if part.counts]
    if rule.take == "last":
        kept = counting[-1:]
    elif rule.take == "best":
        kept = sorted(counting, key=lambda n: (-(parts[n].total or 0), n))[: rule.best]
    else:
        kept = counting
    return [replace(part, counts=number in kept) for number, part in enumerate(parts)]


def _joined(
    parts: Sequence[Part], rule: Rollup, scheme: Scheme
) -> tuple[Decimal | None, Line | None]:
    """The total, and its arithmetic; nothing where no period counts."""
    totals = [Fraction(part.total) for part in parts if part.total is not None]
    if not totals:
        return None, None
    weights = [part.days if rule.take == "weighted by days" else 1 for part in parts]
    top = sum((total * weight for total, weight in zip(totals, weights, strict=True)), Fraction(0))
    exact = top if rule.take == "sum" else top / sum(weights)
    tree = printed(Constant(exact), scheme.rounding, scheme.places)
    total = rounded(worked_out(tree), scheme.places)
    terms = [
        plain(t) if rule.take != "weighted by days" else f"{plain(t)} × {w}"
        for t, w in zip(totals, weights, strict=True)
    ]
    slots = {
        "terms": " + ".join(terms),
        "count": str(sum(weights)),
        "exact": as_shown(exact),
        "total": f"{total:f}",
    }
    return total, Line(f"rollup_{rule.take.split()[0]}", slots)


def _gap(sheet: SheetResult, scheme: Scheme, rule: Rollup) -> list[Finding]:
    grades = rule.grades or scheme.grades
    if not grades or sheet.total is None or sheet.grade is not None:
        return []
    path = ("rollup", "grades") if rule.grades else ("grades",)
    details = {"total": sheet.total, "employee": sheet.sheet.employee}
    return [
        Finding(ungraded(scheme.rolled, sheet.total), scheme.origin.below(*path).place, details)
    ]
