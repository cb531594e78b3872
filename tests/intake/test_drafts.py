"""Papers to drafts: each kind, what goes to its key, what is left to a person."""

from pathlib import Path
from typing import Any

import pytest
from importmeasure import Measured, compare_figures, compare_items
from samplefiles import Sample, as_docx, as_html, samples

from dutybook.intake.batch import Imported, Known, read_batch
from dutybook.intake.drafts.draft import Draft, Ids
from dutybook.intake.vocabulary import load_vocabulary

VOCABULARY = load_vocabulary()
SAMPLES = samples() + samples("samples-later")


def imported(
    path: Path, data: bytes, locale: str = "zh-Hans", known: Known | None = None
) -> Imported:
    path.write_bytes(data)
    (one,) = read_batch([(path, path.name)], VOCABULARY, known or Known(), locale)
    return one


@pytest.fixture
def text(tmp_path: Path) -> Any:
    def run(words: str, locale: str = "zh-Hans", **posts: str) -> list[Draft]:
        known = Known(posts=posts)
        return imported(tmp_path / "a.txt", words.encode(), locale, known).drafts

    return run


@pytest.mark.parametrize("sample", SAMPLES, ids=[one.name for one in SAMPLES])
def test_a_sample_gives_all_it_holds(sample: Sample, tmp_path: Path) -> None:
    one = imported(tmp_path / sample.name, sample.data)
    measured = Measured()
    compare_items(sample.items, one.drafts, measured)
    compare_figures(sample.figures, one.drafts, measured)
    assert measured.missing == []
    assert measured.exact == len(sample.items)
    assert measured.keyed == len(sample.figures)
    assert measured.right_figures == measured.drafted_figures
    assert sum(len(draft.rows) for draft in one.drafts) == sample.count
    assert one.source is not None
    assert sum(one.totals.values()) == len(one.source.text)
    kinds = {"kpis": "role"}.get(sample.kind, sample.kind)
    titled = [draft.title for draft in one.drafts if draft.kind == kinds]
    wanted = {
        "診所助理": "诊所助理",
        "禮賓員": "礼宾员",
        "客戶服務部目標責任書": "客户服务部目标责任书",
    }
    assert {wanted.get(title, title) for title in sample.titles} <= {
        *titled,
        *(d.data.get("title") for d in one.drafts),
    }


def test_what_a_sentence_says_goes_to_its_keys(text: Any) -> None:
    (draft,) = text(
        "保洁主管岗位职责\n1、协助经理检查卫生，每天18:00前填写巡查表；\n2、接到报修后30分钟内派人到场，复杂的24小时内办结；"
    )
    first, second = draft.data["duties"]
    assert first["responsibility"] == "assist"
    assert (first["schedule"], first["records"]) == ("every day by 18:00", ["巡查表"])
    assert "within" not in second
    assert [note["code"] for note in second["review"]] == ["several-limits"]


def test_traditional_papers_are_written_in_the_workspaces_script(text: Any) -> None:
    words = "禮賓員崗位職責\n1、登記訪客，3分鐘內完成。\n2、保管鑰匙。"
    (simplified,), (traditional,) = text(words), text(words, "zh-Hant")
    assert simplified.data["duties"][0]["text"] == "登记访客，3分钟内完成"
    assert traditional.data["duties"][0]["text"] == "登記訪客，3分鐘內完成"
    assert traditional.data["duties"][0]["within"] == "3 min"


def test_a_superior_that_is_known_is_named_by_id_an_unknown_one_is_asked_for(text: Any) -> None:
    words = "保安员岗位职责\n直接上级：保安队长\n1、巡逻。\n2、值班。"
    (known,), (unknown,) = text(words, 保安队长="guard-lead"), text(words)
    assert known.data["reports_to"] == "guard-lead"
    assert "reports_to" not in unknown.data
    (note,) = unknown.data["review"]
    assert (note["code"], note["printed"], note["key"]) == (
        "post-unknown",
        "保安队长",
        "reports_to",
    )


def test_qualifications_by_what_each_clause_is_about(text: Any) -> None:
    (draft,) = text(
        "客服专员岗位职责\n一、岗位职责\n1、接听电话。\n2、回访客户。\n二、任职要求\n1、28-40周岁，大专及以上学历，性别不限；\n"
        "2、3年以上客服经验，2年以上管理经验；\n3、熟悉物业法规，责任心强，持有《物业管理员证》。"
    )
    found = draft.data["qualifications"]
    assert found["age"] == "28-40周岁"
    assert found["education"] == "大专及以上学历"
    assert found["sex"] == "性别不限"
    assert found["experience"] == {
        "years": 3,
        "field": "客服经验",
        "and": {"years": 2, "field": "管理经验"},
    }
    assert found["knowledge"] == ["熟悉物业法规"]
    assert found["traits"] == ["责任心强"]
    assert found["certificates"] == ["持有《物业管理员证》"]
    assert "experience-several" in [note["code"] for note in draft.data["review"]]


def test_a_part_of_the_years_stays_within_them(text: Any) -> None:
    (draft,) = text(
        "客服主管岗位职责\n一、岗位职责\n1、接听电话。\n2、回访客户。\n二、任职要求\n"
        "1、3年以上客服经验，其中2年以上管理经验；"
    )
    assert draft.data["qualifications"]["experience"] == {
        "years": 3,
        "field": "客服经验",
        "of_which": {"years": 2, "field": "管理经验"},
    }


def test_goals_give_duties_their_limits_and_kpis_their_budgets(text: Any) -> None:
    (draft,) = text(
        "客户助理岗位职责\n一、岗位职责\n1、负责办理业主入住收楼工作。\n2、负责钥匙的留置、借取工作。\n二、工作目标及衡量标准\n"
        "1、工作目标：确保在30分钟内完成入住收楼工作。\n衡量标准：符合《操作规程》内容，月平均扣分少于3分。\n"
        "2、工作目标：确保5分钟内完成钥匙的留置、借取工作。\n衡量标准：出错次数少于2次/年，迟交次数少于1次/年。"
    )
    assert [duty["within"] for duty in draft.data["duties"]] == ["30 min", "5 min"]
    assert [kpi["target"] for kpi in draft.data["kpis"]] == ["< 3", "< 2", "< 1"]
    assert draft.data["kpis"][0]["name"] == "确保在30分钟内完成入住收楼工作"


@pytest.mark.parametrize(
    ("rule", "score", "asks"),
    [
        (
            "每低1个百分点扣2分",
            {"steps": {"from": "target", "per": "1 pp", "lose": 2}},
            "partial-missing",
        ),
        (
            "每超1次扣3分",
            {"steps": {"from": "target", "per": 1, "lose": 3, "partial": "whole"}},
            "",
        ),
        ("每发生一次扣10分", {"incidents": {"each": -10}}, ""),
        ("按比例得分", "proportional", ""),
        ("未达标不得分", "pass", ""),
        ("按公司规定的5档办法打分", None, "rule-unread"),
    ],
)
def test_rules_in_words(rule: str, score: Any, asks: str, tmp_path: Path) -> None:
    table = f"# 客服专员绩效考核表\n| 考核指标 | 权重 | 目标值 | 评分标准 |\n| 及时率 | 60% | ≥95% | {rule} |\n| 满意度 | 40% | ≥90% | 按比例得分 |"
    (draft,) = imported(tmp_path / "a.docx", as_docx(table)).drafts
    kpi = draft.data["kpis"][0]
    assert (kpi["weight"], kpi["target"], kpi.get("score")) == (60, "≥ 95%", score)
    assert [note["code"] for note in kpi.get("review", [])] == ([asks] if asks else [])


def test_one_paper_of_several_posts_has_what_they_share_in_a_pattern(text: Any) -> None:
    drafts = text(
        "客户助理职务说明书\n（一）任职资格：\n1、学历要求：大专以上学历。\n（三）岗位职责\n前台助理：\n1、登记来访。\n2、办理手续。\n资料员：\n1、整理档案。\n2、管理钥匙。\n"
        "（四）、工作目标\n前台助理：\n1、登记及时率达到95%以上。\n2、手续及时率达到95%以上。\n资料员：\n1、档案完整率达到98%以上。\n2、钥匙完好率达到98%以上。"
    )
    base, front, clerk = drafts
    assert base.data["abstract"] is True
    assert base.data["qualifications"] == {"education": "大专以上学历"}
    assert [d.data["extends"] for d in (front, clerk)] == [base.id, base.id]
    assert [len(d.data["duties"]) for d in (front, clerk)] == [2, 2]
    assert [kpi["target"] for kpi in clerk.data["kpis"]] == ["≥ 98%", "≥ 98%"]


def test_an_agreement_with_both_sides(text: Any) -> None:
    role, agreement = text(
        "工程部目标责任书\n公司与工程部经理签订本责任书。\n一、责任目标\n1、设备完好率达到98%以上。\n2、报修及时率不低于95%。\n二、责任人的权利\n1、有权调配人员。\n三、责任人的义务\n1、每月28日前上报计划。\n"
        "四、公司的义务\n1、提供资金支持。\n五、目标奖罚\n1、每有一项目标未完成，扣发奖金的10%。\n六、其他事项\n1、因不可抗力无法完成的，本责任书失效。\n2、一式两份。",
        总经理="general-manager",
    )
    data = agreement.data
    assert role.title == "工程部经理"
    assert data["parties"] == {"company": "general-manager", "responsible": role.id}
    assert data["targets"] == [f"{role.id}/kpi-1", f"{role.id}/kpi-2"]
    assert data["obligations"]["responsible"][0]["schedule"] == "every month by day 28"
    assert data["obligations"]["company"][0]["text"] == "提供资金支持"
    assert data["rights"] == {"responsible": ["有权调配人员"]}
    assert data["consequences"] == [
        {
            "id": "consequence-1",
            "each": "unmet",
            "then": "fine",
            "text": "每有一项目标未完成，扣发奖金的10%。",
        }
    ]
    assert (data["void_if"], data["copies"]) == (["因不可抗力无法完成的，本责任书失效。"], 2)


def test_a_page_of_html_loses_its_navigation(tmp_path: Path) -> None:
    page = (
        b"<html><head><title>x</title></head><body><nav>\xe9\xa6\x96\xe9\xa1\xb5</nav>"
        + as_html("保安员岗位职责\n1、巡逻。\n2、值班。")[12:]
    )
    one = imported(tmp_path / "a.html", page)
    assert [duty["text"] for duty in one.drafts[0].data["duties"]] == ["巡逻", "值班"]
    assert one.totals["unresolved"] == 0


def test_ids_are_words_people_can_read_and_each_once() -> None:
    ids = Ids(VOCABULARY.ids)
    assert [ids.make(title, "post") for title in ("客服部主管", "客服部主管", "前台", "甲乙丙", "3D Artist")] == [
        "service-department-supervisor", "service-department-supervisor-2", "front-desk", "post", "d-artist",
    ]  # fmt: skip
