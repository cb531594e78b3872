"""The kinds of measures, a module each: how it is written, what it reads and lacks, what rows add,
what that comes to, how it is said. Adding one is adding a module and its line here.

In: a measure's YAML. Out: its definition, and all that is done with it
(:class:`~dutybook.measure.kind.MeasureKind`). Start at ``count.py``.
"""

from collections.abc import Mapping
from typing import Any

from cattrs import Converter

from dutybook.measure.kind import MeasureKind
from dutybook.measure.kinds.conformance import CONFORMANCE
from dutybook.measure.kinds.count import COUNT
from dutybook.measure.kinds.entered import ENTERED
from dutybook.measure.kinds.quotient import QUOTIENT
from dutybook.measure.kinds.rating import RATING
from dutybook.measure.kinds.ratio import RATIO
from dutybook.measure.kinds.schedule import SCHEDULE
from dutybook.measure.kinds.share import SHARE
from dutybook.measure.kinds.statistics import MAX, MEAN, MEDIAN, MIN, P90TH, SUM
from dutybook.model.measure import Measure

KINDS: dict[str, MeasureKind[Any]] = {
    kind.name: kind
    for kind in (
        SHARE,
        RATIO,
        QUOTIENT,
        MEAN,
        MEDIAN,
        P90TH,
        SUM,
        MIN,
        MAX,
        COUNT,
        CONFORMANCE,
        SCHEDULE,
        RATING,
        ENTERED,
    )
}
"""Every kind by its name."""


def kind_of(measure: Measure) -> MeasureKind[Any]:
    """The kind of a measure."""
    return next(kind for kind in KINDS.values() if kind.of is type(measure))


def keys() -> set[str]:
    """The keys that kinds of measures have in YAML."""
    return {kind.key for kind in KINDS.values()}


def structured(conv: Converter, data: Mapping[str, Any]) -> Measure:
    """A measure from its YAML, of whichever kind it is."""
    kind = next(kind for kind in KINDS.values() if kind.written(data))
    measure: Measure = kind.parse(conv, data[kind.key])
    return measure
