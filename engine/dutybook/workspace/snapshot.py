"""A workspace as it was when a period was closed: the definitions of then, the files of today."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from dutybook.schema import definitions_in, kind_of, validate
from dutybook.workspace.closings import Closed
from dutybook.workspace.layers.amendments import amended
from dutybook.workspace.layers.remains import remains
from dutybook.workspace.load import Workspace, with_documents
from dutybook.yamltext import Document

_LEFT_OUT: Final = ("adjustments", "appeals", "rule")
"""What traces and scores carry already, and what only checks read."""


def definition_texts(workspace: Workspace) -> dict[str, str]:
    """The text of every file that defines something, by name, shipped ones too: an update of the
    engine may change those."""
    kept = (one for one in workspace.documents if kind_of(one) not in _LEFT_OUT)
    return {document.file: document.text for document in kept}


def _usable(documents: Sequence[Document]) -> Iterator[Document]:
    """What could be used then of documents that were closed with their faults."""
    for document in documents:
        faults = validate(document)
        rest = remains(document, faults) if faults else document
        if rest is not None:
            yield rest


def as_signed(workspace: Workspace, closed: Closed) -> Workspace:
    """The workspace with the definitions that ``closed`` was signed by; with those of today where
    it keeps none (format 1)."""
    documents: list[Document] = []
    known = {(one.file, one.text) for one in workspace.documents if not one.lost}
    for name, text in closed.texts().items():
        read = [one for one in definitions_in(text, name)[0] if kind_of(one) not in _LEFT_OUT]
        documents += read if (name, text) in known else _usable(read)
    if not documents:
        return workspace
    documents, _, _ = amended(documents)
    then, now = with_documents(workspace, documents), workspace.organisation
    look: dict[str, Any] = {
        key: getattr(now.documents, key) for key in ("logo", "letterhead", "colours")
    }
    files: dict[str, Any] = {
        key: getattr(now, key) for key in ("people", "absences", "remarks", "rota", "logs")
    }
    settings = replace(
        then.organisation, documents=replace(then.organisation.documents, **look), **files
    )
    return replace(then, organisation=settings, findings=())
