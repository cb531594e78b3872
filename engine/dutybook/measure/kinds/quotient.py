"""``ratio`` of two measures, each asked of its own source; of a measure and a constant; or of one's
own and everyone's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from cattrs import Converter

from dutybook.grammar.number.quantity import parse_number
from dutybook.measure.kind import MeasureKind, Phrases, Unit
from dutybook.measure.ranges import Domain
from dutybook.model.measure import Measure
from dutybook.tally.value import Value, together

UNITS: Final = ("role", "department", "all")
"""Whose figures a pool is, where no column of people.csv says it."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What everyone together came to, own figures included: of the same ``role`` or
    ``department``, ``all`` who are measured alike, or those with the same content of a column of
    people.csv."""

    pool: str


@dataclass(frozen=True, slots=True)
class Quotient(Measure):
    """One measure over another, over a constant, or over everyone's (``ratio`` without ``of``)."""

    num: Measure
    den: Measure | Fraction | Pool

    @property
    def of(self) -> str:
        """The source of what stands above."""
        return self.num.of


class _Quotient(MeasureKind[Quotient]):
    cut, pooled = False, False

    @property
    def key(self) -> str:
        return "ratio"

    def written(self, data: Mapping[str, Any]) -> bool:
        return "ratio" in data and "of" not in data["ratio"]

    def parse(self, conv: Converter, body: Any) -> Quotient:
        num, den = conv.structure(body["num"], Measure), body["den"]
        if not isinstance(den, Mapping):
            return Quotient(num, parse_number(den))
        return Quotient(num, Pool(den["pool"]) if "pool" in den else conv.structure(den, Measure))

    def parts(self, measure: Quotient) -> Sequence[Measure]:
        den = measure.den
        return (measure.num,) if isinstance(den, Fraction | Pool) else (measure.num, den)

    def percent(self, measure: Quotient) -> bool:
        return isinstance(measure.den, Pool)

    def unit(self, measure: Quotient) -> Unit:
        return "share" if isinstance(measure.den, Pool) else "figure"

    def domain(self, measure: Quotient) -> Domain:
        return Domain(high=Fraction(1)) if isinstance(measure.den, Pool) else Domain()

    def combined(self, measure: Quotient, values: Sequence[Value]) -> Value:
        above, *rest = values
        below = Value("scored", measure.den) if isinstance(measure.den, Fraction) else rest[0]
        value = Value(
            "scored",
            None,
            above.value,
            below.value,
            above.pending + below.pending,
            together([above.excluded, below.excluded]),
            uncovered=above.uncovered + below.uncovered,
            undefined=above.undefined + below.undefined,
            percent=self.percent(measure),
        )
        for part in (above, below):
            if part.value is None:
                return replace(value, status=part.status)
        assert above.value is not None
        if not below.value:
            return replace(value, status="no_data")
        return replace(value, value=above.value / below.value)

    def words(self, phrases: Phrases, measure: Quotient) -> str:
        num, den = phrases.measure(measure.num), measure.den
        if isinstance(den, Pool):
            known = den.pool in UNITS
            path = f"measure.pools.{den.pool}" if known else "measure.pool_column"
            return phrases.say("measure.pool", text=num, who=phrases.say(path, column=den.pool))
        below = phrases.figure(den) if isinstance(den, Fraction) else phrases.measure(den)
        return phrases.say("measure.quotient", num=num, den=below)


QUOTIENT = _Quotient("quotient", Quotient)
