"""The press: PDFs are set in a thread of their own, and every order is delivered or dropped."""

from concurrent.futures import Future
from threading import Event, current_thread, main_thread

import pytest

from dutybook.papers.production.press import Made, Press


def test_a_pdf_is_set_while_the_next_paper_is_written() -> None:
    written = Event()
    delivered: list[str] = []

    def pdf() -> Made:
        assert written.wait(30)  # not before the paper ordered after it is written
        return b"pdf", []

    def word() -> Made:
        written.set()
        return b"docx", []

    with Press() as press:
        press.order("pdf", pdf, lambda made: delivered.append(made.result()[0].decode()))
        press.order("docx", word, lambda made: delivered.append(made.result()[0].decode()))
    assert delivered == ["docx", "pdf"]


def test_only_pdfs_leave_the_thread_that_orders_and_all_come_back_to_it() -> None:
    threads: list[tuple[str, bool, bool]] = []

    def order(press: Press, form: str) -> None:
        made_in: list[bool] = []

        def make() -> Made:
            made_in.append(current_thread() is main_thread())
            return b"", []

        def deliver(_: Future[Made]) -> None:
            threads.append((form, made_in[0], current_thread() is main_thread()))

        press.order(form, make, deliver)

    with Press() as press:
        for form in ("html", "pdf", "docx"):
            order(press, form)
    assert sorted(threads) == [("docx", True, True), ("html", True, True), ("pdf", False, True)]


def test_no_more_than_a_bounded_number_of_papers_waits() -> None:
    made: list[int] = []
    delivered: list[int] = []

    def make(number: int) -> Made:
        made.append(number)
        return b"", []

    with Press() as press:
        for number in range(100):
            press.order("pdf", lambda n=number: make(n), lambda _, n=number: delivered.append(n))  # type: ignore[misc]
            assert number - len(delivered) < 32
    assert sorted(delivered) == made == list(range(100))


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_what_cannot_be_made_is_told_to_its_orderer_only(form: str) -> None:
    errors: list[BaseException | None] = []

    def fail() -> Made:
        raise ValueError(form)

    with Press() as press:
        press.order(form, fail, lambda made: errors.append(made.exception()))
        press.order("pdf", lambda: (b"", []), lambda made: errors.append(made.exception()))
    assert sorted(map(str, errors)) == sorted([form, "None"])


def test_where_ordering_ends_with_an_error_what_waits_is_dropped() -> None:
    go = Event()
    delivered: list[str] = []

    def interrupted() -> None:
        with Press() as press:
            press.order(
                "pdf", lambda: (bytes(go.wait(30)), []), lambda _: delivered.append("first")
            )
            press.order("pdf", lambda: (b"", []), lambda _: delivered.append("second"))
            go.set()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert delivered == []
