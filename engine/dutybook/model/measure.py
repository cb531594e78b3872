"""Measures: how a value is got from logged rows (docs/semantics.md#measures)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from dutybook.grammar.number.target import Target
from dutybook.grammar.time.lookback import Lookback
from dutybook.grammar.time.windows import Window
from dutybook.model.values import Condition, TimeLimit
from dutybook.words.locale import Text
from dutybook.yamltext import Origin

Take = Literal["meeting", "mean", "worst", "last", "number", "beyond", "sum"]
Scope = Literal["own", "team"]


class Measure:
    """How a value is got; ``measure/kinds`` has a module for each kind. ``of``: the source it
    reads. What else a kind of measure does not have is as if it were not written."""

    __slots__ = ()

    if TYPE_CHECKING:  # a field or a property of every kind: no default for any

        @property
        def of(self) -> str:
            """The source it reads."""

        @property
        def where(self) -> Condition | None:
            """The rows it is limited to."""

        @property
        def window(self) -> Window | None:
            """The windows it is taken by."""

        @property
        def take(self) -> Take | None:
            """How the values of windows are joined."""

        @property
        def meet(self) -> Target | None:
            """What a window is held against."""

        @property
        def at_most(self) -> Fraction | None:
            """The most that a window counts for, where they are added up."""

        @property
        def over(self) -> Lookback | None:
            """How far back it reads, beyond the period."""

        @property
        def scope(self) -> Scope:
            """Whose rows it reads."""

    else:
        where = window = take = meet = at_most = over = None
        scope = "own"


@dataclass(frozen=True, slots=True)
class Span:
    """A time limit between two columns; several end columns: the first to happen."""

    from_: str
    to: tuple[str, ...]
    within: TimeLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """How long it took from one column to the first of others, or (``late``) for how long a time
    limit was exceeded, in seconds; ``working``: only working time. ``per``: in steps of so many
    seconds instead, a part of one left out (``whole``) or counted (``up``)."""

    from_: str = ""
    to: tuple[str, ...] = ()
    late: Span | None = None
    working: bool = False
    per: Fraction | None = None
    partial: Literal["whole", "up"] | None = None

    @property
    def ends(self) -> tuple[str, tuple[str, ...]]:
        """The column it starts with, and those it ends with."""
        return (self.late.from_, self.late.to) if self.late else (self.from_, self.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Measure):
    """What measures over a source's rows share. ``window`` with ``take``: the value of each whole
    window, joined (``meeting``: the share of windows that ``meet``, ``number``: how many they are,
    ``beyond``: how far those that do not lie off it, added up, ``sum``: added up, each at most
    ``at_most``); ``over`` reads further back than the period; ``scope`` team: the rows of everyone
    below."""

    of: str
    where: Condition | None = None
    window: Window | None = None
    take: Take | None = None
    meet: Target | None = None
    at_most: Fraction | None = None
    over: Lookback | None = None
    scope: Scope = "own"


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """A measure KPIs refer to by name."""

    measure: str
    body: Measure
    origin: Origin
    title: Text | None = None
    description: Text | None = None
