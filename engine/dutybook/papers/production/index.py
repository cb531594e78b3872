"""``out/index.html``: everything a build wrote, by department, post, person and kind; one file that
opens on a double click."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from dutybook.files.door import read_bytes
from dutybook.files.replacement import write_whole
from dutybook.finding import Finding, Place
from dutybook.papers.kinds import KINDS
from dutybook.papers.production.manifest import Entry, Manifest
from dutybook.papers.view import View
from dutybook.roster.people import read_people
from dutybook.write.theme import content

FILE: Final = "index.html"
_MARK: Final = '<meta name="generator" content="dutybook index">'
_VIEWS: Final = ("department", "post", "person", "kind")


@dataclass(frozen=True, slots=True)
class Paper:
    """One subject in one kind, with its files by format; where it belongs, in words."""

    name: str
    kind: str
    post: str
    department: str
    person: str
    files: Mapping[str, str]


def write_index(view: View, manifest: Manifest) -> list[Finding]:
    """Write the page; one that somebody else put there stays and is told."""
    path = manifest.out / FILE
    data = page(view, papers(view, manifest)).encode()
    try:
        found = read_bytes(path, 1 << 30)
    except OSError:
        found = b""
    if found and _MARK.encode() not in found:
        return [Finding("output-edited", Place(FILE))]
    if found != data and manifest.entries:
        write_whole({path: data}, lasting=False)
    return []


def papers(view: View, manifest: Manifest) -> list[Paper]:
    """What lies in the output folder, as builds remember it."""
    people = {one.employee: one.name for one in read_people(view.workspace)[0]}
    grouped: dict[tuple[str, str], list[tuple[str, Entry]]] = {}
    for path, entry in sorted(manifest.entries.items()):
        if (manifest.out / path).is_file() and entry.kind in KINDS:
            stem = str(PurePosixPath(path).with_suffix(""))
            grouped.setdefault((entry.kind, stem), []).append((path, entry))
    return [_paper(view, people, stem, files) for (_, stem), files in grouped.items()]


def _paper(
    view: View, people: Mapping[str, str], stem: str, files: list[tuple[str, Entry]]
) -> Paper:
    entry = files[0][1]
    role = view.workspace.role(entry.subject)
    defined = view.workspace.definitions
    other = defined.sops.get(entry.subject) or defined.agreements.get(entry.subject)
    department = role.department if role else other.department if other else entry.subject
    known = department in view.workspace.organisation.departments
    about = KINDS[entry.kind].about
    unit = about == "department" or (about == "result" and role is None)
    title = view.text(role.title) if role else view.text(other.title) if other else ""
    parts = PurePosixPath(stem).parts
    period = parts[-2] if len(parts) > 2 and parts[-2][:4].isdigit() else ""
    person = f"{people.get(entry.person, '')} {entry.person}".strip()
    name = title or (view.department(entry.subject) if unit else parts[-1])
    return Paper(
        name=" · ".join(part for part in (person, name, period) if part),
        kind=view.say(f"kinds.{entry.kind}"),
        post=title if role else "",
        department=view.department(department) if known or unit else "",
        person=person,
        files={PurePosixPath(path).suffix[1:]: path for path, _ in files},
    )


def page(view: View, found: Iterable[Paper]) -> str:
    """The page's text."""
    listed = list(found)
    say, title = view.say, view.text(view.workspace.organisation.organisation)
    style = content("index.css", view.workspace.root).decode("utf-8", "replace")
    tabs = "".join(f'<a href="#{one}">{escape(say(f"index.{one}"))}</a>' for one in _VIEWS)
    body = "".join(_view(view, one, listed) for one in _VIEWS)
    return f"""<!doctype html>
<html lang="{escape(view.locale)}">
<head>
<meta charset="utf-8">
{_MARK}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
<header><h1>{escape(title)}</h1><p>{escape(say("index.count", n=len(listed)))}</p></header>
<nav>{tabs}</nav>
<main>
{body}</main>
</body>
</html>
"""


def _view(view: View, name: str, listed: list[Paper]) -> str:
    """All papers once, grouped by one of their words; what has none of it is left out, but for
    departments."""
    groups: dict[str, list[Paper]] = {}
    for paper in listed:
        word = str(getattr(paper, name))
        if word or name == "department":
            groups.setdefault(word or view.say("index.whole"), []).append(paper)
    parts = "".join(_group(view, name, word, groups[word]) for word in groups)
    heading = escape(view.say(f"index.{name}"))
    return f'<section id="{name}"><h2>{heading}</h2>\n{parts}</section>\n'


def _group(view: View, name: str, word: str, listed: list[Paper]) -> str:
    rows = "".join(_rows(view, name, listed))
    count = f'<span class="n">{len(listed)}</span>'
    return f"<details><summary>{escape(word)} {count}</summary>\n<ul>\n{rows}</ul></details>\n"


def _rows(view: View, name: str, listed: list[Paper]) -> Iterator[str]:
    for paper in sorted(listed, key=lambda one: (one.kind, one.name)):
        shown = paper.name if name == "kind" else f"{paper.kind} · {paper.name}"
        links = " ".join(
            f'<a href="{escape(quote(path))}">{escape(view.say(f"index.formats.{form}"))}</a>'
            for form, path in paper.files.items()
        )
        name_ = f'<span class="name">{escape(shown)}</span>'
        yield f'<li>{name_} <span class="files">{links}</span></li>\n'
