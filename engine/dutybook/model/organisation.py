"""dutybook.yaml, and what people approved about its data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from dutybook.grammar.time.limit import Limit
from dutybook.grammar.time.period import Period
from dutybook.model.values import Condition
from dutybook.words.locale import Text
from dutybook.yamltext import Origin


@dataclass(frozen=True, slots=True)
class Revision:
    """A version of a department's duty manual: from when, what changed, who answers for it."""

    version: str
    date: date
    changes: Text | None = None
    prepared: Text | None = None
    reviewed: Text | None = None
    approved: Text | None = None


@dataclass(frozen=True, slots=True)
class Department:
    """What a department is called, its codes, and the versions of its manual."""

    title: Text | None = None
    code: str | None = None
    manual_code: str | None = None
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True, slots=True)
class Papers:
    """Version and form numbers of what is printed, how it looks (``logo`` and ``letterhead`` are
    files of the workspace), what files are called (``names``: by id or title), and how long ahead
    calendars remind."""

    version: str = "1.0"
    form_numbers: Mapping[str, str] = field(default_factory=dict)
    logo: str | None = None
    letterhead: str | None = None
    names: str = "id"
    colours: Mapping[str, str] = field(default_factory=dict)
    reminders: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where some of a source's rows are: files (``*`` matches) with what is to be read in them, or
    a ``table`` of the PostgreSQL server to which the environment variable ``postgres`` leads."""

    file: str | None = None
    sheet: str | int | None = None
    header: str | int | None = None
    table: str | None = None
    postgres: str | None = None

    def __str__(self) -> str:
        inside = self.table if self.table else self.sheet
        where = self.file or f"${self.postgres}"
        return where if inside is None else f"{where}#{inside}"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Up to when a source's data are complete: everywhere, or site by site."""

    to: date | None = None
    sites: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Organisation:
    """The workspace's settings; ``signers`` are the public keys that sign closings, by name,
    ``delivered`` says of sources how far their data are complete."""

    organisation: Text
    origin: Origin
    locale: str = "zh-Hans"
    timezone: str = "Asia/Shanghai"
    calendar: str | None = None
    scheme: str | None = None
    company_coefficient: "str | tuple[tuple[str, Fraction], ...]" = ()
    people: str = "people.csv"
    absences: str = "absences.csv"
    rota: str = "rota.csv"
    remarks: str = "remarks.csv"
    departments: Mapping[str, Department] = field(default_factory=dict)
    external_posts: Mapping[str, Text] = field(default_factory=dict)
    logs: Mapping[str, tuple[LogPlace, ...]] = field(default_factory=dict)
    documents: Papers = field(default_factory=Papers)
    signers: Mapping[str, str] = field(default_factory=dict)
    delivered: Mapping[str, Delivery] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of local time, half-open."""

    from_: datetime
    to: datetime


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided on an appeal: a KPI's points or value, or the total or grade."""

    points: Fraction | None = None
    value: Fraction | None = None
    total: Fraction | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against a score: of one ``kpi``, or (None) of the total or grade. ``version`` is
    the one `explain` printed for the definition appealed against."""

    id: str
    employee: str
    period: Period
    why: Text
    filed_on: date
    origin: Origin
    role: str | None = None
    kpi: str | None = None
    version: str | None = None
    notified_on: date | None = None
    evidence: tuple[Text, ...] = ()
    decision: Literal["pending", "upheld", "dismissed"] = "pending"
    decided: Ruling = Ruling()
    by: str | None = None
    decided_on: date | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Rows that are left out, or whose limits are extended, with reason and approver."""

    source: str
    action: Literal["exclude", "extend"]
    reason: Text
    approver: str
    origin: Origin
    id: str | None = None
    rows: tuple[str, ...] = ()
    where: Condition | None = None
    window: Window | None = None
    employees: tuple[str, ...] = ()
    by: Limit | None = None
    approved_on: date | None = None
