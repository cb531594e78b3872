"""Writes docs/coverage.md: every figure of the seed texts, and the definition that carries it.

``docs/figures.tsv`` lists the figures (seed, place, figure as it stands there, how many times,
kind) with where each is carried and how it is written there; one carried nowhere has a reason.
Run ``python docs/figures.py`` after changing either; a test fails when the page is stale or a
definition no longer says its figure. ``python docs/figures.py FOLDER`` counts the figures of the
seed texts in FOLDER and names those that the list lacks, or has too often.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dutybook.repair import in_keys
from dutybook.repair.source import Source

DOCS = Path(__file__).parent
ROOT = DOCS.parent
PAGE = DOCS / "coverage.md"
LIST = DOCS / "figures.tsv"
FOLDERS = ("roles", "rules/schemes")

_SIMPLIFIED = str.maketrans("鐘時個歲號條聲級臺張週兩貳參員", "钟时个岁号条声级台张周两贰叁员")
_FIGURE = re.compile(
    r"\d+(?:\.\d+)?\s*(?:%|分钟|小时|个工作日|天|周岁|岁|年|人|声|分(?!钟)|条|次|号|日|台|周)"
    r"|\d{1,2}:\d\d|CET\d"
    r"|半年|每(?:日|天|周|月|季度|季末|年)"
    r"|[一二两三四五六七八九十]+(?:次|年以上|级|星|季(?!度))|[壹叁两一]式?叁?份|上旬|五险一金"
)
"""A number with its unit, in Arabic or Chinese figures, as the seed texts write them."""

KINDS = {
    "age": "年龄", "budget": "次数限额", "copies": "份数", "count": "个数", "date": "日期",
    "deduction": "扣分限额", "degree": "等级", "furniture": "网页残留", "hour": "钟点",
    "limit": "时限、时长", "rate": "比率", "rhythm": "频次", "score": "分数", "share": "占比",
    "weight": "权重", "years": "年限",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A row of the list. ``carried`` are paths such as ``role/front-desk/duties/reception/within``;
    ``form`` is how the figure is written there."""

    seed: str
    place: str
    figure: str
    times: int
    kind: str
    carried: tuple[str, ...]
    form: str
    reason: str


@dataclass(frozen=True)
class Definition:
    """A document of the workspace and the file it stands in."""

    file: str
    body: dict[str, Any]


def figures(path: Path = LIST) -> list[Figure]:
    """The rows of the list, in its order."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            Figure(
                row["seed"], row["place"], row["figure"], int(row["times"]), row["kind"],
                tuple(filter(None, row["carried"].split(";"))), row["form"], row["reason"],
            )
            for row in csv.DictReader(stream, delimiter="\t")
        ]  # fmt: skip


def definitions(root: Path = ROOT) -> dict[str, Definition]:
    """Every document of the example organisation by kind and id, its scalars as written."""
    found = {}
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*.yaml")):
            name = path.relative_to(root).as_posix()
            text = in_keys(Source(name, path.read_text("utf-8")), "en")
            for body in yaml.load_all(text, yaml.BaseLoader):
                kind = next(iter(body))
                found[f"{kind}/{body[kind]}"] = Definition(name, body)
    return found


def says(place: str, form: str, known: dict[str, Definition]) -> str | None:
    """The file in which the definition at ``place`` says ``form``; None where it does not."""
    kind, name, *path = place.split("/")
    definition = known.get(f"{kind}/{name}")
    node: Any = definition.body if definition else None
    for part in path:
        node = _below(node, part)
    text = " ".join(_scalars(node))
    written = "|".join(re.escape(one) for one in form.split("|"))
    if definition and re.search(rf"(?<![\d.])(?:{written})(?![\d.])", text):
        return definition.file
    return None


def _below(node: Any, part: str) -> Any:
    """One step down: a key, an item's id, or its number."""
    if isinstance(node, dict):
        return node.get(part)
    if isinstance(node, list):
        named = [item for item in node if isinstance(item, dict) and item.get("id") == part]
        return named[0] if named else node[int(part)] if part.isdigit() else None
    return None


def _scalars(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from _scalars(value)
    elif isinstance(node, list):
        for item in node:
            yield from _scalars(item)
    elif node is not None:
        yield str(node)


def uncovered(listed: Iterable[Figure], known: dict[str, Definition]) -> list[str]:
    """Figures that no definition carries and no reason excuses, and places that do not say them."""
    wrong = []
    for one in listed:
        if not one.carried and not one.reason:
            wrong.append(f"{one.seed} {one.place} {one.figure}: carried nowhere, and no reason")
        wrong += [
            f"{one.seed} {one.place} {one.figure}: {place} does not say {one.form}"
            for place in one.carried
            if says(place, one.form, known) is None
        ]
    return wrong


def page(listed: list[Figure], known: dict[str, Definition]) -> str:
    """docs/coverage.md."""
    return "\n".join(_page(listed, known)) + "\n"


def _page(listed: list[Figure], known: dict[str, Definition]) -> Iterator[str]:
    yield "<!-- Generated by docs/figures.py. -->"
    yield "# 素材里的数字在哪里\n"
    yield (
        "*Every figure of the seed texts and the definition that carries it; generated from "
        "[figures.tsv](figures.tsv), and tested.*\n"
    )
    yield (
        "五份素材（000 至 004）里的时限、比率、权重、个数、日期、钟点、占比、年龄、年限，"
        "阿拉伯数字和中文数字都列；同一处写了几遍的，列一行，写明几处。\n"
        "矛盾和缺漏怎样处理，见[素材里的矛盾和缺陷](seed-findings.md)。\n"
    )
    yield "| 素材 | 数字 | 由定义写明 | 有理由不写 |\n|---|---|---|---|"
    for seed in sorted({one.seed for one in listed}):
        rows = [one for one in listed if one.seed == seed]
        carried = sum(bool(one.carried) for one in rows)
        yield f"| {seed} | {len(rows)} | {carried} | {len(rows) - carried} |"
    for seed in sorted({one.seed for one in listed}):
        yield f"\n## {seed}\n"
        yield "| 位置 | 数字 | 种类 | 写在哪里 |\n|---|---|---|---|"
        for one in listed:
            if one.seed == seed:
                figure = f"{one.figure}（{one.times} 处）" if one.times > 1 else one.figure
                kind = KINDS[one.kind]
                yield f"| {one.place} | {figure} | {kind} | {_where(one, known)} |"


def _where(one: Figure, known: dict[str, Definition]) -> str:
    if not one.carried:
        return f"没有写：{one.reason}"
    return "；".join(_link(place, known) for place in one.carried)


def _link(place: str, known: dict[str, Definition]) -> str:
    kind, name, *path = place.split("/")
    definition = known.get(f"{kind}/{name}")
    target = f"[{name}](../{definition.file})" if definition else name
    return f"{target} `/{'/'.join(path)}`"


def against(folder: Path, listed: list[Figure]) -> list[str]:
    """What the seed texts in ``folder`` have otherwise than the list: figures and how often."""
    wrong = []
    for path in sorted(folder.glob("0*.txt")):
        seed = path.name[:3]
        text = path.read_text("utf-8").translate(_SIMPLIFIED)
        there = Counter(re.sub(r"\s", "", found.group()) for found in _FIGURE.finditer(text))
        here: Counter[str] = Counter()
        for one in listed:
            if one.seed == seed and one.times:
                here[one.figure] += one.times
        wrong += [
            f"{seed}: {figure} stands {there[figure]} times, listed {here[figure]}"
            for figure in sorted(there | here)
            if there[figure] != here[figure]
        ]
    return wrong


def main(arguments: list[str]) -> int:
    """Write the page, or compare the list with seed texts."""
    listed, known = figures(), definitions()
    wrong = against(Path(arguments[0]), listed) if arguments else uncovered(listed, known)
    for line in wrong:
        print(line)
    if not arguments:
        PAGE.write_text(page(listed, known), "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
