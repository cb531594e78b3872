"""``count``: how many rows, or late ones."""

from collections.abc import Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from dutybook.grammar.number.target import Target
from dutybook.measure.kind import Phrases, RowSql, Unit
from dutybook.measure.phrases import span_in_words
from dutybook.measure.ranges import Domain
from dutybook.measure.rows import RowsKind
from dutybook.model import Span
from dutybook.model.measure import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Rows):
    """Number of rows, or of the ``late`` ones."""

    late: Span | None = None


class _Count(RowsKind[Count]):
    cut, rolls = False, True

    def judged(self, measure: Count) -> Span | None:
        return measure.late

    def limit_at(self, measure: Count) -> str:
        return "late"

    def states(self, measure: Count, sql: RowSql) -> list[str]:
        return sql.deadline(measure.late) if measure.late else ["else 'counted'"]

    def adds(self, measure: Count, sql: RowSql) -> tuple[str, str]:
        return ("case when \"$state\" = 'late' then 1 else 0 end" if measure.late else "1"), "1"

    def costing(self, measure: Count) -> str:
        return "late" if measure.late else "counted"

    def additive(self, measure: Count) -> bool:
        return True

    def unit(self, measure: Count) -> Unit:
        return "count"

    def domain(self, measure: Count) -> Domain:
        return Domain(grain=Fraction(1))

    def incidents(self, measure: Count) -> Literal["rows", "occurrences"]:
        return "rows"

    def pending_adds(self, measure: Count) -> Literal["share", "count"]:
        return "count"

    def words(self, phrases: Phrases, measure: Count) -> str:
        if measure.late:
            return span_in_words(phrases, "late", measure.late, measure.of)
        return phrases.say("measure.count", source=phrases.source(measure.of))

    def costly(self, measure: Count, target: Target | None) -> Set[str]:
        late = {"late", "bad", "undefined", "uncovered"}
        return frozenset(late if measure.late else {"counted", "undefined"})


COUNT = _Count("count", Count)
