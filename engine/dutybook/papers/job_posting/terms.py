"""The terms of an opening: in words (pay, place, whom to turn to), and as codes and figures."""

from collections.abc import Mapping

from dutybook.model import Role
from dutybook.model.posting import Applying, Posting, Salary, Workplace
from dutybook.papers.view import View, figure, one_line
from dutybook.write.json.posting import Opening


def terms(view: View, role: Role, posting: Posting, title: str) -> dict[str, tuple[str, str]]:
    """Label and words of each term, by key; no words where nothing is said."""
    say = view.say
    kinds = (say(f"posting.employment_kinds.{kind}") for kind in posting.employment)
    place = address(view, posting.place) or view.text(role.conditions.place)
    openings = "" if posting.openings is None else str(posting.openings)
    said = {
        "post": title,
        "code": role.code or "",
        "department": view.department(role.department),
        "level": view.text(role.level),
        "employment": view.joined(kinds),
        "openings": say("posting.people", n=openings) if openings else "",
        "place": place,
        "hours": view.text(role.conditions.hours),
        "salary": salary(view, posting.salary),
        "posted": view.day(posting.posted),
        "apply_by": view.day(posting.apply_by),
    }
    return {key: (say(f"posting.{key}"), one_line(value)) for key, value in said.items()}


def contact(view: View, applying: Applying) -> dict[str, tuple[str, str]]:
    """Label and words of each way to apply, by key."""
    said = {
        "person": view.text(applying.person),
        "phone": applying.phone,
        "email": applying.email,
        "url": applying.url,
        "address": view.text(applying.address),
    }
    return {key: (view.say(f"posting.{key}"), one_line(text)) for key, text in said.items()}


def address(view: View, place: Workplace | None) -> str:
    """An address in one line, the widest part first in Chinese and last in English."""
    if place is None:
        return ""
    parts = [view.text(part) for part in (place.region, place.city, place.street)]
    ordered = parts if view.locale.startswith("zh") else parts[::-1]
    return view.say("posting.address_sep").join(part for part in ordered if part)


def salary(view: View, pay: Salary | None) -> str:
    """Pay in words."""
    if pay is None:
        return ""
    note = view.text(pay.note)
    if pay.from_ is None and pay.to is None:
        return note
    low, high = (figure(end) if end is not None else "" for end in (pay.from_, pay.to))
    form = "one" if low == high else "range" if low and high else "least" if low else "most"
    slots = {"low": low, "high": high, "currency": view.currency(pay.currency)}
    slots["per"] = view.say(f"posting.per.{pay.per}")
    words = view.say(f"posting.pay_{form}", **slots)
    return words + (view.say("common.note", text=note) if note else "")


def facts(
    view: View, role: Role, posting: Posting, title: str, asked: Mapping[str, str]
) -> Opening:
    """What the JSON-LD says that is not words to print: codes, exact figures, dates; ``asked`` are
    the lawful words of each thing asked of applicants, by key."""
    pay, place = posting.salary or Salary(), posting.place or Workplace(country="")
    worked, applying = role.qualifications.experience, posting.contact
    return Opening(
        organisation=one_line(view.text(view.workspace.organisation.organisation)),
        title=one_line(title),
        role=role.role,
        code=role.code or "",
        unit=view.department(role.department),
        employment=[str(kind) for kind in posting.employment],
        openings=posting.openings,
        posted=posting.posted,
        apply_by=posting.apply_by,
        country=place.country,
        region=view.text(place.region),
        city=view.text(place.city),
        street=view.text(place.street),
        postcode=place.postcode,
        pay_from=pay.from_,
        pay_to=pay.to,
        pay_currency=pay.currency,
        pay_per=pay.per,
        hours=view.text(role.conditions.hours),
        months=worked.years[0] * 12 if worked and worked.years else None,
        contact_person=one_line(view.text(applying.person)),
        contact_phone=one_line(applying.phone),
        contact_email=one_line(applying.email),
        contact_url=one_line(applying.url),
        contact_address=one_line(view.text(applying.address)),
        **asked,
    )
