"""Values that YAML takes for something else than was meant: put in quotes, or out of them."""

import json
import re
from collections.abc import Iterator
from typing import Final

from dutybook.finding import Finding
from dutybook.repair.source import Edit, Source, span

_NUMBER: Final = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?")
_COMMENT: Final = re.compile(r"\s+#(?=\s).*$")


def quoted(text: str) -> str:
    """``text`` in double quotes, Chinese left as it is."""
    return json.dumps(text, ensure_ascii=False)


def in_quotes(source: Source, finding: Finding) -> Iterator[Edit]:
    """The value that stands, or begins, at the finding's place."""
    start, end = source.line(finding.place)
    value = _COMMENT.sub("", str(finding.details["text"]))
    at = source.text.find(value, source.at(finding.place), end)
    at = at if at >= 0 else source.text.find(value, start, end)
    if at >= 0:
        yield Edit(at, at + len(value), quoted(value))


def with_comment(source: Source, finding: Finding) -> Iterator[Edit]:
    """A text with what YAML took for a comment after it."""
    node = source.scalar(finding.place)
    if node is not None and not node.style:
        start, end = span(node)
        last = source.text.find("\n", end)
        whole = source.text[start : last if last >= 0 else None].rstrip()
        yield Edit(start, start + len(whole), quoted(whole))


def as_text(source: Source, finding: Finding) -> Iterator[Edit]:
    """A number or a truth value where a text is wanted, as it is written."""
    node = source.scalar(finding.place)
    if node is None:
        return
    start, end = span(node)
    if not node.style and re.fullmatch(r"[\w.+-]+", node.value) and not _wants_number(finding):
        yield Edit(start, end, quoted(source.text[start:end]))


def _wants_number(finding: Finding) -> bool:
    return "数" in str(finding.details.get("expected", ""))


def plain_number(source: Source, finding: Finding) -> Iterator[Edit]:
    """A number without its unit and quotes."""
    node = source.scalar(finding.place)
    number = str(finding.details["number"])
    if node is not None and _NUMBER.fullmatch(number):
        yield Edit(*span(node), number)
