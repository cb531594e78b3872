"""How documents are named: ids that were left out hold while the text they are made from does; the
key that says what a document is stands first, where readers look for it."""

from collections.abc import Iterator
from typing import Final

from dutybook.finding import Finding
from dutybook.schema import kind_of
from dutybook.workspace import Workspace
from dutybook.workspace.load import SHIPPED
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


def kind_not_first(workspace: Workspace) -> Iterator[Finding]:
    """Documents whose first key is another than the one that says what they are."""
    for document in workspace.documents:
        kind = kind_of(document)
        if document.kind != kind and not document.file.startswith(SHIPPED):
            details = {"key": document.names.get(f"{kind}:", f"{kind}:").rstrip(":")}
            yield Finding("kind-not-first", document.place(f"/{kind}", key=True), details)
