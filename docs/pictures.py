"""Pictures of the papers for the README: ``make pictures`` writes docs/img/<kind>.png.

Each shows one page of a paper of the example organisation, exactly as its PDF prints it. The same
definitions give the same bytes, so a changed picture means a changed paper.
"""

from collections.abc import Iterator
from pathlib import Path

from dutybook.build.plan import Job, Request, plan
from dutybook.compile.kinds import KINDS
from dutybook.compile.templating import environment, render
from dutybook.compile.view import View
from dutybook.evaluate.run import evaluate
from dutybook.evaluate.telling.papers import for_papers
from dutybook.evaluate.telling.words import Words
from dutybook.files import write_whole
from dutybook.finding.catalogue import Catalogue
from dutybook.grammar.period import parse_period
from dutybook.workspace import load
from dutybook.write import pdf

ROOT = Path(__file__).parents[1]
ROLE = "front-desk"
PPI = 72
CARDS = {"sop-card": "first-call", "responsibility-agreement": "service-centre-2026"}
"""Which procedure and which agreement are shown."""
PAGES = {"duty-manual": 5}
"""Which page to show, where the first (a manual's cover) says little: its organisation chart."""
REPORT, PERIOD = "evaluation-report", "2026-10"
"""The kind that needs an evaluation, and the month that is evaluated for it."""
LOCALES = {"zh-Hans": "", "zh-Hant": "-zh-Hant", "en": "-en"}
"""What a locale adds to the picture's name; only job descriptions are shown in all."""


def main() -> None:
    """Write all pictures and say how large they are."""
    for name, picture in pictures():
        path = ROOT / "docs/img" / f"{name}.png"
        write_whole({path: picture})
        print(f"{path.relative_to(ROOT)}  {len(picture) / 1000:.0f} kB")


def pictures() -> Iterator[tuple[str, bytes]]:
    """Name and PNG of every picture."""
    workspace = load(ROOT)
    department = next(role.department for role in workspace.roles() if role.role == ROLE)
    shown = [name for name, kind in KINDS.items() if kind.printed and name not in (*CARDS, REPORT)]
    for locale, suffix in LOCALES.items():
        view = View(workspace, locale, None)
        kinds = ("job-description",) if suffix else tuple(shown)
        request = Request(kinds=kinds, roles=(ROLE,), departments=(department or "",))
        for job in plan(view, request):
            yield job.kind.name + suffix, picture(view, job)
    view = View(workspace, workspace.locale, None)
    yield REPORT, picture(view, _report(view, department or ""))
    for job in plan(view, Request(kinds=tuple(CARDS))):
        if job.name == CARDS[job.kind.name]:
            yield job.kind.name, picture(view, job)


def _report(view: View, department: str) -> Job:
    """The department's report on the month of the example."""
    words = Words.load(ROOT, view.locale)
    catalogue = Catalogue.load(ROOT, view.locale)
    with evaluate(view.workspace, parse_period(PERIOD)) as run:
        results = for_papers(run, words, catalogue, ROOT / "none", {})
    request = Request(kinds=(REPORT,), departments=(department,), results=results)
    return plan(view, request)[0]


def picture(view: View, job: Job) -> bytes:
    """The page of one paper that is shown."""
    words = {"doc": job.context(view, job.subject), "t": view.labels.words}
    tree = render(environment(ROOT), job.kind.template, words, job.name)
    pages = pdf.pictures(tree, view.locale, ROOT, PPI)
    return pages[PAGES.get(job.kind.name, 1) - 1]


if __name__ == "__main__":
    main()
