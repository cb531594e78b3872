"""``rating``: what people give, on average per kind of rater, weighted by kind."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, Final, Literal

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import as_percent, plain
from dutybook.measure.kind import (
    MeasureKind,
    Phrases,
    Raters,
    RowSql,
    Setting,
    Shorts,
    Teller,
    Unit,
)
from dutybook.measure.ranges import Domain
from dutybook.measure.scale import VALUE, Scale, figure, scale_in_words, unfit, within, written
from dutybook.model import Kpi, Scheme
from dutybook.model.kpi import at
from dutybook.model.measure import Measure
from dutybook.tally.tally import Tally
from dutybook.tally.value import Heard, Lacking, Value, together

NAMED_RATERS: Final = ("self", "superior", "functional", "head")
"""Kinds of raters that are never anonymous: everyone knows who they are."""

POST: Final = "role"
"""The column by which a rating says of which post it is; a source need not have it."""

_COLUMNS: Final = frozenset({"kpi", "rater", "value"})
"""What a source of ratings has: which KPI, by whom, how much."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What to do about raters not heard from: wait for them, share their weight among those who
    rated, or put ``default`` in their place. Where nobody has rated, waiting is all there is."""

    policy: Literal["wait", "redistribute", "default"] = "wait"
    default: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Anonymous:
    """Ratings count, and are shown, only as the mean of at least ``min`` of a kind; ``raters``
    empty: all kinds but :data:`NAMED_RATERS`."""

    min: int
    raters: tuple[str, ...] = ()

    def covers(self, rater: str) -> bool:
        """Whether ratings of this kind are anonymous."""
        return rater in self.raters if self.raters else rater not in NAMED_RATERS


@dataclass(frozen=True, slots=True)
class Rating(Measure):
    """Mean rating per kind of rater, weighted by kind, within ``scale``."""

    scale: Scale
    of: str = "ratings"
    raters: tuple[tuple[str, Fraction], ...] = ()
    missing: Missing = Missing()
    anonymous: Anonymous | None = None

    def hides(self, rater: str) -> bool:
        """Whether single ratings of this kind must not be shown."""
        return self.anonymous is not None and self.anonymous.covers(rater)

    def needs(self, rater: str) -> int:
        """How many of a kind have to rate before any of it counts."""
        return self.anonymous.min if self.anonymous and self.hides(rater) else 1


class _Rating(MeasureKind[Rating]):
    about, group, signed, undefined = "kpi", '"rater"', "by", "out_of_scale"
    awaited, pooled = True, False
    short: ClassVar[Shorts] = {
        Scale: written,
        Missing: lambda v: {"policy": v} if isinstance(v, str) else {"policy": "default"} | v,
    }

    def columns(self, measure: Rating) -> set[str]:
        return set(_COLUMNS)

    def words_for_figures(self, measure: Rating) -> Mapping[str, Set[str]]:
        levels = measure.scale.levels
        return {VALUE: {one.word for one in levels}} if levels else {}

    def problems(self, kpi: Kpi, measure: Rating, setting: Setting) -> Iterator[Finding]:
        """A scale without figures; two levels that are one: nobody could tell which was given."""
        yield from unfit(kpi, measure.scale)
        for i, one in enumerate(measure.scale.levels):
            for other in measure.scale.levels[:i]:
                if one.figure == other.figure:
                    words = {"level": one.word, "other": other.word, "figure": plain(one.figure)}
                    yield at(kpi, "measure", "levels-alike", **words)

    def doubts(self, kpi: Kpi, measure: Rating, scheme: Scheme | None) -> Iterator[Finding]:
        """Raters whom nobody weighs; levels whose figures go up and down."""
        figures = [one.figure for one in measure.scale.levels]
        if figures not in (sorted(figures), sorted(figures, reverse=True)):
            levels = ", ".join(f"{one.word} {plain(one.figure)}" for one in measure.scale.levels)
            yield at(kpi, "measure", "levels-unordered", levels=levels)
        if not measure.raters and not (scheme and scheme.raters):
            yield at(kpi, "measure", "raters-unstated")

    def selects(self, measure: Rating, sql: RowSql) -> list[str]:
        return named(sql)

    def states(self, measure: Rating, sql: RowSql) -> list[str]:
        allowed = f"when not ({within(measure.scale, sql)}) then 'undefined' else 'counted'"
        if not sql.shared:
            return [allowed]
        unclear = f"{sql.ident(POST)} is null" if sql.posts else "true"
        # which of the two posts was meant is not ours to guess
        return [f"when {unclear} then 'undefined'", allowed]

    def adds(self, measure: Rating, sql: RowSql) -> tuple[str, str]:
        return figure(measure.scale, sql), "1"

    def unit(self, measure: Rating) -> Unit:
        return "rating"

    def domain(self, measure: Rating) -> Domain:
        return measure.scale.domain

    def top(self, measure: Rating) -> Fraction:
        return measure.scale.max

    def raters(self, measure: Rating, shared: Raters) -> Raters:
        return measure.raters or shared

    def value(self, measure: Rating, tallies: Sequence[Tally], raters: Raters = ()) -> Value:
        """The mean per kind of rater, weighted. Whoever has not rated is waited for unless the
        measure says otherwise, never counted as 0; a rating outside the scale, by one who counts,
        leaves the value undecided."""
        weights = dict(raters) or {t.group: Fraction(1) for t in tallies if t.counted}
        heard, silent = _heard(measure, tallies, weights)
        value = Value(
            "not_rated",
            excluded=together(t.excluded for t in tallies),
            undefined=sum(t.undefined for t in tallies if not raters or t.group in weights),
            lacking=tuple(_absent(measure, tallies, rater) for rater in silent),
            ratings=tuple(heard),
        )
        if value.undefined:
            return replace(value, status="undecided")
        weight = sum((one.weight for one in heard), Fraction(0))
        if not weight or (silent and measure.missing.policy == "wait"):
            return value
        points = sum((one.weight * one.mean for one in heard), Fraction(0))
        whole = replace(value, numerator=points, denominator=weight)
        return replace(whole, status="scored", value=points / weight)

    def words(self, phrases: Phrases, measure: Rating) -> str:
        parts = [scale_in_words(phrases, measure.scale)]
        if measure.raters:
            shares = [
                phrases.say("measure.rater", rater=phrases.rater(rater), weight=as_percent(weight))
                for rater, weight in measure.raters
            ]
            parts.append(phrases.say("measure.raters", raters=phrases.joined(shares)))
        if measure.missing.policy != "wait":
            points = phrases.figure(measure.missing.default or Fraction(0))
            parts.append(phrases.say(f"measure.missing_{measure.missing.policy}", points=points))
        if measure.anonymous:
            parts.append(phrases.say("measure.anonymous", n=measure.anonymous.min))
        return phrases.joined(parts, "phrase_sep")

    def told(self, measure: Rating, value: Value, teller: Teller) -> Iterator[str]:
        """One sentence for each kind of rater; single anonymous ratings are never told."""
        yield from (_told_heard(one, measure.scale, teller) for one in value.ratings)
        policy = measure.missing.policy if value.value is not None else "wait"
        for absent in value.lacking:
            slots = {
                "rater": teller.say("raters", absent.rater),
                "count": absent.count,
                "needs": absent.needs,
            }
            word = "lacking_few" if absent.count else "lacking"
            then = "" if policy == "default" else teller.say("measures", f"missing_{policy}")
            yield teller.say("measures", word, **slots) + then
        if any(one.count > 1 and measure.hides(one.rater) for one in value.ratings):
            yield teller.say("measures", "anonymous")

    def data(self, measure: Rating, value: Value) -> dict[str, Any]:
        """Exact means per kind of rater, and who is missing."""
        heard = [
            {
                "rater": one.rater,
                "weight": plain(one.weight),
                "mean": plain(one.mean),
                "count": one.count,
                "anonymous": measure.hides(one.rater),
            }
            for one in value.ratings
        ]
        lacking = [
            {"rater": one.rater, "count": one.count, "needs": one.needs} for one in value.lacking
        ]
        return {"raters": heard, "lacking": lacking}

    def hides(self, measure: Rating, group: str) -> bool:
        return measure.hides(group)

    def undecided(self, value: Value, *, shared: bool) -> str:
        return "rating-post-unclear" if shared else "rating-out-of-scale"


def named(sql: RowSql) -> list[str]:
    """Conditions on rows that name their KPI: those of the KPI that is asked about, and of the post
    where they name it."""
    chosen = [f'"kpi" = {sql.text(sql.kpi)}']
    if sql.posts:
        post, posts = sql.ident(POST), ", ".join(map(sql.text, sql.posts))
        chosen.append(f"({post} is null or {post} in ({posts}))")
    return chosen


def _heard(
    measure: Rating, tallies: Sequence[Tally], weights: Mapping[str, Fraction]
) -> tuple[list[Heard], list[str]]:
    """What each kind of rater gave, on average or by default, and who gave nothing."""
    enough = (t for t in tallies if t.group in weights and t.counted >= measure.needs(t.group))
    given = {t.group: t for t in enough}
    default = measure.missing.default if given else None  # never a score of defaults alone
    heard = []
    for rater, weight in weights.items():
        if tally := given.get(rater):
            heard.append(Heard(rater, weight, tally.numerator / tally.denominator, tally.counted))
        elif default is not None:
            heard.append(Heard(rater, weight, default, 0))
    return heard, [rater for rater in weights if rater not in given]


def _absent(measure: Rating, tallies: Sequence[Tally], rater: str) -> Lacking:
    rated = sum(t.counted for t in tallies if t.group == rater)
    return Lacking(rater, rated, measure.needs(rater))


def _told_heard(one: Heard, scale: Scale, teller: Teller) -> str:
    mean, level = teller.figure(one.mean), scale.level(one.mean)
    slots = {
        "rater": teller.say("raters", one.rater),
        "weight": as_percent(one.weight),
        "mean": teller.say("measures", "level", level=level, figure=mean) if level else mean,
        "count": one.count,
    }
    word = "rater" if one.count == 1 else "rater_several" if one.count else "rater_default"
    return teller.say("measures", word, **slots)


RATING = _Rating("rating", Rating)
