"""A period's results as papers receive them."""

from datetime import date

from dutybook.finding import Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.period import Period
from dutybook.papers.results import Results, read_results
from dutybook.report.papers import for_papers
from dutybook.report.words import Words
from dutybook.roster.people import read_people
from dutybook.score.evaluation import evaluate
from dutybook.workspace import Workspace


def results_for(
    workspace: Workspace, period: Period, as_of: date | None, locale: str, *, trends: bool
) -> tuple[Results, list[Finding]]:
    """The results of ``period`` in the words of ``locale``, and what the evaluation found."""
    words = Words.load(workspace.root, locale)
    catalogue = Catalogue.load(workspace.root, locale)
    with evaluate(workspace, period, as_of) as run:
        superiors = {(a.employee, a.role): a.superior for a in read_people(workspace)[0]}
        results = for_papers(run, words, catalogue, superiors, trends=trends)
        return read_results(results), list(run.evaluation.findings)
