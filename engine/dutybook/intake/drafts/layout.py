"""Drafts as the YAML that people go on writing."""

from typing import Any, Final

import yaml

from dutybook.intake.drafts.draft import Draft

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


def as_yaml(draft: Draft, depth: int = 0) -> str:
    """One document; ``depth``: how many folders below the workspace its file stands."""
    data = dict(draft.data)
    reference = data.pop("reference", None)
    head = dict(list(data.items())[:2])
    if reference:
        head["reference"] = reference
    return _HEAD.format(up="../" * depth) + dumped(head | data)


def dumped(data: Any) -> str:
    """Data as YAML in the order it is in."""
    return yaml.dump(
        _compact(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDE
    )


def _compact(value: Any, key: str = "") -> Any:
    """Scores and contacts on one line, everything else below each other."""
    if isinstance(value, list):
        return [_compact(one) for one in value]
    if not isinstance(value, dict):
        return value
    plain = {name: _compact(inner, name) for name, inner in value.items()}
    small = key in ("score", "parties", "internal", "external") and len(str(plain)) < 2 * _SHORT
    return _Flow(plain) if small else plain
