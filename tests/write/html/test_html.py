"""HTML pages: self-contained, escaped, readable aloud, with the tree's tables and contents."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from dutybook.write.html.page import write
from dutybook.write.tree import parse

VOID = {"br", "col", "hr", "input", "meta"}


class Checker(HTMLParser):
    """Counts tags, and insists that each that opens closes in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "title"):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.seen if name == tag]


def page(body: str, root: Path | None = None, **attributes: str) -> tuple[str, Checker]:
    given = {
        "lang": "zh-Hans",
        "kind": "job-description",
        "title": "说明书",
        "organisation": "公司",
    } | attributes
    head = "".join(f' {key}="{value}"' for key, value in given.items())
    data = write(parse(f"<article{head}>{body}</article>"), given["lang"], root)
    checker = Checker()
    checker.feed(data.decode())
    assert checker.open == []
    return data.decode(), checker


def test_one_self_contained_page() -> None:
    text, checker = page("<h1>a</h1><p>b</p>")
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh-Hans">')
    assert "<title>说明书</title>" in text
    assert "<header>公司</header>\n<h1" in text
    assert not checker.all("script")
    assert not checker.all("link")
    assert "http" not in text.replace("http-equiv", "")


def test_the_same_tree_gives_the_same_bytes() -> None:
    assert page("<p>a</p>")[0] == page("<p>a</p>")[0]


def test_words_are_escaped() -> None:
    text, checker = page('<p>&lt;script&gt; &amp; "</p>', title="&lt;b&gt;", form="&lt;/style&gt;")
    assert '<p>&lt;script&gt; &amp; "</p>' in text
    assert "<title>&lt;b&gt;</title>" in text
    assert text.count("</style>") == 1
    assert not checker.all("script")


def test_tables_keep_spans_widths_and_heights() -> None:
    text, _ = page(
        '<table class="list"><colgroup><col width="40"/><col width="60"/></colgroup>'
        "<thead><tr><th>a</th><th>b</th></tr></thead>"
        '<tbody><tr height="14"><td colspan="2" align="center" class="label">c</td></tr></tbody></table>'
    )
    assert '<col style="width:40%">' in text
    assert '<tr style="height:14mm">' in text
    assert '<td class="label center" colspan="2">c</td>' in text
    assert "<thead>" in text


def test_check_boxes_are_real() -> None:
    _, checker = page('<p><input type="checkbox"/><input type="checkbox" checked="checked"/></p>')
    assert checker.all("input") == [
        {"aria-label": "勾选框", "type": "checkbox"},
        {"aria-label": "勾选框", "checked": "checked", "type": "checkbox"},
    ]


def test_a_box_is_spoken_by_the_words_after_it() -> None:
    _, checker = page('<p>有无：<input type="checkbox"/> 有　<input type="checkbox"/> 无</p>')
    assert [box["aria-label"] for box in checker.all("input")] == ["有", "无"]


@pytest.mark.parametrize(
    ("locale", "name"),
    [
        ("zh-Hant", "勾選方格"),
        ("zh-Hant-HK", "勾選方格"),
        ("zh-Hant-TW", "勾選方格"),
        ("en", "Box to tick"),
    ],
)
def test_a_box_without_words_has_a_name_in_the_papers_language(locale: str, name: str) -> None:
    tree = parse(f'<article lang="{locale}" title="t"><p><input type="checkbox"/></p></article>')
    assert f'<input aria-label="{name}" type="checkbox">' in write(tree, locale, None).decode()


def test_blanks_are_as_wide_as_asked() -> None:
    assert (
        '<span class="blank" style="min-width:min(8em,100%)"></span>'
        in page('<p><span class="blank" width="8"></span></p>')[0]
    )


def test_contents_link_to_headings() -> None:
    _, checker = page(
        '<div class="cover"><h1 class="cover">手册</h1></div><nav class="contents" levels="1-2"></nav>'
        '<h1 id="one">一</h1><h2>二</h2><h3>三</h3>'
    )
    links = [attributes["href"] for attributes in checker.all("a")]
    ids = [a.get("id") for tag in ("h1", "h2") for a in checker.all(tag)]
    assert links == ["#paper", *["#one", "#h3"] * 2]  # beside the paper, and in it
    assert {"one", "h3"} <= set(ids)


def test_contents_without_levels_go_to_the_second() -> None:
    _, checker = page("<nav></nav><h1>a</h1><h2>b</h2><h3>c</h3>")
    assert [a["href"] for a in checker.all("a")] == ["#paper", *["#h1", "#h2"] * 2]


@pytest.mark.parametrize(
    ("locale", "count", "mark"),
    [
        ("zh-Hans", "counter(page)", "版本 2.1"),
        ("zh-Hant", "counter(page)", "版本 2.1"),
        ("en", '"Page " counter(page) " of " counter(pages)', "Version 2.1"),
    ],
)
def test_the_footer_counts_pages(locale: str, count: str, mark: str) -> None:
    text, checker = page("<p>a</p>", lang=locale, form="SY-01", version="2.1")
    assert f"公司 · 说明书 · SY-01 · {mark}" in "".join(checker.words)
    assert count in text
    assert "counter(pages)" in text


def test_sections_turn_their_pages() -> None:
    text, _ = page(
        '<section class="page" orientation="landscape"><p>a</p></section>', orientation="landscape"
    )
    assert '<section class="page landscape">' in text
    assert '<article class="job-description landscape" lang="zh-Hans">' in text
    assert "@page { size: A4 landscape;" in text


def test_a_workspace_brings_its_own_style(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/paper.css").write_text("body { color: teal }\n", "utf-8")
    text, _ = page("<p>a</p>", root=tmp_path)
    assert "color: teal" in text
    assert "--shade" not in text
