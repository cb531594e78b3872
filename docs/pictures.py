"""Pictures of the papers for README and gallery: ``make pictures`` writes docs/img/<name>.png.

Each shows one page of a paper of the example organisation, exactly as its PDF prints it, in shades
of grey, as an office printer would; and what docs/import.md shows. The same definitions give the
same page, so a changed picture means a changed paper. Needs Pillow, which nothing else does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from itertools import chain, groupby
from pathlib import Path

import import_pictures
from PIL import Image

from dutybook.closing.diff.baseline import Baseline, of_day
from dutybook.files.replacement import write_whole
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.time.period import parse_period
from dutybook.papers.production.plan import Job, Request, plan
from dutybook.papers.template.render import environment, render
from dutybook.papers.view import View
from dutybook.report.papers import for_papers
from dutybook.report.words import Words
from dutybook.roster.people import read_people
from dutybook.score.evaluation import evaluate
from dutybook.workspace import Workspace, load
from dutybook.workspace.patch import patched
from dutybook.write.pdf import page as pdf
from dutybook.yamltext.reader import documents_in

ROOT = Path(__file__).parents[1]
PPI = 100
GREYS = 16
"""Shades: enough for smooth letters, and a third of the bytes."""


@dataclass(frozen=True)
class Shot:
    """One picture: a ``page`` of the paper ``job`` (the file's name below out/<kind>/); a
    ``period`` fills forms in and dates checklists."""

    name: str
    kind: str
    job: str
    page: int = 1
    locale: str = "zh-Hans"
    period: str = ""


MONTH = "2026-10"
SHOTS = (
    Shot("job-description", "job-description", "front-desk"),
    Shot("duty-checklist", "duty-checklist", "front-desk"),
    Shot("evaluation-form", "evaluation-form", "front-desk"),
    Shot("sop-card", "sop-card", "first-call"),
    Shot("responsibility-agreement", "responsibility-agreement", "service-centre-2026"),
    Shot("duty-manual-contents", "duty-manual", "客服部", page=3),
    Shot("duty-manual", "duty-manual", "客服部", page=4),
    Shot("duty-manual-raci", "duty-manual", "客服部", page=6),
    Shot("job-posting", "job-posting", "front-desk"),
    Shot("log-sheet", "log-sheet", "tickets"),
    Shot("change-notice", "change-notice", "2026-12-31-2027-01-01"),
    Shot("duty-checklist-dated", "duty-checklist", f"estate-assistant-{MONTH}", period=MONTH),
    Shot("evaluation-form-filled", "evaluation-form", f"{MONTH}/E006-front-desk", period=MONTH),
    Shot("evaluation-report", "evaluation-report", f"{MONTH}/E006-front-desk", period=MONTH),
    Shot(
        "evaluation-report-trend", "evaluation-report", f"{MONTH}/E006-front-desk", 2, period=MONTH
    ),
    Shot("evaluation-report-department", "evaluation-report", f"{MONTH}/客服部", period=MONTH),
    Shot("evaluation-report-indicators", "evaluation-report", f"{MONTH}/客服部", 2, period=MONTH),
    Shot(
        "evaluation-report-department-trend",
        "evaluation-report",
        f"{MONTH}/客服部",
        3,
        period=MONTH,
    ),
    Shot("evaluation-report-ranked", "evaluation-report", f"{MONTH}/报修服务部", period=MONTH),
    Shot("evaluation-report-follows", "evaluation-report", f"{MONTH}/报修服务部", 2, period=MONTH),
    Shot("job-description-zh-Hant", "job-description", "front-desk", locale="zh-Hant"),
    Shot("job-description-en", "job-description", "front-desk", locale="en"),
)
"""In groups of one locale and period: each group is planned, and evaluated, once."""


CHANGE = """
amends: front-desk
effective: 2027-01-01
headcount: 5
duties:
  - id: phone-calls
    within: 20 s
  - id: lost-property
    text: {zh-Hans: 登记、保管拾得物品，三天内联系失主, en: "Keep what was found, tell its owner"}
    within: 3 d
    records: [{zh-Hans: 失物登记表, en: Register of lost property}]
kpis:
  - id: work-efficiency
    weight: 25
    measure: {share: {good: {within: 1 h}}}
  - {id: professional-ability, weight: 15}
"""
"""What the picture of a change notice is about: no change of the example, only laid over it."""


def main() -> None:
    """Write all pictures and say how large they are."""
    for name, picture in chain(import_pictures.pictures(), pictures()):
        path = ROOT / "docs/img" / f"{name}.png"
        write_whole({path: grey(picture)})
        print(f"{path.relative_to(ROOT)}  {len(picture) / 1000:.0f} kB")


def pictures() -> Iterator[tuple[str, bytes]]:
    """Name and PNG of every picture."""
    workspace = load(ROOT)
    for (locale, period), group in groupby(SHOTS, lambda shot: (shot.locale, shot.period)):
        shots = list(group)
        view, jobs = planned(workspace, locale, period, tuple({shot.kind for shot in shots}))
        for shot in shots:
            yield shot.name, page(view, jobs[shot.kind, shot.job], shot.page)


def planned(
    workspace: Workspace, locale: str, text: str, kinds: tuple[str, ...]
) -> tuple[View, dict[tuple[str, str], Job]]:
    """The papers of these kinds, by kind and name; with a period, as evaluated for it."""
    period = parse_period(text) if text else None
    found = results(workspace, text) if text else None
    request = Request(kinds, period=period, results=found, compared=compared(workspace))
    view = View(workspace, locale, period.last if period else None)
    return view, {(job.kind.name, job.name): job for job in plan(view, request)}


def compared(workspace: Workspace) -> Baseline:
    """The example before and after a change from New Year on."""
    day = date(2027, 1, 1)
    changed, wrong = patched(workspace, documents_in(CHANGE, "change.yaml")[0], day)
    assert not wrong, wrong
    return of_day(changed, day - timedelta(days=1), day)


def results(workspace: Workspace, period: str) -> dict[str, object]:
    """The evaluation that forms and reports print."""
    words = Words.load(workspace.root, workspace.locale)
    catalogue = Catalogue.load(workspace.root, workspace.locale)
    superiors = {(a.employee, a.role): a.superior for a in read_people(workspace)[0]}
    with evaluate(workspace, parse_period(period)) as run:
        return for_papers(run, words, catalogue, superiors, trends=True)


def page(view: View, job: Job, number: int) -> bytes:
    """One page of a paper."""
    words = {"doc": job.context(view, job.subject), "t": view.labels.words}
    tree = render(environment(ROOT), job.kind.template, words, job.name)
    return pdf.pictures(tree, view.locale, ROOT, PPI)[number - 1]


def grey(picture: bytes) -> bytes:
    """The same in few shades of grey."""
    out = BytesIO()
    Image.open(BytesIO(picture)).convert("L").quantize(GREYS).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()
