"""Where a file's YAML breaks: at the character its writer has to change, which is seldom where the
parser noticed it.

A likely cause is tried out: where the text reads further once a full-width mark is a half-width
one, or once a value stands in quotes, that was it.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import yaml

from dutybook.finding import Finding, Place
from dutybook.resources import builtin
from dutybook.words.lexicon import texts
from dutybook.words.locale import Text
from dutybook.yamltext.document import Document
from dutybook.yamltext.loader import DuplicateKeyError, UnusableKeyError

WIDE: Final = {
    "：": ": ", "，": ", ", "｛": "{", "｝": "}", "［": "[", "］": "]", "－": "- ", "\u3000": " ",
    "“": '"', "”": '"', "＂": '"', "＃": "#",
}  # fmt: skip
"""Marks of a Chinese keyboard that YAML does not know, and those that it does."""
PAIRED: Final = ("｛｝", "［］", "“”", "＂")
_BACK: Final = 10
"""Lines before the parser's complaint in which the cause may stand."""
_AHEAD: Final = 50
_TRIES: Final = 60
_LONGEST: Final = 200_000
"""Characters of a text in which causes are tried out."""

_COMPARISON: Final = re.compile(r":\s+[>|@`%&*!][=\d\s]?.*\d")
_VALUES: Final = (
    re.compile(r"[{,]\s*[\w-]+:\s+([^\s\"'{\[,}][^,}]*?)\s*(?=,\s*[\w-]+:\s|[,}])"),
    re.compile(r"[{,]\s*[\w-]+:\s+([\[{][^,]*?)\s*(?=,\s*[\w-]+:\s|}\s*$)"),
    re.compile(r"^\s*(?:-\s+)*[^\s:#\"'{\[-][^:#{\[]*:\s+(\S.*)$"),
    re.compile(r"^\s*(?:-\s+)+(\S.*)$"),
)
"""Values without quotes: in a flow mapping, after a key, as an item."""
_TOP: Final = re.compile(
    r"^([a-z_\u3400-\u9fff]+)\s*[:：]\s*([^\s#{\[|>&*!\"'][^#\n]*?)\s*(?:#.*)?$"
)
_Position = tuple[int, int]


def syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> Finding:
    """What is wrong with ``text``, and where."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.splitlines()
    source = lines[line] if line < len(lines) else ""
    place = Place(name, line + 1, column + 1)
    if isinstance(error, DuplicateKeyError):
        return Finding("duplicate-key", place, {"key": error.problem})
    if isinstance(error, UnusableKeyError):
        return Finding("unusable-key", place)
    if source[: len(source) - len(source.lstrip())].count("\t") or "\\t" in (error.problem or ""):
        return Finding("yaml-tab", place)
    if _COMPARISON.search(source):
        return Finding("yaml-unquoted", place, {"text": source.partition(":")[2].strip()})
    cause = None
    if isinstance(error, yaml.scanner.ScannerError | yaml.parser.ParserError):
        cause = _cause(lines, (line, column), name)
    return cause or Finding("yaml-syntax", place, {"problem": _problem(error)})


def wide_character(place: Place, text: str) -> Finding | None:
    """The first full-width mark in what YAML took for a single text at ``place``."""
    at = next((i for i, character in enumerate(text) if character in WIDE), None)
    if at is None:
        return None
    where = Place(place.file, place.line, place.column + at, place.path)
    return Finding("wide-character", where, _details(text[at]))


def heads(text: str, name: str) -> list[Document]:
    """What a broken file was to define, as far as its outermost lines tell."""
    found = []
    for number, part in enumerate(re.split(r"^---.*$", text, flags=re.M)):
        pairs = [match for line in part.splitlines() if (match := _TOP.match(line))]
        if pairs:
            found.append(Document(name, number, {m[1]: m[2] for m in pairs}, text))
    return found


def _details(character: str) -> dict[str, object]:
    return {"character": character, "instead": WIDE[character].strip() or "空格 space"}


def _problem(error: yaml.MarkedYAMLError) -> Text | str:
    said = str(error.problem or error.context or "")
    return _problems().get(said, said)


@cache
def _problems() -> dict[str, Text]:
    return texts(builtin("rules") / "yaml-problems.yaml")


def _cause(lines: list[str], at: _Position, name: str) -> Finding | None:
    """A character, else a value, without which the text reads beyond ``at``."""
    lines = lines[: at[0] + _AHEAD]
    if sum(map(len, lines)) > _LONGEST:
        return None
    for number, column, mended in _narrowed(lines, at[0]):
        if _reads_on([*lines[:number], mended, *lines[number + 1 :]], at):
            place = Place(name, number + 1, column + 1)
            return Finding("wide-character", place, _details(lines[number][column]))
    for column, value, mended in _quoted(lines[at[0]] if at[0] < len(lines) else ""):
        if _reads_on([*lines[: at[0]], mended, *lines[at[0] + 1 :]], at):
            code = "yaml-colon" if ": " in value else "yaml-unquoted"
            return Finding(code, Place(name, at[0] + 1, column + 1), {"text": value})
    return None


def _narrowed(lines: list[str], last: int) -> Iterator[tuple[int, int, str]]:
    """Full-width marks up to line ``last``: where each stands, and its line without it."""
    tries = 0
    for number in range(max(0, last - _BACK), min(last + 1, len(lines))):
        line = lines[number]
        for column, character in enumerate(line):
            if character in WIDE and tries < _TRIES:
                tries += 1
                pair = next((pair for pair in PAIRED if character in pair), "")
                table = {ord(one): WIDE[one] for one in pair}
                mended = line[:column] + WIDE[character] + line[column + 1 :]
                yield number, column, line.translate(table) if pair else mended


def _quoted(line: str) -> Iterator[tuple[int, str, str]]:
    """Values of a line: where each begins, what it is, and the line with it in quotes."""
    for form in _VALUES:
        for match in form.finditer(line):
            at, value = match.start(1), match[1].strip()
            if value[0] in "\"'" and value[0] == value[-1]:
                continue  # it is in quotes
            text = json.dumps(value, ensure_ascii=False)
            yield at, value, line[:at] + text + line[at + len(value) :]


def _reads_on(lines: list[str], at: _Position) -> bool:
    """Whether the parser gets beyond where it stopped (and the two characters a change adds)."""
    try:
        for _ in yaml.parse("\n".join(lines) + "\n", yaml.CSafeLoader):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return mark is not None and (mark.line, mark.column) > (at[0], at[1] + 2)
    except (yaml.YAMLError, ValueError):
        return False
    return True
