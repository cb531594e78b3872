"""Drafts as the YAML that people go on writing."""

from functools import cache
from typing import Any, Final

import yaml

from dutybook.finding.keys import in_keys_of
from dutybook.intake.drafts.draft import Draft
from dutybook.schema.vocabulary import document_shape, in_chinese, spoken, vocabulary

_HEAD: Final = "# yaml-language-server: $schema={up}rules/schema/dutybook.schema.json\n"
_WIDE: Final = 1 << 20
"""Chinese has no blanks to fold lines at."""
_SHORT: Final = 60


class _Flow(dict[str, Any]):
    """A small mapping that stands on one line."""


class _Dumper(yaml.SafeDumper):
    """Lists are indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _Flow,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True),
)


def as_yaml(draft: Draft, depth: int = 0, *, chinese: bool = False) -> str:
    """One document; ``depth``: how many folders below the workspace its file stands; ``chinese``:
    in Chinese keys."""
    data = dict(draft.data)
    reference = data.pop("reference", None)
    head = dict(list(data.items())[:2])
    if reference:
        head["reference"] = reference
    data = head | data
    if chinese:
        data = _spoken(in_chinese(data, document_shape(draft.kind)))
    return _HEAD.format(up="../" * depth) + dumped(data)


def _spoken(value: Any, key: str = "") -> Any:
    """What notes say of keys, said of their Chinese names."""
    if isinstance(value, list):
        return [_spoken(one, key) for one in value]
    if isinstance(value, dict):
        return {name: _spoken(inner, name) for name, inner in value.items()}
    if key == vocabulary()["note"] and isinstance(value, str):
        return in_keys_of(value, spoken(), "zh-Hans")
    return vocabulary().get(value, value) if key == vocabulary()["key"] else value


def dumped(data: Any) -> str:
    """Data as YAML in the order it is in."""
    return yaml.dump(
        _compact(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDE
    )


@cache
def _flat() -> tuple[str, ...]:
    keys = ("score", "parties", "internal", "external")
    return (*keys, *(vocabulary()[key] for key in keys))


def _compact(value: Any, key: str = "") -> Any:
    """Scores and contacts on one line, everything else below each other."""
    if isinstance(value, list):
        return [_compact(one) for one in value]
    if not isinstance(value, dict):
        return value
    plain = {name: _compact(inner, name) for name, inner in value.items()}
    small = key in _flat() and len(str(plain)) < 2 * _SHORT
    return _Flow(plain) if small else plain
