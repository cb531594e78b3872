"""A list of ratings and entered figures, a row each, as an imported form or a workbook gives them:
each judged against the definitions in force, and ready to be put into the log."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from dutybook.csv import match_header, open_csv
from dutybook.finding import DutybookError, Finding, Place
from dutybook.grammar.number.quantity import parse_number, plain
from dutybook.grammar.time.period import Period, parse_period
from dutybook.measure.kinds.entered import Entered
from dutybook.measure.kinds.rating import NAMED_RATERS, Rating
from dutybook.model import Kpi, Role
from dutybook.ratings.form import Given, Returned
from dutybook.ratings.slip import Slip
from dutybook.report.words import Words
from dutybook.roster.attendance.days import overlap, parse_day
from dutybook.roster.people import Assignment
from dutybook.words.locale import Text
from dutybook.workspace import Workspace

HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "employee": ("工号", "姓名", "员工"),
    "role": ("岗位",),
    "kpi": ("指标",),
    "rater": ("评分人", "填报人"),
    "by": ("评分人工号", "填报人工号"),
    "value": ("数值", "得分"),
    "rated_on": ("日期", "评分日期", "填报日期"),
}
"""Columns of a list, and the headings that mean them."""

_REQUIRED: Final = {"employee", "kpi", "rater", "value", "rated_on"}


def read_roll(
    workspace: Workspace, people: Sequence[Assignment], path: Path, name: str, wanted: Period | None
) -> Returned:
    """What a CSV file of ratings gives; a row with a mistake gives nothing, the others do."""
    file, findings = open_csv(path, name)
    if file is None:
        return Returned(name, findings=findings)
    known = {word: column for column, words in HEADS.items() for word in (column, *words)}
    at, findings = match_header(file, known, set(_REQUIRED))
    returned = Returned(name, findings=findings)
    if findings:
        return returned
    judge = Judge(workspace, people, Words.load(workspace.root, workspace.locale))
    for line, fields in file.rows():
        texts = {c: fields[n].strip() for c, n in at.items() if n < len(fields)}
        slip = Slip(name, texts, {column: Place(name, line, 1) for column in HEADS})
        try:
            given = judge.given(slip)
        except DutybookError as error:
            returned.findings += error.findings
            continue
        if wanted and given.period.text != wanted.text:
            details = {"period": given.period.text, "wanted": wanted.text}
            returned.findings.append(
                Finding("ratings-wrong-period", slip.place("rated_on"), details)
            )
        else:
            returned.ratings.append(given)
    return returned


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides what a row says: whose, of which KPI, by whom, how much."""

    workspace: Workspace
    people: Sequence[Assignment]
    words: Words

    def given(self, slip: Slip) -> Given:
        """The row as a rating; :class:`DutybookError` with what is wrong and in which cell."""
        period = self._period(slip)
        person, role, kpi = self._asked(slip, period)
        measure = kpi.measure
        assert isinstance(measure, Rating | Entered)
        rater = self._rater(slip, role, measure)
        value = self._value(slip, measure)
        day = slip["rated_on"]
        return Given(
            slip,
            person.employee,
            kpi.id,
            rater,
            self._by(slip, rater, person, measure),
            value,
            "value",
            measure.of,
            period,
            day if len(day) > len("2026-10") else period.last.isoformat(),
            isinstance(measure, Rating) and measure.hides(rater),
            role.role,
            isinstance(measure, Entered),
            measure.scale.level(value) if measure.scale else "",
        )

    def _period(self, slip: Slip) -> Period:
        """The month of the day, or the period that stands in its place."""
        text = slip["rated_on"]
        try:
            return parse_period(f"{parse_day(text):%Y-%m}")
        except ValueError:
            pass
        try:
            return parse_period(text)
        except ValueError:
            raise _wrong("roll-bad-day", slip, "rated_on", text=text) from None

    def _asked(self, slip: Slip, period: Period) -> tuple[Assignment, Role, Kpi]:
        """Who is rated, in which post, by which KPI: all by id or name."""
        span = period.start, period.end
        held = [
            one
            for one in self.people
            if slip["employee"] in (one.employee, one.name) and overlap((one.start, one.end), *span)
        ]
        if not held or len({one.employee for one in held}) > 1:
            details = {"employee": slip["employee"], "role": slip["role"] or "-"}
            raise _wrong("ratings-unknown-employee", slip, "employee", **details)
        asked = list(self._judged(held, period))
        found = [
            (one, role, kpi)
            for one, role, kpi in asked
            if slip["role"] in ("", role.role, *_words(role.title))
            and slip["kpi"] in (kpi.id, *_words(kpi.name))
        ]
        if len({(role.role, kpi.id) for _, role, kpi in found}) != 1:
            known = "、".join(sorted({str(kpi.name) for *_, kpi in asked})) or "-"
            raise _wrong("roll-unknown-kpi", slip, "kpi", text=slip["kpi"], known=known)
        return found[0]

    def _judged(
        self, held: Sequence[Assignment], period: Period
    ) -> Iterator[tuple[Assignment, Role, Kpi]]:
        """The KPIs that people rate or enter, in the posts held."""
        roles = {role.role: role for role in self.workspace.roles(period.last)}
        for one in held:
            for kpi in roles[one.role].kpis if one.role in roles else ():
                if isinstance(kpi.measure, Rating | Entered):
                    yield one, roles[one.role], kpi

    def _rater(self, slip: Slip, role: Role, measure: Rating | Entered) -> str:
        """The kind of rater, by its id or what it is called."""
        said = slip["rater"]
        known = [measure.by] if isinstance(measure, Entered) else self._raters(role, measure)
        called = {self.words.say("raters", one): one for one in known}
        if known and said not in (*known, *called):
            raise _wrong("roll-unknown-rater", slip, "rater", text=said, known="、".join(called))
        return called.get(said, said)

    def _raters(self, role: Role, measure: Rating) -> list[str]:
        scheme = self.workspace.scheme_for(role)
        stated = measure.raters or (scheme.raters if scheme else ())
        return [one for one, _ in stated]

    def _value(self, slip: Slip, measure: Rating | Entered) -> Fraction:
        text, scale = slip["value"], measure.scale
        levels = {one.word: one.figure for one in scale.levels} if scale else {}
        try:
            value = levels[text] if text in levels else parse_number(text)
        except ValueError:
            raise _wrong("rating-not-number", slip, "value", shown=text) from None
        if scale and not scale.holds(value):
            shown, allowed = plain(value), scale.allowed
            raise _wrong("rating-off-scale", slip, "value", shown=shown, allowed=allowed)
        return value

    def _by(self, slip: Slip, rater: str, person: Assignment, measure: Rating | Entered) -> str:
        """Who rated: as written, else whoever it must have been."""
        by = slip["by"]
        if not by:
            return {"self": person.employee, "superior": person.superior}.get(rater, "")
        hidden = isinstance(measure, Rating) and measure.hides(rater)
        named = rater in (*NAMED_RATERS, "peer", "subordinate") and not hidden
        numbers = {one.employee for one in self.people}
        if named and (by not in numbers or (rater == "self") != (by == person.employee)):
            raise _wrong("rating-unknown-rater", slip, "by", rater=rater, shown=by)
        return by


def _words(text: Text) -> Iterator[str]:
    return (wording for _, wording in text.wordings)


def _wrong(code: str, slip: Slip, column: str, **details: object) -> DutybookError:
    return DutybookError(Finding(code, slip.place(column), details))
