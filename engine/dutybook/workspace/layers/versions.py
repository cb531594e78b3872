"""Versions of definitions: short hashes of what is written."""

import hashlib
import json
from typing import Any

from dutybook.yamltext import Origin
from dutybook.yamltext.document import lookup


def version_at(origin: Origin) -> str:
    """A short hash of what is written at ``origin``."""
    data = plain_data(lookup(origin.document.data, origin.path))
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()[:12]


def plain_data(value: Any) -> Any:
    """YAML data as JSON can hold it: exact decimals become text."""
    if isinstance(value, dict):
        return {str(key): plain_data(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain_data(item) for item in value]
    return value if isinstance(value, str | int | bool | None) else str(value)
