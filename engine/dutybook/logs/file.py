"""A readable file of a source, and what the database says when it cannot read or ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dutybook.csv import CsvFile


class EngineError(Exception):
    """Something DuckDB cannot do with a file or an expression; the message is for the user."""


@dataclass(frozen=True, slots=True)
class LogFile:
    """One readable file of a source: where each declared column stands in it. With ``csv`` it is a
    CSV file; with a ``width`` alone a CSV made from another format, whose first column is the line
    (``broken`` lines left out); else a Parquet file."""

    path: Path
    name: str
    digest: str
    columns: Mapping[str, str]
    csv: CsvFile | None = None
    width: int = 0
    broken: frozenset[int] = frozenset()

    @property
    def staged(self) -> bool:
        """Whether it was made from a format that DuckDB does not read."""
        return self.csv is None and self.width > 0
