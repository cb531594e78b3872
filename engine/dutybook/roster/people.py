"""people.csv: who holds which post from when to when, with positions for every mistake."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice, pairwise
from operator import attrgetter
from typing import Final

from dutybook.csv import CsvFile, match_header, open_own
from dutybook.files.door import exists
from dutybook.finding import Finding, Place
from dutybook.grammar.number.quantity import parse_number
from dutybook.roster.attendance.days import day_after, parse_day
from dutybook.workspace import Workspace

_NAMED: Final = 20
"""How many people a finding about many names."""
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "employee": ("工号", "員工編號", "employee no.", "staff no."),
    "name": ("姓名",),
    "role": ("岗位", "崗位", "post"),
    "from": ("任职开始", "开始日期", "任職開始"),
    "to": ("任职结束", "结束日期", "任職結束"),
    "superior": ("直接上级", "上级", "直接上級"),
    "site": ("项目", "地点", "項目"),
    "level": ("职级", "職級"),
    "area": ("片区", "片區"),
    "fte": ("工作量",),
}
"""Column names and the headings that mean them."""

_OWN: Final = re.compile(r"[a-z][a-z0-9_]*")
"""Further columns a company keeps (a unit, a shift), under names that definitions can use."""

REQUIRED: Final = frozenset({"employee", "name", "role"})
_SEPARATORS: Final = str.maketrans(dict.fromkeys("\uff1b\u3001|", ";"))


@dataclass(frozen=True, slots=True)
class Assignment:
    """One person in one post on the days [start, end); ``role`` is a role's id."""

    employee: str
    name: str
    role: str
    start: date
    end: date
    place: Place
    superior: str = ""
    site: str = ""
    level: str = ""
    areas: tuple[str, ...] = ()
    fte: Fraction = Fraction(1)
    more: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """What targets and rates may vary by: site, level, and the company's own columns."""
        return {"role": self.role, "site": self.site, "level": self.level, **dict(self.more)}


def meanings(header: Sequence[str]) -> dict[str, str]:
    """The column that each heading means. ``post`` is the role's only where no other heading is: a
    company may keep a column of that name."""
    known = {word: column for column, words in COLUMNS.items() for word in (column, *words)}
    if any(known.get(word) == "role" for word in header if word != "post"):
        del known["post"]
    return known


def read_people(workspace: Workspace) -> tuple[list[Assignment], list[Finding]]:
    """All assignments that can be understood, in file order, and what cannot."""
    name = workspace.organisation.people
    if not exists(workspace.root / name):
        return [], [Finding("people-missing", Place(name))]
    file, findings = open_own(workspace.root, name)
    if file is None:
        return [], findings
    known = meanings(file.header)
    columns, findings = match_header(file, known, set(REQUIRED))
    if findings:
        return [], findings
    own = {
        name: position
        for position, name in enumerate(file.header)
        if name not in known and _OWN.fullmatch(name)
    }
    reader = _Reader(workspace, file, columns, own)
    people = [person for line, fields in file.rows() if (person := reader.person(line, fields))]
    if not people and not reader.findings and not reader.waiting:
        return [], [Finding("people-empty", Place(name, 1, 1))]
    return people, [*reader.findings, *reader.ended(), *_overlaps(people)]


class _Reader:
    """Turns records into assignments, collecting what is wrong with them."""

    def __init__(
        self,
        workspace: Workspace,
        file: CsvFile,
        columns: Mapping[str, int],
        own: Mapping[str, int],
    ) -> None:
        self.roles = {
            word: role.role
            for role in workspace.roles()
            for word in (*(wording for _, wording in role.title.wordings), role.role)
        }
        self.until = {role.role: role.until for role in workspace.roles()}
        self.unread = workspace.unread
        self.file = file
        self.columns = columns
        self.own = own
        self.findings: list[Finding] = []
        self.outlived: dict[str, dict[str, Place]] = {}  # role → who is still in it, and where
        self.waiting = False  # for a role that cannot be read

    def person(self, line: int, fields: list[str]) -> Assignment | None:
        place = Place(self.file.name, line, 1)
        if len(fields) != len(self.file.header):
            counts = {"found": len(fields), "expected": len(self.file.header)}
            self._wrong("csv-row-columns", place, **counts)
            return None
        row = {column: fields[at].strip() for column, at in self.columns.items()}
        if not row["employee"]:
            self._wrong("people-no-employee", place)
            return None
        role = self.roles.get(row["role"])
        if role is None and ("role", row["role"]) in self.unread:
            self.waiting = True
            return None  # what is wrong with the role is told there
        if role is None:
            details = {"role": row["role"], "employee": row["employee"]}
            self._wrong("people-unknown-role", place, **details)
            return None
        start, end = self._day(row, "from", place), self._day(row, "to", place)
        fte = self._fte(row.get("fte", ""), place)
        if start is None or end is None or fte is None:
            return None
        if end < start:
            self._wrong("people-bad-dates", place, text=f"{row['from']} … {row['to']}")
            return None
        until = self.until.get(role)
        if until is not None and start > until:
            self._wrong(
                "people-role-ended", place, role=role, until=until, employee=row["employee"]
            )
            return None
        if until is not None and end > until:
            self.outlived.setdefault(role, {}).setdefault(row["employee"], place)
            end = until
        more = {key: row.get(key, "") for key in ("superior", "site", "level")}
        areas = map(str.strip, row.get("area", "").translate(_SEPARATORS).split(";"))
        extra = tuple((name, fields[position].strip()) for name, position in self.own.items())
        return Assignment(
            row["employee"], row["name"], role, start, day_after(end), place,
            areas=tuple(filter(None, areas)), fte=fte, more=extra, **more,
        )  # fmt: skip

    def _day(self, row: Mapping[str, str], column: str, place: Place) -> date | None:
        text = row.get(column, "")
        if not text:
            return date.min if column == "from" else date.max
        try:
            return parse_day(text)
        except ValueError:
            self._wrong("people-bad-dates", place, text=text)
            return None

    def _fte(self, text: str, place: Place) -> Fraction | None:
        try:
            fte = parse_number(text or "1")
        except ValueError:
            fte = Fraction(0)
        if 0 < fte <= 1:
            return fte
        self._wrong("people-bad-fte", place, text=text)
        return None

    def ended(self) -> Iterator[Finding]:
        """Once for each role that ends before people.csv says that they leave it: who they are."""
        for role, people in self.outlived.items():
            details = {"role": role, "until": self.until[role], "count": len(people)}
            who = ", ".join([*islice(people, _NAMED), *["…"] * (len(people) > _NAMED)])
            place = next(iter(people.values()))
            yield Finding("people-role-outlived", place, {**details, "employees": who})

    def _wrong(self, code: str, place: Place, **details: object) -> None:
        self.findings.append(Finding(code, place, details))


def _overlaps(people: Iterable[Assignment]) -> list[Finding]:
    """The same person twice in the same post on the same day."""
    ordered = sorted(people, key=attrgetter("employee", "role", "start", "end"))
    return [
        Finding("people-overlap", two.place, {"employee": two.employee, "other": one.place.line})
        for one, two in pairwise(ordered)
        if (one.employee, one.role) == (two.employee, two.role) and two.start < one.end
    ]
