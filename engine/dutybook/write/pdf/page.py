"""PDF: the theme's Typst file lays the tree out; tagged, accessible (PDF/UA-1), always the same
bytes."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from dutybook.finding import DutybookError, Finding, Place
from dutybook.worker.pool import LimitError
from dutybook.write import picture, theme
from dutybook.write.pdf import data as pdf_data
from dutybook.write.pdf import text as pdf_text
from dutybook.write.pdf.typst import typeset
from dutybook.write.tree import Element
from dutybook.write.typesetter import TYPESETTER

_MISSING: Final = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
_CODE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_LINE: Final = re.compile(r"\.typ:(\d+):(\d+)")
_LATIN: Final = "\u024f"
_PRIVATE: Final = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
"""Characters without a meaning of their own: fonts that have some show whatever they like."""
_last: "tuple[Element, str, Path | None, TypesetPaper] | None" = None
"""The paper set last, for whoever asks for its bytes and then for its warnings."""


@dataclass(frozen=True, slots=True)
class TypesetPaper:
    """A paper as PDF, and the characters no font has (boxes show their codes instead)."""

    data: bytes
    lacking: frozenset[str]


def write(tree: Element, locale: str, root: Path | None) -> bytes:
    """The paper as PDF; :class:`DutybookError` where the theme fails or a font is missing."""
    return compose(tree, locale, root).data


def warnings(tree: Element, locale: str, root: Path | None) -> list[Finding]:
    """What is wrong with a paper that can be printed all the same."""
    lacking = compose(tree, locale, root).lacking
    seen = [char for char in sorted(lacking) if not pdf_text.invisible(char)]
    places = {char: _first(tree, char) for char in seen}
    return [
        _unprintable(tree, at, "".join(char for char in seen if places[char] == at))
        for at in dict.fromkeys(places.values())
    ]


def within_limits(tree: Element, locale: str, root: Path | None) -> tuple[bytes, list[Finding]]:
    """The paper and what it warns of, set in a process of its own: however much a theme asks
    for, this ends; :class:`DutybookError` says how."""
    try:
        return TYPESETTER.call(_written, tree, locale, root)
    except LimitError as error:
        place = Place(_name(theme.file("default.typ", root)))
        raise DutybookError(Finding("pdf-failed", place, {"reason": str(error)})) from None


def _written(tree: Element, locale: str, root: Path | None) -> tuple[bytes, list[Finding]]:
    return write(tree, locale, root), warnings(tree, locale, root)


def pictures(tree: Element, locale: str, root: Path | None, ppi: float = 72) -> list[bytes]:
    """The paper's pages as PNG."""
    paper = _paper(tree, locale, root, compose(tree, locale, root).lacking)
    pages = _typeset(theme.file("default.typ", root), paper, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [cast(bytes, pages)]


def compose(tree: Element, locale: str, root: Path | None) -> TypesetPaper:
    """The paper, set again for as long as Typst (strict about it as PDF/UA is) names characters it
    has no glyph for."""
    global _last
    if _last and _last[0] is tree and _last[1:3] == (locale, root):
        return _last[3]
    sheet = _composed(tree, locale, root)
    _last = (tree, locale, root, sheet)
    return sheet


def _composed(tree: Element, locale: str, root: Path | None) -> TypesetPaper:
    theme_file = theme.file("default.typ", root)
    lacking, shown = _private(tree), tree
    while True:
        try:
            paper = _paper(shown, locale, root, lacking)
            data = _typeset(theme_file, paper, format="pdf", pdf_standards=["ua-1"])
            return TypesetPaper(cast(bytes, data), lacking)
        except RuntimeError as error:
            drawn = {c for e in tree.walk() for c in e.svg if _other_script(c)}
            if drawn and shown is tree:
                lacking |= _lacking_as_words(drawn, locale, root)
                shown = _flat(tree, lacking)
                continue
            found = lacking | _named(getattr(error, "diagnostic", ""))
            if found == lacking:
                raise DutybookError(_failed(theme_file, error)) from None
            lacking = found


def _named(diagnostic: str) -> frozenset[str]:
    """The characters Typst says it has no glyph for. It names all of a cluster such as a digit in a
    keycap; letters and figures themselves always have one."""
    clusters = "".join(_MISSING.findall(diagnostic))
    return frozenset(char for char in _CODE.sub(_decoded, clusters) if not char.isascii())


def _private(tree: Element) -> frozenset[str]:
    """The private-use characters of a paper, in words and drawings."""
    inside = (c for e in tree.walk() for c in (*e.children, e.svg) if isinstance(c, str))
    said = (tree.title, tree.organisation, *inside)
    return frozenset(char for text in said for char in _PRIVATE.findall(text))


def _other_script(character: str) -> bool:
    """Whether ``character`` is neither Latin nor Chinese."""
    wide = unicodedata.east_asian_width(character) in "WFA"
    return character > _LATIN and not (wide and not "\U0001f000" <= character < "\U00020000")


def _lacking_as_words(drawn: set[str], locale: str, root: Path | None) -> frozenset[str]:
    """Which of the characters of drawings no font has: what Typst says of a drawing is not always
    so, what it says of words is."""
    words = Element("p", children=(" ".join(sorted(drawn)),))
    return _composed(Element("article", children=(words,)), locale, root).lacking


def _flat(element: Element, lacking: frozenset[str]) -> Element:
    """The tree with drawings that hold letters of other scripts as bitmaps: of some that are drawn
    in two parts (an accent, a dot) Typst cannot tell in a drawing what they say, which PDF/UA
    forbids. The words that stand for a drawing say it."""
    svg = element.svg
    if any(map(_other_script, svg)):
        known = {**element.attributes, "svg": pdf_text.replaced(svg, lacking)}
        return picture.flat(replace(element, attributes=known))
    inside = (_flat(c, lacking) if isinstance(c, Element) else c for c in element.children)
    return replace(element, children=tuple(inside))


def _decoded(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


def _typeset(theme_file: Path, paper: dict[str, Any], **output: Any) -> bytes | list[bytes] | None:
    data, said = typeset(theme_file, paper, **output)
    _refuse_unknown_fonts(theme_file, said)
    return data


def _paper(
    tree: Element, locale: str, root: Path | None, lacking: frozenset[str]
) -> dict[str, Any]:
    words = theme.words(locale, root)
    known = partial(pdf_text.replaced, unprintable=lacking)
    return {
        "lang": locale.partition("-")[0],
        "region": words.region,
        "fonts": [*words.pdf_fonts, *words.further_fonts],
        "words": {"page": words.page},
        "title": known(tree.title or tree.kind or "-"),
        "running": known(theme.running_title(tree) or tree.kind or "-"),
        "organisation": known(tree.organisation),
        "mark": known(theme.mark(tree, words)),
        "landscape": tree.landscape,
        "colours": {
            name.removeprefix("colour-"): value
            for name, value in sorted(tree.attributes.items())
            if name.startswith("colour-")
        },
        "logo": {"svg": tree.get("logo"), "height": float(tree.get("logo-height") or 0)},
        "body": pdf_data.body(tree, lacking),
    }


def _refuse_unknown_fonts(theme_file: Path, messages: Iterable[str]) -> None:
    """A font Typst does not find is only a warning to it; the paper would look wrong."""
    names = sorted({text.partition(":")[2].strip() for text in messages if "unknown font" in text})
    if names:
        place = Place(_name(theme_file))
        raise DutybookError(*(Finding("font-missing", place, {"font": name}) for name in names))


def _first(tree: Element, character: str) -> str:
    """The place in a template of the first element that holds ``character``."""
    held = (
        e.at for e in tree.walk() if any(character in c for c in e.children if isinstance(c, str))
    )
    return next(held, "")


def _unprintable(tree: Element, at: str, character: str) -> Finding:
    """One finding for all characters that first stand in one place."""
    template, _, line = at.rpartition(":")
    details = {"character": character, "codes": " ".join(f"U+{ord(c):04X}" for c in character),
               "title": tree.title}  # fmt: skip
    return Finding("glyph-missing", Place(template, int(line or 0), 1 if line else 0), details)


def _failed(theme_file: Path, error: RuntimeError) -> Finding:
    line = _LINE.search(getattr(error, "diagnostic", ""))
    place = (
        Place(_name(theme_file), int(line[1]), int(line[2]) + 1)
        if line
        else Place(_name(theme_file))
    )
    return Finding("pdf-failed", place, {"reason": getattr(error, "message", str(error))})


def _name(theme_file: Path) -> str:
    return f"templates/themes/{theme_file.name}"
