"""Rank within a unit, and how many of it may take a grade (a scheme's ``rank``, ``distribution``).

Nobody is ranked while a total of the unit is missing: a late form must not move others up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.model import Scheme
from dutybook.rule.line import Line
from dutybook.score.result import Rank, SheetResult
from dutybook.score.total import with_grade


def ranked(sheets: Sequence[SheetResult]) -> tuple[tuple[SheetResult, ...], list[Finding]]:
    """The sheets with their ranks; where a grade is taken by more than may have it, the last of
    them take the next one. Decided totals count."""
    found = list(sheets)
    findings: list[Finding] = []
    for unit in _units(sheets):
        stands = {number: _stand(found[number]) for number in unit}
        totals = {n: stand.total for n, stand in stands.items() if stand.total is not None}
        known = len(totals) == len(unit)
        for number, stand in stands.items():
            place = 1 + sum(total > totals[number] for total in totals.values()) if known else None
            found[number] = _with(found[number], replace(stand, rank=Rank(place, len(unit))))
        if known:
            findings += _limited(found, unit)
    return tuple(found), findings


def _units(sheets: Sequence[SheetResult]) -> Iterable[list[int]]:
    """Places of the sheets that are ranked against each other."""
    units: dict[tuple[str, str], list[int]] = {}
    for number, result in enumerate(sheets):
        rule = result.sheet.scheme.rank
        takes_part = result.status != "not_eligible" and result.sheet.scored
        if rule is not None and takes_part:
            key = result.sheet.scheme.scheme, _unit(result, rule.within)
            units.setdefault(key, []).append(number)
    return units.values()


def _unit(result: SheetResult, within: str) -> str:
    sheet = result.sheet
    if within == "department":
        return sheet.role.department or ""
    return "" if within == "scheme" else sheet.columns.get(within, "")


def _stand(result: SheetResult) -> SheetResult:
    """What counts: decided on appeal, else computed."""
    return result.decided or result


def _with(result: SheetResult, stand: SheetResult) -> SheetResult:
    if result.decided is None:
        return stand
    return replace(result, decided=stand, rank=stand.rank)


def _limited(found: list[SheetResult], unit: Sequence[int]) -> Iterator[Finding]:
    """Grades of a unit brought down to the shares the scheme allows, best grade first."""
    scheme = found[unit[0]].sheet.scheme
    ties = scheme.rank.ties if scheme.rank else None
    for quota in scheme.distribution:
        allowed = (quota.at_most * len(unit)).__floor__()
        holders = [n for n in unit if _stand(found[n]).grade == quota.grade]
        if len(holders) <= allowed:
            continue
        totals = sorted((_total(found[n]) for n in holders), reverse=True)
        edge = totals[allowed - 1] if allowed else None
        tied = edge is not None and totals[allowed] == edge
        if tied and ties is None:
            details = {"grade": quota.grade, "total": edge, "allowed": allowed}
            yield Finding("rank-tie", scheme.origin.below("rank").place, details)
        for number in holders:
            total = _total(found[number])
            at_edge = tied and total == edge
            if at_edge and ties is None:
                found[number] = _with(found[number], with_grade(_stand(found[number]), None))
            elif (edge is None or total < edge) or (at_edge and ties == "down"):
                found[number] = _with(found[number], _lower(_stand(found[number]), scheme))


def _total(result: SheetResult) -> Decimal:
    total = _stand(result).total
    assert total is not None  # only units whose totals are all known are limited
    return total


def _lower(result: SheetResult, scheme: Scheme) -> SheetResult:
    """The sheet with the next grade of the scheme, and why."""
    order = [grade.grade for grade in scheme.grades]
    place = order.index(result.grade) if result.grade in order else len(order)
    if place + 1 >= len(order):
        return result
    slots = {"from": str(result.grade), "to": order[place + 1], "share": _share(scheme, result)}
    lowered = with_grade(result, scheme.grades[place + 1])
    return replace(lowered, lines=(*result.lines, Line("grade_limited", slots)))


def _share(scheme: Scheme, result: SheetResult) -> str:
    share = next((q.at_most for q in scheme.distribution if q.grade == result.grade), Fraction(1))
    return plain(share * 100) + "%"
