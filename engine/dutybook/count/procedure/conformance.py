"""Whether a case followed its procedure: which steps were done, in which order, by whom, by when;
when it should have been escalated, and whether it was (docs/semantics.md#measures).

Pure: events, due moments and a roster go in, verdicts come out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from dutybook.count.procedure.event import Event
from dutybook.count.procedure.passes import Pass, passes
from dutybook.measure.kinds.conformance import Conformance
from dutybook.measure.procedure import Procedure, Way
from dutybook.model import Escalation
from dutybook.roster.attendance.days import over

What = Literal["missing", "order", "owner", "late", "escalation", "reopened"]
_CHECKED: Final[Mapping[What, str]] = {
    "missing": "steps", "order": "order", "owner": "owner", "late": "limits",
    "escalation": "escalation", "reopened": "reopened",
}  # fmt: skip
"""What each kind of departure is called in `check`."""
WHOLE: Final = ""
"""The procedure as a whole, where a step's id is expected."""

Holds = Callable[[str, str, datetime], bool]
"""Whether an employee held a post at a moment; posts nobody can hold are always held."""


@dataclass(frozen=True, slots=True, order=True)
class Wrong:
    """One departure: at which step, what it has to do with (a step before, the person), and in
    which turn of a loop."""

    what: What
    step: str
    other: str = ""
    turn: int = 1


@dataclass(frozen=True, slots=True)
class Called:
    """An escalation that was due: to whom, when, and when it happened (None: never)."""

    to: str
    due: datetime
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a case; ``beside``: departures that are not checked here."""

    state: Literal["good", "bad", "pending", "uncovered"]
    wrong: tuple[Wrong, ...] = ()
    beside: tuple[Wrong, ...] = ()
    called: tuple[Called, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """The course a case took: the way through it is measured by, what was done first and when, and
    from when each limit runs (by its number, see :func:`limits`). Of one turn of a loop: ``own``
    are the steps that it had to do."""

    way: Way
    done: Mapping[int, Event]
    ended: datetime | None
    reopened: bool
    starts: Mapping[int, datetime]
    escalated: Sequence[Event]
    own: frozenset[int] | None = None
    turn: int = 1


def courses(procedure: Procedure, measure: Conformance, events: Sequence[Event]) -> list[Course]:
    """The courses of every turn a case took, where each is looked at; else the one of the case."""
    whole = course(procedure, measure, events)
    if measure.passes == "first" or not procedure.loops:
        return [whole]
    steps = _steps(procedure, measure)
    known = ((steps[e.activity], e) for e in events if e.activity in steps)
    turns = passes(procedure, known)
    if len(turns) == 1:
        return [whole]
    return [
        _turn(procedure, measure, whole, events[0].at, one, number, last=number == len(turns))
        for number, one in enumerate(turns, 1)
    ]


def _turn(
    procedure: Procedure,
    measure: Conformance,
    whole: Course,
    trigger: datetime,
    one: Pass,
    number: int,
    *,
    last: bool,
) -> Course:
    """One turn: what it did, beside what earlier ones had done before it. Only the last is asked
    for what it left undone, for the end of the whole, and for escalations."""
    done = {**one.before, **one.done}
    way = min(procedure.ways, key=lambda way: _misfit(way, done, _silent(procedure, measure)))
    own = set(range(len(procedure.steps))) - one.before.keys()
    starts = _starts(procedure, way, done, trigger)
    if one.begins is not None and one.sent is not None:
        own = {one.begins, *way.after(one.begins), *one.done}
        if procedure.steps[one.begins].within:
            starts[one.begins] = one.sent
    starts = {i: at for i, at in starts.items() if i in own and (last or i in one.done)}
    if last:
        starts |= {i: at for i, at in whole.starts.items() if i >= len(procedure.steps)}
    return Course(
        way,
        done,
        _ended(way, done) if last else None,
        last and whole.reopened,
        starts,
        whole.escalated if last else (),
        frozenset(own),
        number,
    )


def course(procedure: Procedure, measure: Conformance, events: Sequence[Event]) -> Course:
    """Finds the way through ``procedure`` that fits ``events`` (by time) best."""
    steps = _steps(procedure, measure)
    done: dict[int, Event] = {}
    for event in events:
        if (step := steps.get(event.activity)) is not None:
            done.setdefault(step, event)
    silent = _silent(procedure, measure)
    way = min(procedure.ways, key=lambda way: _misfit(way, done, silent))
    ended = _ended(way, done)
    first = set(map(id, done.values()))
    reopened = any(
        event.activity in measure.reopened
        or (ended and event.at > ended and id(event) not in first and _again(event, steps, way))
        for event in events
    )
    escalated = [event for event in events if event.activity in measure.escalation]
    starts = _starts(procedure, way, done, events[0].at)
    return Course(way, done, ended, reopened, starts, escalated)


def _silent(procedure: Procedure, measure: Conformance) -> set[int]:
    """Steps that leave no trace."""
    return {i for i, step in enumerate(procedure.steps) if (step.id, ()) in measure.map}


def _ended(way: Way, done: Mapping[int, Event]) -> datetime | None:
    """When everything was done after which nothing follows."""
    last = [done[end].at for end in way.ends if end in done]
    return max(last) if len(last) == len(way.ends) else None


Dues = Mapping[int, datetime | None]
"""When limits end, by number (None: on no day of the calendar)."""


def judge(
    procedure: Procedure,
    measure: Conformance,
    turns: Sequence[tuple[Course, Dues]],
    as_of: datetime,
    holds: Holds,
) -> Verdict:
    """What was wrong with a case, in any of its ``turns``: each with when its limits end."""
    silent = _silent(procedure, measure)
    case, last = turns[-1]
    called = _called(procedure, case, last, as_of)
    found = {
        *(
            one
            for turn, dues in turns
            for one in _turned(procedure, turn, silent, dues, as_of, holds)
        ),
        *(Wrong("escalation", WHOLE, one.to) for one in called if one.at is None),
        *([Wrong("reopened", WHOLE)] if case.reopened else []),
    }
    wrong = tuple(sorted(one for one in found if _CHECKED[one.what] in measure.check))
    beside = tuple(sorted(found - set(wrong)))
    whole = case.way.steps - silent <= set(case.done)
    ends = [due for _, dues in turns for due in dues.values()]
    uncovered = "limits" in measure.check and None in ends
    state = "bad" if wrong else "uncovered" if uncovered else "good" if whole else "pending"
    return Verdict(state, wrong, beside, called)  # type: ignore[arg-type]


def _turned(
    procedure: Procedure,
    case: Course,
    silent: set[int],
    dues: Dues,
    as_of: datetime,
    holds: Holds,
) -> list[Wrong]:
    """What went wrong in one turn, with its own steps."""
    found = [
        *_missing(procedure, case, silent),
        *_disorder(procedure, case),
        *_owners(procedure, case, holds),
        *_late(procedure, case, silent, dues, as_of),
    ]
    return [replace(one, turn=case.turn) if one.step != WHOLE else one for one in found]


def _is_own(case: Course, step: int) -> bool:
    """Whether a step belongs to the turn; all do where turns are not told apart."""
    return case.own is None or step in case.own


def _steps(procedure: Procedure, measure: Conformance) -> dict[str, int]:
    """Which step each activity is; a step without a mapping is called by its id."""
    named = dict(measure.map)
    return {
        activity: i
        for i, step in enumerate(procedure.steps)
        for activity in named.get(step.id, (step.id,))
    }


def _again(event: Event, steps: Mapping[str, int], way: Way) -> bool:
    """Whether what is done after the end opens the case again: a step that is not itself the end.
    Closing what is resolved, or a note that is no step, does not."""
    step = steps.get(event.activity)
    return step is not None and step not in way.ends


def _misfit(way: Way, done: Mapping[int, Event], silent: set[int]) -> tuple[int, int, int]:
    """Steps done that are on another way, steps skipped, and whether anything is left to do: what
    was done says which branch was taken."""
    open_ = way.steps - set(done) - silent
    skipped = sum(1 for step in open_ if way.after(step) & set(done))
    return len(set(done) - way.steps), skipped, int(bool(open_))


def _starts(
    procedure: Procedure, way: Way, done: Mapping[int, Event], trigger: datetime
) -> dict[int, datetime]:
    """A step's limit runs from the last of the steps before it, the first one's and the whole's
    from the trigger; an escalation's from the trigger or the step it names."""
    starts = {}
    for i, step in enumerate(procedure.steps):
        before = way.before(i)
        if step.within and i in way.steps and all(b in done for b in before):
            starts[i] = max((done[b].at for b in before), default=trigger)
    count = len(procedure.steps)
    if procedure.sop.within:
        starts[count] = trigger
    places = {step.id: i for i, step in enumerate(procedure.steps)}
    for rung, escalation in enumerate(procedure.sop.escalation, count + 1):
        begun = done.get(places.get(escalation.from_ or "", -1))
        if escalation.from_ is None or begun:
            starts[rung] = begun.at if begun else trigger
    return starts


def _missing(procedure: Procedure, case: Course, silent: set[int]) -> list[Wrong]:
    """Steps that were left out: something after them was done."""
    return [
        Wrong("missing", procedure.steps[step].id)
        for step in case.way.steps - set(case.done) - silent
        if _is_own(case, step) and case.way.after(step) & set(case.done)
    ]


def _disorder(procedure: Procedure, case: Course) -> list[Wrong]:
    done, steps = case.done, procedure.steps
    return [
        Wrong("order", steps[then].id, steps[first].id)
        for first, then in case.way.edges
        if first in done and then in done and done[then].at < done[first].at and _is_own(case, then)
    ]


def _owners(procedure: Procedure, case: Course, holds: Holds) -> list[Wrong]:
    return [
        Wrong("owner", procedure.steps[step].id, event.actor)
        for step, event in case.done.items()
        if _is_own(case, step)
        and (owner := procedure.steps[step].owner)
        and not holds(event.actor, owner, event.at)
    ]


def _late(
    procedure: Procedure,
    case: Course,
    silent: set[int],
    dues: Mapping[int, datetime | None],
    as_of: datetime,
) -> list[Wrong]:
    """Limits exceeded; what is not done is late once its limit has passed."""
    late = []
    count = len(procedure.steps)
    for number, due in dues.items():
        if due is None or number > count or number in silent:
            continue
        done = case.ended if number == count else None
        if number in case.done:
            done = case.done[number].at
        if done > due if done else due <= as_of:
            late.append(Wrong("late", WHOLE if number == count else procedure.steps[number].id))
    return late


def _stood_down(procedure: Procedure, case: Course, escalation: Escalation, due: datetime) -> bool:
    """Whether by the time to escalate the case had ended, or the step was done that spares it."""
    places = {step.id: i for i, step in enumerate(procedure.steps)}
    sparing = case.done.get(places.get(escalation.unless or "", -1))
    done = [case.ended, sparing.at if sparing else None]
    return any(at is not None and at <= due for at in done)


def _called(
    procedure: Procedure,
    case: Course,
    dues: Mapping[int, datetime | None],
    as_of: datetime,
) -> tuple[Called, ...]:
    """Escalations that fell due while the case was open. The log's escalations answer them in turn:
    the first that comes after a rung's limit began is its."""
    found = []
    answers = list(case.escalated)
    for rung, escalation in enumerate(procedure.sop.escalation, len(procedure.steps) + 1):
        due = dues.get(rung)
        if due is None or due > as_of or _stood_down(procedure, case, escalation, due):
            continue
        answer = next((event for event in answers if event.at >= case.starts[rung]), None)
        if answer:
            answers.remove(answer)
        found.append(Called(escalation.to, over(due), answer.at if answer else None))
    return tuple(found)
