"""PyYAML loaders that follow YAML 1.2's core schema and tell of duplicate keys.

Source: YAML 1.2.2, chapter 10.3 (core schema). PyYAML itself follows YAML 1.1, in which ``17:00``
is the number 1020 and ``no`` is False.
"""

import re
from collections.abc import Hashable
from decimal import Decimal
from typing import Any, ClassVar, Final

import yaml
from yaml.nodes import MappingNode, ScalarNode

_MOST_DIGITS: Final = 40
"""Digits of a figure, and powers of ten: beyond, sums and tables would no longer hold it."""
_TAG: Final = "tag:yaml.org,2002:"
_FORMS: Final = (
    ("null", r"^(?:~|null|Null|NULL)$", "~nN"),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?$", "-+.0123456789"),
)


class DuplicateKeyError(yaml.MarkedYAMLError):
    """A mapping names a key twice."""


class UnusableKeyError(yaml.MarkedYAMLError):
    """A mapping's key is itself a list or a mapping."""


class CoreLoader(yaml.CSafeLoader):
    """libyaml's parser; plain data only: str, int, Decimal, bool, None, list, dict."""

    # Its own tables, so that nothing of YAML 1.1 is inherited.
    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 as PyYAML declares it
    yaml_constructors: ClassVar[dict[Any, Any]] = {}

    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        mapping: dict[Hashable, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                raise UnusableKeyError(None, None, "key is not a scalar", key_node.start_mark)
            key = key_node.value  # keys are what the author wrote, never numbers or booleans
            if key in mapping:
                raise DuplicateKeyError(None, None, key, key_node.start_mark)
            mapping[key] = self.construct_object(value_node, deep=deep)
        return mapping

    def construct_integer(self, node: ScalarNode) -> int | str:
        """Decimal, octal (0o17) or hexadecimal (0x1F); what is too long to be a figure is text."""
        text: str = node.value
        if len(text) > _MOST_DIGITS:
            return text
        return int(text, 0) if text[:2] in ("0o", "0x") else int(text)

    def construct_decimal(self, node: ScalarNode) -> Decimal | str:
        """Exact: 99.9 is 99.9; what is no figure anybody counts with is text."""
        text: str = node.value
        if len(text) > _MOST_DIGITS or abs((value := Decimal(text)).adjusted()) > _MOST_DIGITS:
            return text
        return value

    def construct_truth(self, node: ScalarNode) -> bool:
        """The words true and false only."""
        return str(node.value).lower() == "true"

    def refuse(self, node: yaml.Node) -> None:
        """Tags of any other kind, such as Python objects."""
        raise yaml.constructor.ConstructorError(None, None, f"tag {node.tag}", node.start_mark)


for _name, _form, _first in _FORMS:
    CoreLoader.add_implicit_resolver(_TAG + _name, re.compile(_form), list(_first))
CoreLoader.add_implicit_resolver(_TAG + "null", re.compile("^$"), [""])

for _name, _method in (
    ("null", CoreLoader.construct_yaml_null),
    ("bool", CoreLoader.construct_truth),
    ("int", CoreLoader.construct_integer),
    ("float", CoreLoader.construct_decimal),
    ("str", CoreLoader.construct_yaml_str),
    ("seq", CoreLoader.construct_yaml_seq),
    ("map", CoreLoader.construct_yaml_map),
):
    CoreLoader.add_constructor(_TAG + _name, _method)
CoreLoader.add_constructor(None, CoreLoader.refuse)
