"""Scales: the figures that people may give where somebody is asked for one."""

from dataclasses import dataclass
from fractions import Fraction

from dutybook.measure.kind import Phrases, number
from dutybook.measure.ranges import Domain


@dataclass(frozen=True, slots=True)
class Scale:
    """What may be given: from ``min`` to ``max``, in whole ``step`` s from ``min`` (None: any
    figure between)."""

    max: Fraction
    min: Fraction = Fraction(0)
    step: Fraction | None = None

    def holds(self, value: Fraction) -> bool:
        """Whether ``value`` may be given."""
        whole = self.step is None or (value - self.min) % self.step == 0
        return self.min <= value <= self.max and whole

    @property
    def domain(self) -> Domain:
        """The values it can give."""
        return Domain(self.min, self.max, self.step)


def within(scale: Scale) -> str:
    """That a row's figure is one the scale allows, as SQL."""
    low, high = number(scale.min), number(scale.max)
    whole = "" if scale.step is None else f' and ("value" - {low}) % {number(scale.step)} = 0'
    return f'"value" >= {low} and "value" <= {high}{whole}'


def scale_in_words(phrases: Phrases, scale: Scale) -> str:
    """What a form says of a scale."""
    top = phrases.figure(scale.max)
    words = (
        phrases.say("measure.rating_from", min=phrases.figure(scale.min), scale=top)
        if scale.min
        else phrases.say("measure.rating", scale=top)
    )
    step = scale.step
    whole = phrases.say("measure.rating_step", step=phrases.figure(step)) if step else ""
    return phrases.joined([words, whole], "phrase_sep")
