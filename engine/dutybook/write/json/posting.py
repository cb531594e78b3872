"""The job posting as JSON-LD with the vocabulary of schema.org: what job boards and search engines
read (JobPosting, with its Occupation).

Only what is known is said; ``<`` is escaped, so that the text may stand inside a page's script
element. https://schema.org/JobPosting
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An opening's codes, figures and dates, and what is asked of applicants; empty or None where
    nothing is said."""

    organisation: str
    title: str
    role: str
    code: str
    unit: str
    employment: Sequence[str]
    openings: int | None
    posted: date | None
    apply_by: date | None
    country: str
    region: str
    city: str
    street: str
    postcode: str
    pay_from: Fraction | None
    pay_to: Fraction | None
    pay_currency: str
    pay_per: str
    hours: str
    months: Fraction | None
    contact_person: str
    contact_phone: str
    contact_email: str
    contact_url: str
    contact_address: str
    education: str
    major: str
    experience: str
    certificates: str
    knowledge: str
    skills: str
    traits: str
    age: str
    sex: str
    other: str


class Posting(Protocol):
    """What of a job posting's context is written."""

    @property
    def facts(self) -> Opening: ...
    @property
    def purpose(self) -> Sequence[str]: ...
    @property
    def duties(self) -> Sequence[str]: ...
    @property
    def benefits(self) -> Sequence[str]: ...
    @property
    def notes(self) -> Sequence[str]: ...


def write(context: Mapping[str, Posting], locale: str, root: Path | None) -> bytes:
    """The posting that is the ``doc`` of ``context``."""
    posting = _filled({"@context": "https://schema.org", **_posting(context["doc"])})
    text = json.dumps(posting, ensure_ascii=False, indent=2)
    return (text.replace("<", "\\u003c") + "\n").encode()


def _posting(doc: Posting) -> dict[str, Any]:
    facts = doc.facts
    organisation = {"@type": "Organization", "name": facts.organisation}
    identifier = {"@type": "PropertyValue", "name": facts.organisation}
    return {
        "@type": "JobPosting",
        "title": facts.title,
        "description": "\n".join([*doc.purpose, *doc.duties, *doc.notes]),
        "identifier": identifier | {"value": facts.code or facts.role},
        "hiringOrganization": organisation,
        "employmentUnit": _typed("Organization", name=facts.unit),
        "employmentType": [kind.upper() for kind in facts.employment],
        "totalJobOpenings": facts.openings,
        "datePosted": _day(facts.posted),
        "validThrough": _day(facts.apply_by),
        "jobLocation": _typed("Place", address=_address(facts)),
        "baseSalary": _salary(facts),
        "workHours": facts.hours,
        "responsibilities": "\n".join(doc.duties),
        **_requirements(facts),
        "jobBenefits": "\n".join(doc.benefits),
        "applicationContact": _typed(
            "ContactPoint",
            name=facts.contact_person,
            telephone=facts.contact_phone,
            email=facts.contact_email,
            url=facts.contact_url,
        ),
        "relevantOccupation": _typed(
            "Occupation",
            name=facts.title,
            description="\n".join(doc.purpose),
            responsibilities="\n".join(doc.duties),
            **_requirements(facts),
        ),
    }


def _requirements(facts: Opening) -> dict[str, Any]:
    """What a posting and an occupation both say of their holder."""
    asked = (facts.major, facts.certificates, facts.traits, facts.other)
    skills = (facts.knowledge, facts.skills, facts.certificates)
    worked = _typed(
        "OccupationalExperienceRequirements",
        monthsOfExperience=_number(facts.months),
        description=facts.experience,
    )
    return {
        "qualifications": "\n".join(filter(None, asked)),
        "educationRequirements": facts.education,
        "experienceRequirements": worked,
        "skills": "\n".join(filter(None, skills)),
    }


def _address(facts: Opening) -> dict[str, Any]:
    return _typed(
        "PostalAddress",
        streetAddress=facts.street,
        addressLocality=facts.city,
        addressRegion=facts.region,
        postalCode=facts.postcode,
        addressCountry=facts.country,
    )


def _salary(facts: Opening) -> dict[str, Any]:
    low, high = _number(facts.pay_from), _number(facts.pay_to)
    if low is None and high is None:
        return {}
    figures = {"value": low} if low == high else {"minValue": low, "maxValue": high}
    value = _typed("QuantitativeValue", **figures, unitText=facts.pay_per.upper())
    return _typed("MonetaryAmount", currency=facts.pay_currency, value=value)


def _typed(kind: str, **parts: Any) -> dict[str, Any]:
    """A thing of a type, or nothing where nothing is known of it."""
    known = _filled(parts)
    return {"@type": kind, **known} if known else {}


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: Fraction | None) -> int | float | None:
    """An exact figure; JSON has no decimals, so that 0.1 is written as it was."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)
