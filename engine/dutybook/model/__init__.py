"""The model: what a workspace says, once checked, as frozen dataclasses.

In: nothing, it is built by ``workspace/``. Out: definitions for all rooms after it. No I/O and no
YAML here. Every definition carries its ``origin``, so that whatever is said about it
later can point at the line that says it. Start at ``role.py`` and ``kpi.py``.
"""

from dutybook.model.agreement import Agreement, Consequence
from dutybook.model.calendar import Calendar
from dutybook.model.kpi import Kpi, Targets
from dutybook.model.manual import Glossary, Raci
from dutybook.model.measure import Measure, NamedMeasure, Span
from dutybook.model.organisation import (
    Adjustment,
    Appeal,
    Department,
    Organisation,
    Papers,
    Revision,
)
from dutybook.model.role import Contact, Duty, DutySet, Pitfall, Qualifications, Role, Standard
from dutybook.model.scheme import Grade, Group, Rollup, Scheme, Veto
from dutybook.model.score import Band, Incidents, Score, Steps
from dutybook.model.sop import Escalation, Sop, Step
from dutybook.model.source import Column, Source
from dutybook.model.values import By, Condition, Expression, Pause, TimeLimit

__all__ = [
    "Adjustment",
    "Agreement",
    "Appeal",
    "Band",
    "By",
    "Calendar",
    "Column",
    "Condition",
    "Consequence",
    "Contact",
    "Department",
    "Duty",
    "DutySet",
    "Escalation",
    "Expression",
    "Glossary",
    "Grade",
    "Group",
    "Incidents",
    "Kpi",
    "Measure",
    "NamedMeasure",
    "Organisation",
    "Papers",
    "Pause",
    "Pitfall",
    "Qualifications",
    "Raci",
    "Revision",
    "Role",
    "Rollup",
    "Scheme",
    "Score",
    "Sop",
    "Source",
    "Span",
    "Standard",
    "Step",
    "Steps",
    "Targets",
    "TimeLimit",
    "Veto",
]
