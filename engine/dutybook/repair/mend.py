"""Findings to texts without them: each code has one repair, and nothing else may change."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dutybook.files.door import read_bytes, within
from dutybook.finding import Finding, in_file_order
from dutybook.repair import entries, marks, numbers, quotes
from dutybook.repair.source import Edit, Source, applied, differences
from dutybook.schema import definitions_in
from dutybook.yamltext import MAX_BYTES, decode

Repair = Callable[[Source, Finding], Iterable[Edit]]

REPAIRS: Final[Mapping[str, Repair]] = {
    "wide-character": marks.wide_character,
    "yaml-tab": marks.tab,
    "yaml-character": marks.invisible,
    "yaml-colon": quotes.in_quotes,
    "yaml-unquoted": quotes.in_quotes,
    "comment-after-text": quotes.with_comment,
    "wrong-type": quotes.as_text,
    "number-with-unit": quotes.plain_number,
    "condition-sign": marks.condition_sign,
    "half-width-punctuation": marks.half_width,
    "id-left-out": entries.ids,
    "kind-not-first": entries.kind_first,
    "numbering": numbers.of_duties,
    "text-numbering": numbers.in_text,
}
ENCODING: Final = "file-encoding"
"""Mended before there is a text: the file is written anew as UTF-8."""

_ENCODINGS: Final = {"GB18030": "gb18030", "UTF-16": "utf-16", "UTF-32": "utf-32"}
_ROUNDS: Final = 200
"""A file whose YAML is broken tells one mistake at a time."""


@dataclass(frozen=True, slots=True)
class Change:
    """A file as it is and as it would be; ``mended``: the findings that are gone then."""

    path: Path
    name: str
    before: str
    after: str
    content: bytes
    mended: tuple[Finding, ...]


def mended_workspace(root: Path, findings: Iterable[Finding]) -> Iterator[Change]:
    """The files that change, once what can be mended of ``findings`` is."""
    by_file: dict[str, list[Finding]] = {}
    for finding in in_file_order(findings):
        if finding.code in REPAIRS or finding.code == ENCODING:
            by_file.setdefault(finding.place.file, []).append(finding)
    for name, found in by_file.items():
        if (change := _file(root, name, found)) is not None:
            yield change


def mended_text(name: str, text: str, findings: Sequence[Finding]) -> tuple[str, list[Finding]]:
    """``text`` without what could be mended in it, and what that was."""
    text, done = _readable(name, text)
    if not done:
        text, done = _mended(Source(name, text), [f for f in findings if f.code in REPAIRS])
    return text, done


def _file(root: Path, name: str, findings: list[Finding]) -> Change | None:
    try:
        path = within(root, name)
        raw = read_bytes(path, MAX_BYTES)
    except (OSError, ValueError):
        return None
    text, wrong = decode(raw, name)
    done: list[Finding] = []
    if text is None:
        text = _decoded(raw, str(wrong[0].details["encoding"])) if wrong else None
        if text is None:
            return None
        done = wrong
    mark = "\ufeff" if raw.startswith(b"\xef\xbb\xbf") else ""
    after, more = mended_text(name, text, findings)
    if not done and not more:
        return None
    return Change(path, name, text, after, (mark + after).encode(), (*done, *more))


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(_ENCODINGS[encoding]).removeprefix("\ufeff")
    except (KeyError, UnicodeDecodeError):
        return None


def _readable(name: str, text: str) -> tuple[str, list[Finding]]:
    """Broken YAML mended step by step, as far as that goes."""
    done: list[Finding] = []
    for _ in range(_ROUNDS):
        documents, findings = definitions_in(text, name)
        broken = [f for f in findings if f.code in REPAIRS] if not documents else []
        new = (
            applied(text, REPAIRS[broken[0].code](Source(name, text), broken[0]))
            if broken
            else text
        )
        if new == text:
            break
        text = new
        done.append(broken[0])
    return text, done


def _mended(source: Source, findings: Sequence[Finding]) -> tuple[str, list[Finding]]:
    """All repairs at once; where together they change more than they may, one by one."""
    text, done = _tried(source, findings)
    if done or len(findings) < 2:
        return text, done
    for finding in reversed(findings):  # from the end, so that places before it stay right
        new, one = _tried(Source(source.name, text), [finding])
        if one:
            text, done = new, [*done, *one]
    return text, done


def _tried(source: Source, findings: Sequence[Finding]) -> tuple[str, list[Finding]]:
    asked = [(finding, list(REPAIRS[finding.code](source, finding))) for finding in findings]
    done = [finding for finding, edits in asked if edits]
    text = applied(source.text, (edit for _, edits in asked for edit in edits))
    before, after = ([d.data for d in s.documents] for s in (source, Source(source.name, text)))
    if not after or len(before) != len(after):
        return source.text, []
    allowed = [re.compile(pattern) for finding in done for pattern in _allowed(finding)]
    changed = [
        path for old, new in zip(before, after, strict=True) for path in differences(old, new)
    ]
    if all(any(pattern.match(path) for pattern in allowed) for path in changed):
        return text, done
    return source.text, []


def _allowed(finding: Finding) -> Iterator[str]:
    """Patterns of the paths at which mending a finding may change what is read."""
    path = finding.place.path
    if finding.code == "numbering":
        yield r"/duties/\d+/no$"
    elif finding.code == "wide-character":
        yield re.escape(path.rpartition("/")[0])
    elif finding.code not in ("id-left-out", "kind-not-first", "yaml-tab"):
        yield re.escape(path) + r"(/|$)"
