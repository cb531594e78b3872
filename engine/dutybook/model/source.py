"""Sources: the shape of logged data and how to read it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from dutybook.model.values import Condition, Pause, TimeLimit, Waiting
from dutybook.words.locale import Text
from dutybook.yamltext import Origin

SCORES: Final = "scores"
"""Id of the built-in source that has no file: an evaluation fills it with the scores below."""

Dates = Literal[
    "year_first", "day_first", "month_first", "epoch_s", "epoch_ms", "epoch_us", "serial",
    "serial_1904",
]  # fmt: skip
"""How days and moments are written; a year first is understood in any case."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A moment in two columns of a file: a ``date`` and a ``time`` of day. ``after``: where it lies
    before that column's moment, it is on the next day; a shift that ends when it began is
    neither."""

    date: str
    time: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A declared column; ``type`` is text, integer, decimal(p,s), date, time, instant or boolean.
    ``required``: no row may leave it empty; ``optional``: files may lack it even where it is part
    of the key. ``values`` are those allowed (none named: any), each with its name to print;
    ``unit`` is what figures are counted in; ``words`` may stand in place of figures, and ``said``
    names the column whose text, as written, this one is; ``dates``: how its days are written, where
    they differ from the source's; ``nulls``: what stands for no value, beside the source's own;
    ``joined``: it is made of two columns."""

    type: str
    title: Text | None = None
    required: bool = False
    optional: bool = False
    dates: Dates | None = None
    values: Mapping[str, Text] = field(default_factory=dict)
    unit: Text | None = None
    nulls: tuple[str, ...] = ()
    joined: Joined | None = None
    words: frozenset[str] = frozenset()
    said: str = ""


def as_written(column: str) -> str:
    """The name of the column that holds what stands in ``column`` as it is written."""
    return f"{column} as written"


@dataclass(frozen=True, slots=True)
class RowCheck:
    """What must hold for a row to be accepted; unknown (NULL) passes."""

    that: Condition
    message: Text | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What a case takes from its events: the value at the ``first`` or ``last`` one, their ``sum``,
    each only of events ``where`` something holds; or how many there are (``count``), or whether
    any (``exists``)."""

    first: str | None = None
    last: str | None = None
    sum: str | None = None
    count: Condition | None = None
    exists: Condition | None = None
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """The limit by whose end it is settled whose case it is."""

    from_: str
    within: TimeLimit


@dataclass(frozen=True, slots=True)
class Cases:
    """How cases are made of the events of source ``of``: by the event column ``key``, taking
    ``columns``. ``activity`` and ``actor`` are event columns; the case is its ``owner``'s."""

    of: str
    key: str
    columns: Mapping[str, Taken] = field(default_factory=dict)
    activity: str | None = None
    actor: str | None = None
    owner: Literal["first", "last", "at_breach"] | None = None
    breach: Breach | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Columns by name, which of them identify a row, a person and a moment. ``complete_at``: up to
    when it was delivered, by site (written as a ``complete_to`` for each); ``stated``: where that
    is said if not in the source itself. ``ignore``: contents that mark rows of actors who are no
    employees; ``nulls``: texts that stand for no value; ``pauses``: the kinds of waiting that
    limits may name; ``ordered``: pairs of which the second cannot come first, as the measures that
    read the source imply; ``soft``: columns, and times between two, whose faults leave a row to
    whatever does not read them; ``waits``: the columns into which waits of a log of their own were
    put, by the pause that names it (none of these is written in YAML)."""

    source: str
    grain: Literal["case", "event"]
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    origin: Origin
    title: Text | None = None
    description: Text | None = None
    employee: str | None = None
    area: str | None = None
    time: str | None = None
    due: str | None = None
    period_by: Literal["time", "due"] = "time"
    rename: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None
    dates: Dates = "year_first"
    ignore: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    nulls: tuple[str, ...] = ()
    checks: tuple[RowCheck, ...] = ()
    duplicates: Literal["reject", "first", "last"] = "reject"
    complete_from: date | None = None
    complete_to: date | None = None
    complete_at: Mapping[str, date] = field(default_factory=dict)
    stated: Origin | None = None
    pauses: Mapping[str, Pause] = field(default_factory=dict)
    cases: Cases | None = None
    ordered: frozenset[tuple[str, str]] = frozenset()
    soft: frozenset[str] = frozenset()
    waits: Mapping[Pause, tuple[Waiting, ...]] = field(default_factory=dict)

    def parts(self, column: str) -> tuple[str, ...]:
        """The columns of a file that ``column`` is read from: itself, or those it is made of."""
        joined = self.columns[column].joined if column in self.columns else None
        if joined is None:
            return (column,)
        return joined.date, joined.time, *(self.parts(joined.after) if joined.after else ())

    @property
    def period_column(self) -> str | None:
        """The column that says which period a row belongs to."""
        return self.due if self.period_by == "due" else self.time
