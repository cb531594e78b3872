"""Numbers that run on: of duties as in the original, and of the items within a text."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from yaml.nodes import ScalarNode

from dutybook.finding import Finding
from dutybook.grammar.prose.series import ordinal, placed
from dutybook.repair.source import Edit, Source, span
from dutybook.yamltext.document import lookup, pointer

_FIGURE: Final = re.compile(r"[0-9]+|[一二三四五六七八九十]+")
_CHINESE: Final = "零一二三四五六七八九"
_CIRCLED: Final = 0x2460


def of_duties(source: Source, finding: Finding) -> Iterator[Edit]:
    """The numbers of the document's duties, one after the other; a new area may begin again at 1.
    Each keeps the form it is written in: 三、 stays Chinese."""
    document = source.document(finding.place)
    if document is None:
        return
    before: int | None = None
    area: Any = None
    for number, duty in enumerate(lookup(document.data, "/duties") or ()):
        written = str(duty.get("no", "")) if isinstance(duty, Mapping) else ""
        read = ordinal(written)
        if read is None:
            continue
        again = read == 1 and duty.get("area") != area
        wanted = read if before is None or again else before + 1
        node = source.node(document, pointer("duties", number, "no"))
        if wanted != read and isinstance(node, ScalarNode):
            start, end = span(node)
            text = source.text[start:end]
            figure = _FIGURE.search(text)
            if figure:
                at = start + figure.start()
                yield Edit(at, at + len(figure[0]), _like(figure[0], wanted))
        before, area = wanted, duty.get("area")


def in_text(source: Source, finding: Finding) -> Iterator[Edit]:
    """The numbers of one style within a text, from 1 on."""
    node = source.scalar(finding.place)
    if node is None:
        return
    start, end = span(node)
    start += 1 if node.style in ("'", '"') else 0
    end -= 1 if node.style in ("'", '"') else 0
    if source.text[start:end] != node.value:
        return  # folded or with escapes: positions are not those of the text
    before = 0
    for at, written, read in placed(node.value, str(finding.details["style"])):
        wanted = 1 if read == 1 and before != 1 else before + 1
        if wanted != read:
            yield Edit(start + at, start + at + len(written), _like(written, wanted))
        before = wanted


def _like(written: str, number: int) -> str:
    """``number`` in the signs of ``written``."""
    if written.isdecimal():
        return str(number)
    if _CIRCLED <= ord(written[0]) < _CIRCLED + 20:
        return chr(_CIRCLED + number - 1)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _CHINESE[tens] + "十"
    return head + (_CHINESE[ones] if ones else "")
