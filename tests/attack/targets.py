"""A small office that has a file of every kind, and the commands that read each kind."""

import gzip
import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import openpyxl

ROOT = Path(__file__).parents[2]
HEAD = ("no", "employee", "received_at", "answered_at", "paid", "repeated")
ROWS = [
    ("NA", "E1", "2026-10-01 08:00", "2026-10-01 09:00", "2.675", "true"),
    ("007", "E1", "2026-10-02 08:00", "2026-10-02 08:00", "1", "false"),
    ("1e5", "E1", "2026-10-03 08:00", "", "", ""),
    ("6", "E2", "2026-10-06 25:00", "", "1", ""),
]
KPIS = """
  - id: speed
    name: {zh-Hans: 及时率, en: Speed}
    weight: 60
    measure: {share: {of: calls, good: {from: received_at, to: answered_at, within: {limit: 2 h, pause: {from: received_at, to: answered_at}}}}}
    target: "≥ 95%"
    score: {steps: {from: target, per: 1 pp, lose: 2, partial: whole}}
  - id: attitude
    name: 态度
    weight: 20
    measure: {rating: {scale: {min: 60, max: 100, step: 5}, raters: {self: 20%, superior: 80%}}}
    target: "≥ 80"
    score: rating
  - {id: answered, name: 答复数, weight: 20, measure: answered, target: "≥ 1", score: proportional}
"""
FILES = {
    "dutybook.yaml": "organisation: {zh-Hans: 测试公司, en: Test}\nlocale: zh-Hans\nscheme: plain\ncalendar: work\n"
    "logs: {calls: l.csv, ratings: ratings.csv}\ndepartments: {客服部: {code: 客}}\n"
    'documents: {version: "1.0", form_numbers: {job-description: A-1}, colours: {heading: "#336699"}}\n',
    "roles/clerk.yaml": "role: clerk\ntitle: {zh-Hans: 文员, en: Clerk}\ndepartment: 客服部\nreports_to: head\ninclude: [common]\n"
    "effective: 2026-01-01\nduties:\n  - {id: answer, text: 答复来电, within: 2 h}\n"
    "  - {id: report, text: 交月报, schedule: 每月}\n"
    "waive:\n  - {rule: duty-without-kpi, reason: 试行, until: 2026-12-31}\nkpis:" + KPIS,
    "roles/head.yaml": "role: head\ntitle: 主任\ndepartment: 客服部\nduties:\n  - {id: lead, text: 管理客服部}\n",
    "roles/common.yaml": "duty_set: common\nduties:\n  - {id: tidy, text: 下班前整理台面}\n",
    "roles/sop.yaml": "sop: complaint\ntitle: 投诉处理\ndepartment: 客服部\nowner: clerk\nsteps:\n  - {id: take, text: 登记投诉, within: 10 min}\n"
    "  - {id: call, text: 回访, after: take, within: 1 d}\n",
    "roles/agreement.yaml": "agreement: year-2026\ntitle: 责任书\ndepartment: 客服部\nparties: {company: head, responsible: clerk}\n"
    "term: {from: 2026-01-01, to: 2026-12-31}\ntargets: [clerk/speed]\nrights: {responsible: [安排排班]}\n",
    "rules/sources/calls.yaml": "source: calls\ngrain: case\nkey: no\nemployee: employee\ntime: received_at\n"
    "columns: {no: text, employee: text, received_at: instant, answered_at: instant, paid: 'decimal(12,3)', repeated: boolean}\n",
    "rules/measures/answered.yaml": "measure: answered\ncount: {of: calls, where: paid > 0 and not repeated}\n",
    "rules/schemes/plain.yaml": "scheme: plain\ngrades:\n  - {grade: A, when: ≥ 90}\n  - {grade: B, when: < 90}\n",
    "rules/calendars/work.yaml": "calendar: work\nversion: '1'\ncovers: {from: 2026-01-01, to: 2026-12-31}\nworkdays: [mon, tue, wed, thu, fri]\n"
    "shifts: [{from: '09:00', to: '12:00'}, {from: '13:00', to: '18:00'}]\nholidays: [2026-10-01..2026-10-07]\n",
    "rules/lint/own.yaml": "rule: own\nseverity: warning\nmessage: {zh-Hans: '岗位“{title}”', en: Role}\nhelp: 说明\n"
    "query: select file, doc, path, title from roles where title = '无'\n",
    "people.csv": "employee,name,role,from,to,superior\nE1,甲,clerk,2026-01-01,,E9\nE2,乙,clerk,2026-01-01,,E9\nE9,丙,head,2026-01-01,,\n",
    "absences.csv": "employee,from,to,reason\nE1,2026-10-08,2026-10-09,年假\n",
    "adjustments.yaml": "adjustments:\n  - {id: storm, source: calls, action: exclude, window: {from: 2026-10-16 18:00, to: 2026-10-17 12:00}, "
    "reason: 停电, approver: 丙, approved_on: 2026-10-18}\n",
    "appeals.yaml": "appeals:\n  - {id: a1, employee: E1, period: 2026-10, kpi: speed, why: 停机, filed_on: 2026-11-06, "
    "decision: upheld, decided: {points: 6.38}, by: 丙, decided_on: 2026-11-09}\n",
    "l.csv": "\n".join(",".join(row) for row in (HEAD, *ROWS)) + "\n",
    "ratings.csv": "employee,kpi,rater,by,value,rated_on\nE1,attitude,superior,E9,90,2026-10-20\n",
}  # fmt: skip


def files() -> dict[str, str]:
    """The office's texts, the shipped template and theme words among them, to be changed."""
    templates = {
        name: (ROOT / name).read_text("utf-8")
        for name in ("templates/sop-card.html.j2", "templates/themes/words.yaml")
    }
    return FILES | templates


def _rows() -> list[dict[str, Any]]:
    return [{k: (v or None) for k, v in zip(HEAD, row, strict=True)} for row in ROWS]


def xes() -> bytes:
    """The log as XES."""
    events = "".join(
        f'<trace><string key="concept:name" value="{row[0]}"/><event>'
        + "".join(f'<string key="{k}" value="{v}"/>' for k, v in zip(HEAD, row, strict=True))
        + "</event></trace>\n"
        for row in ROWS
    )
    return f'<?xml version="1.0"?><log xmlns="http://www.xes-standard.org/">{events}</log>'.encode()


def json_lines() -> bytes:
    """The log as JSON Lines."""
    return "".join(json.dumps(row) + "\n" for row in _rows()).encode()


def excel() -> bytes:
    """The log as an Excel workbook."""
    book, out = openpyxl.Workbook(), BytesIO()
    assert book.active
    for row in (HEAD, *ROWS):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def database(folder: Path, kind: str) -> bytes:
    """The log as a table of a database file."""
    path = folder / f"made.{kind}"
    path.unlink(missing_ok=True)
    connect: Callable[[Path], Any] = sqlite3.connect if kind == "sqlite" else duckdb.connect
    db = connect(path)
    db.execute(f"create table calls ({', '.join(f'{name} text' for name in HEAD)})")
    db.executemany("insert into calls values (?,?,?,?,?,?)", ROWS)
    db.commit()
    db.close()
    return path.read_bytes()


def parquet(folder: Path) -> bytes:
    """The log as Parquet."""
    path = folder / "made.parquet"
    with duckdb.connect() as db:
        db.execute(f"create table calls ({', '.join(f'{name} text' for name in HEAD)})")
        db.executemany("insert into calls values (?,?,?,?,?,?)", ROWS)
        db.execute(f"copy calls to '{path}' (format parquet)")
    return path.read_bytes()


@dataclass(frozen=True)
class Target:
    """One kind of input: its file, how it may be spoiled, and the commands that read it."""

    kind: str
    file: str
    how: str
    commands: tuple[tuple[str, ...], ...]


_CHECK = ("check",)
_SCORE = ("evaluate", "--period", "2026-10")
_PAPER = ("build", "--kind", "job-description", "--format", "html")
_CARD = ("build", "--kind", "sop-card", "--format", "docx")
_PDF = ("build", "--kind", "sop-card", "--format", "pdf")
_FORM = "returned.xlsx"

TARGETS = (
    Target("role", "roles/clerk.yaml", "yaml", (_CHECK, _SCORE, _PAPER)),
    Target("duty set", "roles/common.yaml", "yaml", (_CHECK, _PAPER)),
    Target("sop", "roles/sop.yaml", "yaml", (_CHECK, _CARD)),
    Target("agreement", "roles/agreement.yaml", "yaml", (_CHECK, _SCORE)),
    Target("source", "rules/sources/calls.yaml", "yaml", (_CHECK, _SCORE)),
    Target("measure", "rules/measures/answered.yaml", "yaml", (_CHECK, _SCORE)),
    Target("scheme", "rules/schemes/plain.yaml", "yaml", (_CHECK, _SCORE)),
    Target("calendar", "rules/calendars/work.yaml", "yaml", (_CHECK, _SCORE)),
    Target("rule", "rules/lint/own.yaml", "yaml", (_CHECK,)),
    Target("template", "templates/sop-card.html.j2", "template", (_CARD,)),
    Target("theme words", "templates/themes/words.yaml", "yaml", (_CARD, _PDF)),
    Target("settings", "dutybook.yaml", "yaml", (_CHECK, _SCORE, _PAPER)),
    Target("people", "people.csv", "csv", (_CHECK, _SCORE)),
    Target("absences", "absences.csv", "csv", (_CHECK, _SCORE)),
    Target("adjustments", "adjustments.yaml", "yaml", (_CHECK, _SCORE)),
    Target("appeals", "appeals.yaml", "yaml", (_CHECK, _SCORE)),
    Target("CSV log", "l.csv", "csv", (_SCORE,)),
    Target("XES log", "l.xes", "text", (_SCORE,)),
    Target("packed XES log", "l.xes.gz", "gzip", (_SCORE,)),
    Target("Excel log", "l.xlsx", "zip", (_SCORE,)),
    Target("returned form", _FORM, "zip", (("ratings", f"{{root}}/{_FORM}"),)),
    Target("Parquet log", "l.parquet", "bytes", (_SCORE,)),
    Target("JSON Lines log", "l.jsonl", "text", (_SCORE,)),
    Target("SQLite log", "l.sqlite", "bytes", (_SCORE,)),
    Target("DuckDB log", "l.duckdb", "bytes", (_SCORE,)),
    Target("closing", "closed/2026-09/close.json", "json", (("close", "--verify"), _SCORE)),
    Target("closed scores", "closed/2026-09/scores.json", "json", (("close", "--verify"), _SCORE)),
    Target("cache", ".dutybook-cache/clean-files", "bytes", (_CHECK,)),
    Target("manifest", "out/.dutybook/build.json", "json", (_PAPER,)),
)


def lay_out(root: Path, run: Callable[..., Any]) -> dict[str, bytes]:
    """Write the office at ``root``, with ``run`` (a command's words) close a month, build a paper
    and hand a form out; the bytes of each target's file."""
    stale = root / ".dutybook-cache/clean-files"  # as 0.1.0 left it: nobody reads it any more
    stale.parent.mkdir(parents=True, exist_ok=True)
    stale.write_bytes(b"0" * 64 + b"\n")
    for name, text in files().items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    run("close", "2026-09", "--as-of", "2026-10-05", "--signed-on", "2026-10-05", "--yes")
    run(*_PAPER)
    run("build", "--period", "2026-10", "--kind", "evaluation-form", "--format", "xlsx")
    forms = sorted((root / "out/evaluation-form/2026-10").glob("*E1*.xlsx"))
    made = {
        "l.xes": xes(),
        "l.xes.gz": gzip.compress(xes()),
        "l.xlsx": excel(),
        "l.parquet": parquet(root),
        "l.jsonl": json_lines(),
        "l.sqlite": database(root, "sqlite"),
        "l.duckdb": database(root, "duckdb"),
        _FORM: forms[0].read_bytes() if forms else excel(),
    }
    for path in root.glob("made.*"):
        path.unlink()
    read = {t.file: root / t.file for t in TARGETS if t.file not in made}
    return made | {name: path.read_bytes() for name, path in read.items() if path.is_file()}


def settings_for(target: Target) -> str:
    """dutybook.yaml with the log that ``target`` is, if it is one."""
    return FILES["dutybook.yaml"].replace(
        "l.csv", target.file if target.file.startswith("l.") else "l.csv"
    )


def clear(root: Path) -> None:
    """Remove what commands wrote in between."""
    shutil.rmtree(root / "out/evaluation", ignore_errors=True)
