"""What ``evaluation-report.html.j2`` reads: of a person, of a department. All figures are as they
are printed; what is not known is empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.paper import Field, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiLine:
    """A KPI's result against its target."""

    name: str
    target: str
    actual: str
    completion: str
    met: str
    full: str
    score: str
    lost: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A bonus or penalty item that counted."""

    name: str
    times: str
    points: str


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """What somebody wrote on the form, in lines; who, and on which day."""

    part: str
    text: Sequence[str]
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An appeal with its decision."""

    about: str
    why: str
    decision: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostingRows:
    """The rows that cost a KPI points; ``widths`` of the columns in proportion to each other,
    ``more`` says how many rows are left out."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[str]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """Where the rows of a source went."""

    source: str
    read: str
    counted: str
    other_period: str
    other_employee: str
    filtered: str
    excluded: str
    rejected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TracePart:
    """A figure and what stands behind it, in the sentences of ``dutybook explain``."""

    name: str
    score: str
    status: str
    definition: str
    measured: Sequence[str]
    scored: Sequence[str]
    calendar: str
    files: Sequence[str]
    rows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendLine:
    """A person's result in a period."""

    period: str
    total: str
    grade: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTrendLine:
    """A department's results in a period."""

    period: str
    people: str
    mean: str
    grades: str


Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Trend(Generic[Line]):
    """The periods so far as a picture and as rows; ``note`` says what is to be known of them."""

    picture: Drawing | None = None
    rows: Sequence[Line] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReport:
    """The report of one person in one role; ``unscored`` where the post has no total at all,
    ``data`` is the contract's JSON text."""

    paper: Frame
    about: Literal["person"] = "person"
    identity: Sequence[Sequence[Field]]
    missing: str
    rows: Sequence[KpiLine]
    unscored: bool
    adjustments: Sequence[ItemLine]
    vetoes: Sequence[str]
    consequences: Sequence[str]
    appeals: Sequence[AppealLine]
    remarks: Sequence[RemarkLine]
    bars: Sequence[Drawing]
    trend: Drawing | None
    trend_rows: Sequence[TrendLine]
    trend_note: str
    costing: Sequence[CostingRows]
    conservation: Sequence[SourceLine]
    signatures: Sequence[str]
    traces: Sequence[TracePart]
    data: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person's result among a department's."""

    employee: str
    name: str
    post: str
    status: str
    total: str
    grade: str
    coefficient: str
    rank: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something said of one person."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Points a person lost on a KPI, from how many rows, and why."""

    name: str
    kpi: str
    lost: str
    why: Sequence[str]
    rows: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """A person's figure with its arithmetic."""

    name: str
    kpi: str
    score: str
    said: Sequence[str]
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitReport:
    """The report of a department; ``waiting`` are people whose totals are not complete, ``data`` is
    the contract's JSON text."""

    paper: Frame
    about: Literal["unit"] = "unit"
    identity: Sequence[Sequence[Field]]
    people: Sequence[PersonLine]
    waiting: Sequence[Said]
    grades: Drawing | None
    bars: Sequence[Drawing]
    trend: Drawing | None
    trend_rows: Sequence[UnitTrendLine]
    trend_note: str
    losses: Sequence[Loss]
    consequences: Sequence[Said]
    conservation: Sequence[SourceLine]
    signatures: Sequence[str]
    traces: Sequence[TraceLine]
    data: str
