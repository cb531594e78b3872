"""What has to be asked of which source: sheets (one per employee and role) and questions.

The same measure of several posts is one question, answered for all employees in one pass.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby, pairwise
from operator import attrgetter

from dutybook.evaluate.scoring.supported import unjudgeable, unmeasurable
from dutybook.finding import Finding, Place
from dutybook.grammar.period import Period
from dutybook.model import By, Expression, Incidents, Kpi, Measure, Role, Scheme
from dutybook.model.measure import Rating, Scheduled
from dutybook.roster.days import Stretch, merged, within
from dutybook.roster.people import Assignment
from dutybook.source import Document, Origin
from dutybook.workspace import Workspace

NO_SCHEME = Scheme("", Origin(Document("dutybook.yaml", 0, {}, "")))
"""For roles without a scheme: points are added up, nothing else."""


@dataclass(frozen=True, slots=True)
class Question:
    """A measure to take: of a duty of ``role`` (schedules), of the rows about ``kpi`` (ratings),
    with the points ``each`` row gives after the first ``free`` ones (incidents)."""

    measure: Measure
    role: str = ""
    kpi: str = ""
    each: "By[Fraction] | Expression | None" = None
    free: int = 0

    @property
    def source(self) -> str:
        """Id of the source it reads."""
        return self.measure.of


@dataclass(frozen=True, slots=True)
class Ask:
    """A KPI of a sheet, and the number of its question; ``problems`` keep it from being scored."""

    kpi: Kpi
    question: int | None
    problems: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One employee in one role: the days within the period, and where area sources find them."""

    number: int
    employee: str
    name: str
    role: Role
    scheme: Scheme
    days: tuple[Stretch, ...]
    areas: tuple[tuple[str, Stretch], ...]
    asks: tuple[Ask, ...]
    items: tuple[Ask, ...]
    place: Place

    @property
    def length(self) -> int:
        """Number of days in the post."""
        return sum((end - start).days for start, end in self.days)


@dataclass(slots=True)
class Plan:
    """Sheets and questions of one period."""

    period: Period
    sheets: list[Sheet] = field(default_factory=list)
    questions: dict[Question, int] = field(default_factory=dict)
    origins: list[Kpi] = field(default_factory=list)
    asked: list[set[int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def of_source(self, source: str) -> list[tuple[int, Question]]:
        """Questions about one source, with their numbers."""
        return [(number, q) for q, number in self.questions.items() if q.source == source]


def make_plan(workspace: Workspace, people: Sequence[Assignment], period: Period) -> Plan:
    """Sheets of everyone whose post is evaluated in periods like this one."""
    plan = Plan(period)
    roles = {role.role: role for role in workspace.roles(period.last)}
    ordered = sorted(people, key=attrgetter("employee", "role", "start", "end"))
    for (_, role_id), group in groupby(ordered, key=attrgetter("employee", "role")):
        held = [a for a in group if within((a.start, a.end), period.start, period.end)]
        if not held:
            continue
        role = roles.get(role_id)
        if role is None:
            details = {"role": role_id, "employee": held[0].employee}
            plan.findings.append(Finding("role-not-in-force", held[0].place, details))
            continue
        scheme = workspace.scheme_for(role)
        if scheme is None:
            plan.findings.append(
                Finding("role-without-scheme", role.origin.place, {"role": role_id})
            )
        if scheme is None or scheme.period == period.kind or scheme.parts(period):
            plan.sheets.append(_sheet(workspace, plan, held, role, scheme or NO_SCHEME))
    plan.findings += _several_posts(plan.sheets)
    return plan


def _several_posts(sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """People who hold several posts on the same day: their sheets are not joined yet."""
    for employee, group in groupby(sheets, key=attrgetter("employee")):
        held = list(group)
        days = sorted(stretch for sheet in held for stretch in sheet.days)
        if any(two[0] < one[1] for one, two in pairwise(days)):
            yield Finding("people-several-posts", held[-1].place, {"employee": employee})


def _sheet(
    workspace: Workspace, plan: Plan, held: Sequence[Assignment], role: Role, scheme: Scheme
) -> Sheet:
    inside = [
        (a, part)
        for a in held
        if (part := within((a.start, a.end), plan.period.start, plan.period.end))
    ]
    areas = sorted({area for a in held for area in a.areas})
    number = len(plan.sheets)

    def asks(kpis: Iterable[Kpi]) -> tuple[Ask, ...]:
        return tuple(_ask(workspace, plan, number, role, kpi) for kpi in kpis)

    return Sheet(
        number,
        held[0].employee,
        held[-1].name,
        role,
        scheme,
        tuple(merged(part for _, part in inside)),
        tuple((area, s) for area in areas for s in merged(p for a, p in inside if area in a.areas)),
        asks(role.kpis),
        asks(scheme.items),
        held[0].place,
    )


def _ask(workspace: Workspace, plan: Plan, sheet: int, role: Role, kpi: Kpi) -> Ask:
    unmeasured = tuple(unmeasurable(workspace, role, kpi, plan.period))
    found = (*unmeasured, *unjudgeable(kpi))
    plan.findings += [finding for finding in found if finding not in plan.findings]
    if unmeasured or kpi.measure is None:
        return Ask(kpi, None, found)
    question = _question(role, kpi, kpi.measure)
    number = plan.questions.setdefault(question, len(plan.questions))
    if number == len(plan.asked):
        plan.asked.append(set())
        plan.origins.append(kpi)
    plan.asked[number].add(sheet)
    return Ask(kpi, number, found)


def _question(role: Role, kpi: Kpi, measure: Measure) -> Question:
    rule = kpi.score.rule if kpi.score else None
    incidents = rule if isinstance(rule, Incidents) else Incidents()
    varying = incidents.each if isinstance(incidents.each, By | Expression) else None
    return Question(
        measure,
        role.role if isinstance(measure, Scheduled) else "",
        kpi.id if isinstance(measure, Rating) else "",
        varying,
        incidents.free if varying is not None else 0,
    )
