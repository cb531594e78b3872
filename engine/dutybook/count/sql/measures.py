"""A measure's question as SQL: the rows it selects, the state of each, what each adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from dutybook.count.sql.columns import Dialect, literal
from dutybook.count.sql.deadlines import began, clocked, deadline, done
from dutybook.count.sql.durations import UNMEASURED, ends, length, states, worked
from dutybook.count.sql.limits import case_of
from dutybook.count.sql.pauses import muddled
from dutybook.grammar.time.lookback import Lookback
from dutybook.logs.types import ident, local, text
from dutybook.measure.columns import duration_of, parts_read, span_of
from dutybook.measure.kind import number as exactly
from dutybook.measure.kinds import kind_of
from dutybook.measure.limits import work_rules
from dutybook.model import By, Condition, Expression, Measure, Span
from dutybook.model.measure import Duration
from dutybook.plan.frame import Frame
from dutybook.plan.question import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a source's rows, as kinds of measures write SQL for it."""

    question: Question
    dialect: Dialect

    @property
    def kpi(self) -> str:
        """The KPI that is asked about, where rows name it."""
        return self.question.kpi

    @property
    def posts(self) -> Sequence[str]:
        """The words by which a row may name the post."""
        return self.question.posts

    @property
    def shared(self) -> bool:
        """Whether a row has to name the post."""
        return self.question.shared

    def text(self, value: str) -> str:
        """A text."""
        return text(value)

    def ident(self, name: str) -> str:
        """A column, quoted."""
        return ident(name)

    def condition(self, value: Condition | Expression) -> str:
        """What people wrote about columns."""
        return self.dialect.condition(value)

    def deadline(self, span: Span, *, working: bool = False) -> list[str]:
        """What becomes of rows under a time limit; one whose lateness no calendar tells is not
        covered."""
        outside = "case when \"$needs\" is not null then 'uncovered' else 'undefined' end"
        wrong = muddled(self.dialect, span.within)
        over = f'"$done" is not null or "$due" <= {literal(self.dialect.frame.as_of)}'
        late = f"case when {UNMEASURED} then 'uncovered' else 'late' end" if working else "'late'"
        return [
            "when \"$began\" is null then 'no_value'",
            *([f"when {wrong} then 'undefined'"] if wrong else []),
            f'when "$due" is null then {outside if work_rules(span.within) else text("undefined")}',
            'when "$done" <= "$due" then \'good\'',
            f"when {over} then {late}",
            "else 'pending'",
        ]

    def lasting(self, timed: Duration) -> list[str]:
        """What becomes of rows whose length is taken."""
        return states(timed)

    def length(self, timed: Duration) -> str:
        """How long it took, in seconds or steps."""
        return length(self.dialect, timed)


def each_amount(dialect: Dialect, each: By[Fraction] | Expression) -> str:
    """Points each row gives: by a column's content, or an expression."""
    if isinstance(each, By):
        cases = [(key, exactly(value)) for key, value in each.cases]
        rest = "NULL" if each.otherwise is None else exactly(each.otherwise)
        return case_of(each.column, cases, rest)
    return f"({dialect.condition(each)})"


def hits(
    question: Question, number: int, facts: str, dialect: Dialect, clock: str, scale: str
) -> str:
    """One row per fact that a question selects: its state, and what it adds above and below;
    ``clock`` is the table of its limit's working time, ``scale`` that of working time itself, where
    it needs one."""
    measure, asked = question.measure, Asked(question, dialect)
    kind = kind_of(measure)
    chosen = [f'"$sheet" in (select "$sheet" from asked where "$question" = {number})']
    if measure.where is not None:
        chosen.append(f"({dialect.condition(measure.where)} or {_spoilt(question, dialect)})")
    chosen += kind.selects(measure, asked)
    facts = f"(select * from {facts} where {' and '.join(chosen)})"
    facts = _timed(question, facts, dialect, clock, scale)
    same = question.repeat.same if question.repeat else None
    repeats = f"cast({ident(same)} as varchar)" if same else "cast(null as varchar)"
    state = _state(asked)
    num, den = kind.adds(measure, asked)
    return f"""
select "$sheet", "$row", "$time", "$key", "$excluded", {kind.group} as "$group", "$state",
  {_window(question, dialect)} as "$window",
  case when "$state" in ('good', 'bad', 'late', 'counted') then {num} end as "$num",
  case when "$state" in ('good', 'bad', 'late', 'counted') then {den} end as "$den",
  case when {_charged(measure, question.free)} then "$each" end as "$amount",
  case when "$state" = {text(kind.costing(measure))} then "$each" end as "$each",
  {repeats} as "$kind", "$due", "$done"
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
    every = question.measure.window
    if every is None:
        return "cast(null as date)"
    day = dialect.day(str(dialect.source.period_column))
    return day if every == "day" else f"cast(date_trunc({text(every)}, {day}) as date)"


def picked(measure: Measure, hit: str) -> str:
    """The rows of ``hit`` that the value is made of; order statistics keep one or two of each sheet
    and window, so that their mean is the value."""
    rank = kind_of(measure).rank
    if not rank:
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
    return kind_of(measure).costing(measure)


def _state(asked: Asked) -> str:
    question = asked.question
    cases = ["when \"$excluded\" is not null then 'excluded'"]
    spoilt = _spoilt(question, asked.dialect)
    cases += [f"when {spoilt} then 'no_value'"] if spoilt != "false" else []
    if question.each is not None:
        cases.append("when \"$each\" is null then 'undefined'")
    cases += kind_of(question.measure).states(question.measure, asked)
    return f"case {' '.join(cases)} end"
