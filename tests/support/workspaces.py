"""Workspaces made for tests."""

from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests/small"
"""A small workspace in which every form a definition may take occurs once."""
"""The checkout: itself a workspace, the example organisation."""

MINIMAL = 'organisation: 测试公司\ndocuments: {version: "1.0"}\n'


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Files by relative name below ``folder``."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
