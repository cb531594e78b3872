"""Passes of a loop: where a case went back to an earlier step, and what was done in each turn.

Pure: the steps of events by time go in, passes come out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dutybook.count.procedure.event import Event
from dutybook.measure.procedure import Edge, Procedure


@dataclass(slots=True)
class Pass:
    """One turn: what was ``done`` first in it, what of earlier turns still stands before where it
    ``begins`` (None: at the start of the procedure), and when it was sent back there."""

    done: dict[int, Event] = field(default_factory=dict)
    before: Mapping[int, Event] = field(default_factory=dict)
    begins: int | None = None
    sent: datetime | None = None


def passes(procedure: Procedure, events: Iterable[tuple[int, Event]]) -> list[Pass]:
    """The turns of a case. A new one begins where a step of a loop is done again after the step
    that leads back, also of a loop around the turn; any other step done twice counts the first
    time."""
    ahead = _ahead(procedure)
    turns: list[Pass] = [Pass()]
    for step, event in events:
        now = turns[-1]
        if step not in now.done and step not in now.before:
            now.done[step] = event
            continue
        back = _gone_back(procedure, ahead, now.done, step)
        if back is not None:
            source, target = back
            stands = {**now.before, **now.done}
            kept = {s: e for s, e in stands.items() if s != target and s not in ahead[target]}
            turns.append(Pass({step: event}, kept, target, now.done[source].at))
    return turns


def _gone_back(
    procedure: Procedure, ahead: Mapping[int, set[int]], done: Mapping[int, Event], step: int
) -> Edge | None:
    """The innermost loop that repeats ``step``, of those whose way back was reached; where several
    lead to the same place, the way back that was reached last."""
    loops = [
        (source, target)
        for source, target in procedure.loops
        if source in done
        and (step == target or step in ahead[target])
        and (step == source or source in ahead[step])
    ]
    return max(loops, key=lambda loop: (loop[1], done[loop[0]].at, loop[0]), default=None)


def _ahead(procedure: Procedure) -> dict[int, set[int]]:
    """What may follow each step, on any way through."""
    found: dict[int, set[int]] = {i: set() for i in range(len(procedure.steps))}
    for way in procedure.ways:
        for step in way.steps:
            found[step] |= way.after(step)
    return found
