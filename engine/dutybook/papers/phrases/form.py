"""A form in one locale, as rules and measures speak to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from dutybook.grammar.number.unit import SECONDS
from dutybook.grammar.time.limit import Limit
from dutybook.grammar.time.lookback import Lookback
from dutybook.measure.kinds import kind_of
from dutybook.model import Measure, TimeLimit
from dutybook.papers.phrases import limits
from dutybook.papers.phrases.conditions import in_words
from dutybook.papers.view import View, figure


@dataclass(frozen=True, slots=True)
class Form:
    """What :class:`~dutybook.rule.kind.Speaker` and :class:`~dutybook.measure.kind.Phrases` ask
    for."""

    view: View

    def say(self, path: str, /, **slots: object) -> str:
        return self.view.say(path, **slots)

    def joined(self, words: Iterable[str], separator: str = "sep") -> str:
        return self.view.joined(words, separator)

    def column(self, name: str, source: str | None) -> str:
        return self.view.column(name, source)

    def named(self, column: str, value: str, source: str | None) -> str:
        return self.view.named(column, value, source)

    def procedure(self, name: str) -> str:
        sop = self.view.workspace.definitions.sops.get(name)
        return self.view.text(sop.title) if sop else name

    def rater(self, name: str) -> str:
        return self.view.names("form.raters").get(name, name)

    def source(self, name: str) -> str:
        return self.view.source(name)

    def expression(self, sql: str, source: str | None) -> str:
        return in_words(self.view, sql, source)

    def span(self, limit: Limit) -> str:
        return limits.span(self.view, limit)

    def limit(self, limit: TimeLimit) -> str:
        return limits.limit(self.view, limit)

    def figure(self, number: Fraction, how: str = "") -> str:
        return limits.read(self.view, number, how)

    def measure(self, measure: Measure) -> str:
        """A measure in words: what its kind says, by which windows, how far back, whose rows, and
        the rows it is limited to."""
        kind = kind_of(measure)
        words = self._joined(measure, kind.words(self, measure))
        where = kind.narrowed(measure)
        if where is None:
            return words
        condition = self.expression(where.sql, measure.of)
        return self.say("measure.where", text=words, condition=condition)

    def _joined(self, measure: Measure, words: str) -> str:
        if measure.scope == "team":
            words = self.say("measure.team", text=words)
        if measure.over:
            words = self.say("measure.over", text=words, over=self._over(measure.over))
        if measure.window is None:
            return words
        meet = limits.target(self.view, measure.meet) if measure.meet else ""
        window = self.say(f"measure.windows.{measure.window}")
        most = "" if measure.at_most is None else figure(measure.at_most)
        take = "sum_within" if most else measure.take
        return self.say(f"measure.take.{take}", text=words, window=window, meet=meet, most=most)

    def _over(self, over: Lookback) -> str:
        if over.kind == "to_date":
            return self.say(f"measure.to_date.{over.unit}")
        if over.kind == "last":
            return self.say(f"measure.last.{over.unit}", n=over.count)
        return self.say("measure.rolling", hours=figure(Fraction(over.seconds, SECONDS["hour"])))
