"""Ids that were left out: they hold while the text they are made from does."""

from collections.abc import Iterator
from typing import Final

from dutybook.finding import Finding
from dutybook.workspace import Workspace
from dutybook.yamltext.document import lookup

_SHOWN: Final = 3


def left_out(workspace: Workspace) -> Iterator[Finding]:
    """One finding for each document that leaves ids out."""
    for document in workspace.documents:
        if document.made:
            ids = [str(lookup(document.data, path)) for path in document.made]
            shown = "、".join(ids[:_SHOWN]) + ("…" if len(ids) > _SHOWN else "")
            details = {"count": len(ids), "ids": shown}
            first = document.made[0].rpartition("/")[0]
            yield Finding("id-left-out", document.place(first), details)
