"""Roles and their duties."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from dutybook.grammar.number.money import Worth
from dutybook.grammar.time.schedule import Schedule
from dutybook.model.kpi import Kpi
from dutybook.model.posting import Posting
from dutybook.model.values import By, TimeLimit
from dutybook.words.locale import Text
from dutybook.yamltext import Origin

Responsibility = Literal["full", "lead", "shared", "assist"]


@dataclass(frozen=True, slots=True)
class Method:
    """How a standard is looked into, and how often."""

    how: Text
    schedule: Schedule | None = None


@dataclass(frozen=True, slots=True)
class Standard:
    """What good work looks like."""

    text: Text
    methods: tuple[Method, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing a role has to do."""

    id: str
    text: Text
    origin: Origin
    no: str | None = None
    area: Text | None = None
    responsibility: Responsibility | None = None
    share: Fraction | None = None
    indicator: Text | None = None
    within: TimeLimit | None = None
    schedule: Schedule | None = None
    owed_by: Literal["person", "post"] = "person"
    tasks: tuple[Text, ...] = ()
    standards: tuple[Standard, ...] = ()
    difficulties: tuple[Text, ...] = ()
    taboos: tuple[Text, ...] = ()
    records: tuple[Text, ...] = ()
    sop: str | None = None
    reference: Text | None = None


@dataclass(frozen=True, slots=True)
class DutySet:
    """Duties several roles include."""

    duty_set: str
    origin: Origin
    duties: tuple[Duty, ...]
    title: Text | None = None
    reference: Text | None = None


@dataclass(frozen=True, slots=True)
class ReportsTo:
    """Superiors: one by line, any number by function; role ids or titles."""

    line: str
    functional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """With whom a role works, and the share of its time."""

    share: Fraction | None = None
    with_: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Contacts:
    """Working relationships inside and outside the organisation."""

    internal: Contact | None = None
    external: Contact | None = None


@dataclass(frozen=True, slots=True)
class Experience:
    """Years in a field; ``years`` is from–to, equal where one figure was given. ``of_which``: what
    a part of them has to be; ``and_``: what is asked for besides."""

    years: tuple[Fraction, Fraction] | None = None
    field: Text | None = None
    of_which: "Experience | None" = None
    and_: "Experience | None" = None

    def parts(self, *at: str) -> Iterator[tuple[tuple[str, ...], "Experience"]]:
        """Itself and every experience within it, each with the keys that lead to it."""
        yield at, self
        for key, more in (("of_which", self.of_which), ("and", self.and_)):
            if more is not None:
                yield from more.parts(*at, key)


@dataclass(frozen=True, slots=True)
class Qualifications:
    """What the holder must bring."""

    education: Text | None = None
    major: Text | None = None
    experience: Experience | None = None
    certificates: tuple[Text, ...] = ()
    skills: tuple[Text, ...] = ()
    knowledge: tuple[Text, ...] = ()
    traits: tuple[Text, ...] = ()
    age: Text | None = None
    sex: Text | None = None
    other: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """Where and when the work is done, and what it may do to those who do it."""

    place: Text | None = None
    hours: Text | None = None
    environment: Text | None = None
    travel: Text | None = None
    hazards: Text | None = None


@dataclass(frozen=True, slots=True)
class Career:
    """Posts this one is reached from, leads to and rotates with."""

    from_: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    rotation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Training:
    """Hours of training per period."""

    hours: Fraction | None = None
    per: Literal["week", "month", "quarter", "half_year", "year"] = "month"
    topics: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A common error and what helps."""

    error: Text
    remedy: tuple[Text, ...]
    reference: Text | None = None


@dataclass(frozen=True, slots=True)
class Pay:
    """What the post, or one of its shifts, is paid: the same for all, or ``by`` a column of
    people.csv."""

    id: str
    fixed: Worth | None = None
    by: By[Worth] | None = None
    name: Text | None = None

    def of(self, columns: Mapping[str, str]) -> Worth | None:
        """What somebody with these contents of people.csv is paid; None: nothing says."""
        if self.by is None:
            return self.fixed
        return dict(self.by.cases).get(columns.get(self.by.column, ""), self.by.otherwise)

    @property
    def worths(self) -> tuple[Worth, ...]:
        """Every figure it may be."""
        cases = () if self.by is None else tuple(worth for _, worth in self.by.cases)
        rest = (self.fixed, self.by.otherwise if self.by else None)
        return (*cases, *(worth for worth in rest if worth is not None))


@dataclass(frozen=True, slots=True)
class Role:
    """A role as it stands from ``effective`` on, its duty sets and base merged in; ``until``
    is its last day."""

    role: str
    title: Text
    origin: Origin
    code: str | None = None
    department: str | None = None
    level: Text | None = None
    reports_to: ReportsTo | None = None
    supervises: tuple[str, ...] | None = None
    headcount: int | None = None
    effective: date | None = None
    until: date | None = None
    revised: date | None = None
    abstract: bool = False
    extends: str | None = None
    include: tuple[str, ...] = ()
    reference: Text | None = None
    purpose: tuple[Text, ...] = ()
    contacts: Contacts = Contacts()
    qualifications: Qualifications = Qualifications()
    authority: tuple[Text, ...] = ()
    equipment: tuple[Text, ...] = ()
    conditions: Conditions = Conditions()
    career: Career = Career()
    training: Training = Training()
    pitfalls: tuple[Pitfall, ...] = ()
    pay: tuple[Pay, ...] = ()
    posting: Posting | None = None
    duties: tuple[Duty, ...] = ()
    kpis: tuple[Kpi, ...] = ()

    def over_on(self, day: date) -> bool:
        """Whether the role had ended before ``day``."""
        return self.until is not None and self.until < day

    @property
    def total_weight(self) -> Fraction:
        """Sum of the KPIs' weights; 0 for a role that is only met or not met."""
        return sum((kpi.weight for kpi in self.kpis if kpi.weight), Fraction(0))
