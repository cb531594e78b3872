"""Flow diagrams: what leads where, and pictures in which nothing is lost or runs over an edge."""

import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from dutybook.papers.drawing.flow import flow
from dutybook.papers.drawing.flow_layout import WIDTH, Box, Edge, Ways
from dutybook.papers.drawing.flow_picture import ROOM, Look, drawn
from dutybook.papers.view import View
from dutybook.workspace import Workspace
from dutybook.write.estimate import text_width

Views = Callable[[str], View]
SVG = "{http://www.w3.org/2000/svg}"
LOOK = Look("Test Sans", "zh-Hans", "开始", "结束")


def words(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def procedure(at: Callable[..., Workspace], steps: str, start: str = "来电") -> View:
    return View(
        at({"roles/s.yaml": f"sop: p\ntitle: 程序\ntrigger: {start}\nsteps:\n{steps}"}), "zh-Hans"
    )


def pictures_of(view: View) -> list[dict[str, str]]:
    return flow(view, view.workspace.definitions.sops["p"])


def test_branches_order_and_after_lead_from_step_to_step(view_in: Views) -> None:
    view = view_in("zh-Hans")
    (picture,) = flow(view, view.workspace.definitions.sops["handling"])
    assert picture.alt == (
        "流程图：第 1 步 接听，转第 4 步；第 2 步 分类，当场可办：转第 4 步，需转办：转第 3 步；"
        "第 3 步 转办，结束；第 4 步 办结，结束。"
    )


def test_a_picture_says_what_the_steps_say(view_in: Views) -> None:
    view = view_in("zh-Hans")
    (picture,) = flow(view, view.workspace.definitions.sops["handling"])
    said = words(picture.svg)
    assert said[0] == "来电"
    for text in ("接听", "试验组长", "当场可办", "需转办", "?", "4", "结束"):
        assert text in said
    assert "试验员<b>；30秒内" in said


def test_user_text_never_becomes_markup(workspace_at: Callable[..., Workspace]) -> None:
    evil = "</text><script>x</script> & \\\"'>"
    view = procedure(workspace_at, f'  - {{id: a, text: "{evil}"}}\n', '"<b onload=x>"')
    (picture,) = pictures_of(view)
    tags = {element.tag for element in ElementTree.fromstring(picture.svg).iter()}
    assert tags <= {SVG + tag for tag in ("svg", "rect", "circle", "polyline", "polygon", "text")}
    assert "".join(words(picture.svg)).count("<script>") == 1


def test_long_procedures_are_split_and_nothing_is_lost(
    workspace_at: Callable[..., Workspace],
) -> None:
    text = "把客户遇到的问题逐项问明，每个细节都认真听完，再登记在册，" * 3
    steps = "".join(f"  - {{id: s{i}, text: 第{i}件事，{text}}}\n" for i in range(15))
    pictures = pictures_of(procedure(workspace_at, steps))
    assert len(pictures) > 1
    said = "".join("".join(words(picture.svg)) for picture in pictures)
    assert all(f"第{i}件事" in said for i in range(15))
    for picture in pictures:
        assert float(picture.height) <= ROOM + 0.01
        assert float(picture.width) <= WIDTH
        root = ElementTree.fromstring(picture.svg)
        for line in root.iter(f"{SVG}text"):
            wide = text_width(line.text or "") * float(line.get("font-size", "0"))
            left = float(line.get("x", "0")) - (
                wide / 2 if line.get("text-anchor") == "middle" else 0
            )
            assert left >= 0
            assert left + wide <= WIDTH
    alternatives = [picture.alt for picture in pictures]
    assert alternatives[0].startswith(f"流程图第 1 幅，共 {len(pictures)} 幅：")


def test_pictures_are_of_about_the_same_height() -> None:
    boxes = [Box(str(i), "办理") for i in range(1, 31)]
    edges = [Edge(i, i + 1) for i in range(29)]
    pictures = drawn(boxes, edges, LOOK)
    assert [step for picture in pictures for step in picture.steps] == list(range(30))
    sizes = [len(picture.steps) for picture in pictures]
    assert max(sizes) - min(sizes) <= 2
    for before, after in pairwise(pictures):
        assert words(before.svg)[-1] == str(after.steps[0] + 1)  # where it goes on
        assert words(after.svg)[0] == str(before.steps[-1] + 1)  # where it came from


def test_arrows_that_cross_have_lanes_of_their_own() -> None:
    boxes = [Box(str(i), "办理") for i in range(1, 7)]
    edges = [Edge(0, 3, "一"), Edge(1, 4, "二"), Edge(2, 0, "回"), Edge(3, 5)]
    (picture,) = drawn(boxes, edges, LOOK)
    bends = re.findall(r'<polyline points="[^"]*? (\d+),[\d.]+ \1,[\d.]+ [^"]*"', picture.svg)
    assert set(bends) >= {"153", "157", "161"}


def test_where_lanes_run_out_a_circle_says_where_it_goes() -> None:
    boxes = [Box(str(i), "办") for i in range(1, 8)]
    edges = [Edge(0, target, f"去{target}") for target in range(2, 7)]
    (picture,) = drawn(boxes, edges, LOOK)
    said = words(picture.svg)
    assert all(f"去{target}" in said for target in range(2, 7))
    assert said.count("7") == 2  # the box itself, and the circle of the fifth arrow


@pytest.mark.parametrize(
    ("edges", "none", "decide"),
    [([], True, False), ([Edge(0, 1)], False, False), ([Edge(0, 1, "如")], False, True)],
)
def test_what_leaves_a_step(edges: list[Edge], none: bool, decide: bool) -> None:
    ways = Ways.of(0, edges)
    assert (ways.none, ways.decide) == (none, decide)


def test_the_same_procedure_gives_the_same_picture(view_in: Views, example: Workspace) -> None:
    for sop in example.definitions.sops.values():
        first, second = (flow(View(example, "zh-Hans"), sop) for _ in range(2))
        assert first == second


@pytest.mark.parametrize(
    ("locale", "family"), [("zh-Hant", "HK"), ("zh-Hant-TW", "TC"), ("en", "SC")]
)
def test_the_fonts_are_those_of_the_paper(view_in: Views, locale: str, family: str) -> None:
    view = view_in(locale)
    (picture,) = flow(view, view.workspace.definitions.sops["handling"])
    assert f'font-family="Noto Sans CJK {family}' in picture.svg
    assert f'xml:lang="{locale}"' in picture.svg


def test_where_nothing_leads_on_a_picture_neither_ends_nor_begins_with_a_circle() -> None:
    boxes = [Box(str(i), "办理") for i in range(1, 21)]
    pictures = drawn(boxes, [], LOOK)
    for before, after in pairwise(pictures):
        assert words(before.svg)[-1] == "结束"
        assert words(after.svg)[0] == str(after.steps[0] + 1)
        assert words(after.svg)[1] == "办理"
