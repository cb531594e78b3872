"""The document tree as one self-contained HTML page, for the screen and for printing.

The page fetches nothing, and holds no script but the search of papers with a table of contents
(``site.py``). How it looks is ``templates/paper.css``, a file a
workspace may replace; the same tree always gives the same bytes.
"""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Final

from dutybook.write import look, picture
from dutybook.write.html import site
from dutybook.write.theme import HEADINGS, content, contents_depth, contents_headings, mark, words
from dutybook.write.tree import Element

_VOID: Final = frozenset({"br", "col", "hr", "input"})
_OPEN_LINE: Final = frozenset({"article", "section", "div", "table", "tbody", "ul", "ol"})
_OWN_LINE: Final = _OPEN_LINE | HEADINGS | {"nav", "p", "li", "colgroup", "thead", "tr", "hr"}
"""Tags after which the page's source goes on a new line, for people who compare files."""
_FRAME: Final = ('<div class="scroll">\n', "\n</div>")
"""Round every table: where it is wider than a screen, it alone moves sideways, not the page."""


def write(tree: Element, locale: str, root: Path | None) -> bytes:
    """The page for ``tree``; the workspace at ``root`` may bring its own style."""
    printed = words(locale, root)
    title = tree.title
    footer = " · ".join(filter(None, (tree.organisation, title, mark(tree, printed))))
    page = _Page(tree, printed.box)
    found = site.entries(tree, page.ids) if page.contents else []
    head, before, after = "", "", ""
    if found:
        head = site.head(root)
        before = site.beside(title, found, printed) + '<main id="paper">\n'
        after = "</main>\n" + site.script(found, root)
    text = f"""<!DOCTYPE html>
<html lang="{escape(tree.get("lang", locale))}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
{_style(root)}{_colours(tree)}{_page_rules(tree, footer, printed.page)}</style>
{head}</head>
<body>
{before}{page.markup}<footer>{escape(footer)}</footer>
{after}</body>
</html>
"""
    return text.encode()


def _style(root: Path | None) -> str:
    return content("paper.css", root).decode("utf-8", "replace")


def _colours(tree: Element) -> str:
    """The colours set in dutybook.yaml, as the variables of the style sheet."""
    names = {"heading": "heading", "line": "line", "label": "shade", "head": "head"}
    chosen = {css: tree.get(f"colour-{name}") for name, css in names.items()}
    rules = " ".join(f"--{name}: {value};" for name, value in chosen.items() if value)
    return f":root {{ {rules} }}\n" if rules else ""


def _header(tree: Element) -> str:
    """The organisation's logo and name above a paper."""
    name, figure = escape(tree.organisation), look.logo(tree)
    if figure is None:
        return f"<header>{name}</header>\n" if name else ""
    shown = f'src="{picture.data_uri(figure)}" alt="{escape(figure.alt)}"'
    return f'<header><img {shown} style="height:{figure.get("height")}mm"> {name}</header>\n'


def _page_rules(tree: Element, footer: str, page: str) -> str:
    """The running head and foot, for browsers that know page margin boxes. The first page names the
    organisation itself, above the title (``templates/paper.css`` says where no head goes)."""
    before, _, rest = page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    count = f"{_css(before)} counter(page) {_css(between)} counter(pages) {_css(after)}"
    boxes = f"@bottom-left {{ content: {_css(footer)} }} @bottom-right {{ content: {count} }}"
    if name := tree.organisation:
        boxes += f" @top-left {{ content: {_css(name)} }}"
    orientation = "landscape" if tree.landscape else "portrait"
    turned = "".join(f"@page {way} {{ size: A4 {way} }}\n" for way in ("portrait", "landscape"))
    return f"@page {{ size: A4 {orientation}; {boxes} }}\n{turned}"


def _css(text: str) -> str:
    """``text`` as a CSS string, safe inside a style element."""
    return (
        '"'
        + "".join(c if c.isalnum() or c in " .-/·（）" else f"\\{ord(c):x} " for c in text)
        + '"'
    )


def _style_of(tag: str, width: str, height: str) -> str:
    if width:
        return f"width:{width.rstrip('%')}%" if tag == "col" else f"min-width:min({width}em,100%)"
    return f"height:{height}mm" if height else ""


def _figure(element: Element) -> str:
    """A drawing, as wide as on paper where there is room."""
    shown = f'src="{picture.data_uri(element)}" alt="{escape(element.alt)}"'
    return f'<figure><img {shown} style="width:{picture.size(element)[0]:g}mm"></figure>\n'


def _covered(article: Element) -> bool:
    """Whether a paper begins with a cover, which names the organisation itself."""
    return bool(article.elements) and "cover" in article.elements[0].classes


class _Page:
    """Writes the tree's markup; headings without an id get one, for the contents to link to, and
    every box to tick a spoken name: the words after it, else ``box``."""

    def __init__(self, tree: Element, box: str) -> None:
        self.box = box
        headings = [element for element in tree.walk() if element.tag in HEADINGS]
        self.own = set(map(id, contents_headings(tree)))
        self.ids = {
            id(heading): heading.get("id") or f"h{i}" for i, heading in enumerate(headings, 1)
        }
        self.headings = headings
        self.contents = any(element.tag == "nav" for element in tree.walk())
        self.parts: list[str] = []
        self._element(tree)
        self.markup = "".join(self.parts)

    def _element(self, element: Element) -> None:
        tag, add = element.tag, self.parts.append
        if tag == "figure":
            add(_figure(element))
            return
        before, after = _FRAME if tag == "table" else ("", "")
        add(f"{before}<{tag}{self._attributes(element)}>")
        if tag not in _VOID:
            self._inside(element)
            add(f"</{tag}>{after}")
        if tag in _OWN_LINE:
            add("\n")

    def _inside(self, element: Element) -> None:
        tag, add = element.tag, self.parts.append
        if tag in _OPEN_LINE:
            add("\n")
        if tag == "article" and not _covered(element):
            add(_header(element))
        for child, following in zip_longest(element.children, element.children[1:], fillvalue=""):
            if isinstance(child, str):
                add(escape(child, quote=False))
            elif child.tag == "input":
                said = following.strip() if isinstance(following, str) else ""
                spoken = {"aria-label": said or self.box}
                self._element(replace(child, attributes={**child.attributes, **spoken}))
            else:
                self._element(child)
        if tag == "nav":
            self.parts += self._contents(element)

    def _attributes(self, element: Element) -> str:
        if element.tag != "th" and not element.attributes and id(element) not in self.ids:
            return ""
        given = dict(element.attributes)
        classes = [given.pop("class", "")]
        if element.tag == "article":
            classes.append(given.get("kind", ""))
            given = {key: given[key] for key in ("lang", "orientation") if key in given}
        classes += [given.pop("orientation", ""), given.pop("align", "")]
        style = _style_of(element.tag, given.pop("width", ""), given.pop("height", ""))
        given.pop("levels", "")
        if id(element) in self.ids:
            given["id"] = self.ids[id(element)]
        if element.tag == "th":
            given["scope"] = "colgroup" if "colspan" in given else "col"
        pairs = [
            ("class", " ".join(filter(None, classes))),
            ("style", style),
            *sorted(given.items()),
        ]
        return "".join(f' {name}="{escape(value)}"' for name, value in pairs if value)

    def _contents(self, nav: Element) -> Iterator[str]:
        """Links to the headings after ``nav``, down to the level it names."""
        deepest = contents_depth(nav)
        yield "\n<ol>\n"
        for heading in self.headings:
            level = int(heading.tag[1])
            if level <= deepest and id(heading) not in self.own:
                link = f'<a href="#{escape(self.ids[id(heading)])}">{escape(heading.text())}</a>'
                yield f'<li class="level-{level}">{link}</li>\n'
        yield "</ol>\n"
