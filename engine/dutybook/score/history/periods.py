"""Results of earlier periods: from ``closed/`` where they were closed, else evaluated; once a run.

Roll-ups, streaks over several periods and moving baselines all read the past through here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from dutybook.finding import DutybookError
from dutybook.grammar.time.period import Period
from dutybook.score.history.results import Past, past_of_closing
from dutybook.workspace.closings import read_closed, signed

DEPTH: Final = 2
"""How far an evaluation may look back through evaluations of its own: a year reads its months, and
each month the months a streak needs; those no further, or it would go back to the beginning."""


@dataclass(slots=True)
class History:
    """Earlier periods of one workspace. ``evaluate`` gives the results of an open period."""

    root: Path
    evaluate: Callable[[Period, date | None, "History"], Past]
    depth: int = DEPTH
    known: dict[tuple[str, date | None], Past | None] = field(default_factory=dict)
    _deeper: "History | None" = None

    def of(self, period: Period, as_of: date | None = None) -> Past | None:
        """The results of ``period``; None where nobody was evaluated, or it is too far back to be
        evaluated on the way. ``as_of`` is for periods that are still open."""
        key = period.text, as_of
        if key not in self.known:
            self.known[key] = self._find(period, as_of)
        return self.known[key]

    def closed(self, period: Period) -> Past | None:
        """The results of ``period`` if it was closed."""
        closed = read_closed(self.root, period)
        return None if closed is None else past_of_closing(period, closed.scores)

    def _with_units(self, past: Past) -> Past:
        """``past`` with the sheets of units that were closed on their own in place of computed
        ones."""
        sheets = dict(past.sheets)
        for one in signed(self.root, past.period):
            sheets |= past_of_closing(past.period, one.scores).sheets
        return replace(past, sheets=sheets)

    def _find(self, period: Period, as_of: date | None) -> Past | None:
        closed = self.closed(period)
        if closed is not None:
            return closed
        if self.depth <= 0:
            return None
        if self._deeper is None:
            self._deeper = replace(self, depth=self.depth - 1, known={}, _deeper=None)
        try:
            return self._with_units(self.evaluate(period, as_of, self._deeper))
        except DutybookError as error:
            if any(finding.code == "nobody-to-evaluate" for finding in error.findings):
                return None
            raise
