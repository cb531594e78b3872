"""Templates a workspace copied from version 0.1.0 (``copied/``) print what they printed then, alone
and bound in a manual, whichever of a kind's two files is there."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from evaluated import results
from subjects import USUAL, subject_of

from dutybook.finding import DutybookError
from dutybook.papers.kinds import KINDS
from dutybook.papers.results import people_of, read_results, units_of
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.write.tree import Element

Views = Callable[[str], View]
COPIED = Path(__file__).parent / "copied"
KINDS_COPIED = ("job-description", "evaluation-form", "evaluation-report")
LAYOUTS = {
    "as copied": ("{kind}.html.j2", "macros/{kind}.html.j2"),
    "the paper only": ("{kind}.html.j2",),
    "the macros only": ("macros/{kind}.html.j2",),
}


def copied(root: Path, kind: str, files: tuple[str, ...], mark: str = "") -> Path:
    """A workspace with its copies; ``mark`` stands before the words of the macros."""
    for name in (file.format(kind=kind) for file in files):
        target = root / "templates" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(COPIED / name, target)
        if mark and name.startswith("macros/"):
            heading = "{% set count = namespace(n=0) %}\n"
            text = target.read_text("utf-8")
            assert heading in text
            target.write_text(text.replace(heading, f"{heading}<p>{mark}</p>\n"), "utf-8")
    return root


def bare(node: Any) -> Any:
    """A tree without the lines of the templates it came from, and without since when it holds, which
    templates of 0.1.0 do not know to say."""
    if isinstance(node, str):
        return node
    kept = {name: value for name, value in node.attributes.items() if name != "since"}
    return replace(node, at="", attributes=kept, children=tuple(map(bare, node.children)))


def printed(root: Path | None, view: View, kind: str, doc: Any) -> Element:
    words = {"doc": doc, "t": view.labels.words}
    tree: Element = bare(render(environment(root), KINDS[kind].template, words, kind))
    return tree


def docs(view: View, kind: str) -> list[Any]:
    """What the kind's papers say: blank and filled in, of a person and of a department."""
    chosen, read = KINDS[kind], read_results(results())
    person, unit = next(people_of(view, read)), next(units_of(view, read))
    if kind == "evaluation-report":
        return [chosen.context(view, person), chosen.context(view, unit)]
    blank = [chosen.context(view, view.role(name)) for name in ("stress", "plain", "lonely")]
    return [*blank, chosen.evaluated(view, person)] if chosen.evaluated else blank


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", KINDS_COPIED)
def test_copies_print_the_same_papers(
    view_in: Views, tmp_path: Path, kind: str, layout: str
) -> None:
    view = view_in("zh-Hans")
    root = copied(tmp_path, kind, LAYOUTS[layout])
    for doc in docs(view, kind):
        assert printed(root, view, kind, doc) == printed(None, view, kind, doc)


@pytest.mark.parametrize("layout", ["as copied", "the macros only"])
@pytest.mark.parametrize("kind", KINDS_COPIED)
def test_what_was_changed_in_a_copy_is_printed(
    view_in: Views, tmp_path: Path, kind: str, layout: str
) -> None:
    view = view_in("zh-Hans")
    root = copied(tmp_path, kind, LAYOUTS[layout], "本公司改过")
    doc = docs(view, kind)[0]
    assert "本公司改过" in printed(root, view, kind, doc).text()
    if kind != "evaluation-report":
        manual = KINDS["duty-manual"].context(view, subject_of(view, "duty-manual", "试验部"))
        assert "本公司改过" in printed(root, view, "duty-manual", manual).text()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_manual_binds_copies(view_in: Views, tmp_path: Path, layout: str) -> None:
    view = view_in("zh-Hans")
    for kind in ("job-description", "evaluation-form"):
        copied(tmp_path, kind, LAYOUTS[layout])
    doc = KINDS["duty-manual"].context(view, "试验部")
    assert printed(tmp_path, view, "duty-manual", doc) == printed(None, view, "duty-manual", doc)


def test_a_template_of_its_own_imports_macros_by_their_old_names(
    view_in: Views, tmp_path: Path
) -> None:
    """As a manual copied from 0.1.0 does."""
    view = view_in("zh-Hans")
    for kind, name in (
        ("job-description", "job_description"),
        ("duty-checklist", "duty_checklist"),
        ("sop-card", "procedure"),
        ("responsibility-agreement", "agreement"),
        ("job-posting", "job_posting"),
        ("log-sheet", "log_sheet"),
    ):
        (tmp_path / "templates").mkdir(exist_ok=True)
        count = ", 2, namespace(n=0)" if name == "procedure" else ""
        (tmp_path / "templates" / f"{kind}.html.j2").write_text(
            f'{{% from "macros/{kind}.html.j2" import {name} %}}\n'
            f'<article lang="en">{{{{ {name}(doc, t{count}) }}}}</article>',
            "utf-8",
        )
        subject = USUAL[KINDS[kind].about]
        doc = KINDS[kind].context(view, subject_of(view, kind, subject))
        body = printed(None, view, kind, doc).children
        own = printed(tmp_path, view, kind, doc).children
        assert own
        assert own[0] in body


def test_a_template_of_today_is_bound_in_the_manual(view_in: Views, tmp_path: Path) -> None:
    view = view_in("zh-Hans")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/job-description.html.j2").write_text(
        "{% macro job_description(doc, t, level=2) %}<p>只此一句</p>{% endmacro %}\n"
        '{% if doc is defined %}<article lang="en">{{ job_description(doc, t) }}</article>{% endif %}',
        "utf-8",
    )
    doc = KINDS["duty-manual"].context(view, "试验部")
    text = printed(tmp_path, view, "duty-manual", doc).text()
    assert text.count("只此一句") == len(doc.roles)


@pytest.mark.parametrize(
    ("kind", "old", "said"),
    [
        ("job-description", "{% for one in doc.contacts %}<p>{{ one.with }}</p>{% endfor %}", "财务部"),
        ("job-description", '{% for one in doc.contacts %}<p>{{ one["with"] }}</p>{% endfor %}', "财务部"),
        ("sop-card", "{% for one in doc.escalation %}<p>{{ one.from }}</p>{% endfor %}", "触发时"),
        ("evaluation-form", "<p>{{ doc.bonus_cap }}/{{ doc.penalty_cap }}</p>", "5/10"),
        ("evaluation-form", "{% for one in doc.grades %}<p>{{ one.op }}{{ one.bound }}</p>{% endfor %}", ">=90"),
        ("evaluation-form", "{% for one in doc.raters %}<p>{{ one.weight }};</p>{% endfor %}", "0.5;"),
        ("evaluation-form", '<p>{{ doc.weighted == "yes" }},{{ doc.slip == "yes" }}</p>', "True,False"),
        ("evaluation-form", '<p>{{ doc.weighted != "" }},{{ doc.slip != "" }}</p>', "True,False"),
    ],
)  # fmt: skip
def test_fields_are_read_as_in_0_1_0(
    view_in: Views, tmp_path: Path, kind: str, old: str, said: str
) -> None:
    view = view_in("zh-Hans")
    (tmp_path / "templates").mkdir()
    text = f'<article lang="en">{old}</article>'
    (tmp_path / "templates" / f"{kind}.html.j2").write_text(text, "utf-8")
    doc = KINDS[kind].context(view, subject_of(view, kind, USUAL[KINDS[kind].about]))
    assert said in printed(tmp_path, view, kind, doc).text()


def test_a_field_that_is_no_more_is_named_at_its_line(view_in: Views, tmp_path: Path) -> None:
    view = view_in("zh-Hans")
    (tmp_path / "templates").mkdir()
    text = '<article lang="en">\n{% for one in doc.grades %}<p>{{ one.low_op }}</p>{% endfor %}</article>'
    (tmp_path / "templates/evaluation-form.html.j2").write_text(text, "utf-8")
    doc = KINDS["evaluation-form"].context(view, view.role("stress"))
    with pytest.raises(DutybookError) as caught:
        printed(tmp_path, view, "evaluation-form", doc)
    (finding,) = caught.value.findings
    assert finding.code == "template-failed"
    assert finding.place.line == 2
    assert "low_op" in str(finding.details["reason"])
