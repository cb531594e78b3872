"""What a template may cost: none may hang a build, fill the memory, or leave its folder.

Jinja's sandbox keeps a template from Python's insides; it does not keep it from running for ever.
Every step of a loop, every call and every filtered item is counted, every joining and multiplying
is measured before it is done, and a template that takes too long is stopped. These counters say
early and exactly what is too much; what gets past them ends at the limits of the process in which a
workspace's own templates are filled (``render.filled``).
"""

from collections.abc import Callable, Iterable, Sized
from functools import wraps
from itertools import repeat
from math import prod
from time import monotonic
from typing import Any, Final

from jinja2 import nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Context, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

STEPS: Final = 3_000_000
"""Steps of one paper: a manual of sixty posts takes about a hundredth of them."""
SECONDS: Final = 60.0
MOST_ITEMS: Final = 10_000
MOST_CHARACTERS: Final = 5_000_000
MOST_OUTPUT: Final = 50_000_000
"""Characters of one paper's markup."""
_MOST_POWER: Final = 64
_MOST_BITS: Final = 4096
_UNBOUNDED_FILTERS: Final = frozenset(
    {"batch", "center", "format", "indent", "pprint", "random", "slice", "tojson", "urlize"}
    | {"wordwrap"}
)
_GROWING_FILTERS: Final = frozenset({"join", "replace"})
"""What they give may be as long as one of their arguments times another."""
_UNBOUNDED_METHODS: Final = frozenset(
    {"center", "expandtabs", "format", "format_map", "join", "ljust", "replace", "rjust"}
    | {"translate", "zfill"}
)


class Budget:
    """What one paper has used up so far."""

    def __init__(self) -> None:
        self.steps = 0
        self.ends = monotonic() + SECONDS

    def spend(self, steps: int = 1) -> None:
        """Count ``steps``; :class:`SecurityError` when there are too many, or it takes too long."""
        self.steps += steps
        if self.steps > STEPS:
            raise SecurityError(f"more than {STEPS} steps")
        if monotonic() > self.ends:
            raise SecurityError(f"more than {SECONDS:.0f} s")


class Bounded(ImmutableSandboxedEnvironment):
    """A sandbox in which everything ends."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.budget = Budget()
        self.globals["range"] = self._range
        for name in ("lipsum", "cycler"):
            self.globals.pop(name, None)
        for name in _UNBOUNDED_FILTERS:
            self.filters.pop(name, None)
        self.filters |= {name: self._charged(name, each) for name, each in self.filters.items()}
        self.filters |= {"counted": self._counted, "concatenated": self._concatenated}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        measured: nodes.Template = _Measured(name, filename).visit(tree)
        return measured

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "%" and isinstance(left, str):
            raise SecurityError("% on text")
        if operator == "**" and (abs(right) > _MOST_POWER or _bits(left) * abs(right) > _MOST_BITS):
            raise SecurityError(f"** {right}")
        if operator == "*" and _repeated(left, right) > MOST_CHARACTERS // 50:
            raise SecurityError("*")
        if operator == "+" and isinstance(left, Sized) and isinstance(right, Sized):
            _bound(len(left) + len(right), left)
        return super().call_binop(context, operator, left, right)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        __self.budget.spend()
        return super().call(__context, __obj, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        text = isinstance(obj, (str, bytes, bytearray))
        unbounded = text and attr in _UNBOUNDED_METHODS
        return not unbounded and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """``str.format`` can pad without end: it is no safe attribute."""

    def _range(self, *args: int) -> range:
        numbers = range(*args)
        if len(numbers) > MOST_ITEMS:
            raise SecurityError(f"range of more than {MOST_ITEMS}")
        self.budget.spend(len(numbers))
        return numbers

    def _counted(self, items: Iterable[Any]) -> Any:
        """``items``, each step paid for; ``loop.length`` still knows how many."""
        if isinstance(items, Sized):
            self.budget.spend(len(items) + 1)
            return items
        return (item for item, _ in zip(items, map(self.budget.spend, repeat(1)), strict=False))

    def _concatenated(self, parts: list[Any]) -> str:
        """``~``."""
        texts = [part if isinstance(part, str) else str(part) for part in parts]
        _bound(sum(map(len, texts)), "")
        return markup_join(texts)

    def _charged(self, name: str, each: Callable[..., Any]) -> Callable[..., Any]:
        """The filter, paid for by the size of what it is given."""

        @wraps(each)
        def charged(*args: Any, **kwargs: Any) -> Any:
            given = [*args, *kwargs.values()]
            sizes = sorted(len(a) for a in given if isinstance(a, (str, list, tuple, dict, range)))
            self.budget.spend(1 + sum(sizes) // 10)
            if name in _GROWING_FILTERS and prod(sizes[-2:]) > MOST_CHARACTERS:
                raise SecurityError(name)
            return each(*args, **kwargs)

        return charged


class _Measured(NodeTransformer):
    """Has every loop counted and every ``~`` measured."""

    def __init__(self, name: str | None, filename: str | None) -> None:
        self.name, self.filename = name, filename

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        if node.recursive:
            reason = "recursive loops cannot be used"
            raise TemplateSyntaxError(reason, node.lineno, self.name, self.filename)
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "counted", node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), "concatenated", node.lineno)


def _filtered(node: Any, name: str, line: int) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=line)


def _bound(length: int, like: Any) -> None:
    if length > (MOST_CHARACTERS if isinstance(like, str) else MOST_ITEMS):
        raise SecurityError("too long")


def _bits(number: Any) -> int:
    return number.bit_length() if isinstance(number, int) else 64


def _repeated(left: Any, right: Any) -> int:
    """How long a text or list gets when it is multiplied, or a number in bits; 0 for small ones."""
    for one, times in ((left, right), (right, left)):
        if isinstance(one, (str, list, tuple)) and isinstance(times, int):
            return len(one) * times * (1 if isinstance(one, str) else 10)
    if isinstance(left, int) and isinstance(right, int) and _bits(left) + _bits(right) > _MOST_BITS:
        return MOST_CHARACTERS
    return 0
