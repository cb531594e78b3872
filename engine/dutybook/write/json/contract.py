"""A paper's figures for programs: the evaluation's contract (docs/contracts.md), cut to what the
paper is about."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write(context: Mapping[str, Any], locale: str, root: Path | None) -> bytes:
    """The JSON text in a paper's context."""
    return str(context["doc"]["data"]).encode()
