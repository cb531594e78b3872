"""考核报告: for a person, or for a department."""

from dutybook.papers.evaluation_report.context import PersonReport, UnitReport
from dutybook.papers.evaluation_report.person import person_report
from dutybook.papers.evaluation_report.unit import unit_report
from dutybook.papers.results import Person, Unit
from dutybook.papers.view import View


def evaluation_report(view: View, about: Person | Unit) -> PersonReport | UnitReport:
    """The context of ``evaluation-report.html.j2``."""
    return unit_report(view, about) if isinstance(about, Unit) else person_report(view, about)
