"""Templates that mean harm, or only forgot to stop: each ends soon, with template, line and role."""

from pathlib import Path

import pytest
from workspaces import write_files

from dutybook.finding import DutybookError, Finding
from dutybook.papers.template.bounds import STEPS
from dutybook.papers.template.render import environment, render

ARTICLE = '<article lang="en" kind="x" title="x">\n<p>{}</p>\n</article>'


def failed(root: Path, source: str, **files: str) -> Finding:
    write_files(root, {"templates/x.html.j2": source, **files})
    with pytest.raises(DutybookError) as caught:
        render(
            environment(root), "x.html.j2", {"doc": {"text": "a", "list": [1, 2]}, "t": {}}, "desk"
        )
    (finding,) = caught.value.findings
    return finding


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__'] }}",
        "{{ doc.text.__init__.__globals__ }}",
        "{{ doc|attr('__class__')|attr('mro') }}",
        "{{ render.__globals__ }}",
        "{% set x = doc.list.append(3) %}",
        "{{ range(999999999) }}",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) if b < 0 %}{% endfor %}{% endfor %}",
        "{% for a in range(9999) %}{% set b = range(9999)|map('string')|list|sort|join %}{% endfor %}",
        "{% set l = range(9999)|list %}{% for a in l %}{% for b in l %}{{ l|sum }}{% endfor %}{% endfor %}",
        "{% for a in [1, 2] recursive %}{{ loop([1, 2]) }}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% set n = namespace(a='aa') %}{% for i in range(60) %}{% set n.a = n.a ~ n.a %}{% endfor %}",
        "{% set n = namespace(a='aa') %}{% for i in range(60) %}{% set n.a = n.a + n.a %}{% endfor %}",
        "{% set n = namespace(a=[1]) %}{% for i in range(60) %}{% set n.a = n.a + n.a %}{% endfor %}",
        "{% set n = namespace(a='a') %}{% for i in range(9) %}{% set n.a = n.a|replace('a', 'a' * 90) %}{% endfor %}",
        "{{ 'a' * 999999999 }}",
        "{{ [1] * 999999999 }}",
        "{{ 9 ** 999999999 }}",
        "{% set n = namespace(a=9) %}{% for i in range(99) %}{% set n.a = n.a ** 9 %}{% endfor %}",
        "{% set n = namespace(a=9) %}{% for i in range(99) %}{% set n.a = n.a * n.a %}{% endfor %}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ 'a'.ljust(999999999) }}",
        "{{ 'a'|center(999999999) }}",
        "{{ 'a'|indent(999999999) }}",
        "{{ [1]|batch(999999999, 1)|list }}",
        "{{ lipsum(99999) }}",
        "{% include '../secret.html.j2' %}",
        "{% include '/etc/passwd' %}",
        "{% import '../../../etc/passwd' as x %}",
        "{{ doc.nothing }}",
    ],
)  # fmt: skip
def test_it_ends_and_says_where(
    tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "dutybook.papers.template.bounds.STEPS", STEPS // 10
    )  # the same end, ten times as soon
    finding = failed(tmp_path, ARTICLE.format(source), **{"secret.html.j2": "secret"})
    assert finding.code in ("template-failed", "template-syntax")
    assert (finding.place.file, finding.place.line) == ("templates/x.html.j2", 2)
    assert finding.details["who"] == "desk"


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret.html.j2": "secret", "templates/x": ""})
    (tmp_path / "templates/link.html.j2").symlink_to(tmp_path / "secret.html.j2")
    finding = failed(tmp_path, ARTICLE.format("{% include 'link.html.j2' %}"))
    assert finding.code == "template-failed"


def test_what_ordinary_templates_do_is_done(tmp_path: Path) -> None:
    source = (
        "{% for item in doc.list %}{{ loop.index }}/{{ loop.length }}{{ ',' if not loop.last }}{% endfor %}"
        " {{ doc.list|join('-') }} {{ 'a' ~ doc.text ~ '<' }} {{ 'x' * 3 }} {{ 2 ** 8 }}"
        " {{ range(3)|list }} {{ doc.text|upper }} {{ doc.text|replace('a', 'b') }}"
        "{% for n in range(9) if n > 7 %} {{ n }}{% endfor %}"
    )
    write_files(tmp_path, {"templates/x.html.j2": ARTICLE.format(source)})
    context = {"doc": {"text": "a", "list": [1, 2]}, "t": {}}
    tree = render(environment(tmp_path), "x.html.j2", context, "desk")
    assert tree.text() == "1/2,2/2 1-2 aa< xxx 256 [0, 1, 2] A b 8"


def test_each_paper_has_its_own_budget(tmp_path: Path) -> None:
    source = "{% for a in range(999) %}{% for b in range(999) %}{% endfor %}{% endfor %}x"
    write_files(tmp_path, {"templates/x.html.j2": ARTICLE.format(source)})
    env = environment(tmp_path)
    for _ in range(4):
        assert render(env, "x.html.j2", {}, "desk").text() == "x"
