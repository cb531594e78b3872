"""Formulas of a rated KPI: ratings to a value, the value to points, as the evaluation works them
out. Figures come in as exact text; a fraction is written as a division."""

from collections.abc import Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]


def value(cells: Sequence[tuple[str, str]], live: Data) -> str:
    """The weighted mean of (cell, weight); ``""`` for as long as the rule waits for somebody."""
    names = ",".join(cell for cell, _ in cells)
    whole = "+".join(f"({weight})" for _, weight in cells)
    if live["missing"] == "redistribute":
        sums = "+".join(f"IF(ISNUMBER({cell}),{cell}*({weight}),0)" for cell, weight in cells)
        whole = "+".join(f"IF(ISNUMBER({cell}),({weight}),0)" for cell, weight in cells)
        return f'=IF(COUNT({names})=0,"",({sums})/({whole}))'
    if live["missing"] == "default":
        default = live["default"]
        sums = "+".join(
            f"IF(ISNUMBER({cell}),{cell},({default}))*({weight})" for cell, weight in cells
        )
        return f'=IF(COUNT({names})=0,"",({sums})/({whole}))'
    sums = "+".join(f"{cell}*({weight})" for cell, weight in cells)
    return f'=IF(COUNT({names})<{len(cells)},"",({sums})/({whole}))'


def points(cell: str, live: Data, places: str) -> str:
    """Points for the value in ``cell``, within their bounds and rounded; ``""`` where there is no
    value, or no band for it."""
    rule, full = live["points"], f"({live['full']})"
    share = f"({live['full']})/({live['weight']})"
    if rule["kind"] == "bands":
        worth = _bands(cell, rule["bands"])
        holds = f"ISNUMBER({worth})"
    else:
        worth, holds = _worth(cell, rule, f"({live['weight']})"), ""
    bounded = worth
    if live["cap"]:
        most = f"({live['weight']})" if live["cap"] == "full" else f"({live['cap']})"
        bounded = f"MIN({most},{bounded})"
    if live["floor"]:
        bounded = f"MAX(({live['floor']}),{bounded})"
    if live["zero_below"]:
        bounded = f"IF({cell}<({live['zero_below']}),0,{bounded})"
    if live["zero_above"]:
        bounded = f"IF({cell}>({live['zero_above']}),0,{bounded})"
    grown = bounded if full == f"({live['weight']})" else f"{bounded}*{share}"
    rounded = f"ROUND({grown},{places})"
    if holds:
        rounded = f'IF({holds},{rounded},"")'
    return f'=IF(ISNUMBER({cell}),{rounded},"")'


def _worth(cell: str, rule: Data, full: str) -> str:
    if rule["kind"] == "rating":
        return f"{full}*{cell}/({rule['scale']})"
    if rule["kind"] == "pass":
        return f"IF({holds(cell, rule)},{full},0)"
    above, below = cell, f"({rule['bound']})"
    if rule["kind"] == "proportional_lower":
        return f"IF({cell}=0,1E+9,{full}*{below}/{cell})"  # 0 earns the cap
    return f"{full}*{above}/{below}"


def _bands(cell: str, bands: Sequence[Data]) -> str:
    worth = '""'
    for band in reversed(bands):
        worth = f"IF({holds(cell, band)},({band['points']}),{worth})"
    return worth


def holds(cell: str, when: Data) -> str:
    """A condition on a cell."""
    if when["op"] == "between":
        return f"AND({cell}>=({when['bound']}),{cell}<=({when['high']}))"
    return f"{cell}{when['op']}({when['bound']})"


def completion(cell: str, target: Data) -> str:
    """The value over its target (where lower is better: the target over it)."""
    bound = f"({target['bound']})"
    ratio = f"{bound}/{cell}" if target["better"] == "lower" else f"{cell}/{bound}"
    return f'=IF(ISNUMBER({cell}),IF({cell}>0,{ratio},""),"")'
