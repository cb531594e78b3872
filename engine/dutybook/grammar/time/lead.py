"""How long ahead to remind: ``30 min``, ``2 h``, ``3 d``, ``1 week``; ``never``."""

from datetime import timedelta
from typing import Final

from dutybook.grammar.number.quantity import normal
from dutybook.grammar.number.unit import SECONDS
from dutybook.grammar.time.limit import parse_limit

_LONGEST: Final = timedelta(days=366)


def parse_lead(value: str) -> timedelta | None:
    """The time ahead, None for ``never``; :class:`ValueError` where it is none, counts working
    days or hours, or is longer than a year."""
    if normal(value) in ("never", "从不", "不提醒"):
        return None
    limit = parse_limit(value)
    if limit.unit not in SECONDS or limit.working or limit.by is not None:
        raise ValueError(value)
    ahead = timedelta(seconds=int(limit.count * SECONDS[limit.unit]))
    if ahead > _LONGEST:
        raise ValueError(value)
    return ahead
