"""The fonts papers are set in: found once, the same on every machine."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import manimgx_fonts_cjk  # type: ignore[import-untyped]  # Noto Sans CJK; no system font needed

if TYPE_CHECKING:
    import typst


def folder() -> Path:
    """Where the shipped Chinese fonts are."""
    return Path(manimgx_fonts_cjk.__file__).parent


@cache
def book() -> "typst.Fonts":
    """All fonts a PDF may use. System fonts are left out: with them, the same paper would have
    other bytes, and other line breaks, on another machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[folder()])
