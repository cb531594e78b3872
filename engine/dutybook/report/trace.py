"""Why a score is what it is: definition, figures, arithmetic, files (docs/semantics.md#trace).

A trace is plain data in the organisation's words: `explain` prints it, scores.json carries it, and
an appeal points at it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dutybook.finding import Place
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.number.quantity import as_percent, lasting
from dutybook.measure.kinds import kind_of
from dutybook.model import Adjustment, Kpi
from dutybook.report.words import Words
from dutybook.rule.line import Line, as_shown
from dutybook.score.result import Evaluation, KpiResult, SheetResult
from dutybook.score.verdict import verdict
from dutybook.workspace.layers.versions import plain_data, version_at
from dutybook.yamltext.document import lookup


@dataclass(frozen=True, slots=True)
class Trace:
    """One KPI of one employee. ``version`` is a hash of its definition, ``parameters`` its YAML;
    ``measured`` and ``scored`` are sentences; ``rows`` is the command that lists rows."""

    employee: str
    role: str
    kpi: str
    name: str
    status: str
    place: Place
    version: str
    parameters: Mapping[str, Any]
    measured: tuple[str, ...]
    scored: tuple[str, ...]
    as_of: str
    calendar: str
    files: tuple[tuple[str, str], ...]
    rows: str


def trace(
    evaluation: Evaluation,
    sheet: SheetResult,
    result: KpiResult,
    words: Words,
    catalogue: Catalogue,
) -> Trace:
    """The trace of one KPI result."""
    kpi, who = result.kpi, sheet.sheet
    data = plain_data(lookup(kpi.origin.document.data, kpi.origin.path))
    source = kpi.measure.of if kpi.measure else ""
    return Trace(
        who.employee,
        who.role.role,
        kpi.id,
        kpi.name.at(words.locale),
        result.status,
        kpi.origin.place,
        version(kpi),
        data if isinstance(data, dict) else {},
        tuple(_measured(evaluation, result, words, catalogue)),
        tuple(words.line(line) for line in result.lines),
        evaluation.as_of.isoformat(),
        _calendar(evaluation, result),
        tuple((file.name, file.digest) for file in evaluation.files.get(source, ())),
        f"dutybook explain {who.employee} {kpi.id} --period {evaluation.plan.period} --rows",
    )


def version(kpi: Kpi) -> str:
    """A short hash of the KPI's definition as written: it changes when the definition does."""
    return version_at(kpi.origin)


def _measured(
    evaluation: Evaluation, result: KpiResult, words: Words, catalogue: Catalogue
) -> Iterator[str]:
    value, measure = result.value, result.kpi.measure
    if measure is None:
        yield words.say("measures", "unmeasured")
        return
    yield from (catalogue.message(finding) for finding in result.ask.problems)
    if result.ask.question is None:
        return
    if value.numerator is None and value.status == "no_data":
        yield words.say("measures", "undelivered")
    kind = kind_of(measure)
    yield from kind.told(measure, value, words)
    yield from _reading(evaluation, result, words)
    if value.value is not None:
        yield words.line(_figures(result), "measures")
    yield from _windows(result, words)
    yield from _compared(result, words)
    for key, count in (
        ("pending", value.pending),
        ("no_value", value.no_value),
        (kind.undefined, value.undefined),
        ("uncovered", value.uncovered),
    ):
        if count:
            yield words.say("measures", key, count=count)
    yield from _verdict(result, words)
    for number, count in value.excluded.items():
        yield _excluded(evaluation.approvals[number], count, words)


def _verdict(result: KpiResult, words: Words) -> Iterator[str]:
    """Met, not met, or not yet decidable: what is pending could still change it."""
    found, target = verdict(result), result.kpi.target
    if found is None or target is None:
        return
    word = "verdict_met" if found.met else "verdict_unmet"
    said = words.say("measures", word, target=target.fixed)
    if not found.pending:
        yield said
    elif found.settled:
        yield words.say("measures", "verdict_settled", verdict=said, count=found.pending)
    elif found.low is None or found.high is None:
        yield words.say("measures", "verdict_open", verdict=said, count=found.pending)
    else:
        slots = {"low": _shown(result, found.low), "high": _shown(result, found.high)}
        yield words.say("measures", "verdict_range", verdict=said, count=found.pending, **slots)


def _calendar(evaluation: Evaluation, result: KpiResult) -> str:
    """Name, version and extent of the calendar that the value depends on, if it does."""
    calendar = evaluation.calendar
    if calendar is None or not result.ask.calendared:
        return ""
    covers = calendar.covers
    return f"{calendar.calendar} {calendar.version} ({covers.from_}..{covers.to})"


def _reading(evaluation: Evaluation, result: KpiResult, words: Words) -> Iterator[str]:
    """Where rows come from, if not from the period and the employee alone."""
    measure, number = result.kpi.measure, result.ask.question
    if measure is None or number is None:
        return
    extent = list(evaluation.plan.questions)[number].extent
    if measure.over:
        over = words.say("over", str(measure.over))
        yield words.say("measures", "over", **{"from": extent.start, "over": over})
    if measure.scope == "team":
        yield words.say("measures", "team")


def _compared(result: KpiResult, words: Words) -> Iterator[str]:
    """What a relative target was relative to, and came to."""
    if result.baseline is not None and result.ask.baseline and result.kpi.target:
        shown = _shown(result, result.baseline)
        than = words.than(result.ask.baseline.than)
        yield words.say("measures", "baseline", than=than, value=shown)


def _windows(result: KpiResult, words: Words) -> Iterator[str]:
    """Each window and what it came to: of shares a percentage, whatever they are taken to."""
    measure = result.kpi.measure
    kind = kind_of(measure) if measure else None
    percent, timed = (kind.percent(measure), kind.lasting(measure)) if kind else (False, False)
    say = as_percent if percent else lasting if timed else as_shown
    for day, number in result.value.windows:
        slots = {"from": day.isoformat(), "value": say(number)}
        yield words.say("measures", "window", **slots)


def _shown(result: KpiResult, number: Fraction) -> str:
    target = result.kpi.target.fixed if result.kpi.target else None
    if result.value.time:
        return lasting(number, target.unit if target else "")
    percent = target.percent if target else result.value.percent
    return as_percent(number) if percent else as_shown(number)


def _figures(result: KpiResult) -> Line:
    value, measure = result.value, result.kpi.measure
    assert measure is not None
    assert value.value is not None
    shown = {
        "value": _shown(result, value.value),
        "count": str(len(value.windows)),
        "numerator": (lasting if value.time else as_shown)(value.numerator or Fraction(0)),
        "denominator": as_shown(value.denominator or Fraction(0)),
    }
    if measure.window:
        most = "" if measure.at_most is None else as_shown(measure.at_most)
        take = "sum_within" if most else measure.take
        return Line(f"window_{take}", shown | {"meet": str(measure.meet), "most": most})
    target = result.kpi.target.fixed if result.kpi.target else None
    return Line(kind_of(measure).word(measure, target), shown)


def _excluded(approval: Adjustment, count: int, words: Words) -> str:
    reason = approval.reason.at(words.locale)
    return words.say("measures", "excluded", count=count, reason=reason, approver=approval.approver)
