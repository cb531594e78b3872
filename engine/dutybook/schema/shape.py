"""The shape of data that a program wrote and anybody may have changed since."""

from functools import cache

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from dutybook.files.door import read_text
from dutybook.resources import builtin


def misshapen(data: object, file: str, name: str) -> str:
    """Why ``data`` is not what ``rules/schema/<file>.yaml`` calls ``name``; empty where it is."""
    error = best_match(_validator(file, name).iter_errors(data))
    if error is None:
        return ""
    return f"{'/'.join(map(str, error.absolute_path)) or name}: {error.message[:200]}"


@cache
def _validator(file: str, name: str) -> Draft202012Validator:
    path = builtin("rules") / "schema" / f"{file}.yaml"
    known = yaml.load(read_text(path.resolve()), yaml.CSafeLoader)
    return Draft202012Validator({**known, "$ref": f"#/$defs/{name}"})
