"""Templates: the trees they give for the small workspace, and what is said when they are broken."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from goldens import GOLDEN, golden
from subjects import PRINTED, USUAL, subject_of

from dutybook.finding import DutybookError, Finding
from dutybook.papers.kinds import KINDS
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.words.locale import LOCALES
from dutybook.write.tree import Element

Views = Callable[[str], View]


def tree_of(view: View, kind: str, subject: str = "stress") -> Element:
    chosen = KINDS[kind]
    doc = chosen.context(view, subject_of(view, kind, subject))
    return render(environment(None), chosen.template, {"doc": doc, "t": view.labels.words}, subject)


GOLDEN_TREES = [
    ("job-description", "stress"),
    ("duty-checklist", "stress"),
    ("evaluation-form", "stress"),
    ("evaluation-form", "plain"),
    ("sop-card", "handling"),
    ("responsibility-agreement", "deal"),
    ("job-posting", "stress"),
    ("log-sheet", "jobs"),
    ("change-notice", "earlier"),
]
"""The other kinds have theirs beside their own tests: the list below names them."""
GOLDEN_ELSEWHERE = {"duty-manual", "evaluation-report", "calendar"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(("kind", "subject"), GOLDEN_TREES)
def test_golden_trees(view_in: Views, kind: str, subject: str, locale: str) -> None:
    golden(f"{kind}-{subject}-{locale}", tree_of(view_in(locale), kind, subject))


def test_every_kind_has_golden_files_in_every_locale() -> None:
    assert {kind for kind, _ in GOLDEN_TREES} | GOLDEN_ELSEWHERE == set(KINDS)
    for kind in KINDS:
        for locale in LOCALES:
            assert list(GOLDEN.glob(f"{kind}*-{locale}.txt")), (kind, locale)


def test_a_manual_binds_the_papers_of_each_role(view_in: Views) -> None:
    tree = tree_of(view_in("en"), "duty-manual", "试验部")
    sections = [(s.get("id"), s.get("orientation")) for s in tree.elements if s.tag == "section"]
    assert sections == [
        ("revisions", "portrait"),
        ("organisation", "portrait"),
        ("overview", "portrait"),
        ("raci", "landscape"),
        ("lead-job-description", "portrait"),
        ("lead-duty-checklist", "landscape"),
        ("stress-job-description", "portrait"),
        ("stress-duty-checklist", "landscape"),
        ("stress-evaluation-form", "landscape"),
        ("plain-job-description", "portrait"),
        ("plain-evaluation-form", "landscape"),
        ("procedure-handling", "portrait"),
        ("agreement-deal", "portrait"),
        ("glossary", "portrait"),
        ("notice", "portrait"),
        ("receipts", "portrait"),
    ]
    titles = [e.text() for e in tree.walk() if e.tag in ("h1", "h2")]
    assert titles[:9] == [
        "Duty manual: Trials",
        "Revision history",
        "Contents",
        "Organisation",
        "Posts",
        "RACI matrix",
        "Test lead",
        "Job description",
        "Duty checklist · Test lead",
    ]
    assert titles[-7:] == [
        "Standard operating procedures",
        "Handling",
        "Responsibility agreements",
        "Trial agreement",
        "Glossary",
        "Consultation notice",
        "Acknowledgement of receipt",
    ]


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_golden_manuals(view_in: Views, locale: str) -> None:
    """A manual's own pages; of the papers bound in it only the headings, for each has a golden tree
    of its own."""
    tree = tree_of(view_in(locale), "duty-manual", "试验部")
    golden(f"duty-manual-{locale}", replace(tree, children=tuple(map(_own_pages, tree.children))))


def _own_pages(node: Element | str) -> Element | str:
    if isinstance(node, str) or not re.match(
        "(lead|stress|plain|procedure|agreement)-", node.get("id")
    ):
        return node
    return replace(node, children=tuple(e for e in node.elements if e.tag in ("h1", "h2", "h3")))


@pytest.mark.parametrize("locale", ["zh-Hant", "en"])
@pytest.mark.parametrize("kind", PRINTED)
def test_every_locale_has_every_kind(view_in: Views, kind: str, locale: str) -> None:
    subject = USUAL[KINDS[kind].about]
    tree = tree_of(view_in(locale), kind, subject)
    assert tree.get("lang") == locale
    assert tree.get("title")


@pytest.mark.parametrize("kind", ["job-description", "duty-checklist"])
def test_every_duty_is_printed(view_in: Views, kind: str) -> None:
    view = view_in("zh-Hans")
    role = view.role("stress")
    text = tree_of(view, kind).text()
    assert role
    for duty in role.duties:
        for line in view.text(duty.text).splitlines():
            assert line in text


def test_a_job_description_without_content_has_room_to_write(view_in: Views) -> None:
    tree = tree_of(view_in("zh-Hans"), "job-description", "lonely")
    headings = [e.text() for e in tree.walk() if e.tag == "h2"]
    assert headings == [
        "一、岗位目的", "二、岗位职责", "三、工作权限", "四、工作关系",
        "五、任职资格", "六、工作条件", "七、考核指标", "八、签署",
    ]  # fmt: skip
    assert sum("blank" in e.classes for e in tree.walk()) == 2 + 3
    (duties,) = [e for e in tree.walk() if e.tag == "table" and "职责与任务" in e.text()]
    rows = [e for e in duties.walk() if e.tag == "tr"][1:]
    assert len(rows) == 5
    assert not any(row.text() for row in rows)
    assert "本岗位没有设定考核指标。" in tree.text()


def test_a_role_without_indicators_gets_no_empty_form(view_in: Views) -> None:
    tree = tree_of(view_in("zh-Hans"), "evaluation-form", "lonely")
    assert "本岗位没有设定考核指标。不用本表考核。" in tree.text()
    assert [e.get("class") for e in tree.walk() if e.tag == "table"] == ["grid"]


@pytest.mark.parametrize("kind", ["job-description", "evaluation-form"])
def test_every_kpi_is_printed(view_in: Views, kind: str) -> None:
    view = view_in("zh-Hans")
    doc = KINDS[kind].context(view, view.role("stress"))
    text = tree_of(view, kind).text()
    for kpi in doc.kpis:
        for words in (kpi.name, kpi.weight, kpi.target, kpi.measure, kpi.source, *kpi.rule):
            assert words in text


@pytest.mark.parametrize("kind", PRINTED)
def test_column_widths_add_up_to_100(view_in: Views, kind: str) -> None:
    subject = USUAL[KINDS[kind].about]
    for element in tree_of(view_in("zh-Hans"), kind, subject).walk():
        if element.tag == "colgroup":
            assert sum(int(col.get("width")) for col in element.elements) == 100


@pytest.mark.parametrize("kind", PRINTED)
def test_rows_fill_their_tables(view_in: Views, kind: str) -> None:
    """Every row has as many columns as its table, spans counted."""
    subject = USUAL[KINDS[kind].about]
    for table in tree_of(view_in("zh-Hans"), kind, subject).walk():
        if table.tag != "table":
            continue
        columns = len(table.elements[0].elements)
        for row in (e for e in table.walk() if e.tag == "tr"):
            assert sum(int(cell.get("colspan", "1")) for cell in row.elements) == columns


def test_user_text_is_never_markup_or_template(view_in: Views) -> None:
    text = tree_of(view_in("zh-Hans"), "job-description").text()
    assert "<script>alert(1)</script>" in text
    assert "{{ 7*7 }}" in text
    assert "试验员<b>岗位说明书" in text


def test_line_breaks_an_author_wrote_are_kept(view_in: Views) -> None:
    tree = tree_of(view_in("zh-Hans"), "job-description")
    assert "第一行\n第二行" in tree.text()


# ---- broken templates of a workspace --------------------------------------------------------


def failing(view_in: Views, root: Path, name: str, text: str) -> Finding:
    path = root / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    view = view_in("zh-Hans")
    context: dict[str, Any] = {
        "doc": KINDS["job-description"].context(view, view.role("stress")),
        "t": view.labels.words,
    }
    with pytest.raises(DutybookError) as caught:
        render(environment(root), "job-description.html.j2", context, "stress")
    (finding,) = caught.value.findings
    assert finding.details["who"] == "stress"
    return finding


BROKEN = {
    "unclosed tag": ("<article>\n<p>words\n</article>", "template-markup", 2),
    "unclosed block": ("<article>\n{% if doc %}\n</article>", "template-syntax", 3),
    "unknown name": ("<article>\n<p>{{ doc.titel }}</p>\n</article>", "template-failed", 2),
    "unknown filter": ("<article>\n\n<p>{{ doc|nothing }}</p></article>", "template-syntax", 3),
    "unknown element": ("<article>\n<p>a</p>\n<img/>\n</article>", "template-element", 3),
    "script": ("<article>\n<script>1</script>\n</article>", "template-element", 2),
    "element in the wrong place": ("<article><ul>\n<p>a</p></ul></article>", "template-element", 2),
    "unknown attribute": ('<article>\n<p style="color: red">a</p></article>', "template-attribute", 2),
    "words in a table": ("<article>\n<table>words</table></article>", "template-text", 2),
    "no article": ("<p>a</p>", "template-element", 1),
    "division by zero": ("<article>\n<p>{{ 1 / 0 }}</p></article>", "template-failed", 2),
    "endless range": ("<article>{% for i in range(10 ** 9) %}{% endfor %}</article>", "template-failed", 1),
    "private attribute": ("<article>\n<p>{{ ''.__class__.mro() }}</p></article>", "template-failed", 2),
    "endless macro": ("{% macro m() %}{{ m() }}{% endmacro %}\n<article>{{ m() }}</article>", "template-failed", 1),
    "missing include": ('<article>{% include "nothing.j2" %}</article>', "template-failed", 1),
    "nothing": ("", "template-markup", 1),
    "words after the end": ("<article>\n<p>a</p></article>\nmore", "template-markup", 1),
    "a text without end": ("<article>\n<p>{{ 'x' * 99999999999 }}</p></article>", "template-failed", 2),
    "a number without end": ("<article>\n<p>{{ 9 ** 99999999 }}</p></article>", "template-failed", 2),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_broken_templates_are_findings(view_in: Views, tmp_path: Path, case: str) -> None:
    text, code, line = BROKEN[case]
    finding = failing(view_in, tmp_path, "job-description.html.j2", text)
    assert (finding.code, finding.place.line) == (code, line)
    assert not line or finding.place.file == "templates/job-description.html.j2"


def test_a_fault_in_a_macro_is_reported_in_the_macro(view_in: Views, tmp_path: Path) -> None:
    text = "{% macro job_description(doc, t) %}\n\n<p>{{ doc.nothing }}</p>\n{% endmacro %}"
    finding = failing(view_in, tmp_path, "macros/job-description.html.j2", text)
    assert finding.place.file == "templates/macros/job-description.html.j2"
    assert finding.place.line == 3


def test_a_template_that_is_not_utf8_is_a_finding(view_in: Views, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/job-description.html.j2").write_bytes("岗位".encode("gb18030"))
    with pytest.raises(DutybookError) as caught:
        render(environment(tmp_path), "job-description.html.j2", {}, "stress")
    assert caught.value.findings[0].code == "template-failed"
