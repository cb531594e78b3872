"""Values that differ and that no paper prints: named by the titles of their keys, so that a notice
leaves nothing out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    """One of them: what it is called, and figures where it is a plain figure."""

    what: Sequence[str]
    old: Sequence[str]
    new: Sequence[str]
    material: bool


def remainder(
    view: View, kind: str, leaves: Sequence[Changed], told: Collection[Fact], facts: Iterable[Fact]
) -> Iterator[Unsaid]:
    """What of ``leaves`` none of the facts ``told`` tells; ``facts`` know what items are called."""
    names = {(one.path[0], one.item.rpartition("/")[2]): one.name for one in facts if one.name}
    seen = set()
    for one in leaves:
        leaf = one.leaf
        if leaf is None or leaf.path[0] == _SAID_APART:
            continue
        if any(_tells(fact, leaf) for fact in told):
            continue
        what = _called(view, kind, leaf, names)
        if what not in seen:
            seen.add(what)
            old, new = _shown(view, leaf.old, "as_was"), _shown(view, leaf.new, "altered")
            yield Unsaid(what, old, new, one.material)


def _called(
    view: View, kind: str, leaf: Leaf, names: Mapping[tuple[str, str], str]
) -> tuple[str, ...]:
    """The name of the item that differs, and those of the keys below it."""
    item = names.get((leaf.path[0], leaf.items[0]), "") if leaf.items else ""
    titled = view.joined(_titles(view, kind, leaf.path, int(bool(item))), "colon")
    return tuple(filter(None, (item, titled[:1].upper() + titled[1:]))) or (
        view.say("notice.other"),
    )


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


def _titles(view: View, kind: str, path: tuple[str, ...], skipped: int) -> list[str]:
    """The names of keys but the first ``skipped``; keys that have no title are left out: the
    schema knows them not, or not in Chinese."""
    locale = "en" if view.locale == "en" else "zh-Hans"
    keys = [key for key in path if not key.isdigit()]
    shown = zip(keys, titles(kind, path, "zh-Hans"), titles(kind, path, locale), strict=True)
    named = [name for key, chinese, name in list(shown)[skipped:] if chinese != key]
    return [Text.of(name, locale).at(view.locale) for name in named]


def _shown(view: View, value: object, otherwise: str) -> list[str]:
    """A plain number; other values of what no paper prints may be names of the definitions."""
    if value is None:
        return []
    plain = isinstance(value, int) and not isinstance(value, bool)
    return [str(value) if plain else view.say(f"notice.{otherwise}")]
