"""The job posting as JSON-LD with the vocabulary of schema.org: what job boards and search engines
read (JobPosting, with its Occupation).

Only what is known is said; ``<`` is escaped, so that the text may stand inside a page's script
element. https://schema.org/JobPosting
"""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

_PLACE: Final = {
    "streetAddress": "street",
    "addressLocality": "city",
    "addressRegion": "region",
    "postalCode": "postcode",
    "addressCountry": "country",
}
_SKILLS: Final = ("knowledge", "skills", "certificates")
_ASKED: Final = ("major", "certificates", "traits", "other")


def write(context: Mapping[str, Any], locale: str, root: Path | None) -> bytes:
    """The posting for the context of a job posting."""
    posting = _filled({"@context": "https://schema.org", **_posting(context["doc"])})
    text = json.dumps(posting, ensure_ascii=False, indent=2)
    return (text.replace("<", "\\u003c") + "\n").encode()


def _posting(doc: Mapping[str, Any]) -> dict[str, Any]:
    facts = doc["facts"]
    organisation = {"@type": "Organization", "name": doc["paper"]["organisation"]}
    identifier = {"@type": "PropertyValue", "name": organisation["name"]}
    return {
        "@type": "JobPosting",
        "title": facts["title"],
        "description": _description(doc),
        "identifier": identifier | {"value": facts["code"] or facts["role"]},
        "hiringOrganization": organisation,
        "employmentUnit": _typed("Organization", name=facts["unit"]),
        "employmentType": [kind.upper() for kind in facts["employment"]],
        "totalJobOpenings": _number(facts["openings"]),
        "datePosted": facts["posted"],
        "validThrough": facts["apply_by"],
        "jobLocation": _typed("Place", address=_address(facts)),
        "baseSalary": _salary(facts),
        "workHours": facts["hours"],
        "responsibilities": "\n".join(doc["duties"]),
        **_requirements(facts),
        "jobBenefits": "\n".join(doc["benefits"]),
        "applicationContact": _contact(facts),
        "relevantOccupation": _typed(
            "Occupation",
            name=facts["title"],
            description="\n".join(doc["purpose"]),
            responsibilities="\n".join(doc["duties"]),
            **_requirements(facts),
        ),
    }


def _requirements(facts: Mapping[str, str]) -> dict[str, Any]:
    """What a posting and an occupation both say of their holder."""
    months = _number(facts["months"])
    worked = _typed(
        "OccupationalExperienceRequirements",
        monthsOfExperience=months,
        description=facts["experience"],
    )
    return {
        "qualifications": "\n".join(facts[key] for key in _ASKED if facts[key]),
        "educationRequirements": facts["education"],
        "experienceRequirements": worked,
        "skills": "\n".join(facts[key] for key in _SKILLS if facts[key]),
    }


def _description(doc: Mapping[str, Any]) -> str:
    return "\n".join([*doc["purpose"], *doc["duties"], *doc["notes"]])


def _address(facts: Mapping[str, str]) -> dict[str, Any]:
    parts = {name: facts[key] for name, key in _PLACE.items() if facts[key]}
    return _typed("PostalAddress", **parts) if parts else {}


def _salary(facts: Mapping[str, str]) -> dict[str, Any]:
    low, high = _number(facts["pay_from"]), _number(facts["pay_to"])
    if low is None and high is None:
        return {}
    figures = {"value": low} if low == high else {"minValue": low, "maxValue": high}
    value = _typed("QuantitativeValue", **figures, unitText=facts["pay_per"].upper())
    return _typed("MonetaryAmount", currency=facts["pay_currency"], value=value)


def _contact(facts: Mapping[str, str]) -> dict[str, Any]:
    names = {"name": "person", "telephone": "phone", "email": "email", "url": "url"}
    return _typed("ContactPoint", **{name: facts[f"contact_{key}"] for name, key in names.items()})


def _typed(kind: str, **parts: Any) -> dict[str, Any]:
    """A thing of a type, or nothing where nothing is known of it."""
    known = _filled(parts)
    return {"@type": kind, **known} if known else {}


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}


def _number(text: str) -> int | float | None:
    """A figure given as exact text; JSON has no decimals, so that 0.1 is written as it was."""
    if not text:
        return None
    value = Fraction(text)
    return int(value) if value.denominator == 1 else float(value)
