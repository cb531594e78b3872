"""Answers of shipped rules are kept for the tables they were read from, and for no others."""

import json
from collections.abc import Sequence

import pytest

from dutybook.check import answers as module
from dutybook.check.answers import answers
from dutybook.check.sandbox import Answer, Creations, Sandbox

SHAPE = """select unnest(from_json(?::json, '[{"n":"BIGINT"}]'), recursive := true)"""


def table(*numbers: int) -> tuple[str, Sequence[object]]:
    return SHAPE, [json.dumps([{"n": n} for n in numbers])]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that a database was asked, in order."""
    found: list[str] = []
    ask = Sandbox.ask

    def noted(sandbox: Sandbox, sql: str, *bounds: float) -> Answer:
        found.append(sql)
        return ask(sandbox, sql, *bounds)

    monkeypatch.setattr(Sandbox, "ask", noted)
    monkeypatch.setattr(module, "_known", {})
    return found


ONE, OTHER = "select n from one where n > 1", "select n from other"


def rows(tables: Creations) -> dict[str, tuple[tuple[int, ...], ...]]:
    return {query: answer.rows for query, answer in answers([ONE, OTHER], tables, 5).items()}


def test_only_what_reads_a_changed_table_is_asked_again(asked: list[str]) -> None:
    assert rows({"one": table(1, 2), "other": table(7)}) == {ONE: ((2,),), OTHER: ((7,),)}
    assert rows({"one": table(1, 3), "other": table(7)}) == {ONE: ((3,),), OTHER: ((7,),)}
    assert rows({"one": table(1, 2), "other": table(7)}) == {ONE: ((2,),), OTHER: ((7,),)}
    assert asked == [ONE, OTHER, ONE]


def test_what_took_too_long_is_asked_again(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Answer(trouble="timeout", reason="5")
    monkeypatch.setattr(Sandbox, "ask", lambda *_: asked.append("") or late)
    for _ in range(2):
        assert answers([ONE], {"one": table(2)}, 5) == {ONE: late}
    assert len(asked) == 2


def test_a_table_without_rows_is_not_asked(asked: list[str]) -> None:
    assert rows({"one": (SHAPE.replace("?", "'[]'"), []), "other": table(7)}) == {OTHER: ((7,),)}
    assert asked == [OTHER]
