"""Which file is being worked on: noted on an exception as it passes, for whoever has to tell."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dutybook.finding import DutybookError

_MARK: Final = "while working on "


@contextmanager
def about(name: str) -> Iterator[None]:
    """What fails unforeseen inside was about the file ``name``; the innermost name is kept. Nothing
    is caught."""
    try:
        yield
    except DutybookError:
        raise
    except Exception as error:
        if not subject_of(error):
            error.add_note(_MARK + name)
        raise


def subject_of(error: BaseException) -> str:
    """The file that ``error`` was about; empty where nobody noted one."""
    notes = (note for note in getattr(error, "__notes__", ()) if note.startswith(_MARK))
    return next(notes, "").removeprefix(_MARK)
