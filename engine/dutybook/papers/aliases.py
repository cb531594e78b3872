"""What a template reads of a context, by the names of today and of version 0.1.0.

A template a workspace copied from 0.1.0 keeps working: a field that has another name now, or stands
further in, is still found by its old one. docs/customising.md lists them.
"""

from operator import attrgetter
from typing import Any, Final

RENAMED: Final = {
    "with": "parties",
    "from": "start",
    "followed": "sums.followed",
    "base": "sums.base",
    "minimum": "sums.minimum",
    "maximum": "sums.maximum",
    "places": "sums.places",
    "sets": "sums.sets",
    "bonus_cap": "sums.bonus_cap",
    "penalty_cap": "sums.penalty_cap",
    "take": "sums.take",
    "op": "when.op",
    "bound": "when.bound",
    "high": "when.high",
    "min": "scale.min",
    "max": "scale.max",
    "step": "scale.step",
}
"""Old names of fields, and where they are now."""


def field_of(row: object, name: str) -> Any:
    """The field ``name`` of ``row``; :class:`AttributeError` where it has none."""
    try:
        return getattr(row, name)
    except AttributeError:
        if name not in RENAMED:
            raise
    return attrgetter(RENAMED[name])(row)
