"""``mean``, ``median``, ``p90``, ``sum``, ``min``, ``max``: a figure per row, joined."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from cattrs import Converter

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import lasting
from dutybook.grammar.number.step import parse_step
from dutybook.grammar.number.target import Target
from dutybook.measure.kind import Meant, Phrases, Readers, RowSql, Unit
from dutybook.measure.phrases import ends_in_words, span_in_words
from dutybook.measure.rows import RowsKind
from dutybook.model import Condition, Expression, Kpi, Source, Span
from dutybook.model.kpi import at
from dutybook.model.measure import Duration, Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Valued(Rows):
    """A figure per row, joined as the subclass says; rows without one are left out."""

    value: Expression | Duration

    @property
    def timed(self) -> Duration | None:
        """How long something took, where that is the figure."""
        return self.value if isinstance(self.value, Duration) else None

    @property
    def lasting(self) -> bool:
        """Whether its values are lengths of time."""
        return self.timed is not None and self.timed.per is None


class Mean(Valued):
    """Sum of ``value`` over the number of rows that have one."""

    __slots__ = ()


class Sum(Valued):
    """Sum of ``value``; 0 for no rows."""

    __slots__ = ()


class Median(Valued):
    """The value in the middle, or the mean of the middle two."""

    __slots__ = ()


class P90(Valued):
    """The smallest value that at least 90% of the rows do not exceed (nearest rank)."""

    __slots__ = ()


class Min(Valued):
    """The smallest value."""

    __slots__ = ()


class Max(Valued):
    """The largest value."""

    __slots__ = ()


def _figured(conv: Converter, value: Any) -> Expression | Duration:
    if isinstance(value, Mapping):
        return _duration(conv, value)
    figure: Expression = conv.structure(value, Expression)
    return figure


def _duration(conv: Converter, value: Mapping[str, Any]) -> Duration:
    """``{from, to}`` or ``{late: {from, to, within}}``, in what time and in which steps."""
    late, to = value.get("late"), value.get("to", [])
    return Duration(
        from_=value.get("from", ""),
        to=tuple(to) if isinstance(to, list) else (to,),
        late=None if late is None else conv.structure(late, Span),
        working="in" in value,
        per=parse_step(value["per"]).size if "per" in value else None,
        partial=value.get("partial"),
    )


class _Statistic(RowsKind[Valued]):
    types: ClassVar[Readers] = {Expression | Duration: _figured}

    def expressions(self, measure: Valued) -> Iterator[tuple[Condition | Expression, Meant]]:
        if figure := self.figure(measure):
            yield figure, "number"

    def figure(self, measure: Valued) -> Expression | None:
        return measure.value if isinstance(measure.value, Expression) else None

    def duration(self, measure: Valued) -> Duration | None:
        return measure.timed

    def limit_at(self, measure: Valued) -> str:
        return "value/late"

    def unsound(self, kpi: Kpi, measure: Valued, source: Source) -> Iterator[Finding]:
        """How long something took: columns that cannot tell, figures that do not name a unit."""
        timed = measure.timed
        if timed is not None and (columns := _mixed(timed, source)):
            yield at(kpi, "measure", "duration-columns", columns=columns, source=source.source)
        if measure is kpi.measure and measure.lasting:
            yield from _meant(kpi, measure)

    def states(self, measure: Valued, sql: RowSql) -> list[str]:
        timed = measure.timed
        if timed is not None:
            return (
                sql.deadline(timed.late, working=timed.working)
                if timed.late
                else (sql.lasting(timed))
            )
        num, den = self.adds(measure, sql)
        return [f"when ({num}) is null or ({den}) is null then 'no_value' else 'counted'"]

    def adds(self, measure: Valued, sql: RowSql) -> tuple[str, str]:
        value = measure.value
        figure = sql.length(value) if isinstance(value, Duration) else sql.condition(value)
        return figure, "1"

    def lasting(self, measure: Valued) -> bool:
        return measure.lasting

    def unit(self, measure: Valued) -> Unit:
        if measure.timed:
            return "time" if measure.lasting else "count"
        return "figure"

    def words(self, phrases: Phrases, measure: Valued) -> str:
        return phrases.say(f"measure.{self.name}", value=_figure_in_words(phrases, measure))


class _Sum(_Statistic):
    cut, rolls = False, True

    def additive(self, measure: Valued) -> bool:
        return True

    def unit(self, measure: Valued) -> Unit:
        return super().unit(measure) if measure.timed else "sum"

    def whole_numbers(self, measure: Valued, source: Source | None) -> bool:
        return _whole(measure, source)


class _Median(_Statistic):
    rank = '"$rank" in (("$of" + 1) // 2, ("$of" + 2) // 2)'


class _P90(_Statistic):
    rank = '"$rank" = (9 * "$of" + 9) // 10'


class _Min(_Statistic):
    rank = '"$rank" = 1'

    def whole_numbers(self, measure: Valued, source: Source | None) -> bool:
        return _whole(measure, source)


class _Max(_Min):
    rank = '"$rank" = "$of"'


def _whole(measure: Valued, source: Source | None) -> bool:
    """Whether rows have whole numbers of something: steps, or a column of integers."""
    if isinstance(measure.value, Duration):
        return measure.value.per is not None and not measure.window
    column = source.columns.get(measure.value.sql.strip('"')) if source else None
    return column is not None and column.type == "integer" and not measure.window


def _mixed(timed: Duration, source: Source) -> str:
    """Columns between which no time can be told: of other types, or days beside moments."""
    first, last = timed.ends
    known = [one for one in (first, *last) if one in source.columns]  # others are told elsewhere
    types = {source.columns[one].type for one in known}
    alike = len(types) <= 1 if not timed.late else len({source.columns[o].type for o in last}) <= 1
    right = types <= {"date", "instant"} and alike
    if right and not (timed.working and "date" in types):
        return ""
    return ", ".join(f"{one}: {source.columns[one].type}" for one in known)


def _meant(kpi: Kpi, measure: Valued) -> Iterator[Finding]:
    """What is compared with lengths of time; steps and lines are judged with all other units."""
    if measure.take not in ("meeting", "number"):
        for target in _targets(kpi):
            yield from _of_time(kpi, "target", target, measure.timed)
    if measure.meet:
        yield from _of_time(kpi, "measure", measure.meet, measure.timed)


def _of_time(kpi: Kpi, path: str, target: Target, timed: Duration | None) -> Iterator[Finding]:
    if not target.unit and (target.bound or target.high):
        yield at(kpi, path, "duration-unit", figure=target)
    if target.unit == "d" and timed is not None and timed.working:
        yield at(kpi, path, "duration-workdays", figure=target)


def _targets(kpi: Kpi) -> Iterator[Target]:
    """The KPI's targets, whenever and for whomever they hold."""
    if kpi.target is None:
        return
    by = kpi.target.by
    yield from ([kpi.target.fixed] if kpi.target.fixed else [])
    yield from (target for _, target in kpi.target.dated)
    yield from (target for _, target in (by.cases if by else ()))
    yield from ([by.otherwise] if by and by.otherwise else [])


def _figure_in_words(phrases: Phrases, measure: Valued) -> str:
    """The figure of a row: a column, an expression, or how long something took."""
    timed, source = measure.value, measure.of
    if not isinstance(timed, Duration):
        return phrases.expression(timed.sql, source)
    if timed.late:
        words = span_in_words(phrases, "exceeded", timed.late, source)
    else:
        to = ends_in_words(phrases, timed.to, source)
        slots = {"from": phrases.column(timed.from_, source), "to": to}
        words = phrases.say("measure.lasting", **slots)
    words = phrases.say("measure.working_time", text=words) if timed.working else words
    if timed.per is None:
        return words
    per = phrases.figure(timed.per, lasting(timed.per).split()[1])
    partial = phrases.say(f"score.partial.{timed.partial}")
    return phrases.say("measure.in_steps", text=words, per=per, partial=partial)


MEAN, MEDIAN, P90TH = _Statistic("mean", Mean), _Median("median", Median), _P90("p90", P90)
SUM, MIN, MAX = _Sum("sum", Sum), _Min("min", Min), _Max("max", Max)
