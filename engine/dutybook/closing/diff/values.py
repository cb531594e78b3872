"""Two pieces of YAML data, compared by meaning: ``2 h`` and ``2小时`` are the same limit."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from dutybook.grammar.expression import condition_sql
from dutybook.grammar.number import quantity, step, target
from dutybook.grammar.time import clock, limit, schedule
from dutybook.words.locale import LOCALES
from dutybook.workspace.values.structure import ORIGIN

_GRAMMARS: Final[tuple[Callable[[str], object], ...]] = (
    limit.parse_limit,
    target.parse_target,
    schedule.parse_schedule,
    quantity.parse_number,
    step.parse_step,
    step.parse_distance,
    clock.clock,
    condition_sql,
)
_SHORTHANDS: Final = {"limit", "line", "text", "type", "max"}
"""Keys whose value may stand alone: ``{limit: 2 h}`` is ``2 h``."""
_ID: Final = ("id", "grade", "duty", "kpi", "deliverable", "role")
"""What tells the items of a list apart, where they have it."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value that differs. ``path`` are keys; None in ``old`` or ``new`` is *not there*.
    ``items`` are the ids of the list items passed on the way, outermost first."""

    path: tuple[str, ...]
    old: Any
    new: Any
    items: tuple[str, ...] = ()


def differences(old: Any, new: Any, locale: str) -> list[Leaf]:
    """Every value that means something else, in the order of ``new``, then of ``old``."""
    return list(_differ(old, new, locale, (), ()))


def _differ(
    old: Any, new: Any, locale: str, path: tuple[str, ...], items: tuple[str, ...]
) -> Iterator[Leaf]:
    if same(old, new, locale):
        return
    if _is_text(old) and _is_text(new):
        yield Leaf(path, text(old, locale), text(new, locale), items)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in _keys(new, old):
            yield from _differ(old.get(key), new.get(key), locale, (*path, key), items)
    elif isinstance(old, list) and isinstance(new, list) and (key_name := _id_of([*old, *new])):
        yield from _listed(old, new, key_name, locale, path, items)
    else:
        yield Leaf(path, old, new, items)


def _listed(
    old: list[Any],
    new: list[Any],
    key: str,
    locale: str,
    path: tuple[str, ...],
    items: tuple[str, ...],
) -> Iterator[Leaf]:
    """Lists of things with ids: paired by id, whatever their order."""
    before = {str(item[key]): item for item in old}
    after = {str(item[key]): item for item in new}
    for name in dict.fromkeys((*after, *before)):
        place = list(after).index(name) if name in after else list(before).index(name)
        below = (*path, str(place)), (*items, name)
        yield from _differ(before.get(name), after.get(name), locale, *below)


def same(old: Any, new: Any, locale: str) -> bool:
    """Whether two values mean the same."""
    old, new = _plain(old), _plain(new)
    if old == new:
        return True
    if _is_text(old) and _is_text(new) and isinstance(old, Mapping) is not isinstance(new, Mapping):
        return bool(text(old, locale) == text(new, locale))
    if isinstance(old, str | int | Decimal) and isinstance(new, str | int | Decimal):
        return any(_read_alike(grammar, str(old), str(new)) for grammar in _GRAMMARS)
    return False


def _read_alike(grammar: Callable[[str], object], old: str, new: str) -> bool:
    """Whether a grammar understands both, as the same."""
    try:
        return bool(_unworded(grammar(old)) == _unworded(grammar(new)))
    except ValueError:
        return False


def _unworded(value: Any) -> Any:
    """A parsed value without the words it was written in."""
    return replace(value, text="") if hasattr(value, "text") else value


def _plain(value: Any) -> Any:
    """To compare: without origins, shorthands for the long form."""
    if isinstance(value, Mapping):
        kept = {key: _plain(item) for key, item in value.items() if key != ORIGIN}
        return next(iter(kept.values())) if len(kept) == 1 and set(kept) <= _SHORTHANDS else kept
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return ("truth", value) if isinstance(value, bool) else value  # True is not 1


def _is_text(value: Any) -> bool:
    """A text in words, in one locale or several."""
    localised = isinstance(value, Mapping) and bool(value) and set(value) - {ORIGIN} <= set(LOCALES)
    return localised or isinstance(value, str)


def text(value: Any, locale: str) -> Any:
    """A text in ``locale``, else in the first there is."""
    if not isinstance(value, Mapping):
        return value
    return value.get(locale) or next(iter(value.values()))


def _keys(new: Mapping[str, Any], old: Mapping[str, Any]) -> list[str]:
    return [key for key in dict.fromkeys((*new, *old)) if key != ORIGIN]


def _id_of(listed: list[Any]) -> str | None:
    """The key that every item has and that tells them apart."""
    if not all(isinstance(item, Mapping) for item in listed):
        return None
    return next((key for key in _ID if all(key in item for item in listed)), None)


def named(item: Any) -> str | None:
    """What tells an item of a list apart."""
    return next((str(item[key]) for key in _ID if key in item), None)
