"""What has to be asked of which source: sheets (one per employee and role) and questions.

The same measure of several posts is one question, answered for all employees in one pass.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise
from operator import attrgetter

from dutybook.evaluate.baseline import Baseline, baseline_of
from dutybook.evaluate.extent import Extent, before, extent_of, of_period
from dutybook.evaluate.measuring.columns import parts_of
from dutybook.evaluate.pieces import Piece, Versions, pieces
from dutybook.evaluate.scoring.supported import unjudgeable, unmeasurable
from dutybook.finding import Finding, Place
from dutybook.grammar.period import Period
from dutybook.grammar.quantity import plain
from dutybook.model import By, Expression, Incidents, Kpi, Measure, Role, Scheme
from dutybook.model.measure import Rating, Scheduled
from dutybook.model.score import Repeat
from dutybook.roster.company import company_coefficient
from dutybook.roster.days import Stretch, merged, within
from dutybook.roster.people import Assignment
from dutybook.source import Document, Origin
from dutybook.workspace import Workspace

NO_SCHEME = Scheme("", Origin(Document("dutybook.yaml", 0, {}, "")))
"""For roles without a scheme: points are added up, nothing else."""


@dataclass(frozen=True, slots=True)
class Question:
    """A measure to take of an extent's rows: of a duty of ``role`` (schedules), of the rows about
    ``kpi`` (ratings), with the points ``each`` row gives after the first ``free`` ones (incidents);
    ``repeat``: the incidents themselves are wanted, and those of the days ``before`` that
    they may repeat."""

    measure: Measure
    extent: Extent
    role: str = ""
    kpi: str = ""
    each: "By[Fraction] | Expression | None" = None
    free: int = 0
    repeat: Repeat | None = None
    before: Extent | None = None

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
    ``baseline``: what its target is relative to."""

    kpi: Kpi
    questions: tuple[int, ...] = ()
    problems: tuple[Finding, ...] = ()
    days: int = 0
    first: date | None = None
    last: date | None = None
    pieces: "tuple[Ask, ...]" = ()
    baseline: Baseline | None = None

    @property
    def question(self) -> int | None:
        """The question whose rows stand behind the KPI."""
        return self.questions[0] if self.questions else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One employee in one role: the assignments (of any time), and the days within the period;
    ``company``: the company's own coefficient of the period."""

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

    @property
    def columns(self) -> dict[str, str]:
        """What people.csv says of the person on the last of the days."""
        return self.last.columns

    @property
    def length(self) -> int:
        """Number of days in the post."""
        return sum((end - start).days for start, end in self.days)

    @property
    def scored(self) -> bool:
        """Whether there is a total, or only met and not met."""
        return self.scheme.scores(self.role.total_weight)

    @property
    def place(self) -> Place:
        """Where people.csv says so."""
        return self.held[0].place

    @property
    def last(self) -> Assignment:
        """The assignment on the last of the days."""
        return next(a for a in reversed(self.held) if a.start < self.days[-1][1])


_Faults = tuple[Kpi, tuple[Finding, ...], tuple[Finding, ...]]
"""A definition (kept, so that its identity stays its own) and what was found wrong with it."""


@dataclass(slots=True)
class Plan:
    """Sheets and questions of one period."""

    period: Period
    sheets: list[Sheet] = field(default_factory=list)
    questions: dict[Question, int] = field(default_factory=dict)
    origins: list[Kpi] = field(default_factory=list)
    asked: list[set[int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    faults: dict[tuple[str, int], _Faults] = field(default_factory=dict)

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


def make_plan(workspace: Workspace, people: Sequence[Assignment], period: Period) -> Plan:
    """Sheets of everyone whose post is evaluated in periods like this one."""
    plan = Plan(period)
    roles = {role.role: role for role in workspace.roles(period.last)}
    versions = Versions(workspace)
    company, findings = company_coefficient(workspace, period)
    plan.note(findings)
    ordered = sorted(people, key=attrgetter("employee", "role", "start", "end"))
    for (_, role_id), group in groupby(ordered, key=attrgetter("employee", "role")):
        held = tuple(group)
        inside = [a for a in held if within((a.start, a.end), period.start, period.end)]
        if not inside:
            continue
        role = roles.get(role_id)
        if role is None:
            details = {"role": role_id, "employee": held[0].employee}
            plan.findings.append(Finding("role-not-in-force", inside[0].place, details))
            continue
        scheme = workspace.scheme_for(role)
        if scheme is None:
            plan.note([Finding("role-without-scheme", role.origin.place, {"role": role_id})])
        if scheme and scheme.coefficient and scheme.coefficient.company and company is None:
            details = {"scheme": scheme.scheme, "period": period.text}
            place = scheme.origin.below("coefficient").place
            plan.note([Finding("company-coefficient-missing", place, details)])
        if scheme is None or scheme.period == period.kind or scheme.parts(period):
            own = scheme or NO_SCHEME
            plan.sheets.append(
                _Planner(workspace, plan, versions, role, own, held, company).sheet()
            )
    plan.findings += _several_posts(plan.sheets)
    return plan


def _several_posts(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """People who hold several posts on the same day that add up to more than one."""
    for employee, group in groupby(sheets, key=attrgetter("employee")):
        held = list(group)
        days = sorted(stretch for sheet in held for stretch in sheet.days)
        fte = sum(sheet.last.fte for sheet in held)
        if any(two[0] < one[1] for one, two in pairwise(days)) and fte > 1:
            details = {"employee": employee, "fte": plain(fte)}
            yield Finding("people-several-posts", held[-1].place, details)


@dataclass(frozen=True, slots=True)
class _Planner:
    """Plans one sheet."""

    workspace: Workspace
    plan: Plan
    versions: Versions
    role: Role
    scheme: Scheme
    held: tuple[Assignment, ...]
    company: Fraction | None

    def sheet(self) -> Sheet:
        period = self.plan.period
        parts = (within((a.start, a.end), period.start, period.end) for a in self.held)
        days = tuple(merged(part for part in parts if part))
        return Sheet(
            len(self.plan.sheets),
            self.held[0].employee,
            self.held[-1].name,
            self.role,
            self.scheme,
            self.held,
            days,
            tuple(self._ask(kpi) for kpi in self.role.kpis),
            tuple(self._ask(kpi) for kpi in self.scheme.items),
            self.company,
        )

    def _ask(self, kpi: Kpi) -> Ask:
        found = pieces(self.versions, self.role, kpi, self.held, self.plan.period)
        if len(found) == 1:
            return self._whole(found[0])
        asks = tuple(self._whole(piece) for piece in found)
        return Ask(asks[-1].kpi, problems=asks[-1].problems, pieces=asks)

    def _whole(self, piece: Piece) -> Ask:
        kpi = piece.kpi
        unmeasured, unjudged = self._faults(kpi)
        unjudged = () if piece.problems else unjudged
        problems = (*piece.problems, *unmeasured, *unjudged)
        self.plan.note(problems)
        weighed = self.scheme.weighed(kpi)
        if unmeasured or kpi.measure is None:
            return Ask(weighed, (), problems, piece.days, piece.start, piece.last)
        start, end = piece.start, piece.end
        asked = self._questions(kpi, [extent_of(m, start, end) for m in parts_of(kpi.measure)])
        baseline = baseline_of(kpi, self.plan.period, self.scheme.cut_off, self._questions)
        stood = piece.days, piece.start, piece.last
        return Ask(weighed, asked, problems, *stood, baseline=baseline)

    def _faults(self, kpi: Kpi) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """What keeps a definition from being measured and judged: the same for all holders."""
        key = self.role.role, id(kpi)
        if key not in self.plan.faults:
            unmeasured = tuple(unmeasurable(self.workspace, self.role, kpi, self.plan.period))
            self.plan.faults[key] = kpi, unmeasured, tuple(unjudgeable(kpi))
        _, unmeasured, unjudged = self.plan.faults[key]
        return unmeasured, unjudged

    def _questions(self, kpi: Kpi, extents: Sequence[Extent]) -> tuple[int, ...]:
        """The questions of the measure's parts, each about its extent."""
        assert kpi.measure is not None
        number = len(self.plan.sheets)
        return tuple(
            self.plan.ask(_question(self.role, kpi, measure, extent), kpi, number)
            for measure, extent in zip(parts_of(kpi.measure), extents, strict=True)
        )


def _question(role: Role, kpi: Kpi, measure: Measure, extent: Extent) -> Question:
    rule = kpi.score.rule if kpi.score else None
    incidents = rule if isinstance(rule, Incidents) else Incidents()
    varying = incidents.each if isinstance(incidents.each, By | Expression) else None
    return Question(
        measure,
        extent,
        role.role if isinstance(measure, Scheduled) else "",
        kpi.id if isinstance(measure, Rating) else "",
        varying,
        incidents.spared if varying is not None else 0,
        incidents.repeat,
        before(extent, incidents.repeat.within) if incidents.repeat else None,
    )
