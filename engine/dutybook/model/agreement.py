"""Responsibility agreements 目标管理责任书."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from dutybook.model.amount import Amount
from dutybook.model.role import Duty
from dutybook.model.values import Condition
from dutybook.words.locale import Text
from dutybook.yamltext import Origin


@dataclass(frozen=True, slots=True)
class Repeated:
    """So many ``times`` ``within`` so many periods, this one included."""

    times: int
    within: int


@dataclass(frozen=True, slots=True)
class Escalate:
    """The amount times ``factor`` where the same held earlier ``within`` so many periods (this one
    included); ``compound``: once more for every earlier one."""

    within: int
    factor: Fraction = Fraction(2)
    compound: bool = False


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows, for a person to decide on: recorded and printed, never executed. ``running``:
    only where it held so many periods in a row."""

    then: Literal[
        "fine", "bonus", "bonus_share", "coefficient", "training", "ban", "warning", "notice"
    ]
    id: str | None = None
    when: Condition | None = None
    each: Literal["unmet"] | None = None
    amount: Amount | None = None
    text: Text | None = None
    running: int | None = None
    repeated: Repeated | None = None
    escalate: Escalate | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means in this agreement."""

    term: Text
    meaning: Text


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True)
class Agreement:
    """Parties, targets, rights, obligations, consequences and signatures."""

    agreement: str
    title: Text
    parties: Mapping[str, str]
    origin: Origin
    code: str | None = None
    department: str | None = None
    reference: Text | None = None
    term: Term | None = None
    definitions: tuple[Definition, ...] = ()
    targets: tuple[str, ...] = ()
    rights: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    obligations: Mapping[str, tuple[Duty, ...]] = field(default_factory=dict)
    consequences: tuple[Consequence, ...] = ()
    void_if: tuple[Text, ...] = ()
    copies: int | None = None
    signatures: tuple[Text, ...] = ()
