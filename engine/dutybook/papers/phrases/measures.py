"""How a KPI is measured, in words: its definition if it has one, else its measure spelled out."""

from dutybook.model import Kpi
from dutybook.papers.phrases.form import Form
from dutybook.papers.view import View


def definition(view: View, kpi: Kpi) -> str:
    """What the indicator means."""
    return view.text(kpi.definition) or (Form(view).measure(kpi.measure) if kpi.measure else "")


def data_source(view: View, kpi: Kpi) -> str:
    """Where its rows come from."""
    return view.source(kpi.measure.of) if kpi.measure else ""
