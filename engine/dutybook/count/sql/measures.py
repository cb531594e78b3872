"""A measure's question as SQL: the rows it selects, the state of each, what each adds."""

from fractions import Fraction

from dutybook.count.sql.columns import Dialect, literal
from dutybook.count.sql.deadlines import began, clocked, deadline, done
from dutybook.count.sql.durations import UNMEASURED, ends, length, states, worked
from dutybook.count.sql.limits import case_of
from dutybook.count.sql.pauses import muddled
from dutybook.grammar.number.quantity import plain
from dutybook.grammar.time.lookback import Lookback
from dutybook.logs.types import ident, local, text
from dutybook.measure.columns import POST, duration_of, span_of
from dutybook.measure.reading import parts_read
from dutybook.measure.working_limits import work_rules
from dutybook.model import By, Condition, Expression, Measure
from dutybook.model.measure import (
    P90,
    Conformance,
    Count,
    Duration,
    Max,
    Median,
    Min,
    Rating,
    Ratio,
    Scale,
    Share,
    Valued,
)
from dutybook.plan.frame import Frame
from dutybook.plan.question import Question


def each_amount(dialect: Dialect, each: By[Fraction] | Expression) -> str:
    """Points each row gives: by a column's content, or an expression."""
    if isinstance(each, By):
        cases = [(key, _number(value)) for key, value in each.cases]
        return case_of(
            each.column, cases, "NULL" if each.otherwise is None else _number(each.otherwise)
        )
    return f"({dialect.condition(each)})"


def _number(value: Fraction) -> str:
    """An exact decimal; figures in YAML always have an end."""
    return f"({plain(value)})"


def hits(
    question: Question, number: int, facts: str, dialect: Dialect, clock: str, scale: str
) -> str:
    """One row per fact that a question selects: its state, and what it adds above and below;
    ``clock`` is the table of its limit's working time, ``scale`` that of working time itself, where
    it needs one."""
    measure = question.measure
    where = getattr(measure, "where", None)
    chosen = [f'"$sheet" in (select "$sheet" from asked where "$question" = {number})']
    spoilt = _spoilt(question, dialect)
    if where is not None:
        chosen.append(f"({dialect.condition(where)} or {spoilt})")
    if isinstance(measure, Rating):
        chosen.append(f'"kpi" = {text(question.kpi)}')
    if question.posts:
        named = ", ".join(map(text, question.posts))
        chosen.append(f"({ident(POST)} is null or {ident(POST)} in ({named}))")
    facts = f"(select * from {facts} where {' and '.join(chosen)})"
    facts = _timed(question, facts, dialect, clock, scale)
    group = '"rater"' if isinstance(measure, Rating) else "''"
    same = question.repeat.same if question.repeat else None
    kind = f"cast({ident(same)} as varchar)" if same else "cast(null as varchar)"
    state = _state(question, dialect)
    num, den = _terms(measure, dialect)
    return f"""
select "$sheet", "$row", "$time", "$key", "$excluded", {group} as "$group", "$state",
  {_window(question, dialect)} as "$window",
  case when "$state" in ('good', 'bad', 'late', 'counted') then {num} end as "$num",
  case when "$state" in ('good', 'bad', 'late', 'counted') then {den} end as "$den",
  case when {_charged(measure, question.free)} then "$each" end as "$amount",
  case when "$state" = {text(_costing(measure))} then "$each" end as "$each", {kind} as "$kind",
  "$due", "$done"
from (select *, {state} as "$state" from {facts})"""


def _timed(question: Question, facts: str, dialect: Dialect, clock: str, scale: str) -> str:
    """``facts`` with when each row began, was due and was done, and the points it gives itself."""
    span, timed = span_of(question.measure), duration_of(question.measure)
    due = ended = start = "cast(null as timestamp)"
    if span is not None:
        due, ended, start = deadline(dialect, span), done(dialect, span), began(dialect, span)
    elif timed is not None:
        start, ended = ends(dialect, timed)
    facts = f'(select *, {ended} as "$done", {start} as "$began" from {facts})'
    if span is not None and work_rules(span.within):
        facts = clocked(dialect, span, facts, clock)
    each = each_amount(dialect, question.each) if question.each is not None else "0"
    facts = f'(select *, {due} as "$due", {each} as "$each" from {facts})'
    return worked(dialect, timed, facts, scale) if timed and timed.working else facts


def _spoilt(question: Question, dialect: Dialect) -> str:
    """That what the question reads of a row cannot be used: it selects such a row, and says so."""
    read = parts_read(question.measure, question.each, question.repeat)
    parts = sorted(read & dialect.source.soft)
    if not parts:
        return "false"
    return f'coalesce(list_has_any("$bad", [{", ".join(map(text, parts))}]), false)'


def _window(question: Question, dialect: Dialect) -> str:
    """The first day of the window a row falls into; NULL where the whole period is one."""
    every = getattr(question.measure, "window", None)
    if every is None:
        return "cast(null as date)"
    day = dialect.day(str(dialect.source.period_column))
    return day if every == "day" else f"cast(date_trunc({text(every)}, {day}) as date)"


def picked(measure: Measure, hit: str) -> str:
    """The rows of ``hit`` that the value is made of; order statistics keep one or two of each sheet
    and window, so that their mean is the value."""
    ranks: dict[type, str] = {
        Median: '"$rank" in (("$of" + 1) // 2, ("$of" + 2) // 2)',
        P90: '"$rank" = (9 * "$of" + 9) // 10',
        Min: '"$rank" = 1',
        Max: '"$rank" = "$of"',
    }
    rank = ranks.get(type(measure))
    if rank is None:
        return f'(select *, true as "$picked" from {hit})'
    each = 'partition by "$sheet", "$group", "$window", "$num" is null'
    return f"""
(select *, "$num" is not null and {rank} as "$picked" from (
  select *, row_number() over ({each} order by "$num", "$row") as "$rank",
    count(*) over ({each}) as "$of" from {hit}))"""


def rolling(over: Lookback, hit: str, at: str, frame: Frame) -> str:
    """Per sheet the most that any stretch of time ending in the period adds up to; a stretch ends
    with a row and is open at its start."""
    length = over.seconds * 1_000_000 - 1
    return f"""
select "$sheet", max("$sum") from (
  select "$sheet", "$time", sum("$num") over (partition by "$sheet" order by {at}
    range between to_microseconds({length}) preceding and current row) as "$sum"
  from {hit} where "$num" is not null)
where "$time" >= {literal(frame.start)} and "$time" < {literal(frame.end)} group by 1"""


def _charged(measure: Measure, free: int) -> str:
    """That a row costs points: it counts against someone and is not one of the first, free ones."""
    costing = f'"$state" = {text(_costing(measure))}'
    order = f'partition by "$sheet", {costing} order by "$time", "$key"'
    return f"{costing} and row_number() over ({order}) > {free}"


def incidents(question: Question, hit: str, dialect: Dialect) -> str:
    """Every incident among the rows ``hit`` by sheet, time and key: day, kind, and own points."""
    days = dialect.source.columns[str(dialect.source.period_column)].type == "date"
    day = '"$time"' if days else f"cast({local(ident('$time'), dialect.frame.zone)} as date)"
    return f"""
select "$sheet", {day}, "$kind", "$each" from {hit}
where "$state" = {text(_costing(question.measure))} order by "$sheet", "$time", "$key", "$row\""""


def _costing(measure: Measure) -> str:
    """The state of rows that cost points."""
    return "late" if isinstance(measure, Count) and measure.late else "counted"


def _state(question: Question, dialect: Dialect) -> str:
    measure, span = question.measure, span_of(question.measure)
    cases = ["when \"$excluded\" is not null then 'excluded'"]
    spoilt = _spoilt(question, dialect)
    cases += [f"when {spoilt} then 'no_value'"] if spoilt != "false" else []
    if question.each is not None:
        cases.append("when \"$each\" is null then 'undefined'")
    if span is not None:
        outside = "case when \"$needs\" is not null then 'uncovered' else 'undefined' end"
        wrong = muddled(dialect, span.within)
        late = f'"$done" is not null or "$due" <= {literal(dialect.frame.as_of)}'
        cases += [
            "when \"$began\" is null then 'no_value'",
            *([f"when {wrong} then 'undefined'"] if wrong else []),
            f'when "$due" is null then {outside if work_rules(span.within) else text("undefined")}',
            'when "$done" <= "$due" then \'good\'',
            f"when {late} then {_lateness(measure)}",
            "else 'pending'",
        ]
    elif isinstance(measure, Share):
        assert isinstance(measure.good, Condition)
        cases.append(f"when ({dialect.condition(measure.good)}) then 'good' else 'bad'")
    elif isinstance(measure, Valued) and measure.timed:
        cases += states(measure.timed)
    elif isinstance(measure, Valued | Ratio):
        num, den = _terms(measure, dialect)
        cases.append(f"when ({num}) is null or ({den}) is null then 'no_value' else 'counted'")
    elif isinstance(measure, Conformance):
        cases.append("else coalesce(\"$verdict\", 'no_value')")
    elif isinstance(measure, Rating):
        if question.shared:  # which of the two posts was meant is not ours to guess
            cases.append(
                f"when {f'{ident(POST)} is null' if question.posts else 'true'} then 'undefined'"
            )
        cases.append(f"when not ({_within(measure.scale)}) then 'undefined' else 'counted'")
    else:
        cases.append("else 'counted'")
    return f"case {' '.join(cases)} end"


def _lateness(measure: Measure) -> str:
    """What a late row is: one whose lateness no calendar tells is not covered."""
    timed = duration_of(measure)
    unmeasured = UNMEASURED if timed and timed.working else "false"
    return f"case when {unmeasured} then 'uncovered' else 'late' end"


def _within(scale: Scale) -> str:
    """That a rating is one the scale allows."""
    low, high = _number(scale.min), _number(scale.max)
    whole = "" if scale.step is None else f' and ("value" - {low}) % {_number(scale.step)} = 0'
    return f'"value" >= {low} and "value" <= {high}{whole}'


def _terms(measure: Measure, dialect: Dialect) -> tuple[str, str]:
    """What a counted row adds to the numerator and the denominator."""
    if isinstance(measure, Share | Conformance):
        return "case when \"$state\" = 'good' then 1 else 0 end", "1"
    if isinstance(measure, Count) and measure.late:
        return "case when \"$state\" = 'late' then 1 else 0 end", "1"
    if isinstance(measure, Ratio):
        return dialect.condition(measure.num), dialect.condition(measure.den)
    if isinstance(measure, Valued):
        value = measure.value
        exact = length(dialect, value) if isinstance(value, Duration) else dialect.condition(value)
        return exact, "1"
    return ('"value"', "1") if isinstance(measure, Rating) else ("1", "1")
