"""Several files at once: posts on one list, a record, undo, and what somebody edited left alone."""

from pathlib import Path

import pytest
from workspaces import MINIMAL

from dutybook.finding import DutybookError
from dutybook.intake.batch import (
    Known,
    locks_of,
    papers_of,
    plan,
    read_batch,
    read_record,
    record_bytes,
    undone,
)
from dutybook.intake.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
LEAD = "保安队长岗位职责\n直接下级：保安员\n1、排班。\n2、检查。"
GUARD = "保安员岗位职责\n直接上级：保安队长\n1、巡逻。\n2、值班。"


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "inner").mkdir(parents=True)
    (folder / "a.txt").write_text(GUARD, "utf-8")
    (folder / "inner/b.txt").write_text(LEAD, "utf-8")
    (folder / "~$a.docx").write_bytes(b"lock")
    (folder / "picture.png").write_bytes(b"x")
    return folder


def run(papers: Path, target: Path) -> list[str]:
    """Import and write; codes of what was left alone."""
    batch = read_batch(list(papers_of([papers])), VOCABULARY, Known(), "zh-Hans")
    made = plan(batch, target, 0)
    target.mkdir(exist_ok=True)
    for path, content in made.files.items():
        path.write_bytes(content)
    (target / ".imported.json").write_bytes(record_bytes(made.record))
    return [finding.code for finding in made.findings]


def test_marks_of_open_documents_are_told_and_not_read(tmp_path: Path) -> None:
    for name in ("岗位.docx", "~$岗位.docx", ".~lock.岗位.docx#"):
        (tmp_path / name).write_bytes(b"x")
    assert [name for _, name in papers_of([tmp_path, tmp_path / "~$岗位.docx"])] == ["岗位.docx"]
    told = [(found.code, found.place.file) for found in locks_of([tmp_path])]
    assert told == [
        ("import-lock-skipped", ".~lock.岗位.docx#"),
        ("import-lock-skipped", "~$岗位.docx"),
    ]


def test_a_folder_is_searched_for_papers(papers: Path) -> None:
    assert [name for _, name in papers_of([papers])] == ["a.txt", "inner/b.txt"]


def test_posts_that_name_each_other_are_found_whatever_the_order(papers: Path) -> None:
    batch = read_batch(list(papers_of([papers])), VOCABULARY, Known(), "zh-Hans")
    guard, lead = (one.drafts[0].data for one in batch)
    assert guard["reports_to"] == lead["role"]
    assert lead["supervises"] == [guard["role"]]


def test_the_same_post_twice_is_told(papers: Path) -> None:
    (papers / "c.txt").write_text(GUARD, "utf-8")
    batch = read_batch(
        list(papers_of([papers])), VOCABULARY, Known(posts={"保安队长": "guard-lead"}), "zh-Hans"
    )
    told = [
        (one.name, f.details["title"])
        for one in batch
        for f in one.findings
        if f.code == "import-duplicate-post"
    ]
    assert told == [("c.txt", "保安员"), ("inner/b.txt", "保安队长")]


def test_a_second_run_changes_nothing_and_leaves_what_was_edited(
    papers: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    assert run(papers, target) == []
    files = {path: path.read_bytes() for path in target.glob("*.yaml")}
    assert run(papers, target) == []
    assert {path: path.read_bytes() for path in target.glob("*.yaml")} == files
    assert len(read_record(target)["batches"]) == 1
    edited, other = sorted(files)
    edited.write_bytes(files[edited] + b"# mine\n")
    for name in ("a.txt", "inner/b.txt"):
        paper = papers / name
        paper.write_text(paper.read_text("utf-8") + "\n3、值夜班。", "utf-8")
    assert run(papers, target) == ["import-kept"]
    assert edited.read_bytes().endswith(b"# mine\n")
    assert "值夜班" in other.read_text("utf-8")


def test_undo_takes_a_batch_back_and_keeps_what_was_edited(papers: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    run(papers, target)
    edited, other = sorted(target.glob("*.yaml"))
    edited.write_bytes(b"role: mine\n")
    undo = undone(target)
    assert undo.gone == (other,)
    assert [finding.code for finding in undo.findings] == ["import-kept"]
    assert undone(tmp_path / "none").findings[0].code == "import-no-batch"


def test_undo_of_a_later_run_brings_the_earlier_text_back(papers: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    run(papers, target)
    before = {path: path.read_bytes() for path in target.glob("*.yaml")}
    (papers / "a.txt").write_text(GUARD + "\n3、值夜班。", "utf-8")
    run(papers, target)
    undo = undone(target)
    assert undo.gone == ()
    assert dict(undo.restored) == {path: before[path] for path in undo.restored}
    assert len(undo.restored) == 1


def test_a_file_that_no_import_wrote_is_never_overwritten(papers: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    run(papers, target)
    (target / ".imported.json").unlink()
    (papers / "a.txt").write_text(GUARD + "\n3、值夜班。", "utf-8")
    assert run(papers, target) == ["import-exists"]


def test_a_workspaces_words_take_the_place_of_the_shipped(tmp_path: Path) -> None:
    folder = tmp_path / "rules/import"
    folder.mkdir(parents=True)
    (tmp_path / "dutybook.yaml").write_text(MINIMAL, "utf-8")
    (folder / "headings.yaml").write_text("- {part: duties, words: [干什么]}\n", "utf-8")
    assert load_vocabulary(tmp_path).parts == {"干什么": "duties"}
    (folder / "headings.yaml").write_text("- part: [\n", "utf-8")
    with pytest.raises(DutybookError) as caught:
        load_vocabulary(tmp_path)
    assert caught.value.findings[0].code == "import-vocabulary"
    (folder / "headings.yaml").write_text("words: 5\n", "utf-8")
    with pytest.raises(DutybookError):
        load_vocabulary(tmp_path)
