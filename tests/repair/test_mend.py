"""``fix``: each code that can be mended is gone afterwards, nothing new came, nothing else changed."""

from datetime import date
from pathlib import Path

import pytest
from workspaces import MINIMAL, write_files

from dutybook.check.report import check
from dutybook.finding import Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.fixes import fixes
from dutybook.repair import mended_workspace
from dutybook.repair.mend import ENCODING, REPAIRS
from dutybook.schema import definitions_in
from dutybook.workspace import load

HEAD = "role: clerk\ntitle: 文员\ndepartment: 办公室\n"
CASES: dict[str, tuple[str | bytes, str]] = {
    "wide-character": (
        "role： clerk\ntitle: 文员\nduties:\n  - {id: a， text: 收发，当日办结}\n  - ｛id: b, text: 登记｝\n",
        "role: clerk\ntitle: 文员\nduties:\n  - {id: a, text: 收发，当日办结}\n  - {id: b, text: 登记}\n",
    ),
    "yaml-tab": (
        HEAD + "duties:\n\t- {id: a, text: 收发}   # 注\n",
        HEAD + "duties:\n  - {id: a, text: 收发}   # 注\n",
    ),
    "yaml-character": (
        HEAD + "duties:\n  - {id: a, text: 收\x07发}\n",
        HEAD + "duties:\n  - {id: a, text: 收发}\n",
    ),
    "yaml-colon": (
        HEAD + "duties:\n  - id: a\n    text: 要求: 当日办结\n",
        HEAD + 'duties:\n  - id: a\n    text: "要求：当日办结"\n',
    ),
    "yaml-unquoted": (
        HEAD + "kpis:\n  - id: a\n    name: 及时率\n    target: >= 95%\n",
        HEAD + 'kpis:\n  - id: a\n    name: 及时率\n    target: ">= 95%"\n',
    ),
    "comment-after-text": (
        HEAD + "duties:\n  - id: a\n    text: 收文登记 #3号楼优先\n",
        HEAD + 'duties:\n  - id: a\n    text: "收文登记 #3号楼优先"\n',
    ),
    "wrong-type": (HEAD + "code: 007\n", HEAD + 'code: "007"\n'),
    "number-with-unit": (
        HEAD + 'code: A-1\nheadcount: "3"  # 白班\n',
        HEAD + "code: A-1\nheadcount: 3  # 白班\n",
    ),
    "condition-sign": (
        "scheme: s\nveto: [{id: v, when: total ≤ 60, effect: {total: 0}}]\n",
        "scheme: s\nveto: [{id: v, when: total <= 60, effect: {total: 0}}]\n",
    ),
    "half-width-punctuation": (
        HEAD + 'duties:\n  - {id: a, text: "收发, 登记(每日);归档, 17:00 前"}\n',
        HEAD + 'duties:\n  - {id: a, text: "收发，登记（每日）；归档，17:00 前"}\n',
    ),
    "id-left-out": (
        HEAD + "duties:\n  - text: 收发，当日办结   # 急件\n    within: 当日\n  - {text: 登记}\n",
        HEAD
        + "duties:\n  - id: 收发\n    text: 收发，当日办结   # 急件\n    within: 当日\n  - {id: 登记, text: 登记}\n",
    ),
    "kind-not-first": (
        "# 前台\ntitle: 文员\nrole: clerk\ndepartment: 办公室\n",
        "# 前台\nrole: clerk\ntitle: 文员\ndepartment: 办公室\n",
    ),
    "numbering": (
        HEAD
        + 'duties:\n  - {id: a, no: 一、, text: 登记}\n  - {id: b, no: 一、, text: 派单}\n  - {id: c, no: "4", text: 回访}\n',
        HEAD
        + 'duties:\n  - {id: a, no: 一、, text: 登记}\n  - {id: b, no: 二、, text: 派单}\n  - {id: c, no: "3", text: 回访}\n',
    ),
    "text-numbering": (
        HEAD
        + 'duties:\n  - {id: a, text: "一、登记。二、派单。四、回访。"}\n  - {id: b, text: ①登记；③派单}\n',
        HEAD
        + 'duties:\n  - {id: a, text: "一、登记。二、派单。三、回访。"}\n  - {id: b, text: ①登记；②派单}\n',
    ),
    ENCODING: ((HEAD + "duties: []\n").encode("gb18030"), HEAD + "duties: []\n"),
}


def laid_out(folder: Path, code: str) -> tuple[Path, Path]:
    scheme = code == "condition-sign"
    name = "rules/schemes/s.yaml" if scheme else "roles/a.yaml"
    write_files(folder, {"dutybook.yaml": MINIMAL, name: CASES[code][0]})
    return folder, folder / name


def told(root: Path) -> list[Finding]:
    return check(load(root), Catalogue.load(root), date(2026, 11, 1)).findings


def mend(root: Path) -> None:
    for _ in range(4):
        changes = list(mended_workspace(root, told(root)))
        for change in changes:
            change.path.write_bytes(change.content)
        if not changes:
            return


@pytest.mark.parametrize("code", sorted(CASES))
def test_a_fixable_code_is_mended_and_nothing_new_comes(code: str, tmp_path: Path) -> None:
    root, path = laid_out(tmp_path, code)
    before = {finding.code for finding in told(root)}
    assert code in before
    mend(root)
    assert path.read_text("utf-8") == CASES[code][1]
    severity = Catalogue.load().severity
    after = told(root)
    assert code not in {finding.code for finding in after}
    assert {f.code for f in after if severity(f) == "error"} == set()
    if readable(CASES[code][0]):  # else there is more to tell of the file once it is read
        assert {finding.code for finding in after} - before == set()


def readable(content: str | bytes) -> bool:
    return isinstance(content, str) and bool(definitions_in(content, "a.yaml")[0])


def test_the_registry_and_the_repairs_are_the_same_codes() -> None:
    assert set(fixes()) == {*REPAIRS, ENCODING} == set(CASES)
    assert set(fixes()) <= set(Catalogue.load().entries)


def test_a_second_run_has_nothing_to_do(tmp_path: Path) -> None:
    root, path = laid_out(tmp_path, "numbering")
    mend(root)
    assert list(mended_workspace(root, told(root))) == []
    assert path.read_text("utf-8") == CASES["numbering"][1]


def test_line_ends_and_the_byte_order_mark_stay(tmp_path: Path) -> None:
    text = "role: clerk\r\ntitle: 文员\r\nduties:\r\n  - text: 收发，当日\r\n    within: 当日\r\n"
    write_files(
        tmp_path, {"dutybook.yaml": MINIMAL, "roles/a.yaml": b"\xef\xbb\xbf" + text.encode()}
    )
    mend(tmp_path)
    wanted = text.replace("  - text", "  - id: 收发\r\n    text")
    assert (tmp_path / "roles/a.yaml").read_bytes() == b"\xef\xbb\xbf" + wanted.encode()


def test_ids_are_written_in_the_keys_of_the_file(tmp_path: Path) -> None:
    text = "岗位: 文员\n职责:\n  - 内容: 收发，当日\n"
    write_files(tmp_path, {"dutybook.yaml": MINIMAL, "roles/a.yaml": text})
    mend(tmp_path)
    assert (tmp_path / "roles/a.yaml").read_text("utf-8") == (
        "岗位: 文员\n职责:\n  - 标识: 收发\n    内容: 收发，当日\n"
    )
