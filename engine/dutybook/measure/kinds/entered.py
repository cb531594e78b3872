"""``entered``: one figure a period that somebody simply knows and puts down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.measure.kind import MeasureKind, Phrases, Raters, RowSql, Setting, Teller
from dutybook.measure.kinds.rating import POST, named
from dutybook.measure.ranges import Domain
from dutybook.measure.scale import Scale, unfit, within
from dutybook.model import Kpi
from dutybook.model.kpi import at
from dutybook.model.measure import Measure
from dutybook.tally.tally import Tally
from dutybook.tally.value import Heard, Lacking, Value, together

_WHO: Final = "rater"
"""The column that says what kind of person put the figure down."""


@dataclass(frozen=True, slots=True)
class Entered(Measure):
    """The figure that ``by`` (a kind of rater) puts down; within ``scale``, where that is said."""

    by: str
    scale: Scale | None = None
    of: str = "entered"


class _Entered(MeasureKind[Entered]):
    # rows are tallied apart by their figure: two that differ leave the value undecided
    about, group, undefined = "kpi", "coalesce(cast(\"value\" as varchar), '')", "entered_unclear"
    awaited, pooled, cut = True, False, False

    def columns(self, measure: Entered) -> set[str]:
        return {"kpi", _WHO, "value"}

    def problems(self, kpi: Kpi, measure: Entered, setting: Setting) -> Iterator[Finding]:
        """Nobody of the kind can put anything down, or nothing can be put down."""
        if measure.scale:
            yield from unfit(kpi, measure.scale)
        source = setting.sources.get(measure.of)
        column = source.columns.get(_WHO) if source else None
        if column and column.values and measure.by not in column.values:
            known = ", ".join(column.values)
            yield at(kpi, "measure", "entered-by-unknown", by=measure.by, known=known)

    def selects(self, measure: Entered, sql: RowSql) -> list[str]:
        return [*named(sql), f"{sql.ident(_WHO)} = {sql.text(measure.by)}"]

    def states(self, measure: Entered, sql: RowSql) -> list[str]:
        allowed = within(measure.scale, sql) if measure.scale else '"value" is not null'
        states = [f"when not ({allowed}) then 'undefined' else 'counted'"]
        if not sql.shared:
            return states
        unclear = f"{sql.ident(POST)} is null" if sql.posts else "true"
        return [f"when {unclear} then 'undefined'", *states]

    def adds(self, measure: Entered, sql: RowSql) -> tuple[str, str]:
        return '"value"', "1"

    def domain(self, measure: Entered) -> Domain:
        return measure.scale.domain if measure.scale else Domain(None)

    def top(self, measure: Entered) -> Fraction | None:
        return measure.scale.max if measure.scale else None

    def value(self, measure: Entered, tallies: Sequence[Tally], raters: Raters = ()) -> Value:
        """The one figure there is. Nobody has put one down: it is waited for; two that differ, or
        one off the scale, leave it undecided."""
        given = [tally for tally in tallies if tally.counted]
        figures = [tally.numerator / tally.denominator for tally in given]
        value = Value(
            "not_rated",
            excluded=together(tally.excluded for tally in tallies),
            undefined=sum(tally.undefined for tally in tallies),
            ratings=tuple(
                Heard(measure.by, Fraction(1), figure, tally.counted)
                for figure, tally in zip(figures, given, strict=True)
            ),
        )
        if len(given) > 1:
            value = replace(value, undefined=value.undefined + sum(t.counted for t in given))
        if value.undefined:
            return replace(value, status="undecided")
        if not figures:
            return replace(value, lacking=(Lacking(measure.by),))
        return replace(value, status="scored", value=figures[0])

    def words(self, phrases: Phrases, measure: Entered) -> str:
        words = phrases.say("measure.entered", rater=phrases.rater(measure.by))
        if measure.scale is None:
            return words
        ends = {end: phrases.figure(getattr(measure.scale, end)) for end in ("min", "max")}
        return phrases.joined([words, phrases.say("measure.entered_from", **ends)], "phrase_sep")

    def told(self, measure: Entered, value: Value, teller: Teller) -> Iterator[str]:
        """Whose figure is waited for; all there are, where they differ."""
        rater = teller.say("raters", measure.by)
        if value.lacking:
            yield teller.say("measures", "entered_lacking", rater=rater)
        if len(value.ratings) > 1:
            figures = ", ".join(teller.figure(one.mean) for one in value.ratings)
            yield teller.say("measures", "entered_differ", rater=rater, figures=figures)

    def data(self, measure: Entered, value: Value) -> dict[str, Any]:
        """Who puts it down, every figure there is, and who is waited for."""
        lacking = [{"rater": one.rater, "count": 0, "needs": 1} for one in value.lacking]
        figures = [plain(one.mean) for one in value.ratings]
        return {"entered_by": measure.by, "entered": figures, "lacking": lacking}

    def undecided(self, value: Value, *, shared: bool) -> str:
        if len(value.ratings) > 1:
            return "entered-twice"
        return "rating-post-unclear" if shared else "entered-out-of-scale"


ENTERED = _Entered("entered", Entered)
