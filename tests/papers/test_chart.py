"""Charts: what the rows say is in the picture and in its words, and nothing else gets in or out."""

import re
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest

from dutybook.finding import DutybookError
from dutybook.papers.drawing.chart import (
    Bar,
    Column,
    Level,
    Point,
    bars,
    grades,
    pages_of_bars,
    trend,
)
from dutybook.papers.drawing.drawing import Drawing
from dutybook.papers.view import View
from dutybook.workspace import Workspace
from dutybook.write import picture
from dutybook.write.tree import Element

SIZED = "usermeta: {width: 9, height: {each: 1, besides: 1}, label: 9}\n"
Views = Callable[[str], View]


def words_of(figure: Drawing) -> list[str]:
    return [re.sub("<[^>]*>", "", text) for text in re.findall(r"<text.*?</text>", figure.svg)]


def sizes(figure: Drawing) -> list[float]:
    """Widths of the filled or framed bars, in drawing order."""
    return [float(width) for width in re.findall(r'd="M[\d.]+,[\d.]+h([\d.]+)v4\.2', figure.svg)]


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant", "en"])
def test_bars_are_as_long_as_their_values(view_in: Views, locale: str) -> None:
    rows = [
        Bar("甲", "50，目标 100", 50, 100, met=False),
        Bar("乙", "100", 100, 100),
        Bar("丙", "-"),
    ]
    figure = bars(view_in(locale), rows, "%")
    half, whole = sizes(figure)[:2]
    assert whole == pytest.approx(72)  # the bars' whole room: from 52 to 124 mm
    assert half == pytest.approx(36)
    assert {"甲", "乙", "丙", "50，目标 100", "%"} <= set(words_of(figure))
    for row in rows:
        assert row.name in figure.alt
        assert row.said in figure.alt
    assert float(figure.height) == 9 + 3 * 9.5


def test_met_and_missed_differ_without_colour(view_in: Views) -> None:
    svg = bars(view_in("en"), [Bar("a", "1", 1, 1), Bar("b", "1", 1, 2, met=False)]).svg
    filled, empty = (re.search(rf'v4\.2[^>]*fill="{tone}"', svg) for tone in ("#777", "#fff"))
    assert filled
    assert empty


def test_a_name_longer_than_two_lines_says_that_it_goes_on(view_in: Views) -> None:
    name = "首次来电按程序处理" * 4
    figure = bars(view_in("zh-Hans"), [Bar(name, "1", 1)])
    (drawn,) = (text for text in words_of(figure) if "首次" in text)
    assert drawn.endswith("…")
    assert name.startswith(drawn[:-1])
    assert name in figure.alt


def test_a_trend_breaks_where_there_is_no_data(view_in: Views) -> None:
    points = [
        Point("1月", 80, "80"),
        Point("2月", None),
        Point("3月", 90, "90"),
        Point("4月", 95, "95"),
    ]
    figure = trend(view_in("zh-Hans"), points, [Level(85, "目标 85")])
    (line,) = re.findall(r'd="(M[^"]*)"[^>]*stroke-width="0.5"', figure.svg)
    assert line.count("M") == 2
    assert "2月 无数据" in figure.alt
    assert "目标 85" in words_of(figure)


def test_series_are_named_at_their_last_point(view_in: Views) -> None:
    points = [Point(p, v, f"{v:g}", s) for s, v in (("总分", 80), ("平均", 70)) for p in ("1", "2")]
    figure = trend(view_in("zh-Hans"), points)
    assert {"总分", "平均"} <= set(words_of(figure))
    dashes = set(re.findall(r'stroke-dasharray="([^"]*)"', figure.svg))
    assert dashes - {""}, "the second line is told apart by its dashes"


def test_grades_have_their_counts(view_in: Views) -> None:
    figure = grades(view_in("en"), [Column("A", 3, "3 (30%)", 2), Column("B", 7, "7 (70%)")])
    assert [w for w in words_of(figure) if w] == ["3 (30%)", "7 (70%)", "A", "B"]
    assert figure.alt == "Distribution of grades: A: 3 (30%); B: 7 (70%)."


def test_the_same_rows_give_the_same_bytes(view_in: Views) -> None:
    rows = [Bar("甲", "1", Decimal("0.1"), 1)]
    first = bars(view_in("zh-Hans"), rows)
    trend(view_in("zh-Hans"), [Point("1", 1, "1")])
    assert bars(view_in("zh-Hans"), rows) == first
    png = picture.png(Element("figure", asdict(first)))
    assert png.startswith(b"\x89PNG")


def test_words_never_become_markup(view_in: Views) -> None:
    hostile = "</text><script>x()</script>{{7*7}} =1+1"
    figure = bars(view_in("en"), [Bar(hostile, hostile, 1)])
    assert "<script" not in figure.svg
    assert "49" not in figure.svg
    assert hostile in figure.alt


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("marks: [", "yaml-syntax"),
        ("marks: []\n", "chart-failed"),
        ("[]\n", "chart-failed"),
        ("usermeta: {width: x, height: {each: 1, besides: 1}, label: 9}\ndata: []\nmarks: []\n", "chart-failed"),
        ("usermeta: {}\ndata: [{name: rows}]\nmarks: [{type: rect}]\n", "chart-failed"),
        (SIZED + "data: 1\nmarks: []\n", "chart-failed"),
        (SIZED + "signals: [{name: s, update: '(('}]\ndata: [{name: rows}]\nmarks: [{type: rect}]\n", "chart-failed"),
        (SIZED + "data: [{name: rows}, {name: far, url: 'http://127.0.0.1:9/x.json'}]\nmarks: []\n", "chart-failed"),
    ],
)  # fmt: skip
def test_a_broken_spec_is_a_finding(
    workspace_at: Callable[..., Workspace], tmp_path: Path, spec: str, said: str
) -> None:
    workspace = workspace_at({"templates/charts/bars.yaml": spec})
    with pytest.raises(DutybookError) as caught:
        bars(View(workspace, "en"), [Bar("a", "1", 1)])
    assert [finding.code for finding in caught.value.findings] == [said]
    assert caught.value.findings[0].place.file == "templates/charts/bars.yaml"


def test_many_bars_are_shared_out_among_pages(view_in: Views) -> None:
    """23 do not fit on a page: 11 and 12, in the order given."""
    view = view_in("zh-Hans")
    rows = [Bar(f"第{i}项", f"{i}%", i, 100) for i in range(1, 24)]
    first, second = pages_of_bars(view, rows)
    assert (first.alt.count("%"), second.alt.count("%")) == (11, 12)
    assert "第11项" in first.alt
    assert "第12项" in second.alt
    assert list(pages_of_bars(view, [])) == []
    assert len(list(pages_of_bars(view, rows[:22]))) == 1


def test_names_at_the_ends_of_lines_do_not_touch(view_in: Views) -> None:
    points = [
        Point(period, value, series=series)
        for series, value in (("甲", 80), ("乙", 80.5), ("丙", 95))
        for period in ("2026-09", "2026-10")
    ]
    svg = trend(view_in("zh-Hans"), points).svg
    place = r"translate\([\d.]+,([\d.]+)\)[^>]*>"
    at = {name: float(re.findall(place + name + "<", svg)[0]) for name in ("甲", "乙", "丙")}
    assert at["甲"] - at["乙"] == pytest.approx(3.6, abs=0.05)
    assert at["丙"] < at["乙"] - 3.6
