"""What an Excel form says of itself on its hidden sheet: written by ``write/``, read back by
``ratings/workbook.py``. Column A holds a name, column B its value, all as text.

``form``, ``period``, ``employee``, ``role``, ``rater`` (empty: all of them) say what the form is;
``asked_of`` is the fingerprint of the definitions it asks about, ``rated_on`` the day its ratings
count for. ``by <rater>``, ``rating <kpi> <rater>`` and ``remark <part>`` name cells to fill in,
``said <part>`` what stood in one when it was handed out, ``answer <id>`` the words of a choice;
``label <cell>`` the words that stand in a cell. A sheet for several people has the facts of each
as ``member <n> <fact>``. ``seal``, where the office has a secret
(:mod:`dutybook.files.user`), says that all of this is as it was handed out.
"""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from dutybook.files.user import office_seal

META: Final = "dutybook"
"""The hidden sheet's name."""

BY: Final = "by "
RATING: Final = "rating "
LABEL: Final = "label "
REMARK: Final = "remark "
SAID: Final = "said "
ANSWER: Final = "answer "
SEAL: Final = "seal"
MEMBER: Final = "member "


def form_id(period: str, employee: str, role: str, rater: str) -> str:
    """A form's number: the same form handed out again has the same."""
    return _hash([period, employee, role, rater])[:12]


def fingerprint(versions: Iterable[tuple[str, str]]) -> str:
    """One hash of the versions of KPIs' definitions (id, version): it changes when one does."""
    return _hash(sorted(versions))[:16]


def members_of(facts: Mapping[str, str]) -> list[dict[str, str]]:
    """The facts of each person on a sheet for several, in order; none on anybody's own form."""
    found: dict[str, dict[str, str]] = {}
    for name, value in facts.items():
        if name.startswith(MEMBER):
            number, _, fact = name.removeprefix(MEMBER).partition(" ")
            found.setdefault(number, {})[fact] = value
    return list(found.values())


def seal_of(facts: Mapping[str, str]) -> str:
    """The office's seal on what a form says of itself; empty where the office has no secret."""
    said = sorted((name, value) for name, value in facts.items() if name != SEAL)
    return office_seal(b"form", json.dumps(said, ensure_ascii=False).encode())


def _hash(data: object) -> str:
    return sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
