"""What an Excel form says of itself on its hidden sheet: written by ``write/``, read back by
``evaluate/returned/``. Column A holds a name, column B its value, all as text.

``form``, ``period``, ``employee``, ``role``, ``rater`` (empty: all of them) say what the form is;
``asked_of`` is the fingerprint of the definitions it asks about, ``rated_on`` the day its ratings
count for. ``by <rater>`` and ``rating <kpi> <rater>`` name cells to fill in; ``label <cell>`` the
words that stand in a cell.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

META: Final = "dutybook"
"""The hidden sheet's name."""

BY: Final = "by "
RATING: Final = "rating "
LABEL: Final = "label "


def form_id(period: str, employee: str, role: str, rater: str) -> str:
    """A form's number: the same form handed out again has the same."""
    return _hash([period, employee, role, rater])[:12]


def fingerprint(versions: Iterable[tuple[str, str]]) -> str:
    """One hash of the versions of KPIs' definitions (id, version): it changes when one does."""
    return _hash(sorted(versions))[:16]


def _hash(data: object) -> str:
    return sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
