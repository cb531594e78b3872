"""Findings as JSON, SARIF, GitHub commands and text: complete, valid, and safe with any content."""

import json
from pathlib import Path

import pytest

from dutybook.finding import Finding, Place
from dutybook.finding.catalogue import Catalogue
from dutybook.finding.github import as_github
from dutybook.finding.json import as_json
from dutybook.finding.phrases import phrase
from dutybook.finding.sarif import as_sarif
from dutybook.finding.text import as_text

CYCLE = Finding(
    "superior-cycle", Place("角色/a b.yaml", 3, 13, "/reports_to"), {"members": "a → b → a"}
)
CODE = Finding("code-missing", Place("roles/a.yaml", 1, 1), {"title": "文员"})
BARE = Finding("no-workspace", Place("somewhere"))


@pytest.fixture(scope="module")
def words() -> Catalogue:
    return Catalogue.load()


def test_json(words: Catalogue) -> None:
    report = json.loads(as_json([CYCLE, CODE], words, [(BARE, "因为")]))
    assert report["counts"] == {"error": 1, "warning": 0, "info": 1}
    assert report["findings"][0]["message"] == "上级关系绕成了圈：a → b → a。"
    assert (report["waived"][0]["code"], report["waived"][0]["reason"]) == ("no-workspace", "因为")
    assert "waived" not in json.loads(as_json([], words))


def test_sarif(words: Catalogue) -> None:
    log = json.loads(as_sarif([CYCLE, CODE, CYCLE], words, [(BARE, "因为")]))
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["code-missing", "no-workspace", "superior-cycle"]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
    location = run["results"][0]["locations"][0]
    physical = location["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "%E8%A7%92%E8%89%B2/a%20b.yaml"
    assert physical["region"] == {"startLine": 3, "startColumn": 13}
    assert location["logicalLocations"] == [{"fullyQualifiedName": "/reports_to"}]
    bare = run["results"][3]
    assert "region" not in bare["locations"][0]["physicalLocation"]
    assert bare["suppressions"] == [{"kind": "inSource", "justification": "因为"}]
    assert "suppressions" not in run["results"][0]


def test_github(words: Catalogue) -> None:
    hostile = Finding("code-missing", Place("a,b:c.yaml", 2, 1), {"title": "50%\n::error::x"})
    lines = as_github([CYCLE, hostile, BARE], words).splitlines()
    assert len(lines) == 3
    assert lines[0].startswith(
        "::error file=角色/a b.yaml,title=superior-cycle,line=3,col=13::上级关系"
    )
    assert lines[1].startswith("::notice file=a%2Cb%3Ac.yaml,")
    assert "50%25%0A::error::x" in lines[1]
    assert lines[2].startswith("::error file=somewhere,title=no-workspace::")


def test_text_points_below_wide_characters(words: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("标题: 文员\n", "utf-8")
    finding = Finding("code-missing", Place("a.yaml", 1, 5), {"title": "文员"})
    lines = as_text([finding], words, tmp_path).splitlines()
    assert lines[0] == "a.yaml:1:5: info code-missing: “文员”没有岗位编号。"
    assert lines[1] == "    1 | 标题: 文员"
    assert lines[2] == "      |       ^"
    assert lines[3].startswith("      = ")


def test_text_never_steers_the_terminal(words: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: \x1b[31mred\n", "utf-8")
    finding = Finding("code-missing", Place("a.yaml", 1, 8), {"title": "\x1b]0;x\x07\n\u2028文"})
    text = as_text([finding], words, tmp_path)
    assert not {"\x1b", "\x07", "\u2028"} & set(text)
    assert "\\x1b[31mred" in text


def test_text_without_sources(words: Catalogue, tmp_path: Path) -> None:
    assert " | " not in as_text([CYCLE], words)
    assert " | " not in as_text([CYCLE], words, tmp_path)
    assert as_text([BARE], words).startswith("somewhere: error no-workspace: ")


def test_a_very_long_line_is_cut(words: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: " + "x" * 500, "utf-8")
    finding = Finding("code-missing", Place("a.yaml", 1, 1), {"title": "x"})
    assert max(map(len, as_text([finding], words, tmp_path).splitlines())) < 220


def test_phrases_fill_their_slots() -> None:
    assert phrase("check-clean", "zh-Hans", files=3) == "检查了 3 个文件，没有问题。"
    assert phrase("check-clean", "en", files=3) == "3 files checked, nothing found."
    assert phrase("check-clean", "zh-Hant", files=3).startswith("檢查了")


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("a\u2028b\n岗位".encode(), "岗位"),
        ("a\r\n岗位".encode("gb18030"), "岗位"),
        ("a\n岗位".encode("utf-16"), None),
        (b"a\n\xff\xff", None),
    ],
)
def test_source_lines_in_the_encodings_of_offices(
    content: bytes, shown: str | None, words: Catalogue, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_bytes(content)
    text = as_text(
        [Finding("code-missing", Place("x.csv", 2, 1), {"title": "文员"})], words, tmp_path
    )
    assert (f"    2 | {shown}\n" in text) is (shown is not None)
    assert (" | " in text) is (shown is not None)
