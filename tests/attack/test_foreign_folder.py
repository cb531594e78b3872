"""A folder that somebody sent: it reads nothing outside, runs nothing, ends, and keeps to its memory."""

import os
import sqlite3
import struct
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner, Result
from workspaces import ROOT, write_files

from dutybook.check.sandbox import Apart
from dutybook.check.sql import RefusedError, vetted
from dutybook.cli import main
from dutybook.finding import DutybookError
from dutybook.logs.formats import UnreadableError, database
from dutybook.logs.formats.excel import open_excel
from dutybook.logs.formats.xes import open_xes
from dutybook.papers.template import render as rendering
from dutybook.ratings.workbook import open_forms
from dutybook.worker.pool import Limits, Worker
from dutybook.write.look import read_look
from dutybook.write.pdf import page
from dutybook.write.tree import Element

CLERK = "role: clerk\ntitle: 文员\ndepartment: 客服部\nduties:\n  - {id: answer, text: 答复, within: 2 h}\n"
OFFICE = {"dutybook.yaml": "organisation: 测试公司\n", "roles/clerk.yaml": CLERK}


def run(folder: Path, *words: str) -> Result:
    found = CliRunner().invoke(main, [*words, "-w", str(folder)])
    assert found.exception is None or isinstance(found.exception, SystemExit), found.exc_info
    return found


def git(folder: Path, *words: str) -> None:
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=t", "-c", "user.email=t@t")
    subprocess.run(
        ("git", *who, "-C", str(folder), *words),
        check=True,
        capture_output=True,
        env=os.environ | own,
    )


@pytest.mark.parametrize(
    "settings",
    [
        "[filter \"x\"]\n\tsmudge = {trap}\n\tclean = {trap}\n\tprocess = {trap}\n",
        "[core]\n\tfsmonitor = {trap}\n",
        "[core]\n\thooksPath = .git/own\n\tsshCommand = {trap}\n\tpager = {trap}\n\tgitProxy = {trap}\n\taskPass = {trap}\n",
        '[diff "x"]\n\ttextconv = {trap}\n\tcommand = {trap}\n[diff]\n\texternal = {trap}\n',
        '[protocol "ext"]\n\tallow = always\n[extensions]\n\tpartialClone = o\n[remote "o"]\n\turl = ext::{trap}\n\tpromisor = true\n',
        '[alias]\n\tls-tree = !{trap}\n\tcat-file = !{trap}\n[core]\n\talternateRefsCommand = {trap}\n',
    ],
    ids=["filter", "fsmonitor", "programs", "textconv", "ext", "alias"],
)  # fmt: skip
def test_diff_runs_nothing_that_a_repository_names(tmp_path: Path, settings: str) -> None:
    folder, trap, sprung = tmp_path / "w", tmp_path / "trap.sh", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch {sprung}\ncat\n")
    trap.chmod(0o755)
    write_files(folder, {**OFFICE, ".gitattributes": "* filter=x diff=x\n"})
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "x")
    (folder / ".git/own").mkdir()
    for hook in ("post-index-change", "post-checkout", "reference-transaction"):
        (folder / ".git/own" / hook).write_text(trap.read_text())
        (folder / ".git/own" / hook).chmod(0o755)
    if "partialClone" in settings:  # an object is lacking, and would be fetched
        blob = subprocess.check_output(
            ["git", "-C", str(folder), "rev-parse", "HEAD:roles/clerk.yaml"], text=True
        ).strip()
        (folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with (folder / ".git/config").open("a") as config:
        config.write(settings.format(trap=trap))
    found = run(folder, "diff", "HEAD")
    assert not sprung.exists()
    assert found.exit_code == (2 if "partialClone" in settings else 0), found.output


def test_diff_takes_no_links_out_of_a_revision(tmp_path: Path) -> None:
    write_files(tmp_path, OFFICE)
    (tmp_path / "roles/secret.yaml").symlink_to("/etc/passwd")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "x")
    (tmp_path / "roles/secret.yaml").unlink()
    found = run(tmp_path, "diff", "HEAD")
    assert found.exit_code == 0, found.output
    assert "root:" not in found.output


def test_a_view_in_a_duckdb_file_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "l.duckdb"
    with duckdb.connect(path) as db:
        db.execute("create table good as select 1 as a")
        db.execute("create view spy as select * from read_text('/etc/passwd')")
    with pytest.raises(UnreadableError) as refused:
        database.copy_duckdb(path, "spy", tmp_path / "copy.parquet")
    assert refused.value.code == "log-view"
    database.copy_duckdb(path, None, tmp_path / "copy.parquet")  # the only table
    assert duckdb.sql(f"select a from '{tmp_path}/copy.parquet'").fetchall() == [(1,)]


def test_a_view_in_an_sqlite_file_is_not_run(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    db = sqlite3.connect(path)
    db.execute(
        "create view spy as with recursive r(n) as (select 1 union all select n + 1 from r) select n from r"
    )
    db.execute("create table good (a)")
    db.execute("insert into good values (7)")
    db.commit()
    db.close()
    with pytest.raises(UnreadableError) as refused:
        database.open_sqlite(path, "spy")
    assert refused.value.code == "log-view"
    assert [row for _, row in database.open_sqlite(path, None).rows] == [{"a": "7"}]


def workbook(path: Path, sheet: str) -> Path:
    """A workbook whose one sheet is ``sheet``."""
    book, out = openpyxl.Workbook(), BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if "worksheets/" in name else old.read(name))
    return path


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData>{}</worksheet>'


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000000"><c r="A1000000000"><v>1</v></c></row>', ""),
        SHEET.format("".join(f'<row r="{i}"><c r="XFD{i}"><v>1</v></c></row>' for i in range(1, 1000)), ""),
    ],
    ids=["far down", "far right"],
)  # fmt: skip
def test_cells_that_a_workbook_only_declares_are_not_made(tmp_path: Path, sheet: str) -> None:
    rows = open_excel(
        workbook(tmp_path / "l.xlsx", sheet), None, 1 if "1000000000" in sheet else None
    )
    with pytest.raises(UnreadableError) as refused:
        list(rows.rows)
    assert refused.value.code == "log-too-large"


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET.format('<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>', ""),
        SHEET.format('<row r="1"/>', '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        SHEET.format('<row r="x"/>', ""),
        "<worksheet",
    ],
    ids=["far down", "merged", "no number", "cut"],
)  # fmt: skip
def test_a_returned_form_that_sprawls_or_is_damaged_is_a_finding(
    tmp_path: Path, sheet: str
) -> None:
    with pytest.raises(DutybookError) as refused:
        open_forms(workbook(tmp_path / "f.xlsx", sheet), "f.xlsx")
    assert refused.value.findings[0].code == "ratings-unreadable"


def test_a_key_given_200_000_times_is_read_in_a_line(tmp_path: Path) -> None:
    keys = '<string key="a" value="x"/>' * 200_000
    (tmp_path / "l.xes").write_text(f"<log><trace><event>{keys}</event></trace></log>")
    ((_, row),) = open_xes(tmp_path / "l.xes").rows
    assert row is not None
    assert row["a"].count("x") == 200_000


def test_attributes_of_a_case_do_not_multiply(tmp_path: Path) -> None:
    many = "".join(f'<string key="a{i}" value="x"/>' for i in range(20_000))
    (tmp_path / "l.xes").write_text(f"<log><trace>{many}{'<event/>' * 2000}</trace></log>")
    with pytest.raises(UnreadableError) as refused:
        list(open_xes(tmp_path / "l.xes").rows)
    assert refused.value.code == "log-too-large"


@pytest.mark.parametrize("side", [60_000, 0])
def test_a_logo_of_so_many_points_is_refused(
    tmp_path: Path, side: int, workspace_at: Callable[..., object]
) -> None:
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", side, side, 8, 2, 0, 0, 0)
    workspace = workspace_at(
        {"dutybook.yaml": "organisation: x\ndocuments: {logo: a.png}\n", "a.png": head}
    )
    with pytest.raises(DutybookError) as refused:
        read_look(tmp_path, workspace.organisation)  # type: ignore[attr-defined]
    assert refused.value.findings[0].code == "look-logo"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ 'x'.encode().ljust(10 ** 10) }}",
        "{% set a = ['x' * 90000] * 900 %}{% for i in range(9000) %}{{ a | join }}{% endfor %}",
        "{% for i in range(9000) %}{% for j in range(300) %}{{ doc.title }}{{ doc.title }}{{ 'x' * 90000 }}{% endfor %}{% endfor %}",
    ],
    ids=["bytes", "join", "endless"],
)  # fmt: skip
def test_a_template_cannot_fill_the_memory(
    tmp_path: Path, attack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"templates/sop-card.html.j2": attack})
    worker = Worker(Limits(seconds=20, memory=1 << 30), (rendering.__name__,))
    monkeypatch.setattr(rendering, "_FILLER", worker)
    with pytest.raises(DutybookError) as failed:
        rendering.filled(tmp_path, "sop-card.html.j2", {"doc": {"title": "x"}}, "x")
    worker.close()
    assert failed.value.findings[0].code == "template-failed"


@pytest.mark.parametrize(
    "theme",
    ["#while true { 1 }", '#import "@preview/cetz:0.2.0": *', "#let f(x) = f(x)\n#f(1)", '#read("/etc/passwd")', '#read("../../x")'],
    ids=["loop", "package", "recursion", "read", "read up"],
)  # fmt: skip
def test_a_theme_neither_hangs_nor_fetches_nor_reads(
    tmp_path: Path, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path, {"templates/themes/default.typ": theme})
    worker = Worker(Limits(seconds=15, memory=4 << 30), (page.__name__,))
    monkeypatch.setattr(page, "TYPESETTER", worker)
    with pytest.raises(DutybookError) as failed:
        page.within_limits(
            Element("article", {"title": "x"}, (Element("p", {}, ("x",)),)), "en", tmp_path
        )
    worker.close()
    assert failed.value.findings[0].code == "pdf-failed"


def test_sql_apart_is_bound_by_the_process() -> None:
    long = " || ".join(["a"] * 200)
    sql = f"select {long} as b from (select {long} as a from t)"
    answer = Apart({"t": ("select repeat('x', 100000) as a from range(50)", [])}).ask(sql)
    assert answer.trouble in ("failed", "timeout")
    assert Apart({"t": ("select 1 as a", [])}).ask("select a from t").rows == ((1,),)


@pytest.mark.parametrize(
    "sql",
    [
        "with duckdb_settings as (select * from duckdb_settings) select * from duckdb_settings",
        "select * from pg_tables where exists (with pg_tables as (select 1 as a) select * from pg_tables)",
        "with b as (select * from a), a as (select * from roles) select * from b",
    ],
)
def test_a_name_in_with_holds_only_where_it_is_given(sql: str) -> None:
    with pytest.raises(RefusedError):
        vetted(sql, frozenset({"roles"}))


def test_query_writes_no_formula_into_csv(tmp_path: Path) -> None:
    write_files(tmp_path, OFFICE)
    found = run(
        tmp_path, "query", "select '=1+1' as \"=2+2\", '-5' as n from roles", "--format", "csv"
    )
    assert found.stdout.lstrip("\ufeff").splitlines() == ["'=2+2,n", "'=1+1,-5"]


def test_bytes_that_are_no_text_are_told(tmp_path: Path) -> None:
    write_files(tmp_path, OFFICE)
    found = run(tmp_path, "query", "select '\udcff' as a from roles")
    assert found.exit_code == 2
    assert "argument-no-text" in found.stderr


def test_the_checkout_is_no_foreign_folder() -> None:
    """The shipped templates are filled without a process of their own."""
    assert not rendering._own(ROOT)
