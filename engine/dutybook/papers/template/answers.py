"""Yes and no: a template of version 0.1.0 may compare them with the texts they were."""

from typing import Final

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

_SAME: Final = {"yes": ("yes", True), "": ("", False, None)}
"""What a comparison with a text of 0.1.0 is true of."""
_MEMBERSHIP: Final = {"eq": "in", "ne": "notin"}


class Answers(NodeTransformer):
    """Has ``x == "yes"`` hold where x is true, and ``x == ""`` where it is false or not known."""

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        for operand in node.ops:
            text = operand.expr.value if isinstance(operand.expr, nodes.Const) else None
            if text in _SAME and isinstance(text, str) and operand.op in _MEMBERSHIP:
                operand.op = _MEMBERSHIP[operand.op]
                constants = [nodes.Const(each, lineno=node.lineno) for each in _SAME[text]]
                operand.expr = nodes.Tuple(constants, "load", lineno=node.lineno)
        return node
