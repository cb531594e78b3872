"""The style sheets of HTML papers: read as rules, for what printers, telephones and weak eyes need."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dutybook.resources import overlay
from dutybook.write.html.page import write
from dutybook.write.tree import parse

_PIECE = re.compile(r"\s*([^{}]*?)\s*([{}])", re.DOTALL)


class Rule(NamedTuple):
    """One rule: the block it stands in ("" or "@media print"), its selector, its declarations."""

    within: str
    selector: str
    says: dict[str, str]


def rules(name: str) -> list[Rule]:
    return list(_rules(re.sub(r"/\*.*?\*/", "", sheet(name), flags=re.DOTALL)))


def _rules(text: str) -> Iterator[Rule]:
    blocks: list[str] = []
    for piece, end in _PIECE.findall(text):
        if end == "{":
            before, _, name = piece.rpartition(";")
            if before:
                yield Rule(" ".join(blocks[:-1]), blocks[-1], _declared(before))
            blocks.append(" ".join(name.split()))
            continue
        if ":" in piece:
            yield Rule(" ".join(blocks[:-1]), blocks[-1], _declared(piece))
        blocks.pop()


def _declared(text: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in text.split(";") if line.strip())
    return {key.strip(): value.strip() for key, _, value in pairs}


def sheet(name: str) -> str:
    path: Path = overlay(None, "templates", name)[name]
    return path.read_text("utf-8")


def said(name: str, selector: str, key: str, within: str = "") -> str:
    """What the last rule for ``selector`` says of ``key``."""
    found = [
        rule.says[key]
        for rule in rules(name)
        if rule.within == within
        and selector in (one.strip() for one in rule.selector.split(","))
        and key in rule.says
    ]
    assert found, f"{name}: nothing says {key} of {selector}"
    return found[-1]


def colour(text: str) -> tuple[float, ...]:
    """The linear red, green and blue of ``#rgb``, ``#rrggbb`` or a variable of the sheet."""
    if match := re.fullmatch(r"var\((--[a-z-]+)\)", text):
        return colour(said("paper.css", ":root", match[1]))
    digits = text.removeprefix("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    shares = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return tuple(s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (colour(one), colour(other))]
    return (max(light) + 0.05) / (min(light) + 0.05)


def test_the_ratio_is_the_one_of_the_guidelines() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("behind", ["#fff", "var(--shade)", "var(--head)", "var(--off)"])
@pytest.mark.parametrize("words", ["var(--ink)", "var(--muted)"])
def test_words_stand_out_from_what_is_behind_them(words: str, behind: str) -> None:
    assert contrast(words, behind) >= 4.5


def test_words_beside_the_paper_stand_out_too() -> None:
    around = said("paper.css", "body", "background")
    assert contrast(said("paper.css", "footer", "color"), around) >= 4.5
    assert contrast("var(--ink)", "var(--off-head)") >= 4.5
    for behind in (said("site.css", "aside", "background"), "var(--shade)"):
        assert contrast(said("site.css", "aside a", "color"), behind) >= 4.5
    assert contrast("var(--muted)", said("site.css", ".hit", "background")) >= 4.5


def test_printed_grey_is_darker_than_the_screen() -> None:
    printed = said("paper.css", "html", "--muted", "@media print")
    assert contrast(printed, "#fff") > contrast("var(--muted)", "#fff")


def test_the_focus_is_seen() -> None:
    mark = said("paper.css", ":focus-visible", "outline").split()[-1]
    assert contrast(mark, "#fff") >= 3
    assert contrast(mark, said("paper.css", "body", "background")) >= 3
    assert not any("outline" in r.says and ":focus" in r.selector for r in rules("site.css"))


@pytest.mark.parametrize(
    ("selector", "key", "value"),
    [
        ("thead", "display", "table-header-group"),
        ("tr", "break-inside", "avoid"),
        ("table.signatures", "break-inside", "avoid"),
        ("table.grid", "break-inside", "avoid"),
        ("tbody > tr:nth-last-child(2)", "break-after", "avoid"),
        ("figure", "break-inside", "avoid"),
        (".keep", "break-inside", "avoid"),
        ("h2", "break-after", "avoid"),
        ("p.note", "break-before", "avoid"),
        ("html", "print-color-adjust", "exact"),
    ],
)
def test_pages_break_where_a_typesetter_would(selector: str, key: str, value: str) -> None:
    assert said("paper.css", selector, key) == value


def test_what_serves_the_screen_is_not_printed() -> None:
    assert said("site.css", "aside", "display", "@media print") == "none"
    assert said("site.css", ".skip", "display", "@media print") == "none"
    assert said("paper.css", "footer", "display", "@media print") == "none"
    assert said("paper.css", ".scroll", "overflow", "@media print") == "visible"


def test_a_turned_page_is_not_broken_twice() -> None:
    """A section names its page, so leaving it breaks the page: a page break after it made a blank one."""
    for turned in ("portrait", "landscape"):
        after = f"section.{turned} + hr.page-break"
        assert said("paper.css", f"section.{turned}", "page", "@media print") == turned
        assert said("paper.css", after, "display", "@media print") == "none"


def test_a_cover_has_neither_head_nor_foot() -> None:
    assert said("paper.css", "div.cover", "page", "@media print") == "cover"
    for box in ("@top-left", "@bottom-left", "@bottom-right"):
        assert said("paper.css", box, "content", "@page cover") == "none"
    assert said("paper.css", "@top-left", "content", "@page :first") == "none"


def test_wide_tables_move_alone_and_fields_go_below_each_other_on_a_telephone() -> None:
    assert said("paper.css", ".scroll", "overflow-x") == "auto"
    phone = "@media screen and (max-width: 700px)"
    assert said("paper.css", "table.grid > tbody > tr", "display", phone) == "grid"
    wide = [
        rule.selector
        for rule in rules("paper.css")
        if rule.within == phone and "mm" in rule.says.get("width", rule.says.get("min-width", ""))
    ]
    assert wide
    assert all("table" in one for selectors in wide for one in selectors.split(","))


def test_every_table_stands_in_its_own_frame_and_pages_are_headed() -> None:
    tree = parse(
        '<article lang="en" kind="x" title="t" organisation="A &amp; B"><table class="list"><tbody>'
        "<tr><td>a</td></tr></tbody></table></article>"
    )
    page = write(tree, "en", None).decode()
    assert '<div class="scroll">\n<table class="list">' in page
    assert page.count("</table>\n</div>") == 1
    assert '@top-left { content: "A \\26  B" }' in page
