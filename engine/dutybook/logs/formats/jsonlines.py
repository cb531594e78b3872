"""JSON Lines (an object per line), and a JSON file that is one list of objects.

Figures keep the digits they were written with; nested objects become ``outer.inner``, lists their
JSON text. A key named twice, a line that is no object, or NaN makes the line a broken one.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from dutybook.csv import encoding_of
from dutybook.files.door import open_text
from dutybook.logs.formats import Row, Rows, UnreadableError, broken

MAX_LINE: Final = 1 << 22
MAX_LIST: Final = 1 << 28
_DEPTH: Final = 8


def open_json(path: Path) -> Rows:
    """The rows of a file; a list is read whole, lines one by one."""
    encoding = encoding_of(path)
    if encoding is None:
        raise UnreadableError("csv-encoding", 1)
    with open_text(path, encoding) as stream:
        start = stream.read(1 << 12).lstrip()
    if start.startswith("["):
        return Rows(_listed(path, encoding))
    return Rows(_lines(path, encoding))


def _lines(path: Path, encoding: str) -> Iterator[Row]:
    with open_text(path, encoding, newline="\n") as stream:
        number, inside = 0, False
        while line := stream.readline(MAX_LINE):
            whole = line.endswith("\n") or len(line) < MAX_LINE
            if not inside:
                number += 1
            if inside or not whole:  # too long to be a record: told once, then skipped
                if not inside:
                    yield number, None
                inside = not whole
            elif line.strip():
                yield number, _row(line)


def _row(line: str) -> Mapping[str, str] | None:
    try:
        return _flat(_parsed(line))
    except (ValueError, RecursionError):
        return None


def _listed(path: Path, encoding: str) -> Iterator[Row]:
    if path.stat().st_size > MAX_LIST:
        raise UnreadableError("log-too-large", size=path.stat().st_size, bound=MAX_LIST)
    try:
        with open_text(path, encoding) as stream:
            items = _parsed(stream.read())
    except json.JSONDecodeError as error:
        raise broken(error.msg, error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise broken(error) from error
    for number, item in enumerate(items, 1):
        try:
            yield number, _flat(item)
        except (ValueError, RecursionError):
            yield number, None


def _parsed(text: str) -> Any:
    return json.loads(
        text, parse_float=str, parse_int=str, parse_constant=_refused, object_pairs_hook=_once
    )


def _refused(constant: str) -> Any:
    raise ValueError(constant)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key twice")
    return made


def _flat(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("not an object")
    flat: dict[str, str] = {}
    for key, text in _leaves(value, "", 0):
        if key in flat:
            raise ValueError("a key twice")
        flat[key] = text
    return flat


def _leaves(value: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, item in value.items():
        name = prefix + key
        if isinstance(item, dict) and depth < _DEPTH:
            yield from _leaves(item, name + ".", depth + 1)
        elif item is None:
            yield name, ""
        elif isinstance(item, bool):
            yield name, "true" if item else "false"
        elif isinstance(item, str):
            yield name, item
        else:
            yield name, json.dumps(item, ensure_ascii=False)
