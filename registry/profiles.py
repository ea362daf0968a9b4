"""Profiles: what the ranking may know of a person, made out of the graph."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.database import Database, Row
from matching import Evidence, Kind, Profile
from matching.facts import APART
from registry import lists
from registry.models.experts import LanguageLevel
from registry.models.values import today

_KINDS: Final = {
    "AUTHORED": Kind.AUTHORED,
    "LED": Kind.LED,
    "TOOK_PART": Kind.TOOK_PART,
    "INVENTED": Kind.INVENTED,
    "MADE": Kind.BUILT,
    "WON": Kind.AWARDED,
}
_PROGRAMMES: Final = ("LED", "TOOK_PART")
_TEXTS: Final = ("summary_vi", "summary_en")
_NAMES: Final = ("organisation", "institute_vi", "institute_en")
_OPEN: Final = ("institutes", "public")


@dataclass(frozen=True, slots=True)
class Known:
    """A profile, and by the id of each piece of evidence the claim through which the person has it."""

    profile: Profile
    claims: Mapping[str, str]
    hidden: tuple[Evidence, ...] = ()
    """What it would be besides, if institutes might see it."""
    running: frozenset[str] = frozenset()
    """The ids of the evidence of programmes that began and name no end."""


def some(db: Database, ids: Sequence[str], *, agreed: bool) -> Iterator[Known]:
    """What the ranking may know of these people; with `agreed`, only of those who agreed to be matched."""
    return map(of_row, db.read("pool/some", ids=list(ids), agreed=agreed, hidden=False))


def whole(db: Database, id: str) -> Known | None:
    """What the ranking may know of a person, and what it would know besides; None where there is no such person."""
    rows = db.read("pool/some", ids=[id], agreed=False, hidden=True)
    return of_row(rows[0]) if rows else None


def everybody(db: Database) -> Iterator[Profile]:
    """What the ranking may know of everybody who agreed to be matched."""
    rows = db.sweep("experts/active", "pool/some", agreed=True, hidden=False)
    return (of_row(row).profile for row in rows)


def of_row(row: Row) -> Known:
    """A profile out of a row of `pool/some`."""
    claims = sorted(row["claims"], key=lambda claim: str(claim["id"]))
    seen = [claim for claim in claims if claim.get("audience", "institutes") in _OPEN]
    confirmed = date.fromisoformat(row["confirmed_at"][:10]) if row["confirmed_at"] else None
    profile = Profile(
        row["id"],
        tuple(_evidence(claim) for claim in seen),
        tags_of(row),
        confirmed_on=confirmed,
        available_from=_available(row, confirmed),
    )
    hidden = tuple(_evidence(claim) for claim in claims if claim not in seen)
    running = frozenset(
        claim["evidence_id"]
        for claim in claims
        if claim["relation"] in _PROGRAMMES and claim["start_on"] and not claim["end_on"]
    )
    return Known(profile, {claim["evidence_id"]: claim["id"] for claim in reversed(claims)}, hidden, running)


def _evidence(claim: Row) -> Evidence:
    titles = [claim["title_vi"], claim["title_en"]]
    names = dict.fromkeys(claim[name] for name in _NAMES if claim[name])
    return Evidence(
        id=claim["evidence_id"],
        kind=_KINDS[claim["relation"]],
        title=". ".join(title for title in titles if title),
        text=" ".join(claim[name] for name in _TEXTS if claim[name]),
        on=last_day(claim["end_on"] or claim["start_on"]),
        amount=lists.in_dollars(claim["amount"], claim["currency"]),
        institution=APART.join(names) or None,
    )


def _audiences(row: Row) -> dict[str, str]:
    return dict(pair.split("=") for pair in row["audiences"] or ())


def _available(row: Row, confirmed: date | None) -> date | None:
    """The stated day, the first of a month, the last of a year; the last confirmation where only forms are stated."""
    if _audiences(row).get("availability") not in _OPEN:
        return None
    written = row["available_from"]
    if written:
        return date.fromisoformat(f"{written}-12-31" if len(written) == 4 else f"{written}-01"[:10])
    return confirmed if row["engagement"] else None


def tags_of(row: Row) -> frozenset[str]:
    """What a search may be narrowed by: of the facts that may be filtered, those that institutes may see.

    `country:FR`, `standing:foreign`, `field:102` with all that the field lies in, `language:en` for whoever works in
    it, `available:2027-03` for the month from which somebody is free, and `available:now` for whoever says in which
    form they would take part and names no month.
    """
    audiences = _audiences(row)
    found = []
    if audiences.get("standing") in _OPEN:
        found.append(f"standing:{row['standing']}")
    if audiences.get("residence") in _OPEN:
        found.append(f"country:{row['residence']}")
    if audiences.get("fields") in _OPEN:
        found += [f"field:{code}" for field in row["fields"] for code in (field, *_above(field))]
    if audiences.get("languages") in _OPEN:
        skills = [skill.split(":") for skill in row["languages"] or ()]
        found += [f"language:{code}" for code, level in skills if level != LanguageLevel.BASIC]
    if audiences.get("availability") in _OPEN:
        month = _month(row["available_from"])
        found += [f"available:{month or 'now'}"] if month or row["engagement"] else []
    return frozenset(found)


def _above(field: str) -> tuple[str, ...]:
    try:
        return tuple(entry.code for entry in lists.ancestors(field))
    except lists.UnknownCode:
        return ()


def _month(written: str | None) -> str | None:
    """The month of a partial date, the last one of the year where only that is known."""
    return None if not written else written[:7] if len(written) > 4 else f"{written}-12"


def last_day(text: str | None) -> date | None:
    """The last day that a partial date can mean, though none after today: what a source left out ages nobody."""
    if not text:
        return None
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    following = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    return min(date.fromordinal(following.toordinal() - 1), max(date(year, month or 1, 1), today()))
