"""A picture as a template's context holds it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture and the same in words; width and height in millimetres, as attributes say them.
    ``caption`` stands over one that has several parts."""

    svg: str
    alt: str
    width: str
    height: str
    caption: str = ""
