"""Items to duties: the text, and what it says of limits, rhythms, records and who answers."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Data, Desk, noted
from dutybook.intake.figures import Mention, figures
from dutybook.intake.lines.line import Cell, Line
from dutybook.intake.lines.subheads import glued, labelled
from dutybook.intake.outline import Entry

_TAIL: Final = " \t。;；,，.、"
_AREA: Final = 8
_INDICATOR: Final = re.compile(r"((?:[\u4e00-\u9fff]{2,5}[性率度果](?:[、和]|$))+)$")


def duties(
    desk: Desk, entries: Sequence[Entry], where: str, prefix: str = "duty", after: int = 0
) -> list[Data]:
    """A duty for each item, numbered on from ``after``; ``where`` is the role in the account."""
    made: list[Data] = []
    for number, entry in enumerate(entries, after + 1):
        made.append(_duty(desk, entry, f"{prefix}-{number}"))
        desk.use(entry.lines, f"{where}/{prefix}-{number}")
    return made


def _duty(desk: Desk, entry: Entry, identity: str) -> Data:
    data: Data = {"id": identity}
    line = entry.line
    if line.cells:
        _from_cells(desk, line.cells, data)
    else:
        _from_words(desk, entry, data)
    if line.number:
        data["no"] = line.number.printed.strip("、.()（）[] ") or line.number.printed
    if entry.area and "area" not in data:
        data["area"] = heading(desk, entry.area)
    _sentence(desk, data)
    return _ordered(data)


def heading(desk: Desk, line: Line) -> str:
    """A small heading's words."""
    return desk.words(line).strip(" :：。.、")


def _from_words(desk: Desk, entry: Entry, data: Data) -> None:
    line = entry.line
    text = " ".join(desk.words(one) for one in entry.lines)
    head = _area_length(desk, entry)
    if head:
        data["area"] = text[:head]
        text = text[head:].lstrip(":： ")
    data["text"] = text.strip(_TAIL) or line.text


def _area_length(desk: Desk, entry: Entry) -> int:
    """Length of the small heading that an item begins with."""
    text, vocabulary = entry.line.text, desk.vocabulary
    if entry.area:
        return 0
    if (length := labelled(text)) and length <= _AREA:
        return 0 if text.startswith(vocabulary.not_heads) else length
    return glued(text, vocabulary) if entry.line.number else 0


def _from_cells(desk: Desk, cells: Sequence[Cell], data: Data) -> None:
    """A table's row: what each column is for."""
    texts: dict[str, list[str]] = {}
    for cell in cells:
        words = desk.stretch(cell.start, cell.end) if cell.end > cell.start else cell.text
        texts.setdefault(cell.column, []).append(words.strip(_TAIL))
    name = " ".join(texts.get("duty") or texts.get("step") or texts.get("name") or [])
    detail = " ".join(texts.get("detail") or [])
    if name and detail:
        data["area"] = name
    data["text"] = detail or name or " ".join(w for ws in texts.values() for w in ws)
    data |= _asked(desk, texts, data["text"])
    for key in ("within", "schedule"):
        if stated := texts.get(key):
            _placed_cell(desk, data, key, " ".join(stated))


def _asked(desk: Desk, texts: Mapping[str, list[str]], duty: str) -> Data:
    """Standards, how they are looked at, and records."""
    data: Data = {}
    if standards := texts.get("standard"):
        data["standards"] = [one for text in standards for one in _items(text)]
    if methods := texts.get("method"):
        how = [{"how": one} for text in methods for one in _items(text)]
        data["standards"] = [{"text": duty, "methods": _scheduled(desk, how)}]
    if indicators := texts.get("indicator"):
        data["indicator"] = "；".join(indicators)
    if records := texts.get("records"):
        pieces = (re.split(r"[、,，;；\n]", text) for text in records)
        data["records"] = [one for listed in pieces for one in listed if one]
    return data


def _placed_cell(desk: Desk, data: Data, key: str, words: str) -> None:
    kind = "limit" if key == "within" else "schedule"
    bare = simple(words)
    tries = [bare, bare + "内"] if kind == "limit" else [bare]
    found = next(
        (f for t in tries for f in figures(t, desk.vocabulary) if f.kind == kind and f.value), None
    )
    if found:
        data[key] = found.value
    else:
        noted(data, desk.review("figure-unplaced", printed=words, key=key))


def _items(text: str) -> list[str]:
    """``1.1热情;1.2整洁`` is two."""
    parts = re.split(r"(?:^|(?<=[;；。\s]))\d{1,2}\.\d{1,2}", text)
    return [part.strip(_TAIL) for part in parts if part.strip(_TAIL)] or [text]


def _scheduled(desk: Desk, how: list[Data]) -> list[Data]:
    for one in how:
        found = [f for f in figures(simple(one["how"]), desk.vocabulary) if f.kind == "schedule"]
        if found and found[0].value:
            one["schedule"] = found[0].value
    return how


def _sentence(desk: Desk, data: Data) -> None:
    """What the words of a duty say beyond themselves."""
    standards = [s if isinstance(s, str) else "" for s in data.get("standards", ())]
    text = simple("。".join([data["text"], *standards]))
    place_figures(desk, data, figures(text, desk.vocabulary))
    words = desk.vocabulary.duties
    begins = simple(data["text"])
    for value, starts in words.responsibility:
        if begins.startswith(starts):
            data["responsibility"] = value
            break
    found = [match[1] for match in words.records.finditer(simple(data["text"]))]
    if found and "records" not in data:
        data["records"] = list(dict.fromkeys(_as_printed(data["text"], one) for one in found))


def _as_printed(text: str, plain: str) -> str:
    """The printed words that a plain stretch of ``text`` stands for."""
    at = simple(text).find(plain)
    return text[at : at + len(plain)] if at >= 0 else plain


def place_figures(desk: Desk, data: Data, found: Sequence[Mention]) -> None:
    """The limit and the rhythm at their keys; several limits, or what is not sure, for a person."""
    limits = [f for f in found if f.kind == "limit" and f.value]
    if len({f.value for f in limits}) > 1:
        printed = "、".join(f.text for f in limits)
        noted(data, desk.review("several-limits", printed=printed))
    elif limits and "within" not in data:
        data["within"] = limits[0].value
    rhythms = [f for f in found if f.kind == "schedule" and f.value]
    for rhythm in rhythms:
        if "schedule" not in data:
            data["schedule"] = rhythm.value
            if not rhythm.sure:
                noted(data, desk.review("unsure", printed=rhythm.text, read=rhythm.value))
        elif rhythm.value != data["schedule"]:
            noted(data, desk.review("figure-unplaced", printed=rhythm.text, key="schedule"))
    for figure in found:
        if figure.kind in (
            "target",
            "attendance",
            "change",
            "budget",
            "deduction",
            "count",
            "rings",
        ):
            noted(data, desk.review("figure-unplaced", printed=figure.text, key="kpis"))


_ORDER: Final = (
    "id", "no", "area", "text", "responsibility", "indicator", "within", "schedule", "standards",
    "records", "reference", "review",
)  # fmt: skip


def _ordered(data: Data) -> Data:
    return {key: data[key] for key in _ORDER if key in data}


def split_indicator(desk: Desk, data: Data) -> None:
    """A form's row whose indicator runs into the duty: parted where it ends like one."""
    match = _INDICATOR.search(simple(data["text"]))
    if match and match.start() > 5:
        data["indicator"] = data["text"][match.start() :]
        data["text"] = data["text"][: match.start()]
    noted(data, desk.review("run-together"))


def standards(
    desk: Desk, entries: Sequence[Entry], title: str, where: str, after: int = 0
) -> list[Data]:
    """Standards become a duty for each small heading, with what must hold below it."""
    made: dict[str, Data] = {}
    for entry in entries:
        identity = f"standard-{after + len(made) + 1}"
        if entry.line.cells:
            row = _duty(desk, entry, identity)
            if "standards" not in row and "area" in row:
                row["standards"], row["text"] = [row["text"]], row.pop("area")
            made[identity] = _ordered(row)
            desk.use(entry.lines, f"{where}/{identity}")
            continue
        area, text = _standard(desk, entry, title)
        data = made.setdefault(area, {"id": identity, "text": area, "standards": []})
        data["standards"].append(text)
        desk.use(entry.lines, f"{where}/{data['id']}")
    for data in made.values():
        texts = [s for s in data.get("standards", ()) if isinstance(s, str)]
        if "within" not in data:
            place_figures(desk, data, figures(simple("。".join(texts)), desk.vocabulary))
    return [_ordered(data) for data in made.values()]


def _standard(desk: Desk, entry: Entry, title: str) -> tuple[str, str]:
    text = " ".join(desk.words(one) for one in entry.lines)
    head = _area_length(desk, entry)
    area = text[:head] if head else heading(desk, entry.area) if entry.area else title
    return area, text[head:].lstrip(":： ").strip(_TAIL) or text


def same_matter(a: str, b: str) -> int:
    """Length of the longest stretch of words that two texts share."""
    a, b = simple(a), simple(b)
    row, best = [0] * (len(b) + 1), 0
    for one in a:
        new = [0] * (len(b) + 1)
        for j, other in enumerate(b, 1):
            if one == other:
                new[j] = row[j - 1] + 1
                best = max(best, new[j])
        row = new
    return best
