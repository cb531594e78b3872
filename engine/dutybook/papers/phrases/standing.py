"""Where somebody stands in an evaluation, in words: status, total, rank, what is still waited for.

A post whose KPIs carry no weights has no total: its holder met targets or did not, and a report
says so instead of leaving the total's cell empty beside the word "complete".
"""

from dutybook.papers.results import Data, Person, missing, shown
from dutybook.papers.view import View


def met_only(sheet: Data) -> bool:
    """Whether the sheet tells only which targets were met: it is complete and has no total."""
    return sheet["status"] == "complete" and sheet["total"] is None


def status_in_words(view: View, sheet: Data) -> str:
    """The status; of a sheet without a total how many targets were met."""
    if not met_only(sheet):
        return str(view.say(f"status.sheet.{sheet['status']}"))
    met, judged = verdicts(sheet)
    return str(view.say("report.met_only", met=met, n=judged))


def verdicts(sheet: Data) -> tuple[int, int]:
    """How many targets were met, of how many that could be judged; of earlier periods both are
    given."""
    if "judged" in sheet:
        return sheet["met"], sheet["judged"]
    judged = [kpi["met"] for kpi in sheet["kpis"] if kpi["met"] is not None]
    return sum(judged), len(judged)


def total_in_words(view: View, sheet: Data) -> str:
    """The total, or the status that stands in its place; after an appeal both."""
    if met_only(sheet):
        return str(view.say("report.no_total"))
    if not sheet["total"]:
        return status_in_words(view, sheet)
    decided = sheet.get("decided")
    if decided and decided["total"]:
        computed, after = shown(sheet["total"]), shown(decided["total"])
        return str(view.say("report.decided", computed=computed, decided=after))
    return shown(sheet["total"])


def rank_in_words(view: View, sheet: Data, key: str = "report.rank") -> str:
    """The place among those ranked together; empty where the scheme ranks nobody."""
    rank = (sheet.get("decided") or sheet).get("rank") or sheet.get("rank")
    if not rank:
        return ""
    if rank["place"] is None:
        return str(view.say("report.rank_open"))
    return str(view.say(key, place=rank["place"], of=rank["of"]))


def missing_sentence(view: View, person: Person) -> list[str]:
    """What the total waits for, or why there is none; nothing for a complete one."""
    sheet = person.sheet
    if sheet["status"] == "not_eligible":
        return [view.say("status.few_days" if sheet["kpis"] else "status.no_kpis")]
    waits = missing(view, person)
    return [view.say("status.incomplete", what=view.joined(waits, "list_sep"))] if waits else []
