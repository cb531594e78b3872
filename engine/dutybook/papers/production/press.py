"""Where papers become bytes: PDFs in a process of their own, all others at once.

A thread hands each paper over to that process and waits for it, so a second processor sets a PDF
while the first writes the same paper for Word. One of each only: Typst's compiler is shared, and
spreads over processors by itself where a paper is long.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Final

from dutybook.finding import Finding

_THREADED: Final = frozenset({"pdf"})
_WAITING: Final = 32
"""Orders that may wait: each holds its paper in memory."""

Made = tuple[bytes, list[Finding]]
Deliver = Callable[[Future[Made]], None]


class Press:
    """Takes orders, and calls each order's ``deliver`` with a future that is done, always in the
    thread that orders. As a context it ends when all orders are delivered, or drops what is left
    where something went wrong."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="press")
        self._ordered: dict[Future[Made], Deliver] = {}

    def order(self, form: str, make: Callable[[], Made], deliver: Deliver) -> None:
        """Have ``make`` called, soon or now."""
        if form in _THREADED:
            self._ordered[self._threads.submit(make)] = deliver
        else:
            deliver(_now(make))
        self._deliver_until(_WAITING)

    def _deliver_until(self, most: int) -> None:
        """Deliver what is done, and wait while more than ``most`` orders are not."""
        for made in [made for made in self._ordered if made.done()]:
            self._ordered.pop(made)(made)
        while len(self._ordered) > most:
            for made in wait(self._ordered, return_when=FIRST_COMPLETED).done:
                self._ordered.pop(made)(made)

    def __enter__(self) -> "Press":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._deliver_until(0)
        finally:
            self._threads.shutdown(cancel_futures=True)


def _now(make: Callable[[], Made]) -> Future[Made]:
    made: Future[Made] = Future()
    try:
        made.set_result(make())
    except Exception as error:
        made.set_exception(error)
    return made
