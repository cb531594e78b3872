"""Out into Excel and back: without a change nothing changes; with one, only that does."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from workspaces import MINIMAL, ROOT, SMALL, write_files

from dutybook.repair.source import Source, differences
from dutybook.roster.people import read_people
from dutybook.spreadsheet.book import HEAD, written
from dutybook.spreadsheet.comparison import Revision, compared
from dutybook.spreadsheet.definitions import definition_tables
from dutybook.spreadsheet.people import people_table
from dutybook.spreadsheet.ratings import ratings_table
from dutybook.spreadsheet.returned import read_returned
from dutybook.spreadsheet.revision import revised
from dutybook.spreadsheet.table import Table, fits
from dutybook.spreadsheet.values import UnsafeError, with_value
from dutybook.workspace import Workspace, load

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"])
    | st.sampled_from("：# '\"{}[]=-@&*|\n"),
    min_size=1,
    max_size=12,
)


def tables_of(workspace: Workspace) -> list[Table]:
    people, _ = people_table(workspace)
    rated, _ = ratings_table(workspace, read_people(workspace)[0], None)
    return [*([people] if people else []), *definition_tables(workspace), rated]


def came_back(workspace: Workspace, path: Path) -> tuple[Revision, list[str]]:
    """What a workbook would change, and the codes of what is said about it."""
    book, wrong = read_returned(path, path.name)
    rows, unfit = compared(tables_of(workspace), book)
    revision = revised(workspace, book, rows)
    return revision, [f.code for f in (*wrong, *unfit, *revision.findings)]


def handed_out(workspace: Workspace, folder: Path) -> Path:
    path = folder / "表格.xlsx"
    path.write_bytes(written(tables_of(workspace), workspace.locale))
    return path


def test_the_example_and_the_small_workspace_come_back_unchanged(tmp_path: Path) -> None:
    for root, least in ((ROOT, 400), (SMALL, 10)):
        workspace = load(root)
        assert sum(len(table.rows) for table in tables_of(workspace)) > least
        revision, codes = came_back(workspace, handed_out(workspace, tmp_path))
        assert (revision.files, revision.taken, codes) == ({}, [], [])


@st.composite
def roles(draw: st.DrawFn) -> dict[str, Any]:
    """A role as people write them, in either form of each value."""
    title = st.one_of(TEXT, st.fixed_dictionaries({"zh-Hans": TEXT, "en": TEXT}))
    kpi = st.fixed_dictionaries(
        {"name": title},
        optional={
            "weight": st.one_of(st.integers(1, 100), st.decimals(1, 99, places=2).map(float)),
            "target": st.sampled_from(["≥ 95%", "< 3", "95%以上", {"by": "site", "一期": "≥ 9%"}]),
            "no_data": st.sampled_from(["hold", "full"]),
        },
    )
    role = {"role": "clerk", "title": draw(title)}
    if draw(st.booleans()):
        role |= {"level": draw(title), "headcount": draw(st.integers(0, 99))}
    role["duties"] = [{"id": "a", "text": "接待", "within": "3 d"}]
    kpis = draw(st.lists(kpi, max_size=3))
    return {**role, "kpis": [{"id": f"k{n}", **one} for n, one in enumerate(kpis)]}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(roles(), st.sampled_from([None, True, False]), st.lists(TEXT, max_size=3))
def test_random_workspaces_come_back_unchanged(
    role: dict[str, Any], flow: bool | None, names: list[str]
) -> None:
    text = yaml.safe_dump(role, allow_unicode=True, sort_keys=False, default_flow_style=flow)
    rows = [["employee", "name", "role"], *([f"E{n}", one, "clerk"] for n, one in enumerate(names))]
    people = "".join(",".join('"' + c.replace('"', '""') + '"' for c in row) + "\n" for row in rows)
    files = {"dutybook.yaml": MINIMAL, "roles/clerk.yaml": text, "people.csv": people}
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        write_files(folder, files)
        workspace = load(folder)
        assume(any(table.key == "posts" and table.rows for table in tables_of(workspace)))
        revision, codes = came_back(workspace, handed_out(workspace, folder))
    assert (revision.files, revision.taken, codes) == ({}, [], [])


@settings(max_examples=60, deadline=None)
@given(roles(), st.booleans(), TEXT.filter(fits), st.data())
def test_one_value_changes_and_nothing_else(
    role: dict[str, Any], flow: bool, new: str, data: st.DataObject
) -> None:
    text = yaml.safe_dump(
        role, allow_unicode=True, sort_keys=False, default_flow_style=flow or None
    )
    source = Source("a.yaml", f"# 说明\n{text}# 末尾\n")
    assume(source.documents)  # some characters no definition may hold
    paths = ["/code", "/reports_to", "/department"] + [
        f"/kpis/{n}/{key}" for n in range(len(role["kpis"])) for key in ("no_data", "weight")
    ]
    path = data.draw(st.sampled_from(paths))
    figure = path.endswith("weight")
    after = with_value(source, 0, path, "7.5" if figure else new, figure=figure)
    changed = list(differences(source.documents[0].data, after.documents[0].data))
    assert changed == [path] or source.documents[0].data == after.documents[0].data
    assert after.text.startswith("# 说明\n")
    assert after.text.endswith("# 末尾\n")
    empty = with_value(after, 0, path, "", figure=figure)
    assert list(differences(after.documents[0].data, empty.documents[0].data)) == [path]


def test_a_cell_that_is_edited_is_edited_in_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    text = (
        "岗位: a\n名称: 甲  # 注\n编制人数: 2\n考核指标:\n  - {标识: k, 名称: 率, 权重: 30}  # 二\n"
    )
    write_files(folder, {"dutybook.yaml": MINIMAL, "roles/a.yaml": text})
    workspace = load(folder)
    path = handed_out(workspace, tmp_path)
    book = load_workbook(path)
    for sheet, head, value in (
        ("岗位", "岗位名称", "甲：乙"),
        ("岗位", "岗位编号", "客-1"),
        ("岗位", "编制人数", None),
        ("考核指标", "权重", 40),
        ("考核指标", "目标值", 0.95),
    ):
        at = next(c.column for c in book[sheet][1] if str(c.value).startswith(head))
        cell = book[sheet].cell(HEAD + 1, at)
        cell.value = value
        cell.number_format = "0%" if value == 0.95 else cell.number_format
    book.save(path)
    revision, codes = came_back(workspace, path)
    assert codes == []
    assert {name: content.decode() for name, content in revision.files.items()} == {
        folder / "roles/a.yaml": (
            "岗位: a\n名称: 甲：乙  # 注\n编号: 客-1\n考核指标:\n"
            "  - {标识: k, 名称: 率, 权重: 40, 目标: 95%}  # 二\n"
        )
    }


def test_each_document_of_a_file_is_found_again_and_anchors_are_not_broken() -> None:
    text = "---\n---\nrole: a\ntitle: &t 甲\npurpose: [*t]\n---\nrole: b\r\ntitle: >\r\n  乙\r\n  丙\r\n"
    source = Source("a.yaml", text)
    (first, second) = (document.index for document in source.documents)
    with pytest.raises(UnsafeError):
        with_value(source, first, "/title", "丁", figure=False)
    after = with_value(source, second, "/title", "丁", figure=False)
    after = with_value(after, second, "/headcount", "007", figure=True)
    assert after.text == text.partition("title: >")[0] + "title: 丁\r\nheadcount: 7\r\n"


def test_a_new_entry_beside_an_alias_stands_in_its_own_item() -> None:
    text = "role: a\ntitle: 甲\nkpis:\n- id: x\n  target: &t 95%\n- id: y\n  target: *t\n"
    after = with_value(Source("a.yaml", text), 0, "/kpis/1/no_data", "hold", figure=False)
    assert after.text == text.replace("- id: y\n", "- id: y\n  no_data: hold\n")
