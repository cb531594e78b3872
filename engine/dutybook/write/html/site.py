"""The search and the contents beside a long paper's page, so that one HTML file is a small site.

The file holds everything: an index as JSON and ``templates/site.js``, which needs no server, only a
browser and the file (from a share, a mail, a USB stick). The page's policy allows this one script,
known by its hash, and no connection to anywhere.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from pathlib import Path

from dutybook.write.theme import HEADINGS, Printed, content, contents_headings
from dutybook.write.tree import Element


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading with the words below it, down to the next heading."""

    id: str
    level: int
    heading: str
    text: str


def entries(tree: Element, ids: Mapping[int, str]) -> list[Entry]:
    """All headings of ``tree`` in order; ``ids`` are the page's, by the element's identity."""
    found: list[Entry] = []
    unlisted = set(map(id, contents_headings(tree)))
    for heading, words in _pieces(tree):
        if id(heading) in unlisted:
            continue
        text = " ".join(" ".join(words).split())
        name = " ".join(heading.text().split())
        found.append(Entry(ids[id(heading)], int(heading.tag[1]), name, text))
    return found


def _pieces(tree: Element) -> Iterator[tuple[Element, list[str]]]:
    heading: Element | None = None
    words: list[str] = []
    for block in _blocks(tree):
        if block.tag in HEADINGS:
            if heading is not None:
                yield heading, words
            heading, words = block, []
        else:
            words.append(block.alt if block.tag == "figure" else block.text())
    if heading is not None:
        yield heading, words


def _blocks(element: Element) -> Iterator[Element]:
    """Headings, pictures, paragraphs, items and cells, in document order."""
    for child in element.elements:
        if child.tag in HEADINGS or child.tag in ("p", "li", "td", "th", "figure"):
            yield child
        elif child.tag != "nav":
            yield from _blocks(child)


def index(found: Sequence[Entry]) -> str:
    """The entries as the script reads them; nothing in it can end the element it stands in."""
    rows, chapter = [], ""
    for entry in found:
        chapter = entry.heading if entry.level == 1 else chapter
        rows.append(
            {"id": entry.id, "heading": entry.heading, "chapter": chapter, "text": entry.text}
        )
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def head(root: Path | None) -> str:
    """What the page's head needs: the policy and the style."""
    digest = b64encode(sha256(_script(root).encode()).digest()).decode()
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    policy += f"script-src 'sha256-{digest}'"
    style = _file(root, "site.css")
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        f"<style>\n{style}</style>\n"
    )


def beside(title: str, found: Sequence[Entry], printed: Printed) -> str:
    """The part left of the paper: search box, results, contents."""
    say = printed.site
    return f"""<a class="skip" href="#paper">{escape(say.skip)}</a>
<aside>
<h2>{escape(title)}</h2>
<form role="search"><label for="q">{escape(say.search)}</label>
<input type="search" id="q" autocomplete="off" spellcheck="false">
<p id="found" role="status" data-some="{escape(say.some)}" data-none="{escape(say.none)}"></p>
<ol id="results"></ol></form>
<nav aria-label="{escape(say.contents)}">
{"".join(_contents(found))}</nav>
</aside>
"""


def _contents(found: Sequence[Entry]) -> Iterator[str]:
    """Chapters, and below each its papers, folded."""
    yield "<ol>\n"
    for chapter, papers in _chapters(found):
        link = f'<a href="#{escape(chapter.id)}">{escape(chapter.heading)}</a>'
        if papers:
            links = "\n".join(
                f'<li><a href="#{escape(one.id)}">{escape(one.heading)}</a></li>' for one in papers
            )
            yield f"<li><details><summary>{link}</summary>\n<ol>\n{links}\n</ol></details></li>\n"
        else:
            yield f"<li>{link}</li>\n"
    yield "</ol>\n"


def _chapters(found: Sequence[Entry]) -> list[tuple[Entry, list[Entry]]]:
    chapters: list[tuple[Entry, list[Entry]]] = []
    for entry in found:
        if entry.level == 1 or not chapters:
            chapters.append((entry, []))
        elif entry.level == 2:
            chapters[-1][1].append(entry)
    return chapters


def script(found: Sequence[Entry], root: Path | None) -> str:
    """The index and the script, for the page's end."""
    data = f'<script type="application/json" id="index">{index(found)}</script>'
    return f"{data}\n<script>{_script(root)}</script>\n"


def _script(root: Path | None) -> str:
    return "\n" + _file(root, "site.js")


def _file(root: Path | None, name: str) -> str:
    return content(name, root).decode("utf-8", "replace")
