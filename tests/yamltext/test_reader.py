"""Reading YAML: 1.2 values, positions, and every kind of broken file a finding."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dutybook.finding import Finding
from dutybook.finding.catalogue import Catalogue
from dutybook.yamltext import MAX_BYTES, Document, read_documents
from dutybook.yamltext.document import lookup, pointer, split


def read(tmp_path: Path, content: str | bytes) -> tuple[list[Document], list[Finding]]:
    path = tmp_path / "x.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_documents(path, "x.yaml")


def codes(tmp_path: Path, content: str | bytes) -> list[tuple[str, int, int]]:
    _, findings = read(tmp_path, content)
    return [(f.code, f.place.line, f.place.column) for f in findings]


def test_values_stay_what_the_author_wrote(tmp_path: Path) -> None:
    text = "a: 17:00\nb: no\nc: 2026-01-01\nd: 99.9\ne: 1_000\nf: 0o17\ng: 0x1F\nh: ~\ni:\nj: true\n1: x\n"
    [document], findings = read(tmp_path, text)
    assert findings == []
    assert document.data == {
        "a": "17:00", "b": "no", "c": "2026-01-01", "d": Decimal("99.9"), "e": "1_000",
        "f": 15, "g": 31, "h": None, "i": None, "j": True, "1": "x",
    }  # fmt: skip


def test_several_documents_and_a_byte_order_mark(tmp_path: Path) -> None:
    documents, _ = read(tmp_path, "\ufeffrole: a\n---\nsop: b\n---\n".encode())
    assert [(d.index, d.kind, d.name) for d in documents] == [(0, "role", "a"), (1, "sop", "b")]


@pytest.mark.parametrize(
    ("content", "code", "line", "column"),
    [
        ("", "file-empty", 1, 1),
        ("# only a comment\n", "file-empty", 1, 1),
        ("a: 1\nb: 2\na: 3\n", "duplicate-key", 3, 1),
        ("a:\n\tb: 1\n", "yaml-tab", 2, 1),
        ('k: 1\nl: [甲, "乙\\x01"]\n', "yaml-character", 2, 8),
        ('k: 1\n"a\\0": {b: 1}\n', "yaml-character", 2, 8),
        ("k: 1\ntarget: >= 95%\n", "yaml-unquoted", 2, 10),
        ("target: > 95%\n", "yaml-unquoted", 1, 11),
        ("a: [1, 2\n", "yaml-syntax", 2, 1),
        ("a: *nothing\n", "yaml-syntax", 1, 4),
        ("a: !!python/object:os.system x\n", "yaml-syntax", 1, 4),
        ("? [1, 2]\n: 3\n", "unusable-key", 1, 3),
        ("名称: 张\n".encode("gb18030"), "file-encoding", 1, 1),
        ("a: 1\n名称: 张\n".encode("gb18030"), "file-encoding", 2, 1),
        ("a: 1\n".encode("utf-16"), "file-encoding", 1, 1),
        (b"a: \x80\x81\n", "file-encoding", 1, 1),
        ("a: 1\nb: x\x01\n", "yaml-character", 2, 5),
        ("a: &a [*a]\n", "yaml-bomb", 1, 1),
        ("[" * 100_000, "yaml-bomb", 1, 1),
        ("- " * 100_000 + "x", "yaml-bomb", 1, 1),
        ("\n".join(" " * i + "a:" for i in range(2500)), "yaml-bomb", 1, 1),
    ],
)
def test_a_broken_file_is_one_finding(
    tmp_path: Path, content: str | bytes, code: str, line: int, column: int
) -> None:
    assert codes(tmp_path, content) == [(code, line, column)]


@pytest.mark.parametrize(
    ("content", "code", "line", "column", "shown"),
    [
        ("role: d\ntitle：文员\ndepartment: 甲\n", "wide-character", 2, 6, "："),
        ("a: 1\nkpis：\n  - {id: k}\n", "wide-character", 2, 5, "："),
        ("d:\n  - id：a\n    text: 要\n", "wide-character", 2, 7, "："),
        ("k:\n  - {id: k， name: 名, weight: 1}\n", "wide-character", 2, 11, "，"),
        ("k:\n  - ｛id: k, name: 名｝\n", "wide-character", 2, 5, "｛"),
        ("k: ［1, 2］\nl: 1: 2\n", "yaml-colon", 2, 4, "1: 2"),
        ("a: 要，求：好\ntitle:\u3000文员\nb: 1\n", "wide-character", 2, 7, "\u3000"),
        ("d:\n  text: 要求: 三天内\n", "yaml-colon", 2, 9, "要求: 三天内"),
        ("d:\n  - {id: a, text: 要求: 三天, b: 1}\n", "yaml-colon", 2, 19, "要求: 三天"),
        ("d:\n  text: [重要] 核对\n", "yaml-unquoted", 2, 9, "[重要] 核对"),
        ("d: {t: [重要] 做, b: 1}\n", "yaml-unquoted", 1, 8, "[重要] 做"),
        ("to: @所有人\n", "yaml-unquoted", 1, 5, "@所有人"),
        ("- 备注: 见: 下\n", "yaml-colon", 1, 7, "见: 下"),
    ],
)
def test_the_cause_of_broken_yaml_is_named_where_it_stands(
    tmp_path: Path, content: str, code: str, line: int, column: int, shown: str
) -> None:
    [finding] = read(tmp_path, content)[1]
    place = finding.place
    assert (finding.code, place.line, place.column) == (code, line, column)
    assert shown in (finding.details.get("character"), finding.details.get("text"))


def test_what_the_yaml_library_says_is_in_the_users_language(tmp_path: Path) -> None:
    for content in ("a: [1, 2\n", "a: 1\n b: 2\n", 'a: "\\d"\n', "a:\n  b: 1\n - c\n"):
        [finding] = read(tmp_path, content)[1]
        said = {at: Catalogue.load(None, at).message(finding) for at in ("zh-Hans", "en")}
        assert finding.code == "yaml-syntax"
        assert re.search(r"[\u3400-\u9fff]", said["zh-Hans"].partition("：")[2])
        assert not re.search(r"[\u3400-\u9fff]", said["en"])


def test_a_million_aliases(tmp_path: Path) -> None:
    levels = [
        f"{name}: &{name} [{', '.join([f'*{below}'] * 10)}]"
        for below, name in zip("abcdef", "bcdefg", strict=True)
    ]
    assert codes(tmp_path, "a: &a [1]\n" + "\n".join(levels)) == [("yaml-bomb", 1, 1)]


def test_ordinary_aliases_are_fine(tmp_path: Path) -> None:
    [document], findings = read(tmp_path, "a: &x {b: 1}\nc: *x\n")
    assert (document.data, findings) == ({"a": {"b": 1}, "c": {"b": 1}}, [])


def test_a_file_over_the_bound_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert [f.code for f in read_documents(path, "x.yaml")[1]] == ["file-too-large"]
    assert MAX_BYTES < 50_000_000


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    assert [f.code for f in read_documents(tmp_path / "x.yaml", "x.yaml")[1]] == ["file-unreadable"]


def test_places(tmp_path: Path) -> None:
    text = "role: a\n---\nrole: b\nduties:\n  - id: x\n    text: 长\n"
    _, second = read(tmp_path, text)[0]
    place = second.place("/duties/0/text")
    assert (place.line, place.column, place.path) == (6, 11, "/duties/0/text")
    assert second.place("/duties", key=True).line == 4
    assert second.place("/duties/7/text").line == 5  # the nearest value above
    assert second.place().line == 3


@given(st.text(max_size=200) | st.binary(max_size=200))
@example("\ufeff")
@example("---\n---\n")
@settings(max_examples=300)
def test_no_text_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, content: str | bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"fuzz-{id(content)}.yaml"
    path.write_bytes(
        content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    )
    documents, findings = read_documents(path, "fuzz.yaml")
    path.unlink()
    assert bool(documents) != bool(findings)
    assert all(f.place.file == "fuzz.yaml" for f in findings)


keys = st.text("abc/~ -", min_size=1, max_size=4).map(str.strip).filter(bool)
data = st.recursive(
    st.integers(0, 99),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(keys, inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(keys, data, min_size=1, max_size=4), st.booleans())
def test_every_value_is_found_where_it_stands(content: dict[str, object], flow: bool) -> None:
    text = yaml.safe_dump(content, default_flow_style=flow, width=40)
    document = Document("x.yaml", 0, content, text)
    lines = text.splitlines()
    for path, value in leaves(content):
        place = document.place(path)
        assert lookup(content, path) == value
        assert lines[place.line - 1][place.column - 1 :].startswith(str(value))


def leaves(value: object, path: str = "") -> list[tuple[str, int]]:
    if isinstance(value, dict):
        return [leaf for key, item in value.items() for leaf in leaves(item, path + pointer(key))]
    if isinstance(value, list):
        return [leaf for i, item in enumerate(value) for leaf in leaves(item, path + pointer(i))]
    assert isinstance(value, int)
    return [(path, value)]


@given(st.lists(st.text(max_size=5), max_size=5))
def test_pointers_come_back(parts: list[str]) -> None:
    assert split(pointer(*parts)) == parts


def test_a_device_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to("/dev/zero")
    [finding] = read_documents(tmp_path / "x.yaml", "x.yaml")[1]
    assert finding.code == "outside-workspace"
