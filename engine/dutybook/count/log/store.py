"""Logs of one command, read once: every evaluation asks its own questions of the same rows.

A year is rolled up from twelve months, a streak looks back over several: each is an evaluation of
its own, of other days of the same files. What does not depend on those days is kept here: the files
found, copies made of them, the typed and checked rows.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

from dutybook.count.log.table import Known, Log
from dutybook.count.log.working_time import wind
from dutybook.count.sql.columns import Dialect
from dutybook.files.scratch import scratch
from dutybook.finding import Finding
from dutybook.logs.connection import Database
from dutybook.logs.file import LogFile
from dutybook.logs.files import log_files
from dutybook.model import Source, TimeLimit
from dutybook.model.organisation import LogPlace
from dutybook.roster.attendance.daytable import DayTable
from dutybook.workspace import Workspace

Files = tuple[list[LogFile], list[Finding]]
"""A source's readable files, and what is wrong with the others."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Files that were looked for: where, for which source, with which columns needed."""

    root: Path
    source: Source
    places: tuple[LogPlace, ...]
    needed: frozenset[str]


class LogStore:
    """The logs read so far, in one database; leaving it frees them and deletes copies."""

    def __init__(self) -> None:
        self.db = Database()
        self._copies = ExitStack()
        self._folder = self._copies.enter_context(scratch())
        self._found: list[tuple[_Found, Files]] = []
        self._logs: list[Log] = []
        self._clocks: dict[TimeLimit | None, list[tuple[DayTable, str]]] = {}
        self._numbers = count()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()
        self._copies.close()

    def files(self, workspace: Workspace, source: Source, needed: set[str]) -> Files:
        """The files of ``source`` (see :func:`log_files`), opened once."""
        places = tuple(workspace.organisation.logs.get(source.source, ()))
        asked = _Found(workspace.root, source, places, frozenset(needed))
        for known, files in self._found:
            if known == asked:
                return files
        copies = self._folder / f"files-{len(self._found)}"
        copies.mkdir()
        files = log_files(workspace, source, needed, copies)
        self._found.append((asked, files))
        return files

    def log(self, dialect: Dialect, files: Sequence[LogFile], known: Known) -> Log:
        """The rows of a source's ``files``, read into a table where they were not yet; ``dialect``
        only tells the zone here."""
        for log in self._logs:
            if log.is_of(dialect, files, known):
                return log
        log = Log(self.db, f"log_{next(self._numbers)}", dialect, files, known)
        log.load(self._folder)
        self._logs.append(log)
        return log

    def clock(self, limit: TimeLimit | None, days: DayTable) -> str:
        """The table of a limit's working time on a calendar, or of working time itself, laid out
        where it was not yet."""
        known = self._clocks.setdefault(limit, [])
        for known_days, table in known:
            if known_days.calendar is days.calendar and known_days.rotas == days.rotas:
                return table
        table = f"clock_{next(self._numbers)}"
        wind(self.db, table, limit, days)
        known.append((days, table))
        return table
