"""PDF: the theme's Typst file lays the tree out; tagged, accessible (PDF/UA-1), always the same
bytes."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from dutybook.finding import DutybookError, Finding, Place
from dutybook.write import pdf_data, pdf_text, theme
from dutybook.write.tree import Element
from dutybook.write.typesetting import typeset

_MISSING: Final = re.compile(r"the text `\"(.+?)\"` could not be displayed", re.DOTALL)
_CODE: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_LINE: Final = re.compile(r"\.typ:(\d+):(\d+)")
_LATIN: Final = "\u024f"
_last: "tuple[Element, str, Path | None, Sheet] | None" = None
"""The paper set last, for whoever asks for its bytes and then for its warnings."""


@dataclass(frozen=True, slots=True)
class Sheet:
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


def pictures(tree: Element, locale: str, root: Path | None, ppi: float = 72) -> list[bytes]:
    """The paper's pages as PNG."""
    paper = _paper(tree, locale, root, compose(tree, locale, root).lacking)
    pages = _typeset(theme.file("default.typ", root), paper, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [cast(bytes, pages)]


def compose(tree: Element, locale: str, root: Path | None) -> Sheet:
    """The paper, set again for as long as Typst (strict about it as PDF/UA is) names characters it
    has no glyph for."""
    global _last
    if _last and _last[0] is tree and _last[1:3] == (locale, root):
        return _last[3]
    sheet = _composed(tree, locale, root)
    _last = (tree, locale, root, sheet)
    return sheet


def _composed(tree: Element, locale: str, root: Path | None) -> Sheet:
    theme_file = theme.file("default.typ", root)
    lacking: frozenset[str] = frozenset()
    while True:
        try:
            data = _typeset(
                theme_file,
                _paper(tree, locale, root, lacking),
                format="pdf",
                pdf_standards=["ua-1"],
            )
            return Sheet(cast(bytes, data), lacking)
        except RuntimeError as error:
            said = getattr(error, "diagnostic", "")
            found = lacking | (_named(said) or _in_pictures(tree, said))
            if found == lacking:
                raise DutybookError(_failed(theme_file, error)) from None
            lacking = found


def _named(diagnostic: str) -> frozenset[str]:
    """The characters Typst says it has no glyph for. It names all of a cluster such as a digit in a
    keycap; letters and figures themselves always have one."""
    clusters = "".join(_MISSING.findall(diagnostic))
    return frozenset(char for char in _CODE.sub(_decoded, clusters) if not char.isascii())


def _in_pictures(tree: Element, diagnostic: str) -> frozenset[str]:
    """Characters of drawings that their font may not have. Typst does not name those: all letters
    that are neither Latin nor Chinese are taken to be, rather than to print no paper at all."""
    if "missing codepoint" not in diagnostic:
        return frozenset()
    drawn = {char for figure in tree.walk() for char in figure.get("svg")}
    return frozenset(
        c for c in drawn if c > _LATIN and unicodedata.east_asian_width(c) not in "WFA"
    )


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
        "fonts": words.pdf_fonts,
        "words": {"page": words.page},
        "title": known(tree.get("title") or tree.get("kind") or "-"),
        "running": known(theme.running_title(tree) or tree.get("kind") or "-"),
        "organisation": known(tree.get("organisation")),
        "mark": known(theme.mark(tree, words)),
        "landscape": tree.get("orientation") == "landscape",
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
               "title": tree.get("title")}  # fmt: skip
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
