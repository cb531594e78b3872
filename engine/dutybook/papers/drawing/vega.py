"""Vega specs: ``templates/charts/NAME.yaml`` filled with rows and drawn as SVG.

Lengths are millimetres. A workspace's file of the same name wins. A spec fetches nothing, and the
same rows give the same bytes: nothing is laid out by measuring words.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from dutybook.finding import DutybookError, Finding, Place
from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.view import View
from dutybook.resources import overlay
from dutybook.write import fonts
from dutybook.write.svg import WEIGHT
from dutybook.write.theme import families
from dutybook.yamltext import read_documents

Row = Mapping[str, Any]
_SIZE: Final = re.compile(r'width="[^"]*" height="[^"]*"')


@dataclass(frozen=True, slots=True)
class Spec:
    """A Vega spec with what it says about its size (``usermeta``), for one locale."""

    name: str
    content: Mapping[str, Any]
    look: Mapping[str, Any]
    lang: str

    @classmethod
    def load(cls, view: View, name: str) -> "Spec":
        """``templates/charts/NAME.yaml``; :class:`DutybookError` where it cannot be read."""
        root = view.workspace.root
        content = _read(root, name, frozenset({"usermeta", "data", "marks"}))
        look = _read(root, "look", frozenset({"axis", "text"}))
        family = families(view.locale, root)
        own = {"axis": {"labelFont": family, "titleFont": family}, "text": {"font": family}}
        look |= {part: {**_mapping(look[part]), **fonts} for part, fonts in own.items()}
        return cls(name, content, look, view.locale)

    def size(self, *names: str) -> float:
        """A length in millimetres (or characters) that the spec gives in ``usermeta``."""
        value: Any = self.content["usermeta"]
        try:
            for name in names:
                value = value[name]
            return float(value)
        except (KeyError, TypeError, ValueError):
            raise self._failed(f"usermeta: {'.'.join(names)}") from None

    def figure(
        self,
        tables: Mapping[str, Sequence[Row]],
        alt: str,
        signals: Mapping[str, Any] | None = None,
        height: float | None = None,
    ) -> Drawing:
        """The picture of ``tables`` (rows by the name of the spec's data set)."""
        width, given = self.size("width"), signals or {}
        if height is None:
            each = self.size("height", "each")
            height = self.size("height", "besides") + each * len(tables["rows"])
        try:
            filled = {
                "data": [_with(one, "values", tables) for one in self.content["data"]],
                "signals": [_with(one, "value", given) for one in self.content.get("signals", ())],
            }
        except (KeyError, TypeError):
            raise self._failed("data, signals") from None
        sized = {"width": width, "height": height, "config": self.look}
        svg = self._drawn({**self.content, **filled, **sized})
        size = f'width="{width:g}mm" height="{height:g}mm" xml:lang="{self.lang}" style="{WEIGHT}"'
        drawn = _SIZE.sub(size, svg, count=1)
        return Drawing(drawn, " ".join(alt.split()), f"{width:g}", f"{height:g}")

    def _drawn(self, spec: Mapping[str, Any]) -> str:
        try:
            return _svg(json.dumps(spec, default=float))
        except ValueError as error:
            raise self._failed(_reason(str(error))) from None

    def _failed(self, reason: str) -> DutybookError:
        place = Place(f"templates/charts/{self.name}.yaml", 1, 1)
        return DutybookError(Finding("chart-failed", place, {"reason": reason}))


def _read(root: Path | None, name: str, parts: frozenset[str]) -> dict[str, Any]:
    file = f"charts/{name}.yaml"
    path = overlay(root, "templates", file)[file]
    documents, findings = read_documents(path, f"templates/{file}")
    if findings:
        raise DutybookError(*findings)
    content = documents[0].data
    if not isinstance(content, Mapping) or parts - content.keys():
        reason = ", ".join(sorted(parts))
        raise DutybookError(documents[0].finding("chart-failed", reason=reason))
    return dict(content)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _with(part: Mapping[str, Any], key: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """A data set or signal of a spec, with what is given for it by name."""
    return {**part, key: given[part["name"]]} if part["name"] in given else part


@lru_cache(maxsize=256)
def _svg(spec: str) -> str:
    """A spec drawn; the same once only, for ``dutybook watch`` makes papers again and again."""
    return str(_vega().vega_to_svg(spec, allowed_base_urls=[]))


@cache
def _vega() -> Any:
    """The renderer, with the shipped fonts known to it; imported when the first chart is drawn."""
    import vl_convert

    for folder in fonts.folders():
        vl_convert.register_font_directory(str(folder))
    return vl_convert


def _reason(text: str) -> str:
    """Vega's own words for what is wrong, without the renderer's around them."""
    said = [line.strip() for line in text.splitlines() if line.strip()]
    return next((line for line in said if "Error:" in line), said[0] if said else "")
