"""An evaluation as papers read it: the contract of ``docs/contracts.md``, read once into frozen
values, with who and which department each score belongs to. Nothing here evaluates.

Figures are exact (:class:`~fractions.Fraction`), None where they are not known. What the contract
came to have later has a default: a workspace keeps the results it closed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, Literal

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from dutybook.grammar.number.quantity import as_percent
from dutybook.grammar.time.clock import parse_date
from dutybook.grammar.time.period import Period, parse_period
from dutybook.model import Role
from dutybook.model.organisation import Ruling
from dutybook.papers.view import View, figure


@dataclass(frozen=True, slots=True)
class TracedFile:
    """A log file that a figure was counted from."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What stands behind a KPI's figures. ``definition`` is a place (file:line), ``version`` a hash
    of what is written there; ``measured`` and ``scored`` are sentences; ``rows`` is the command
    that lists the rows."""

    definition: str = ""
    version: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    measured: tuple[str, ...] = ()
    scored: tuple[str, ...] = ()
    as_of: str = ""
    calendar: str | None = None
    files: tuple[TracedFile, ...] = ()
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Costing:
    """The first rows that cost points, as text below ``heads``, and how many there are in all."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RaterMean:
    """What a kind of rater gave, all of them together; a ``count`` of 0: the stated default."""

    rater: str
    weight: Fraction
    mean: Fraction
    count: int
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class RaterLacking:
    """A kind of rater who has not rated (``count`` 0), or of whom too few have."""

    rater: str
    count: int
    needs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiScore:
    """What a KPI (or a bonus or penalty item) came to: its ``value`` (``numerator`` ÷
    ``denominator``, of shares; in seconds where the ``unit`` is ``s``), whether the target was
    ``met``, the ``points`` of ``full`` ones; ``own`` of ``own_full`` are points on the KPI's own
    scale, ``applied`` what goes into the total after caps; ``held``: the total waits for it. What
    was decided on appeal has no ``trace``."""

    kpi: str
    status: str
    value: Fraction | None = None
    percent: bool = False
    unit: str | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    pending: int = 0
    excluded: int = 0
    target: str | None = None
    met: bool | None = None
    settled: bool | None = None
    points: Fraction | None = None
    full: Fraction | None = None
    own: Fraction | None = None
    own_full: Fraction | None = None
    applied: Fraction | None = None
    held: bool = False
    rule: str | None = None
    raters: tuple[RaterMean, ...] = ()
    lacking: tuple[RaterLacking, ...] = ()
    entered: tuple[Fraction, ...] = ()
    costing: Costing | None = None
    trace: Trace = field(default_factory=Trace)

    @property
    def lost(self) -> Fraction | None:
        """How many points of its full ones it lost; None where it is not scored."""
        if self.points is None or self.full is None:
            return None
        return max(self.full - self.points, Fraction(0))


@dataclass(frozen=True, slots=True)
class FiredVeto:
    """A veto that fired, or (not ``decided``) that could not be decided."""

    veto: str
    decided: bool
    effect: Mapping[str, str]
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedConsequence:
    """What follows from a sheet, for people to act on. ``amount`` is what the scheme says,
    ``worth`` the figure of it in ``unit`` where it comes to one."""

    then: str
    id: str | None = None
    kpi: str | None = None
    amount: str | None = None
    worth: Fraction | None = None
    unit: str | None = None
    text: str | None = None
    decided: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardAppeal:
    """An appeal against a KPI, or (None) the total, and what was decided; ``late`` is None where
    there is no deadline. ``place`` is where it is written, ``definition`` the KPI's place."""

    id: str
    kpi: str | None = None
    why: str
    evidence: tuple[str, ...] = ()
    filed_on: date
    deadline: date | None = None
    late: bool | None = None
    decision: str
    by: str | None = None
    decided_on: date | None = None
    ruling: Ruling = field(default_factory=Ruling)
    note: str | None = None
    place: str = ""
    definition: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenRemark:
    """What somebody (a staff number) wrote in one part of the form."""

    part: str
    text: str
    by: str | None = None
    on: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledPeriod:
    """A shorter period in a roll-up: its total, days in post, points given back, and whether it
    ``counts``; ``status`` None: it has no result."""

    period: str
    from_: Literal["closed", "evaluated"]
    status: str | None
    total: Fraction | None = None
    days: int = 0
    refund: Fraction = Fraction(0)
    counts: bool = False
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class RolledRefund:
    """Points of a KPI given back because the longer period met its target (``met``)."""

    kpi: str
    met: bool | None
    points: Fraction


@dataclass(frozen=True, slots=True)
class RolledTotal:
    """How a longer period's total was made of those of shorter ones."""

    take: str
    periods: tuple[RolledPeriod, ...]
    refunds: tuple[RolledRefund, ...] = ()


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among ``of`` sheets; None while a total among them is missing."""

    place: int | None
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where somebody stands at the end of a period."""

    status: str
    total: Fraction | None = None
    grade: str | None = None

    @property
    def verdicts(self) -> tuple[int, int]:
        """How many targets were met, of how many that could be judged."""
        raise NotImplementedError

    @property
    def met_only(self) -> bool:
        """Whether all there is to say is which targets were met: complete, and without a total."""
        return self.status == "complete" and self.total is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Standing):
    """What a sheet comes to. Coefficients are the grade's, the person's (the grade's too, unless
    the scheme draws a curve), the company's, and the one to pay by where the scheme says how."""

    coefficient: Fraction | None = None
    person_coefficient: Fraction | None = None
    company_coefficient: Fraction | None = None
    pay_coefficient: Fraction | None = None
    kpis: tuple[KpiScore, ...] = ()
    adjustments: tuple[KpiScore, ...] = ()
    vetoes: tuple[FiredVeto, ...] = ()
    consequences: tuple[RecordedConsequence, ...] = ()

    @property
    def verdicts(self) -> tuple[int, int]:
        """How many targets were met, of how many that could be judged."""
        judged = [kpi.met for kpi in self.kpis if kpi.met is not None]
        return sum(judged), len(judged)

    @property
    def unscored(self) -> bool:
        """Whether the post has no total at all: no KPIs, or none with a weight."""
        return self.met_only or not self.kpis


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetScore(Outcome):
    """One employee in one role: what was computed, and (``decided``) what it is after appeals where
    one was upheld. ``stretches`` are days in the post, the day after the last as their end.
    ``faults``: places of mistakes in definitions that hold it. ``data`` is the same as the contract
    has it, for programs."""

    employee: str
    name: str
    role: str
    superior: str = ""
    faults: tuple[str, ...] = ()
    days: int = 0
    rank: Rank | None = None
    stretches: tuple[tuple[date, date], ...] = ()
    appeals: tuple[HeardAppeal, ...] = ()
    remarks: tuple[WrittenRemark, ...] = ()
    decided: Outcome | None = None
    rollup: RolledTotal | None = None
    data: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def outcome(self) -> Outcome:
        """What counts: after appeals, else as computed."""
        return self.decided or self


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierScore(Standing):
    """One employee in one role in an earlier period, decided results in place of computed ones:
    targets ``met`` of those ``judged``, and the place in the ranking."""

    employee: str
    role: str
    days: int = 0
    rank: int | None = None
    met: int = 0
    judged: int = 0
    data: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def verdicts(self) -> tuple[int, int]:
        """How many targets were met, of how many that could be judged."""
        return self.met, self.judged


@dataclass(frozen=True, slots=True)
class EarlierPeriod:
    """A period before the one evaluated; ``from_`` None: there are no logs of it."""

    period: Period
    from_: Literal["closed", "computed"] | None
    scores: tuple[EarlierScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRows:
    """Where the rows of a source went; the parts add up to ``read``."""

    source: str
    read: int
    counted: int
    other_period: int = 0
    other_employee: int = 0
    filtered: int = 0
    excluded: int = 0
    rejected: int = 0
    ignored: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A whole evaluation. ``as_of`` is the last day that counts; ``earlier`` are periods for
    trends, oldest first; ``rater``: forms are for this kind of rater only; ``notice``: that these
    are not the results that were signed, in words for headings."""

    period: Period
    as_of: date
    scores: tuple[SheetScore, ...]
    conservation: tuple[SourceRows, ...] = ()
    earlier: tuple[EarlierPeriod, ...] = ()
    rater: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One employee in one role: a score of ``results``, and the ``view`` of the definitions it was
    scored by."""

    results: Results
    sheet: SheetScore
    role: Role
    view: View = field(repr=False, compare=False)

    @property
    def file_name(self) -> str:
        """What the person's papers are called."""
        return file_name(f"{self.sheet.employee}-{self.role.role}")


@dataclass(frozen=True, slots=True)
class Unit:
    """A department and everyone of it who was evaluated."""

    results: Results
    department: str
    people: Sequence[Person]
    view: View = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Part:
    """What was closed of a part of the organisation on its own: its ``results``, and the ``view``
    of the definitions that they were signed by."""

    view: View
    results: Results


def read_results(data: Mapping[str, Any]) -> Results:
    """The contract's edge: ``data`` as ``dutybook evaluate`` gives it, with traces."""
    return _converter().structure(data, Results)


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=False)
    converter.register_structure_hook(Fraction, lambda text, _: Fraction(text))
    converter.register_structure_hook(Period, lambda text, _: parse_period(text))
    converter.register_structure_hook(date, lambda text, _: parse_date(text))
    for period in (EarlierPeriod, RolledPeriod):
        renamed = make_dict_structure_fn(period, converter, from_=override(rename="from"))
        converter.register_structure_hook(period, renamed)
    for score in (SheetScore, EarlierScore):
        _keep_data(converter, score)
    return converter


def _keep_data(converter: Converter, score: type[Any]) -> None:
    """Have a score carry what it was read from."""
    read = make_dict_structure_fn(score, converter)
    converter.register_structure_hook(score, lambda data, cls: read({**data, "data": data}, cls))


def people_of(view: View, results: Results, parts: Sequence[Part] = ()) -> Iterator[Person]:
    """Everyone in ``results`` whose role is in force, in the order evaluated; whoever is in one of
    the ``parts``, as that says."""
    closed = {(sheet.employee, sheet.role): part for part in parts for sheet in part.results.scores}
    for sheet in results.scores:
        part = closed.get((sheet.employee, sheet.role), Part(view, results))
        role = part.view.role(sheet.role)
        if role is not None:
            yield Person(part.results, sheet, role, part.view)


def units_of(view: View, results: Results, parts: Sequence[Part] = ()) -> Iterator[Unit]:
    """Departments with the people of theirs in ``results``, in the order evaluated. One of which
    everyone is in the same part is that part's."""
    people: dict[str, list[Person]] = {}
    for person in people_of(view, results, parts):
        if person.role.department:
            people.setdefault(person.role.department, []).append(person)
    for department, members in people.items():
        first = members[0]
        one = all(person.view is first.view for person in members)
        yield Unit(
            first.results if one else results, department, members, first.view if one else view
        )


def file_name(text: str) -> str:
    """``text`` as part of a path: what a file system may refuse becomes ``_``."""
    return re.sub(r"[^\w.\-]+", "_", text).strip(".") or "_"


def shown(value: Fraction | None, *, percent: bool = False) -> str:
    """An exact figure as people read it: at most two decimals; nothing where it is not known."""
    if value is None:
        return ""
    return as_percent(value) if percent else figure(value)
