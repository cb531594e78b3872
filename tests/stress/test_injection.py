"""Text of a workspace is text in every format: never markup, formula, field, template or script."""

import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from extract import squeezed, words
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfReader
from workspaces import write_files

from dutybook.papers.production import Report, Request, build
from dutybook.workspace import load

pytestmark = pytest.mark.slow

HOSTILE = (
    '=HYPERLINK("http://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|x",
    "@SUM(1+1)*cmd|x",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>x</script>",
    "<!-- x --><![CDATA[ y ]]>",
    '#import "@preview/x": *',
    "#eval(\"1\")[*b*] $x^2$ _e_ @ref \\u{41} //c",
    "{{7*7}}{% if 1 %}49{% endif %}{# c #}",
    "${7*7} %s %(x)s {title} {n}",
    "&lt;b&gt; &amp; &#60;",
    "</w:t></w:r><w:r><w:t>",
    "{page} {organisation} PAGE \\* MERGEFORMAT",
    "=1+1",
    "[x](javascript:alert(1)) javascript:alert(2)",
    "' or 1=1 --",
)  # fmt: skip
TAGS = {
    "html", "head", "meta", "title", "style", "body", "header", "footer", "article", "section", "div",
    "nav", "h1", "h2", "h3", "p", "ul", "ol", "li", "table", "colgroup", "col", "thead", "tbody", "tr",
    "th", "td", "strong", "em", "br", "span", "input", "hr", "figure", "img", "a",
}  # fmt: skip
SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
SEARCH = {"form", "label", "main", "aside", "button", "output", "mark", "details", "summary"}
FIELDS = re.compile(r"\s*(PAGE|NUMPAGES|TOC \\o \"1-\d\" \\h \\z \\u|PAGEREF _Toc\d+ \\h)\s*")


class Hostile:
    """Gives out the hostile texts in turn, so that each stands in many fields."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> str:
        self.count += 1
        return HOSTILE[self.count % len(HOSTILE)]

    def several(self) -> list[str]:
        return [self() for _ in HOSTILE]


def files() -> dict[str, str | bytes]:
    x = Hostile()
    role = {
        "role": "r", "title": x(), "code": x(), "department": "部门", "level": x(),
        "reports_to": {"line": x(), "functional": [x()]}, "effective": "2026-01-01",
        "purpose": x.several(), "authority": x.several(), "equipment": x.several(),
        "contacts": {"internal": {"with": x.several()}, "external": {"with": x.several()}},
        "qualifications": {key: x.several() for key in ("certificates", "skills", "knowledge", "traits", "other")}
        | {"education": x(), "major": x(), "experience": {"field": x()}},
        "conditions": {key: x() for key in ("place", "hours", "environment", "travel", "hazards")},
        "career": {"to": [x()], "from": [x()], "rotation": [x()]},
        "training": {"hours": 1, "topics": x.several()},
        "pitfalls": [{"error": text, "remedy": text} for text in HOSTILE],
        "posting": {"benefits": x.several(), "notes": x.several(), "place": x(), "salary": x(),
                    "contact": {"person": x(), "phone": x(), "address": x()}},
        "duties": [
            {"id": f"d-{i}", "text": text, "area": x(), "indicator": x(), "tasks": [x()], "standards": [x()],
             "records": [x()], "taboos": [x()], "difficulties": [x()], "schedule": "every day"}
            for i, text in enumerate(HOSTILE)
        ],
        "kpis": [
            {"id": f"k-{i}", "name": text, "definition": x(), "weight": 5, "target": "≥ 95%",
             "measure": {"count": {"of": "calls"}}, "score": "pass"}
            for i, text in enumerate(HOSTILE)
        ],
    }  # fmt: skip
    sop = {"sop": "s", "title": x(), "purpose": x(), "trigger": x(), "owner": "r", "department": "部门",
           "steps": [{"id": f"s-{i}", "text": text, "records": [x()]} for i, text in enumerate(HOSTILE)]}  # fmt: skip
    deal = {"agreement": "a", "title": x(), "parties": {"company": x(), "responsible": "r"}, "department": "部门",
            "term": {"from": "2026-01-01", "to": "2026-12-31"}, "targets": ["r/k-1"],
            "definitions": [{"term": text, "meaning": x()} for text in HOSTILE],
            "rights": {"company": x.several()}}  # fmt: skip
    source = {
        "source": "calls", "title": x(), "description": x(), "grain": "event", "key": "no", "employee": "no", "time": "at",
        "columns": {"no": {"type": "text", "title": x()}, "at": {"type": "date", "title": x(), "unit": x()},
                    "kind": {"type": "text", "title": x(), "values": {f"v{i}": text for i, text in enumerate(HOSTILE)}}},
    }  # fmt: skip
    settings = {"organisation": x(), "scheme": "monthly", "departments": {"部门": {"title": x()}},
                "documents": {"version": x(), "form_numbers": {"job-description": x(), "evaluation-form": x()}}}  # fmt: skip
    made = {"dutybook.yaml": settings, "roles/r.yaml": role, "roles/s.yaml": sop, "roles/a.yaml": deal,
            "rules/sources/calls.yaml": source}  # fmt: skip
    return {
        name: yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        for name, data in made.items()
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    root = tmp_path_factory.mktemp("hostile")
    write_files(root, files())
    workspace = load(root)
    assert workspace.findings == ()
    return build(workspace, Request())


def papers(report: Report, form: str) -> list[Path]:
    found = [report.out / path for path in report.written if path.endswith(f".{form}")]
    assert found
    return found


def test_every_kind_is_written_in_every_format(report: Report) -> None:
    assert {finding.code for finding in report.findings} <= {"posting-incomplete"}
    kinds = {Path(path).parts[0] for path in report.written}
    assert {"job-description", "duty-checklist", "evaluation-form", "sop-card", "responsibility-agreement",
            "duty-manual", "job-posting", "log-sheet"} <= kinds  # fmt: skip


@pytest.mark.parametrize("form", ["html", "pdf", "docx"])
def test_every_hostile_text_is_printed_as_it_was_written(report: Report, form: str) -> None:
    found = words(form, (report.out / f"job-description/r.{form}").read_bytes())
    for text in HOSTILE:
        assert squeezed(text) in found


def test_a_page_holds_no_element_that_a_template_did_not_write(report: Report) -> None:
    for path in papers(report, "html"):
        page = path.read_text("utf-8")
        searched = (
            path.parts[-2] == "duty-manual"
        )  # the one page with scripts: its search, and the words searched
        scripts = SCRIPT.findall(page)
        assert len(scripts) == 2 * searched
        assert not [text for text in HOSTILE if "<" in text and text in "".join(scripts)]
        tags = _Tags()
        tags.feed(SCRIPT.sub("", page))
        assert tags.found <= TAGS | (SEARCH if searched else set())


class _Tags(HTMLParser):
    """Notes every tag; no attribute may run or fetch anything."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            if name in ("href", "src"):
                assert (value or "").startswith(("#", "data:image/svg+xml;base64,")), value


def test_a_pdf_does_nothing(report: Report) -> None:
    for path in papers(report, "pdf"):
        data = path.read_bytes()
        reader = PdfReader(io.BytesIO(data))
        root: Any = reader.trailer["/Root"]
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
        for page in reader.pages:
            for annotation in page.get("/Annots", ()):
                assert annotation.get_object().get("/A", {}).get("/S", "/GoTo") == "/GoTo"
        assert b"/JavaScript" not in data


def test_a_word_file_has_only_our_own_fields_and_no_links_out(report: Report) -> None:
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for path in papers(report, "docx"):
        with zipfile.ZipFile(path) as package:
            for part in package.namelist():
                data = package.read(part)
                if part.endswith(".rels"):
                    assert b'TargetMode="External"' not in data
                if part.startswith("word/") and part.endswith(".xml"):
                    for node in etree.fromstring(data).iter(f"{name}instrText", f"{name}fldSimple"):
                        assert FIELDS.fullmatch(node.text or ""), node.text


def test_a_workbook_has_no_formula_made_of_texts(report: Report) -> None:
    for path in papers(report, "xlsx"):
        book = load_workbook(path)
        for sheet in book.worksheets:
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.hyperlink is None
                if cell.data_type == "f":
                    assert not re.search("HYPERLINK|cmd|evil|SUM\\(1", str(cell.value)), cell.value
                    assert str(cell.value) != "=1+1"
        with zipfile.ZipFile(path) as package:
            assert not [part for part in package.namelist() if "externalLink" in part]


def test_the_json_is_what_was_written(report: Report) -> None:
    (path,) = papers(report, "json")
    posting = json.loads(path.read_bytes())
    assert posting["responsibilities"].split("\n") == list(HOSTILE)
    assert b"<" not in path.read_bytes()
