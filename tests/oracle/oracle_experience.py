"""The oracle's experience asked of a post: nested pairs written out, and which of them cannot be.

No score reads them; what is compared is the job description in both languages, and what check says.
"""

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workspaces import MINIMAL, write_files

from dutybook.papers.kinds import KINDS
from dutybook.papers.view import View
from dutybook.soundness.workspace import unsound
from dutybook.workspace import load

Asked = dict[str, Any]
FIELDS = {"客服": "service", "管理": "management", "物业": "property"}
LABEL = {"zh-Hans": "工作经验", "en": "Experience"}
POSTS = 30


def asked(dice: random.Random, depth: int = 0) -> Asked:
    """Years, a field, and perhaps what a part of them is or what else is asked for."""
    low = dice.choice([1, 2, 3, 5, 1.5, 10])
    made: Asked = {"years": dice.choice([low, low, f"{low:g}-{low + 2:g}"])}
    if dice.random() < 0.7 or depth:
        zh = dice.choice(list(FIELDS))
        made["field"] = {"zh-Hans": zh, "en": FIELDS[zh]}
    if not depth:
        for key in ("of_which", "and"):
            if dice.random() < 0.4:
                made[key] = asked(dice, depth + 1)
    return made


def words(one: Mapping[str, Any], locale: str) -> str:
    """How the job description says it: a whole, then its part, then what comes besides."""
    said = _years(str(one["years"]), one.get("field", {}).get(locale, ""), locale)
    for key, zh, en in (("of_which", "，其中", ", of which "), ("and", "，并有", ", and ")):
        if key in one:
            said += (zh if locale == "zh-Hans" else en) + words(one[key], locale)
    return said


def _years(years: str, field: str, locale: str) -> str:
    low, _, high = years.partition("-")
    if locale == "zh-Hans":
        return f"{low}至{high}年{field or '工作'}经验" if high else f"{low}年{field or '工作'}经验"
    unit = "year" if low == "1" and not high else "years"
    return f"{f'{low} to {high}' if high else low} {unit}" + (
        f" in {field}" if field else " of work"
    )


def impossible(one: Mapping[str, Any], path: str) -> Iterator[str]:
    """Where a part is longer than its whole, counting from the least that is asked for."""
    for key in ("of_which", "and"):
        if key in one:
            least = [float(str(each["years"]).split("-")[0]) for each in (one, one[key])]
            if key == "of_which" and least[1] > least[0]:
                yield f"{path}/{key}"
            yield from impossible(one[key], f"{path}/{key}")


def compare_experience(seed: int, folder: Path) -> tuple[int, list[str]]:
    """Posts tried, and every disagreement in words."""
    dice = random.Random(seed)
    posts = {f"r{number}": asked(dice) for number in range(POSTS)}
    files = {
        f"roles/{role}.yaml": json.dumps(
            {"role": role, "title": role, "qualifications": {"experience": one}}
        )
        for role, one in posts.items()
    }
    write_files(folder, {"dutybook.yaml": MINIMAL, **files})
    workspace = load(folder)
    assert not workspace.findings, workspace.findings
    told = {
        (found.place.file, found.place.path)
        for found in unsound(workspace) if found.code == "experience-part-longer"
    }  # fmt: skip
    wrong = []
    for role, one in posts.items():
        file = f"roles/{role}.yaml"
        want = {(file, path) for path in impossible(one, "/qualifications/experience")}
        got = {each for each in told if each[0] == file}
        if got != want:
            wrong.append(f"experience {seed} {one}\n  engine {got}\n  oracle {want}")
        for locale, label in LABEL.items():
            view = View(workspace, locale)  # type: ignore[arg-type]
            paper: Any = KINDS["job-description"].context(view, view.role(role))
            (shown,) = (row.value for row in paper.qualifications if row.label == label)
            if shown != words(one, locale):
                wrong.append(f"experience {seed} {one}\n  engine {shown}\n  {words(one, locale)}")
    return POSTS, wrong
