"""The document tree: markup read, white space folded, positions kept, all else a finding."""

import pytest

from dutybook.finding import DutybookError
from dutybook.write.tree import Element, allowed, parse


def body(markup: str) -> Element:
    return parse(f'<article at="templates/t.j2:1">{markup}</article>')


def test_white_space_is_folded_as_html_does() -> None:
    tree = body("<p>\n  one\n  two <strong> three </strong>\n<br/>\n four </p>")
    assert tree.text() == "one two  three \nfour"


def test_words_beside_blocks_lose_their_spaces() -> None:
    tree = body("<table><tbody><tr><td>\n  a\n <p> b </p>\n</td></tr></tbody></table>")
    cell = next(element for element in tree.walk() if element.tag == "td")
    assert cell.children == ("a", Element("p", {}, ("b",), "templates/t.j2:1"))


def test_elements_know_where_they_were_written() -> None:
    tree = parse('<article at="templates/t.j2:1"><p at="templates/t.j2:7">a</p><p>b</p></article>')
    assert [element.at for element in tree.elements] == ["templates/t.j2:7", "templates/t.j2:1"]
    assert tree.attributes == {}


def test_a_tree_as_data() -> None:
    tree = body('<p class="note right">a<br/></p>')
    assert tree.as_data() == {
        "tag": "article",
        "children": [
            {"tag": "p", "attributes": {"class": "note right"}, "children": ["a", {"tag": "br"}]}
        ],
    }
    assert tree.elements[0].classes == {"note", "right"}
    assert tree.get("lang", "en") == "en"


@pytest.mark.parametrize(
    ("markup", "code"),
    [
        ("<p>", "template-markup"),
        ("<p>&nbsp;</p>", "template-markup"),
        ("<marquee/>", "template-element"),
        ("<tr/>", "template-element"),
        ("<article/>", "template-element"),
        ('<p onclick="x()">a</p>', "template-attribute"),
        ("words", "template-text"),
    ],
)
def test_what_is_not_in_the_schema_is_a_finding(markup: str, code: str) -> None:
    with pytest.raises(DutybookError) as caught:
        body(markup)
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.file, finding.place.line) == (code, "templates/t.j2", 1)


def test_the_schema_names_only_elements_it_describes() -> None:
    known = set(allowed()) | {"text"}
    for element in allowed().values():
        assert set(element.children) <= known
