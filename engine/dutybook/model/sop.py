"""Standard operating procedures."""

from dataclasses import dataclass
from datetime import date

from dutybook.model.values import TimeLimit
from dutybook.words.locale import Text
from dutybook.yamltext import Origin


@dataclass(frozen=True, slots=True)
class Branch:
    """Where to go on, and when."""

    when: Text
    to: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step, its owner (role id or title) and limit."""

    id: str
    text: Text
    origin: Origin
    owner: str | None = None
    within: TimeLimit | None = None
    after: tuple[str, ...] = ()
    records: tuple[Text, ...] = ()
    taboos: tuple[Text, ...] = ()
    branches: tuple[Branch, ...] = ()
    reference: Text | None = None


@dataclass(frozen=True, slots=True)
class Escalation:
    """Whom to call after how long, counted from the trigger or from step ``from_``, ``unless`` some
    step has been done by then."""

    after: TimeLimit
    to: str
    from_: str | None = None
    unless: str | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Sop:
    """A procedure: what sets it off, its steps, and when it escalates."""

    sop: str
    title: Text
    origin: Origin
    steps: tuple[Step, ...]
    code: str | None = None
    department: str | None = None
    effective: date | None = None
    purpose: Text | None = None
    scope: Text | None = None
    trigger: Text | None = None
    owner: str | None = None
    within: TimeLimit | None = None
    escalation: tuple[Escalation, ...] = ()
    reference: Text | None = None
