"""What is wrong with points that depend on other KPIs: names nobody has, circles, no condition."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from dutybook.finding import Finding
from dutybook.grammar.expression import columns, parse_expression
from dutybook.model import Kpi
from dutybook.model.kpi import at
from dutybook.model.score import Dependence
from dutybook.rule.dependence import FACTS, OWN, depended_on, unreadable
from dutybook.workspace import Workspace


def entangled(workspace: Workspace, kpi: Kpi, others: Sequence[Kpi]) -> Iterator[Finding]:
    """Findings that keep points of ``kpi`` from depending on ``others``: all KPIs and items that
    stand on a sheet with it."""
    lines = kpi.score.depends if kpi.score else ()
    found = [
        finding
        for i, line in enumerate(lines)
        for finding in _line(workspace, kpi, others, i, line)
    ]
    yield from found
    circle = _circle(kpi, {one.id: one for one in others})
    if circle and not found:
        yield at(kpi, "score/depends", "dependence-circular", circle=" → ".join(circle))


def _line(
    workspace: Workspace, kpi: Kpi, others: Sequence[Kpi], number: int, line: Dependence
) -> Iterator[Finding]:
    path = f"score/depends/{number}"
    known = {one.id: one for one in others}
    if kpi.origin.document.data.get("role") is None:  # a scheme's item is for several roles
        known |= {one.id: one for role in workspace.definitions.roles for one in role.kpis}
    names = {name for sql in line.texts for name in columns(parse_expression(sql))}
    wrong = [finding for name in sorted(names) for finding in _named(kpi, path, name, known)]
    yield from wrong
    if not wrong and (what := unreadable(line)):
        yield at(kpi, path, "dependence-unreadable", what=what)


def _named(kpi: Kpi, path: str, name: str, known: dict[str, Kpi]) -> Iterator[Finding]:
    """What is wrong with one name that a line reads."""
    first, _, rest = name.partition(".")
    if first != "kpi" or not rest:
        if name not in OWN:
            yield _unknown(kpi, path, name, [*OWN, "kpi.<id>.met", "kpi.<id>.value"])
        return
    other, _, fact = rest.rpartition(".")
    if other not in known:
        near = get_close_matches(other, sorted(known), 1)
        listed = [*near, *(one for one in sorted(known) if one not in near)]
        yield _unknown(kpi, path, name, [f"kpi.{one}.{fact}" for one in listed if one != kpi.id])
    elif fact not in FACTS:
        yield _unknown(kpi, path, name, [f"kpi.{other}.{one}" for one in FACTS])
    elif fact == "met" and known[other].target is None:
        yield at(kpi, path, "dependence-without-target", name=name, other=other)


def _unknown(kpi: Kpi, path: str, name: str, known: Sequence[str]) -> Finding:
    return at(kpi, path, "condition-unknown-name", name=name, known=", ".join(known) or "-")


def _circle(kpi: Kpi, known: dict[str, Kpi]) -> list[str]:
    """The way from a KPI over those it depends on back to itself; empty where there is none."""
    ways = [[kpi.id]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        here = kpi if way[-1] == kpi.id else known.get(way[-1])
        for other in sorted(depended_on(here.score if here else None)):
            if other == kpi.id:
                return [*way, other]
            if other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []
