"""Responsibility agreements: the example's figures are all on the paper, and what is odd is kept."""

from collections.abc import Callable

import pytest

from dutybook.papers.responsibility_agreement.paper import (
    ResponsibilityAgreement,
    responsibility_agreement,
)
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.workspace import Workspace
from dutybook.write.tree import Element


def context(workspace: Workspace, name: str, locale: str = "zh-Hans") -> ResponsibilityAgreement:
    return responsibility_agreement(View(workspace, locale), workspace.definitions.agreements[name])


def printed(workspace: Workspace, name: str) -> Element:
    words = {"doc": context(workspace, name), "t": View(workspace, "zh-Hans").labels.words}
    return render(environment(None), "responsibility-agreement.html.j2", words, name)


@pytest.mark.parametrize(
    ("name", "figures"),
    [
        ("customer-service-2026", ["≤ 98%", "≥ 92%", "≥ 90%", "≥ 95%", "≥ 100%", "每月1日前"]),
        (
            "service-centre-2026",
            ["≥ 97%", "≥ 98%", "≥ 92%", "≥ 90%", "≥ 80%", "≥ 30%", "≥ 95%", "≥ 1", "2 小时内",
             "30 分钟内", "24 小时内", "72 小时内", "3 个工作日内", "7 天内", "每月27日前",
             "每月2日前", "每季度结束后次月3日前"],
        ),
    ],
)  # fmt: skip
def test_the_figures_of_the_example_are_printed(
    example: Workspace, name: str, figures: list[str]
) -> None:
    text = printed(example, name).text()
    assert [figure for figure in figures if figure not in text] == []
    agreement = example.definitions.agreements[name]
    for texts in agreement.rights.values():
        assert all(str(each) in text for each in texts)
    for duties in agreement.obligations.values():
        assert all(str(duty.text) in text for duty in duties)
    for item in agreement.consequences:
        assert str(item.text) in text
    assert str(agreement.void_if[0]) in text
    assert f"一式{agreement.copies}份" in text


def test_each_party_has_a_box_to_sign_and_seal(papers: Workspace) -> None:
    boxes = next(e for e in printed(papers, "deal").walk() if "signatures" in e.classes)
    text = boxes.text()
    assert text.count("签字：") == text.count("（盖章处）") == 3


def test_a_page_of_signatures_is_never_alone(papers: Workspace) -> None:
    """The last terms stay with the boxes: what is signed stands on the page that is signed."""
    kept = [one for one in printed(papers, "deal").walk() if "keep" in one.classes]
    assert [[child.tag for child in one.elements] for one in kept] == [["h2", "ol", "h2", "table"]]


def test_the_parties_are_called_by_their_side(papers: Workspace) -> None:
    parties = context(papers, "deal", "en").parties
    assert [(party.side, party.name) for party in parties] == [
        ("Party A", "Trial & Co."),
        ("Party B", "The responsible party"),
        ("Party C", "质量部负责人"),
    ]


def test_a_target_nobody_has_is_named_all_the_same(workspace_at: Callable[..., Workspace]) -> None:
    text = "agreement: a\ntitle: 责任书\nparties: {one: 甲, two: 乙}\ntargets: [nobody/nothing]\n"
    workspace = workspace_at({"roles/a.yaml": text})
    assert [row.name for row in context(workspace, "a").targets] == ["nobody/nothing"]
    assert "nobody/nothing" in printed(workspace, "a").text()


def test_a_fifth_party_is_numbered(workspace_at: Callable[..., Workspace]) -> None:
    parties = ", ".join(f"p{i}: 岗位{i}" for i in range(1, 6))
    text = f"agreement: a\ntitle: 责任书\nparties: {{{parties}}}\n"
    doc = context(workspace_at({"roles/a.yaml": text}), "a")
    assert [party.side for party in doc.parties][3:] == ["丁方", "5"]
    assert doc.identity[-1].value == doc.copies == ""
