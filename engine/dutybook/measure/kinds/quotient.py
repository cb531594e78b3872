"""``ratio`` of two measures, or of a measure and a constant: each is asked of its own source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from cattrs import Converter

from dutybook.grammar.number.quantity import parse_number
from dutybook.measure.kind import MeasureKind, Phrases
from dutybook.model.measure import Measure
from dutybook.tally.value import Value, together


@dataclass(frozen=True, slots=True)
class Quotient(Measure):
    """One measure over another, or over a constant (``ratio`` without ``of``)."""

    num: Measure
    den: Measure | Fraction

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
        den = body["den"]
        whole = conv.structure(den, Measure) if isinstance(den, Mapping) else parse_number(den)
        return Quotient(conv.structure(body["num"], Measure), whole)

    def parts(self, measure: Quotient) -> Sequence[Measure]:
        den = measure.den
        return (measure.num,) if isinstance(den, Fraction) else (measure.num, den)

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
        below = phrases.figure(den) if isinstance(den, Fraction) else phrases.measure(den)
        return phrases.say("measure.quotient", num=num, den=below)


QUOTIENT = _Quotient("quotient", Quotient)
