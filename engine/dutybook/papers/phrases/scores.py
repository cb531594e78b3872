"""How a KPI's points are reached, in words: what stands in a form's “计分办法” column."""

from dutybook.model import Kpi
from dutybook.papers.phrases.form import Form
from dutybook.papers.view import View
from dutybook.rule.points import in_words


def score(view: View, kpi: Kpi) -> list[str]:
    """The scoring rule of ``kpi``, in lines; none where it has none."""
    return in_words(Form(view), kpi)
