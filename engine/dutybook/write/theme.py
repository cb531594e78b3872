"""The theme: files of ``templates/themes`` (a workspace's own before the shipped ones), and what a
writer itself prints on every paper."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final
from unicodedata import east_asian_width

from dutybook.resources import overlay
from dutybook.words.file import read
from dutybook.words.slots import fill
from dutybook.write.tree import Element

_RUNNING: Final = 28
"""Chinese characters that fit in the middle of a page's foot."""
HEADINGS: Final = frozenset({"h1", "h2", "h3"})


@dataclass(frozen=True, slots=True)
class SiteWords:
    """The words beside a manual's page; ``some`` has a place for the number (``{n}``)."""

    skip: str = "To the text"
    search: str = "Search"
    some: str = "{n} found"
    none: str = "Nothing found"
    contents: str = "Contents"


@dataclass(frozen=True, slots=True)
class Printed:
    """What writers print in one locale, and in which fonts; ``further_fonts`` serve whatever
    letters ``pdf_fonts`` lack, in every locale; ``site`` are the words beside a manual's page,
    ``box`` is the spoken name of a box to tick."""

    page: str
    version: str
    region: str
    pdf_fonts: tuple[str | Mapping[str, str], ...]
    word_fonts: Mapping[str, str]
    site: SiteWords = SiteWords()
    box: str = ""
    further_fonts: tuple[str, ...] = ()


def file(name: str, root: Path | None) -> Path:
    """Theme file ``name`` of the workspace at ``root``, else the shipped one."""
    return overlay(root, "templates", f"themes/{name}")[f"themes/{name}"]


def words(locale: str, root: Path | None) -> Printed:
    """What is printed in ``locale``; English words where a theme does not know it."""
    data: dict[str, Any] = read(file("words.yaml", root))
    chosen = data.get(locale, data["en"])
    fonts = {
        "pdf_fonts": tuple(chosen["pdf_fonts"]),
        "further_fonts": tuple(data.get("further_fonts", ())),
    }
    told = chosen.get("site", {})
    site = {each.name: told[each.name] for each in fields(SiteWords) if each.name in told}
    return Printed(**(chosen | fonts | {"site": SiteWords(**site)}))


def families(locale: str, root: Path | None) -> str:
    """The PDF's fonts that serve all characters, and whatever a browser has in their place: for the
    words of a drawing."""
    fonts = words(locale, root).pdf_fonts
    return ", ".join([*(font for font in fonts if isinstance(font, str)), "sans-serif"])


def mark(tree: Element, printed: Printed) -> str:
    """The footer's left: form number, version and its day, as far as the paper has them."""
    version = tree.version
    parts = [tree.form, fill(printed.version, {"version": version}) if version else "", tree.since]
    return " · ".join(part for part in parts if part)


def running_title(tree: Element) -> str:
    """The title for the foot of every page: a long one is cut, for it must stay on one line."""
    title, width = tree.title, 0.0
    room = _RUNNING * (1.5 if tree.landscape else 1)
    for i, char in enumerate(title):
        width += 1.0 if east_asian_width(char) in "WFA" else 0.55
        if width > room:
            return title[: max(i - 1, 1)].rstrip() + "…"
    return title


def contents_depth(nav: Element) -> int:
    """How deep a table of contents goes: the last figure of ``levels="1-2"``."""
    last = nav.get("levels")[-1:]
    return int(last) if last in ("1", "2", "3") else 2


def contents_headings(tree: Element) -> list[Element]:
    """Headings no table of contents lists: the cover's, and the one over the table itself."""
    found: list[Element] = []
    for child, following in zip_longest(tree.elements, tree.elements[1:]):
        if child.tag == "div" and "cover" in child.classes:
            found += [one for one in child.walk() if one.tag in HEADINGS]
        elif child.tag in ("section", "div"):
            found += contents_headings(child)
        elif child.tag in HEADINGS and following is not None and following.tag == "nav":
            found.append(child)
    return found
