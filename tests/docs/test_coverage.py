"""Every figure of the seed texts stands in a definition, and docs/coverage.md says where."""

import os
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """docs/figures.py."""
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    import figures

    return figures


def test_every_figure_is_carried_or_has_a_reason(script: ModuleType) -> None:
    listed = script.figures()
    assert len(listed) > 250
    assert {one.kind for one in listed} == set(script.KINDS)
    assert script.uncovered(listed, script.definitions()) == []


def test_the_page_is_fresh(script: ModuleType) -> None:
    """Mend with: python docs/figures.py"""
    page = script.page(script.figures(), script.definitions())
    assert (ROOT / "docs/coverage.md").read_text("utf-8") == page


def test_a_definition_that_says_another_figure_is_found(script: ModuleType) -> None:
    known = script.definitions()
    place = "role/estate-assistant/duties/move-in/within"
    one = next(one for one in script.figures() if one.carried == (place,))
    assert script.says(place, "30 min", known) == "roles/estate-service/estate-assistant.yaml"
    for form in ("3", "0 min", "130 min", "15 min"):  # not a part of the figure either
        assert script.says(place, form, known) is None, form
    for elsewhere in ("role/nobody/duties/move-in/within", place.replace("move-in", "moving")):
        assert script.uncovered([replace(one, carried=(elsewhere,))], known), elsewhere
    assert script.uncovered([replace(one, carried=(), reason="")], known)


def test_a_figure_the_list_lacks_is_found(script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "009.txt").write_text("三聲之內接起，5 分鐘內答復，每月一次，95%以上", "utf-8")
    wrong = script.against(tmp_path, [])
    assert wrong == [
        f"009: {figure} stands 1 times, listed 0" for figure in ("5分钟", "95%", "一次", "每月")
    ]


@pytest.mark.skipif("DUTYBOOK_SEEDS" not in os.environ, reason="the seed texts are not at hand")
def test_the_list_has_every_figure_of_the_seed_texts(script: ModuleType) -> None:
    assert script.against(Path(os.environ["DUTYBOOK_SEEDS"]), script.figures()) == []
