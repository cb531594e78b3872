"""The theme: files of ``templates/themes`` (a workspace's own before the shipped ones), and what a
writer itself prints on every paper."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final, cast
from unicodedata import east_asian_width

import yaml

from dutybook.files.door import read_bytes, read_text, regular
from dutybook.finding import DutybookError, Finding, Place
from dutybook.finding.refusal import refusal
from dutybook.resources import overlay
from dutybook.words.file import read
from dutybook.words.slots import fill
from dutybook.write.tree import Element
from dutybook.yamltext import Document, read_documents
from dutybook.yamltext.document import pointer

_WORDS: Final = "words.yaml"
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
    """Theme file ``name`` of the workspace at ``root``, else the shipped one;
    :class:`DutybookError` where it is no file, or leads out of the workspace."""
    try:
        return regular(overlay(root, "templates", f"themes/{name}")[f"themes/{name}"])
    except OSError as error:
        raise DutybookError(refusal(error, Place(f"templates/themes/{name}"))) from None


def content(name: str, root: Path | None) -> bytes:
    """The bytes of a file of ``templates``: the workspace's own, else the shipped one;
    :class:`DutybookError` where it cannot be read."""
    try:
        return read_bytes(overlay(root, "templates", name)[name])
    except OSError as error:
        raise DutybookError(refusal(error, Place(f"templates/{name}"))) from None


def words(locale: str, root: Path | None) -> Printed:
    """What is printed in ``locale``; English words where a theme does not know it."""
    shipped, own = _words(file(_WORDS, None)), _words(file(_WORDS, root))
    usual = shipped.get(locale, shipped["en"])
    chosen = {key: own.get(locale, {}).get(key, word) for key, word in usual.items()}
    fonts = {
        "pdf_fonts": tuple(chosen["pdf_fonts"]),
        "further_fonts": tuple(own.get("further_fonts", shipped["further_fonts"])),
    }
    told = {**usual["site"], **chosen["site"]}
    site = {each.name: told[each.name] for each in fields(SiteWords) if each.name in told}
    return Printed(**(chosen | fonts | {"site": SiteWords(**site)}))


def _words(path: Path) -> dict[str, Any]:
    """What a file of words says; :class:`DutybookError` where it is none."""
    shipped: dict[str, Any] = read(file(_WORDS, None))
    if path == file(_WORDS, None):
        return shipped
    name = f"templates/themes/{_WORDS}"
    try:
        own = read(path)
    except (yaml.YAMLError, OSError, ValueError) as error:
        details = {"problem": str(error).partition("\n")[0]}
        findings = read_documents(path, name)[1] or [Finding("yaml-syntax", Place(name), details)]
        raise DutybookError(*findings) from None
    like = dict.fromkeys(own, shipped["en"]) | shipped if isinstance(own, dict) else {}
    if (wrong := next(_misshapen(own, like, ()), None)) is not None:
        label = ".".join(wrong) or _WORDS
        document = Document(name, 0, own, read_text(path))
        raise DutybookError(document.finding("label-shape", pointer(*wrong), label=label))
    return cast(dict[str, Any], own)


def _misshapen(own: Any, like: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Where ``own`` has a group, a list or a word, and the shipped file something else."""
    if isinstance(own, dict) and isinstance(like, dict):
        for key in own.keys() & like.keys():
            yield from _misshapen(own[key], like[key], (*path, key))
    elif isinstance(own, list) and isinstance(like, list):
        fonts = (font.values() if isinstance(font, dict) else (font,) for font in own)
        if not all(isinstance(word, str) for font in fonts for word in font):
            yield path
    elif type(own) is not type(like):
        yield path


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
