"""A manual's page: a small site in one file, whose search finds every duty and needs no server."""

import hashlib
import json
import re
from base64 import b64encode
from html.parser import HTMLParser
from typing import Any

import pytest
from sample_papers import article
from workspaces import SMALL

from dutybook.papers.duty_manual.paper import duty_manual
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.resources import builtin
from dutybook.workspace import Workspace, load
from dutybook.write.html import page as html
from dutybook.write.tree import Element

PAPERS = SMALL
VOID = {"meta", "br", "col", "hr", "input", "img"}


def manual(workspace: Workspace, department: str, locale: str) -> Element:
    view = View(workspace, locale)
    words = {"doc": duty_manual(view, department), "t": view.labels.words}
    return render(environment(workspace.root), "duty-manual.html.j2", words, department)


@pytest.fixture(scope="module", params=["zh-Hans", "zh-Hant", "en"])
def page(request: pytest.FixtureRequest) -> str:
    return html.write(manual(load(PAPERS), "试验部", request.param), request.param, None).decode()


class Reader(HTMLParser):
    """Every id and link; fails on tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.labels: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if "href" in given else []
        self.labels += [given["for"] or ""] if "for" in given else []
        assert not any(name.startswith("on") for name in given)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def index_of(page: str) -> list[dict[str, Any]]:
    (data,) = re.findall(r'<script type="application/json" id="index">(.*?)</script>', page)
    entries: list[dict[str, Any]] = json.loads(data)
    return entries


def test_all_links_resolve_and_ids_are_unique(page: str) -> None:
    reader = Reader(page)
    assert len(reader.ids) == len(set(reader.ids))
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)
    assert all(link.startswith("#") for link in reader.links)
    assert len(reader.links) > 20
    assert set(reader.labels) <= set(reader.ids)


def test_the_index_points_into_the_page_and_finds_every_duty() -> None:
    workspace = load(PAPERS)
    page = html.write(manual(workspace, "试验部", "zh-Hans"), "zh-Hans", None).decode()
    entries = index_of(page)
    assert {entry["id"] for entry in entries} <= set(Reader(page).ids)
    assert "目录" not in {entry["heading"] for entry in entries}
    for role in workspace.roles():
        if role.department != "试验部":
            continue
        for duty in role.duties:
            words = " ".join(str(duty.text).split())
            hits = [e for e in entries if words in e["text"] and e["chapter"] == str(role.title)]
            assert hits, words
    for step in workspace.definitions.sops["handling"].steps:
        assert any(str(step.text) in entry["text"] for entry in entries)
    assert any("组织架构图" in entry["text"] for entry in entries)


def test_only_the_known_script_may_run(page: str) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src &#x27;sha256-{digest}&#x27;" in policy
    assert "default-src &#x27;none&#x27;" in policy
    assert page.count("<script") == 2  # the index, which is data, and the search
    assert "http://" not in script
    assert "innerHTML" not in script


def test_hostile_words_stay_words_in_the_index() -> None:
    tree = article('<div class="cover"><h1 class="cover">x</h1></div>')
    text = "</script><script>alert(1)</script>\u2028"
    body = (
        Element("nav", {"class": "contents"}),
        Element("h1", {}, (text,)),
        Element("p", {}, (text,)),
    )
    whole = Element("article", tree.attributes, (*tree.children, *body))
    page = html.write(whole, "en", None).decode()
    assert page.count("<script") == 2
    (entry,) = index_of(page)
    assert entry["text"] == text.replace("\u2028", "").strip()


def test_a_paper_without_contents_has_no_script() -> None:
    assert b"<script" not in html.write(article("<h1>a</h1><p>b</p>"), "en", None)


def test_the_cover_names_the_organisation_once(page: str) -> None:
    cover = page[page.index('<div class="cover">') : page.index("</div>")]
    before = page[page.index("<article") : page.index('<div class="cover">')]
    assert "<header>" not in before
    assert len(re.findall("试验 &amp; 公司|試驗 &amp; 公司|Trial &amp; Co.", cover)) == 1


def test_the_script_is_small() -> None:
    assert len((builtin("templates") / "site.js").read_bytes()) < 6_000
