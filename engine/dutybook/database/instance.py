"""One DuckDB for each process and way of setting it up: starting one takes longer than most of
what is asked of it, a further database in it takes no time."""

import atexit
import os
from collections.abc import Mapping, Sequence
from itertools import count
from threading import Lock
from typing import Final

import duckdb

Setting = str | bool | int | float | list[str]


class Instance:
    """A DuckDB that is started when it is first needed, with ``config`` and the ``settings`` that
    can only be made afterwards (``SET …`` without its first word)."""

    def __init__(self, config: Mapping[str, Setting], settings: Sequence[str] = ()) -> None:
        self._config = dict(config)
        self._settings = tuple(settings)
        self._lock = Lock()
        self._running: dict[int, duckdb.DuckDBPyConnection] = {}
        self._numbers: Final = count(1)

    def database(self) -> tuple[duckdb.DuckDBPyConnection, str]:
        """A connection to a new, empty database in memory, and the name of that database."""
        with self._lock:
            name = f"memory_{next(self._numbers)}"
            connection = self._alive().cursor()
        connection.execute(f"attach ':memory:' as {name}")
        connection.execute(f"use {name}")
        return connection, name

    def free(self, connection: duckdb.DuckDBPyConnection, name: str) -> None:
        """Drop what :meth:`database` gave; its memory is given back."""
        try:
            connection.execute("use memory")
            connection.execute(f"detach {name}")
        except duckdb.Error:  # an instance that broke is of no further use to anybody
            with self._lock:
                self._running.pop(os.getpid(), None)
        finally:
            connection.close()

    def _alive(self) -> duckdb.DuckDBPyConnection:
        """Never one that another process started, which a child of its finds here: its threads
        stayed behind, and even closing it would wait for them."""
        connection = self._running.get(os.getpid())
        if connection is None:
            connection = duckdb.connect(":memory:", config=self._config)
            for setting in self._settings:
                connection.execute(f"set {setting}")
            self._running[os.getpid()] = connection
            atexit.register(self._running.clear)  # before the interpreter goes, not after
        return connection
