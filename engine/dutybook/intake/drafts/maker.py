"""Which definitions a paper becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dutybook.intake.drafts.agreement import agreement, responsible
from dutybook.intake.drafts.draft import Desk, Draft, noted
from dutybook.intake.drafts.procedure import procedures
from dutybook.intake.drafts.role import role
from dutybook.intake.drafts.roster import lines_of, ratings
from dutybook.intake.figures import has_figure
from dutybook.intake.lines.line import Line
from dutybook.intake.outline import Document, Part, Post, post_of

_MATTER = frozenset({"duties", "kpis", "standards", "obligations", "qualifications", "procedure"})


@dataclass(slots=True)
class Maker:
    """Makes the drafts of one file, paper by paper."""

    desk: Desk
    drafts: list[Draft] = field(default_factory=list)

    def make(self, documents: Sequence[Document]) -> list[Draft]:
        """All drafts; what went into none is left to a person in the account."""
        for ordinal, document in enumerate(documents, 1):
            if document.kind == "ratings":
                self._ratings(document, ordinal)
            elif _matter(document):
                self._paper(document, ordinal)
            self._rest(document)
        for draft in self.drafts:
            if draft.kind in ("role", "sop", "agreement") and "reference" not in draft.data:
                draft.data["reference"] = self._reference(draft, len(documents))
        return self.drafts

    def _reference(self, draft: Draft, papers: int) -> str:
        """Where a definition comes from: the file, and which paper in it."""
        return f"{draft.source} {draft.ordinal}" if papers > 1 else draft.source

    # ------------------------------------------------------------------ kinds
    def _paper(self, document: Document, ordinal: int) -> None:
        own, named = document.posts[0], document.posts[1:]
        title = self._title(document, own, ordinal)
        self.desk.use(document.titles, f"paper {ordinal}/title")
        if document.kind == "sop":
            self._procedures(document, own, title, ordinal)
            return
        if document.kind == "agreement":
            self._agreement(document, own, title, ordinal)
            return
        base = self._base(document, own, title, ordinal) if named else ""
        for post in named:
            self._role(document, post, post.title, ordinal, extends=base)
        if not named:
            self._role(document, own, title, ordinal)
        self._procedures(document, own, title, ordinal)

    def _base(self, document: Document, post: Post, title: str, ordinal: int) -> str:
        """What several posts of one paper share, as a role that is only a pattern."""
        if not any(part.entries for part in post.parts):
            return ""
        draft = self._role(document, post, title, ordinal)
        draft.data["abstract"] = True
        notes = [n for n in draft.data.pop("review", []) if n["code"] != "role-empty"]
        noted(draft.data, *notes)
        return draft.id

    def _role(
        self, document: Document, post: Post, title: str, ordinal: int, *, extends: str = ""
    ) -> Draft:
        identity = self.desk.ids.make(title, "post")
        data = role(self.desk, document, post, title, identity)
        if extends:
            data = {**dict(list(data.items())[:2]), "extends": extends, **data}
        if document.series and not post.title:
            noted(data, self.desk.review("title-series", printed=title))
        draft = Draft("role", identity, title, data, self.desk.source, ordinal)
        self.drafts.append(draft)
        self.desk.posts.add(title, identity)
        return draft

    def _procedures(self, document: Document, post: Post, title: str, ordinal: int) -> None:
        name = document.title if document.kind == "sop" and document.title else title
        for identity, data in procedures(self.desk, document, post, name):
            draft = Draft("sop", identity, data["title"], data, self.desk.source, ordinal)
            self.drafts.append(draft)

    def _agreement(self, document: Document, post: Post, title: str, ordinal: int) -> None:
        """The post it binds, with the targets as its KPIs, and the agreement itself."""
        bound = responsible(self.desk, document, post) or title
        identity = self.desk.ids.make(f"{bound}责任书", "agreement")
        kinds = (
            "purpose",
            "scope",
            "kpis",
            "duties",
            "standards",
            "qualifications",
            "training",
            "pitfalls",
        )
        mine = replace(post, parts=tuple(part for part in post.parts if part.kind in kinds))
        draft = self._role(document, mine, bound, ordinal)
        data = agreement(self.desk, post, self._printed_title(document), identity, draft.data)
        self.drafts.append(
            Draft("agreement", identity, document.title, data, self.desk.source, ordinal)
        )

    def _ratings(self, document: Document, ordinal: int) -> None:
        rows, data = ratings(self.desk, document)
        self.desk.use(document.titles, f"paper {ordinal}/title")
        identity = self.desk.ids.make("ratings", "ratings")
        draft = Draft(
            "ratings", identity, document.title, data, self.desk.source, ordinal, tuple(rows)
        )
        self.drafts.append(draft)

    # ------------------------------------------------------------------ titles
    def _printed_title(self, document: Document) -> str:
        if not document.titles:
            return document.title
        line = max(document.titles, key=lambda one: len(one.text))
        return self.desk.words(line).strip() or document.title

    def _title(self, document: Document, post: Post, ordinal: int) -> str:
        """The post's title: a field of the paper, else what its title names."""
        stated = post.fields().get("title")
        if stated and stated.text.strip(" 。;,"):
            return self.desk.words(stated).strip(" 。;；,，")
        named = post_of(document.title, self.desk.vocabulary)
        if named and document.series:
            return f"{named}（{document.series}）"
        return named or document.title or f"{self.desk.source.rsplit('.', 1)[0]}"

    # ------------------------------------------------------------------ the account
    def _rest(self, document: Document) -> None:
        """What no definition took: titles of empty papers, leads, and what a person must place."""
        self.desk.set_aside([t for t in document.titles if not has_figure(t.text)], "title")
        self.desk.leave(document.titles, "title")
        for line in lines_of(document):
            if line.role in ("part", "sub", "again", "columns", "document"):
                self.desk.use([line], "heading")
        for post in document.posts:
            for part in post.parts:
                for line, why in part.asides:
                    self.desk.set_aside([line], why)
                reason = part.headings[0].text if part.headings else "text"
                for entry in part.entries:
                    self._leave(entry.lines, part.kind, reason)

    def _leave(self, lines: Sequence[Line], kind: str, reason: str) -> None:
        for line in lines:
            if kind == "" and line.role == "item" and not line.number and not has_figure(line.text):
                self.desk.set_aside([line], "preamble")
            else:
                self.desk.leave([line], reason)


def _says(part: Part) -> bool:
    """Whether a part holds items; below no heading one sentence without a number is none."""
    numbered = any(entry.line.number for entry in part.entries)
    return len(part.entries) > (not part.headings and not numbered)


def _matter(document: Document) -> bool:
    """Whether a paper says anything that a definition keeps; empty covers of others do not."""
    for post in document.posts:
        for part in post.parts:
            if part.kind in _MATTER and _says(part):
                return True
            if any(entry.line.role in ("field", "record") for entry in part.entries):
                return True
    return False
