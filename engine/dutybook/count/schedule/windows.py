"""Which days, weeks or months a person is answerable for, each with what was counted in it.

Windows without rows exist here, as scheduled duties do in the spine
(docs/semantics.md#expected-things): an empty week counts 0.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dutybook.grammar.time.windows import Window, windows
from dutybook.plan.question import Sheet
from dutybook.plan.scope import Extent
from dutybook.roster.attendance.days import Stretch, merged
from dutybook.tally.tally import Tally


@dataclass(frozen=True, slots=True)
class Answerable:
    """What decides whether a window counts: ``begins`` to ``until`` is known of the source,
    ``absent`` are the person's days off, ``is_workday`` is the calendar's."""

    begins: date
    until: date
    absent: Sequence[Stretch]
    is_workday: Callable[[date], bool]

    def worked(self, window: Stretch) -> bool:
        """Whether there was a day in the window on which the person was to work."""
        return any(
            self.is_workday(day) and not any(start <= day < end for start, end in self.absent)
            for day in days_within(window)
        )


def spread(
    tallies: Iterable[Tally], every: Window, extent: Extent, sheet: Sheet, answerable: Answerable
) -> list[Tally]:
    """One tally for each whole window in the post; those not over yet, or not delivered, are open.
    A window without a day to work in counts only where something was logged."""
    found = {tally.window: tally for tally in tallies}
    held = merged((a.start, a.end) for a in sheet.held)
    spine = []
    for start, end in windows(every, extent.start, extent.end):
        if not any(first <= start and end <= last for first, last in held):
            continue
        tally = found.get(start, Tally(window=start))
        if start not in found and not answerable.worked((start, end)):
            continue
        is_open = end > answerable.until or start < answerable.begins
        spine.append(replace(tally, window=start, open=is_open))
    return spine


def days_within(window: Stretch) -> list[date]:
    """The days of a stretch."""
    return [window[0] + timedelta(days=n) for n in range((window[1] - window[0]).days)]
