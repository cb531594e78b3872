"""How a KPI's points are reached, in words: what stands in a form's “计分办法” column."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from dutybook.grammar.time.limit import Limit
from dutybook.model import Kpi
from dutybook.papers.phrases import conditions
from dutybook.papers.phrases.limits import read, span
from dutybook.papers.view import View
from dutybook.rule.points import in_words


def score(view: View, kpi: Kpi) -> list[str]:
    """The scoring rule of ``kpi``, in lines; none where it has none."""
    return in_words(Form(view), kpi)


@dataclass(frozen=True, slots=True)
class Form:
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
        return conditions.in_words(self.view, sql, source)

    def span(self, limit: Limit) -> str:
        return span(self.view, limit)

    def figure(self, number: Fraction, how: str = "") -> str:
        return read(self.view, number, how)
