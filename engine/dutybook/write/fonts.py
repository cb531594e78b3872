"""The fonts papers are set in: found once, the same on every machine."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import manimgx_fonts  # type: ignore[import-untyped]  # Noto Emoji, and Noto Sans of other scripts
import manimgx_fonts_cjk  # type: ignore[import-untyped]  # Noto Sans CJK; no system font needed

if TYPE_CHECKING:
    import typst


def folders() -> list[Path]:
    """Where the shipped fonts are, the Chinese ones first."""
    return [Path(package.__file__).parent for package in (manimgx_fonts_cjk, manimgx_fonts)]


@cache
def book() -> "typst.Fonts":
    """All fonts a PDF may use. System fonts are left out: with them, the same paper would have
    other bytes, and other line breaks, on another machine. A font's glyphs are read from its file
    only when a text has them."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=folders())
