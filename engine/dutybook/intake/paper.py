"""One file through all layers: rows, lines, outline, drafts, and the account of its characters."""

from collections.abc import Sequence
from dataclasses import dataclass

from dutybook.intake.account import Account
from dutybook.intake.drafts.draft import Desk, Draft, Ids, Posts
from dutybook.intake.drafts.maker import Maker
from dutybook.intake.lines.line import Line
from dutybook.intake.lines.reader import Read, read_lines
from dutybook.intake.outline import Document, outline
from dutybook.intake.source import Source
from dutybook.intake.vocabulary import Vocabulary


@dataclass(slots=True)
class Paper:
    """A file with its lines and papers: what is known before any draft is made."""

    source: Source
    read: Read
    documents: tuple[Document, ...]
    account: Account

    @property
    def lines(self) -> Sequence[Line]:
        """Its lines."""
        return self.read.lines


def open_paper(source: Source, vocabulary: Vocabulary) -> Paper:
    """A source read as far as its outline."""
    account = Account(source.text)
    read = read_lines(source, vocabulary, account)
    return Paper(source, read, outline(read, vocabulary), account)


def drafts(
    paper: Paper, vocabulary: Vocabulary, ids: Ids, posts: Posts, locale: str
) -> list[Draft]:
    """The definitions a paper becomes; its account is closed with them."""
    desk = Desk(
        vocabulary,
        paper.read.plain,
        paper.source.text,
        paper.account,
        ids,
        posts,
        locale,
        paper.source.name,
        vocabulary.content_mends if paper.read.machine else {},
    )
    made = Maker(desk).make(paper.documents)
    paper.account.close()
    return made
