"""What has to be asked of which source: sheets (one per employee and role) and questions.

The same measure of several posts is one question, answered for all employees in one pass.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from dutybook.finding import Finding, Place
from dutybook.grammar.time.period import Period
from dutybook.measure.columns import parts_of
from dutybook.model import By, Expression, Kpi, Measure, Pause, Role, Scheme
from dutybook.model.score import Repeat
from dutybook.model.source import SCORES
from dutybook.plan.baseline import Baseline
from dutybook.plan.scope import Extent, of_period
from dutybook.roster.attendance.days import Stretch
from dutybook.roster.people import Assignment


@dataclass(frozen=True, slots=True)
class Question:
    """A measure to take of an extent's rows: of a duty of ``role`` (schedules), of the rows about
    ``kpi`` (ratings), with the points ``each`` row gives after the first ``free`` ones (incidents);
    ``repeat``: the incidents themselves are wanted, and those of the days ``before`` that
    they may repeat. ``waits``: pauses of its limits that are kept in logs of their own. Of ratings
    ``posts`` are the words by which a row may name the post, and ``shared`` says that it has to:
    the person holds another post with the same KPI."""

    measure: Measure
    extent: Extent
    role: str = ""
    kpi: str = ""
    each: "By[Fraction] | Expression | None" = None
    free: int = 0
    repeat: Repeat | None = None
    before: Extent | None = None
    waits: tuple[Pause, ...] = ()
    posts: tuple[str, ...] = ()
    shared: bool = False

    @property
    def source(self) -> str:
        """Id of the source it reads."""
        return self.measure.of

    @property
    def extents(self) -> tuple[Extent, ...]:
        """All days it reads."""
        return (self.extent,) if self.before is None else (self.extent, self.before)


@dataclass(frozen=True, slots=True)
class Ask:
    """A KPI as it stands for a sheet, and the numbers of its questions (two for a ratio of two
    measures); ``problems`` keep it from being scored. ``days``: how long it stood so, between the
    days ``first`` and ``last``; ``pieces``: where it changed within the period, each as it stood;
    ``baseline``: what its target is relative to; ``calendared``: whether its value depends on which
    days or hours are worked."""

    kpi: Kpi
    questions: tuple[int, ...] = ()
    problems: tuple[Finding, ...] = ()
    days: int = 0
    first: date | None = None
    last: date | None = None
    pieces: "tuple[Ask, ...]" = ()
    baseline: Baseline | None = None
    calendared: bool = False

    @property
    def question(self) -> int | None:
        """The question whose rows stand behind the KPI."""
        return self.questions[0] if self.questions else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One employee in one role: the assignments (of any time), and the days within the period;
    ``company``: the company's own coefficient of the period; ``problems`` keep its total from being
    complete; ``unknown`` are names its scheme reads that nobody has; ``scored``: whether there is a
    total, or only met and not met."""

    number: int
    employee: str
    name: str
    role: Role
    scheme: Scheme
    held: tuple[Assignment, ...]
    days: tuple[Stretch, ...]
    asks: tuple[Ask, ...]
    items: tuple[Ask, ...]
    company: Fraction | None = None
    problems: tuple[Finding, ...] = ()
    unknown: frozenset[str] = frozenset()
    scored: bool = field(init=False)

    def __post_init__(self) -> None:
        scored = self.scheme.scores(self.role.kpis)
        object.__setattr__(self, "scored", scored)  # asked of every sheet many times

    @property
    def columns(self) -> dict[str, str]:
        """What people.csv says of the person on the last of the days."""
        return self.last.columns

    @property
    def sites(self) -> set[str]:
        """The sites at which the post was held within the period."""
        days = self.days
        held = (a for a in self.held if any(a.start < end and start < a.end for start, end in days))
        return {a.site for a in held}

    @property
    def length(self) -> int:
        """Number of days in the post."""
        return sum((end - start).days for start, end in self.days)

    @property
    def place(self) -> Place:
        """Where people.csv says so."""
        return self.held[0].place

    @property
    def last(self) -> Assignment:
        """The assignment on the last of the days."""
        return next(a for a in reversed(self.held) if a.start < self.days[-1][1])


@dataclass(frozen=True, slots=True)
class Judged:
    """A definition, what keeps it from being measured and from being judged, and whether it goes by
    the calendar: the same for everyone in the role."""

    kpi: Kpi
    unmeasured: tuple[Finding, ...]
    unjudged: tuple[Finding, ...]
    calendared: bool


@dataclass(slots=True)
class Plan:
    """Sheets and questions of one period."""

    period: Period
    sheets: list[Sheet] = field(default_factory=list)
    questions: dict[Question, int] = field(default_factory=dict)
    origins: list[Kpi] = field(default_factory=list)
    asked: list[set[int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    judged: dict[tuple[str, int], Judged] = field(default_factory=dict)
    shared: dict[tuple[object, ...], Ask] = field(default_factory=dict)

    def extents(self, source: str | None = None) -> list[Extent]:
        """All days that questions (about a source) read, the period's own first."""
        about = (q for q in self.questions if source in (None, q.source))
        every = (extent for question in about for extent in question.extents)
        return list(dict.fromkeys([of_period(self.period), *every]))

    def of_source(self, source: str) -> list[tuple[int, Question]]:
        """Questions about one source, with their numbers."""
        return [(number, q) for q, number in self.questions.items() if q.source == source]

    def ask(self, question: Question, kpi: Kpi, sheet: int) -> int:
        """The number of a question that ``kpi`` of ``sheet`` asks, new or known."""
        number = self.questions.setdefault(question, len(self.questions))
        if number == len(self.asked):
            self.asked.append(set())
            self.origins.append(kpi)
        self.asked[number].add(sheet)
        return number

    def note(self, findings: Iterable[Finding]) -> None:
        """Keeps findings, each once."""
        self.findings += [finding for finding in findings if finding not in self.findings]


def reads_scores(sheet: Sheet) -> bool:
    """Whether any KPI of the sheet is measured on scores."""
    return any(SCORES in _sources(ask) for ask in (*sheet.asks, *sheet.items))


def _sources(ask: Ask) -> set[str]:
    measure = ask.kpi.measure
    own = {part.of for part in parts_of(measure)} if measure else set()
    return own.union(*map(_sources, ask.pieces))
