"""Reading the schema's source, and writing it out for editors."""

import json
from functools import cache
from typing import Any, Final, cast

import yaml

from dutybook.files.door import read_bytes
from dutybook.resources import builtin
from dutybook.schema.bilingual import bilingual

SOURCE: Final = "schema/dutybook.schema.yaml"
PUBLISHED: Final = "schema/dutybook.schema.json"


@cache
def schema() -> dict[str, Any]:
    """The schema as data. Its file is ours, so YAML's merge keys are allowed in it."""
    text = read_bytes(builtin("rules") / SOURCE)
    return cast(dict[str, Any], yaml.load(text, yaml.CSafeLoader))


@cache
def kinds() -> tuple[str, ...]:
    """The first keys that say what a document is."""
    return tuple(schema()["x-kinds"])


def published() -> str:
    """The schema as JSON text, as editors fetch it: keys in both languages."""
    return json.dumps(bilingual(schema()), ensure_ascii=False, indent=1) + "\n"
