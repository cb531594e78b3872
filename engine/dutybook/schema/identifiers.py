"""Ids that were left out, made from the text of the thing: 接听来电 for 接听来电，三声之内应答。

An id made this way holds as long as its text does. What must last longer (a closing, an appeal)
asks for one that is written down, which ``dutybook fix`` does.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from dutybook.yamltext import Document
from dutybook.yamltext.document import pointer, split

_LISTS: Final = {
    "role": (("duties", "text"), ("kpis", "name")),
    "duty_set": (("duties", "text"),),
    "sop": (("steps", "text"),),
    "scheme": (("items", "name"), ("groups", "title")),
    "agreement": (("obligations", "text"),),
}
"""Lists whose items may go without an id, and what it is made from instead; or lists by party."""
_TITLED: Final = ("role", "sop", "agreement")
"""Documents whose title, left out, is the Chinese word that is their id."""

_NUMBER: Final = re.compile(r"^[\s（(\[【]*[0-9一二三四五六七八九十]{0,3}[.．、)）\]】]\s*")
_END: Final = re.compile(r"[，。；：！？、,;:!?（(\n]|\.\s")
_OTHER: Final = re.compile(r"[^a-z0-9㐀-鿿]+")
_HAN: Final = re.compile(r"[㐀-鿿]")
_LONGEST: Final = 16
_WORDS: Final = 6


def completed(document: Document) -> Document:
    """The document with the ids it leaves out, their paths in ``made``."""
    data = document.data
    if not isinstance(data, dict):
        return document
    kind = next((one for one in _LISTS if one in data), "")
    made = dict(_left_out(data, kind)) if kind else {}
    titled = next((one for one in _TITLED if one in data and "title" not in data), "")
    if titled and isinstance(data[titled], str) and _HAN.search(data[titled]):
        data = _after(data, titled, "title", data[titled])
    if not made:
        return document if data is document.data else replace(document, data=data)
    for path, one in made.items():
        data = _with_id(data, split(path)[:-1], one)
    return replace(document, data=data, made=tuple(made))


def _with_id(value: Any, path: Sequence[str], one: str) -> Any:
    """``value`` with an id in the item that ``path`` leads to; what it was made of stays."""
    if not path:
        return {"id": one, **value}
    first, *rest = path
    if isinstance(value, list):
        number = int(first)
        return [*value[:number], _with_id(value[number], rest, one), *value[number + 1 :]]
    return {**value, first: _with_id(value[first], rest, one)}


def made_from(text: Any) -> str:
    """An id that says what ``text`` begins with; empty where no letter is in it."""
    if isinstance(text, Mapping):
        text = text.get("zh-Hans") or next(iter(text.values()), "")
    words = _NUMBER.sub("", str(text)).strip()
    first = next((part for part in _END.split(words) if part.strip()), "").lower()
    parts = _OTHER.sub("-", first).strip("-").lstrip("0123456789-")
    if not _HAN.search(parts):
        return "-".join(parts.split("-")[:_WORDS])
    return parts[:_LONGEST].strip("-")


def _after(data: dict[str, Any], first: str, key: str, value: Any) -> dict[str, Any]:
    """``data`` with a key put in after another."""
    pairs: list[tuple[str, Any]] = []
    for one, inner in data.items():
        pairs += [(one, inner), (key, value)] if one == first else [(one, inner)]
    return dict(pairs)


def _left_out(data: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    """Path and id of each item that has none; what has no text either is left to the schema."""
    for key, source in _LISTS[kind]:
        found = data.get(key)
        if isinstance(found, dict):
            for party, items in found.items():
                yield from _of_list(pointer(key, party), items, source)
        else:
            yield from _of_list(pointer(key), found, source)


def _of_list(path: str, items: Any, source: str) -> Iterator[tuple[str, str]]:
    """The same of one list."""
    if not isinstance(items, list):
        return
    taken = {str(item["id"]) for item in items if isinstance(item, dict) and "id" in item}
    for number, item in enumerate(items):
        if not isinstance(item, dict) or "id" in item or source not in item:
            continue
        if one := made_from(item[source]):
            one = _free(one, taken)
            taken.add(one)
            yield path + pointer(number, "id"), one


def _free(one: str, taken: set[str]) -> str:
    """``one``, numbered where another has it."""
    number = 2
    free = one
    while free in taken:
        free, number = f"{one}-{number}", number + 1
    return free
