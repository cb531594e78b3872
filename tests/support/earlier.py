"""The small workspace as it was before: what a change notice of it is about."""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from workspaces import SMALL

from dutybook.closing.diff.baseline import Baseline
from dutybook.workspace import Workspace, load

_WAS = {
    "roles/stress.yaml": (
        ("headcount: 2", "headcount: 3"),
        ("within: 30 min, standards: [当面办结]", "within: 1 h, standards: [当面的办结]"),
        ("  - {id: yearly, text: 年度计划, schedule: every year}\n", ""),
        ("effective: 2026-03-01\n", ""),
        ("weight: 30", "weight: 25"),
        ("[可调派当班人员, 可拒绝违规要求]", "[可调派当班人员]"),
    ),
    "roles/others.yaml": (
        ("role: lonely\ntitle: 无部门岗", "role: gone\ntitle: 旧岗\nduties: [{id: a, text: 旧事}]"),
        ("within: 30 s", "within: 1 min"),
        ("{after: 2 h, to: lead}", "{after: 3 h, to: lead}"),
        ("within: 3 workdays}", "within: 5 workdays}"),
    ),
}


@cache
def small_before() -> Workspace:
    """Loaded from a copy that is gone by now."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "small"
        shutil.copytree(SMALL, root)
        for name, pairs in _WAS.items():
            text = (root / name).read_text("utf-8")
            for now, before in pairs:
                assert now in text, now
                text = text.replace(now, before)
            (root / name).write_text(text, "utf-8")
        return load(root)


def changed(now: Workspace) -> Baseline:
    """The small workspace against what it was."""
    return Baseline("earlier", small_before(), now)
