"""Rules at random, every kind with every option: for tests that hold two readings of one against
each other."""

from fractions import Fraction
from random import Random

from dutybook.grammar.number.rounding import PLACES, WAYS, Rounding
from dutybook.grammar.number.step import Part, parse_step
from dutybook.grammar.number.target import Target, parse_target
from dutybook.model.score import (
    Band,
    Bands,
    Bounds,
    Incidents,
    Interpolate,
    Pass,
    Points,
    Proportional,
    Rated,
    Rule,
    Score,
    Slope,
    Steps,
)

_STEPS = {
    True: ("1 pp", "2 pp", "0.5 pp", "1% of target"),
    False: ("1", "2", "3", "5 min", "1次", "2% of target"),
}
SCALE = Fraction(100)


class Rules:
    """A stream of rules; the same seed gives the same. ``percent``: about shares."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def value(self, percent: bool) -> Fraction:
        """A value, often one that a rule names too, else one without an end."""
        if self.random.random() < 0.6:
            return self._figure(percent)
        return Fraction(self.random.randint(0, 300), self.random.choice([3, 7, 10])) / (
            100 if percent else 10
        )

    def score(self, percent: bool) -> Score:
        """A rule with bounds in order."""
        floor, cap = sorted((self._maybe_figure(), self._maybe_figure()), key=_size)
        return Score(
            self.rule(percent),
            self._lifted(floor),
            self._lifted(cap),
            self._line(percent),
            self._line(percent),
        )

    def rounding(self) -> Rounding:
        """In any way, to any place or where printed anyway."""
        place = self.random.choice([None, *sorted(PLACES)[1:-1]])
        return Rounding(self.random.choice(WAYS), place)

    def target(self, percent: bool) -> Target:
        """A target of any form, never about 0."""
        unit = "%" if percent else ""
        form = self.random.choice(
            ["≥ {a}", "≤ {a}", "> {a}", "< {a}", "= {a}", "{a}~{b}", "[{a}, {b})"]
        )
        low, high = sorted(self.random.sample(range(1, 101 if percent else 40), 2))
        return parse_target(form.format(a=f"{low}{unit}", b=f"{high}{unit}"))

    def rule(self, percent: bool) -> Rule:
        """A rule of any kind."""
        makers = (
            lambda _: Pass(), self._proportional, self._interpolate, self._bands, self._steps,
            self._incidents, lambda _: Rated(),
        )  # fmt: skip
        return self.random.choice(makers)(percent)  # type: ignore[no-any-return,operator]

    def _figure(self, percent: bool) -> Fraction:
        if percent:
            return Fraction(self.random.randint(0, 100), 100)
        return Fraction(self.random.randint(0, 40), self.random.choice([1, 1, 2]))

    def _maybe_figure(self) -> Fraction | None:
        return self.random.choice([None, None, Fraction(self.random.randint(-10, 20))])

    def _lifted(self, bound: Fraction | None):  # type: ignore[no-untyped-def]
        return "none" if bound is None and self.random.random() < 0.3 else bound

    def _line(self, percent: bool) -> Points | None:
        part = Part(Fraction(self.random.randint(1, 9), 10), "target")
        return self.random.choice([None, None, self._figure(percent), part])

    def _points(self) -> Points:
        return self.random.choice(
            [
                Fraction(self.random.randint(-5, 40)),
                Fraction(self.random.randint(0, 60), 2),
                Part(Fraction(self.random.randint(0, 10), 10), "full"),
            ]
        )

    def _proportional(self, _: bool) -> Rule:
        low = self.random.choice([None, Fraction(0), Fraction(1, 2)])
        high = self.random.choice([None, Fraction(1), Fraction(6, 5), Fraction(2)])
        return Proportional(Bounds(low, high))

    def _interpolate(self, percent: bool) -> Interpolate:
        places = sorted({self._figure(percent) for _ in range(5)} | {Fraction(0), Fraction(41)})
        outside = "clamp" if self.random.random() < 0.5 else "none"
        return Interpolate(tuple((at, self._points()) for at in places), outside)

    def _bands(self, percent: bool) -> Bands:
        return Bands(tuple(self._band(percent) for _ in range(self.random.randint(1, 5))))

    def _band(self, percent: bool) -> Band:
        when, kind = self.target(percent), self.random.random()
        if kind < 0.7:
            return Band(when, self._points())
        if kind < 0.85:
            return Band(when, steps=self._steps(percent))
        return Band(when, interpolate=self._interpolate(percent))

    def _steps(self, percent: bool) -> Steps:
        def slope() -> Slope | None:
            return self.random.choice([None, self._slope(percent)])

        return Steps(
            self.random.choice([None, self._figure(percent)]),
            self.random.choice([None, None, self._points()]),
            slope(), slope(), slope(), slope(),
            self.random.choice(["whole", "prorate", "up"]),
        )  # fmt: skip

    def _slope(self, percent: bool) -> Slope:
        return Slope(
            Fraction(self.random.randint(1, 10), self.random.choice([1, 2])),
            parse_step(self.random.choice(_STEPS[percent])),
            self.random.choice([Fraction(0), Fraction(0), self._figure(percent) / 10]),
            self.random.choice([Fraction(0), Fraction(0), self._figure(percent) / 10]),
            self.random.choice([None, None, Fraction(self.random.randint(1, 20))]),
        )

    def _incidents(self, _: bool) -> Incidents:
        table: tuple[tuple[int, Points], ...] = ()
        if self.random.random() < 0.4:
            counts = sorted(self.random.sample(range(10), self.random.randint(1, 5)))
            table = tuple((count, self._points()) for count in counts)
        each = self.random.choice([Fraction(-2), Fraction(3), Fraction(-1, 2), None])
        return Incidents(
            None if table else each,
            table,
            self.random.random() < 0.5,
            self.random.randint(0, 2),
            self.random.choice([None, None, 3]),
            self.random.choice(["later", "all"]),
            self.random.choice([None, None, 8]),
        )


def _size(bound: Fraction | None) -> Fraction:
    return Fraction(0) if bound is None else bound
