"""The schema as editors get it: every key and choice under both of its names, so that they complete
either.

The engine itself puts keys into English first and knows one name only.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from dutybook.yamltext.document import pointer

Part = dict[str, Any]
_MADE: Final = {"text", "name", "title"}
"""What an id that is left out is made from."""
_TITLED: Final = ("role", "sop", "agreement")
_PLAIN: Final = ("propertyNames", "x-zh", "x-zh-values", "x-kinds")


def bilingual(schema: Mapping[str, Any]) -> Part:
    """``schema`` with a Chinese name beside every key, referring to what stands under the English
    one; where a key is required, either will do."""
    return dict(_Writer(schema).part(schema, "#"))


class _Writer:
    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self.names: Mapping[str, str] = schema["x-zh"]

    def part(self, value: Any, at: str) -> Any:
        """A part of the schema, which stands ``at`` a pointer."""
        if isinstance(value, list):
            return [self.part(one, f"{at}/{number}") for number, one in enumerate(value)]
        if not isinstance(value, Mapping):
            return value
        made: Part = {}
        for word, inner in value.items():
            if word == "properties":
                made[word] = self.properties(value, at)
            elif word in _PLAIN:
                made[word] = inner
            elif word in ("enum", "const"):
                made |= self.choices(word, inner, value)
            elif word == "dependentRequired":
                made["dependentSchemas"] = dict(self.dependent(inner))
            elif word != "required":
                made[word] = self.part(inner, at + pointer(word))
        needed = list(self.needed(value)) if isinstance(value.get("required"), list) else []
        if needed:
            made["allOf"] = [*made.get("allOf", ()), *needed]
        return made

    def properties(self, value: Mapping[str, Any], at: str) -> Part:
        """Keys as they are, then by their Chinese names, then those of what ``x-like`` names."""
        own = value["properties"]
        found = {
            key: self.part(inner, f"{at}/properties{pointer(key)}") for key, inner in own.items()
        }
        for key, inner in own.items():
            found.setdefault(self.name(key, inner), _reference(f"{at}/properties", key, inner))
        if "x-like" in value:
            like = self.schema["$defs"][value["x-like"]]["properties"]
            place = f"#/$defs/{value['x-like']}/properties"
            for key, inner in like.items():
                for name in (key, self.name(key, inner)):
                    found.setdefault(name, _reference(place, key, inner))
        return found

    def choices(self, word: str, inner: Any, value: Mapping[str, Any]) -> Part:
        """The choices of a place, then their Chinese names."""
        listed = inner if word == "enum" else [inner]
        known = {**self.schema["x-zh-values"], **value.get("x-zh-values", {})}
        names = [known[one] for one in listed if one in known]
        return {"enum": list(dict.fromkeys([*listed, *names]))} if names else {word: inner}

    def name(self, key: str, inner: object = None) -> str:
        """What ``key`` is called where ``inner`` describes it."""
        own = inner.get("x-zh") if isinstance(inner, Mapping) else None
        return str(own or self.names.get(key, key))

    def either(self, key: str, properties: Mapping[str, Any]) -> Part:
        """One of a key's names stands there."""
        name = self.name(key, properties.get(key))
        return {"anyOf": [{"required": [key]}, {"required": [name]}]}

    def needed(self, value: Mapping[str, Any]) -> Iterator[Part]:
        """What is required, ids that can be made and titles that an id may stand for left out."""
        properties = value.get("properties", {})
        for key in value["required"]:
            made = key == "id" and _MADE & set(value["required"])
            titled = key == "title" and any(kind in value["required"] for kind in _TITLED)
            if not made and not titled:
                yield self.either(key, properties)

    def dependent(self, value: Mapping[str, list[str]]) -> Iterator[tuple[str, Part]]:
        for key, needs in value.items():
            part = {"allOf": [self.either(one, {}) for one in needs]}
            yield key, part
            yield self.name(key), part


def _reference(place: str, key: str, inner: object) -> Any:
    """To what stands under the English name; where that is forbidden, so is this."""
    return inner if isinstance(inner, bool) else {"$ref": place + pointer(key)}
