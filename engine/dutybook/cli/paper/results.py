"""A period's results as papers receive them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dutybook.finding import DutybookError, Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.time.period import Period
from dutybook.papers.production import Signed
from dutybook.papers.results import Results, read_results
from dutybook.report.explain.snapshot import superiors_of
from dutybook.report.papers import for_papers, signed_for_papers
from dutybook.report.trends import closed_earlier, earlier
from dutybook.report.words import Words
from dutybook.score.evaluation import evaluate
from dutybook.workspace import Workspace
from dutybook.workspace.closings import Closed, signed
from dutybook.workspace.snapshot import as_signed


@dataclass(frozen=True, slots=True)
class PaperResults:
    """The ``results``, the ``workspace`` with the definitions they were made by, what was found on
    the way, and which parts were ``signed`` by definitions of their own."""

    results: Results
    workspace: Workspace
    findings: tuple[Finding, ...] = ()
    signed: tuple[Signed, ...] = ()


def results_for(
    workspace: Workspace,
    period: Period,
    as_of: date | None,
    locale: str,
    *,
    trends: bool,
    now: bool = False,
) -> PaperResults:
    """The results of ``period`` in the words of ``locale``: what was signed where it is closed,
    unless what it would come to ``now`` or as of another day is asked for."""
    words = Words.load(workspace.root, locale)
    kept = signed(workspace.root, period)
    if kept and kept[0].unit is None and not (now or as_of):
        return _signed(workspace, kept[0], words, trends=trends)
    catalogue = Catalogue.load(workspace.root, locale)
    with evaluate(workspace, period, as_of) as run:
        data = for_papers(run, words, catalogue, superiors_of(workspace), trends=trends)
        findings = run.evaluation.findings
    if kept and (now or as_of):
        data["notice"] = words.say("closed", "now_short")
    parts = [] if now or as_of else [_part(workspace, one, words, data["earlier"]) for one in kept]
    data["scores"] = _with_parts(data["scores"], [part for part, _ in parts])
    signed_ = tuple(Signed(then, read_results(part)) for part, then in parts)
    return PaperResults(read_results(data), workspace, findings, signed_)


def _part(
    workspace: Workspace, closed: Closed, words: Words, earlier_: list[dict[str, Any]]
) -> tuple[dict[str, Any], Workspace]:
    """What was signed of a unit, and the workspace as it was then."""
    data = signed_for_papers(workspace, closed, words) | {"earlier": earlier_}
    return data, as_signed(workspace, closed)


def _signed(workspace: Workspace, closed: Closed, words: Words, *, trends: bool) -> PaperResults:
    data = signed_for_papers(workspace, closed, words)
    if trends:
        data["earlier"] = _earlier(workspace, closed)
    told = (Finding("closed-without-definitions", closed.place),) if closed.format == 1 else ()
    return PaperResults(read_results(data), as_signed(workspace, closed), told)


def _earlier(workspace: Workspace, closed: Closed) -> list[dict[str, Any]]:
    """Earlier periods for a trend: those closed, and others whose logs are still there."""
    try:
        with evaluate(workspace, closed.period) as run:
            return earlier(run)
    except DutybookError:
        return closed_earlier(workspace.root, closed.period)


def _with_parts(scores: list[dict[str, Any]], parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``scores`` with the sheets of units that were closed in place of computed ones, and whoever
    is on those only."""
    mine = {(one["employee"], one["role"]): one for part in parts for one in part["scores"]}
    found = [mine.pop((one["employee"], one["role"]), one) for one in scores]
    return [*found, *mine.values()]
