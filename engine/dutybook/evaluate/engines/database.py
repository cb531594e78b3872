"""The DuckDB connection: SQL in, rows out, and the engine's complaints as :class:`EngineError`."""

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb

from dutybook.evaluate.engines import EngineError


class Database:
    """An in-memory database that reads the files it is told to and installs nothing."""

    def __init__(self) -> None:
        self.connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})

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
        """Frees everything."""
        self.connection.close()
