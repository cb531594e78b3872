"""How a KPI's points are reached, in words: what stands in a form's “计分办法” column."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from dutybook.grammar.number.step import Part
from dutybook.grammar.time.limit import Limit
from dutybook.model import Expression, Kpi, Score
from dutybook.model.score import Dependence, Points
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.phrases.limits import read, span
from dutybook.papers.view import View, figure
from dutybook.rule.kinds import kind_of
from dutybook.rule.wording import points_in_words, reads


def score(view: View, kpi: Kpi) -> list[str]:
    """The scoring rule of ``kpi``, in lines; none where it has none."""
    if kpi.score is None:
        return []
    kind = kind_of(kpi.score.rule)
    depends = (_depends(view, line) for line in kpi.score.depends)
    bounds = view.joined([*depends, *_bounds(view, kpi, kpi.score)], "phrase_sep")
    said = kind.words(_Form(view), kpi, kpi.score.rule)
    if kind.listed:
        return [*said, *([bounds] if bounds else [])]
    return [view.joined([view.joined(said, "phrase_sep"), bounds], "phrase_sep")]


@dataclass(frozen=True, slots=True)
class _Form:
    """A form in one locale, as rules speak to it."""

    view: View

    def say(self, path: str, /, **slots: object) -> str:
        return self.view.say(path, **slots)

    def joined(self, words: Iterable[str], separator: str) -> str:
        return self.view.joined(words, separator)

    def column(self, name: str, source: str | None) -> str:
        return self.view.column(name, source)

    def named(self, column: str, value: str, source: str | None) -> str:
        return self.view.named(column, value, source)

    def expression(self, sql: str, source: str | None) -> str:
        return in_words(self.view, sql, source)

    def span(self, limit: Limit) -> str:
        return span(self.view, limit)

    def figure(self, number: Fraction, how: str = "") -> str:
        return read(self.view, number, how)


def _bounds(view: View, kpi: Kpi, value: Score) -> Iterator[str]:
    for name, cut in (("zero_below", value.zero_below), ("zero_above", value.zero_above)):
        if isinstance(cut, Part):
            yield view.say(f"score.{name}_target", value=figure(cut.share, percent=True))
        elif cut is not None:
            yield view.say(f"score.{name}", value=read(view, cut, reads(kpi)))
    if value.floor == "none":
        yield view.say("score.floor_none")
    elif value.floor:
        yield view.say(
            "score.floor_lose" if value.floor < 0 else "score.floor", n=figure(abs(value.floor))
        )
    if value.cap == "none":
        yield view.say("score.cap_none")
    elif value.cap is not None:
        yield view.say("score.cap", n=figure(value.cap))
    elif by := value.cap_varies:
        said = [(key, view.say("score.cap", n=figure(cap))) for key, cap in by.cases]
        words = [view.say("score.person_case", value=key, text=text) for key, text in said]
        if by.otherwise is not None:
            cap = view.say("score.cap", n=figure(by.otherwise))
            words.append(view.say("score.person_other", text=cap))
        cases = view.joined(words, "list_sep")
        yield view.say("score.by_person", column=by.column, cases=cases)


def _depends(view: View, line: Dependence) -> str:
    """What other KPIs change about the points."""

    def points(given: "Points | Expression") -> str:
        if isinstance(given, Expression):
            return in_words(view, given.sql, None)
        return points_in_words(_Form(view), given)

    parts = (("points", line.points), ("cap", line.cap), ("floor", line.floor))
    said = [
        view.say(f"score.depends_{name}", points=points(given))
        for name, given in parts
        if given is not None
    ]
    what = view.joined(said, "list_sep")
    if line.when is None:
        return what
    return view.say("score.depends", when=in_words(view, line.when.sql, None), what=what)
