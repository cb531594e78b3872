"""The shape of data that a program wrote and anybody may have changed since."""

from collections.abc import Iterable
from functools import cache
from typing import Final

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from dutybook.files.door import read_text
from dutybook.resources import builtin

DEEPEST: Final = 64
"""Levels of lists and objects; the deepest that is written has about twenty."""


def misshapen(data: object, file: str, name: str) -> str:
    """Why ``data`` is not what ``rules/schema/<file>.yaml`` calls ``name``; empty where it is."""
    if too_deep(data):
        return f"{name}: > {DEEPEST} levels"
    error = best_match(_validator(file, name).iter_errors(data))
    if error is None:
        return ""
    return f"{'/'.join(map(str, error.absolute_path)) or name}: {error.message[:200]}"


def too_deep(data: object) -> bool:
    """Whether data is nested further than anything a program wrote: whatever walks through it later
    goes down level by level, and must get back."""
    level: list[object] = [data]
    for _ in range(DEEPEST):
        level = [one for each in level for one in _inside(each)]
        if not level:
            return False
    return True


def _inside(data: object) -> Iterable[object]:
    if isinstance(data, dict):
        return data.values()
    return data if isinstance(data, list) else ()


@cache
def _validator(file: str, name: str) -> Draft202012Validator:
    path = builtin("rules") / "schema" / f"{file}.yaml"
    known = yaml.load(read_text(path.resolve()), yaml.CSafeLoader)
    return Draft202012Validator({**known, "$ref": f"#/$defs/{name}"})
