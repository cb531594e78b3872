"""``share``: good rows over valid rows."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Literal

from cattrs import Converter

from dutybook.grammar.number.target import Target
from dutybook.measure.kind import Meant, Phrases, Readers, RowSql, Unit
from dutybook.measure.phrases import span_in_words
from dutybook.measure.ranges import Domain
from dutybook.measure.rows import RowsKind
from dutybook.model import Condition, Expression, Span
from dutybook.model.measure import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Rows):
    """Good rows over valid rows: those that meet a condition, or are in time."""

    good: Span | Condition


def _good(conv: Converter, value: Any) -> Span | Condition:
    timed = isinstance(value, Mapping) and "within" in value and "from" in value
    return conv.structure(value, Span) if timed else conv.structure(value, Condition)


class _Share(RowsKind[Share]):
    types: ClassVar[Readers] = {Span | Condition: _good}

    def expressions(self, measure: Share) -> Iterator[tuple[Condition | Expression, Meant]]:
        if isinstance(measure.good, Condition):
            yield measure.good, "truth"

    def judged(self, measure: Share) -> Span | None:
        return measure.good if isinstance(measure.good, Span) else None

    def limit_at(self, measure: Share) -> str:
        return "good"

    def states(self, measure: Share, sql: RowSql) -> list[str]:
        if isinstance(measure.good, Span):
            return sql.deadline(measure.good)
        return [f"when ({sql.condition(measure.good)}) then 'good' else 'bad'"]

    def adds(self, measure: Share, sql: RowSql) -> tuple[str, str]:
        return "case when \"$state\" = 'good' then 1 else 0 end", "1"

    def percent(self, measure: Share) -> bool:
        return True

    def unit(self, measure: Share) -> Unit:
        return "share"

    def domain(self, measure: Share) -> Domain:
        return Domain(high=Fraction(1))

    def pending_adds(self, measure: Share) -> Literal["share", "count"]:
        return "share"

    def words(self, phrases: Phrases, measure: Share) -> str:
        good = measure.good
        if isinstance(good, Span):
            return span_in_words(phrases, "share_span", good, measure.of)
        condition = phrases.expression(good.sql, measure.of)
        return phrases.say("measure.share_where", condition=condition)

    def word(self, measure: Share, target: Target | None) -> str:
        return "share_low" if _low(target) else "share"

    def costly(self, measure: Share, target: Target | None) -> Set[str]:
        """Of a share that had better be low (repairs that came back) those in it cost."""
        costs = {"good"} if _low(target) else {"late", "bad"}
        return frozenset({*costs, "undefined", "uncovered"})


def _low(target: Target | None) -> bool:
    return target is not None and target.better == "lower"


SHARE = _Share("share", Share)
