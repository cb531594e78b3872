"""Ratings and remarks out of a returned form, each judged against the definitions in force: what is
missing, no number, off the scale, by somebody unknown, or on a form that no longer fits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from dutybook.files.formsheet import fingerprint
from dutybook.finding import DutybookError, Finding
from dutybook.finding.subject import about
from dutybook.grammar.number.quantity import parse_number, plain
from dutybook.grammar.time.period import Period, parse_period
from dutybook.measure.kinds.entered import Entered
from dutybook.measure.kinds.rating import NAMED_RATERS, Rating
from dutybook.model import Kpi, Role
from dutybook.ratings.remarks import Written, remarks_on
from dutybook.ratings.slip import Slip
from dutybook.ratings.workbook import Cell, Form, open_forms
from dutybook.report.trace import version
from dutybook.roster.attendance.days import overlap
from dutybook.roster.people import Assignment
from dutybook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Given:
    """One rating (or, ``single``, the one figure of a KPI and period) as written on a form;
    ``hidden``: it must not be shown with who gave it; ``level``: the word for it."""

    form: Form | Slip
    employee: str
    kpi: str
    rater: str
    by: str
    value: Fraction
    address: str
    source: str
    period: Period
    rated_on: str
    hidden: bool
    role: str = ""
    single: bool = False
    level: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a later rating takes the place of, within its period; whoever gave it, where there
        is but one figure."""
        return self.employee, self.kpi, self.rater, "" if self.single else self.by


@dataclass(slots=True)
class Returned:
    """One person's form: its ratings and remarks, or the findings that keep all of them out."""

    name: str
    ratings: list[Given] = field(default_factory=list)
    remarks: list[Written] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_forms(
    workspace: Workspace, people: Sequence[Assignment], path: Path, name: str, wanted: Period | None
) -> list[Returned]:
    """What a file gives, person by person. A form, or a person's row of a team sheet, with any
    mistake gives nothing: half of somebody's ratings would look like all of them."""
    try:
        with about(name):
            forms = open_forms(path, name)
    except DutybookError as error:
        return [Returned(name, findings=[*error.findings])]
    returned = [_read(workspace, people, form, wanted) for form in forms]
    if len(forms) > 1:
        _tell_once(returned)
    return returned


def _tell_once(team: Sequence[Returned]) -> None:
    """What is told of several people's rows at once (a changed heading, no superior) is told of the
    first; that nobody wrote anything, where it is true of all."""
    codes = {finding.code for one in team for finding in one.findings}
    silent = not any(one.ratings or one.remarks for one in team) and codes <= _SILENT
    told: list[Finding] = []
    for one in team:
        kept = [f for f in one.findings if silent or f.code != "ratings-nothing"]
        one.findings = [finding for finding in kept if finding not in told]
        told += one.findings


def _read(
    workspace: Workspace, people: Sequence[Assignment], form: Form, wanted: Period | None
) -> Returned:
    returned = Returned(form.name)
    try:
        with about(form.name):
            reader = _Reader(workspace, people, form, wanted)
            returned.findings += reader.problems()
            if not returned.findings:
                returned.ratings += reader.ratings()
                returned.remarks += reader.remarks()
                returned.findings += reader.findings
    except DutybookError as error:
        returned.findings += error.findings
    return returned


class _Reader:
    """One form against the workspace."""

    def __init__(
        self,
        workspace: Workspace,
        people: Sequence[Assignment],
        form: Form,
        wanted: Period | None,
    ) -> None:
        self.form, self.people, self.wanted = form, people, wanted
        try:
            self.period = parse_period(form["period"])
        except ValueError:
            raise DutybookError(Finding("ratings-not-a-form", form.place())) from None
        roles = {role.role: role for role in workspace.roles(self.period.last)}
        self.role: Role | None = roles.get(form["role"])
        self.workspace = workspace
        self.written, self.findings = remarks_on(form, self.period, people)
        if form.unsealed:
            self.findings.append(Finding("ratings-unsealed", form.place()))
        if form.unchecked:
            self.findings.append(Finding("ratings-seal-unchecked", form.place()))
        if not form["rater"] and not any(form.remarks):
            self.findings.append(Finding("remarks-unread", form.place()))

    def problems(self) -> Iterator[Finding]:
        """What makes the whole form unusable."""
        form = self.form
        if self.wanted and self.wanted.text != self.period.text:
            details = {"period": self.period.text, "wanted": self.wanted.text}
            yield Finding("ratings-wrong-period", form.place(), details)
        if self.role is None or not self._held():
            details = {"employee": form["employee"], "role": form["role"]}
            yield Finding("ratings-unknown-employee", form.place(), details)
            return
        if self._answers_ratings() and self._asked_otherwise():
            yield Finding("ratings-definition-changed", form.place(), {"role": form["role"]})
        for address, words in form.relabelled:
            yield Finding("ratings-label-changed", form.place(address), {"words": words})

    def _held(self) -> bool:
        span = self.period.start, self.period.end
        return any(
            a.employee == self.form["employee"]
            and a.role == self.form["role"]
            and overlap((a.start, a.end), *span)
            for a in self.people
        )

    def _answers_ratings(self) -> bool:
        """Whether the form is about ratings: somebody rated, or wrote nothing else."""
        return not self.written or any(not cell.empty for _, _, cell in self.form.ratings)

    def _asked_otherwise(self) -> bool:
        asked = fingerprint((kpi.id, version(kpi)) for kpi in self._rated())
        return asked != self.form["asked_of"]

    def remarks(self) -> list[Written]:
        """What was written beside ratings; nothing of a form with a mistake."""
        return [] if any(f.code not in _MILD for f in self.findings) else self.written

    def _rated(self) -> list[Kpi]:
        assert self.role
        return [kpi for kpi in self.role.kpis if isinstance(kpi.measure, Rating | Entered)]

    def ratings(self) -> list[Given]:
        """All ratings of every kind of rater who wrote something."""
        found: list[Given] = []
        kpis = {kpi.id: kpi for kpi in self._rated()}
        asked: dict[str, list[tuple[Kpi, Cell]]] = {}
        for kpi, rater, cell in self.form.ratings:
            if kpi in kpis:
                asked.setdefault(rater, []).append((kpis[kpi], cell))
        for rater, cells in asked.items():
            if not all(cell.empty for _, cell in cells):
                found += self._of(rater, cells)
        quiet = all(f.code in _MILD for f in self.findings)
        if not found and not self.written and quiet:
            self.findings.append(Finding("ratings-nothing", self.form.place()))
        return [] if any(f.code not in _MILD for f in self.findings) else found

    def _of(self, rater: str, cells: list[tuple[Kpi, Cell]]) -> Iterator[Given]:
        by = self._by(rater, [kpi for kpi, _ in cells])
        for kpi, cell in cells:
            value, measure = self._value(kpi, cell), kpi.measure
            if value is not None and isinstance(measure, Rating | Entered):
                yield Given(
                    self.form,
                    self.form["employee"],
                    kpi.id,
                    rater,
                    by,
                    value,
                    cell.address,
                    measure.of,
                    self.period,
                    self.form["rated_on"],
                    isinstance(measure, Rating) and measure.hides(rater),
                    self.form["role"],
                    isinstance(measure, Entered),
                    measure.scale.level(value) if measure.scale else "",
                )

    def _value(self, kpi: Kpi, cell: Cell) -> Fraction | None:
        assert isinstance(kpi.measure, Rating | Entered)
        scale, entered = kpi.measure.scale, isinstance(kpi.measure, Entered)
        percent = entered and _in_percent(kpi)
        levels = {one.word: one.figure for one in scale.levels} if scale else {}
        value = None if cell.empty else _given(cell, levels, percent=percent)
        if cell.empty:
            self._tell("rating-missing", cell, kpi=kpi.id)
        elif levels and (value is None or value not in levels.values()):
            self._tell("rating-not-level", cell, shown=cell.value, allowed=" / ".join(levels))
        elif value is None:
            self._tell(
                "entered-not-number" if entered else "rating-not-number", cell, shown=cell.value
            )
        elif percent and not cell.percent:
            self._tell("entered-not-percent", cell, shown=cell.value)
        elif scale and not scale.holds(value):
            self._tell("rating-off-scale", cell, shown=plain(value), allowed=scale.allowed)
        return value

    def _by(self, rater: str, kpis: list[Kpi]) -> str:
        """Who rated: a staff number, except of those who rate without their names."""
        cell = self.form.by(rater)
        written = "" if cell.empty else str(cell.value).strip()
        written = written.removesuffix(".0")
        if not written:
            self._tell("rating-no-rater", cell, rater=rater)
            return ""
        hidden = any(isinstance(k.measure, Rating) and k.measure.hides(rater) for k in kpis)
        if hidden or rater not in (*NAMED_RATERS, "peer", "subordinate"):
            return written
        known = {a.employee for a in self.people}
        own = written == self.form["employee"]
        if written not in known or own != (rater == "self"):
            self._tell("rating-unknown-rater", cell, rater=rater, shown=written)
        elif rater == "superior" and written not in self._superiors():
            self._tell("rating-other-superior", cell, shown=written)
        return written

    def _superiors(self) -> set[str]:
        """The superiors on record; any is right where none is."""
        mine = [a for a in self.people if a.employee == self.form["employee"]]
        return {a.superior for a in mine if a.superior} or {a.employee for a in self.people}

    def _tell(self, code: str, cell: Cell, **details: object) -> None:
        self.findings.append(Finding(code, self.form.place(cell.address), details))


_SILENT = frozenset(
    {"ratings-nothing", "ratings-unsealed", "ratings-seal-unchecked", "remarks-unread"}
)
_MILD = _SILENT | {"rating-other-superior"}


def _given(cell: Cell, levels: Mapping[str, Fraction], *, percent: bool) -> Fraction | None:
    """A cell's number, or the figure of the level whose word it holds."""
    said = cell.value.strip() if isinstance(cell.value, str) else ""
    return levels[said] if said in levels else _number(cell, percent=percent)


def _in_percent(kpi: Kpi) -> bool:
    """Whether people read the KPI's value as a percentage."""
    return bool(kpi.target and kpi.target.fixed and kpi.target.fixed.percent)


def _number(cell: Cell, *, percent: bool) -> Fraction | None:
    """A cell's number; numbers typed as text are numbers, too."""
    value = cell.value
    if isinstance(value, bool):
        return None
    try:
        number = parse_number(value) if isinstance(value, str) else Fraction(repr(value))
    except ValueError:
        return None
    return None if isinstance(value, str) and "%" in value and not percent else number
