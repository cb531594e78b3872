"""The words printed on papers, per locale: ``templates/labels/<locale>.yaml``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from dutybook.finding import DutybookError
from dutybook.words.lexicon import Lexicon, ShapeError, layered
from dutybook.yamltext import Document, read_documents
from dutybook.yamltext.document import pointer


class Labels(Lexicon):
    """All labels of one locale. ``words`` is what templates see as ``t``."""

    @classmethod
    def load(cls, root: Path | None, locale: str) -> Self:
        """Labels for ``locale`` in the workspace at ``root``; what is wrong with its files is
        found where it stands."""
        documents: dict[str, Document] = {}

        def read(path: Path, name: str) -> Mapping[str, Any]:
            documents[name] = _document(path, name)
            words: Mapping[str, Any] = documents[name].data
            return words

        try:
            return cls(layered("labels", root, locale, read), locale)
        except ShapeError as error:
            found = documents[error.file].finding(
                "label-shape", pointer(*error.keys), label=".".join(error.keys)
            )
            raise DutybookError(found) from None


def _document(path: Path, name: str) -> Document:
    documents, findings = read_documents(path, name)
    if findings:
        raise DutybookError(*findings)
    if not isinstance(documents[0].data, Mapping):
        raise DutybookError(documents[0].finding("label-shape", label=path.stem))
    return documents[0]
