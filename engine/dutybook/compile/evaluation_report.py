"""考核报告: for a person, or for a department."""

from dutybook.compile.paper import Data
from dutybook.compile.person_report import person_report
from dutybook.compile.results import Person, Unit
from dutybook.compile.unit_report import unit_report
from dutybook.compile.view import View


def evaluation_report(view: View, about: Person | Unit) -> Data:
    """The context of ``evaluation-report.html.j2``."""
    return unit_report(view, about) if isinstance(about, Unit) else person_report(view, about)
