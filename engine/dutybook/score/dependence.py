"""KPIs whose points depend on others of the same sheet: in which order they are scored, and what
the others came to."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from dutybook.plan.question import Ask
from dutybook.rule.dependence import depended_on
from dutybook.score.kpi import Facts, judged
from dutybook.score.result import KpiResult

Score = Callable[[Ask, Facts], KpiResult]
"""Scores one KPI, knowing what others came to."""


def in_turn(asks: Sequence[Ask], score: Score) -> list[KpiResult]:
    """The results of ``asks`` in their order, each scored after those that its points depend on.
    Those in a circle never are: what they would wait for stays unknown."""
    found: dict[int, KpiResult] = {}
    left = list(range(len(asks)))
    numbers = {ask.kpi.id: number for number, ask in enumerate(asks)}
    while left:
        ready = [n for n in left if _reads(asks[n], numbers) <= found.keys()]
        facts = facts_of(found.values())
        for number in ready or left:
            found[number] = score(_present(asks[number], numbers.keys()), facts)
        left = [n for n in left if n not in found]
    return [found[number] for number in range(len(asks))]


def rescored(
    results: Sequence[KpiResult], decided: Collection[str], facts: Facts
) -> list[KpiResult]:
    """``results`` with the points of those that depend on others reckoned again after some were
    ``decided`` otherwise: ``facts`` are what all came to since."""

    def again(result: KpiResult) -> KpiResult:
        reads = depended_on(result.kpi.score).keys()
        if not reads & set(decided) or result.kpi.id in decided or result.pieces:
            return result
        if result.status not in ("scored", "undecided") or result.ask.problems:
            return result
        value = replace(result.value, status="scored")
        return judged(replace(result, value=value, lines=(), exact=None), facts)

    return [again(result) for result in results]


def facts_of(results: Iterable[KpiResult]) -> Facts:
    """What KPIs came to, as far as it is known."""
    facts: dict[str, Fraction] = {}
    for result in results:
        known = result.status != "not_evaluable"
        if known and result.value.value is not None:
            facts[f"kpi.{result.kpi.id}.value"] = result.value.value
        if known and result.met is not None:
            facts[f"kpi.{result.kpi.id}.met"] = Fraction(result.met)
    return facts


def _reads(ask: Ask, numbers: dict[str, int]) -> set[int]:
    stood = (ask, *ask.pieces)
    return {numbers[kpi] for one in stood for kpi in depended_on(one.kpi.score) if kpi in numbers}


def _present(ask: Ask, known: Iterable[str]) -> Ask:
    """The KPI without lines that are only about KPIs which the sheet has not: an item of a scheme
    is written for several roles."""
    score = ask.kpi.score
    if score is None or not score.depends:
        return ask
    there = set(known)
    lines = tuple(
        line
        for line in score.depends
        if not (read := depended_on(replace(score, depends=(line,)))) or read.keys() & there
    )
    return replace(ask, kpi=replace(ask.kpi, score=replace(score, depends=lines)))
