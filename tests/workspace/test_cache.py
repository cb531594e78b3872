"""The cache of clean files: never a stale answer, never in the way."""

from importlib import import_module
from pathlib import Path

import pytest
from workspaces import MINIMAL, write_files

from dutybook.workspace import load
from dutybook.workspace.cache import CleanFiles

loading = import_module("dutybook.workspace.load")


def validations(monkeypatch: pytest.MonkeyPatch, root: Path) -> list[str]:
    """The workspace's own files validated while loading it."""
    seen: list[str] = []
    original = loading.validate
    monkeypatch.setattr(loading, "validate", lambda d: seen.append(d.file) or original(d))
    load(root)
    monkeypatch.setattr(loading, "validate", original)
    return seen


def test_clean_files_are_validated_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "dutybook.yaml": MINIMAL,
            "roles/a.yaml": "role: a\ntitle: 甲\n",
            "roles/b.yaml": "role: b\n",
        },
    )
    assert validations(monkeypatch, tmp_path) == ["dutybook.yaml", "roles/a.yaml", "roles/b.yaml"]
    assert validations(monkeypatch, tmp_path) == ["roles/b.yaml"]  # a finding is always fresh
    write_files(tmp_path, {"roles/a.yaml": "role: a\ntitle: 乙\n"})
    assert validations(monkeypatch, tmp_path) == ["roles/a.yaml", "roles/b.yaml"]


def test_findings_are_the_same_with_and_without(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"dutybook.yaml": MINIMAL, "roles/a.yaml": "role: a\ntitle: 甲\ntitel: x\n"}
    )
    first = load(tmp_path).findings
    assert load(tmp_path).findings == first
    assert [f.code for f in first] == ["unknown-key"]


def test_a_cache_that_cannot_be_used_is_no_trouble(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_files(tmp_path, {"dutybook.yaml": MINIMAL, "roles/a.yaml": "role: a\ntitle: 甲\n"})
    assert load(tmp_path).findings == ()
    kept = CleanFiles(tmp_path).path
    kept.write_bytes(b"\xff\xfe\x00")
    assert load(tmp_path).findings == ()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "dutybook.yaml"))  # a file in the way
    assert load(tmp_path).findings == ()


def test_nothing_is_known_where_no_secret_can_be_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_files(tmp_path, {"dutybook.yaml": MINIMAL})
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "dutybook.yaml"))
    assert validations(monkeypatch, tmp_path) == ["dutybook.yaml"]
    assert validations(monkeypatch, tmp_path) == ["dutybook.yaml"]


def test_nothing_is_kept_in_the_workspace(tmp_path: Path) -> None:
    write_files(tmp_path, {"dutybook.yaml": MINIMAL, "roles/a.yaml": "role: a\ntitle: 甲\n"})
    load(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dutybook.yaml", "roles"]
    assert not CleanFiles(tmp_path).path.is_relative_to(tmp_path)


def test_another_grammar_does_not_trust_the_old_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_files(tmp_path, {"dutybook.yaml": MINIMAL, "roles/a.yaml": "role: a\ntitle: 甲\n"})
    assert len(validations(monkeypatch, tmp_path)) == 2
    cache = import_module("dutybook.workspace.cache")
    monkeypatch.setattr(cache, "_judge", cache._judge.__wrapped__)  # as another process would
    original = cache.read_bytes
    changed = lambda path: original(path) + (b"#" if path.name == "limit.py" else b"")  # noqa: E731
    monkeypatch.setattr(cache, "read_bytes", changed)
    assert len(validations(monkeypatch, tmp_path)) == 2
