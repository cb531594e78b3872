"""Files to rows: what is printed is there, what would do harm is a finding."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from docx import Document
from hostilefiles import document, hostile, package, with_macros
from samplefiles import Sample, as_pdf, samples

from dutybook.intake.formats.registry import read_file
from dutybook.intake.formats.text import decoded
from dutybook.intake.formats.word.body import read_word
from dutybook.intake.formats.word.numbering import spoken

HOSTILE = list(hostile())
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def text_of(data: bytes) -> list[str]:
    source, _ = read_word(data, "a.docx")
    return [source.text[row.start : row.end] for row in source.rows]


def paragraph(words: str, level: int | None = None, list_id: int = 1) -> str:
    number = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
        if level is not None
        else ""
    )
    return f"<w:p>{number}<w:r><w:t>{words}</w:t></w:r></w:p>"


NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2.%3"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)


@pytest.mark.parametrize(("name", "make", "code"), HOSTILE, ids=[name for name, *_ in HOSTILE])
def test_harm_ends_in_a_finding(
    name: str, make: Callable[[], bytes], code: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    source, findings = read_file(path, name)
    assert source is None
    assert [finding.code for finding in findings] == [code]


def test_old_word_files_say_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    for name in ("a.doc", "a.wps"):
        path = tmp_path / name
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
        source, (finding,) = read_file(path, name)
        assert source is None
        assert (finding.code, finding.details["kind"]) == ("import-needs-office", path.suffix)


def test_macros_are_told_and_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.docm"
    path.write_bytes(with_macros())
    source, (finding,) = read_file(path, "a.docm")
    assert finding.code == "import-macros"
    assert source is not None
    assert "1、巡逻。" in source.text


def test_automatic_numbers_as_printed() -> None:
    body = "".join(
        paragraph(*one)
        for one in (
            ("职责", 0),
            ("甲", 1),
            ("乙", 1),
            ("细", 2),
            ("资格", 0),
            ("丙", 1),
            ("另起", 0, 2),
        )
    )
    assert text_of(document(body, numbering=NUMBERING)) == [
        "一、职责", "（1）甲", "（2）乙", "2.1细", "二、资格", "（1）丙", "一、另起",
    ]  # fmt: skip


def test_numbers_that_come_with_a_style() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="A"><w:name w:val="Item"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="B"><w:name w:val="heading 2"/><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="B"/></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>'
    data = document(body, numbering=NUMBERING, styles=styles)
    assert text_of(data) == ["一、甲", "二、乙"]
    source, _ = read_word(data, "a.docx")
    assert [row.level for row in source.rows] == [0, 2]


def test_inserted_words_and_boxes_are_read_deleted_ones_are_not() -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>乙</w:t></w:r></w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>"
        "<w:r><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:r></w:p>"
    )
    assert text_of(document(body)) == ["甲乙", "框里"]


def test_merged_cells_and_tables_in_cells() -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    body = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>宽</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>高</w:t></w:r></w:p></w:tc></w:tr>'
        f"<w:tr><w:tc><w:p/></w:tc><w:tc>{inner}<w:p/></w:tc><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    )
    source, _ = read_word(document(body), "a.docx")
    first, second = source.rows
    assert [(c.column, c.width, c.repeated) for c in first.cells] == [(0, 2, False), (2, 1, False)]
    assert [(source.text[c.start : c.end], c.repeated) for c in second.cells] == [
        ("", False),
        ("内", False),
        ("", True),
    ]


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [("decimal", 12, "12"), ("japaneseCounting", 21, "二十一"), ("chineseCounting", 10, "十"), ("upperRoman", 14, "XIV"),
     ("lowerLetter", 3, "c"), ("decimalEnclosedCircle", 3, "③"), ("none", 1, "")],
)  # fmt: skip
def test_ways_of_counting(kind: str, value: int, words: str) -> None:
    assert spoken(value, kind) == words


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_encodings_of_offices(encoding: str) -> None:
    words = (
        "保潔主管負責安排員工的班次和區域,每週排一次班表。"
        if encoding == "big5"
        else "保洁主管负责安排保洁员的班次和区域，每周排一次班表。"
    )
    assert decoded(words.encode(encoding)) == words


def test_a_paragraph_that_a_page_broke_is_whole(tmp_path: Path) -> None:
    words = "负责安排本班队员的巡逻路线和时间，检查队员的仪容仪表和装备，发现问题当场纠正并记入值班日志，每月汇总上报给安管部经理审阅存档备查。"
    items = [f"{i}、{words}" for i in range(1, 41)]
    path = tmp_path / "a.pdf"
    path.write_bytes(as_pdf("\n".join(["# 巡逻队长岗位职责", *items])))
    source, findings = read_file(path, "a.pdf")
    assert source is not None
    assert findings == []
    rows = [source.text[row.start : row.end] for row in source.rows]
    assert [row for row in rows if words[:8] in row] == items
    assert {row.place for row in source.rows} == {"p. 1", "p. 2", "p. 3"}


def test_tables_of_a_pdf_are_rows_of_cells_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        as_pdf("# 考核表\n前言\n| 指标 | 权重 |\n| 及时率 | 60% |\n| 满意度 | 40% |\n后记")
    )
    source, _ = read_file(path, "a.pdf")
    assert source is not None
    told = [
        tuple(source.text[c.start : c.end] for c in row.cells) or source.text[row.start : row.end]
        for row in source.rows
    ]
    assert told == [
        "考核表",
        "前言",
        ("指标", "权重"),
        ("及时率", "60%"),
        ("满意度", "40%"),
        "后记",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for LibreOffice")
def test_old_word_files_go_through_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(document(paragraph("1、巡逻。") + paragraph("2、值班。")))
    program = tmp_path / "bin/soffice"
    program.parent.mkdir()
    program.write_text(
        '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n'
        f'mkdir -p "$2" && cp "{made}" "$2/paper.docx"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    source, findings = read_file(path, "a.doc")
    assert findings == []
    assert source is not None
    assert "1、巡逻。" in source.text


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_an_old_word_file_that_libreoffice_wrote(tmp_path: Path) -> None:
    text = "1、巡逻小区。"
    new = tmp_path / "a.docx"
    paper = Document()  # a whole package: LibreOffice reads none that lacks its relations
    for line in (text, "2、30分钟内到场。"):
        paper.add_paragraph(line)
    paper.save(str(new))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "doc:MS Word 97"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(new)], check=True, capture_output=True)
    old = tmp_path / "a.doc"
    assert old.read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    source, findings = read_file(old, "a.doc")
    assert findings == []
    assert source is not None
    assert text in source.text
    assert "30分钟内到场" in source.text


DAMAGED = [
    s
    for s in samples()
    if s.name in ("05-guard-form.docx", "07-repair-kpis.xlsx", "14-security-kpis.pdf")
]


@pytest.mark.parametrize("sample", DAMAGED, ids=[one.name for one in DAMAGED])
@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_is_read_or_refused(sample: Sample, seed: int, tmp_path: Path) -> None:
    rnd = Random(seed)
    data = bytearray(sample.data)
    for _ in range(rnd.choice([1, 5, 40])):
        data[rnd.randrange(len(data))] = rnd.randrange(256)
    path = tmp_path / sample.name
    path.write_bytes(bytes(data))
    source, findings = read_file(path, sample.name)
    assert (source is None) == any(finding.code != "import-macros" for finding in findings)


@pytest.mark.parametrize("old", ['w:val="1"', "</w:tc>", "</w:p>", 'w:val="77"', "<w:tbl>"])
def test_a_word_file_with_broken_xml_is_read_or_refused(old: str, tmp_path: Path) -> None:
    parts = {}
    with zipfile.ZipFile(BytesIO(DAMAGED[0].data)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name).replace(old.encode(), b'w:val="x"', 1)
    path = tmp_path / "a.docx"
    path.write_bytes(package(parts))
    source, findings = read_file(path, "a.docx")
    assert (source is None) == bool(findings)
