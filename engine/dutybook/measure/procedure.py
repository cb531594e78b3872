"""A procedure as a graph: what leads to what, and which sets of steps are a whole way through it.

What leads where is read as the flow diagram draws it: branches; else ``after``; else the order in
which steps are written. A step with branches goes on one way; without, everything that follows it
has to be done. A way back repeats steps and needs no others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dutybook.model import Sop, Step, TimeLimit

MAX_WAYS: Final = 4096
"""Ways through a procedure that are told apart; no real one comes near."""

Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Way:
    """One way through: its steps, and which of them has to come before which."""

    steps: frozenset[int]
    edges: frozenset[Edge]

    @property
    def ends(self) -> frozenset[int]:
        """Steps after which nothing follows."""
        return self.steps - {first for first, _ in self.edges}

    def before(self, step: int) -> list[int]:
        """What directly precedes a step."""
        return sorted(first for first, then in self.edges if then == step)

    def after(self, step: int) -> set[int]:
        """Everything that follows a step, directly or not."""
        found: set[int] = set()
        todo = [step]
        while todo:
            at = todo.pop()
            fresh = {then for first, then in self.edges if first == at} - found
            found |= fresh
            todo += fresh
        return found


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps of a SOP and every way through them, in the order in which they are written;
    ``loops``: the ways back, from a step to an earlier one or itself."""

    sop: Sop
    ways: tuple[Way, ...]
    loops: frozenset[Edge] = frozenset()

    @property
    def steps(self) -> Sequence[Step]:
        """The steps, as written."""
        return self.sop.steps


def procedure(sop: Sop) -> Procedure:
    """Works out the ways through ``sop``."""
    choices, joint = _edges(sop.steps)
    found: dict[Way, None] = {}
    for way in _ways(choices, joint, (0,), frozenset(), frozenset()):
        found.setdefault(way)
        if len(found) == MAX_WAYS:
            break
    every = (choices, joint)
    loops = frozenset((i, to) for one in every for i in one for to in one[i] if to <= i)
    return Procedure(sop, tuple(found), loops)


def _edges(steps: Sequence[Step]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Per step the ways of which one is gone, and what follows it in any case."""
    places = {step.id: i for i, step in enumerate(steps)}
    choices: dict[int, list[int]] = {}
    joint: dict[int, list[int]] = {}
    for i, step in enumerate(steps):
        choices[i] = [places[branch.to] for branch in step.branches if branch.to in places]
    chosen = {to for targets in choices.values() for to in targets}
    for i, step in enumerate(steps):
        before = [places[name] for name in step.after if name in places]
        follows = i > 0 and not step.after and not (steps[i - 1].branches and i in chosen)
        for source in before or ([i - 1] if follows else []):
            if i in choices[source]:
                continue
            (choices[source] if choices[source] else joint.setdefault(source, [])).append(i)
    return choices, joint


def _ways(
    choices: dict[int, list[int]],
    joint: dict[int, list[int]],
    todo: tuple[int, ...],
    steps: frozenset[int],
    edges: frozenset[Edge],
) -> Iterator[Way]:
    if not todo:
        yield Way(steps, edges)
        return
    at, rest = todo[0], todo[1:]
    if at in steps:
        yield from _ways(choices, joint, rest, steps, edges)
        return
    steps = steps | {at}
    ahead = [to for to in choices[at] if to > at]  # a way back needs no other steps
    for to in ahead:
        yield from _ways(choices, joint, (*rest, to), steps, edges | {(at, to)})
    if not ahead:
        follow = [to for to in joint.get(at, ()) if to > at]
        more = edges | {(at, to) for to in follow}
        yield from _ways(choices, joint, (*rest, *follow), steps, more)


def limits_of(sop: Sop) -> Iterator[tuple[int, TimeLimit]]:
    """Every limit by its number: each step's, the whole's, each escalation's."""
    yield from ((i, step.within) for i, step in enumerate(sop.steps) if step.within)
    count = len(sop.steps)
    if sop.within:
        yield count, sop.within
    yield from ((i, rung.after) for i, rung in enumerate(sop.escalation, count + 1))
