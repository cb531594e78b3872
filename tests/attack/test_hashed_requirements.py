"""What is installed is what was looked at: every version pinned, every file by its hash, no host named."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
NAMES = ("run", "dev", "tools")


def pinned(name: str) -> dict[str, tuple[str, str]]:
    """What a file pins: each name's version, and the lines of its hashes."""
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        requirement, _, hashes = line.partition(" --hash=")
        one = Requirement(requirement)
        (version,) = one.specifier
        assert version.operator == "=="
        found[canonicalize_name(one.name)] = version.version, hashes
    return found


def asked(name: str) -> Iterator[Requirement]:
    """What pyproject.toml asks for of it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"]
    if name == "tools":
        yield from map(Requirement, groups["tools"])
        return
    yield from map(Requirement, project["project"]["dependencies"])
    if name == "dev":
        extras = project["project"]["optional-dependencies"].values()
        yield from (Requirement(one) for extra in extras for one in extra)
        yield from map(Requirement, groups["build"])


@pytest.mark.parametrize("name", NAMES)
def test_every_version_is_pinned_with_the_hash_of_its_files(name: str) -> None:
    for package, (_, hashes) in pinned(name).items():
        assert re.fullmatch(r"sha256:[0-9a-f]{64}( +--hash=sha256:[0-9a-f]{64})*", hashes), package


@pytest.mark.parametrize("name", NAMES)
def test_no_host_is_named(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
    assert not re.search(r"://|index-url|find-links|@|file:", text)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_asked_for_is_pinned(name: str) -> None:
    versions = pinned(name)
    for one in asked(name):
        version, _ = versions[canonicalize_name(one.name)]
        assert one.specifier.contains(version, prereleases=True), one


def test_a_version_is_the_same_wherever_it_is_pinned() -> None:
    dev = pinned("dev")
    for name in ("run", "tools"):
        versions = pinned(name)
        assert {k: v for k, v in versions.items() if k in dev and dev[k] != v} == {}
