"""Running vetted SQL over the workspace's tables within bounds of time, memory and rows.

What ships with the engine is asked in a :class:`Sandbox` of this process; SQL that came with a
workspace or was typed, in one of a process of its own (:class:`Apart`), because DuckDB does not
count all the memory it takes.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import duckdb

from dutybook.check.sql import RefusedError, vetted
from dutybook.database.instance import Instance
from dutybook.worker.lookout import Lookout
from dutybook.worker.pool import LimitError, Limits, Worker

MEMORY: Final = "256MB"
SECONDS: Final = 5.0
MAX_ROWS: Final = 10_000

Trouble = Literal["refused", "failed", "timeout"]
_INSTANCE: Final = Instance(
    {
        "threads": 1,
        "memory_limit": MEMORY,
        "temp_directory": "",  # never spill: a bomb must end, not fill the disk
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
    },
    ("enable_external_access = false", "lock_configuration = true"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: rows, or the ``trouble`` it met and the ``reason``; ``cut`` tells that
    there were more rows than the bound."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = ()
    cut: bool = False
    trouble: Trouble | None = None
    reason: str = ""

    def records(self) -> list[dict[str, Any]]:
        """Rows as mappings of column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


Creations = Mapping[str, tuple[str, Sequence[object]]]
"""Per table the trusted SELECT that fills it, and its parameters."""


class Sandbox:
    """A locked in-memory database that holds the tables and nothing else."""

    def __init__(self, creations: Creations, needed: Collection[str] | None = None) -> None:
        """``needed`` are the tables that will be asked of; all, unless it is known."""
        self.tables = frozenset(creations)
        self._connection, self._name = _INSTANCE.database()
        for name in self.tables if needed is None else needed:
            select, parameters = creations[name]
            self._connection.execute(f'create table "{name}" as {select}', parameters)
        self._seconds = SECONDS
        self._lookout = Lookout(self._look)

    def _look(self, elapsed: float) -> None:
        if elapsed > self._seconds:
            self._connection.interrupt()

    def ask(self, sql: str, seconds: float = SECONDS, max_rows: int = MAX_ROWS) -> Answer:
        """The answer to ``sql``, however it was meant: it cannot reach beyond the tables."""
        try:
            select = vetted(sql, self.tables)
        except RefusedError as error:
            return Answer(trouble="refused", reason=str(error))
        self._seconds = seconds
        try:
            with self._lookout.over():
                result = self._connection.execute(f"select * from ({select}) limit {max_rows + 1}")
                columns = tuple(column[0] for column in result.description or ())
                rows = result.fetchall()
        except duckdb.InterruptException:
            return Answer(trouble="timeout", reason=f"{seconds:g}")
        except duckdb.Error as error:
            return Answer(trouble="failed", reason=_first_line(error))
        return Answer(columns, tuple(rows[:max_rows]), len(rows) > max_rows)

    def close(self) -> None:
        """Give the memory back."""
        self._lookout.close()
        _INSTANCE.free(self._connection, self._name)

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Apart:
    """The tables in a process of their own, which ends where an answer takes too much."""

    def __init__(self, creations: Creations) -> None:
        self._creations = creations
        self._filled = False

    def ask(self, sql: str, seconds: float = SECONDS, max_rows: int = MAX_ROWS) -> Answer:
        """As :meth:`Sandbox.ask`."""
        try:
            if not self._filled:
                _ASKER.call(_fill, self._creations)
                self._filled = True
            answer = _ASKER.call(_ask, sql, seconds, max_rows)
            if answer.trouble == "failed" and "memory" in answer.reason.casefold():
                self._renew()
            return answer
        except LimitError as error:
            self._filled = False
            late = error.kind == "time"
            reason = f"{_ASKER.limits.seconds:g}" if late else str(error)
            return Answer(trouble="timeout" if late else "failed", reason=reason)

    def _renew(self) -> None:
        """Have a new process asked next: one that ran out of memory has none for a thread."""
        _ASKER.close()
        self._filled = False


_ASKER: Final = Worker(Limits(seconds=20, memory=1 << 30), (__name__,))
_held: list[Sandbox] = []
"""In that process: the one sandbox it asks."""


def _fill(creations: Creations) -> None:
    while _held:
        _held.pop().close()
    _held.append(Sandbox(creations))


def _ask(sql: str, seconds: float, max_rows: int) -> Answer:
    return _held[0].ask(sql, seconds, max_rows)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
