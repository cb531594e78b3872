"""Several posts in one period: a person's sheets joined by days × fte.

See docs/semantics.md#sheets-and-changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import rounded
from dutybook.grammar.time.period import Period
from dutybook.model import Scheme
from dutybook.roster.attendance.days import overlap
from dutybook.rule.sums import worked_out
from dutybook.rule.tree import Constant, printed
from dutybook.score.result import PersonResult, Post, SheetResult
from dutybook.score.total import grade_of


def persons(
    results: Iterable[SheetResult], period: Period
) -> tuple[tuple[PersonResult, ...], list[Finding]]:
    """Everyone who held several posts, in order; where an appeal was upheld, also what the posts
    come to as decided."""
    joined: list[PersonResult] = []
    findings: list[Finding] = []
    for _, group in groupby(results, key=attrgetter("sheet.employee")):
        sheets = list(group)
        if len(sheets) < 2:
            continue
        found, more = _joined(sheets, period)
        if any(result.decided for result in sheets):
            after, _ = _joined([result.decided or result for result in sheets], period)
            found = replace(found, decided=after)
        joined.append(found)
        findings += more
    return tuple(joined), findings


def _joined(sheets: Sequence[SheetResult], period: Period) -> tuple[PersonResult, list[Finding]]:
    posts = tuple(Post(r.sheet.role.role, r.status, r.total, _weight(r, period)) for r in sheets)
    scored = [
        (result, post)
        for result, post in zip(sheets, posts, strict=True)
        if result.status != "not_eligible" and result.sheet.scored
    ]
    last = max(sheets, key=lambda r: r.sheet.days[-1]).sheet
    who = sheets[0].sheet
    if not scored:
        return PersonResult(who.employee, last.name, "not_eligible", posts), []
    scales = {result.sheet.scheme.scale for result, _ in scored}
    findings = list(_mixed(who.employee, scored[0][0], scales))
    if findings or any(post.total is None for _, post in scored):
        return PersonResult(who.employee, last.name, "incomplete", posts), findings
    weights = sum((post.weight for _, post in scored), Fraction(0))
    points = sum((Fraction(post.total or 0) * post.weight for _, post in scored), Fraction(0))
    total = _printed(points / weights, last.scheme)
    grade = grade_of(last.scheme, total)
    return PersonResult(
        who.employee,
        last.name,
        "complete",
        posts,
        total,
        grade.grade if grade else None,
        grade.coefficient if grade else None,
    ), []


def _printed(total: Fraction, scheme: Scheme) -> Decimal:
    """A joined total as the scheme rounds its own."""
    tree = printed(Constant(total), scheme.rounding, scheme.places)
    return rounded(worked_out(tree), scheme.places)


def _weight(result: SheetResult, period: Period) -> Fraction:
    """Days in the post within the period, each as much as the assignment's fte."""
    weight = Fraction(0)
    for assignment in result.sheet.held:
        part = overlap((assignment.start, assignment.end), period.start, period.end)
        if part:
            weight += (part[1] - part[0]).days * assignment.fte
    return weight


def _mixed(employee: str, result: SheetResult, scales: set[Fraction]) -> Iterator[Finding]:
    """Totals out of 100 and out of 10 have no mean."""
    if len(scales) > 1:
        shown = ", ".join(str(scale) for scale in sorted(scales))
        details = {"employee": employee, "scales": shown}
        yield Finding("persons-mixed-scales", result.sheet.place, details)
