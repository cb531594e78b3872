"""Where somebody stands in an evaluation, in words: status, total, rank, what is still waited for.

A post whose KPIs carry no weights has no total: its holder met targets or did not, and a report
says so instead of leaving the total's cell empty beside the word "complete".
"""

from dutybook.grammar.number.quantity import lasting
from dutybook.model import Kpi
from dutybook.papers.phrases.limits import read
from dutybook.papers.results import KpiScore, Person, SheetScore, Standing, shown
from dutybook.papers.view import View
from dutybook.rule.wording import targets_read


def status_in_words(view: View, standing: Standing) -> str:
    """The status; of a sheet without a total how many targets were met."""
    if not standing.met_only:
        return view.say(f"status.sheet.{standing.status}")
    met, judged = standing.verdicts
    return view.say("report.met_only", met=met, n=judged)


def total_in_words(view: View, sheet: SheetScore) -> str:
    """The total, or the status that stands in its place; after an appeal both."""
    if sheet.met_only:
        return view.say("report.no_total")
    if sheet.total is None:
        return status_in_words(view, sheet)
    if sheet.decided and sheet.decided.total is not None:
        computed, after = shown(sheet.total), shown(sheet.decided.total)
        return view.say("report.decided", computed=computed, decided=after)
    return shown(sheet.total)


def came_to(view: View, kpi: Kpi, found: KpiScore) -> str:
    """The value of a KPI as its target reads."""
    if found.value is None or found.unit is None:
        return shown(found.value, percent=found.percent)
    return read(view, found.value, targets_read(kpi.target) or lasting(found.value).split()[1])


def rank_in_words(view: View, sheet: SheetScore, key: str = "report.rank") -> str:
    """The place among those ranked together; empty where the scheme ranks nobody."""
    if not sheet.rank:
        return ""
    if sheet.rank.place is None:
        return view.say("report.rank_open")
    return view.say(key, place=sheet.rank.place, of=sheet.rank.of)


def kpi_status(view: View, kpi: KpiScore) -> str:
    """Why a KPI has no value, in words; for ratings also who has not rated."""
    status = view.say(f"status.kpi.{kpi.status}")
    titles = view.names("form.raters")
    who = []
    for one in kpi.lacking:
        title = titles.get(one.rater, one.rater)
        few = view.say("status.few", rater=title, count=one.count, needs=one.needs)
        who.append(few if one.count else title)
    return view.say("status.lacking", status=status, who=view.joined(who)) if who else status


def missing_sentence(view: View, person: Person) -> list[str]:
    """What the total waits for, or why there is none; nothing for a complete one."""
    sheet = person.sheet
    if sheet.status == "not_eligible":
        return [view.say("status.few_days" if sheet.kpis else "status.no_kpis")]
    waits = _waits(view.within(person.role), sheet)
    return [view.say("status.incomplete", what=view.joined(waits, "list_sep"))] if waits else []


def _waits(view: View, sheet: SheetScore) -> list[str]:
    """What an incomplete total waits for."""
    faults = [view.say("status.faulty", place=place) for place in sheet.faults]
    waits = [
        view.say("status.waits", kpi=view.named("kpi", kpi.kpi), status=kpi_status(view, kpi))
        for kpi in (*sheet.kpis, *sheet.adjustments)
        if kpi.held
    ]
    undecided = [
        view.say("status.veto", veto=veto.text or veto.veto)
        for veto in sheet.vetoes
        if not veto.decided
    ]
    return faults + waits + undecided
