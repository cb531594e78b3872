"""Steps of a procedure to SOPs."""

import re
from collections.abc import Sequence
from typing import Final

from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Data, Desk, noted
from dutybook.intake.drafts.duty import heading
from dutybook.intake.figures import figures
from dutybook.intake.lines.line import Cell
from dutybook.intake.outline import Document, Entry, Post

_TAIL: Final = " \t。;；,，.、:："
_APART: Final = ("流程", "程序", "规程")
_TEXTS: Final = {"purpose": "purpose", "scope": "scope", "trigger": "trigger"}


def procedures(desk: Desk, document: Document, post: Post, title: str) -> list[tuple[str, Data]]:
    """An SOP for each procedure of a paper, with its id; headings of procedures part them."""
    groups: dict[str, list[Entry]] = {}
    for part in post.parts:
        if part.kind not in ("procedure", "duties" if document.kind == "sop" else "procedure", ""):
            continue
        for entry in part.entries:
            if entry.line.role == "field" or (part.kind == "" and not _steps(document, entry)):
                continue
            area = heading(desk, entry.area) if entry.area else ""
            groups.setdefault(area if area.endswith(_APART) else "", []).append(entry)
    made = []
    for name, entries in groups.items():
        identity = desk.ids.make(name or title, "procedure")
        made.append((identity, _sop(desk, post, name or title, identity, entries)))
    return made


def _steps(document: Document, entry: Entry) -> bool:
    return document.kind == "sop" and (entry.line.number is not None or bool(entry.line.cells))


def _sop(desk: Desk, post: Post, title: str, identity: str, entries: Sequence[Entry]) -> Data:
    data: Data = {"sop": identity, "title": title}
    _head(desk, data, post, identity)
    steps: list[Data] = []
    for number, entry in enumerate(entries, 1):
        step = _step(desk, entry, f"step-{number}")
        steps.append(step)
        desk.use(entry.lines, f"{identity}/step-{number}")
    data["steps"] = steps
    return data


def _head(desk: Desk, data: Data, post: Post, where: str) -> None:
    """Purpose, scope and what else a procedure's paper says of itself."""
    for part in post.parts:
        desk.use(part.headings, f"{where}/heading")
        for line, why in part.asides:
            desk.set_aside([line], why)
        for entry in part.entries:
            key = entry.line.word if entry.line.role == "field" else part.kind
            text = " ".join(desk.words(line) for line in entry.lines).strip()
            if key in _TEXTS and text and _TEXTS[key] not in data:
                data[_TEXTS[key]] = text
                desk.use(entry.lines, f"{where}/{_TEXTS[key]}")
            elif key == "code" and text:
                data["code"] = text
                desk.use(entry.lines, f"{where}/code")
            elif key == "department" and text:
                data["department"] = text
                desk.use(entry.lines, f"{where}/department")
            elif key == "owner" and text:
                _owner(desk, data, text)
                desk.use(entry.lines, f"{where}/owner")


def _step(desk: Desk, entry: Entry, identity: str) -> Data:
    data: Data = {"id": identity}
    if entry.line.cells:
        _from_cells(desk, data, entry.line.cells)
    else:
        text = " ".join(desk.words(line) for line in entry.lines)
        area = heading(desk, entry.area) if entry.area else ""
        whole = f"{area}：{text}" if area and not area.endswith(_APART) else text
        data["text"] = whole.strip(" \t;；,，、")
        _limit(desk, data, simple(text))
        found = [m[1] for m in desk.vocabulary.duties.records.finditer(simple(text))]
        if found:
            data["records"] = list(dict.fromkeys(found))
    return data


def _from_cells(desk: Desk, data: Data, cells: Sequence[Cell]) -> None:
    texts = {cell.column: desk.stretch(cell.start, cell.end) or cell.text for cell in cells}
    data["text"] = (
        texts.get("step") or texts.get("duty") or texts.get("detail") or " ".join(texts.values())
    ).strip(_TAIL)
    if owner := texts.get("owner"):
        _owner(desk, data, owner)
    if within := texts.get("within"):
        _limit(desk, data, simple(within) + "内")
        if "within" not in data:
            noted(data, desk.review("figure-unplaced", printed=within, key="within"))
    if records := texts.get("records"):
        data["records"] = [one.strip() for one in re.split(r"[、,，;；\n]", records) if one.strip()]


def _owner(desk: Desk, data: Data, name: str) -> None:
    found = desk.posts.find(name)
    if found:
        data["owner"] = found
    else:
        noted(data, desk.review("post-unknown", printed=name, key="owner"))


def _limit(desk: Desk, data: Data, text: str) -> None:
    limits = [f for f in figures(text, desk.vocabulary) if f.kind == "limit" and f.value]
    if len({f.value for f in limits}) > 1:
        printed = "、".join(f.text for f in limits)
        noted(data, desk.review("several-limits", printed=printed))
    elif limits:
        data["within"] = limits[0].value
