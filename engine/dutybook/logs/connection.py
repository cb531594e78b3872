"""The DuckDB connection: SQL in, rows out, and its complaints as :class:`EngineError`."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, Final, Self
from weakref import finalize

import duckdb

from dutybook.database.instance import Instance
from dutybook.logs.file import EngineError

_INSTANCE: Final = Instance({"autoinstall_known_extensions": "false"})


class Database:
    """An in-memory database that reads the files it is told to and installs nothing."""

    def __init__(self) -> None:
        self.connection, self.name = _INSTANCE.database()
        self._free = finalize(self, _INSTANCE.free, self.connection, self.name)
        self._numbers = count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def beside(self) -> "Database":
        """Another view of the database: it sees the tables of this one, nobody sees its own, and
        they are gone when it is closed."""
        return _Beside(self, f"own_{next(self._numbers)}")

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Runs a statement and fetches everything."""
        try:
            return self.connection.execute(sql, parameters).fetchall()
        except (duckdb.Error, OverflowError) as error:
            raise EngineError(str(error).partition("\n")[0]) from error

    def fill(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Inserts few enough rows to go in one parameter per column."""
        columns = [list(column) for column in zip(*rows, strict=True)]
        if columns:
            unnested = ", ".join("unnest(?)" for _ in columns)
            self.rows(f"insert into {table} select {unnested}", columns)

    def close(self) -> None:
        """Frees everything; what nobody closes is freed when nobody knows it any more."""
        self._free()


class _Beside(Database):
    """Tables of its own in a schema of its own, those of the others after it."""

    def __init__(self, of: Database, schema: str) -> None:
        self.connection, self.name = of.connection.cursor(), of.name
        self._numbers = of._numbers
        self.schema = schema
        self.rows(f"create schema {self.name}.{schema}")
        self.rows(f"set search_path = '{self.name}.{schema},{self.name}.main'")

    def close(self) -> None:
        self.rows(f"drop schema {self.name}.{self.schema} cascade")
        self.connection.close()
