"""Values that differ and that no paper prints: named by the titles of their keys, so that a notice
leaves nothing out."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dutybook.closing.diff.definitions import Changed
from dutybook.closing.diff.values import Leaf
from dutybook.papers.change_notice.facts import Fact
from dutybook.papers.view import View
from dutybook.schema.titles import titles
from dutybook.words.locale import Text

PRINTED_AS: Final = {
    **dict.fromkeys(("raters", "clamp", "base", "groups", "kpi_full", "places"), "total"),
    "rank": "distribution",
}
"""Parts of a definition that papers print within another."""
_CELLS: Final = {"schedule": "within", "owed_by": "within", "sop": "records", "after": "branches"}
_NOTES: Final = {"taboos": "standards", "difficulties": "standards"}
_DUTIES: Final = ("duties", "obligations")
_SAID_APART: Final = "effective"


@dataclass(frozen=True, slots=True)
class Unsaid:
    """One of them: the names of its keys, and figures where it is a plain figure."""

    what: str
    old: Sequence[str]
    new: Sequence[str]
    material: bool


def remainder(
    view: View, kind: str, leaves: Sequence[Changed], told: Collection[Fact]
) -> Iterator[Unsaid]:
    """What of ``leaves`` none of the facts ``told`` tells."""
    seen = set()
    for one in leaves:
        leaf = one.leaf
        if leaf is None or leaf.path[0] == _SAID_APART:
            continue
        if any(_tells(fact, leaf) for fact in told):
            continue
        what = view.joined(_titles(view, kind, leaf.path), "colon") or view.say("notice.other")
        if what not in seen:
            seen.add(what)
            new = _figure(leaf.new) or [view.say("notice.altered")]
            yield Unsaid(what, _figure(leaf.old), new, one.material)


def _tells(fact: Fact, leaf: Leaf) -> bool:
    """Whether a fact that changed says what differs at ``leaf``."""
    part = PRINTED_AS.get(leaf.path[0], leaf.path[0])
    if fact.path[0] != part:
        return False
    if leaf.items and fact.item and fact.item.rpartition("/")[2] != leaf.items[0]:
        return False
    key = _key(leaf)
    cells = _CELLS | (_NOTES if part in _DUTIES else {})
    return len(fact.path) == 1 or not key or fact.path[1] in (key, cells.get(key))


def _key(leaf: Leaf) -> str:
    """The key below the part, or below the item of a list."""
    places = [i for i, key in enumerate(leaf.path) if key.isdigit()]
    below = leaf.path[(places[0] if places else 0) + 1 :]
    return below[0] if below else ""


def _titles(view: View, kind: str, path: tuple[str, ...]) -> list[str]:
    """The names of keys; what somebody named is left out where it has no title."""
    locale = "en" if view.locale == "en" else "zh-Hans"
    keys = [key for key in path if not key.isdigit()]
    named = zip(titles(kind, path, locale), keys, strict=True)
    return [Text.of(name, locale).at(view.locale) for name, key in named if name != key]


def _figure(value: object) -> list[str]:
    """A plain number; other values of what no paper prints may be names of the definitions."""
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return [str(value)] if plain else []
