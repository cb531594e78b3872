"""Logo, colours and letterhead from dutybook.yaml, found again in what was written."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from docx.shared import Mm
from officefiles import complaints
from pypdf import PdfReader
from workspaces import write_files

from dutybook.cli import main

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10"/></svg>'
ROLE = "role: desk\ntitle: Desk\npurpose: [Help]\nduties:\n  - {id: tidy, text: Tidy}\n"


def png() -> bytes:
    """Two black points side by side."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 2, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def letterhead() -> bytes:
    document, out = Document(), io.BytesIO()
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(31)
    section.header.paragraphs[0].text = "Our letterhead {logo}"
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(png()), width=Mm(5))
    section.footer.paragraphs[0].text = "1 Our Road · {mark} · {page}"
    document.save(out)
    return out.getvalue()


def build(root: Path, documents: str, *args: str, **files: str | bytes) -> Result:
    settings = f"organisation: Trial & Co\nlocale: en\ndocuments: {{version: '1.0', {documents}}}\n"
    write_files(root, {"dutybook.yaml": settings, "roles/desk.yaml": ROLE} | files)
    fixed = ["build", "-w", str(root), "--kind", "job-description"]
    return CliRunner().invoke(main, [*fixed, *(args or ("--format", "html,pdf,docx"))])


def paper(root: Path, form: str) -> bytes:
    return (root / f"out/job-description/desk.{form}").read_bytes()


@pytest.mark.parametrize(("name", "data"), [("logo.svg", SVG), ("logo.png", png())])
def test_the_logo_is_in_every_format(tmp_path: Path, name: str, data: str | bytes) -> None:
    bare = build(tmp_path, "form_numbers: {}")
    assert bare.exit_code == 0, bare.stderr
    plain = len(PdfReader(io.BytesIO(paper(tmp_path, "pdf"))).pages[0].get_contents().get_data())  # type: ignore[union-attr]
    result = build(tmp_path, f"logo: art/{name}", **{f"art/{name}": data})
    assert result.exit_code == 0, result.stderr
    assert b'<header><img src="data:image/svg+xml;base64,' in paper(tmp_path, "html")
    page = PdfReader(io.BytesIO(paper(tmp_path, "pdf"))).pages[0]
    assert len(page.get_contents().get_data()) > plain  # type: ignore[union-attr]
    header = Document(io.BytesIO(paper(tmp_path, "docx"))).sections[0].header
    assert len(header._element.findall(".//{*}drawing")) == 1
    assert header.paragraphs[0].text.strip() == "Trial & Co"
    with zipfile.ZipFile(io.BytesIO(paper(tmp_path, "docx"))) as archive:
        assert {n for n in archive.namelist() if "media" in n} == {
            "word/media/logo1x1.png",
            "word/media/logo1x1.svg",
        }


def test_colours_are_in_every_format(tmp_path: Path) -> None:
    colours = 'colours: {heading: "#123456", line: "#654321", label: "#FEDCBA", head: "#ABCDEF"}'
    result = build(tmp_path, colours)
    assert result.exit_code == 0, result.stderr
    style = b"--heading: #123456; --line: #654321; --shade: #FEDCBA; --head: #ABCDEF;"
    assert style in paper(tmp_path, "html")
    document = Document(io.BytesIO(paper(tmp_path, "docx")))
    assert str(document.styles["Heading 1"].font.color.rgb) == "123456"
    xml = document.element.xml
    assert 'w:fill="ABCDEF"' in xml
    assert 'w:fill="FEDCBA"' in xml
    assert "E1E1E1" not in xml
    drawn = PdfReader(io.BytesIO(paper(tmp_path, "pdf"))).pages[0].get_contents().get_data()  # type: ignore[union-attr]
    assert b"0.99607843 0.8627451 0.7294118" in drawn  # FEDCBA


def test_the_letterhead_brings_page_header_and_footer(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"art/letter.docx": letterhead(), "art/logo.svg": SVG}
    settings = (
        "letterhead: art/letter.docx, logo: art/logo.svg, form_numbers: {job-description: F-7}"
    )
    result = build(tmp_path, settings, "--format", "docx", **files)
    assert result.exit_code == 0, result.stderr
    document = Document(io.BytesIO(paper(tmp_path, "docx")))
    section = document.sections[0]
    assert round(section.left_margin.mm) == 31
    assert section.header.paragraphs[0].text.strip() == "Our letterhead"
    assert len(section.header._element.findall(".//{*}drawing")) == 2  # its own picture, our logo
    assert section.footer.paragraphs[0].text.startswith("1 Our Road · F-7 · Version 1.0 · ")
    assert {"Heading 1", "Paper Table"} <= {style.name for style in document.styles}
    for relation in section.header.part.rels.values():
        assert relation.target_part.blob


def test_a_second_build_does_nothing_until_the_logo_changes(tmp_path: Path) -> None:
    build(tmp_path, "logo: a.svg", "--format", "html", **{"a.svg": SVG})
    assert "Nothing has changed" in build(tmp_path, "logo: a.svg", "--format", "html").stdout
    wide = SVG.replace("0 0 30 10", "0 0 60 10")
    changed = build(tmp_path, "logo: a.svg", "--format", "html", **{"a.svg": wide})
    assert "1 papers written" in changed.stdout


@pytest.mark.parametrize(
    ("setting", "data", "code"),
    [
        ("logo: none.svg", None, "look-unreadable"),
        ("letterhead: none.docx", None, "look-unreadable"),
        ("logo: a.svg", "", "look-unreadable"),
        ("logo: a.svg", "GIF89a", "look-logo"),
        ("logo: a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>", "look-logo"),
        ("logo: a.svg", "<svg viewBox='0 0 0 0'/>", "look-logo"),
        ("logo: a.svg", "<!DOCTYPE s [<!ENTITY a 'aaaa'>]><svg viewBox='0 0 9 9'>&a;</svg>", "look-logo"),
        ("logo: ../a.svg", None, "bad-inside"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used(
    tmp_path: Path, setting: str, data: str | None, code: str
) -> None:
    files = {} if data is None else {"a.svg": data}
    result = build(tmp_path, setting, "--format", "html", **files)
    assert result.exit_code == 2
    assert code in result.stderr


def test_a_letterhead_leaves_word_nothing_to_repair(tmp_path: Path) -> None:
    """Its picture has the number of the first one of the paper, as Word numbers them in each part."""
    files: dict[str, str | bytes] = {"letter.docx": letterhead(), "logo.svg": SVG}
    documents = "letterhead: letter.docx, logo: logo.svg"
    manual = ("--kind", "duty-manual", "--format", "docx")
    role = ROLE.replace("title: Desk", "title: Desk\ndepartment: Front")
    build(tmp_path, documents, *manual, **files, **{"roles/desk.yaml": role})
    assert complaints(tmp_path / "out/duty-manual/Front.docx") == []


def test_a_letterhead_that_is_no_word_file(tmp_path: Path) -> None:
    result = build(tmp_path, "letterhead: a.docx", "--format", "docx", **{"a.docx": "no zip"})
    assert result.exit_code == 1
    assert "a.docx: error word-base" in result.stderr


def test_a_link_out_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "secret.svg").write_text(SVG)
    root = tmp_path / "inside"
    root.mkdir()
    (root / "a.svg").symlink_to(tmp_path / "secret.svg")
    result = build(root, "logo: a.svg", "--format", "html")
    assert "outside-workspace" in result.stderr


def test_a_colour_that_is_none(tmp_path: Path) -> None:
    result = build(
        tmp_path, "colours: {heading: 'red; } body { display: none'}", "--format", "html"
    )
    assert result.exit_code != 0
    assert not (tmp_path / "out").exists()
