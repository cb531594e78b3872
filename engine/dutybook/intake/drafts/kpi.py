"""Goals, indicators and rows of evaluation forms to KPIs: target, weight and score where the words
say them; what data they are measured on is for a person to choose."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from dutybook.grammar.number.target import parse_target
from dutybook.intake.characters import simple
from dutybook.intake.drafts.draft import Data, Desk, noted
from dutybook.intake.drafts.duty import heading
from dutybook.intake.figures import Mention, figures, number
from dutybook.intake.lines.line import Cell
from dutybook.intake.lines.subheads import glued, labelled
from dutybook.intake.outline import Entry

_TAIL: Final = " \t。;；,，.、:："
_NAME: Final = 30
_LABEL: Final = 3
_SUMS: Final = ("合计", "总计", "小计", "总分")
_CLAUSE: Final = re.compile(r"[,，。;；:：]")
_UNITS: Final = re.compile(
    r"\s*(?:个工作日|个|次|分钟|小时|分|天|日|件|起|项|人|例|%)\s*(?=$|以|及)"
)
_COUNTED: Final = frozenset(
    {"次", "起", "件", "例", "人", "项", "天", "日", "个工作日", "个", "分"}
)
_BUDGETS: Final = frozenset({"deduction", "budget", "count", "attendance"})
_PLACED: Final = frozenset(
    {"limit", "schedule", "change", "training", "rings", "length", "percent", "marks"}
)


def kpis(desk: Desk, entries: Sequence[Entry], where: str, after: int = 0) -> list[Data]:
    """KPIs of one part of a paper in its order, numbered on from ``after``."""
    made: list[Data] = []
    alone = _alone(entries)
    for entry, following in _pairs(entries):
        begin = after + len(made) + 1
        for data in _kpis(desk, entry, following, alone):
            data["id"] = f"kpi-{after + len(made) + 1}"
            made.append(_ordered(desk, data))
        lines = [*entry.lines, *(following.lines if following else ())]
        desk.use(lines, f"{where}/kpi-{begin}")
    return made


def _alone(entries: Sequence[Entry]) -> frozenset[int]:
    """Small headings with one item below them: those name it."""
    counts = Counter(entry.area.start for entry in entries if entry.area)
    return frozenset(start for start, count in counts.items() if count == 1)


def _pairs(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry | None]]:
    """Each item with its 衡量标准, where that stands by itself."""
    place = 0
    while place < len(entries):
        entry = entries[place]
        following = entries[place + 1] if place + 1 < len(entries) else None
        standard = (
            following is not None
            and following.line.word == "standard"
            and following.line.role == "field"
        )
        yield entry, following if standard else None
        place += 2 if standard else 1


def _kpis(desk: Desk, entry: Entry, following: Entry | None, alone: frozenset[int]) -> list[Data]:
    if entry.line.cells:
        data = _from_cells(desk, entry.line.cells)
        return [data] if data else []
    text = " ".join(desk.words(line) for line in entry.lines).strip()
    if following is not None:
        return _goal(desk, text, " ".join(desk.words(line) for line in following.lines).strip())
    return _item(desk, entry, text, alone)


# ---------------------------------------------------------------------- rows of a form
def _from_cells(desk: Desk, cells: Sequence[Cell]) -> Data | None:
    """A row of an evaluation form, column by column."""
    texts: dict[str, str] = {}
    for cell in cells:
        words = desk.stretch(cell.start, cell.end) if cell.end > cell.start else cell.text
        texts[cell.column] = f"{texts[cell.column]}；{words}" if cell.column in texts else words
    name = texts.get("name") or texts.get("duty") or texts.get("indicator") or ""
    if not name.strip() or simple(name).replace(" ", "") in _SUMS:
        return None
    data: Data = {"name": name.strip(_TAIL)}
    definition = texts.get("definition") or texts.get("detail") or texts.get("standard")
    if definition:
        data["definition"] = definition
    _weight(data, texts.get("weight", ""))
    if target := texts.get("target"):
        _target(desk, data, target)
    if rule := texts.get("rule"):
        _rule(desk, data, rule)
    return data


def _weight(data: Data, words: str) -> None:
    if match := re.search(r"\d+(?:\.\d+)?", words):
        value = float(match[0])
        if value > 0:
            data["weight"] = int(value) if value == int(value) else value


def _target(desk: Desk, data: Data, words: str) -> None:
    """A target cell: a range, a bare percentage (at least), zero; anything else is for a person."""
    bare = simple(words).strip(_TAIL)
    found = [f for f in figures(bare, desk.vocabulary) if f.kind in ("limit", "schedule")]
    value = "" if found else _condition(bare)
    if not value:
        key = "measure" if found else "target"
        noted(data, desk.review("figure-unplaced", printed=words, key=key))
        return
    data["target"] = value
    if value.removeprefix("≥ ") == bare.replace(" ", ""):
        noted(data, desk.review("bare-percent", printed=words, read=value))


def _condition(words: str) -> str:
    """What a target's small language writes for the words of a cell; empty where it has none."""
    stripped = _UNITS.sub(lambda m: "%" if m[0].strip() == "%" else "", words)
    try:
        target = parse_target(stripped)
    except ValueError:
        return ""
    if target.op == "=" and target.percent:
        return f"≥ {stripped.replace(' ', '')}"
    figure = re.search(r"-?\d+(?:\.\d+)?\s*%?", stripped)
    symbols = {">=": "≥", "<=": "≤"}
    if target.op == "between" or figure is None:
        return stripped
    if target.op == "=" and target.bound != 0:
        return ""
    return f"{symbols.get(target.op, target.op)} {figure[0].replace(' ', '')}"


def _rule(desk: Desk, data: Data, words: str) -> None:
    """How points are given, where the words say it; else the words define the KPI, or are left to
    a person where they name figures."""
    bare = simple(words)
    found = figures(bare, desk.vocabulary)
    score = next((s for f in found if (s := _score(desk, data, f))), None)
    if score is not None:
        data["score"] = score
        return
    for value, phrases in desk.vocabulary.duties.scores:
        if any(phrase in bare for phrase in phrases):
            data["score"] = value
            return
    if "definition" not in data:
        data["definition"] = words.strip()
    if found or re.search(r"\d", bare):
        noted(data, desk.review("rule-unread", printed=words))


def _score(desk: Desk, data: Data, figure: Mention) -> Data | None:
    """每低1个百分点扣2分 as steps from the target, 每次扣5分 by incidents."""
    groups = figure.groups
    if figure.kind == "incidents":
        return {"incidents": {"each": -_figure(number(groups["each"]))}}
    if figure.kind != "steps":
        return None
    unit, per, lose = groups["unit"], number(groups["per"]), number(groups["lose"])
    if "target" not in data:
        return {"incidents": {"each": -_figure(lose)}} if unit in _COUNTED and per == "1" else None
    size: object = f"{per} pp" if unit == "个百分点" else f"{per}%" if unit == "%" else _figure(per)
    if unit in ("分钟", "小时"):
        size = f"{per} {'min' if unit == '分钟' else 'h'}"
    steps: Data = {"from": "target", "per": size, "lose": _figure(lose)}
    if unit in _COUNTED:
        steps["partial"] = "whole"  # what is counted one by one has no part of a step
    else:
        noted(data, desk.review("partial-missing", printed=figure.text))
    return {"steps": steps}


def _figure(words: str) -> int | float:
    value = float(words)
    return int(value) if value == int(value) else value


# ---------------------------------------------------------------------- sentences
def _goal(desk: Desk, goal: str, standard: str) -> list[Data]:
    """工作目标 with its 衡量标准: the goal names the KPI, the standard defines it; one for each
    budget that the standard states."""
    name = goal.strip(_TAIL)
    stated = [
        f
        for f in figures(simple(standard), desk.vocabulary)
        if f.kind in (*_BUDGETS, "target") and f.value
    ]
    if not stated:
        return [_plain(desk, name, standard, simple(goal))]
    made = []
    for figure in stated:
        label = name if len(stated) == 1 else _clause(standard, figure)
        data: Data = {"name": label or name, "definition": standard, "target": figure.value}
        made.append(data)
    rest = [f for f in figures(simple(standard), desk.vocabulary) if f not in stated]
    _unplaced(desk, made[0], rest)
    return made


def _plain(desk: Desk, name: str, definition: str, goal: str) -> Data:
    data: Data = {"name": name[:80], "definition": definition}
    found = [f for f in figures(goal, desk.vocabulary) if f.kind == "target" and f.value]
    if found:
        data["target"] = found[0].value
    _unplaced(desk, data, figures(simple(definition), desk.vocabulary))
    return data


def _item(desk: Desk, entry: Entry, text: str, alone: frozenset[int]) -> list[Data]:
    """An item of a list of goals or indicators."""
    plain = simple(text)
    if plain.startswith(_SUMS):
        return []
    head = labelled(plain) or (glued(plain, desk.vocabulary) if entry.line.number else 0)
    name = text[:head]
    if not head and entry.area and entry.area.start in alone:
        name = heading(desk, entry.area)
    found = figures(plain, desk.vocabulary)
    targets = [f for f in found if f.kind in ("target", *_BUDGETS) and f.value]
    if not targets:
        return [_untargeted(desk, text, name, found, head)]
    made = []
    for figure in targets:
        label = _clause(text, figure) if len(targets) > 1 or not name else name
        if len(label) < _LABEL:
            label = name or _CLAUSE.split(text.strip(_TAIL))[0]
        data: Data = {"name": label[:80]}
        if simple(data["name"]) != plain.strip(_TAIL):
            data["definition"] = text[head:].lstrip(":： ") or text
        data["target"] = figure.value
        if not figure.sure:
            noted(data, desk.review("bare-percent", printed=figure.text, read=figure.value))
        made.append(data)
    _unplaced(desk, made[0], found)
    _weighted(made[0], found)
    return made


def _untargeted(desk: Desk, text: str, name: str, found: Sequence[Mention], head: int) -> Data:
    weights = [f for f in found if f.kind == "weight"]
    bare = text
    for figure in reversed(weights):
        bare = bare[: figure.start] + bare[figure.end :]
    bare = bare.strip(_TAIL + "()（）")
    data: Data = {
        "name": (name or (bare if len(bare) <= _NAME else _CLAUSE.split(bare)[0]))[:80] or bare
    }
    definition = text[head:].lstrip(":： ") if head else text
    if definition.strip(_TAIL) != data["name"] and (name or len(bare) > _NAME):
        data["definition"] = definition
    _weighted(data, found)
    length = _length(desk, text, found)
    if length is not None:
        data["target"] = f"≤ {length.value}"
        noted(data, desk.review("unsure", printed=length.text, read=data["target"]))
    _unplaced(desk, data, [figure for figure in found if figure is not length])
    return data


def _length(desk: Desk, text: str, found: Sequence[Mention]) -> Mention | None:
    """The first limit, where the words before it ask how long: 响应时间不超过30分钟."""
    limit = next((f for f in found if f.kind == "limit" and f.value), None)
    if limit is None or not _is_target(f"≤ {limit.value}"):
        return None
    asked = _CLAUSE.split(simple(text)[: limit.start])[-1] + limit.text
    return limit if any(word in asked for word in desk.vocabulary.duties.lengths) else None


def _is_target(words: str) -> bool:
    try:
        parse_target(words)
    except ValueError:
        return False
    return True


def _weighted(data: Data, found: Sequence[Mention]) -> None:
    weight = next((f for f in found if f.kind == "weight" and f.value), None)
    if weight is not None:
        _weight(data, weight.value)


def _clause(text: str, figure: Mention) -> str:
    """The words right before a figure: what it is a figure of."""
    before = text[: figure.start]
    clause = _CLAUSE.split(before.rstrip(_TAIL))[-1].strip(_TAIL)
    if any(word in figure.text for word in ("率", "度", "次数", "扣分", "错误", "差错")):
        label = re.match(r"[^\d达为≥少不低]*", figure.text)
        clause += label[0].strip() if label else ""
    return re.sub(r"^[、和及以]*(?:确保|保证|使|将|要求)?", "", clause).strip(_TAIL)


def _unplaced(desk: Desk, data: Data, found: Sequence[Mention]) -> None:
    for figure in found:
        if figure.kind in _PLACED:
            key = {"limit": "measure", "schedule": "measure"}.get(figure.kind, "measure")
            noted(data, desk.review("figure-unplaced", printed=figure.text, key=key))


_ORDER: Final = ("id", "name", "definition", "covers", "weight", "target", "score", "review")


def _ordered(desk: Desk, data: Data) -> Data:
    return {key: data[key] for key in _ORDER if key in data}
