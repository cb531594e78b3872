"""A workspace's definitions as they were at a git revision, copied to a folder of their own: the
user's files, index and branch stay as they are.

A folder that somebody sent may bring a ``.git`` whose settings name programs: filters, monitors,
hooks, ways to fetch. Objects are therefore only listed and read (``ls-tree``, ``cat-file``):
nothing is checked out, no index is made, nothing is fetched, and the settings that could start a
program are overruled besides. Whose folders git trusts (``safe.directory``) stays the user's word.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from dutybook.files.scratch import new_file
from dutybook.finding import DutybookError, Finding, Place

_FILES: Final = ("dutybook.yaml", "adjustments.yaml", "appeals.yaml")
_FOLDERS: Final = ("roles", "rules")
_REGULAR: Final = frozenset({"100644", "100755"})
"""Modes of files; links and submodules are left out."""
_MOST_FILES: Final = 100_000
_MOST_BYTES: Final = 1 << 28
_SECONDS: Final = 60
_SAFE: Final = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.pager=cat", "-c", "core.sshCommand=false", "-c", "core.gitProxy=false"),
    *("-c", "core.askPass=false", "-c", "credential.helper=", "-c", "protocol.allow=never"),
    *("-c", "protocol.ext.allow=never", "-c", "core.alternateRefsCommand=true"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "maintenance.auto=false", "-c", "gc.auto=0"),
)
_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "none",  # of no transport: this overrules what a repository allows
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C.UTF-8",
}
_TRUSTED: Final = frozenset(
    {"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH"}
    | {"GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"}
)
"""Set by whoever runs the command, not by the folder."""
_LACKING: Final = "diff-no-workspace"


@dataclass(frozen=True, slots=True)
class _Blob:
    """A file of a revision: its path in the workspace, and what git keeps it as."""

    path: str
    object: str
    size: int


@contextmanager
def at_revision(root: Path, revision: str) -> Iterator[Path]:
    """A folder with the definitions of the workspace at ``root`` as of ``revision``."""
    inside = _text(root, "diff-not-a-repository", "rev-parse", "--show-prefix").strip("\n")
    name = f"{revision}^{{commit}}"
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", name)
    commit = _text(root, "diff-unknown-revision", *asked, revision=revision).strip()
    wanted = _listed(root, f"{commit}:{inside.rstrip('/')}", revision)
    if not any(blob.path == "dutybook.yaml" for blob in wanted):
        raise DutybookError(Finding(_LACKING, Place(revision), {"revision": revision}))
    with tempfile.TemporaryDirectory(prefix="dutybook-") as folder:
        tree = Path(folder) / "tree"
        for blob, data in zip(wanted, _contents(root, wanted), strict=True):
            path = tree / blob.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with new_file(path) as copy:
                copy.write(data)
        yield tree


def _listed(root: Path, tree: str, revision: str) -> list[_Blob]:
    """The definitions' files in ``tree``; :class:`DutybookError` where they are too much."""
    how = ("ls-tree", "-r", "-z", "-l", "--full-tree", tree)
    found = []
    for line in _text(root, _LACKING, *how, revision=revision).split("\0"):
        facts, _, path = line.partition("\t")
        if path in _FILES or (path.partition("/")[0] in _FOLDERS and _plain(path)):
            mode, _, object_, size = facts.split()
            if mode in _REGULAR:
                found.append(_Blob(path, object_, int(size)))
    if len(found) > _MOST_FILES or sum(blob.size for blob in found) > _MOST_BYTES:
        raise DutybookError(Finding("diff-too-large", Place(revision), {"revision": revision}))
    return found


def _plain(path: str) -> bool:
    """Whether a path stays below the folder it is written to, on every system."""
    parts = path.split("/")
    return not {"", ".", ".."} & set(parts) and not any(c in path for c in '\\:\n"')


def _contents(root: Path, blobs: list[_Blob]) -> Iterator[bytes]:
    """The bytes of each, exactly as they were committed."""
    given = "".join(blob.object + "\n" for blob in blobs).encode()
    said = memoryview(_git(root, _LACKING, "cat-file", "--batch", given=given))
    at = 0
    for blob in blobs:
        head = f"{blob.object} blob {blob.size}\n".encode()
        start = at + len(head)
        if bytes(said[at:start]) != head:
            raise DutybookError(Finding(_LACKING, Place(PurePosixPath(blob.path).as_posix())))
        at = start + blob.size + 1
        yield bytes(said[start : start + blob.size])


def _text(root: Path, code: str, *words: str, revision: str = "") -> str:
    return os.fsdecode(_git(root, code, *words, revision=revision))


def _git(root: Path, code: str, *words: str, given: bytes = b"", revision: str = "") -> bytes:
    """What git says; a finding with ``code`` where it refuses."""
    try:
        done = subprocess.run(
            ("git", "--no-pager", *_SAFE, "-C", str(root), *words),
            input=given,
            capture_output=True,
            env=_environment(),
            check=False,
            timeout=_SECONDS,
        )
        reason = os.fsdecode(done.stderr).strip().splitlines()
    except FileNotFoundError:
        raise DutybookError(Finding("diff-no-git", Place("git"))) from None
    except subprocess.TimeoutExpired:
        reason = [f"> {_SECONDS} s"]
    except ValueError as error:  # a zero byte in what somebody typed
        reason = [str(error)]
    else:
        if not done.returncode:
            return done.stdout
    details = {"revision": revision, "reason": reason[-1] if reason else ""}
    raise DutybookError(Finding(code, Place(revision or str(root)), details))


def _environment() -> dict[str, str]:
    """The user's, without what would point git at another repository or program."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in _TRUSTED}
    return kept | _ENVIRONMENT
