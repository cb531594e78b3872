"""Holds the cases of a log against a procedure: events from its table, verdicts beside it.

Events are judged in Python, a case at a time; when limits end is worked out in SQL for all cases at
once. 100,000 events take a few seconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from zoneinfo import ZoneInfo

from dutybook.count.log.cases import CaseLog
from dutybook.count.procedure.conformance import Course, Verdict, courses, judge
from dutybook.count.procedure.event import Event
from dutybook.measure.kinds.conformance import Conformance
from dutybook.measure.procedure import Procedure, limits_of, procedure
from dutybook.model import Sop
from dutybook.roster.attendance.days import to_local
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
    number: int, measure: Conformance, log: CaseLog, placed: str, posts: Posts
) -> Conformity:
    """Judges every usable case for question ``number``, whose cases are ``placed`` in a table."""
    sop = posts.workspace.definitions.sops[measure.sop]
    followed = procedure(sop)
    keys: dict[int, str] = {}
    cases: dict[int, list[Course]] = {}
    for (row, key), happened in groupby(log.happened(), itemgetter(0, 1)):
        keys[row] = key
        events = [Event(at, activity, actor) for _, _, at, activity, actor in happened]
        cases[row] = courses(followed, measure, events)
    ends: dict[tuple[int, int, int], datetime | None] = {}
    for turn in range(max(map(len, cases.values()), default=0)):
        starts = [
            (row, i, at)
            for row, turns in cases.items()
            for case in turns[turn : turn + 1]
            for i, at in case.starts.items()
        ]
        name = f"started_{number}_{turn}"
        found = log.ends(name, placed, dict(limits_of(sop)), starts)
        ends |= {(row, turn, i): end for (row, i), end in found.items()}
    judged = dict(_verdicts(followed, measure, cases, ends, log.dialect.frame.as_of, posts))
    log.db.rows(f'create table {verdicts(number)} ("$case" bigint, "$verdict" varchar)')
    log.db.fill(verdicts(number), ((row, verdict.state) for row, verdict in judged.items()))
    return Conformity(sop, {keys[row]: verdict for row, verdict in judged.items()})


def verdicts(number: int) -> str:
    """The table of what became of each case, for question ``number``."""
    return f"verdict_{number}"


def _verdicts(
    followed: Procedure,
    measure: Conformance,
    cases: Mapping[int, Sequence[Course]],
    ends: Mapping[tuple[int, int, int], datetime | None],
    as_of: datetime,
    posts: Posts,
) -> Iterable[tuple[int, Verdict]]:
    for row, courses_ in cases.items():
        turns = [
            (case, {i: ends[row, turn, i] for i in case.starts if (row, turn, i) in ends})
            for turn, case in enumerate(courses_)
        ]
        yield row, judge(followed, measure, turns, as_of, posts.holds)
