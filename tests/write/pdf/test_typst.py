"""Typst kept warm: papers in turn, their data, and a disk that takes none."""

from pathlib import Path
from shutil import rmtree

import pytest

from dutybook.finding import DutybookError
from dutybook.write.pdf import typst as typesetting

THEME = """#import "@dutybook/paper:1.0.0": paper
#set document(title: paper.title)
#set page(width: auto, height: auto)
#paper.title"""


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    path = tmp_path / "t.typ"
    path.write_text(THEME, "utf-8")
    return path


def set_(theme: Path, title: str) -> str:
    data, said = typesetting.typeset(theme, {"title": title}, format="svg")
    assert said == []
    assert isinstance(data, bytes)
    return data.decode()


def test_every_paper_has_its_own_data_and_the_same_bytes_whatever_came_before(theme: Path) -> None:
    first, second = set_(theme, "甲 A"), set_(theme, "乙 B")
    assert first != second
    assert set_(theme, "甲 A") == first
    assert set_(theme, "乙 B") == second


def test_data_is_never_markup(theme: Path) -> None:
    escaped = set_(theme, '#panic("x") $1/0$ \\" #import "x"')
    assert escaped.startswith("<svg")
    assert set_(theme, "x") != escaped


def test_a_disk_that_takes_no_data_is_a_finding(
    theme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = typesetting._Typesetter()
    rmtree(lost.package)
    monkeypatch.setattr(typesetting, "_typesetter", lambda: lost)
    with pytest.raises(DutybookError) as caught:
        set_(theme, "x")
    (finding,) = caught.value.findings
    assert finding.code == "system-refused"
    assert finding.place.file.endswith("paper.json")
