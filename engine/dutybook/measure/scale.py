"""Scales: the figures that people may give where somebody is asked for one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from dutybook.finding import Finding
from dutybook.grammar.number.quantity import plain
from dutybook.measure.kind import Phrases, RowSql, number
from dutybook.measure.ranges import Domain
from dutybook.model import Kpi
from dutybook.model.kpi import at
from dutybook.model.source import as_written

VALUE: Final = "value"
"""The column that holds the figure, or the word of a level."""


@dataclass(frozen=True, slots=True)
class Level:
    """A word that stands for a figure (优: 95)."""

    word: str
    figure: Fraction


@dataclass(frozen=True, slots=True)
class Scale:
    """What may be given: from ``min`` to ``max``, in whole ``step`` s from ``min`` (None: any
    figure between); or one of the ``levels``, by its word or its figure."""

    max: Fraction
    min: Fraction = Fraction(0)
    step: Fraction | None = None
    levels: tuple[Level, ...] = ()

    def level(self, value: Fraction) -> str:
        """The word of the level that stands for ``value``; empty where none does."""
        return next((one.word for one in self.levels if one.figure == value), "")

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` may be given."""
        if self.levels:
            return bool(self.level(value))
        whole = self.step is None or (value - self.min) % self.step == 0
        return self.min <= value <= self.max and whole

    @property
    def allowed(self) -> str:
        """What may be given, as messages say it: ``1 ~ 10``, its step after a stroke."""
        step = f" / {plain(self.step)}" if self.step else ""
        return f"{plain(self.min)} ~ {plain(self.max)}{step}"

    @property
    def domain(self) -> Domain:
        """The values it can give."""
        return Domain(self.min, self.max, self.step)


def unfit(kpi: Kpi, scale: Scale) -> Iterator[Finding]:
    """A scale on which nothing can be given, or whose steps miss its end."""
    if scale.levels:
        return
    ends = {"min": plain(scale.min), "max": plain(scale.max)}
    if scale.min >= scale.max:
        yield at(kpi, "measure", "scale-reversed", **ends)
    elif scale.step is not None and (scale.max - scale.min) % scale.step:
        yield at(kpi, "measure", "scale-step", step=plain(scale.step), **ends)


def written(data: Any) -> Any:
    """A scale's short forms written out: its maximum alone; levels by their words, between the
    lowest and the highest unless a maximum is given."""
    if not isinstance(data, Mapping):
        return {"max": data}
    if "levels" not in data:
        return data
    levels = [{"word": word, "figure": one} for word, one in data["levels"].items()]
    figures = list(data["levels"].values())
    return {"min": min(figures), "max": max(figures), **data, "levels": levels}


def figure(scale: Scale, sql: RowSql) -> str:
    """A row's figure, as SQL: that of the level whose word stands there."""
    if not scale.levels:
        return f'"{VALUE}"'
    word = f'trim("{as_written(VALUE)}")'
    cases = " ".join(f"when {sql.text(one.word)} then {number(one.figure)}" for one in scale.levels)
    return f'coalesce("{VALUE}", case {word} {cases} end)'


def within(scale: Scale, sql: RowSql) -> str:
    """That a row's figure is one the scale allows, as SQL."""
    if scale.levels:  # another KPI's word is none of this one's figures
        allowed = ", ".join(number(one.figure) for one in scale.levels)
        return f"coalesce({figure(scale, sql)} in ({allowed}), false)"
    low, high = number(scale.min), number(scale.max)
    whole = "" if scale.step is None else f' and ("value" - {low}) % {number(scale.step)} = 0'
    return f'"value" is not null and "value" >= {low} and "value" <= {high}{whole}'


def scale_in_words(phrases: Phrases, scale: Scale) -> str:
    """What a form says of a scale."""
    if scale.levels:
        levels = (
            phrases.say("measure.level", level=one.word, n=phrases.figure(one.figure))
            for one in scale.levels
        )
        return phrases.say("measure.rating_levels", levels=phrases.joined(levels))
    top = phrases.figure(scale.max)
    words = (
        phrases.say("measure.rating_from", min=phrases.figure(scale.min), scale=top)
        if scale.min
        else phrases.say("measure.rating", scale=top)
    )
    step = scale.step
    whole = phrases.say("measure.rating_step", step=phrases.figure(step)) if step else ""
    return phrases.joined([words, whole], "phrase_sep")
