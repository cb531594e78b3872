"""Duty sets, base roles, named measures and pauses, put into what uses them, on plain data."""

from typing import Any

import pytest
import yaml

from dutybook.workspace.layers.merge import merge_role, name_measures, name_pauses
from dutybook.workspace.values.structure import annotated
from dutybook.yamltext import Document


def data(text: str, file: str = "roles/a.yaml") -> Any:
    """YAML as the merging sees it: with origins."""
    return annotated(Document(file, 0, yaml.safe_load(text), text))


def ids(role: dict[str, Any], key: str = "duties") -> list[str]:
    return [item["id"] for item in role[key]]


BASE = data(
    "role: base\ntitle: 底本\ncode: 客-000\nabstract: true\ndepartment: 客服部\n"
    "authority: [甲, 乙]\nqualifications: {education: 大专, age: 不限}\n"
    "duties: [{id: x, text: 旧, within: 1 h}, {id: y, text: 乙}]\n"
)


def merged(text: str, **sets: str) -> dict[str, Any]:
    known = {name: data(one, f"roles/{name}.yaml") for name, one in sets.items()}
    found, findings = merge_role(data(text), BASE, known)
    assert findings == []
    return found


def test_things_with_ids_merge_by_id_and_keep_their_order() -> None:
    role = merged(
        "role: a\ntitle: 前台\nextends: base\nduties: [{id: n, text: 新}, {id: x, text: 改}]\n"
    )
    assert ids(role) == ["x", "y", "n"]
    assert (role["duties"][0]["text"], role["duties"][0]["within"]) == ("改", "1 h")


def test_mappings_merge_and_everything_else_is_replaced() -> None:
    role = merged(
        "role: a\ntitle: 前台\nextends: base\nqualifications: {age: 满18}\nauthority: [丙]\n"
    )
    kept = {key: role["qualifications"][key] for key in ("education", "age")}
    assert (kept, role["authority"]) == ({"education": "大专", "age": "满18"}, ["丙"])


def test_what_belongs_to_the_base_alone_is_not_inherited() -> None:
    role = merged("role: a\ntitle: 前台\nextends: base\n")
    assert (role["title"], role["department"]) == ("前台", "客服部")
    assert "code" not in role
    assert "abstract" not in role


def test_a_sets_duties_come_after_the_roles_own_and_never_in_their_place() -> None:
    common = "duty_set: common\nduties: [{id: y, text: 集}, {id: z, text: 丙}]\n"
    role = merged(
        "role: a\ntitle: 前台\ninclude: [common]\nduties: [{id: y, text: 自}]\n", common=common
    )
    assert [(d["id"], d["text"]) for d in role["duties"]] == [("y", "自"), ("z", "丙")]


def test_order_puts_what_it_names_first_and_leaves_the_rest_as_it_was() -> None:
    base = data(
        "role: base\ntitle: 底\norder: [c]\n"
        "duties: [{id: a, text: 甲}, {id: b, text: 乙}, {id: c, text: 丙}]\n"
        "kpis: [{id: a, name: 甲}, {id: k, name: 丁}]\n"
    )
    role = data(
        "role: a\nextends: base\nremove: [b]\norder: [d, c, k]\nduties: [{id: d, text: 戊}]\n"
    )
    found, findings = merge_role(role, base, {})
    assert findings == []
    assert ids(found) == ["d", "c", "a"]
    assert ids(found, "kpis") == ["k", "a"]
    assert ids(merge_role(data("role: a\nextends: base\n"), base, {})[0]) == ["c", "a", "b"]


def test_a_set_does_not_change_by_being_used() -> None:
    common = {"common": data("duty_set: common\nduties: [{id: z, text: 丙}]\n")}
    text = "role: a\ntitle: 前台\ninclude: [common]\nremove: [z]\n"
    for _ in range(2):
        assert merge_role(data(text), {}, common)[0]["duties"] == []
    assert ids(common["common"]) == ["z"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("role: a\nextends: a\n", "extends-itself"),
        ("role: a\nextends: gone\n", "unknown-base"),
        ("role: a\ninclude: [gone]\n", "unknown-duty-set"),
        ("role: a\nextends: base\nremove: [q]\n", "unknown-removed"),
        ("role: a\nextends: base\norder: [q]\n", "unknown-ordered"),
    ],
)
def test_what_cannot_be_found_is_told_and_the_rest_merged(text: str, code: str) -> None:
    role = data(text + "duties: [{id: own, text: 自}]\n")
    found, findings = merge_role(role, {"base": BASE}.get(role.get("extends")), {})
    assert [finding.code for finding in findings] == [code]
    assert "own" in ids(found)


def test_measures_are_written_out_also_inside_a_ratio() -> None:
    kpis = data(
        "kpis:\n- {id: a, measure: calls}\n- {id: b, measure: {ratio: {num: calls, den: 2}}}\n"
        "- {id: c}\n- {id: d, measure: {ratio: {of: x, num: calls, den: due}}}\n"
    )["kpis"]
    body = {"count": {"of": "calls"}}
    named, findings = name_measures(kpis, {"calls": body})
    assert findings == []
    assert named[0]["measure"] == body
    assert named[1]["measure"] == {"ratio": {"num": body, "den": 2}}
    assert "measure" not in named[2]
    assert named[3]["measure"] == {"ratio": {"of": "x", "num": "calls", "den": "due"}}


def test_pauses_are_those_of_the_source_that_is_measured() -> None:
    sources = {
        "tickets": {"pauses": {"waiting": {"from": "a", "to": "b"}}},
        "calls": {"pauses": {"waiting": {"minutes": "held"}}},
    }
    measure = {
        "ratio": {
            "num": {
                "count": {"of": "tickets", "late": {"within": {"limit": "2 h", "pause": "waiting"}}}
            },
            "den": {
                "count": {
                    "of": "calls",
                    "late": {"within": [{"pause": "waiting"}, {"pause": "gone"}]},
                }
            },
        }
    }
    named = name_pauses(measure, sources)["ratio"]
    assert named["num"]["count"]["late"]["within"]["pause"] == {"from": "a", "to": "b"}
    within = named["den"]["count"]["late"]["within"]
    assert [one["pause"] for one in within] == [{"minutes": "held"}, "gone"]
