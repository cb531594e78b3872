"""What a kind of measure is: everything the program knows of one way to get a value, in one
place. Whatever a kind does not say itself holds as it is written here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, Generic, Literal, Protocol, TypeVar

from cattrs import Converter

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.grammar.number.target import Target
from dutybook.measure.limits import columns_of, span_columns
from dutybook.measure.ranges import Domain
from dutybook.model import Condition, Expression, Kpi, Role, Scheme, Sop, Source, TimeLimit
from dutybook.model.measure import Duration, Measure, Span
from dutybook.tally.tally import Tally
from dutybook.tally.value import Status, Value

M = TypeVar("M", bound=Measure)
Raters = Sequence[tuple[str, Fraction]]
"""Kinds of raters, and how much each weighs."""
Unit = Literal["share", "count", "rating", "sum", "figure", "time"]
"""What values are: shares of one, counts, ratings, sums, lengths of time, or any figure, which is a
percentage where the target is one."""
Meant = Literal["truth", "number"]
"""What an expression has to come to."""
Readers = Mapping[Any, Callable[[Converter, Any], Any]]
"""How values of a type are read from YAML."""
Shorts = Mapping[type, Callable[[Any], Any]]
"""How the short form of a value is written out."""


class RowSql(Protocol):
    """Whoever writes SQL over one source's rows. Columns of its own begin with ``$``: ``$state`` is
    what became of a row, ``$rank`` its place by ``$num`` among ``$of``."""

    @property
    def kpi(self) -> str:
        """The KPI that is asked about, where rows name it."""

    @property
    def posts(self) -> Sequence[str]:
        """The words by which a row may name the post; none where rows never do."""

    @property
    def shared(self) -> bool:
        """Whether a row has to name the post."""

    def text(self, value: str) -> str:
        """A text."""

    def ident(self, name: str) -> str:
        """A column, quoted."""

    def condition(self, value: Condition | Expression) -> str:
        """What people wrote about columns."""

    def deadline(self, span: Span, *, working: bool = False) -> list[str]:
        """``when … then`` for rows under a time limit: good, late, pending …; ``working``: how late
        is told in working time."""

    def lasting(self, timed: Duration) -> list[str]:
        """``when … then`` for rows whose length is taken: counted, pending …"""

    def length(self, timed: Duration) -> str:
        """How long it took, in seconds or steps."""


class Phrases(Protocol):
    """Whoever puts a measure into words on paper: labels of one locale, and the names of things."""

    def say(self, path: str, /, **slots: object) -> str:
        """A label, its slots filled."""

    def joined(self, words: Iterable[str], separator: str = "sep") -> str:
        """Words in a row."""

    def column(self, name: str, source: str | None) -> str:
        """A column's printed name."""

    def named(self, column: str, value: str, source: str | None) -> str:
        """The printed name of a column's value; also of a duty."""

    def procedure(self, name: str) -> str:
        """The title of a procedure."""

    def rater(self, name: str) -> str:
        """What a kind of rater is called."""

    def source(self, name: str) -> str:
        """The printed name of a source."""

    def expression(self, sql: str, source: str | None) -> str:
        """An expression over columns, in words."""

    def limit(self, limit: TimeLimit) -> str:
        """A time limit, with all that is said about it."""

    def figure(self, number: Fraction, how: str = "") -> str:
        """A number as people read it: plainly, as a percentage (``%``), in a unit of time."""

    def measure(self, measure: Measure) -> str:
        """A measure inside another."""


class Teller(Protocol):
    """Whoever tells in a trace how a value came about."""

    def say(self, path: str, /, *keys: str, **slots: object) -> str:
        """A sentence, its slots filled."""

    def figure(self, number: Fraction) -> str:
        """A number as traces show it."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a measure: the role that is measured, the sources and procedures there
    are, by name."""

    role: Role
    sources: Mapping[str, Source]
    sops: Mapping[str, Sop]


@dataclass(frozen=True)
class MeasureKind(Generic[M]):
    """One kind of measure. ``name`` is what it is called, ``of`` its definition. Methods take a
    measure of the kind; SQL they give is text for one row, or one hit."""

    name: str
    of: type[M]

    taken_of: ClassVar[Literal["rows", "cases", "occurrences"]] = "rows"
    """What it is taken of: rows; cases held against a procedure; what a duty owed."""
    about: ClassVar[Literal["source", "kpi", "role"]] = "source"
    """Whether another KPI, or another role, that measures the same asks another question."""
    group: ClassVar[str] = "''"
    """By which column, as SQL, the rows of one sheet are tallied apart."""
    signed: ClassVar[str | None] = None
    """The column that says who wrote a row: without it several may have written alike."""
    awaited: ClassVar[bool] = False
    """Whether rows that are not there are waited for, whatever a source's delivery says."""
    whole: ClassVar[bool] = False
    """Whether a row is either used or not, and cannot be left open alone."""
    cut: ClassVar[bool] = True
    """Whether a period is cut where the definition changes."""
    rolls: ClassVar[bool] = False
    """Whether its rows can be added up over any stretch of time."""
    pooled: ClassVar[bool] = True
    """Whether several people's values are Σ ÷ Σ, as of one large team."""
    undefined: ClassVar[str] = "undefined"
    """How a trace calls rows that leave the value undecided."""
    rank: ClassVar[str] = ""
    """Which rows the value is made of, as a condition on ``$rank`` and ``$of``; empty: all."""
    types: ClassVar[Readers] = {}
    """How the types of its keys are read that are nobody else's."""
    short: ClassVar[Shorts] = {}
    """How short forms of its keys are written out."""

    # ---- how it is written

    @property
    def key(self) -> str:
        """Its key in YAML."""
        return self.name

    def written(self, data: Mapping[str, Any]) -> bool:
        """Whether YAML writes this kind of measure."""
        return self.key in data

    def parse(self, conv: Converter, body: Any) -> M:
        """The definition from what stands below the key."""
        return conv.structure(body, self.of)

    # ---- what it reads

    def parts(self, measure: M) -> Sequence[Measure]:
        """The measures it is made of; none: it is asked of its source itself."""
        return ()

    def expressions(self, measure: M) -> Iterator[tuple[Condition | Expression, Meant]]:
        """What people wrote about columns, and what it has to come to; ``where`` left out."""
        yield from ()

    def figure(self, measure: M) -> Expression | None:
        """What a row's own figure is, of which the value is made."""
        return None

    def judged(self, measure: M) -> Span | None:
        """The time limit by which a row is good or late."""
        return None

    def limit_at(self, measure: M) -> str:
        """Where, below its key, the time limit stands that it checks."""
        return ""

    def duration(self, measure: M) -> Duration | None:
        """What it takes the length of, where its figures are lengths of time."""
        return None

    def span(self, measure: M) -> Span | None:
        """The time limit it checks, where it checks one."""
        timed = self.duration(measure)
        return self.judged(measure) or (timed.late if timed else None)

    def extendable(self, measure: M) -> bool:
        """Whether approved extensions of time limits concern it."""
        return self.span(measure) is not None

    def limits(self, measure: M, sops: Mapping[str, Sop]) -> list[TimeLimit]:
        """The limits it checks: its own, or those of a procedure."""
        span = self.span(measure)
        return [span.within] if span else []

    def duty(self, measure: M) -> str | None:
        """The duty whose occurrences it counts."""
        return None

    def follows(self, measure: M) -> str | None:
        """The procedure that it holds cases against."""
        return None

    def columns(self, measure: M) -> set[str]:
        """The columns that it needs."""
        read = columns_of(measure.where)
        if span := self.span(measure):
            return read | span_columns(span)
        timed = self.duration(measure)
        read |= {timed.from_, *timed.to} if timed else set()
        return read.union(*(columns_of(one) for one, _ in self.expressions(measure)))

    def optional(self, measure: M) -> Set[str]:
        """Columns that it reads where there are any."""
        return frozenset()

    def words_for_figures(self, measure: M) -> Mapping[str, Set[str]]:
        """Words that may stand in columns of figures, by column."""
        return {}

    # ---- what is wrong with it

    def problems(self, kpi: Kpi, measure: M, setting: Setting) -> Iterator[Finding]:
        """What keeps it from being measured, or from meaning one thing; columns and sources that
        are not there are told elsewhere."""
        yield from ()

    def doubts(self, kpi: Kpi, measure: M, scheme: Scheme | None) -> Iterator[Finding]:
        """What a measure that can be taken would better not leave open."""
        yield from ()

    # ---- what rows add, as SQL

    def selects(self, measure: M, sql: RowSql) -> list[str]:
        """Conditions on the rows it is about, beyond ``where``."""
        return []

    def states(self, measure: M, sql: RowSql) -> list[str]:
        """What becomes of a row: ``when … then``, and what else."""
        return ["else 'counted'"]

    def adds(self, measure: M, sql: RowSql) -> tuple[str, str]:
        """What a row adds to the numerator and the denominator."""
        return "1", "1"

    def costing(self, measure: M) -> str:
        """The state of rows that cost points."""
        return "counted"

    # ---- what it comes to

    def additive(self, measure: M) -> bool:
        """Whether the value is the numerator alone, and nothing comes to 0."""
        return False

    def percent(self, measure: M) -> bool:
        """Whether people read its values as percentages."""
        return False

    def lasting(self, measure: M) -> bool:
        """Whether its values are lengths of time."""
        return False

    def unit(self, measure: M) -> Unit:
        """What its values are; windows left out."""
        return "figure"

    def domain(self, measure: M) -> Domain:
        """The values it can give."""
        return Domain()

    def whole_numbers(self, measure: M, source: Source | None) -> bool:
        """Whether the columns it adds up make its values whole numbers."""
        return False

    def top(self, measure: M) -> Fraction | None:
        """The most that can be given, where values are on a scale."""
        return None

    def incidents(self, measure: M) -> Literal["rows", "occurrences"] | None:
        """What it counts that points can be given or taken for, one by one."""
        return None

    def pending_adds(self, measure: M) -> Literal["share", "count"] | None:
        """What each pending row may turn out to be: one more of as many, one more; None: nobody
        knows."""
        return None

    def raters(self, measure: M, shared: Raters) -> Raters:
        """Who rates, with weights; ``shared``: what the scheme says."""
        return ()

    def value(self, measure: M, tallies: Sequence[Tally], raters: Raters = ()) -> Value:
        """The value from the rows of one sheet: Σnum ÷ Σden, never a mean of means; x ÷ 0 is no
        data (docs/semantics.md#ratios)."""
        tally = tallies[0] if tallies else Tally()
        additive = self.additive(measure)
        value = Value(
            "scored",
            None,
            tally.numerator,
            None if additive else tally.denominator,
            tally.pending,
            tally.excluded,
            tally.no_value,
            tally.undefined,
            tally.uncovered,
            tally.amount,
            self.percent(measure),
            self.lasting(measure),
            incidents=tally.incidents,
        )
        if status := self.valueless(tally, additive=additive):
            return replace(value, status=status)
        number = tally.numerator if additive else tally.numerator / tally.denominator
        return replace(value, value=number)

    def valueless(self, tally: Tally, *, additive: bool) -> Status | None:
        """Why a tally has no value."""
        if tally.uncovered:
            return "not_evaluable"
        if tally.undefined:
            return "undecided"
        if additive or tally.denominator:
            return None
        return "pending" if tally.pending else "no_data"

    def combined(self, measure: M, values: Sequence[Value]) -> Value:
        """The value from those of its parts."""
        raise NotImplementedError  # only asked of measures that have parts

    # ---- how it is said

    def words(self, phrases: Phrases, measure: M) -> str:
        """What a form says of it; windows and how far it reaches are told of all kinds alike."""
        return phrases.say(f"measure.{self.name}")

    def narrowed(self, measure: M) -> Condition | None:
        """The condition on its rows that forms print."""
        return measure.where

    def told(self, measure: M, value: Value, teller: Teller) -> Iterator[str]:
        """Sentences of a trace before the value's own."""
        yield from ()

    def word(self, measure: M, target: Target | None) -> str:
        """The key of the sentence of a trace that tells the value."""
        return self.key

    def data(self, measure: M, value: Value) -> dict[str, Any]:
        """What the contract says of a value beyond what it says of all."""
        return {}

    def hides(self, measure: M, group: str) -> bool:
        """Whether single rows of a group must not be shown."""
        return False

    def undecided(self, value: Value, *, shared: bool) -> str:
        """The code that says why rows leave ``value`` undecided; ``shared``: the person holds
        another post with the same KPI."""
        return "limit-undefined"

    def costly(self, measure: M, target: Target | None) -> Set[str]:
        """The states of rows that cost points; where all count alike, all of them."""
        return frozenset({"counted", "undefined"})


def number(value: Fraction) -> str:
    """An exact decimal as SQL; figures in YAML always have an end."""
    return f"({plain(value)})"
