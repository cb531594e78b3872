"""Whether a change asks something else of people, or only says it otherwise."""

from typing import Any

import pytest

from dutybook.closing.diff.materiality import material
from dutybook.closing.diff.values import Leaf


@pytest.mark.parametrize(
    ("kind", "path", "old", "new", "wanted"),
    [
        ("role", ("duties", "0", "text"), "及时的回复", "及时回复。", False),
        ("role", ("duties", "0", "text"), "Answer the guest", "Answer a guest", False),
        ("role", ("duties", "0", "text"), "应回复", "可回复", True),
        ("role", ("duties", "0", "text"), "2小时内", "3小时内", True),
        ("role", ("duties", "0", "text"), "1 2", "12", True),
        ("role", ("duties", "0", "text"), "1.5", "15", True),
        ("role", ("duties", "0", "text"), "not able", "notable", True),
        ("role", ("duties", "0", "tasks"), ["登记", "回访"], ["登记；", "回访"], False),
        ("role", ("duties", "0", "text"), "不，可以", "不可以", True),
        ("role", ("duties", "0", "text"), "登记、回访", "登记，回访", False),
        ("role", ("duties", "0", "tasks"), ["登记"], ["登记", "回访"], True),
        ("role", ("duties", "0"), None, {"id": "a", "text": "新"}, True),
        ("role", ("purpose",), ["甲"], ["乙"], False),
        ("role", ("kpis", "0", "name"), "甲", "乙", False),
        ("role", ("kpis", "0", "weight"), 20, 25, True),
        ("source", ("columns", "no", "title"), "甲", "乙", False),
        ("source", ("columns", "no"), "text", "number", True),
        ("source", ("columns", "kind", "values", "a"), "投诉", "客诉", True),
        ("role", ("title",), "前台", "客服专员", True),
        ("organisation", ("signers", "林"), "AAAA", "BBBB", True),
        ("organisation", ("external_posts", "foreman"), "领班", "项目经理", True),
        ("organisation", ("departments", "客服部", "title"), "客服部", "销售部", True),
        ("organisation", ("departments", "客服部", "code"), "A", "B", False),
        ("organisation", ("organisation",), "旧名", "新名", False),
        ("agreement", ("signatures", "0"), "甲方", "乙方", True),
        ("a kind nobody listed", ("x",), 1, 2, True),
    ],
)
def test_material(kind: str, path: tuple[str, ...], old: Any, new: Any, wanted: bool) -> None:
    assert material(kind, Leaf(path, old, new)) is wanted


@pytest.mark.parametrize(("kind", "wanted"), [("role", True), ("sop", True), ("measure", False)])
def test_what_came_or_went_whole(kind: str, wanted: bool) -> None:
    assert material(kind, None) is wanted
