"""What shipped rules answer: asked only where they can find something, and not again of tables that
are as they were, as most are after a save."""

from collections.abc import Collection, Mapping
from hashlib import blake2b
from typing import Final

from dutybook.check.sandbox import Answer, Creations, Sandbox
from dutybook.check.sql import reads, rowless

_MOST: Final = 4096
"""Answers that are kept; and how many rows one of them may have."""
_ROWS: Final = 200

_Key = tuple[str, tuple[bytes, ...]]
_known: dict[_Key, Answer] = {}
"""An answer hangs on nothing but the query and the rows of the tables it reads."""


def answers(queries: Collection[str], tables: Creations, seconds: float) -> Mapping[str, Answer]:
    """The answers to those of the vetted ``queries`` that may have rows."""
    names = frozenset(tables)
    without = frozenset(name.lower() for name, (_, rows) in tables.items() if not rows)
    keys = _keys([query for query in queries if not rowless(query, names, without)], tables)
    found = {query: _known[key] for query, key in keys.items() if key in _known}
    fresh = [query for query in keys if query not in found]
    if fresh:
        needed = {name for query in fresh for name in reads(query, names)}
        with Sandbox(tables, needed) as sandbox:
            found |= {query: sandbox.ask(query, seconds) for query in fresh}
    _keep({keys[query]: found[query] for query in fresh})
    return found


def _keys(queries: Collection[str], tables: Creations) -> dict[str, _Key]:
    names = frozenset(tables)
    content = {
        name: blake2b("".join(map(str, rows)).encode("utf-8", "surrogatepass")).digest()
        for name, (_, rows) in tables.items()
    }
    return {
        query: (query, tuple(content[name] for name in sorted(reads(query, names))))
        for query in queries
    }


def _keep(fresh: Mapping[_Key, Answer]) -> None:
    if len(_known) + len(fresh) > _MOST:
        _known.clear()
    _known.update(
        (key, answer)
        for key, answer in fresh.items()
        if answer.trouble is None and len(answer.rows) <= _ROWS
    )
