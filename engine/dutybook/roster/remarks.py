"""remarks.csv: what people wrote on evaluation forms, beside their figures: comments, the plan, the
employee's opinion and answer, days and names of those who signed.

``dutybook ratings`` adds to it; it may be kept by hand as well. No score reads it.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from dutybook.csv import CsvFile, match_header, open_own, unmarked
from dutybook.files.door import exists
from dutybook.finding import Finding, Place
from dutybook.grammar.time.period import parse_period
from dutybook.roster.people import Assignment
from dutybook.workspace import Workspace

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "period": ("考核期", "考核期間"),
    "employee": ("工号", "員工編號", "staff no."),
    "role": ("岗位", "崗位", "post"),
    "part": ("栏目", "欄目"),
    "text": ("内容", "內容"),
    "by": ("填写人", "填寫人"),
    "on": ("填写日期", "填寫日期"),
    "form": ("表号", "表號"),
}
"""Columns in the order they are written, and the headings that mean them."""

REQUIRED: Final = frozenset({"period", "employee", "part", "text"})
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "superior": ("上级评语", "上級評語"),
    "plan": ("改进计划", "改進計劃"),
    "employee": ("被考核人意见", "被考核人意見"),
    "answer": ("是否同意",),
    "date": ("考核日期",),
    **{f"signed-{number}": (f"签署{number}", f"簽署{number}") for number in range(1, 13)},
}
"""The places of a form where words are written, and what people call them."""

MOST: Final = 1500
"""Characters of one remark: what a form of one or two pages has room for."""

_OVERRIDES: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of whatever follows them."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What stands in one ``part`` of a form; ``by`` is a staff number, ``on`` a day as text."""

    period: str
    employee: str
    role: str
    part: str
    text: str
    place: Place = field(compare=False)
    by: str = ""
    on: str = ""
    form: str = ""


Kept = Mapping[tuple[str, str, str], tuple[Remark, ...]]
"""Remarks by period, employee and role."""


def tidy(text: str) -> str:
    """Words as they are kept: line ends of one kind, no tabs, no empty ends of lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def unprintable(text: str, place: Place) -> Iterator[Finding]:
    """Why words cannot be kept and printed: too many of them, characters that nobody sees."""
    if len(text) > MOST:
        yield Finding("remark-too-long", place, {"count": len(text), "most": MOST})
    odd = next((c for c in text if c in _OVERRIDES or _control(c)), None)
    if odd is not None:
        yield Finding("remark-character", place, {"character": f"U+{ord(odd):04X}"})


def _control(character: str) -> bool:
    return character in "\ufffe\uffff" or (
        character != "\n" and unicodedata.category(character) in ("Cc", "Cs")
    )


def read_remarks(workspace: Workspace, people: Iterable[Assignment]) -> tuple[Kept, list[Finding]]:
    """Remarks by period, employee and role, in the order of a form; a workspace without the file
    has none. Of two that contradict each other neither stands."""
    name = workspace.organisation.remarks
    if not exists(workspace.root / name):
        return {}, []
    file, findings = open_own(workspace.root, name)
    if file is None:
        return {}, findings
    columns, findings = match_header(file, words(), set(REQUIRED))
    if findings:
        return {}, findings
    reader = _Reader(workspace, file, columns, people)
    kept: dict[tuple[str, str, str, str], Remark | None] = {}
    for line, fields in file.rows():
        remark = reader.remark(Place(name, line, 1), fields)
        if remark is not None:
            key = (remark.period, remark.employee, remark.role, remark.part)
            kept[key] = reader.settled(kept.get(key, remark), remark)
    found: dict[tuple[str, str, str], tuple[Remark, ...]] = {}
    order = list(PARTS)
    known = [one for one in kept.values() if one is not None]
    for one in sorted(known, key=lambda one: order.index(one.part)):
        whose = (one.period, one.employee, one.role)
        found[whose] = (*found.get(whose, ()), one)
    return found, reader.findings


def words() -> dict[str, str]:
    """Every heading of the file, and the column it means."""
    return {word: column for column, also in COLUMNS.items() for word in (column, *also)}


def role_names(workspace: Workspace) -> dict[str, str]:
    """Ids of roles by id and title."""
    roles = workspace.roles()
    titled = {wording: role.role for role in roles for _, wording in role.title.wordings}
    return titled | {role.role: role.role for role in roles}


def part_of(text: str) -> str | None:
    """The part that ``text`` means."""
    return next((part for part, also in PARTS.items() if text in (part, *also)), None)


class _Reader:
    """Turns records into remarks, collecting what is wrong with them."""

    def __init__(
        self,
        workspace: Workspace,
        file: CsvFile,
        columns: Mapping[str, int],
        people: Iterable[Assignment],
    ) -> None:
        self.roles = role_names(workspace)
        self.posts: dict[str, list[str]] = {}
        for one in people:
            self.posts.setdefault(one.employee, []).append(one.role)
        self.file, self.columns = file, columns
        self.findings: list[Finding] = []

    def remark(self, place: Place, fields: list[str]) -> Remark | None:
        """One line; None, and told, where it cannot be used."""
        if len(fields) != len(self.file.header):
            counts = {"found": len(fields), "expected": len(self.file.header)}
            self._wrong("csv-row-columns", place, **counts)
            return None
        row = {column: unmarked(fields[at]).strip() for column, at in self.columns.items()}
        try:
            period = parse_period(row["period"]).text
        except ValueError:
            self._wrong("remark-period-unclear", place, text=row["period"])
            return None
        part, text = part_of(row["part"]), tidy(row["text"])
        if part is None:
            known = ", ".join(PARTS)
            self._wrong("remark-part-unknown", place, text=row["part"], known=known)
            return None
        role = self._role(row, place)
        if role is None or not text:
            return None
        wrong = list(unprintable(text, place))
        self.findings += wrong
        if wrong:
            return None
        more = {key: row.get(key, "") for key in ("by", "on", "form")}
        return Remark(period, row["employee"], role, part, text, place, **more)

    def _role(self, row: Mapping[str, str], place: Place) -> str | None:
        """The post a remark belongs to: the one named, else the only one of the person."""
        held = set(self.posts.get(row["employee"], ()))
        named = row.get("role", "")
        wanted = self.roles.get(named, named)
        if wanted in held:
            return wanted
        if not named and len(held) == 1:
            return held.pop()
        self._wrong("remark-unknown-employee", place, employee=row["employee"], role=named or "-")
        return None

    def settled(self, first: Remark | None, remark: Remark) -> Remark | None:
        """The one of two remarks in the same place that stands."""
        if first is None or first.text == remark.text:
            return first
        details = {"employee": remark.employee, "part": remark.part, "line": first.place.line}
        self._wrong("remark-twice", remark.place, **details)
        return None

    def _wrong(self, code: str, place: Place, **details: object) -> None:
        self.findings.append(Finding(code, place, details))
