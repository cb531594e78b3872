"""``ratio`` of two figures of the same rows: Σ over Σ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dutybook.measure.kind import Meant, Phrases, RowSql
from dutybook.measure.rows import RowsKind
from dutybook.model import Condition, Expression
from dutybook.model.measure import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Rows):
    """Sum of ``num`` over sum of ``den``."""

    num: Expression
    den: Expression


class _Ratio(RowsKind[Ratio]):
    def written(self, data: Mapping[str, Any]) -> bool:
        return "of" in data.get("ratio", ())

    def expressions(self, measure: Ratio) -> Iterator[tuple[Condition | Expression, Meant]]:
        yield from ((part, "number") for part in (measure.num, measure.den))

    def states(self, measure: Ratio, sql: RowSql) -> list[str]:
        num, den = self.adds(measure, sql)
        return [f"when ({num}) is null or ({den}) is null then 'no_value' else 'counted'"]

    def adds(self, measure: Ratio, sql: RowSql) -> tuple[str, str]:
        return sql.condition(measure.num), sql.condition(measure.den)

    def words(self, phrases: Phrases, measure: Ratio) -> str:
        num, den = (phrases.expression(p.sql, measure.of) for p in (measure.num, measure.den))
        return phrases.say("measure.ratio", num=num, den=den)


RATIO = _Ratio("ratio", Ratio)
