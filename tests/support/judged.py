"""Public documents as workspaces, each finding judged by a person, and the table made of them."""

from collections.abc import Mapping
from typing import Any

import yaml
from workspaces import ROOT

PUBLIC = ROOT / "tests/cases/public"
CONTRADICTIONS = {
    "amount-in-words", "band-gap", "band-overlap", "band-unreachable", "bands-in-words",
    "cliff-beyond-worth", "conflicting-limits", "contact-share-sum", "deduction-above-worth",
    "incidents-wrong-way", "kpi-targets-differ", "kpi-twice", "limit-in-words", "numbering",
    "percent-in-words", "placeholder", "points-constant", "points-in-words",
    "points-not-as-printed", "raters-unstated", "response-after-arrival", "score-inverted",
    "sign-against-words", "slope-without-effect", "sop-limit-longer", "step-limits-differ",
    "target-wrong-side", "text-numbering", "total-in-words", "weights-sum",
}  # fmt: skip
"""What says that a document contradicts itself, or that a KPI cannot give what it says."""


def documents() -> dict[str, dict[str, Any]]:
    """The documents by name."""
    return {
        path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(PUBLIC.glob("*.yaml"))
    }


def table() -> str:
    """The documents, what was found in them, and how it was judged, as a table of Markdown."""
    lines = ["| 文件 | 发表在 | 种类 | 矛盾（条） | 误报 | 是哪些 |", "|---|---|---|---|---|---|"]
    found: list[bool] = []
    for made in documents().values():
        told = [one for one in made["findings"] if one["code"] in CONTRADICTIONS]
        found += [one["verdict"] for one in told]
        lines.append(_line(made["document"], told))
    share = f"{found.count(True)}/{len(found)}"
    lines.append(
        f"| **合计 {len(documents())} 份** | | | {len(found)} | {found.count(False)} | 准确 {share} |"
    )
    return "\n".join(lines) + "\n"


def _line(about: Mapping[str, str], told: list[dict[str, Any]]) -> str:
    codes = dict.fromkeys(one["code"] for one in told)
    times = {code: sum(one["code"] == code for one in told) for code in codes}
    named = "、".join(f"{code} ×{n}" if n > 1 else code for code, n in times.items())
    false = sum(not one["verdict"] for one in told)
    cells = (about["title"], about["published"], about["kind"], len(told), false, named or "—")
    return "| " + " | ".join(map(str, cells)) + " |"


if __name__ == "__main__":
    print(table(), end="")  # noqa: T201 for docs/contradictions.md
