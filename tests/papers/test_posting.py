"""Job postings: what they print, what they leave out and say so, and their JSON-LD."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from dutybook.model import Role
from dutybook.papers.job_posting.paper import job_posting, left_out
from dutybook.papers.paper import of_context
from dutybook.papers.production import Request, build
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.workspace import Workspace
from dutybook.write.json import posting as jsonld

Views = Callable[[str], View]
Make = Callable[..., Workspace]


def role_of(view: View, name: str = "stress") -> Role:
    role = view.role(name)
    assert role
    return role


def posting_of(view: View, name: str = "stress") -> dict[str, Any]:
    context = {"doc": job_posting(view, role_of(view, name)), "t": view.labels.words}
    return json.loads(jsonld.write(context, view.locale, None))  # type: ignore[no-any-return]


def test_the_terms_in_words(view_in: Views) -> None:
    doc = job_posting(view_in("zh-Hans"), role_of(view_in("zh-Hans")))
    terms = {cell.label: cell.value for row in doc.terms for cell in row}
    assert terms["用工形式"] == "全职、临时"
    assert terms["招聘人数"] == "2人"
    assert terms["工作地点"] == "广东省深圳市安和路 1 号 <b>"
    assert terms["薪资（税前）"] == "每月5000至6500.5元（另有奖金）"
    assert terms["截止日期"] == "2026年11月30日"
    assert [row.value for row in doc.contact] == [
        "李工", "0755-1", "a@b.example", "https://b.example/x", "安和路 1 号",
    ]  # fmt: skip


def test_unlawful_requirements_are_in_no_part_of_it(view_in: Views) -> None:
    view = view_in("zh-Hans")
    role = role_of(view)
    doc = job_posting(view, role)
    text = render(
        environment(None), "job-posting.html.j2", {"doc": doc, "t": view.labels.words}, "x"
    ).text()
    for printed in (
        text,
        json.dumps(posting_of(view), ensure_ascii=False),
        of_context(doc).decode(),
    ):
        assert "三十岁" not in printed
        assert "限女性" not in printed
        assert "性别" not in printed.replace("因性别", "")  # the line on equal treatment has it
    assert "能上夜班" in text
    assert doc.benefits == ["五险一金", "年假"]
    found = [(f.code, f.details["text"], f.place.path) for f in left_out(view, role)]
    assert found == [
        ("posting-left-out", "三十岁以下", "/qualifications/other/1"),
        ("posting-left-out", "限女性另加一天", "/posting/benefits/1"),
    ]


def test_the_json_is_a_schema_org_posting(view_in: Views) -> None:
    posting = posting_of(view_in("zh-Hans"))
    assert posting["@context"] == "https://schema.org"
    assert posting["@type"] == "JobPosting"
    assert posting["employmentType"] == ["FULL_TIME", "TEMPORARY"]
    assert posting["validThrough"] == "2026-11-30"
    assert posting["jobLocation"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "安和路 1 号 <b>",
        "addressLocality": "深圳市",
        "addressRegion": "广东省",
        "postalCode": "518000",
        "addressCountry": "CN",
    }
    assert posting["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "CNY",
        "value": {
            "@type": "QuantitativeValue", "minValue": 5000, "maxValue": 6500.5, "unitText": "MONTH",
        },
    }  # fmt: skip
    experience = posting["experienceRequirements"]
    assert (experience["monthsOfExperience"], experience["description"]) == (
        12,
        "1至2年客户服务经验",
    )
    occupation = posting["relevantOccupation"]
    assert occupation["@type"] == "Occupation"
    assert occupation["responsibilities"] == posting["responsibilities"]
    assert posting["qualifications"].splitlines() == ["不限", "上岗证", "耐心", "普通话；能上夜班"]


def test_the_json_can_stand_within_a_page(view_in: Views) -> None:
    view = view_in("zh-Hans")
    context = {"doc": job_posting(view, role_of(view)), "t": view.labels.words}
    data = jsonld.write(context, "zh-Hans", None)
    assert b"<" not in data
    assert "<script>" in json.loads(data)["description"]


@pytest.mark.parametrize(
    ("salary", "words", "figures"),
    [
        ("面议", "面议", None),
        ("{at: 30, per: hour}", "每小时30元", {"value": 30, "unitText": "HOUR"}),
        ("{from: 4000.5}", "每月4000.5元起", {"minValue": 4000.5, "unitText": "MONTH"}),
        ("{to: 90, currency: USD, per: day}", "每天最高90美元", {"maxValue": 90, "unitText": "DAY"}),
        ("{from: 1, to: 2, currency: XAU, per: year}", "每年1至2XAU", {"minValue": 1, "maxValue": 2, "unitText": "YEAR"}),
    ],
)  # fmt: skip
def test_pay(workspace_at: Make, salary: str, words: str, figures: dict[str, Any] | None) -> None:
    text = f"role: r\ntitle: r\nposting: {{salary: {salary}}}\n"
    view = View(workspace_at({"roles/r.yaml": text}), "zh-Hans")
    assert not view.workspace.findings
    doc = job_posting(view, role_of(view, "r"))
    terms = {cell.label: cell.value for row in doc.terms for cell in row}
    assert terms["薪资（税前）"] == words
    value = posting_of(view, "r").get("baseSalary", {}).get("value")
    assert value == (figures and {"@type": "QuantitativeValue", **figures})


def test_a_posting_is_made_where_one_is_written_or_asked_for(workspace_at: Make) -> None:
    roles = "role: a\ntitle: a\nposting: {openings: 1}\n---\nrole: b\ntitle: b\n"
    workspace = workspace_at({"roles/r.yaml": roles})
    usual = build(workspace, Request(formats=("json",)))
    assert usual.written == ["job-posting/a.json"]
    (finding,) = usual.findings
    assert finding.code == "posting-incomplete"
    assert finding.details["missing"] == "employment, place, salary, posted, apply_by, contact"
    asked = build(workspace, Request(kinds=("job-posting",), roles=("b",), formats=("json",)))
    assert asked.written == ["job-posting/b.json"]


def test_what_was_left_out_is_said_again_though_nothing_changed(workspace_at: Make) -> None:
    role = "role: a\ntitle: a\nqualifications: {sex: 女}\nposting: {openings: 1}\n"
    workspace = workspace_at({"roles/r.yaml": role})
    for _ in range(2):
        report = build(workspace, Request(formats=("json",)))
        assert [f.code for f in report.findings] == ["posting-left-out", "posting-incomplete"]
        assert report.findings[0].place.line == 3
