"""A proposal as the YAML file that a person goes on with."""

import re
from pathlib import Path
from typing import Any, Final

import yaml

from dutybook.logs.inspection.proposal import Proposal
from dutybook.logs.inspection.sample import Sample

_PLAIN: Final = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]*")
_MODELINE: Final = "# yaml-language-server: $schema=../schema/dutybook.schema.json\n"


class _Dumper(yaml.SafeDumper):
    """Quotes whatever some reader of YAML could take for more than text."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    node: yaml.ScalarNode = yaml.SafeDumper.represent_str(dumper, value)
    if not _PLAIN.fullmatch(value):
        node.style = '"'
    return node


_Dumper.add_representer(str, _text)


def as_yaml(proposal: Proposal, sample: Sample) -> str:
    """The definition as a file of rules/sources."""
    about = f"# {sample.name} ({sample.about})\n".replace("\r", " ")
    return _MODELINE + about + _dumped(proposal.definition)


def source_id(path: Path) -> str:
    """An id from a file's name, without the period that exports carry."""
    stem = path.name.split(".")[0].casefold()
    parts = re.sub(r"[^a-z0-9]+", "-", stem).strip("-").split("-")
    words = [part for part in parts if not part.isdigit()]
    made = "-".join(words)
    return made if made[:1].isalpha() else "log"


def _dumped(definition: dict[str, Any]) -> str:
    return yaml.dump(
        definition,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=120,
        default_flow_style=None,
    )
