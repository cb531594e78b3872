"""Holds the cases of a source against a procedure: events from the engine, verdicts back to it.

Events are judged in Python, a case at a time; when limits end is worked out by the engine for all
cases at once. 100,000 events take a few seconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from dutybook.count.engine import Engine
from dutybook.count.procedure.conformance import Course, Event, Verdict, course, judge
from dutybook.measure.procedure import Procedure, limits_of, procedure
from dutybook.model import Sop, Source
from dutybook.model.measure import Conformance
from dutybook.plan.extent import Extent
from dutybook.roster.days import to_local
from dutybook.roster.people import Assignment
from dutybook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Conformity:
    """What became of each case under a procedure, by the case's key."""

    sop: Sop
    verdicts: Mapping[str, Verdict]


@dataclass(frozen=True, slots=True)
class Posts:
    """Who held which post when; a post that is not defined here cannot be checked."""

    workspace: Workspace
    people: Sequence[Assignment]

    def holds(self, employee: str, post: str, moment: datetime) -> bool:
        """Whether ``employee`` held ``post`` on the day of ``moment`` (UTC)."""
        day = to_local(moment, ZoneInfo(self.workspace.organisation.timezone)).date()
        role = self.workspace.role(post, day) or self.workspace.role(post)
        if role is None:
            return True
        return any(
            a.employee == employee and a.role == role.role and a.start <= day < a.end
            for a in self.people
        )


def follow(
    engine: Engine,
    number: int,
    measure: Conformance,
    source: Source,
    extent: Extent,
    sop: Sop,
    posts: Posts,
) -> Conformity:
    """Judges every usable case and tells the engine, for question ``number``."""
    followed = procedure(sop)
    keys: dict[int, str] = {}
    cases: dict[int, Course] = {}
    for (row, key), happened in groupby(engine.happened(source), itemgetter(0, 1)):
        keys[row] = key
        events = [Event(at, activity, actor) for _, _, at, activity, actor in happened]
        cases[row] = course(followed, measure, events)
    starts = [(row, i, at) for row, case in cases.items() for i, at in case.starts.items()]
    ends = engine.ends(number, source, extent, dict(limits_of(sop)), starts)
    verdicts = dict(_verdicts(followed, measure, cases, ends, engine.frame.as_of, posts))
    engine.judged(number, ((row, verdict.state) for row, verdict in verdicts.items()))
    return Conformity(sop, {keys[row]: verdict for row, verdict in verdicts.items()})


def _verdicts(
    followed: Procedure,
    measure: Conformance,
    cases: Mapping[int, Course],
    ends: Mapping[tuple[int, int], datetime | None],
    as_of: datetime,
    posts: Posts,
) -> Iterable[tuple[int, Verdict]]:
    for row, case in cases.items():
        dues = {i: ends[row, i] for i in case.starts if (row, i) in ends}
        yield row, judge(followed, measure, case, dues, as_of, posts.holds)
