"""The document tree: what a template renders to, and what every writer receives.

A template renders well-formed, restricted HTML; its elements are listed in
``rules/schema/document.yaml``. Each element knows the template and line it was written on, so that
a mistake in a template is reported there and not in the rendered text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, cast
from xml.parsers import expat

import yaml

from dutybook.files.door import read_bytes
from dutybook.finding import DutybookError, Finding, Place
from dutybook.resources import builtin

AT: Final = "at"
"""The attribute that carries ``template:line`` from the template to here."""

_VOID: Final = frozenset({"br", "col", "hr", "input"})


@dataclass(frozen=True, slots=True)
class Element:
    """A node: ``children`` are elements and strings, white space folded as HTML does."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Element | str", ...] = ()
    at: str = ""

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value."""
        return self.attributes.get(name, default)

    @property
    def title(self) -> str:
        """A paper's heading."""
        return self.get("title")

    @property
    def organisation(self) -> str:
        """Whose paper it is."""
        return self.get("organisation")

    @property
    def kind(self) -> str:
        """A paper's kind, by its key."""
        return self.get("kind")

    @property
    def form(self) -> str:
        """A paper's form number."""
        return self.get("form")

    @property
    def version(self) -> str:
        """A paper's version."""
        return self.get("version")

    @property
    def since(self) -> str:
        """From when what a paper says is in force, in words."""
        return self.get("since")

    @property
    def letterhead(self) -> str:
        """The path of the letterhead a paper is written on, below the workspace."""
        return self.get("letterhead")

    @property
    def orientation(self) -> str:
        """``portrait`` or ``landscape``, of a paper or a section; empty: as what it stands in."""
        return self.get("orientation")

    @property
    def landscape(self) -> bool:
        """Whether a paper or a section stands on turned pages."""
        return self.orientation == "landscape"

    @property
    def align(self) -> str:
        """``left``, ``center`` or ``right``, of a cell."""
        return self.get("align")

    @property
    def svg(self) -> str:
        """A figure's drawing."""
        return self.get("svg")

    @property
    def alt(self) -> str:
        """A figure in words."""
        return self.get("alt")

    @property
    def classes(self) -> frozenset[str]:
        """The words of ``class``."""
        return frozenset(self.get("class").split())

    @property
    def elements(self) -> list["Element"]:
        """Children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self) -> Iterator["Element"]:
        """The element itself and all below, in document order."""
        yield self
        for child in self.elements:
            yield from child.walk()

    def text(self) -> str:
        """All words below, line breaks for ``br``."""
        if self.tag == "br":
            return "\n"
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON: tag, attributes, children."""
        children = [c if isinstance(c, str) else c.as_data() for c in self.children]
        data = {"tag": self.tag, "attributes": dict(self.attributes), "children": children}
        return {key: value for key, value in data.items() if value}


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an element may have."""

    attributes: Sequence[str]
    children: Sequence[str]


@cache
def allowed() -> dict[str, Allowed]:
    """The elements a template may use."""
    text = read_bytes(builtin("rules") / "schema/document.yaml")
    return {tag: Allowed(**each) for tag, each in yaml.load(text, yaml.CSafeLoader).items()}


def parse(markup: str, at: str = "") -> Element:
    """The tree of rendered ``markup``; :class:`DutybookError` with a finding at the template's line
    (outside all elements: ``at``) where it is not well-formed or uses something unknown."""
    builder = _Builder(at)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(markup, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise DutybookError(_finding("template-markup", builder.where, reason=reason)) from None
    return builder.root


class _Builder:
    """Builds the tree from expat's events, checking each element as it opens."""

    def __init__(self, at: str) -> None:
        self.stack: list[tuple[str, dict[str, str], str, list[Element | str]]] = [("", {}, at, [])]

    @property
    def where(self) -> str:
        return self.stack[-1][2]

    @property
    def root(self) -> Element:
        return cast(Element, self.stack[0][3][0])

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        parent, at = self.stack[-1][0], attributes.pop(AT, self.where)
        known = allowed()
        if tag not in known or (tag not in known[parent].children if parent else tag != "article"):
            raise DutybookError(_finding("template-element", at, element=tag, parent=parent or "-"))
        for name in attributes:
            if name not in known[tag].attributes:
                raise DutybookError(_finding("template-attribute", at, element=tag, attribute=name))
        self.stack.append((tag, attributes, at, []))

    def end(self, tag: str) -> None:
        _, attributes, at, children = self.stack.pop()
        self.stack[-1][3].append(Element(tag, attributes, _folded(tag, children), at))

    def data(self, text: str) -> None:
        tag, _, at, children = self.stack[-1]
        if "text" in allowed()[tag].children:
            children.append(text)
        elif text.strip():
            raise DutybookError(_finding("template-text", at, element=tag, text=text.strip()[:40]))


def _folded(tag: str, children: list[Element | str]) -> tuple[Element | str, ...]:
    """White space folded: none at the ends of a block or beside a line break."""
    folded = [re.sub(r"[ \t\r\n]+", " ", c) if isinstance(c, str) else c for c in children]
    if tag not in ("span", "strong", "em"):
        folded = [_trimmed(folded, i) for i in range(len(folded))]
    return tuple(child for child in folded if child != "")


def _trimmed(children: list[Element | str], i: int) -> Element | str:
    child = children[i]
    if not isinstance(child, str):
        return child
    if i == 0 or _breaks(children[i - 1]):
        child = child.lstrip(" ")
    if i == len(children) - 1 or _breaks(children[i + 1]):
        child = child.rstrip(" ")
    return child


def _breaks(node: Element | str) -> bool:
    return isinstance(node, Element) and node.tag in ("br", "p", "ul", "ol")


def _finding(code: str, at: str, **details: object) -> Finding:
    template, _, line = at.rpartition(":")
    return Finding(code, Place(template or at, int(line) if line.isdigit() else 0, 1), details)
