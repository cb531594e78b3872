"""A small heading run into its sentence: 接待与咨询|热情接待来访客户."""

import re
from collections.abc import Set as AbstractSet
from typing import Final

from dutybook.intake.vocabulary import Vocabulary

_CLAUSE: Final = re.compile(r"[,。;:、!?()《》\"“]")
_LONGEST: Final = 11
_ENOUGH: Final = 4
_BOUND: Final = ("的", "和", "与", "及", "了", "、", "等", "或")


def glued(text: str, vocabulary: Vocabulary, known: AbstractSet[str] = frozenset()) -> int:
    """Length of the heading that ``text`` begins with, 0 where there is none. ``known``: headings
    of this paper that were seen before."""
    stop = _CLAUSE.search(text)
    limit = min(_LONGEST, stop.start() if stop else len(text), len(text) - 2)
    best, most = 0, _ENOUGH - 1
    for length in range(2, limit + 1):
        points = _points(text[:length], text[length:], vocabulary, known)
        if points >= most + (best == 0):
            best, most = length, points
    return best


def _points(head: str, rest: str, vocabulary: Vocabulary, known: AbstractSet[str]) -> int:
    if rest[0] in ":,":
        return 0
    noun = head.endswith(vocabulary.head_ends)
    points = 3 * (head in known) + 2 * noun + 2 * rest.startswith(vocabulary.clause_starts)
    points += noun and any(link in head[1:-1] for link in "与和及")
    points -= 2 * (len(head) < 4 and head not in known)
    points -= 3 * (rest.startswith(_BOUND) and not _with_others(rest))
    points -= 3 * any(_with_others(head[i:]) for i in range(1, len(head)))
    return points - 3 * head.startswith(vocabulary.not_heads)


def _with_others(rest: str) -> bool:
    """与其他部门保持 and 及时传达 begin a clause; 与投诉 goes on with a noun."""
    return rest.startswith("及时") or bool(
        re.match(r"[与和](?:其他|业主|同事|各部门|内部|租户|客户|供应|有关|相关)", rest)
    )


def labelled(text: str) -> int:
    """Length of the heading of ``接待客户:负责前台接待工作``, 0 where there is none."""
    match = re.match(r"[^,。;:、!?\s\d]{2,14}:(?=\S)", text)
    return match.end() - 1 if match else 0
