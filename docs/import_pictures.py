"""Pictures for docs/import.md: a paper as HR has it, what the import says of it, the draft it is.

The paper is written as a real Word file and imported by the real command; the pictures show the
same words, so that a changed import is a changed picture.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import typst
from click.testing import CliRunner
from docx import Document

from dutybook.cli import main
from dutybook.write.fonts import folders

NAME: Final = "仓库管理员"
TITLE: Final = "仓储部仓库管理员岗位说明书"
FIELDS: Final = (
    ("岗位名称", NAME, "所属部门", "仓储部"),
    ("直接上级", "仓储主管", "岗位编号", "仓-003"),
)
DUTIES: Final = (
    "负责物料入库验收，收到送货单后2小时内完成清点，并登记入库台账。",
    "每周五组织一次库区检查，检查结果报仓储主管。",
    "每月25日前完成月度盘点。",
)
KPIS: Final = (
    ("考核项目", "权重", "目标值", "评分标准"),
    ("入库及时率", "60%", "≥98%", "每低1个百分点扣2分"),
    ("安全事故", "40%", "0次", "每发生一次扣10分"),
)
DUTY_HEAD: Final = "一、岗位职责"
KPI_HEAD: Final = "二、考核指标"
PPI: Final = 96
LINES: Final = 60
"""Of the draft: as many as a page shows."""

_SCREEN: Final = """
#set page(width: 17cm, height: auto, margin: 8mm, fill: luma(sys.inputs.fill.len() * 30 + 180))
#set text(font: ("Noto Sans CJK SC", "Noto Sans SC"), size: 8.5pt)
#show raw: set text(font: ("Noto Sans CJK SC", "Noto Sans SC"), size: 8.5pt)
#raw(sys.inputs.text, block: true)
"""
_PAPER: Final = """
#set page(width: 17cm, height: auto, margin: 12mm)
#set text(font: ("Noto Sans CJK SC", "Noto Sans SC"), size: 9.5pt)
#let d = json(bytes(sys.inputs.text))
#align(center, text(size: 14pt, weight: "bold", d.title))
#table(columns: (1fr,) * 4, stroke: 0.5pt, ..d.fields.flatten())
*#d.duty_head*
#for (n, one) in d.duties.enumerate() [#par[#(n + 1)、#one]]
*#d.kpi_head*
#table(columns: (1.2fr, .6fr, .8fr, 1.6fr), stroke: 0.5pt, ..d.kpis.flatten())
"""


def pictures() -> Iterator[tuple[str, bytes]]:
    """Name and PNG of each."""
    with TemporaryDirectory() as name:
        root = Path(name).resolve()
        said, draft = imported(root)
    data = {
        "title": TITLE,
        "fields": FIELDS,
        "duty_head": DUTY_HEAD,
        "duties": DUTIES,
        "kpi_head": KPI_HEAD,
        "kpis": KPIS,
    }
    yield "import-paper", picture(_PAPER, json.dumps(data, ensure_ascii=False))
    yield "import-report", picture(_SCREEN, said, "++")
    yield "import-draft", picture(_SCREEN, draft, "++")


def imported(root: Path) -> tuple[str, str]:
    """What the command says, and the draft's text, of the paper in a new workspace."""
    (root / "dutybook.yaml").write_text("组织: 我的公司\n", "utf-8")
    path = root / f"{NAME}.docx"
    path.write_bytes(paper())
    done = CliRunner().invoke(main, ["import", str(path), "-w", str(root)], catch_exceptions=False)
    (draft,) = (root / "roles/imported").glob("*.yaml")
    lines = draft.read_text("utf-8").splitlines()[1:LINES]
    said = done.output.replace(f"{root}/", "")
    return f"$ dutybook import {NAME}.docx\n{said}", "\n".join(lines)


def paper() -> bytes:
    """The Word file."""
    document = Document()
    document.add_heading(TITLE, 0)
    _table(document, FIELDS)
    document.add_heading(DUTY_HEAD, 1)
    for number, duty in enumerate(DUTIES, 1):
        document.add_paragraph(f"{number}、{duty}")
    document.add_heading(KPI_HEAD, 1)
    _table(document, KPIS)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Document, rows: tuple[tuple[str, ...], ...]) -> None:  # type: ignore[valid-type]
    table = document.add_table(rows=len(rows), cols=len(rows[0]))  # type: ignore[attr-defined]
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


def picture(template: str, text: str, fill: str = "") -> bytes:
    """One page as PNG."""
    made = typst.compile(
        template.encode(),
        format="png",
        ppi=PPI,
        font_paths=[str(folder) for folder in folders()],
        sys_inputs={"text": text, "fill": fill},
    )
    assert isinstance(made, bytes)
    return made
