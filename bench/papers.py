"""Papers: how fast they are made, against the tools underneath doing the same by hand.

Run with ``make bench``. Every figure is taken in a process of its own (so that none profits from
what another has cached) on the same made-up department, and compared within this one run, where two
are compared the best of three in turn:

* PDFs per second: 200 job descriptions from YAML to bytes, against typst compiling the same theme
  with the same data (goal: at most 1.5 times its time), and against WeasyPrint printing the same
  HTML where it is installed (``make bench-weasyprint`` installs it).
* Word files per second, against python-docx writing the same words and tables (at most 2 times).
* A manual of 60 roles: seconds, pages and peak memory per format.
* A build after one role changed, against the build of everything; and the same within ``watch``,
  which has Typst and the templates at hand.
* One PDF of four times the rows: about four times the time. Typst hashes what its functions are
  given, so that a theme that hands a table to its cells takes the square of it.
"""

import io
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "engine"), str(ROOT / "tests")]
PAPERS, ROLES, REBUILT, ROUNDS = 200, 60, 20, 3
ROWS = (250, 1000)
ON = date(2026, 1, 1)
Result = dict[str, float]


# ---- what is measured, each in its own process ------------------------------------------------


def trees(root: Path) -> Iterator[Any]:
    """The job descriptions as document trees, made from YAML one by one."""
    from dutybook.papers.job_description.paper import job_description
    from dutybook.papers.template.render import environment, render
    from dutybook.papers.view import View
    from dutybook.workspace import load

    workspace = load(root)
    view, templates = View(workspace, "zh-Hans"), environment(root)
    for role in view.roles:
        words = {"doc": job_description(view, role), "t": view.labels.words}
        yield render(templates, "job-description.html.j2", words, role.role)


def ours(root: Path, form: str) -> Result:
    """From YAML to the bytes of every paper."""
    from dutybook.papers.production.writers import (
        _MODULES,  # the writer of a format, as a build finds it
    )

    start = time.perf_counter()
    write = __import__(f"dutybook.write.{_MODULES[form]}", fromlist=["write"]).write
    papers = [write(tree, "zh-Hans", root) for tree in trees(root)]
    return {"seconds": time.perf_counter() - start, "papers": len(papers)} | _pages(form, papers)


def _pages(form: str, papers: list[bytes]) -> Result:
    from pypdf import PdfReader

    if form != "pdf":
        return {}
    return {"pages": sum(len(PdfReader(io.BytesIO(data)).pages) for data in papers) / len(papers)}


def bare_typst(root: Path) -> Result:
    """Typst alone: the theme and the finished data of each paper are given."""
    import typst

    from dutybook.write import fonts, theme
    from dutybook.write.pdf import page as pdf
    from dutybook.write.pdf import typst as typesetting

    file = theme.file("default.typ", root)
    inputs = [
        json.dumps(pdf._paper(tree, "zh-Hans", root, frozenset()), ensure_ascii=False)
        for tree in trees(root)
    ]
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        package = typesetting.put_package(Path(folder))
        compiler = typst.Compiler(font_paths=fonts.book(), package_path=folder)
        for paper in inputs:
            (package / "paper.json").write_text(paper, "utf-8")
            compiler.compile(
                file.read_bytes(), root=file.parent, format="pdf", pdf_standards=["ua-1"]
            )
        return {"seconds": time.perf_counter() - start}


def weasyprint(root: Path) -> Result:
    """WeasyPrint alone: the finished HTML is given."""
    from weasyprint import HTML  # type: ignore[import-not-found]

    from dutybook.write.html import page as html

    pages = [html.write(tree, "zh-Hans", root).decode() for tree in trees(root)]
    start = time.perf_counter()
    for page in pages:
        HTML(string=page).write_pdf()
    return {"seconds": time.perf_counter() - start}


def bare_docx(root: Path) -> Result:
    """python-docx alone: the same headings, paragraphs and tables, without any look."""
    import docx

    found = list(trees(root))
    start = time.perf_counter()
    for tree in found:
        document = docx.Document()
        _blocks(document, tree)
        document.save(io.BytesIO())
    return {"seconds": time.perf_counter() - start}


def _blocks(document: Any, parent: Any) -> None:
    from dutybook.write.grid import grid

    for element in parent.elements:
        if element.tag in ("h1", "h2", "h3"):
            document.add_heading(element.text(), int(element.tag[1]))
        elif element.tag == "table":
            rows = grid(element)
            table = document.add_table(len(rows.rows), len(rows.shares))
            for row in rows.rows:
                cells = table.rows[row.index].cells
                for cell in row.cells:
                    cells[cell.column].text = cell.element.text()
        elif element.tag in ("section", "div", "ol", "ul"):
            _blocks(document, element)
        else:
            document.add_paragraph(element.text())


def manual(root: Path, form: str) -> Result:
    """The whole department's manual in one format, and the memory that took."""
    import resource

    from dutybook.papers.production import Request, build
    from dutybook.workspace import load

    start = time.perf_counter()
    request = Request(kinds=("duty-manual",), formats=(form,), out=root / f"manual-{form}")
    report = build(load(root), request)
    seconds = time.perf_counter() - start
    assert not report.findings, report.findings
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    data = (report.out / report.written[0]).read_bytes()
    return {"seconds": seconds, "mb": peak} | _pages(form, [data])


def rebuilt(root: Path, change: bool) -> Result:
    """A build of every paper; with ``change`` after one role was edited."""
    from dutybook.papers.production import Request, build
    from dutybook.workspace import load

    if change:
        file = root / "roles/r009.yaml"
        file.write_text(file.read_text("utf-8").replace("headcount: 3", "headcount: 4"), "utf-8")
    start = time.perf_counter()
    report = build(load(root), Request())
    assert not report.findings, report.findings
    return {"seconds": time.perf_counter() - start, "papers": len(report.written)}


def watched(root: Path) -> Result:
    """What ``dutybook watch`` does at a save: everything read anew and checked, the post's papers
    and its department's manual made again in all formats."""
    from dutybook.check.report import check
    from dutybook.papers.production import Request
    from dutybook.papers.production.watch import Watch

    watch = Watch(root, Request(), lambda workspace, words: check(workspace, words, ON).findings)
    watch.round()
    took = []
    for headcount in range(5, 5 + ROUNDS):
        file = root / "roles/r009.yaml"
        changed = re.sub(r"headcount: \d+", f"headcount: {headcount}", file.read_text("utf-8"))
        file.write_text(changed, "utf-8")
        start = time.perf_counter()
        papers = len(watch.round().written)
        took.append(time.perf_counter() - start)
    return {"seconds": min(took), "papers": papers}


def rows(count: int) -> Result:
    """One PDF of a table with so many rows."""
    from dutybook.write.pdf import page as pdf
    from dutybook.write.tree import parse

    cells = "".join(f"<tr><td>{n}</td><td>每日巡查大堂并登记</td></tr>" for n in range(count))
    tree = parse(
        f"<article title='t' lang='zh-Hans'><table><tbody>{cells}</tbody></table></article>"
    )
    start = time.perf_counter()
    pdf.write(tree, "zh-Hans", None)
    return {"seconds": time.perf_counter() - start}


MEASURES: dict[str, Callable[[Path], Result]] = {
    "pdf": lambda root: ours(root, "pdf"),
    "typst": bare_typst,
    "weasyprint": weasyprint,
    "docx": lambda root: ours(root, "docx"),
    "python-docx": bare_docx,
    **{f"manual-{form}": lambda root, f=form: manual(root, f) for form in ("html", "pdf", "docx")},  # type: ignore[misc]
    "build": lambda root: rebuilt(root, change=False),
    "rebuild": lambda root: rebuilt(root, change=True),
    "watched": watched,
    **{f"rows-{count}": lambda _, n=count: rows(n) for count in ROWS},  # type: ignore[misc]
}


# ---- the run ----------------------------------------------------------------------------------


def measured(name: str, root: Path) -> Result:
    """One measure in a process of its own."""
    done = run(
        [sys.executable, __file__, name, str(root)], check=True, capture_output=True, text=True
    )
    result: Result = json.loads(done.stdout.splitlines()[-1])
    return result


def in_turn(root: Path, *names: str) -> list[Result]:
    """The best of a few rounds of each, taken in turn: other work on the machine hits all alike."""
    rounds = [[measured(name, root) for name in names] for _ in range(ROUNDS)]
    return [min(results, key=lambda r: r["seconds"]) for results in zip(*rounds, strict=True)]


def department(folder: Path, count: int, duties: int = 6) -> Path:
    """A made-up department of ``count`` roles."""
    from departments import write_department

    write_department(folder / str(count), count, duties)
    return folder / str(count)


def one_by_one(folder: Path) -> None:
    """Papers per second, against the tools alone."""
    root = department(folder, PAPERS, duties=3)
    pdf, typst = in_turn(root, "pdf", "typst")
    print(f"{PAPERS} job descriptions of {pdf['pages']:.1f} pages, from YAML")
    _compared("PDF", pdf, "typst alone", typst, 1.5)
    if find_spec("weasyprint"):
        other = measured("weasyprint", root)
        _compared("PDF", pdf, "WeasyPrint alone", other, None)
    else:
        print("  WeasyPrint skipped: not installed (make bench-weasyprint installs and runs it)")
    word, docx = in_turn(root, "docx", "python-docx")
    _compared("Word", word, "python-docx alone", docx, 2)


def _compared(what: str, our: Result, other: str, their: Result, goal: float | None) -> None:
    each, theirs = PAPERS / our["seconds"], PAPERS / their["seconds"]
    said = f"(goal: at most {goal:.2f})" if goal else ""
    ratio = our["seconds"] / their["seconds"]
    print(f"  {what:5s}{each:7.1f}/s   {other:18s}{theirs:7.1f}/s   time ratio {ratio:5.2f} {said}")


def together(folder: Path) -> None:
    """The manual of a large department."""
    root = department(folder, ROLES)
    print(f"manual of {ROLES} roles")
    for form in ("html", "pdf", "docx"):
        took = measured(f"manual-{form}", root)
        pages = f", {took['pages']:.0f} pages" if "pages" in took else ""
        print(f"  {form:5s}{took['seconds']:6.1f} s, {took['mb']:5.0f} MB at most{pages}")


def again(folder: Path) -> None:
    """A build after a change."""
    root = department(folder, REBUILT)
    names = ("build", "rebuild", "watched")
    whole, change, saved = (measured(name, root) for name in names)
    print(f"build of all papers of {REBUILT} roles, then after one changed, then within watch")
    for what, took in (("whole", whole), ("change", change), ("watch", saved)):
        ratio = took["seconds"] / whole["seconds"]
        print(f"  {what:7s}{took['seconds']:6.2f} s for {took['papers']:.0f} files   {ratio:.2f}")


def longer(folder: Path) -> None:
    """A long table in PDF."""
    few, many = in_turn(folder, *(f"rows-{count}" for count in ROWS))
    ratio = many["seconds"] / few["seconds"]
    print(f"a PDF of {ROWS[1]} rows takes {ratio:.1f} times one of {ROWS[0]}")


def main() -> int:
    """Everything in turn; an interrupt leaves nothing behind."""
    with TemporaryDirectory() as folder:
        try:
            for part in (one_by_one, together, again, longer):
                part(Path(folder))
        except KeyboardInterrupt:
            print("stopped")
            return 130
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(MEASURES[sys.argv[1]](Path(sys.argv[2]))))
    else:
        sys.exit(main())
