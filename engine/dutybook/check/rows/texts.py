"""Rows about wording: every text people read, the sources of figures, and lists of words."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from dutybook.check.context import Context
from dutybook.check.rows import Row, Rows, record, row
from dutybook.schema import kind_of
from dutybook.words.locale import LOCALES
from dutybook.workspace.wordlists import word_lists
from dutybook.yamltext import Document, Origin
from dutybook.yamltext.document import lookup, pointer

_HUMAN: Final = frozenset((
    "organisation", "title", "text", "name", "definition", "purpose", "area", "indicator",
    "standards", "tasks", "difficulties", "taboos", "records", "how", "error", "remedy",
    "authority", "equipment", "place", "hours", "environment", "travel", "hazards",
    "topics", "with", "education", "major", "field", "experience", "certificates", "skills",
    "knowledge", "traits", "age", "sex", "other", "scope", "trigger", "term", "meaning", "level",
    "rights", "external_posts", "void_if", "signatures", "description", "benefits", "notes",
    "message", "reference", "reason",
))  # fmt: skip
"""Keys whose values are texts; where one holds a mapping that is no text, its members are."""
_NAMED: Final = frozenset(("rights", "external_posts"))

Path = tuple[object, ...]
_Found = tuple[Path, str, str]


def texts(context: Context) -> Rows:
    """One per text and locale."""
    for document in context.workspace.documents:
        yield from texts_of(document, context.workspace.locale)


@lru_cache(maxsize=2048)
def texts_of(document: Document, locale: str) -> tuple[Row, ...]:
    """Those of one document, in a workspace of so a ``locale``: asked for by several tables, and by
    a watcher again and again."""
    return tuple(_texts(document, locale))


def _texts(document: Document, locale: str) -> Rows:
    kind = kind_of(document)
    if kind == "rule":
        return
    for path, key, text in _walk(document, document.data, (), kind):
        item = "".join(f"/{part}" for part in path[:2])
        about = {"kind": kind, "definition": document.name, "item": item, "field": key}
        about |= _locale(document, path, locale)
        yield row(Origin(document), *path, **about, text=text)


def words(context: Context) -> Rows:
    """One per word of the lists in ``rules/lint/words``."""
    for listed in word_lists(context.workspace.root):
        about = {
            "word_list": listed.list,
            "word": listed.word,
            "instead": context.say(listed.instead),
        }
        yield row(listed.origin, **about)


def sources(context: Context) -> Rows:
    """One per source of logged data."""
    for source in context.workspace.definitions.sources.values():
        yield record(context, "sources", source, bound=source.source in context.bound)


def _locale(document: Document, path: Path, own: str) -> dict[str, Any]:
    """Of which locale a text is, and whether it is the one to show: the workspace's, else
    the first."""
    if path[-1] not in LOCALES:
        return {"locale": own, "main": True}
    wordings = lookup(document.data, pointer(*path[:-1]))
    shown = own if own in wordings else next(iter(wordings))
    return {"locale": path[-1], "main": path[-1] == shown}


def _walk(document: Document, value: Any, path: Path, key: str) -> Iterator[_Found]:
    if isinstance(value, str):
        if key in _HUMAN or (key == "when" and kind_of(document) == "sop"):
            yield path, key, value
    elif isinstance(value, Mapping):
        keep = key in _NAMED or (bool(value) and value.keys() <= set(LOCALES))
        for name, item in value.items():
            yield from _walk(document, item, (*path, name), key if keep else name)
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _walk(document, item, (*path, i), key)
