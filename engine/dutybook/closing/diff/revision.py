"""A workspace's definitions as they were at a git revision, exported to a folder of their own: the
user's files, index and branch stay as they are."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from dutybook.finding import DutybookError, Finding, Place

_FILES: Final = ("dutybook.yaml", "adjustments.yaml", "appeals.yaml")
_FOLDERS: Final = ("roles/", "rules/")


@contextmanager
def at_revision(root: Path, revision: str) -> Iterator[Path]:
    """A folder with the definitions of the workspace at ``root`` as of ``revision``."""
    top = _git(root, "diff-not-a-repository", "rev-parse", "--show-toplevel").strip()
    inside = _git(root, "diff-not-a-repository", "rev-parse", "--show-prefix").strip()
    name = f"{revision}^{{commit}}"
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    commit = _git(root, "diff-unknown-revision", *asked, revision=revision).strip()
    with tempfile.TemporaryDirectory(prefix="dutybook-") as folder:
        index, tree = Path(folder) / "index", Path(folder) / "tree"
        own = {"GIT_INDEX_FILE": str(index)}
        lacking = "diff-no-workspace"
        _git(Path(top), lacking, "read-tree", f"{commit}:{inside}", env=own, revision=revision)
        names = _git(Path(top), lacking, "ls-files", "-z", env=own).split("\0")
        wanted = [n for n in names if n in _FILES or n.startswith(_FOLDERS)]
        if "dutybook.yaml" not in wanted:
            raise DutybookError(Finding(lacking, Place(revision), {"revision": revision}))
        out = ("checkout-index", "-z", "--stdin", f"--prefix={tree.as_posix()}/")
        _git(Path(top), lacking, *out, env=own, given="\0".join(wanted))
        yield tree


def _git(
    folder: Path,
    code: str,
    *words: str,
    env: Mapping[str, str] | None = None,
    given: str = "",
    revision: str = "",
) -> str:
    """What git says; a finding with ``code`` where it refuses."""
    try:
        done = subprocess.run(
            ("git", "-C", str(folder), *words),
            input=given,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            env={**os.environ, **(env or {})},
            check=False,
        )
    except FileNotFoundError:
        raise DutybookError(Finding("diff-no-git", Place("git"))) from None
    if done.returncode:
        reason = done.stderr.strip().splitlines()
        details = {"revision": revision, "reason": reason[-1] if reason else ""}
        raise DutybookError(Finding(code, Place(revision or str(folder)), details))
    return done.stdout
