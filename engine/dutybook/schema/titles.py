"""What a key of a definition is called, from the schema: ``within`` is 时限, or time limit."""

from collections.abc import Mapping, Sequence
from functools import cache

from dutybook.finding.phrases import words
from dutybook.schema.branches import Schema, alternatives, resolved
from dutybook.schema.publication import schema
from dutybook.words.locale import Text


@cache
def titles(kind: str, path: tuple[str, ...], locale: str) -> tuple[str, ...]:
    """The names of the keys along ``path`` in a document of ``kind``, outermost first. Places in a
    list have no name and are left out; a key the schema does not name stands for itself."""
    branches = [resolved(schema()["$defs"][kind])]
    found = []
    for key in path:
        parts = [part for branch in branches for part in alternatives(branch)]
        if key.isdigit() and any("items" in part for part in parts):
            branches = [part["items"] for part in parts if "items" in part]
            continue
        named = [part["properties"][key] for part in parts if key in part.get("properties", {})]
        found.append(next((t for part in named if (t := _title(part, locale))), key))
        loose = [part["additionalProperties"] for part in parts if "additionalProperties" in part]
        branches = named or [part for part in loose if isinstance(part, Mapping)]
    return tuple(found)


def name_of(part: Schema) -> Text:
    """What ``part`` of the schema is called: its title, else the one value or the type it has."""
    whole = {**resolved(part), **part}
    if title := str(whole.get("title", "")):
        return Text((("zh-Hans", title), ("en", _title(whole, "en") or title)))
    if "const" in whole:
        return Text.of(str(whole["const"]))
    kinds = whole.get("type", "any")
    return either(
        [words(f"type-{kind}") for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    )


def either(named: Sequence[Text]) -> Text:
    """One of several, in words."""
    between = {"zh-Hans": "、", "en": " | "}
    return Text(tuple((at, sep.join(one.at(at) for one in named)) for at, sep in between.items()))


def _title(part: Schema, locale: str) -> str:
    """``时限 time limit`` is a Chinese word and the English rest."""
    chinese, _, english = str(part.get("title") or resolved(part).get("title", "")).partition(" ")
    return english or chinese if locale == "en" else chinese
