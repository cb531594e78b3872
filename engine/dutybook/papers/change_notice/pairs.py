"""Two states of a definition, fact by fact: what each says that the other does not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from dutybook.closing.diff.definitions import Changed
from dutybook.closing.diff.materiality import material
from dutybook.closing.diff.values import Leaf
from dutybook.papers.change_notice.facts import Fact
from dutybook.papers.change_notice.remainder import PRINTED_AS, remainder
from dutybook.papers.view import View

_ELSEWHERE: Final = frozenset({"kpis", "items", "targets"})
"""What also changes by a definition that is referred to: a measure, a source, a scheme."""

Key = tuple[tuple[str, ...], str]
Facts = dict[Key, Fact]


@dataclass(frozen=True, slots=True)
class Row:
    """One change: of what, and how it read before and reads now."""

    what: Sequence[str]
    old: Sequence[str]
    new: Sequence[str]
    material: bool


def rows(
    view: View, kind: str, old: Iterable[Fact], new: Iterable[Fact], leaves: Sequence[Changed]
) -> list[Row]:
    """Every change of one definition; ``leaves`` are the values that differ in it."""
    before, after = ({one.key: one for one in facts if one.words} for facts in (old, new))
    touched = {one.leaf.path[0] for one in leaves if one.leaf} | _ELSEWHERE
    touched |= {PRINTED_AS[part] for part in touched & PRINTED_AS.keys()}
    keys = [key for key in dict.fromkeys((*after, *before)) if key[0][0] in touched]
    keys = [key for key in keys if _words(before, key) != _words(after, key)]
    told = [after.get(key) or before[key] for key in keys]
    rest = remainder(view, kind, leaves, told, (before | after).values())
    return [
        *_told(view, kind, keys, before, after),
        *(Row(one.what, one.old, one.new, one.material) for one in rest),
    ]


def _told(view: View, kind: str, keys: Sequence[Key], before: Facts, after: Facts) -> Iterator[Row]:
    """A row for each fact that differs; one for an item that came or went with all it says."""
    for (part, item), group in groupby(keys, key=lambda key: (key[0][0], key[1])):
        listed = list(group)
        if item and _one_sided(part, item, before, after):
            yield _whole(view, kind, listed, before, after)
        else:
            yield from (_changed(kind, key, before, after) for key in listed)


def _words(facts: Facts, key: Key) -> tuple[str, ...]:
    return facts[key].words if key in facts else ()


def _one_sided(part: str, item: str, before: Facts, after: Facts) -> bool:
    """Whether an item of a list is only there before, or only after."""
    sides = [
        any(path[0] == part and one == item for path, one in facts) for facts in (before, after)
    ]
    return sides[0] is not sides[1]


def _whole(view: View, kind: str, keys: Sequence[Key], before: Facts, after: Facts) -> Row:
    """An item that came or went; its first words name it, the others stand with their labels."""
    gone = keys[0] in before
    facts = [(before if gone else after)[key] for key in keys]
    first, *others = facts
    labelled = (view.joined((one.label, view.joined(one.words)), "colon") for one in others)
    lines = [*first.words, *labelled]
    binds = material(kind, Leaf((first.path[0], "0"), None, first.item))
    what = [first.name or first.label]
    return Row(what, lines, [], binds) if gone else Row(what, [], lines, binds)


def _changed(kind: str, key: Key, before: Facts, after: Facts) -> Row:
    one = after.get(key) or before[key]
    old, new = _words(before, key), _words(after, key)
    what = [word for word in (one.name, one.label) if word]
    return Row(what, old, new, material(kind, Leaf(one.path, old, new)))
