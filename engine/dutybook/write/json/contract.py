"""A paper's figures for programs: the evaluation's contract (docs/contracts.md), cut to what the
paper is about."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol


class Told(Protocol):
    """A context with the JSON text of what it is about."""

    @property
    def data(self) -> str: ...


def write(context: Mapping[str, Told], locale: str, root: Path | None) -> bytes:
    """The JSON text in the ``doc`` of ``context``."""
    return context["doc"].data.encode()
