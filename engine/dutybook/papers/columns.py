"""A list's columns: those nothing stands in are left out, the rest share the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dutybook.papers.aliases import field_of

Spec = tuple[str, str, int]
_PAGE: Final = 48.0
"""Width of an upright page in Chinese characters."""
_SHORT: Final = 7.0
"""A column up to this width holds a word or two."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column to print: the field of a row it shows, its heading, its width in per cent."""

    key: str
    label: str
    width: int


def fitted(specs: Sequence[Spec], rows: Sequence[object], keep: Sequence[str] = ()) -> list[Column]:
    """Of ``specs`` (field, heading, width) the columns that some row fills or ``keep`` names, with
    whole percentages that add up to 100."""
    used = [spec for spec in specs if spec[0] in keep or any(_filled(row, spec[0]) for row in rows)]
    widths = shared([width for _, _, width in used])
    return [Column(key, label, width) for (key, label, _), width in zip(used, widths, strict=True)]


def _filled(row: object, key: str) -> bool:
    return bool(row.get(key) if isinstance(row, dict) else field_of(row, key))


def shared(weights: Sequence[int]) -> list[int]:
    """``weights`` as whole percentages adding up to 100: the largest remainders are rounded up."""
    total = sum(weights) or 1
    parts = [divmod(weight * 100, total) for weight in weights]
    missing = 100 - sum(whole for whole, _ in parts) if weights else 0
    upwards = sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))[:missing]
    return [whole + (i in upwards) for i, (whole, _) in enumerate(parts)]


def squeezed(sizes: Sequence[float], room: float = _PAGE) -> list[float]:
    """Columns ``sizes`` wide in ``room``: where they do not fit, the wider ones give way in
    proportion, so that a column of short words keeps them on one line."""
    short = [size <= _SHORT for size in sizes]
    kept = sum(size for size, keeps in zip(sizes, short, strict=True) if keeps)
    wide = sum(sizes) - kept
    if kept + wide <= room or kept >= room or not wide:
        return list(sizes)
    part = (room - kept) / wide
    return [size if keeps else size * part for size, keeps in zip(sizes, short, strict=True)]
