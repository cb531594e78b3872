"""A workspace as it was when a period was closed: the definitions of then, the files of today."""

from dataclasses import replace
from typing import Any, Final

from dutybook.schema import kind_of
from dutybook.workspace.cache import CleanFiles
from dutybook.workspace.closings import Closed
from dutybook.workspace.layers.amendments import amended
from dutybook.workspace.load import Workspace, checked, with_documents
from dutybook.yamltext import Document, documents_in

_LEFT_OUT: Final = ("adjustments", "appeals", "rule")
"""What traces and scores carry already, and what only checks read."""


def definition_texts(workspace: Workspace) -> dict[str, str]:
    """The text of every file that defines something, by name, shipped ones too: an update of the
    engine may change those."""
    kept = (one for one in workspace.documents if kind_of(one) not in _LEFT_OUT)
    return {document.file: document.text for document in kept}


def as_signed(workspace: Workspace, closed: Closed) -> Workspace:
    """The workspace with the definitions that ``closed`` was signed by; with those of today where
    it keeps none (format 1)."""
    documents: list[Document] = []
    clean = CleanFiles(closed.folder)
    for name, text in closed.texts().items():
        usable, _ = checked(documents_in(text, name)[0], clean)
        documents += [one for one in usable if kind_of(one) not in _LEFT_OUT]
    clean.keep()
    if not documents:
        return workspace
    documents, _ = amended(documents)
    then, now = with_documents(workspace, documents), workspace.organisation
    look: dict[str, Any] = {
        key: getattr(now.documents, key) for key in ("logo", "letterhead", "colours")
    }
    files: dict[str, Any] = {"people": now.people, "absences": now.absences, "logs": now.logs}
    settings = replace(
        then.organisation, documents=replace(then.organisation.documents, **look), **files
    )
    return replace(then, organisation=settings, findings=())
