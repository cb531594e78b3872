"""The plan of one period: who is evaluated in which post, and what that asks of the logs."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, groupby, pairwise
from operator import attrgetter

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.grammar.time.period import Period
from dutybook.measure.columns import parts_of
from dutybook.measure.kinds import kind_of
from dutybook.measure.kinds.rating import POST
from dutybook.measure.limits import waits_in
from dutybook.model import By, Expression, Incidents, Kpi, Measure, Role, Scheme
from dutybook.plan.baseline import baseline_of
from dutybook.plan.question import Ask, Judged, Plan, Question, Sheet
from dutybook.plan.scope import Extent, before, extent_of
from dutybook.plan.versions import Piece, Versions, pieces
from dutybook.roster.attendance.days import merged, overlap
from dutybook.roster.company import company_coefficient
from dutybook.roster.people import Assignment
from dutybook.soundness.calendars import uses_calendar
from dutybook.soundness.contents import misnamed
from dutybook.soundness.kpi import unjudged, unmeasured
from dutybook.soundness.workspace import Settling, settling
from dutybook.workspace import Workspace
from dutybook.yamltext import Document, Origin

NO_SCHEME = Scheme("", Origin(Document("dutybook.yaml", 0, {}, "")))
"""For roles without a scheme: points are added up, nothing else."""


def make_plan(workspace: Workspace, people: Sequence[Assignment], period: Period) -> Plan:
    """Sheets of everyone whose post is evaluated in periods like this one."""
    plan = Plan(period)
    versions = Versions(workspace)
    company, findings = company_coefficient(workspace, period)
    plan.note([*findings, *misnamed(workspace)])
    settled = settling(workspace)
    shared = set(shared_ratings(versions, people, period))
    ordered = sorted(people, key=attrgetter("employee", "role", "start", "end"))
    for (_, role_id), group in groupby(ordered, key=attrgetter("employee", "role")):
        held = tuple(group)
        inside = [p for a in held if (p := overlap((a.start, a.end), period.start, period.end))]
        if not inside:
            continue
        role = versions.on(role_id, max(end for _, end in inside) - timedelta(days=1))
        if role is None:
            details = {"role": role_id, "employee": held[0].employee}
            plan.findings.append(Finding("role-not-in-force", held[-1].place, details))
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
            wrong = settled.get(role.role, Settling())
            plan.note([*wrong.held, *wrong.doubts])
            faults = workspace.faults
            broken = (*faults.of_role(role, period.last), *faults.of_scheme(scheme))
            open_ = (*wrong.held, *broken)
            plan.sheets.append(
                _Planner(
                    workspace,
                    plan,
                    versions,
                    role,
                    own,
                    held,
                    company,
                    shared,
                    open_,
                    wrong.unknown,
                ).sheet()
            )
    plan.findings += _several_posts(plan.sheets)
    return plan


def shared_ratings(
    versions: Versions, people: Sequence[Assignment], period: Period
) -> Iterator[tuple[str, str]]:
    """Employees and the KPIs by which they are rated in two posts held on the same day."""
    held: dict[str, list[Assignment]] = {}
    for one in people:
        if overlap((one.start, one.end), period.start, period.end):
            held.setdefault(one.employee, []).append(one)
    for employee, posts in held.items():
        for one, two in combinations(posts, 2):
            days = overlap((one.start, one.end), period.start, period.end)
            both = days and overlap((two.start, two.end), *days)
            if both and one.role != two.role:
                last = both[1] - timedelta(days=1)
                rated = [_rated(versions.on(post.role, last)) for post in (one, two)]
                yield from ((employee, kpi) for kpi, _ in rated[0] & rated[1])


def _rated(role: Role | None) -> set[tuple[str, str]]:
    """The KPIs of a role that are ratings, each with its source."""
    kpis = role.kpis if role else ()
    measures = ((kpi.id, kpi.measure) for kpi in kpis if kpi.measure)
    return {(kpi, one.of) for kpi, one in measures if kind_of(one).about == "kpi"}


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
    shared: Set[tuple[str, str]]
    problems: tuple[Finding, ...] = ()
    unknown: frozenset[str] = frozenset()

    def sheet(self) -> Sheet:
        period = self.plan.period
        parts = (overlap((a.start, a.end), period.start, period.end) for a in self.held)
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
            self.problems,
            self.unknown,
        )

    def _ask(self, kpi: Kpi) -> Ask:
        found = pieces(self.versions, self.role, kpi, self.held, self.plan.period)
        if len(found) == 1:
            return self._whole(found[0])
        asks = tuple(self._whole(piece) for piece in found)
        calendared = any(ask.calendared for ask in asks)
        return Ask(asks[-1].kpi, problems=asks[-1].problems, pieces=asks, calendared=calendared)

    def _whole(self, piece: Piece) -> Ask:
        """The KPI as it stood; whoever it stood so for shares what it asks."""
        stood = piece.start, piece.end, piece.days
        twice = self._twice(piece.kpi)
        key = self.role.role, self.scheme.scheme, id(piece.kpi), *stood, twice
        known = self.plan.shared.get(key)
        if known is None:
            known = self._asked(piece)
            if not piece.problems and known.baseline is None:
                self.plan.shared[key] = known
        for number in known.questions:
            self.plan.asked[number].add(len(self.plan.sheets))
        return known

    def _asked(self, piece: Piece) -> Ask:
        kpi = piece.kpi
        judged = self._judged(kpi)
        unjudged = () if piece.problems else judged.unjudged
        problems = (*piece.problems, *judged.unmeasured, *unjudged)
        self.plan.note(problems)
        weighed = self.scheme.weighed(kpi)
        if judged.unmeasured or kpi.measure is None:
            return Ask(weighed, (), problems, piece.days, piece.start, piece.last)
        start, end = piece.start, piece.end
        asked = self._questions(kpi, [extent_of(m, start, end) for m in parts_of(kpi.measure)])
        baseline = baseline_of(kpi, self.plan.period, self.scheme.cut_off, self._questions)
        stood = piece.days, piece.start, piece.last
        return Ask(
            weighed, asked, problems, *stood, baseline=baseline, calendared=judged.calendared
        )

    def _judged(self, kpi: Kpi) -> Judged:
        """What can be said of a definition once for all holders."""
        key = self.role.role, id(kpi)
        if key not in self.plan.judged:
            self.plan.judged[key] = Judged(
                kpi,
                tuple(unmeasured(self.workspace, self.role, kpi, self.plan.period)),
                tuple(unjudged(self.workspace, kpi, (*self.role.kpis, *self.scheme.items))),
                uses_calendar(self.role, kpi, self.workspace.definitions.sops),
            )
        return self.plan.judged[key]

    def _questions(self, kpi: Kpi, extents: Sequence[Extent]) -> tuple[int, ...]:
        """The questions of the measure's parts, each about its extent."""
        assert kpi.measure is not None
        number = len(self.plan.sheets)
        return tuple(
            self.plan.ask(self._question(kpi, measure, extent), kpi, number)
            for measure, extent in zip(parts_of(kpi.measure), extents, strict=True)
        )

    def _question(self, kpi: Kpi, measure: Measure, extent: Extent) -> Question:
        about = kind_of(measure).about
        rule = kpi.score.rule if kpi.score else None
        incidents = rule if isinstance(rule, Incidents) else Incidents()
        varying = incidents.each if isinstance(incidents.each, By | Expression) else None
        return Question(
            measure,
            extent,
            self.role.role if about == "role" else "",
            kpi.id if about == "kpi" else "",
            varying,
            incidents.spared if varying is not None else 0,
            incidents.repeat,
            before(extent, incidents.repeat.within) if incidents.repeat else None,
            waits_in(kind_of(measure).limits(measure, self.workspace.definitions.sops)),
            self._posts(measure),
            about == "kpi" and self._twice(kpi),
        )

    def _twice(self, kpi: Kpi) -> bool:
        """Whether the person is rated by this KPI in another post at the same time."""
        return (self.held[0].employee, kpi.id) in self.shared

    def _posts(self, measure: Measure) -> tuple[str, ...]:
        """What rows of ratings may call the post, where they have a column for it."""
        source = self.workspace.definitions.sources.get(measure.of)
        named = kind_of(measure).about == "kpi" and source is not None and POST in source.columns
        if not named:
            return ()
        return (self.role.role, *(wording for _, wording in self.role.title.wordings))
