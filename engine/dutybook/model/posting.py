"""What a job posting says beyond the role itself."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from dutybook.words.locale import Text

Employment = Literal["full_time", "part_time", "contractor", "temporary", "intern", "per_diem"]


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where the work is done: an address, in parts or in one text (``street``)."""

    country: str = "CN"
    region: Text | None = None
    city: Text | None = None
    street: Text | None = None
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Salary:
    """Pay before tax ``per`` hour … year: a range, one figure (``from_`` equals ``to``), or only
    words."""

    from_: Fraction | None = None
    to: Fraction | None = None
    currency: str = "CNY"
    per: Literal["hour", "day", "week", "month", "year"] = "month"
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Applying:
    """Whom applicants turn to."""

    person: Text | None = None
    phone: str = ""
    email: str = ""
    url: str = ""
    address: Text | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """An opening: how many, on which terms, until when and where to apply."""

    employment: tuple[Employment, ...] = ()
    openings: int | None = None
    place: Workplace | None = None
    salary: Salary | None = None
    benefits: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    posted: date | None = None
    apply_by: date | None = None
    contact: Applying = Applying()
