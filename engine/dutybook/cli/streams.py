"""Encodings of what is printed: no name and no word may break a command."""

import sys


def encode(form: object = None) -> None:
    """Terminals and what programs read are UTF-8; text for a pipe keeps the pipe's own encoding
    (GBK in a Chinese Windows), unless that has no Chinese. ``form``: what the command prints."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            data = stream is sys.stdout and form in ("csv", "json")
            own = not data and not stream.isatty() and _has_chinese(stream.encoding)
            stream.reconfigure(encoding=stream.encoding if own else "utf-8", errors="replace")


def _has_chinese(encoding: str) -> bool:
    try:
        return bool("工号".encode(encoding))
    except (UnicodeEncodeError, LookupError):
        return False
