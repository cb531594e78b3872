"""Sample papers for the tests of the PDF and Word writers."""

from dutybook.words.locale import convert
from dutybook.write.tree import Element, parse

WIDTHS = (6, 40, 13, 13, 18, 10)
HEADS = ("序号", "职责内容", "时限", "频次", "考察要点", "负责程度")
SIGNATURES = """<table class="signatures"><colgroup><col width="50"/><col width="50%"/></colgroup><tbody>
<tr><td class="label">编制</td><td class="label">审核</td></tr>
<tr height="18"><td>签名：<br/>日期：</td><td></td></tr></tbody></table>"""


def article(body: str, **changed: str) -> Element:
    """A paper around ``body``; every element says that it stands on line 7 of a template."""
    given = {
        "lang": "zh-Hans",
        "kind": "job-description",
        "title": "前台岗位说明书",
        "organisation": "示例物业公司",
        "form": "HR-F-010",
        "version": "1.0",
        "at": "templates/sample.html.j2:7",
    } | changed
    attributes = " ".join(f'{name}="{value}"' for name, value in given.items())
    return parse(f"<article {attributes}>{body}</article>")


def list_table(
    rows: str, widths: tuple[float, ...] = WIDTHS, heads: tuple[str, ...] = HEADS
) -> str:
    """A table with a header that repeats."""
    columns = "".join(f'<col width="{width}"/>' for width in widths)
    header = "".join(f"<th>{head}</th>" for head in heads)
    return (
        f'<table class="list"><colgroup>{columns}</colgroup><thead><tr>{header}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def job_description(duties: int = 10) -> Element:
    """A realistic job description."""
    rows = "".join(
        f'<tr><td align="center">{i}</td><td>接待来访与来电，登记第{i}类报修和投诉，跟到有回音。</td>'
        f"<td>10 分钟</td><td>每个工作日</td><td>登记及时、<strong>差错率 ≤ 2%</strong></td>"
        f'<td class="number">{i * 5}</td></tr>'
        for i in range(1, duties + 1)
    )
    return article(
        f"""<h1>岗位说明书</h1><p class="subtitle">物业客服前台</p><h2>一、基本信息</h2>
<table class="grid"><colgroup><col width="14"/><col width="36"/><col width="14"/><col width="36"/>
</colgroup><tbody><tr><td class="label">岗位名称</td><td>前台</td><td class="label">编号</td>
<td>客-010</td></tr><tr><td class="label">目的</td><td colspan="3">受理每一件事。</td></tr></tbody></table>
<h2>二、岗位职责</h2>{list_table(rows)}<h2>三、工作权限</h2>
<ul><li>可调派维修人员</li><li>可查阅<em>档案</em><ol start="3"><li>限本辖区</li></ol></li></ul>
<p>加班：<input type="checkbox" checked="checked"/>是 <input type="checkbox"/>否
其他：<span class="blank" width="10"></span></p><p class="note">注：2026 年版</p>
<h2>四、签署</h2>{SIGNATURES}"""
    )


def manual() -> Element:
    """Cover, contents, sections upright and turned, merged cells, kept blocks, rules."""
    merged = "".join(
        (f'<tr><td rowspan="3">领域{i}</td>' if j == 0 else "<tr>")
        + f'<td>职责 {i}-{j}</td><td class="number">{j}</td></tr>'
        for i in range(2)
        for j in range(3)
    )
    return article(
        f"""<div class="cover"><h1>岗位手册</h1><h2>客服部</h2><p>二〇二六年</p></div>
<h1>目录</h1><nav class="contents" levels="1-2"></nav>
<section class="page"><h1>前台</h1><h2>职责</h2><h3>细目</h3>
<table class="list"><thead><tr><th rowspan="2">领域</th><th colspan="2">内容</th></tr>
<tr><th>职责</th><th>分值</th></tr></thead><tbody>{merged}</tbody></table>
<ul><li><p>第一段</p><p>第二段</p></li></ul></section>
<section class="page" orientation="landscape"><table class="list"><tbody><tr><td>横页</td></tr>
</tbody></table><table class="grid"><tbody><tr><td class="label">第二张表</td></tr></tbody></table>
</section><section class="page"><ol><li>回到直页</li></ol></section>
<hr class="page-break"/><h1>附录</h1><div class="keep"><p>整块一</p><p>整块二</p></div><hr/>
<p class="right">人力资源部</p>""",
        kind="duty-manual",
        title="客服部岗位手册",
    )


def in_traditional(tree: Element) -> Element:
    """``tree`` in the other Chinese script."""
    children = (
        convert(c, "s2hk") if isinstance(c, str) else in_traditional(c) for c in tree.children
    )
    attributes = {name: convert(value, "s2hk") for name, value in tree.attributes.items()}
    return Element(tree.tag, attributes, tuple(children), tree.at)


def words(tree: Element) -> list[str]:
    """Every piece of text in ``tree``."""
    return [c.strip() for e in tree.walk() for c in e.children if isinstance(c, str) and c.strip()]
